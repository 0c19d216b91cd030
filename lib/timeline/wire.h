/* The numbers of the file format, as the writer puts them and the reader expects them.
 *
 * Plain C. FORMAT.md explains each; a number that has stood in a released file never changes its meaning. Inside the
 * timeline module only. */
#pragma once

#include <stdint.h>

#define HR_WIRE_MAGIC "\x89REEL\r\n\x1a"
#define HR_WIRE_FOOTER_MAGIC "REELEND\n"

enum {
  HR_WIRE_VERSION = 1,     /* of the files that this writer makes */
  HR_WIRE_MIN_READER = 1,  /* the oldest reader version that understands them */
  HR_WIRE_MAGIC_BYTES = 8, /* of either magic, without its NUL */
  HR_WIRE_HEADER_BYTES = 24,
  HR_WIRE_FOOTER_BYTES = 20,
  HR_WIRE_CRC_BYTES = 4,
  HR_WIRE_VARINT_BYTES = 10, /* the longest */
  HR_WIRE_KNOWN_FEATURES = 0 /* required feature bits that this version understands */
};

/* Types of records. From OPTIONAL on, a reader skips a type that it does not know. */
enum {
  HR_RECORD_RUN = 1,
  HR_RECORD_SOURCE = 2,
  HR_RECORD_STEP = 3,
  HR_RECORD_KEYFRAME = 4,
  HR_RECORD_INDEX = 5,
  HR_RECORD_END = 6,
  HR_RECORD_OPTIONAL = 128, /* and more */
  HR_RECORD_TOKENS = 128
};

enum { HR_RUN_ADDRESS_RANDOMISATION = 1 << 0, HR_RUN_PROMPT = 1 << 1 };

/* A step begins with a number: the shape's in the high bits, 0 for one that follows in full, and what else follows. */
enum { HR_HEAD_MOVED = 1 << 0, HR_HEAD_STRINGS = 1 << 1, HR_HEAD_EXTRAS = 1 << 2, HR_HEAD_SHAPE_SHIFT = 3 };

/* Which fields of a shape follow. */
enum {
  HR_SHAPE_THREAD = 1 << 0,
  HR_SHAPE_RAN = 1 << 1,
  HR_SHAPE_RAN_END = 1 << 2,
  HR_SHAPE_NEXT = 1 << 3,
  HR_SHAPE_ALL = (1 << 4) - 1
};

enum {
  HR_EXTRA_EXCEPTION = 1 << 0,
  HR_EXTRA_EXCEPTION_TEXT = 1 << 1,
  HR_EXTRA_OUTPUT = 1 << 2,
  HR_EXTRA_ALL = (1 << 3) - 1
};

/* What a step does to the state. */
enum {
  HR_OP_STACK = 1,    /* which frames stand on the stacks */
  HR_OP_FRAME = 2,    /* a frame's line or names */
  HR_OP_OBJECT = 3,   /* an object in full */
  HR_OP_CHANGE = 4,   /* what is different in an object */
  HR_OP_REFCOUNT = 5, /* a refcount alone */
  HR_OP_GONE = 6,
  HR_OP_HOLDERS = 7, /* who else holds an object */
  HR_OP_NOTE = 8,
  HR_OP_NEW_OBJECT = 9, /* an object in full, first seen now */
  HR_OP_APPEND = 10,    /* a sequence grew by one at its end */
  HR_OP_HELD = 11,      /* a refcount is one more */
  HR_OP_DROPPED = 12,   /* and one less */
  HR_OP_PUSH = 13,      /* a new frame on top of all */
  HR_OP_POP = 14,       /* the topmost of all has gone */
  HR_OP_BIND = 15,      /* a name of the step's frame holds something else */
  HR_OP_NAME = 16,      /* the step's frame has one more name, its last */
  HR_OP_RETURN = 17     /* the step's frame has a value to return */
};

enum { HR_GONE_WHY_MASK = 3, HR_GONE_ELSEWHERE = 1 << 2, HR_GONE_ALL = (1 << 3) - 1 };

/* Up to so many slots stand in an object's form. */
enum { HR_FORM_SLOTS = 16 };

enum { HR_STACK_KEPT = 0, HR_STACK_FULL = 1 };
enum { HR_FRAME_LINE = 1 << 0, HR_FRAME_NAMES = 1 << 1, HR_FRAME_ALL = (1 << 2) - 1 };

enum {
  HR_CHANGED_TYPE = 1 << 0,
  HR_CHANGED_FLAGS = 1 << 1,
  HR_CHANGED_REFCOUNT = 1 << 2,
  HR_CHANGED_LENGTH = 1 << 3,
  HR_CHANGED_SIZE = 1 << 4,
  HR_CHANGED_TEXT = 1 << 5,
  HR_CHANGED_ELEMENTS = 1 << 6,
  HR_CHANGED_SLOTS = 1 << 7
};

/* How many bytes of the check stand at a record's end: steps are many and small. */
static inline unsigned hr_wire_check_bytes (unsigned type)
{
  return type == HR_RECORD_STEP ? 2 : HR_WIRE_CRC_BYTES;
}

/* An object's id as it is said: none, the same as in the last step of this place, or moved on with the newest objects
 * since then; else from HR_NEAR_DISTANCE on the distance from the one said before. */
enum { HR_NEAR_NONE = 0, HR_NEAR_SAME = 1, HR_NEAR_ALONG = 2, HR_NEAR_DISTANCE = 3 };

/* What steps are remembered by, for that: their place. Only so many ids of each are. */
enum { HR_PLACES = 64, HR_PLACE_IDS = 32 };

typedef struct {
  uint32_t ids[HR_PLACE_IDS], n_ids, highest;
} HrWirePlace;

static inline unsigned hr_wire_place (unsigned event, uint32_t ran_line, uint32_t next_line)
{
  return (event + 7 * ran_line + 13 * next_line) % HR_PLACES;
}

/* Where a step is: not said when it is where the one before was. Else by the last step of the same shape: there, or in
 * the next frame; else from HR_POSITION_DISTANCE on by the distance from the step before. */
typedef struct {
  uint32_t frame, depth;
} HrWirePosition;

enum { HR_POSITION_SAME = 0, HR_POSITION_NEXT = 1, HR_POSITION_DISTANCE = 2 };

/* A slot's first byte: its role in the low bits, and what follows. */
enum {
  HR_SLOT_ROLE_MASK = 15,
  HR_SLOT_HAS_FLAGS = 1 << 4,
  HR_SLOT_HAS_SKEW = 1 << 5,
  HR_SLOT_HAS_TEXT = 1 << 6,
  HR_SLOT_ALL = (1 << 7) - 1
};

/* The numbers of the file format, as the writer puts them and the reader expects them.
 *
 * Plain C. FORMAT.md explains each; a number that has stood in a released file never changes its meaning. Inside the
 * timeline module only. */
#pragma once

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
  HR_RECORD_OPTIONAL = 128
};

enum { HR_RUN_ADDRESS_RANDOMISATION = 1 << 0, HR_RUN_PROMPT = 1 << 1 };

/* Which fields of a step's head follow. */
enum {
  HR_HEAD_THREAD = 1 << 0,
  HR_HEAD_RAN = 1 << 1,
  HR_HEAD_RAN_END = 1 << 2,
  HR_HEAD_NEXT = 1 << 3,
  HR_HEAD_EXCEPTION = 1 << 4,
  HR_HEAD_EXCEPTION_TEXT = 1 << 5,
  HR_HEAD_OUTPUT = 1 << 6,
  HR_HEAD_ALL = (1 << 7) - 1
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
  HR_OP_NOTE = 8
};

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

/* A slot's first byte: its role in the low bits, and what follows. */
enum {
  HR_SLOT_ROLE_MASK = 15,
  HR_SLOT_HAS_FLAGS = 1 << 4,
  HR_SLOT_HAS_SKEW = 1 << 5,
  HR_SLOT_HAS_TEXT = 1 << 6,
  HR_SLOT_ALL = (1 << 7) - 1
};

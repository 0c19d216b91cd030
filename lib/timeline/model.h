/* The vocabulary of a timeline, shared by the recorder, the writer and the reader.
 *
 * Plain C: this header is compiled into the user's interpreter, so no GLib here. Every number below stands in
 * files and is never given another meaning; FORMAT.md has the layout. Ids: an object's id is its place in the order of
 * first sight, from 1, never reused; 0 is "none". A frame's id likewise. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an object is, as far as drawing is concerned. */
typedef enum {
  HR_KIND_OPAQUE = 0, /* known by its type only, never entered */
  HR_KIND_NONE = 1,
  HR_KIND_BOOL = 2,
  HR_KIND_INT = 3,
  HR_KIND_FLOAT = 4,
  HR_KIND_COMPLEX = 5,
  HR_KIND_STR = 6,
  HR_KIND_BYTES = 7,
  HR_KIND_RANGE = 8,
  HR_KIND_ELLIPSIS = 9, /* Ellipsis, NotImplemented: named singletons */
  HR_KIND_LIST = 10,    /* and subclasses, which may have attributes too */
  HR_KIND_TUPLE = 11,
  HR_KIND_DICT = 12,
  HR_KIND_SET = 13,
  HR_KIND_FROZENSET = 14,
  HR_KIND_INSTANCE = 15, /* of a class made in Python: attributes from dict, inline values or slots */
  HR_KIND_CLASS = 16,
  HR_KIND_FUNCTION = 17, /* made by def or lambda; text is the signature "f(a, b=…)" */
  HR_KIND_METHOD = 18,   /* bound: __self__ and __func__ */
  HR_KIND_CELL = 19,
  HR_KIND_MODULE = 20,  /* text is the module's name; not entered */
  HR_KIND_BUILTIN = 21, /* a function written in C; text is its name */
  HR_KIND_EXCEPTION = 22,
  HR_KIND_BYTEARRAY = 23, /* text is the literal, as of bytes; but it can change */
  HR_KIND_DEQUE = 24,     /* elements, as of a list */
  HR_KIND_ARRAY = 25,     /* elements that are no objects: each slot has a text */
  HR_KIND_GENERATOR = 26, /* also coroutines and asynchronous generators; text is the qualified name, LOCAL slots are
                             its names while it is suspended, MEMBER slots say at which line, and what it awaits */
  HR_KIND_ITERATOR = 27,  /* of a built-in type: MEMBER slots say over what, and where it stands */
  HR_KIND_WEAKREF = 28,   /* and weak proxies; the MEMBER "referent" has HR_NAME_WEAK */
  HR_KIND_TRACEBACK = 29,
  HR_KIND_CODE = 30,      /* text is the qualified name */
  HR_KIND_STRUCTURE = 31, /* any other built-in object made of named parts: slice, property, partial, view, alias … */
} HrObjectKind;
#define HR_KIND_LAST HR_KIND_STRUCTURE

/* Bits of an object. */
enum {
  HR_OBJECT_IMMORTAL = 1 << 0,  /* the interpreter never counts it (3.12 and later) */
  HR_OBJECT_INTERNED = 1 << 1,  /* a str in the interned table */
  HR_OBJECT_CACHED = 1 << 2,    /* a cached small int, one-character str, empty tuple, None, True, False, … */
  HR_OBJECT_STATIC = 1 << 3,    /* a class or module of the interpreter's or a library's, not the program's own */
  HR_OBJECT_CUT = 1 << 4,       /* content left out because of a limit; length says how long it really is */
  HR_OBJECT_IMMUTABLE = 1 << 5, /* its own content cannot change */
  /* alive only because its references go round in a cycle: the collector will free it. In the picture until then,
   * though nothing leads there */
  HR_OBJECT_UNREACHABLE = 1 << 6,
};
/* Shared by the whole interpreter: its refcount says nothing about this program. */
#define HR_OBJECT_SHARED (HR_OBJECT_IMMORTAL | HR_OBJECT_INTERNED | HR_OBJECT_CACHED | HR_OBJECT_STATIC)

/* How one object holds another. */
typedef enum {
  HR_SLOT_ELEMENT = 0,   /* index is the position (list, tuple) or the order of iteration (set) */
  HR_SLOT_ENTRY = 1,     /* key is an object id, value another: dict; index is the order */
  HR_SLOT_ATTRIBUTE = 2, /* name is the attribute: instance, class namespace */
  HR_SLOT_MEMBER = 3,    /* name is a structural part: __self__, __func__, args, __wrapped__ … */
  HR_SLOT_BASE = 4,      /* a class's base, index is the order */
  HR_SLOT_DEFAULT = 5,   /* a function's default, name is the parameter */
  HR_SLOT_CLOSURE = 6,   /* a function's cell, name is the free variable */
  HR_SLOT_CONTENT = 7,   /* what a cell holds */
  HR_SLOT_FIELD = 8,     /* an element with a name too: index and name, of a namedtuple or a structseq */
  HR_SLOT_LOCAL = 9,     /* name is a local variable of a suspended generator */
} HrSlotRole;
#define HR_SLOT_LAST HR_SLOT_LOCAL

/* Whether slots of @role stand at a position. */
static inline bool hr_slot_role_has_index (HrSlotRole role)
{
  return role == HR_SLOT_ELEMENT || role == HR_SLOT_ENTRY || role == HR_SLOT_BASE || role == HR_SLOT_FIELD;
}

static inline bool hr_slot_role_has_name (HrSlotRole role)
{
  return role == HR_SLOT_ATTRIBUTE || role == HR_SLOT_MEMBER || role == HR_SLOT_DEFAULT || role == HR_SLOT_CLOSURE ||
         role == HR_SLOT_FIELD || role == HR_SLOT_LOCAL;
}

/* Bits of a slot or a name. */
enum {
  HR_NAME_IMPLICIT = 1 << 0, /* made by the interpreter, not written by the author: __builtins__, __module__ … */
  HR_NAME_UNSET = 1 << 1,    /* exists but holds nothing: an unbound local, an empty cell, a slot never set */
  HR_NAME_CELL = 1 << 2,     /* a local that lives in a cell; value is the cell object */
  HR_NAME_FREE = 1 << 3,     /* a free variable of a closure; value is the cell object */
  HR_NAME_RETURN = 1 << 4,   /* not a name: the value that the frame is returning or yielding */
  HR_NAME_WEAK = 1 << 5,     /* refers without holding: not counted */
  HR_NAME_STACK = 1 << 6,    /* not a name: a value on the frame's evaluation stack, lowest first */
};

/* What a step comes after. */
typedef enum {
  HR_EVENT_START = 0,     /* nothing has run yet */
  HR_EVENT_LINE = 1,      /* a line of the current frame has run, calls included */
  HR_EVENT_CALL = 2,      /* a frame began; its arguments are bound, its first line is next */
  HR_EVENT_RETURN = 3,    /* the current frame is about to go; it holds its return value */
  HR_EVENT_EXCEPTION = 4, /* an exception was raised in, or reached, the current frame */
  HR_EVENT_END = 5,       /* the program ended; frames and objects as they were last seen */
  HR_EVENT_YIELD = 6,     /* the current frame is suspended: it yields the value that it holds, or awaits */
  HR_EVENT_RESUME = 7,    /* a suspended frame goes on */
  HR_EVENT_CATCH = 8,     /* an exception was caught: a handler in the current frame is next */
  HR_EVENT_OPCODE = 9,    /* one instruction of the line has run (--steps opcodes) */
} HrEvent;
#define HR_EVENT_LAST HR_EVENT_OPCODE

/* Why an object left the timeline. */
typedef enum {
  HR_GONE_FREED = 0,     /* deallocated as its last reference went; file and line say during which line */
  HR_GONE_HIDDEN = 1,    /* alive, but no longer reachable from the frames within the limits */
  HR_GONE_COLLECTED = 2, /* deallocated by the cyclic garbage collector */
  HR_GONE_EXIT = 3,      /* deallocated when the interpreter went down */
} HrGone;
#define HR_GONE_LAST HR_GONE_EXIT

/* Who holds references to an object besides the names, slots and return values of the picture. */
typedef enum {
  HR_HOLDER_STACK = 0,     /* evaluation stack of the frame; text is its function */
  HR_HOLDER_LOCAL = 1,     /* a local variable of a frame that is not in the picture; text is "function: name" */
  HR_HOLDER_CONSTANT = 2,  /* among the constants of a code object; text is its qualified name */
  HR_HOLDER_CODE = 3,      /* among the names of a code object; text likewise */
  HR_HOLDER_CLASS = 4,     /* a class's own structure: its order of bases, descriptors, subclasses; text is its name */
  HR_HOLDER_METHOD = 5,    /* a bound method */
  HR_HOLDER_ITERATOR = 6,  /* an iterator, text is its type */
  HR_HOLDER_INTERNED = 7,  /* the table of interned strings */
  HR_HOLDER_MODULE = 8,    /* a module's namespace; text is "module.name" */
  HR_HOLDER_CONTAINER = 9, /* another object that is not in the picture, or a part of one that is not shown; text says
                              which */
  HR_HOLDER_KEY = 10,      /* key of a dictionary: an attribute's or module's name; text says whose */
  HR_HOLDER_INTERPRETER =
      11,                /* the interpreter itself: the exception that is handled, a type's cache; text says what */
  HR_HOLDER_NATIVE = 12, /* a function written in C that was found to be running; text is its name */
  HR_HOLDER_TWICE = 13,  /* none, but one less: the picture shows count references a second time, as those of an
                          * attribute and of the dictionary that it stands in */
} HrHolderKind;
#define HR_HOLDER_LAST HR_HOLDER_TWICE

/* What else happened during a step. */
typedef enum {
  HR_NOTE_FINALIZER = 0,   /* object's __del__ began: it is about to die */
  HR_NOTE_RESURRECTED = 1, /* object outlived its __del__ */
  HR_NOTE_CALLBACK = 2,    /* the callback of a weak reference (object) was called: its referent has died */
  HR_NOTE_COLLECTION = 3,  /* the garbage collector ran; number is the generation, 0 to 2 */
  HR_NOTE_LEFT_OUT = 4,    /* number objects are not in the picture because of a limit; text names its option */
  HR_NOTE_STOPPED = 5,     /* recording stops here; text says why */
  HR_NOTE_WAITS = 6,       /* the frame of a YIELD waits for another; text says how: "await" or "yield from" */
  HR_NOTE_INSTRUCTION = 7, /* text is what an OPCODE step comes after: "LOAD_NAME x" */
} HrNoteKind;
#define HR_NOTE_LAST HR_NOTE_INSTRUCTION

/* What stands in a source, by the interpreter's own tokenizer. */
typedef enum {
  HR_TOKEN_KEYWORD = 1, /* soft keywords where they are used as such */
  HR_TOKEN_STRING = 2,  /* of an f-string what is not in braces; from CPython 3.12 on */
  HR_TOKEN_NUMBER = 3,
  HR_TOKEN_COMMENT = 4,
  HR_TOKEN_DEFINED = 5,   /* the name after def or class */
  HR_TOKEN_DECORATOR = 6, /* "@" and the name after it */
  HR_TOKEN_BUILTIN = 7,   /* a name that means something built in */
} HrTokenKind;
#define HR_TOKEN_LAST HR_TOKEN_BUILTIN

/* How recording ended. */
typedef enum {
  HR_ENDING_UNKNOWN = 0, /* no trailer: the recording was cut off */
  HR_ENDING_EXIT = 1,    /* status is the exit status */
  HR_ENDING_SIGNAL = 2,  /* status is the signal's number */
  HR_ENDING_LIMIT = 3,   /* the recording stopped at a limit; the text says which */
  HR_ENDING_TIMEOUT = 4,
} HrEnding;

enum { HR_STREAM_STDOUT = 1, HR_STREAM_STDERR = 2 };

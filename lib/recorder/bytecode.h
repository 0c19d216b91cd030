/* A code object's instructions as the compiler made them, and what can be read off them without running any.
 *
 * Knows opcodes; knows no frame and no event. Offsets count units of two bytes, as everywhere in the interpreter. */
#pragma once

#include "recorder/python.h"

/* Where an exception stands that has reached a handler. */
typedef enum {
  HR_FLIGHT_NONE = 0,    /* there is none, or it has been caught */
  HR_FLIGHT_ON = 1,      /* it goes on unless a clause takes it: in a finally block, on the way out of a with block */
  HR_FLIGHT_REST = 2,    /* behind an except* clause: what it left of a group */
  HR_FLIGHT_CLEANUP = 3, /* in a handler of the interpreter's own, which puts things in order and hands on */
  HR_FLIGHT_PART_ON = 4, /* in the body of an except* clause, which has taken its part */
} HrFlight;

/* What a suspended frame waits for: what RESUME's argument says. */
typedef enum { HR_WAIT_YIELD = 1, HR_WAIT_YIELD_FROM = 2, HR_WAIT_AWAIT = 3 } HrWait;

typedef struct {
  unsigned char *units;  /* opcode and argument in turn; no specialisation, no instrumentation, caches are zero */
  unsigned char *flight; /* HrFlight by unit */
  int n_units;
} HrBytecode;

/* False, and nothing is held, when the interpreter has no memory to tell. */
bool hr_bytecode_init (HrBytecode *bytecode, PyCodeObject *code);
void hr_bytecode_clear (HrBytecode *bytecode);

/* What is in units above; newly allocated, NULL when the interpreter has no memory to tell. */
unsigned char *hr_bytecode_dup_units (PyCodeObject *code, int *n_units);

/* The opcode at @offset, -1 outside of the code. */
int hr_bytecode_opcode (const HrBytecode *bytecode, int offset);
/* Where the jump at @offset goes; -1 when it is none. */
int hr_bytecode_target (const HrBytecode *bytecode, int offset);
/* The instruction after the one at @offset: its caches are passed over. */
int hr_bytecode_next (const HrBytecode *bytecode, int offset);

HrFlight hr_bytecode_flight (const HrBytecode *bytecode, int offset);

/* How a frame waits that is suspended at @offset, at its YIELD_VALUE or the RESUME behind it. */
HrWait hr_bytecode_wait (const HrBytecode *bytecode, int offset);
/* Whether there is anything left to do with what the wait at @offset brings: false when it is thrown away. */
bool hr_bytecode_uses_result (const HrBytecode *bytecode, int offset);

/* Whether an exception raised at @offset comes to a handler that the author wrote. */
bool hr_bytecode_is_guarded (const HrBytecode *bytecode, PyCodeObject *code, int offset);
/* Whether @offset holds a "raise" without anything. */
bool hr_bytecode_reraises (const HrBytecode *bytecode, int offset);
/* Whether there is one between the lines @first and @last. */
bool hr_bytecode_reraises_on_lines (const HrBytecode *bytecode, PyCodeObject *code, int first, int last);
/* Whether a StopIteration raised at @offset is how a loop or a wait ends, and no event in the program. */
bool hr_bytecode_ends_loop (const HrBytecode *bytecode, int offset);

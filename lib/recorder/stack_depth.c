#include "recorder/stack_depth.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/bytecode.h"
#include "recorder/text.h"

/* One code, with a copy of its instructions to tell it from another that got its memory. */
typedef struct Known Known;
struct Known {
  Known *next;
  const PyCodeObject *code;
  unsigned char *units; /* two bytes each */
  int n_units;
  int16_t *depths; /* before each; -1 never reached */
};

enum { N_BUCKETS = 1024 };
static Known *buckets[N_BUCKETS];

typedef struct {
  const unsigned char *units;
  int n_units;
  int16_t *depths;
  int *pending; /* instructions to go on from */
  int n_pending;
} Flow;

static int opcode_at (const unsigned char *units, int at)
{
  return units[2 * (size_t)at];
}

static int argument_at (const unsigned char *units, int at)
{
  return units[2 * (size_t)at + 1];
}

static void reach (Flow *flow, int at, int depth)
{
  if (at < 0 || at >= flow->n_units || flow->depths[at] >= 0)
    return;
  flow->depths[at] = (int16_t)(depth > 0 ? depth : 0);
  flow->pending[flow->n_pending++] = at;
}

static bool ends_flow (int opcode)
{
  switch (opcode) {
  case RETURN_VALUE:
  case RAISE_VARARGS:
  case RERAISE:
  case JUMP_FORWARD:
  case JUMP_BACKWARD:
  case JUMP_BACKWARD_NO_INTERRUPT:
#if !HR_PY_311
  case RETURN_CONST:
  case INTERPRETER_EXIT:
#endif
    return true;
  default:
    return false;
  }
}

/* Whether the instruction jumps: -1 back, 1 on, 0 not. */
static int jump_of (int opcode)
{
  switch (opcode) {
  case JUMP_BACKWARD:
  case JUMP_BACKWARD_NO_INTERRUPT:
#if HR_PY_311
  case POP_JUMP_BACKWARD_IF_FALSE:
  case POP_JUMP_BACKWARD_IF_TRUE:
  case POP_JUMP_BACKWARD_IF_NONE:
  case POP_JUMP_BACKWARD_IF_NOT_NONE:
#endif
    return -1;
  case JUMP_FORWARD:
  case FOR_ITER:
  case SEND:
#if HR_PY_311
  case POP_JUMP_FORWARD_IF_FALSE:
  case POP_JUMP_FORWARD_IF_TRUE:
  case POP_JUMP_FORWARD_IF_NONE:
  case POP_JUMP_FORWARD_IF_NOT_NONE:
  case JUMP_IF_FALSE_OR_POP:
  case JUMP_IF_TRUE_OR_POP:
#else
  case POP_JUMP_IF_FALSE:
  case POP_JUMP_IF_TRUE:
  case POP_JUMP_IF_NONE:
  case POP_JUMP_IF_NOT_NONE:
#endif
    return 1;
  default:
    return 0;
  }
}

static int effect (int opcode, int argument, int jump)
{
  int result;

#if HR_PY_311 /* the compiler counts a call's arguments off at its first half; the interpreter leaves them there */
  if (opcode == PRECALL)
    return 0;
  if (opcode == CALL)
    return -argument - 1;
#endif
  result = PyCompile_OpcodeStackEffectWithJump (opcode, opcode >= HAVE_ARGUMENT ? argument : 0, jump);

  return result == PY_INVALID_STACK_EFFECT ? 0 : result;
}

/* One instruction: what comes after it, and where it jumps. An extended argument may stand in front of it. */
static void follow (Flow *flow, int at)
{
  int opcode, depth = flow->depths[at], argument = 0, next;

  while (opcode_at (flow->units, at) == EXTENDED_ARG && at + 1 < flow->n_units) {
    argument = (argument | argument_at (flow->units, at)) << 8;
    at++;
    if (flow->depths[at] < 0)
      flow->depths[at] = (int16_t)depth;
  }
  opcode = opcode_at (flow->units, at);
  argument |= argument_at (flow->units, at);
  for (next = at + 1; next < flow->n_units && opcode_at (flow->units, next) == CACHE; next++)
    if (flow->depths[next] < 0)
      flow->depths[next] = (int16_t)depth;
  if (!ends_flow (opcode))
    reach (flow, next, depth + effect (opcode, argument, 0));
  if (jump_of (opcode) != 0)
    reach (flow, next + jump_of (opcode) * argument, depth + effect (opcode, argument, 1));
}

static void run (Flow *flow)
{
  while (flow->n_pending > 0)
    follow (flow, flow->pending[--flow->n_pending]);
}

/* Six bits a byte, the next one goes on while bit 6 is set. */
static int read_number (const unsigned char **at)
{
  int value = **at & 63;

  while ((**at & 64) != 0) {
    (*at)++;
    value = value << 6 | (**at & 63);
  }
  (*at)++;
  return value;
}

static void follow_handlers (Flow *flow, PyObject *table)
{
  const unsigned char *at = (const unsigned char *)PyBytes_AS_STRING (table), *end = at + PyBytes_GET_SIZE (table);

  while (at < end) {
    int target, depth;

    read_number (&at);
    read_number (&at);
    target = read_number (&at);
    depth = read_number (&at);
    reach (flow, target, (depth >> 1) + (depth & 1) + 1);
    run (flow);
  }
}

static void find_depths (Known *known, PyCodeObject *code)
{
  Flow flow = { .units = known->units, .n_units = known->n_units, .depths = known->depths };
  int entry = 0;

#if HR_PY_311 /* the value that is sent to begin a generator lies there from the first */
  if ((code->co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) != 0)
    entry = 1;
#endif
  flow.pending = hr_text_alloc (((size_t)known->n_units + 1) * sizeof *flow.pending);
  for (int i = 0; i < known->n_units; i++)
    known->depths[i] = -1;
  reach (&flow, 0, entry);
  run (&flow);
  follow_handlers (&flow, code->co_exceptiontable);
  free (flow.pending);
}

static const Known *get (PyCodeObject *code)
{
  Known **bucket = &buckets[(uintptr_t)code / 64 % N_BUCKETS], *known;
  int n_units = (int)Py_SIZE (code);

  for (known = *bucket; known != NULL; known = known->next)
    if (known->code == code && known->n_units == n_units)
      return known;
  known = hr_text_alloc (sizeof *known);
  *known = (Known){ .next = *bucket, .code = code };
  known->units = hr_bytecode_dup_units (code, &known->n_units);
  if (known->units == NULL) {
    free (known);
    return NULL;
  }
  known->depths = hr_text_alloc (((size_t)known->n_units + 1) * sizeof *known->depths);
  find_depths (known, code);
  *bucket = known;
  return known;
}

int hr_stack_depth (PyCodeObject *code, int offset)
{
  const Known *known = get (code);

  return known != NULL && offset >= 0 && offset < known->n_units && known->depths[offset] > 0 ? known->depths[offset]
                                                                                              : 0;
}

int hr_stack_opcode (PyCodeObject *code, int offset, int *argument)
{
  const Known *known = get (code);
  int first = offset;

  *argument = 0;
  if (known == NULL || offset < 0 || offset >= known->n_units)
    return -1;
  /* an offset may stand at the caches behind its instruction */
  while (offset > 0 && opcode_at (known->units, offset) == CACHE)
    offset--;
  for (first = offset; first > 0 && opcode_at (known->units, first - 1) == EXTENDED_ARG; first--)
    ;
  for (; first <= offset; first++)
    *argument = *argument << 8 | argument_at (known->units, first);
  return opcode_at (known->units, offset);
}

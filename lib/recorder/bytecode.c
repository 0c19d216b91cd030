#include "recorder/bytecode.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/life.h"
#include "recorder/private.h"
#include "recorder/text.h"

#if HR_PY_311

/* The tables that undo specialisation are private to the interpreter; this makes our own from its header. */
#define NEED_OPCODE_TABLES
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <internal/pycore_opcode.h>
#pragma GCC diagnostic pop

unsigned char *hr_bytecode_dup_units (PyCodeObject *code, int *n_units)
{
  const _Py_CODEUNIT *units = _PyCode_CODE (code);
  int n = (int)Py_SIZE (code);
  unsigned char *result = hr_text_alloc ((size_t)n * 2);

  memset (result, 0, (size_t)n * 2);
  for (int i = 0; i < n;) {
    unsigned char *unit = result + 2 * (size_t)i;

    unit[0] = _PyOpcode_Deopt[_Py_OPCODE (units[i])];
    unit[1] = (unsigned char)_Py_OPARG (units[i]);
    i += 1 + _PyOpcode_Caches[unit[0]];
  }
  *n_units = n;
  return result;
}

#else

/* The interpreter keeps for a code the bytes it has once been asked for. What was not there before is taken away. */
static void forget_bytes (PyCodeObject *code, bool had_others)
{
  if (code->_co_cached == NULL)
    return;
  Py_CLEAR (code->_co_cached->_co_code);
  if (had_others)
    return;
  PyMem_Free (code->_co_cached);
  code->_co_cached = NULL;
}

unsigned char *hr_bytecode_dup_units (PyCodeObject *code, int *n_units)
{
  bool had_any = code->_co_cached != NULL, had_bytes = had_any && code->_co_cached->_co_code != NULL;
  unsigned char *result = NULL;
  PyObject *bytes;

  hr_life_stay_in_front ();
  hr_private_begin ();
  bytes = PyCode_GetCode (code);
  if (bytes != NULL) {
    size_t n_bytes = (size_t)PyBytes_GET_SIZE (bytes);

    result = hr_text_alloc (n_bytes);
    memcpy (result, PyBytes_AS_STRING (bytes), n_bytes);
    *n_units = (int)(n_bytes / 2);
    Py_DECREF (bytes);
  } else {
    PyErr_Clear ();
  }
  if (!had_bytes)
    forget_bytes (code, had_any);
  hr_private_end ();
  return result;
}

#endif

int hr_bytecode_opcode (const HrBytecode *bytecode, int offset)
{
  return offset >= 0 && offset < bytecode->n_units ? bytecode->units[2 * (size_t)offset] : -1;
}

/* The argument at @offset with those of the EXTENDED_ARG before it. */
static int argument_at (const HrBytecode *bytecode, int offset)
{
  int argument = 0;

  if (offset < 0 || offset >= bytecode->n_units)
    return 0;
  argument = bytecode->units[2 * (size_t)offset + 1];
  for (int i = offset - 1, shift = 8; hr_bytecode_opcode (bytecode, i) == EXTENDED_ARG && shift < 32; i--, shift += 8)
    argument |= (int)((unsigned)bytecode->units[2 * (size_t)i + 1] << shift);
  return argument;
}

int hr_bytecode_next (const HrBytecode *bytecode, int offset)
{
  do
    offset++;
  while (hr_bytecode_opcode (bytecode, offset) == CACHE);
  return offset;
}

static bool is_backward (int opcode)
{
  switch (opcode) {
  case JUMP_BACKWARD:
  case JUMP_BACKWARD_NO_INTERRUPT:
#if HR_PY_311
  case POP_JUMP_BACKWARD_IF_NOT_NONE:
  case POP_JUMP_BACKWARD_IF_NONE:
  case POP_JUMP_BACKWARD_IF_FALSE:
  case POP_JUMP_BACKWARD_IF_TRUE:
#endif
    return true;
  default:
    return false;
  }
}

static bool is_forward (int opcode)
{
  switch (opcode) {
  case FOR_ITER:
  case SEND:
  case JUMP_FORWARD:
#if HR_PY_311
  case JUMP_IF_FALSE_OR_POP:
  case JUMP_IF_TRUE_OR_POP:
  case POP_JUMP_FORWARD_IF_FALSE:
  case POP_JUMP_FORWARD_IF_TRUE:
  case POP_JUMP_FORWARD_IF_NOT_NONE:
  case POP_JUMP_FORWARD_IF_NONE:
#else
  case POP_JUMP_IF_FALSE:
  case POP_JUMP_IF_TRUE:
  case POP_JUMP_IF_NOT_NONE:
  case POP_JUMP_IF_NONE:
#endif
    return true;
  default:
    return false;
  }
}

int hr_bytecode_target (const HrBytecode *bytecode, int offset)
{
  int opcode = hr_bytecode_opcode (bytecode, offset), argument = argument_at (bytecode, offset);

  if (is_forward (opcode))
    return hr_bytecode_next (bytecode, offset) + argument;
  return is_backward (opcode) ? hr_bytecode_next (bytecode, offset) - argument : -1;
}

/* One number of an exception table: six bits a byte, high ones first; bit 6 says that more follow. */
static int read_table_number (const unsigned char **at, const unsigned char *end)
{
  int value = 0;

  while (*at < end) {
    unsigned char byte = *(*at)++;

    value = value << 6 | (byte & 63);
    if ((byte & 64) == 0)
      break;
  }
  return value;
}

/* Where an exception raised at @offset goes, or -1. Entries are in order and do not overlap. */
static int find_handler (PyCodeObject *code, int offset)
{
  const unsigned char *at = (const unsigned char *)PyBytes_AS_STRING (code->co_exceptiontable);
  const unsigned char *end = at + PyBytes_GET_SIZE (code->co_exceptiontable);

  while (at < end) {
    int start = read_table_number (&at, end), length = read_table_number (&at, end);
    int handler = read_table_number (&at, end);

    (void)read_table_number (&at, end); /* depth */
    if (offset >= start && offset < start + length)
      return handler;
  }
  return -1;
}

/* Whether the instruction after @opcode is not reached from it. */
static bool never_falls_through (int opcode)
{
  switch (opcode) {
  case JUMP_FORWARD:
  case JUMP_BACKWARD:
  case JUMP_BACKWARD_NO_INTERRUPT:
  case RERAISE:
  case RAISE_VARARGS:
  case RETURN_VALUE:
#if !HR_PY_311
  case RETURN_CONST:
#endif
    return true;
  default:
    return false;
  }
}

static bool jumps_if_none (int opcode)
{
#if HR_PY_311
  return opcode == POP_JUMP_FORWARD_IF_NONE;
#else
  return opcode == POP_JUMP_IF_NONE;
#endif
}

/* Marks what is reached from a point without an exception being raised, up to what is marked already. */
typedef struct {
  HrBytecode *bytecode;
  PyCodeObject *code;
  int *waiting;
  int n_waiting;
  unsigned char *passed; /* by unit: a handler was followed through here */
} Spread;

/* Marks an instruction and its caches. */
static void spread_to (Spread *spread, int offset, HrFlight flight)
{
  int end = hr_bytecode_next (spread->bytecode, offset);

  for (int i = offset; i < end && i < spread->bytecode->n_units; i++)
    if (spread->bytecode->flight[i] == HR_FLIGHT_NONE)
      spread->bytecode->flight[i] = (unsigned char)flight;
}

static void wait_for (Spread *spread, int offset, HrFlight flight)
{
  if (hr_bytecode_opcode (spread->bytecode, offset) < 0 || spread->bytecode->flight[offset] != HR_FLIGHT_NONE)
    return;
  spread_to (spread, offset, flight);
  spread->waiting[spread->n_waiting++] = offset;
}

/* A clause was asked whether it takes the exception: only the way on of one that does not is in flight still. True when
 * that has been seen to. */
static bool pass_clause (Spread *spread, int offset, HrFlight flight)
{
  const HrBytecode *bytecode = spread->bytecode;
  int opcode = hr_bytecode_opcode (bytecode, offset), jump = hr_bytecode_next (bytecode, offset);
  int on;

  if (opcode == CHECK_EXC_MATCH) {
    spread_to (spread, jump, flight);
    on = hr_bytecode_target (bytecode, jump);
    if (hr_bytecode_opcode (bytecode, on) != POP_TOP) /* "except:" takes anything */
      wait_for (spread, on, flight);
    return true;
  }
  if (opcode != CHECK_EG_MATCH)
    return false;
  spread_to (spread, jump, flight); /* COPY */
  jump = hr_bytecode_next (bytecode, jump);
  spread_to (spread, jump, flight);
  on = jumps_if_none (hr_bytecode_opcode (bytecode, jump)) ? hr_bytecode_target (bytecode, jump)
                                                           : hr_bytecode_next (bytecode, jump);
  wait_for (spread, on, HR_FLIGHT_REST);
  return true;
}

/* Code that runs while an exception flies may catch another; from there on the first flies again. */
static void follow_handler (Spread *spread, int offset, HrFlight flight)
{
  const HrBytecode *bytecode = spread->bytecode;
  int *ways, n_ways = 0;

  if (hr_bytecode_opcode (bytecode, offset) != PUSH_EXC_INFO || spread->passed[offset])
    return;
  ways = hr_text_alloc (((size_t)bytecode->n_units + 1) * 2 * sizeof *ways);
  ways[n_ways++] = offset;
  while (n_ways > 0) {
    int at = ways[--n_ways], opcode = hr_bytecode_opcode (bytecode, at);

    if (opcode < 0 || spread->passed[at])
      continue;
    spread->passed[at] = 1;
    if (opcode == POP_EXCEPT) {
      wait_for (spread, hr_bytecode_next (bytecode, at), flight);
      continue;
    }
    ways[n_ways++] = hr_bytecode_target (bytecode, at);
    if (!never_falls_through (opcode))
      ways[n_ways++] = hr_bytecode_next (bytecode, at);
  }
  free (ways);
}

/* Where marking ends: the exception is dropped, or goes on by itself. */
static bool ends_flight (const HrBytecode *bytecode, int offset, HrFlight flight)
{
  int opcode = hr_bytecode_opcode (bytecode, offset);

  if (opcode == POP_EXCEPT)
    return true;
#if !HR_PY_311
  if (opcode == CLEANUP_THROW)
    return true;
#endif
  if (flight == HR_FLIGHT_CLEANUP)
    return opcode == LIST_APPEND; /* what an except* clause raised is put to the rest of the group */
  return opcode == PUSH_EXC_INFO && hr_bytecode_opcode (bytecode, offset + 1) == POP_TOP; /* "except:" */
}

static void spread_from (Spread *spread, int offset, HrFlight flight)
{
  const HrBytecode *bytecode = spread->bytecode;

  wait_for (spread, offset, flight);
  while (spread->n_waiting > 0) {
    int at = spread->waiting[--spread->n_waiting];
    HrFlight on = (HrFlight)bytecode->flight[at];

    if (ends_flight (bytecode, at, on) || pass_clause (spread, at, on))
      continue;
    if (on == HR_FLIGHT_ON)
      follow_handler (spread, find_handler (spread->code, at), on);
    wait_for (spread, hr_bytecode_target (bytecode, at), on);
    if (!never_falls_through (hr_bytecode_opcode (bytecode, at)))
      wait_for (spread, hr_bytecode_next (bytecode, at), on);
  }
}

/* A handler that no clause, finally or with of the author's stands behind. */
static bool is_cleanup (const HrBytecode *bytecode, int offset)
{
  int opcode = hr_bytecode_opcode (bytecode, offset);

  return opcode >= 0 && opcode != PUSH_EXC_INFO && opcode != END_ASYNC_FOR && opcode != LIST_APPEND;
}

static void find_cleanups (Spread *spread)
{
  for (int i = 0; i < spread->bytecode->n_units; i++) {
    int handler = find_handler (spread->code, i);

    if (is_cleanup (spread->bytecode, handler))
      spread_from (spread, handler, HR_FLIGHT_CLEANUP);
  }
}

static void *new_zeroed (int n, size_t item_bytes)
{
  return memset (hr_text_alloc ((size_t)n * item_bytes + 1), 0, (size_t)n * item_bytes);
}

static void find_flights (HrBytecode *bytecode, PyCodeObject *code)
{
  Spread spread = { .bytecode = bytecode, .code = code };

  bytecode->flight = new_zeroed (bytecode->n_units, 1);
  if (PyBytes_GET_SIZE (code->co_exceptiontable) == 0)
    return;
  spread.passed = new_zeroed (bytecode->n_units, 1);
  spread.waiting = new_zeroed (bytecode->n_units, sizeof *spread.waiting);
  find_cleanups (&spread);
  for (int i = 0; i < bytecode->n_units; i = hr_bytecode_next (bytecode, i))
    if (hr_bytecode_opcode (bytecode, i) == PUSH_EXC_INFO)
      spread_from (&spread, i, HR_FLIGHT_ON);
  for (int i = 0; i < bytecode->n_units; i = hr_bytecode_next (bytecode, i)) {
    int jump = hr_bytecode_next (bytecode, hr_bytecode_next (bytecode, i));

    if (hr_bytecode_opcode (bytecode, i) == CHECK_EG_MATCH)
      spread_from (&spread,
                   jumps_if_none (hr_bytecode_opcode (bytecode, jump)) ? hr_bytecode_next (bytecode, jump)
                                                                       : hr_bytecode_target (bytecode, jump),
                   HR_FLIGHT_PART_ON);
  }
  free (spread.waiting);
  free (spread.passed);
}

bool hr_bytecode_init (HrBytecode *bytecode, PyCodeObject *code)
{
  *bytecode = (HrBytecode){ 0 };
  bytecode->units = hr_bytecode_dup_units (code, &bytecode->n_units);
  if (bytecode->units == NULL)
    return false;
  find_flights (bytecode, code);
  return true;
}

void hr_bytecode_clear (HrBytecode *bytecode)
{
  free (bytecode->units);
  free (bytecode->flight);
  *bytecode = (HrBytecode){ 0 };
}

HrFlight hr_bytecode_flight (const HrBytecode *bytecode, int offset)
{
  return offset >= 0 && offset < bytecode->n_units ? (HrFlight)bytecode->flight[offset] : HR_FLIGHT_NONE;
}

/* The RESUME that goes on from a suspension at @offset. */
static int resume_of (const HrBytecode *bytecode, int offset)
{
  return hr_bytecode_opcode (bytecode, offset) == YIELD_VALUE ? offset + 1 : offset;
}

HrWait hr_bytecode_wait (const HrBytecode *bytecode, int offset)
{
  int resume = resume_of (bytecode, offset), how = argument_at (bytecode, resume) & 3;

  if (hr_bytecode_opcode (bytecode, resume) != RESUME || how == 0)
    return HR_WAIT_YIELD;
  return (HrWait)how;
}

bool hr_bytecode_uses_result (const HrBytecode *bytecode, int offset)
{
  int after = resume_of (bytecode, offset) + 1;

  if (hr_bytecode_wait (bytecode, offset) != HR_WAIT_YIELD) {
    int send = hr_bytecode_target (bytecode, after);

    after = hr_bytecode_target (bytecode, send);
#if !HR_PY_311
    if (hr_bytecode_opcode (bytecode, after) == END_SEND)
      after++;
#endif
  }
  return hr_bytecode_opcode (bytecode, after) != POP_TOP;
}

/* The interpreter's own handlers hand on to the one around them. */
bool hr_bytecode_is_guarded (const HrBytecode *bytecode, PyCodeObject *code, int offset)
{
  for (int i = 0; i < 100; i++) { /* deeper than blocks can be nested */
    offset = find_handler (code, offset);
    if (offset < 0)
      return false;
    if (hr_bytecode_opcode (bytecode, offset) == PUSH_EXC_INFO)
      return true;
  }
  return false;
}

bool hr_bytecode_reraises (const HrBytecode *bytecode, int offset)
{
  return hr_bytecode_opcode (bytecode, offset) == RAISE_VARARGS && argument_at (bytecode, offset) == 0;
}

bool hr_bytecode_reraises_on_lines (const HrBytecode *bytecode, PyCodeObject *code, int first, int last)
{
  for (int i = 0; i < bytecode->n_units; i++)
    if (hr_bytecode_reraises (bytecode, i)) {
      int line = PyCode_Addr2Line (code, i * 2);

      if (line >= first && line <= last)
        return true;
    }
  return false;
}

bool hr_bytecode_ends_loop (const HrBytecode *bytecode, int offset)
{
  int opcode = hr_bytecode_opcode (bytecode, offset);

  if (opcode == YIELD_VALUE || opcode == RESUME)
    return hr_bytecode_wait (bytecode, offset) != HR_WAIT_YIELD;
  return opcode == FOR_ITER || opcode == SEND || opcode == END_ASYNC_FOR;
}

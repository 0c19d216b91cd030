#include "recorder/call_depth.h"

#include <stdlib.h>

#include "recorder/method_calls.h"

#if HR_PY_311

/* Frames that were given a level, innermost last. */
typedef struct {
  const PyThreadState *state;
  const HrPyFrame *frame;
} Level;

static struct {
  Level *levels;
  size_t n_levels, capacity;
} given;

/* Whether the specialised form of a call with @n_arguments does not count, where the plain one does. */
static bool goes_uncounted (PyObject *callee, int n_arguments, bool has_names)
{
  bool method = Py_IS_TYPE (callee, &PyMethodDescr_Type);
  int flags;

  if (callee == (PyObject *)&PyUnicode_Type)
    return n_arguments == 1 && !has_names;
  if (!method && !PyCFunction_CheckExact (callee))
    return false;
  flags = method ? ((PyMethodDescrObject *)callee)->d_method->ml_flags : PyCFunction_GET_FLAGS (callee);
  flags &= METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS | METH_METHOD;
  if (flags == METH_O)
    return PyCFunction_CheckExact (callee) && strcmp (((PyCFunctionObject *)callee)->m_ml->ml_name, "len") == 0;
  return flags == (METH_FASTCALL | METH_KEYWORDS) || (flags == METH_FASTCALL && !has_names);
}

/* Code is specialised once it has run a few times; warming up is not hindered by tracing. */
static bool is_uncounted_call (HrPyFrame *caller)
{
  enum { BACK_TO_NAMES = 3 }; /* over PRECALL and what belongs to it */
  const PyCodeObject *code = caller->f_code;
  int n_arguments = 0, at = hr_py_frame_offset (caller);
  PyObject *const *arguments = NULL;
  PyObject *callee = code->co_warmup == 0 ? hr_method_calls_callee (caller, &arguments, &n_arguments) : NULL;

  return callee != NULL &&
         goes_uncounted (callee, n_arguments,
                         at >= BACK_TO_NAMES && _Py_OPCODE (_PyCode_CODE (code)[at - BACK_TO_NAMES]) == KW_NAMES);
}

static bool push (Level level)
{
  if (given.n_levels == given.capacity) {
    size_t capacity = given.capacity > 0 ? 2 * given.capacity : 64;
    Level *levels = realloc (given.levels, capacity * sizeof *levels);

    if (levels == NULL)
      return false;
    given.levels = levels;
    given.capacity = capacity;
  }
  given.levels[given.n_levels++] = level;
  return true;
}

void hr_call_depth_enter (PyThreadState *state, HrPyFrame *frame)
{
  HrPyFrame *caller = frame->previous;

  if (!frame->is_entry || caller == NULL || caller->f_code == NULL || !is_uncounted_call (caller))
    return;
  if (push ((Level){ state, frame }))
    state->recursion_remaining++;
}

/* Threads take turns, so that those of one need not lie together; what lies above in the same thread has gone. */
void hr_call_depth_leave (PyThreadState *state, const HrPyFrame *frame)
{
  size_t at = given.n_levels, n_kept;

  while (at > 0 && (given.levels[at - 1].state != state || given.levels[at - 1].frame != frame))
    at--;
  if (at == 0)
    return;
  n_kept = at - 1;
  for (size_t i = at - 1; i < given.n_levels; i++)
    if (given.levels[i].state == state)
      state->recursion_remaining--;
    else
      given.levels[n_kept++] = given.levels[i];
  given.n_levels = n_kept;
}

#endif

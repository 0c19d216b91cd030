#include "recorder/events.h"

#include "recorder/steps.h"

#if HR_PY_311

/* The table that undoes specialisation is private to the interpreter; this makes our own from its header. */
#define NEED_OPCODE_TABLES
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <internal/pycore_opcode.h>
#pragma GCC diagnostic pop

/* A generator's frame lies inside the generator, behind its own fields. */
static bool is_suspended (HrPyFrame *frame)
{
  PyGenObject *generator;

  if (frame->owner != FRAME_OWNED_BY_GENERATOR)
    return false;
  generator = (PyGenObject *)((char *)frame - offsetof (PyGenObject, gi_iframe));
  return generator->gi_frame_state == FRAME_SUSPENDED;
}

/* RESUME's argument says whether it begins a call (0) or follows a yield. */
static bool is_resumed (HrPyFrame *frame)
{
  const _Py_CODEUNIT *instruction = frame->prev_instr;

  return frame->owner == FRAME_OWNED_BY_GENERATOR && (_Py_OPARG (*instruction) & 3) != 0;
}

/* A for loop that ends is no event in the program, though the interpreter reports its StopIteration. */
static bool is_loop_end (HrPyFrame *frame, PyObject *type)
{
  int opcode;

  if (type != PyExc_StopIteration && type != PyExc_StopAsyncIteration)
    return false;
  opcode = _PyOpcode_Deopt[_Py_OPCODE (*frame->prev_instr)];
  return opcode == FOR_ITER || opcode == SEND || opcode == END_ASYNC_FOR;
}

static int on_event (PyObject *object, PyFrameObject *frame_object, int what, PyObject *argument)
{
  PyThreadState *state = PyThreadState_Get ();
  HrPyFrame *frame = frame_object->f_frame;
  const HrCode *code;

  (void)object;
  if (!hr_steps_on ())
    return 0;
  code = hr_code_get (frame->f_code);
  if (!code->own) {
    frame_object->f_trace_lines = 0;
    return 0;
  }
  if (what == PyTrace_CALL)
    hr_steps_enter (state, frame, code, is_resumed (frame));
  else if (what == PyTrace_LINE)
    hr_steps_line (state, frame, code, frame_object->f_lineno, hr_py_frame_offset (frame), true);
  else if (what == PyTrace_RETURN && argument != NULL)
    hr_steps_leave (state, frame, code, argument, is_suspended (frame));
  else if (what == PyTrace_RETURN)
    hr_steps_unwind (state, frame);
  else if (what == PyTrace_EXCEPTION && !is_loop_end (frame, PyTuple_GET_ITEM (argument, 0)))
    /* the event comes with a tuple that holds class and exception */
    hr_steps_raise (state, frame, code, PyTuple_GET_ITEM (argument, 1), 1);
  return 0;
}

bool hr_events_start (const char **message)
{
  *message = NULL;
  PyEval_SetTrace (on_event, NULL);
  return true;
}

void hr_events_stop (void)
{
  PyEval_SetTrace (NULL, NULL);
}

#endif

#include "recorder/events.h"

#include "recorder/steps.h"

#if HR_PY_311

/* A generator's frame lies inside the generator, behind its own fields. */
static bool is_suspended (HrPyFrame *frame)
{
  PyGenObject *generator;

  if (frame->owner != FRAME_OWNED_BY_GENERATOR)
    return false;
  generator = (PyGenObject *)((char *)frame - offsetof (PyGenObject, gi_iframe));
  return generator->gi_frame_state == FRAME_SUSPENDED;
}

/* The program's own trace function, which ours stands in front of. */
static struct {
  Py_tracefunc function;
  PyCFunction set_original;
} program_trace;

static void record (HrPyFrame *frame, PyFrameObject *frame_object, int what, PyObject *argument)
{
  PyThreadState *state = PyThreadState_Get ();
  const HrCode *code = hr_code_get (frame->f_code);

  if (!code->own) {
    if (program_trace.function == NULL)
      frame_object->f_trace_lines = 0;
    return;
  }
  if (hr_steps_wants_instructions ())
    frame_object->f_trace_opcodes = 1;
  if (what == PyTrace_OPCODE)
    hr_steps_instruction (state, frame, code, hr_py_frame_offset (frame));
  else if (what == PyTrace_CALL)
    hr_steps_enter (state, frame, code);
  else if (what == PyTrace_LINE)
    hr_steps_line (state, frame, code, frame_object->f_lineno, hr_py_frame_offset (frame), true);
  else if (what == PyTrace_RETURN && argument != NULL)
    hr_steps_leave (state, frame, code, argument, is_suspended (frame));
  else if (what == PyTrace_RETURN)
    hr_steps_unwind (state, frame, code, NULL);
  else if (what == PyTrace_EXCEPTION && PyExceptionInstance_Check (PyTuple_GET_ITEM (argument, 1))) {
    /* the event comes with a tuple that holds class and exception */
    hr_steps_hold (argument);
    hr_steps_raise (state, frame, code, PyTuple_GET_ITEM (argument, 1), 1);
    hr_steps_hold (NULL);
  }
}

static int on_event (PyObject *object, PyFrameObject *frame_object, int what, PyObject *argument)
{
  if (hr_steps_on ())
    record (frame_object->f_frame, frame_object, what, argument);
  if (program_trace.function != NULL && object != NULL)
    return program_trace.function (object, frame_object, what, argument);
  return 0;
}

/* sys.settrace(): does what it does, then puts ours in front. What sys.gettrace() gives is the program's still. */
static PyObject *set_trace (PyObject *module, PyObject *function)
{
  PyThreadState *state = PyThreadState_Get ();
  PyObject *result = program_trace.set_original (module, function);
  PyObject *object;

  if (!hr_steps_on () || state->c_tracefunc == on_event)
    return result;
  if (state->c_tracefunc != NULL)
    program_trace.function = state->c_tracefunc;
  object = Py_XNewRef (state->c_traceobj);
  PyEval_SetTrace (on_event, object);
  Py_XDECREF (object);
  return result;
}

/* Whether @state's thread is traced by us; if not, it is from now on. */
static void adopt (PyThreadState *state)
{
  if (state->c_tracefunc == NULL)
    _PyEval_SetTrace (state, on_event, NULL);
}

static PyCFunction start_thread_original;

/* The new thread's state is there when this returns, and it has not run yet: it waits for the lock we hold. */
static PyObject *start_thread (PyObject *module, PyObject *arguments)
{
  PyObject *result = start_thread_original (module, arguments);

  if (result == NULL || !hr_steps_on ())
    return result;
  for (PyThreadState *state = PyInterpreterState_ThreadHead (PyInterpreterState_Get ()); state != NULL;
       state = PyThreadState_Next (state))
    adopt (state);
  return result;
}

static void replace_function (const char *module_name, const char *name, int flags, PyCFunction replacement,
                              PyCFunction *original)
{
  PyObject *module = PyImport_ImportModule (module_name);
  PyObject *function = module != NULL ? PyObject_GetAttrString (module, name) : NULL;
  PyMethodDef *method = function != NULL && PyCFunction_Check (function) ? ((PyCFunctionObject *)function)->m_ml : NULL;

  PyErr_Clear ();
  if (method != NULL && (method->ml_flags & (METH_O | METH_VARARGS | METH_KEYWORDS | METH_FASTCALL)) == flags) {
    *original = method->ml_meth;
    method->ml_meth = replacement;
  }
  Py_XDECREF (function);
  Py_XDECREF (module);
}

bool hr_events_start (const char **message)
{
  *message = NULL;
  replace_function ("sys", "settrace", METH_O, set_trace, &program_trace.set_original);
  replace_function ("_thread", "start_new_thread", METH_VARARGS, start_thread, &start_thread_original);
  replace_function ("_thread", "start_new", METH_VARARGS, start_thread, &start_thread_original);
  PyEval_SetTrace (on_event, NULL);
  return true;
}

void hr_events_stop (void)
{
  PyEval_SetTrace (NULL, NULL);
}

#endif

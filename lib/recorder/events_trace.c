#include "recorder/events.h"

#include "recorder/builtin.h"
#include "recorder/gc_counts.h"
#include "recorder/private.h"
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

  if (!code->own)
    return;
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

/* Tracing makes a frame object for every frame. One that the program would not have made lies in private memory and is
 * not counted towards a collection; once the program has it, it counts. */
static void *memory_of (PyFrameObject *frame_object)
{
  return (char *)frame_object - sizeof (PyGC_Head);
}

static bool is_uncounted (PyFrameObject *frame_object)
{
  return hr_private_owns (memory_of (frame_object)) && !*hr_private_mark (memory_of (frame_object));
}

static void count_frame (PyFrameObject *frame_object)
{
  if (!is_uncounted (frame_object))
    return;
  *hr_private_mark (memory_of (frame_object)) = true;
  hr_gc_counts_add (1);
}

static destructor frame_dealloc;

/* Repeats the trashcan, as life.c does. */
static void dealloc_frame (PyObject *object)
{
  PyObject_GC_UnTrack (object);
  Py_TRASHCAN_BEGIN (object, dealloc_frame) if (is_uncounted ((PyFrameObject *)object))
      hr_gc_counts_add (1); /* which is taken off now */
  frame_dealloc (object);
  Py_TRASHCAN_END
}

typedef PyObject *(*FastFunction) (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments);
static FastFunction getframe_original;

static PyObject *getframe (PyObject *module, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  PyObject *result = getframe_original (module, arguments, n_arguments);

  if (result != NULL)
    count_frame ((PyFrameObject *)result);
  return result;
}

/* An exception makes frame objects for its traceback; else the frame itself holds the only reference. */
static bool program_has (const PyFrameObject *frame_object, int what)
{
  return what == PyTrace_EXCEPTION || program_trace.function != NULL || Py_REFCNT (frame_object) > 1;
}

static int on_event (PyObject *object, PyFrameObject *frame_object, int what, PyObject *argument)
{
  if (program_has (frame_object, what))
    count_frame (frame_object);
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

  if (!hr_steps_on () || state->c_tracefunc == on_event || state->interp != PyInterpreterState_Main ())
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

  if (result == NULL || !hr_steps_on () || PyInterpreterState_Get () != PyInterpreterState_Main ())
    return result;
  for (PyThreadState *state = PyInterpreterState_ThreadHead (PyInterpreterState_Get ()); state != NULL;
       state = PyThreadState_Next (state))
    adopt (state);
  return result;
}

static PyCFunction replace_function (const char *module_name, const char *name, int flags, PyCFunction replacement)
{
  return hr_builtin_replace (hr_builtin_find (hr_builtin_module (module_name), name), flags, replacement);
}

bool hr_events_start (const char **message)
{
  *message = NULL;
  program_trace.set_original = replace_function ("sys", "settrace", METH_O, set_trace);
  start_thread_original = replace_function ("_thread", "start_new_thread", METH_VARARGS, start_thread);
  replace_function ("_thread", "start_new", METH_VARARGS, start_thread);
  getframe_original = (FastFunction)(void (*) (void))replace_function ("sys", "_getframe", METH_FASTCALL,
                                                                       (PyCFunction)(void (*) (void))getframe);
  frame_dealloc = PyFrame_Type.tp_dealloc;
  PyFrame_Type.tp_dealloc = dealloc_frame;
  PyEval_SetTrace (on_event, NULL);
  return true;
}

static HrPyFrame *traced_frame (void)
{
  const PyThreadState *state = _PyThreadState_UncheckedGet ();

  return state != NULL && state->c_tracefunc == on_event && state->tracing == 0 ? state->cframe->current_frame : NULL;
}

static bool is_frame_object (const HrPyFrame *frame, size_t n_bytes)
{
  size_t n_slots = (size_t)frame->f_code->co_nlocalsplus + (size_t)frame->f_code->co_stacksize;

  return frame->frame_obj == NULL && n_bytes == sizeof (PyGC_Head) + _PyObject_VAR_SIZE (&PyFrame_Type, n_slots);
}

/* Made once for each code that is traced: where its lines begin, in numbers of two bytes or of four. */
static bool is_line_array (const PyCodeObject *code, size_t n_bytes)
{
  size_t n = (size_t)Py_SIZE (code);

  return code->_co_linearray == NULL && (n_bytes == 2 * n || n_bytes == 4 * n);
}

bool hr_events_want_private (size_t n_bytes)
{
  const HrPyFrame *frame = traced_frame ();

  return frame != NULL && (is_frame_object (frame, n_bytes) || is_line_array (frame->f_code, n_bytes));
}

void hr_events_made_private (size_t n_bytes)
{
  const HrPyFrame *frame = traced_frame ();

  if (frame != NULL && is_frame_object (frame, n_bytes))
    hr_gc_counts_add (-1); /* which is about to be counted */
}

#endif

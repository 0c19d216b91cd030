#include "recorder/events.h"

#include "recorder/builtin.h"
#include "recorder/call_depth.h"
#include "recorder/gc_counts.h"
#include "recorder/layouts.h"
#include "recorder/life.h"
#include "recorder/method_calls.h"
#include "recorder/stack_depth.h"
#include "recorder/steps.h"
#include "recorder/trace_frames.h"

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

static void record (HrPyFrame *frame, PyFrameObject *frame_object, int what, PyObject *argument, int line)
{
  PyThreadState *state = PyThreadState_Get ();
  const HrCode *code = hr_code_get (frame->f_code);

  if (!code->own) {
    if (hr_trace_frames_is_private (frame_object))
      frame_object->f_trace_lines = 0;
    return;
  }
  if (hr_steps_wants_instructions ())
    hr_trace_frames_step (frame_object);
  if (what == PyTrace_OPCODE)
    hr_steps_instruction (state, frame, code, hr_py_frame_offset (frame));
  else if (what == PyTrace_CALL)
    hr_steps_enter (state, frame, code);
  else if (what == PyTrace_LINE)
    hr_steps_line (state, frame, code, line, hr_py_frame_offset (frame), true);
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

static bool program_traces (const PyThreadState *state)
{
  return (program_trace.function != NULL && state->c_traceobj != NULL) || state->c_profilefunc != NULL;
}

/* With the event of an exception comes a tuple. Without us there would be none. */
enum { TRIPLE_BYTES = sizeof (PyGC_Head) + sizeof (PyTupleObject) + 2 * sizeof (PyObject *) };
static struct {
  const void *last_made; /* of that size, and alive; taken from memory, not from where tuples wait to be used again */
  const void *told;      /* the event's, if it is that */
} triples;

static bool program_wants (const PyFrameObject *frame_object, int what)
{
  return what != PyTrace_OPCODE || hr_trace_frames_program_steps (frame_object);
}

static int n_in_events; /* how many are being told: of several threads, when the program's functions wait */

/* What an event shows the program, or took from it without being asked. */
static void settle (PyThreadState *state, HrPyFrame *frame, int what, PyObject *argument)
{
  PyFrameObject *before = frame->previous != NULL ? frame->previous->frame_obj : NULL;

  if (what == PyTrace_CALL && before != NULL && Py_REFCNT (before) > 1)
    hr_trace_frames_lose (before); /* a signal's handler is given the frame it interrupts */
  if (what == PyTrace_CALL)
    hr_call_depth_enter (state, frame);
  else if (what == PyTrace_RETURN)
    hr_call_depth_leave (state, frame);
  if (what == PyTrace_EXCEPTION) {
    triples.told = argument == triples.last_made && !program_traces (state) ? argument : NULL;
    hr_trace_frames_raised (frame, PyTuple_GET_ITEM (argument, 2));
  } else if (Py_REFCNT (frame->frame_obj) > 1 || program_traces (state)) {
    hr_trace_frames_lose (frame->frame_obj);
  }
  if (what == PyTrace_RETURN && frame->owner != FRAME_OWNED_BY_GENERATOR && !program_traces (state))
    hr_trace_frames_ended (frame);
}

static int on_event (PyObject *object, PyFrameObject *frame_object, int what, PyObject *argument)
{
  HrPyFrame *frame = frame_object->f_frame;
  int result = 0;

  if (n_in_events++ == 0)
    hr_trace_frames_sweep ();
  hr_life_stay_in_front ();
  settle (PyThreadState_Get (), frame, what, argument);
  if (hr_steps_on ())
    record (frame, frame->frame_obj, what, argument, frame_object->f_lineno);
  if (program_trace.function != NULL && object != NULL && program_wants (frame->frame_obj, what))
    result = program_trace.function (object, frame->frame_obj, what, argument);
  n_in_events--;
  return result;
}

/* sys.settrace(): does what it does, then puts ours in front. What sys.gettrace() gives is the program's still. */
static PyObject *set_trace (PyObject *module, PyObject *function)
{
  PyThreadState *state = PyThreadState_Get ();
  PyObject *result, *object;

  hr_trace_frames_release_all (state); /* each is the program's to see from now on */
  result = program_trace.set_original (module, function);
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
  hr_method_calls_init ();
  hr_trace_frames_init ();
  PyEval_SetTrace (on_event, NULL);
  return true;
}

/* The frame that runs in a thread that we trace; NULL while the program's own functions are told of an event. */
static HrPyFrame *traced_frame (const PyThreadState *state)
{
  return state != NULL && state->c_tracefunc == on_event && n_in_events == 0 ? state->cframe->current_frame : NULL;
}

/* Made once for each code that is traced: where its lines begin, in numbers of two bytes or of four. */
static bool is_line_array (const PyCodeObject *code, size_t n_bytes)
{
  size_t n = (size_t)Py_SIZE (code);

  return code->_co_linearray == NULL && (n_bytes == 2 * n || n_bytes == 4 * n);
}

static bool is_frame_object (const PyThreadState *state, const HrPyFrame *frame, size_t n_bytes)
{
  return state->tracing == 0 && !program_traces (state) && hr_trace_frames_want_private (frame, n_bytes);
}

/* Tracing takes the interpreter's specialised instructions away. In warm code those would unpack a tuple or list
 * without an iterator. */
static bool is_unpacking (const PyThreadState *state, HrPyFrame *frame, size_t n_bytes)
{
  enum { ITERATOR_BYTES = sizeof (PyGC_Head) + sizeof (HrLayoutIndexIterator) };
  PyObject **stack = frame->localsplus + frame->f_code->co_nlocalsplus;
  int at = hr_py_frame_offset (frame), n, depth;

  if (n_bytes != ITERATOR_BYTES || state->tracing != 0 || state->cframe->use_tracing == 0 ||
      frame->f_code->co_warmup != 0 || hr_stack_opcode (frame->f_code, at, &n) != UNPACK_SEQUENCE)
    return false;
  depth = hr_stack_depth (frame->f_code, at);
  return depth > 0 && stack[depth - 1] != NULL &&
         (PyTuple_CheckExact (stack[depth - 1]) || PyList_CheckExact (stack[depth - 1])) &&
         Py_SIZE (stack[depth - 1]) == n;
}

static const void *unpacking; /* the iterator's memory, if it is to be counted before it is uncounted */

bool hr_events_want_private (size_t n_bytes)
{
  const PyThreadState *state = _PyThreadState_UncheckedGet ();
  HrPyFrame *frame = traced_frame (state);

  return frame != NULL && (is_frame_object (state, frame, n_bytes) || is_line_array (frame->f_code, n_bytes) ||
                           is_unpacking (state, frame, n_bytes));
}

void hr_events_made_private (const void *memory, size_t n_bytes)
{
  const PyThreadState *state = _PyThreadState_UncheckedGet ();
  HrPyFrame *frame = traced_frame (state);
  bool iterator = frame != NULL && is_unpacking (state, frame, n_bytes);

  if (frame == NULL || (!iterator && !is_frame_object (state, frame, n_bytes)))
    return;
  if (iterator)
    unpacking = hr_gc_counts_get ().counts[0] > 0 ? memory : NULL; /* below 0 the interpreter does not count */
  hr_gc_counts_add (-1);                                           /* which is about to be counted */
}

void hr_events_freed_private (const void *memory)
{
  if (memory != unpacking)
    return;
  unpacking = NULL;
  hr_gc_counts_add (1); /* which has just been taken off */
}

void hr_events_made (const void *memory, size_t n_bytes)
{
  if (n_bytes == TRIPLE_BYTES)
    triples.last_made = (const char *)memory + sizeof (PyGC_Head);
}

/* Not to where tuples wait to be used again: the next to be made would not count towards a collection. */
bool hr_events_drop (PyObject *object)
{
  bool told = object == triples.told;

  if (object == triples.last_made)
    triples.last_made = triples.told = NULL;
  if (!told)
    return false;
  PyObject_GC_UnTrack (object);
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (object); i++)
    Py_XDECREF (PyTuple_GET_ITEM (object, i));
  PyObject_GC_Del (object);
  return true;
}

#endif

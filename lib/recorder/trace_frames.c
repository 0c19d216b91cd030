#include "recorder/trace_frames.h"

#include "recorder/builtin.h"
#include "recorder/gc_counts.h"
#include "recorder/private.h"

#if HR_PY_311

enum { MOST_RETIRED = 64 };

/* Who wants to hear of instructions: f_trace_opcodes, where the interpreter and the program look for a truth value, and
 * the program writes 0 or 1. */
enum { FOR_PROGRAM = 1, FOR_US = 2 };

static struct {
  int showing; /* above 0: what is made is made for the program */
  PyFrameObject *retired[MOST_RETIRED];
  int n_retired;
} frames;

static void *memory_of (PyFrameObject *object)
{
  return (char *)object - sizeof (PyGC_Head);
}

bool hr_trace_frames_is_private (PyFrameObject *object)
{
  return hr_private_owns (memory_of (object)) && !*hr_private_mark (memory_of (object));
}

bool hr_trace_frames_want_private (const HrPyFrame *frame, size_t n_bytes)
{
  size_t n_slots = (size_t)frame->f_code->co_nlocalsplus + (size_t)frame->f_code->co_stacksize;

  return frames.showing == 0 && frame->frame_obj == NULL &&
         n_bytes == sizeof (PyGC_Head) + _PyObject_VAR_SIZE (&PyFrame_Type, n_slots);
}

void hr_trace_frames_lose (PyFrameObject *object)
{
  if (!hr_trace_frames_is_private (object))
    return;
  *hr_private_mark (memory_of (object)) = true;
  object->f_trace_lines = 1; /* as it is at first */
  hr_gc_counts_add (1);
}

static void release (HrPyFrame *frame)
{
  PyFrameObject *object = frame != NULL ? frame->frame_obj : NULL;

  if (object == NULL || Py_REFCNT (object) > 1 || !hr_trace_frames_is_private (object))
    return;
  frame->frame_obj = NULL; /* it holds nothing */
  hr_private_free (memory_of (object));
}

void hr_trace_frames_release_all (PyThreadState *state)
{
  for (HrPyFrame *frame = state->cframe->current_frame; frame != NULL; frame = frame->previous)
    release (frame);
}

/* The same frame's, made as the interpreter makes one for its own needs; NULL when it cannot. A collection that is due
 * waits: what it calls would have no events. */
static PyFrameObject *make_another (HrPyFrame *frame)
{
  PyFrameObject *former = frame->frame_obj, *result;
  int collects = PyGC_Disable ();

  frame->frame_obj = NULL;
  frames.showing++;
  result = PyEval_GetFrame ();
  frames.showing--;
  if (collects != 0)
    PyGC_Enable ();
  if (result != NULL && result->f_frame == frame)
    return result;
  PyErr_Clear ();
  frame->frame_obj = former;
  return NULL;
}

void hr_trace_frames_raised (HrPyFrame *frame, PyObject *traceback)
{
  PyFrameObject *former = frame->frame_obj, *other = NULL;
  PyTracebackObject *latest = PyTraceBack_Check (traceback) ? (PyTracebackObject *)traceback : NULL;

  if (!hr_trace_frames_is_private (former))
    return;
  if (latest != NULL && latest->tb_frame == former && Py_REFCNT (former) == 2 && frames.n_retired < MOST_RETIRED)
    other = make_another (frame);
  if (other == NULL) {
    hr_trace_frames_lose (former);
    return;
  }
  Py_INCREF (other);
  latest->tb_frame = other;
  frames.retired[frames.n_retired++] = former;
}

void hr_trace_frames_step (PyFrameObject *object)
{
  object->f_trace_opcodes |= FOR_US;
}

bool hr_trace_frames_program_steps (const PyFrameObject *object)
{
  return (object->f_trace_opcodes & FOR_PROGRAM) != 0;
}

void hr_trace_frames_ended (HrPyFrame *frame)
{
  HrPyFrame *caller = frame->previous;
  int collects;

  if (Py_REFCNT (frame->frame_obj) == 1 || caller == NULL || caller->frame_obj == NULL ||
      Py_REFCNT (caller->frame_obj) > 1 || !hr_trace_frames_is_private (caller->frame_obj))
    return;
  release (caller);
  collects = PyGC_Disable ();
  frames.showing++;
  Py_XDECREF (PyFrame_GetBack (frame->frame_obj));
  frames.showing--;
  if (collects != 0)
    PyGC_Enable ();
  PyErr_Clear ();
}

void hr_trace_frames_sweep (void)
{
  while (frames.n_retired > 0)
    hr_private_free (memory_of (frames.retired[--frames.n_retired]));
}

static destructor dealloc_original;

/* Repeats the trashcan, as life.c does. */
static void dealloc (PyObject *object)
{
  PyObject_GC_UnTrack (object);
  Py_TRASHCAN_BEGIN (object, dealloc) if (hr_trace_frames_is_private ((PyFrameObject *)object))
      hr_gc_counts_add (1); /* which is taken off now */
  dealloc_original (object);
  Py_TRASHCAN_END
}

typedef PyObject *(*FastFunction) (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments);
typedef PyObject *(*FastNamedFunction) (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments,
                                        PyObject *names);

static FastFunction getframe_original;
static FastNamedFunction warn_original;
static PyCFunction current_frames_original, warn_of_file_original;
static getter back_original, generator_original, coroutine_original, async_original;

static HrPyFrame *running_frame (void)
{
  return PyThreadState_Get ()->cframe->current_frame;
}

static PyObject *getframe (PyObject *module, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  HrPyFrame *frame = running_frame ();
  long depth = n_arguments == 1 && PyLong_CheckExact (arguments[0]) ? PyLong_AsLong (arguments[0]) : 0;
  PyObject *result;

  for (; frame != NULL && depth > 0; depth--)
    frame = frame->previous;
  PyErr_Clear (); /* of a number that is too big */
  release (frame);
  frames.showing++;
  result = getframe_original (module, arguments, n_arguments);
  frames.showing--;
  return result;
}

/* How many frames down the one to blame is; 1 the frame that runs. */
static long level_of (PyObject *const *arguments, Py_ssize_t n_arguments, PyObject *names)
{
  PyObject *level = n_arguments > 2 ? arguments[2] : NULL;
  long result = 1;

  for (Py_ssize_t i = 0; names != NULL && i < PyTuple_GET_SIZE (names); i++)
    if (PyUnicode_CompareWithASCIIString (PyTuple_GET_ITEM (names, i), "stacklevel") == 0)
      level = arguments[n_arguments + i];
  if (level != NULL && PyLong_CheckExact (level))
    result = PyLong_AsLong (level);
  PyErr_Clear (); /* of a number that is too big */
  return result;
}

/* A warning is about to look at the frame that runs, and at those below it down to @level. */
static void show_to_warning (long level)
{
  HrPyFrame *frame = running_frame ();
  PyFrameObject *object;

  release (frame);
  frames.showing++;
  object = PyEval_GetFrame ();
  for (; object != NULL && level > 1; level--) {
    release (object->f_frame->previous);
    object = PyFrame_GetBack (object);
    Py_XDECREF (object); /* its frame keeps it */
  }
  PyErr_Clear ();
  frames.showing--;
}

static PyObject *warn (PyObject *module, PyObject *const *arguments, Py_ssize_t n_arguments, PyObject *names)
{
  show_to_warning (level_of (arguments, n_arguments, names));
  return warn_original (module, arguments, n_arguments, names);
}

/* A file was not closed. */
static PyObject *warn_of_file (PyObject *file, PyObject *source)
{
  show_to_warning (1);
  return warn_of_file_original (file, source);
}

static PyObject *current_frames (PyObject *module, PyObject *unused)
{
  PyObject *result;

  for (PyThreadState *state = PyInterpreterState_ThreadHead (PyInterpreterState_Get ()); state != NULL;
       state = PyThreadState_Next (state))
    release (state->cframe->current_frame);
  frames.showing++;
  result = current_frames_original (module, unused);
  frames.showing--;
  return result;
}

static PyObject *show (HrPyFrame *frame, getter original, PyObject *object, void *closure)
{
  PyObject *result;

  release (frame);
  frames.showing++;
  result = original (object, closure);
  frames.showing--;
  return result;
}

static PyObject *get_back (PyObject *object, void *closure)
{
  PyFrameObject *frame_object = (PyFrameObject *)object;

  return show (frame_object->f_back == NULL && frame_object->f_frame != NULL ? frame_object->f_frame->previous : NULL,
               back_original, object, closure);
}

static HrPyFrame *frame_of_generator (PyObject *object)
{
  PyGenObject *generator = (PyGenObject *)object;

  return generator->gi_frame_state < FRAME_CLEARED ? (HrPyFrame *)generator->gi_iframe : NULL;
}

static PyObject *get_generator_frame (PyObject *object, void *closure)
{
  return show (frame_of_generator (object), generator_original, object, closure);
}

static PyObject *get_coroutine_frame (PyObject *object, void *closure)
{
  return show (frame_of_generator (object), coroutine_original, object, closure);
}

static PyObject *get_async_frame (PyObject *object, void *closure)
{
  return show (frame_of_generator (object), async_original, object, closure);
}

static getter replace_getter (PyTypeObject *type, const char *name, getter replacement)
{
  PyObject *descriptor = hr_builtin_find ((PyObject *)type, name);
  PyGetSetDef *attribute;
  getter original;

  if (descriptor == NULL || !Py_IS_TYPE (descriptor, &PyGetSetDescr_Type))
    return NULL;
  attribute = ((PyGetSetDescrObject *)descriptor)->d_getset;
  original = attribute->get;
  attribute->get = replacement;
  return original;
}

void hr_trace_frames_init (void)
{
  getframe_original = (FastFunction)(void (*) (void))hr_builtin_replace (
      hr_builtin_find (hr_builtin_module ("sys"), "_getframe"), METH_FASTCALL, (PyCFunction)(void (*) (void))getframe);
  current_frames_original =
      hr_builtin_replace (hr_builtin_find (hr_builtin_module ("sys"), "_current_frames"), METH_NOARGS, current_frames);
  warn_original = (FastNamedFunction)(void (*) (void))hr_builtin_replace (
      hr_builtin_find (hr_builtin_module ("_warnings"), "warn"), METH_FASTCALL | METH_KEYWORDS,
      (PyCFunction)(void (*) (void))warn);
  warn_of_file_original = hr_builtin_replace (
      hr_builtin_find (hr_builtin_find (hr_builtin_module ("_io"), "FileIO"), "_dealloc_warn"), METH_O, warn_of_file);
  back_original = replace_getter (&PyFrame_Type, "f_back", get_back);
  generator_original = replace_getter (&PyGen_Type, "gi_frame", get_generator_frame);
  coroutine_original = replace_getter (&PyCoro_Type, "cr_frame", get_coroutine_frame);
  async_original = replace_getter (&PyAsyncGen_Type, "ag_frame", get_async_frame);
  dealloc_original = PyFrame_Type.tp_dealloc;
  PyFrame_Type.tp_dealloc = dealloc;
}

#endif

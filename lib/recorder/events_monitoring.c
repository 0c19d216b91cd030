#include "recorder/events.h"

#include "recorder/life.h"
#include "recorder/steps.h"
#include "recorder/tool.h"

#if !HR_PY_311

static PyObject *disable; /* sys.monitoring.DISABLE */

/* Which frame a callback is about, and what we know of its code. False: nothing to do. */
typedef struct {
  PyThreadState *state;
  HrPyFrame *frame;
  const HrCode *code;
} Place;

static bool find_place (Place *place, PyObject *code)
{
  if (!hr_steps_on ())
    return false;
  hr_life_stay_in_front ();
  place->state = PyThreadState_Get ();
  place->frame = hr_py_current_frame (place->state);
  if (place->frame == NULL || (PyObject *)hr_py_frame_code (place->frame) != code)
    return false;
  place->code = hr_code_get ((PyCodeObject *)code);
  return place->code->own;
}

static PyObject *on_start (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  const HrCode *code = hr_code_get ((PyCodeObject *)arguments[0]);
  Place place;

  (void)self;
  (void)n_arguments;
  if (!code->own)
    return Py_NewRef (disable);
  if (!find_place (&place, arguments[0]))
    Py_RETURN_NONE;
  hr_tool_listen_to ((PyCodeObject *)arguments[0], (HrCode *)place.code);
  hr_steps_enter (place.state, place.frame, place.code);
  Py_RETURN_NONE;
}

static PyObject *on_resume (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  Place place;

  (void)self;
  (void)n_arguments;
  if (find_place (&place, arguments[0]))
    hr_steps_enter (place.state, place.frame, place.code);
  Py_RETURN_NONE;
}

static PyObject *on_line (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  Place place;

  (void)self;
  (void)n_arguments;
  if (find_place (&place, arguments[0]))
    hr_steps_line (place.state, place.frame, place.code, (int)PyLong_AsLong (arguments[1]),
                   hr_py_frame_offset (place.frame), false);
  Py_RETURN_NONE;
}

static PyObject *on_instruction (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  Place place;

  (void)self;
  (void)n_arguments;
  if (find_place (&place, arguments[0]))
    hr_steps_instruction (place.state, place.frame, place.code, (int)PyLong_AsLong (arguments[1]) / 2);
  Py_RETURN_NONE;
}

/* A loop on one line enters no new line: its rounds are seen by the jump back. */
static PyObject *on_jump (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  long from = PyLong_AsLong (arguments[1]), to = PyLong_AsLong (arguments[2]);
  PyCodeObject *code = (PyCodeObject *)arguments[0];
  Place place;
  int line;

  (void)self;
  (void)n_arguments;
  if (to >= from || !find_place (&place, arguments[0]) || hr_code_in_comprehension (place.code, (int)from / 2))
    Py_RETURN_NONE;
  line = PyCode_Addr2Line (code, (int)to);
  if (line == PyCode_Addr2Line (code, (int)from))
    hr_steps_line (place.state, place.frame, place.code, line, (int)to / 2, true);
  Py_RETURN_NONE;
}

static PyObject *on_return (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  Place place;

  (void)self;
  (void)n_arguments;
  if (find_place (&place, arguments[0]))
    hr_steps_leave (place.state, place.frame, place.code, arguments[2], false);
  Py_RETURN_NONE;
}

static PyObject *on_yield (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  Place place;

  (void)self;
  (void)n_arguments;
  if (find_place (&place, arguments[0]))
    hr_steps_leave (place.state, place.frame, place.code, arguments[2], true);
  Py_RETURN_NONE;
}

static PyObject *on_raise (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  Place place;

  (void)self;
  (void)n_arguments;
  if (find_place (&place, arguments[0]) && PyExceptionInstance_Check (arguments[2]))
    hr_steps_raise (place.state, place.frame, place.code, arguments[2], 0);
  Py_RETURN_NONE;
}

static PyObject *on_unwind (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  Place place;

  (void)self;
  (void)n_arguments;
  if (find_place (&place, arguments[0]))
    hr_steps_unwind (place.state, place.frame, place.code, arguments[2]);
  Py_RETURN_NONE;
}

typedef PyObject *(*FastFunction) (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments);

typedef struct {
  const char *event; /* in sys.monitoring.events */
  FastFunction function;
  bool everywhere; /* events that cannot be asked for code by code, and the one that finds new code */
} Callback;

static const Callback callbacks[] = {
  { "PY_START", on_start, true },   { "PY_RESUME", on_resume, false },
  { "PY_THROW", on_resume, true },  { "LINE", on_line, false },
  { "JUMP", on_jump, false },       { "PY_RETURN", on_return, false },
  { "PY_YIELD", on_yield, false },  { "RAISE", on_raise, true },
  { "PY_UNWIND", on_unwind, true }, { "INSTRUCTION", on_instruction, false }, /* last, as not everyone wants it */
};
enum { N_CALLBACKS = sizeof callbacks / sizeof *callbacks };

/* What the interpreter calls. A function of C would count towards the recursion limit, and fail where that is reached.
 */
typedef struct {
  PyObject ob_base;
  vectorcallfunc vectorcall;
  FastFunction function;
} Callable;

static PyObject *call (PyObject *object, PyObject *const *arguments, size_t n_flags, PyObject *names)
{
  (void)names;
  return ((Callable *)object)->function (object, arguments, PyVectorcall_NARGS (n_flags));
}

/* They are never freed. */
static void dealloc (PyObject *object)
{
  Py_SET_REFCNT (object, 1);
}

static PyTypeObject callable_type = { PyVarObject_HEAD_INIT (&PyType_Type, 0) /* as the macro wants it */
                                          .tp_name = "builtin_function_or_method",
                                      .tp_basicsize = sizeof (Callable),
                                      .tp_dealloc = dealloc,
                                      .tp_call = PyVectorcall_Call,
                                      .tp_vectorcall_offset = offsetof (Callable, vectorcall),
                                      .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL };

static bool listen_to (const Callback *callback, Callable *callable, long *everywhere, long *local)
{
  long bit = hr_tool_event (callback->event);

  *callable = (Callable){ .vectorcall = call, .function = callback->function };
  Py_SET_TYPE (&callable->ob_base, &callable_type);
  Py_SET_REFCNT (&callable->ob_base, 1);
  *(callback->everywhere ? everywhere : local) |= bit;
  return bit != 0 && hr_tool_register (bit, &callable->ob_base);
}

bool hr_events_start (const char **message)
{
  static Callable callables[N_CALLBACKS];
  long everywhere = 0, local = 0;
  bool ok = hr_tool_init ();

  *message = "sys.monitoring does not work as expected";
  disable = ok ? hr_tool_disable () : NULL;
  for (size_t i = 0; ok && i < (hr_steps_wants_instructions () ? N_CALLBACKS : N_CALLBACKS - 1); i++)
    ok = listen_to (&callbacks[i], &callables[i], &everywhere, &local);
  return ok && hr_tool_listen (everywhere, local);
}

/* The first instruction of a code that is not instrumented yet for the tools there are: it is now, and has room made.
 */
bool hr_events_want_private (size_t n_bytes)
{
  PyThreadState *state = _PyThreadState_UncheckedGet ();
  HrPyFrame *frame = state != NULL ? hr_py_current_frame (state) : NULL;
  PyCodeObject *code = frame != NULL && !hr_py_frame_is_shim (frame) ? hr_py_frame_code (frame) : NULL;
  int opcode;

  (void)n_bytes;
  if (code == NULL || !hr_tool_is_behind (code))
    return false;
  opcode = _PyCode_CODE (code)[hr_py_frame_offset (frame)].op.code;
  return opcode == RESUME || opcode == INSTRUMENTED_RESUME;
}

void hr_events_made_private (const void *memory, size_t n_bytes)
{
  (void)memory;
  (void)n_bytes;
}

void hr_events_freed_private (const void *memory)
{
  (void)memory;
}

void hr_events_made (const void *memory, size_t n_bytes)
{
  (void)memory;
  (void)n_bytes;
}

bool hr_events_drop (PyObject *object)
{
  (void)object;
  return false;
}

#endif

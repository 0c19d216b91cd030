#include "recorder/tool.h"

#include "recorder/builtin.h"
#include "recorder/gc_counts.h"
#include "recorder/life.h"
#include "recorder/private.h"

#if HR_PY_311

void hr_tool_forget (HrCode *known)
{
  (void)known;
}

#else

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wundef"
#include <internal/pycore_interp.h>
#pragma GCC diagnostic pop

typedef PyObject *(*FastFunction) (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments);

/* The numbers that a program can ask for, in the order in which we like them: those that no kind of tool has by custom
 * first. */
static const int numbers[] = { 4, 3, 5, 2, 1, 0 };

static struct {
  PyObject *module;
  int number; /* -1: none, and nothing is heard any more */
  long everywhere, local;
  HrCode *codes; /* that we listen to, linked */
  FastFunction use, register_callback, set_local_events;
  PyCFunction all_events;
} tool = { .number = -1 };

static PyObject **name_of (int number)
{
  return &PyInterpreterState_Get ()->monitoring_tool_names[number];
}

/* Calls a function of sys.monitoring that wants a number in use, as if it were: with the number, @code unless NULL,
 * @events, and @function unless NULL. False when it raised. Without a tuple, which would wait to be used again. */
static bool call (const char *name, int number, PyCodeObject *code, long events, PyObject *function)
{
  PyObject *callee = hr_builtin_find (tool.module, name), *arguments[4], *result = NULL;
  HrGcCounts counts = hr_gc_counts_get ();
  size_t n = 0;
  bool ok = callee != NULL;

  hr_life_stay_in_front ();
  hr_private_begin ();
  arguments[n++] = PyLong_FromLong (number);
  if (code != NULL)
    arguments[n++] = Py_NewRef (code);
  arguments[n++] = PyLong_FromLong (events);
  if (function != NULL)
    arguments[n++] = Py_NewRef (function);
  for (size_t i = 0; i < n; i++)
    ok = ok && arguments[i] != NULL;
  *name_of (number) = Py_None;
  if (ok)
    result = PyObject_Vectorcall (callee, arguments, n, NULL);
  *name_of (number) = NULL;
  for (size_t i = 0; i < n; i++)
    Py_XDECREF (arguments[i]);
  Py_XDECREF (result);
  hr_private_end ();
  PyErr_Clear ();
  hr_gc_counts_set (counts);
  return result != NULL;
}

static bool set_local (int number, PyCodeObject *code, long events)
{
  return call ("set_local_events", number, code, events, NULL);
}

static bool set_everywhere (int number, long events)
{
  return call ("set_events", number, NULL, events, NULL);
}

static int find_free (void)
{
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (numbers[i] != tool.number && *name_of (numbers[i]) == NULL)
      return numbers[i];
  return -1;
}

static void move_callbacks (int from, int to)
{
  PyInterpreterState *interpreter = PyInterpreterState_Get ();

  for (int event = 0; event < _PY_MONITORING_EVENTS; event++) {
    PyObject *function = interpreter->monitoring_callables[from][event];

    interpreter->monitoring_callables[from][event] = NULL;
    if (to >= 0)
      interpreter->monitoring_callables[to][event] = function;
  }
}

/* The program wants our number. */
static void make_way (void)
{
  int from = tool.number, to = find_free ();

  set_everywhere (from, 0);
  for (HrCode *known = tool.codes; known != NULL; known = known->listened.after)
    set_local (from, known->listened.code, 0);
  move_callbacks (from, to);
  tool.number = to;
  if (to < 0)
    return;
  for (HrCode *known = tool.codes; known != NULL; known = known->listened.after)
    set_local (to, known->listened.code, tool.local);
  set_everywhere (to, tool.everywhere);
}

static void make_way_for (PyObject *const *arguments, Py_ssize_t n_arguments)
{
  if (n_arguments > 0 && tool.number >= 0 && PyLong_CheckExact (arguments[0]) &&
      PyLong_AsLong (arguments[0]) == tool.number)
    make_way ();
  PyErr_Clear ();
}

static PyObject *use_tool_id (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  make_way_for (arguments, n_arguments);
  return tool.use (self, arguments, n_arguments);
}

/* It takes numbers that nobody has asked for too. */
static PyObject *register_callback (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  if (!hr_private_is_on ())
    make_way_for (arguments, n_arguments);
  return tool.register_callback (self, arguments, n_arguments);
}

/* The interpreter loses sight of a tool's instructions when another comes to the same code and both listen to jumps: so
 * we come first. */
static PyObject *set_local_events (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  const HrCode *known = NULL;

  if (!hr_private_is_on () && n_arguments > 1 && PyCode_Check (arguments[1]))
    known = hr_code_get ((PyCodeObject *)arguments[1]);
  if (known != NULL && known->own)
    hr_tool_listen_to ((PyCodeObject *)arguments[1], (HrCode *)known);
  return tool.set_local_events (self, arguments, n_arguments);
}

/* Without us in them. */
static PyObject *all_events (PyObject *self, PyObject *unused)
{
  uint8_t *tools = PyInterpreterState_Get ()->monitors.tools, before[_PY_MONITORING_UNGROUPED_EVENTS];
  PyObject *result;

  for (int event = 0; event < _PY_MONITORING_UNGROUPED_EVENTS; event++) {
    before[event] = tools[event];
    if (tool.number >= 0)
      tools[event] &= (uint8_t) ~(1u << tool.number);
  }
  result = tool.all_events (self, unused);
  for (int event = 0; event < _PY_MONITORING_UNGROUPED_EVENTS; event++)
    tools[event] = before[event];
  return result;
}

static void replace_functions (void)
{
  tool.use = (FastFunction)(void (*) (void))hr_builtin_replace (
      hr_builtin_find (tool.module, "use_tool_id"), METH_FASTCALL, (PyCFunction)(void (*) (void))use_tool_id);
  tool.register_callback = (FastFunction)(void (*) (void))hr_builtin_replace (
      hr_builtin_find (tool.module, "register_callback"), METH_FASTCALL,
      (PyCFunction)(void (*) (void))register_callback);
  tool.set_local_events = (FastFunction)(void (*) (void))hr_builtin_replace (
      hr_builtin_find (tool.module, "set_local_events"), METH_FASTCALL, (PyCFunction)(void (*) (void))set_local_events);
  tool.all_events = hr_builtin_replace (hr_builtin_find (tool.module, "_all_events"), METH_NOARGS, all_events);
}

bool hr_tool_init (void)
{
  tool.module = PySys_GetObject ("monitoring");
  if (tool.module == NULL || !PyModule_Check (tool.module) || hr_tool_disable () == NULL)
    return false;
  tool.number = find_free ();
  if (tool.number >= 0)
    replace_functions ();
  return tool.number >= 0;
}

PyObject *hr_tool_disable (void)
{
  return hr_builtin_find (tool.module, "DISABLE");
}

long hr_tool_event (const char *name)
{
  PyObject *events = hr_builtin_find (tool.module, "events"), *bit = NULL;
  long value;

  if (events != NULL)
    bit = PyObject_GetAttrString (events, name);
  value = bit != NULL ? PyLong_AsLong (bit) : 0;
  Py_XDECREF (bit);
  PyErr_Clear ();
  return value;
}

bool hr_tool_register (long bit, PyObject *function)
{
  return call ("register_callback", tool.number, NULL, bit, function);
}

bool hr_tool_listen (long everywhere, long local)
{
  tool.everywhere = everywhere;
  tool.local = local;
  return set_everywhere (tool.number, everywhere);
}

void hr_tool_listen_to (PyCodeObject *code, HrCode *known)
{
  if (known->listened.code != NULL || tool.number < 0)
    return;
  known->listened.code = code;
  known->listened.before = NULL;
  known->listened.after = tool.codes;
  if (tool.codes != NULL)
    tool.codes->listened.before = known;
  tool.codes = known;
  set_local (tool.number, code, tool.local);
}

bool hr_tool_is_behind (const PyCodeObject *code)
{
#if HR_PY_313
  return code->_co_instrumentation_version != PyInterpreterState_Get ()->ceval.instrumentation_version;
#else
  return code->_co_instrumentation_version != PyInterpreterState_Get ()->monitoring_version;
#endif
}

void hr_tool_forget (HrCode *known)
{
  if (known->listened.code == NULL)
    return;
  if (known->listened.before != NULL)
    known->listened.before->listened.after = known->listened.after;
  else
    tool.codes = known->listened.after;
  if (known->listened.after != NULL)
    known->listened.after->listened.before = known->listened.before;
}

#endif

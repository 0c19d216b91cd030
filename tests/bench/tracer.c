/* What recording is measured against: a trace function in C that does nothing, and one that walks the same objects with
 * tp_traverse and does nothing with them. Built by tests/bench/record for the interpreter that it measures; no part of
 * heapreel. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <frameobject.h>
#include <stdint.h>
#include <stdlib.h>

/* Objects met in this walk, by address. */
static struct {
  PyObject **slots;
  uint32_t *walks; /* that put it there */
  size_t n_slots, n_used;
  uint32_t walk;
  PyObject **queue;
  size_t n_queue, capacity;
  unsigned long long n_visited;
} seen;

static void grow (void)
{
  size_t n_old = seen.n_slots;
  PyObject **old = seen.slots;
  uint32_t *old_walks = seen.walks;

  seen.n_slots = n_old > 0 ? 2 * n_old : 1024;
  seen.slots = calloc (seen.n_slots, sizeof *seen.slots);
  seen.walks = calloc (seen.n_slots, sizeof *seen.walks);
  for (size_t i = 0; i < n_old; i++) {
    size_t at = (uintptr_t)old[i] * 0x9E3779B97F4A7C15u >> 20 & (seen.n_slots - 1);

    if (old_walks[i] != seen.walk)
      continue;
    while (seen.walks[at] == seen.walk)
      at = (at + 1) & (seen.n_slots - 1);
    seen.slots[at] = old[i];
    seen.walks[at] = seen.walk;
  }
  free (old);
  free (old_walks);
}

static int visit (PyObject *object, void *unused)
{
  size_t at;

  (void)unused;
  if (seen.n_used * 2 >= seen.n_slots)
    grow ();
  at = (uintptr_t)object * 0x9E3779B97F4A7C15u >> 20 & (seen.n_slots - 1);
  for (; seen.walks[at] == seen.walk; at = (at + 1) & (seen.n_slots - 1))
    if (seen.slots[at] == object)
      return 0;
  seen.slots[at] = object;
  seen.walks[at] = seen.walk;
  seen.n_used++;
  if (seen.n_queue == seen.capacity) {
    seen.capacity = seen.capacity > 0 ? 2 * seen.capacity : 1024;
    seen.queue = realloc (seen.queue, seen.capacity * sizeof *seen.queue);
  }
  seen.queue[seen.n_queue++] = object;
  return 0;
}

/* What the recorder enters too: no modules, classes and functions. */
static int enters (PyObject *object)
{
  return !PyModule_Check (object) && !PyType_Check (object) && !PyFunction_Check (object) &&
         !PyCFunction_Check (object) && Py_TYPE (object)->tp_traverse != NULL && PyObject_IS_GC (object);
}

static void walk (PyFrameObject *frame)
{
  PyObject *globals = PyFrame_GetGlobals (frame);

  seen.walk++;
  seen.n_used = seen.n_queue = 0;
  Py_TYPE (globals)->tp_traverse (globals, visit, NULL);
  Py_TYPE (frame)->tp_traverse ((PyObject *)frame, visit, NULL);
  Py_DECREF (globals);
  for (size_t i = 0; i < seen.n_queue; i++)
    if (enters (seen.queue[i]))
      Py_TYPE (seen.queue[i])->tp_traverse (seen.queue[i], visit, NULL);
  seen.n_visited += seen.n_queue;
}

static int do_nothing (PyObject *self, PyFrameObject *frame, int what, PyObject *argument)
{
  (void)self;
  (void)frame;
  (void)what;
  (void)argument;
  return 0;
}

static int do_walk (PyObject *self, PyFrameObject *frame, int what, PyObject *argument)
{
  (void)self;
  (void)argument;
  if (what == PyTrace_LINE || what == PyTrace_RETURN)
    walk (frame);
  return 0;
}

static PyObject *start_nothing (PyObject *self, PyObject *unused)
{
  (void)self;
  (void)unused;
  PyEval_SetTrace (do_nothing, NULL);
  Py_RETURN_NONE;
}

static PyObject *start_walk (PyObject *self, PyObject *unused)
{
  (void)self;
  (void)unused;
  PyEval_SetTrace (do_walk, NULL);
  Py_RETURN_NONE;
}

static PyObject *n_visited (PyObject *self, PyObject *unused)
{
  (void)self;
  (void)unused;
  return PyLong_FromUnsignedLongLong (seen.n_visited);
}

static PyMethodDef methods[] = { { "start_nothing", start_nothing, METH_NOARGS, NULL },
                                 { "start_walk", start_walk, METH_NOARGS, NULL },
                                 { "n_visited", n_visited, METH_NOARGS, NULL },
                                 { NULL, NULL, 0, NULL } };

static struct PyModuleDef definition = { PyModuleDef_HEAD_INIT, .m_name = "tracer", .m_methods = methods };

PyMODINIT_FUNC PyInit_tracer (void);

PyMODINIT_FUNC PyInit_tracer (void)
{
  return PyModule_Create (&definition);
}

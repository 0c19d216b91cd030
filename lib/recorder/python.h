/* CPython as the recorder sees it: the interpreter's internal headers, and one name for what its versions call
 * differently.
 *
 * Everything here reads; nothing creates an object, takes a reference or runs the user's code. */
#pragma once

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wundef"
#pragma GCC diagnostic ignored "-Wcast-align"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <frameobject.h>
#include <internal/pycore_code.h>
#include <internal/pycore_dict.h>
#include <internal/pycore_frame.h>
#include <internal/pycore_function.h>
#include <internal/pycore_moduleobject.h>
#include <internal/pycore_object.h>
#include <opcode.h>
#if PY_VERSION_HEX >= 0x030D0000
#include <internal/pycore_setobject.h>
#endif
#include <structmember.h>
#pragma GCC diagnostic pop

#if PY_VERSION_HEX < 0x030B0000 || PY_VERSION_HEX >= 0x030E0000
#error "the recorder knows CPython 3.11, 3.12 and 3.13"
#endif
#ifdef Py_GIL_DISABLED
#error "the recorder cannot follow a free-threaded CPython"
#endif
#ifdef Py_TRACE_REFS
#error "the recorder cannot follow a CPython built with Py_TRACE_REFS"
#endif

#define HR_PY_311 (PY_VERSION_HEX < 0x030C0000)
#define HR_PY_312 (PY_VERSION_HEX >= 0x030C0000 && PY_VERSION_HEX < 0x030D0000)
#define HR_PY_313 (PY_VERSION_HEX >= 0x030D0000)

typedef struct _PyInterpreterFrame HrPyFrame;

/* The frame that runs in @tstate, or NULL. */
static inline HrPyFrame *hr_py_current_frame (PyThreadState *tstate)
{
#if HR_PY_313
  return tstate->current_frame;
#else
  return tstate->cframe->current_frame;
#endif
}

/* Whether @frame is the interpreter's own marker on the C stack, which runs no code. */
static inline bool hr_py_frame_is_shim (const HrPyFrame *frame)
{
#if HR_PY_311
  (void)frame;
  return false;
#else
  return frame->owner == FRAME_OWNED_BY_CSTACK;
#endif
}

static inline PyCodeObject *hr_py_frame_code (const HrPyFrame *frame)
{
#if HR_PY_313
  return (PyCodeObject *)frame->f_executable;
#else
  return frame->f_code;
#endif
}

/* The instruction that @frame stands at, as an index that grows along the code. */
static inline int hr_py_frame_offset (HrPyFrame *frame)
{
#if HR_PY_313
  return (int)(frame->instr_ptr - _PyCode_CODE (hr_py_frame_code (frame)));
#else
  return (int)(frame->prev_instr - _PyCode_CODE (hr_py_frame_code (frame)));
#endif
}

/* How much earlier than its address an object of @type was allocated: gc head, pointers to dictionary and weakrefs. */
static inline size_t hr_py_preheader_bytes (PyTypeObject *type)
{
  size_t bytes = PyType_HasFeature (type, Py_TPFLAGS_HAVE_GC) ? 2 * sizeof (void *) : 0;

#if HR_PY_311
  if (PyType_HasFeature (type, Py_TPFLAGS_MANAGED_DICT))
#else
  if (PyType_HasFeature (type, Py_TPFLAGS_PREHEADER))
#endif
    bytes += 2 * sizeof (PyObject *);
  return bytes;
}

/* The namespace of @type, borrowed. Of the interpreter's own types it lies elsewhere from 3.12 on. */
static inline PyObject *hr_py_type_dict (PyTypeObject *type)
{
#if HR_PY_311
  return type->tp_dict;
#else
  PyObject *dict = type->tp_dict;

  if (dict == NULL && (type->tp_flags & _Py_TPFLAGS_STATIC_BUILTIN) != 0) {
    dict = PyType_GetDict (type);
    Py_XDECREF (dict);
  }
  return dict;
#endif
}

static inline bool hr_py_is_immortal (PyObject *op)
{
#if HR_PY_311
  (void)op;
  return false;
#else
  return _Py_IsImmortal (op);
#endif
}

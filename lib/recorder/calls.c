#include "recorder/calls.h"

#include "recorder/kinds.h"

PyObject *hr_call_function (const HrPyFrame *frame)
{
#if HR_PY_311
  return (PyObject *)frame->f_func;
#else
  return frame->f_funcobj;
#endif
}

PyObject *hr_call_local (HrPyFrame *frame, int index)
{
  PyCodeObject *code = hr_py_frame_code (frame);
  PyObject *value = frame->localsplus[index];

  if (value != NULL && PyCell_Check (value) &&
      (PyBytes_AS_STRING (code->co_localspluskinds)[index] & CO_FAST_CELL) != 0)
    value = PyCell_GET (value);
  return value;
}

PyObject *hr_call_argument (HrPyFrame *frame, int index)
{
  return index < hr_py_frame_code (frame)->co_argcount ? hr_call_local (frame, index) : NULL;
}

bool hr_call_is_from_c (const HrPyFrame *frame)
{
#if HR_PY_311
  return frame->is_entry;
#else
  return frame->previous != NULL && hr_py_frame_is_shim (frame->previous);
#endif
}

HrPyFrame *hr_call_caller (const HrPyFrame *frame)
{
  HrPyFrame *caller = frame->previous;

  while (caller != NULL && hr_py_frame_is_shim (caller))
    caller = caller->previous;
  return caller;
}

bool hr_call_is_named (HrPyFrame *frame, const char *name)
{
  return PyUnicode_CompareWithASCIIString (hr_py_frame_code (frame)->co_name, name) == 0;
}

PyObject *hr_call_in_class (const PyTypeObject *type, PyObject *name)
{
  for (Py_ssize_t i = 0; type->tp_mro != NULL && i < PyTuple_GET_SIZE (type->tp_mro); i++) {
    PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM (type->tp_mro, i);
    PyObject *value;

    if (!PyType_HasFeature (base, Py_TPFLAGS_HEAPTYPE) || base->tp_dict == NULL || !PyUnicode_IS_ASCII (name))
      continue;
    value = hr_kind_dict_find (base->tp_dict, (const char *)PyUnicode_DATA (name));
    if (value != NULL)
      return value;
  }
  return NULL;
}

bool hr_call_has_method (const PyTypeObject *type, PyObject *name, const PyObject *function)
{
  PyObject *value = hr_call_in_class (type, name);

  if (value != NULL && Py_IS_TYPE (value, &PyStaticMethod_Type)) /* __new__ */
    value = ((PyObject **)((PyObject *)value + 1))[0];
  return value == function;
}

bool hr_call_is_finalizer (HrPyFrame *frame)
{
  PyObject *self = hr_call_argument (frame, 0);

  return self != NULL && hr_call_is_from_c (frame) && hr_call_is_named (frame, "__del__") &&
         Py_TYPE (self)->tp_finalize != NULL &&
         hr_call_has_method (Py_TYPE (self), hr_py_frame_code (frame)->co_name, hr_call_function (frame));
}

bool hr_call_is_weak_callback (HrPyFrame *frame)
{
  PyObject *reference = hr_call_argument (frame, 0);

  return reference != NULL && hr_call_is_from_c (frame) && PyWeakref_CheckRefExact (reference) &&
         ((PyWeakReference *)reference)->wr_object == Py_None && ((PyWeakReference *)reference)->wr_callback == NULL;
}

#include "recorder/builtin.h"

#include "recorder/kinds.h"

PyObject *hr_builtin_module (const char *name)
{
  PyObject *modules = PySys_GetObject ("modules");
  PyObject *module = modules != NULL && PyDict_Check (modules) ? hr_kind_dict_find (modules, name) : NULL;

  return module != NULL && PyModule_Check (module) ? module : NULL;
}

#if HR_PY_311

static PyObject *dict_of_type (PyTypeObject *type)
{
  return type->tp_dict;
}

#else

/* Classes that all interpreters of the process share have one in each. */
static PyObject *dict_of_type (PyTypeObject *type)
{
  PyObject *dict = PyType_GetDict (type);

  Py_XDECREF (dict); /* the class keeps it */
  return dict;
}

#endif

PyObject *hr_builtin_find (PyObject *owner, const char *name)
{
  PyObject *dict = NULL;

  if (owner != NULL && PyModule_Check (owner))
    dict = PyModule_GetDict (owner);
  else if (owner != NULL && PyType_Check (owner))
    dict = dict_of_type ((PyTypeObject *)owner);
  return dict != NULL ? hr_kind_dict_find (dict, name) : NULL;
}

static PyMethodDef *definition_of (PyObject *object)
{
  if (object != NULL && PyCFunction_Check (object))
    return ((PyCFunctionObject *)object)->m_ml;
  if (object != NULL && Py_IS_TYPE (object, &PyMethodDescr_Type))
    return ((PyMethodDescrObject *)object)->d_method;
  return NULL;
}

PyCFunction hr_builtin_replace (PyObject *object, int flags, PyCFunction replacement)
{
  PyMethodDef *method = definition_of (object);
  int calling = METH_VARARGS | METH_KEYWORDS | METH_NOARGS | METH_O | METH_FASTCALL | METH_METHOD;
  PyCFunction original;

  if (method == NULL || (method->ml_flags & calling) != flags)
    return NULL;
  original = method->ml_meth;
  method->ml_meth = replacement;
  return original;
}

#include "recorder/exception.h"

#include "recorder/atoms.h"
#include "recorder/kinds.h"

static bool is_plain_atom (PyObject *object)
{
  return object == Py_None || PyBool_Check (object) || PyLong_CheckExact (object) || PyFloat_CheckExact (object) ||
         PyUnicode_CheckExact (object) || PyBytes_CheckExact (object) || PyComplex_CheckExact (object);
}

static void append_literal (HrText *text, PyObject *object)
{
  hr_atom_append (text, object, hr_kind_of (object, false));
}

/* "[Errno 2] No such file or directory: 'x'" */
static bool append_os_error (HrText *text, PyObject *exception)
{
  const PyOSErrorObject *error = (const PyOSErrorObject *)exception;

  if (!PyObject_TypeCheck (exception, (PyTypeObject *)PyExc_OSError) || error->myerrno == NULL ||
      error->strerror == NULL || !PyLong_CheckExact (error->myerrno) || !PyUnicode_CheckExact (error->strerror))
    return false;
  hr_text_append_z (text, ": [Errno ");
  append_literal (text, error->myerrno);
  hr_text_append_z (text, "] ");
  hr_text_append_str (text, error->strerror);
  if (error->filename != NULL && PyUnicode_CheckExact (error->filename)) {
    hr_text_append_z (text, ": ");
    append_literal (text, error->filename);
  }
  return true;
}

/* "(1, 'two')", when all are atoms. */
static void append_several (HrText *text, PyObject *args)
{
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (args); i++)
    if (!is_plain_atom (PyTuple_GET_ITEM (args, i)))
      return;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (args); i++) {
    hr_text_append_z (text, i == 0 ? ": (" : ", ");
    append_literal (text, PyTuple_GET_ITEM (args, i));
  }
  hr_text_append_char (text, ')');
}

static void append_one (HrText *text, PyObject *exception, PyObject *argument)
{
  if (!is_plain_atom (argument))
    return;
  if (PyUnicode_CheckExact (argument) && PyUnicode_GET_LENGTH (argument) == 0 &&
      !PyObject_TypeCheck (exception, (PyTypeObject *)PyExc_KeyError))
    return;
  hr_text_append_z (text, ": ");
  /* a KeyError shows its key as a literal, everything else as itself */
  if (PyUnicode_CheckExact (argument) && !PyObject_TypeCheck (exception, (PyTypeObject *)PyExc_KeyError))
    hr_text_append_str (text, argument);
  else
    append_literal (text, argument);
}

/* A class with a __str__ of its own says something else than its arguments, and is not asked. */
static bool has_own_str (PyTypeObject *type)
{
  for (; type != NULL && PyType_HasFeature (type, Py_TPFLAGS_HEAPTYPE); type = type->tp_base)
    if (type->tp_dict != NULL && hr_kind_dict_find (type->tp_dict, "__str__") != NULL)
      return true;
  return false;
}

void hr_exception_append (HrText *text, PyObject *exception)
{
  PyObject *args = ((PyBaseExceptionObject *)exception)->args;

  hr_atom_append_type_name (text, Py_TYPE (exception));
  if (args == NULL || has_own_str (Py_TYPE (exception)) || append_os_error (text, exception))
    return;
  if (PyTuple_GET_SIZE (args) == 1)
    append_one (text, exception, PyTuple_GET_ITEM (args, 0));
  else if (PyTuple_GET_SIZE (args) > 1)
    append_several (text, args);
}

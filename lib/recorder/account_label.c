#include "recorder/account_label.h"

#include "recorder/atoms.h"

static bool is_descriptor (PyObject *object)
{
  PyTypeObject *type = Py_TYPE (object);

  return type == &PyMemberDescr_Type || type == &PyGetSetDescr_Type || type == &PyMethodDescr_Type ||
         type == &PyWrapperDescr_Type || type == &PyClassMethodDescr_Type;
}

static bool has_frame (PyObject *object)
{
  return PyGen_CheckExact (object) || PyCoro_CheckExact (object) || PyAsyncGen_CheckExact (object);
}

/* Of the interpreter's own and its libraries': gives itself when asked for an iterator. */
static bool is_iterator (PyObject *object)
{
  PyTypeObject *type = Py_TYPE (object);

  return type->tp_iternext != NULL && type->tp_iter == PyObject_SelfIter && !has_frame (object);
}

HrHolderKind hr_account_kind_of_holder (PyObject *holder)
{
  if (PyCode_Check (holder))
    return HR_HOLDER_CONSTANT;
  if (PyType_Check (holder) || is_descriptor (holder))
    return HR_HOLDER_CLASS;
  if (PyMethod_Check (holder) || PyCFunction_Check (holder))
    return HR_HOLDER_METHOD;
  if (is_iterator (holder))
    return HR_HOLDER_ITERATOR;
  if (has_frame (holder) || PyFrame_Check (holder))
    return HR_HOLDER_LOCAL;
  return HR_HOLDER_CONTAINER;
}

HrHolderKind hr_account_kind_of_part (PyObject *holder)
{
  if (PyCode_Check (holder))
    return HR_HOLDER_CODE;
  return PyType_Check (holder) ? HR_HOLDER_CLASS : HR_HOLDER_CONTAINER;
}

static void append_name (HrText *text, PyObject *holder)
{
  if (PyCode_Check (holder))
    hr_text_append_str (text, ((PyCodeObject *)holder)->co_qualname);
  else if (PyType_Check (holder))
    hr_atom_append_type_name (text, (PyTypeObject *)holder);
  else if (is_descriptor (holder))
    hr_atom_append_type_name (text, ((PyDescrObject *)holder)->d_type);
  else if (PyMethod_Check (holder) && PyFunction_Check (PyMethod_GET_FUNCTION (holder)))
    hr_text_append_str (text, ((PyFunctionObject *)PyMethod_GET_FUNCTION (holder))->func_qualname);
  else if (PyCFunction_Check (holder))
    hr_text_append_z (text, ((PyCFunctionObject *)holder)->m_ml->ml_name);
  else if (has_frame (holder))
    hr_text_append_str (text, ((PyGenObject *)holder)->gi_qualname);
  else if (PyFrame_Check (holder))
    hr_text_append_str (text, hr_py_frame_code (((PyFrameObject *)holder)->f_frame)->co_qualname);
  else
    hr_atom_append_type_name (text, Py_TYPE (holder));
}

/* The module with namespace @dict, or NULL. */
static PyObject *module_of (PyObject *dict)
{
  PyObject *modules = PyImport_GetModuleDict (), *key, *module;
  Py_ssize_t position = 0;

  while (modules != NULL && PyDict_Next (modules, &position, &key, &module))
    if (PyModule_Check (module) && ((PyModuleObject *)module)->md_dict == dict)
      return module;
  return NULL;
}

static void forget_found (HrAccount *account)
{
  for (uint32_t i = 0; i < account->unit.n_touched; i++)
    account->candidates[account->unit.touched[i]].found = 0;
  account->unit.n_touched = 0;
}

/* "module.name", one by one. */
static void name_in_module (HrAccount *account, PyObject *dict, PyObject *module, HrText *text)
{
  PyObject *name = ((PyModuleObject *)module)->md_name, *key, *value;
  Py_ssize_t position = 0;

  forget_found (account);
  while (PyDict_Next (dict, &position, &key, &value)) {
    if (hr_account_find (account, value) == NULL && hr_account_find (account, key) == NULL)
      continue;
    text->n_bytes = 0;
    if (name != NULL && PyUnicode_Check (name))
      hr_text_append_str (text, name);
    hr_text_append_char (text, '.');
    if (PyUnicode_Check (key))
      hr_text_append_str (text, key);
    hr_text_append_char (text, '\0');
    hr_unit_found_in (account, value, HR_HOLDER_MODULE, text->bytes, false);
    hr_unit_found_in (account, key, HR_HOLDER_KEY, text->bytes, false);
  }
}

void hr_account_file_under_label (HrAccount *account, PyObject *holder, PyObject *referrer)
{
  PyObject *module = PyDict_CheckExact (holder) ? module_of (holder) : NULL;
  HrText text = { 0 };
  HrHolder whole = { .kind = hr_account_kind_of_holder (holder) };

  if (module != NULL)
    name_in_module (account, holder, module, &text);
  text.n_bytes = 0;
  append_name (&text, holder);
  if (referrer != NULL && !PyCode_Check (holder)) {
    hr_text_append_z (&text, " in ");
    append_name (&text, referrer);
  }
  hr_text_append_char (&text, '\0');
  whole.text = text.bytes;
  hr_unit_file (account, &whole, true);
  hr_text_clear (&text);
}

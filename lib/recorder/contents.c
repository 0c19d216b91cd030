#include "recorder/contents.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/atoms.h"
#include "recorder/code.h"
#include "recorder/kinds.h"
#include "recorder/parts.h"
#include "recorder/sequences.h"
#include "recorder/signature.h"
#include "recorder/slots.h"
#include "recorder/suspended.h"

static bool is_one_of (PyObject *name, const char *const *names)
{
  if (!PyUnicode_IS_ASCII (name) || PyUnicode_READ_CHAR (name, 0) != '_')
    return false;
  for (; *names != NULL; names++)
    if (strlen (*names) == (size_t)PyUnicode_GET_LENGTH (name) &&
        memcmp (*names, PyUnicode_DATA (name), strlen (*names)) == 0)
      return true;
  return false;
}

uint32_t hr_contents_module_name_flags (PyObject *name)
{
  static const char *const implicit[] = { "__name__",     "__doc__",  "__package__",         "__loader__",
                                          "__spec__",     "__file__", "__cached__",          "__annotations__",
                                          "__builtins__", "__path__", "__warningregistry__", NULL };

  /* ".0", the hidden argument of a generator expression */
  if (PyUnicode_GET_LENGTH (name) > 0 && PyUnicode_READ_CHAR (name, 0) == '.')
    return HR_NAME_IMPLICIT;
  return is_one_of (name, implicit) ? HR_NAME_IMPLICIT : 0;
}

uint32_t hr_contents_local_name_flags (PyObject *name)
{
  return PyUnicode_GET_LENGTH (name) > 0 && PyUnicode_READ_CHAR (name, 0) == '.' ? HR_NAME_IMPLICIT : 0;
}

bool hr_contents_is_place_name (PyObject *name)
{
  static const char *const places[] = { "__file__", "__cached__", "__path__", NULL };

  return is_one_of (name, places);
}

uint32_t hr_contents_class_name_flags (PyObject *name)
{
  static const char *const implicit[] = { "__module__",
                                          "__qualname__",
                                          "__dict__",
                                          "__weakref__",
                                          "__doc__",
                                          "__firstlineno__",
                                          "__classcell__",
                                          "__static_attributes__",
                                          "__annotations__",
                                          "__orig_bases__",
                                          "__parameters__",
                                          "__abstractmethods__",
                                          "__dataclass_fields__",
                                          "__match_args__",
                                          "__dataclass_params__",
                                          "_abc_impl",
                                          "__classdictcell__",
                                          "__annotate__",
                                          "_fields",
                                          "_field_defaults",
                                          "_member_names_",
                                          "_member_map_",
                                          "_value2member_map_",
                                          "_unhashable_values_",
                                          "_unhashable_values_map_",
                                          "_hashable_values_",
                                          "_member_type_",
                                          "_value_repr_",
                                          "_use_args_",
                                          "_new_member_",
                                          "_generate_next_value_",
                                          "_flag_mask_",
                                          "_singles_mask_",
                                          "_all_bits_",
                                          "_inverted_",
                                          "_boundary_",
                                          NULL };

  return is_one_of (name, implicit) ? HR_NAME_IMPLICIT : 0;
}

/* Where attributes of Enum's members and of generic classes' instances come from is the library's business. */
static uint32_t instance_name_flags (PyObject *name)
{
  static const char *const implicit[] = { "__objclass__", "_sort_order_", "__orig_class__", NULL };

  return is_one_of (name, implicit) ? HR_NAME_IMPLICIT : 0;
}

static void add_attributes (HrContents *contents, PyObject *object)
{
  hr_slots_add_attributes (contents, object, instance_name_flags);
}

/* What collections.namedtuple(), dataclasses, Enum and the like put into a class: getters of fields, and methods of no
 * file of the program's. */
static bool is_generated (PyObject *name, PyObject *value)
{
  if (strstr (Py_TYPE (value)->tp_name, "_tuplegetter") != NULL)
    return true;
  if (PyUnicode_GET_LENGTH (name) == 0 || PyUnicode_READ_CHAR (name, 0) != '_')
    return false;
  if (Py_IS_TYPE (value, &PyStaticMethod_Type) || Py_IS_TYPE (value, &PyClassMethod_Type))
    value = hr_parts_wrapped (value);
  return value != NULL && PyFunction_Check (value) &&
         hr_code_get ((PyCodeObject *)((PyFunctionObject *)value)->func_code)->source == NULL;
}

static uint32_t class_value_flags (PyObject *name, PyObject *value)
{
  return is_generated (name, value) ? HR_NAME_IMPLICIT : hr_contents_class_name_flags (name);
}

static void fill_class (HrContents *contents, PyTypeObject *type, bool own)
{
  Py_ssize_t position = 0;
  PyObject *key, *value;

  hr_atom_append_type_name (&contents->text, type);
  contents->has_text = true;
  for (Py_ssize_t i = 0; type->tp_bases != NULL && i < PyTuple_GET_SIZE (type->tp_bases); i++)
    hr_slots_add_base (contents, (uint64_t)i, PyTuple_GET_ITEM (type->tp_bases, i));
  if (!own) {
    contents->cut = true;
    return;
  }
  while (type->tp_dict != NULL && PyDict_Next (type->tp_dict, &position, &key, &value)) {
    if (PyUnicode_Check (key))
      hr_slots_add_named (contents, HR_SLOT_ATTRIBUTE, key, value, class_value_flags (key, value));
    else
      hr_slots_add_entry (contents, contents->n_slots, key, value);
  }
}

/* A module of the program's own. What the main module holds is in its frame. */
static void fill_module (HrContents *contents, PyObject *module, bool own)
{
  const PyModuleObject *object = (const PyModuleObject *)module;
  Py_ssize_t position = 0;
  PyObject *key, *value;

  hr_slots_set_text (contents, object->md_name);
  if (!own || object->md_dict == NULL ||
      (object->md_name != NULL && PyUnicode_Check (object->md_name) &&
       PyUnicode_CompareWithASCIIString (object->md_name, "__main__") == 0))
    return;
  while (PyDict_Next (object->md_dict, &position, &key, &value))
    if (PyUnicode_Check (key) && !hr_contents_is_place_name (key))
      hr_slots_add_named (contents, HR_SLOT_ATTRIBUTE, key, value, hr_contents_module_name_flags (key));
}

static void fill_defaults (HrContents *contents, PyFunctionObject *function, PyCodeObject *code)
{
  Py_ssize_t n = function->func_defaults != NULL ? PyTuple_GET_SIZE (function->func_defaults) : 0;
  Py_ssize_t position = 0;
  PyObject *key, *value;

  for (Py_ssize_t i = 0; i < n; i++) {
    Py_ssize_t parameter = code->co_argcount - n + i;

    if (parameter >= 0)
      hr_slots_add_named (contents, HR_SLOT_DEFAULT, PyTuple_GET_ITEM (code->co_localsplusnames, parameter),
                          PyTuple_GET_ITEM (function->func_defaults, i), 0);
  }
  while (function->func_kwdefaults != NULL && PyDict_Next (function->func_kwdefaults, &position, &key, &value))
    if (PyUnicode_Check (key))
      hr_slots_add_named (contents, HR_SLOT_DEFAULT, key, value, 0);
}

static void fill_function (HrContents *contents, PyFunctionObject *function, bool own)
{
  PyCodeObject *code = (PyCodeObject *)function->func_code;
  Py_ssize_t n_free = function->func_closure != NULL ? PyTuple_GET_SIZE (function->func_closure) : 0;
  Py_ssize_t first_free = code->co_nlocalsplus - code->co_nfreevars;

  hr_signature_append (&contents->text, function);
  contents->has_text = true;
  if (!own) {
    contents->cut = true;
    return;
  }
  fill_defaults (contents, function, code);
  for (Py_ssize_t i = 0; i < n_free && i < code->co_nfreevars; i++)
    hr_slots_add_named (contents, HR_SLOT_CLOSURE, PyTuple_GET_ITEM (code->co_localsplusnames, first_free + i),
                        PyTuple_GET_ITEM (function->func_closure, i), 0);
  if (function->func_dict != NULL)
    add_attributes (contents, (PyObject *)function);
}

static void fill_exception (HrContents *contents, PyObject *object)
{
  PyBaseExceptionObject *exception = (PyBaseExceptionObject *)object;

  hr_slots_add_member (contents, "args", exception->args);
  hr_parts_add_members (contents, object, (PyTypeObject *)PyExc_BaseException);
  if (exception->cause != NULL)
    hr_slots_add_member (contents, "__cause__", exception->cause);
  if (exception->context != NULL)
    hr_slots_add_member (contents, "__context__", exception->context);
  if (exception->context != NULL && exception->cause == NULL && exception->suppress_context != 0)
    hr_slots_add_text (contents, "__suppress_context__", "True");
  if (exception->traceback != NULL && exception->traceback != Py_None)
    hr_slots_add_member (contents, "__traceback__", exception->traceback);
  add_attributes (contents, object);
}

static void fill_weakref (HrContents *contents, PyObject *object)
{
  PyWeakReference *reference = (PyWeakReference *)object;

  hr_slots_add_weak_member (contents, "referent", reference->wr_object != Py_None ? reference->wr_object : NULL);
  if (reference->wr_callback != NULL)
    hr_slots_add_member (contents, "callback", reference->wr_callback);
  add_attributes (contents, object);
}

static void fill_atom (HrContents *contents, PyObject *object, HrObjectKind kind)
{
  HrAtomExtent extent = hr_atom_append (&contents->text, object, kind);

  contents->has_text = true;
  contents->length = extent.length;
  contents->cut = extent.cut;
  add_attributes (contents, object);
}

static void fill_builtin (HrContents *contents, PyObject *object)
{
  PyObject *self = hr_kind_builtin_self (object);

  contents->has_text = true;
  if (PyCFunction_Check (object))
    hr_text_append_z (&contents->text, ((PyCFunctionObject *)object)->m_ml->ml_name);
  else /* a method-wrapper has a descriptor where a descriptor has its class */
    hr_slots_set_text (contents, hr_kind_descriptor_name (object));
  if (self != NULL)
    hr_slots_add_member (contents, "__self__", self);
}

static void fill_container (HrContents *contents, PyObject *object, HrObjectKind kind)
{
  if (kind == HR_KIND_LIST)
    hr_sequences_fill (contents, ((PyListObject *)object)->ob_item, PyList_GET_SIZE (object));
  else if (kind == HR_KIND_TUPLE)
    hr_sequences_fill_tuple (contents, object);
  else if (kind == HR_KIND_DICT)
    hr_sequences_fill_dict (contents, object);
  else if (kind == HR_KIND_DEQUE)
    hr_sequences_fill_deque (contents, object);
  else if (kind == HR_KIND_ARRAY)
    hr_sequences_fill_array (contents, object);
  else
    hr_sequences_fill_set (contents, object);
  if (Py_TYPE (object) == &PyList_Type || Py_TYPE (object) == &PyDict_Type || Py_TYPE (object) == &PyTuple_Type)
    return;
  if (kind == HR_KIND_DICT)
    hr_parts_add_members (contents, object, &PyDict_Type);
  add_attributes (contents, object);
}

static void fill_by_kind (HrContents *contents, PyObject *object, HrObjectKind kind, bool own)
{
  switch (kind) {
  case HR_KIND_OPAQUE:
    break;
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_INT:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_STR:
  case HR_KIND_BYTES:
  case HR_KIND_BYTEARRAY:
  case HR_KIND_RANGE:
  case HR_KIND_ELLIPSIS:
    fill_atom (contents, object, kind);
    break;
  case HR_KIND_LIST:
  case HR_KIND_TUPLE:
  case HR_KIND_DICT:
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
  case HR_KIND_DEQUE:
  case HR_KIND_ARRAY:
    fill_container (contents, object, kind);
    break;
  case HR_KIND_INSTANCE:
    add_attributes (contents, object);
    break;
  case HR_KIND_CLASS:
    fill_class (contents, (PyTypeObject *)object, own);
    break;
  case HR_KIND_FUNCTION:
    fill_function (contents, (PyFunctionObject *)object, own);
    break;
  case HR_KIND_METHOD:
    hr_slots_add_member (contents, "__self__", PyMethod_GET_SELF (object));
    hr_slots_add_member (contents, "__func__", PyMethod_GET_FUNCTION (object));
    break;
  case HR_KIND_CELL:
    hr_slots_add_content (contents, PyCell_GET (object));
    break;
  case HR_KIND_MODULE:
    fill_module (contents, object, own);
    break;
  case HR_KIND_BUILTIN:
    fill_builtin (contents, object);
    break;
  case HR_KIND_EXCEPTION:
    fill_exception (contents, object);
    break;
  case HR_KIND_GENERATOR:
    hr_suspended_fill_generator (contents, object);
    break;
  case HR_KIND_TRACEBACK:
    hr_suspended_fill_traceback (contents, object);
    break;
  case HR_KIND_CODE:
    hr_slots_set_text (contents, ((PyCodeObject *)object)->co_qualname);
    break;
  case HR_KIND_WEAKREF:
    fill_weakref (contents, object);
    break;
  case HR_KIND_ITERATOR:
  case HR_KIND_STRUCTURE:
    hr_parts_fill (contents, object);
    break;
  }
}

void hr_contents_fill (HrContents *contents, PyObject *object, HrObjectKind kind, bool own)
{
  hr_slots_begin (contents, kind);
  fill_by_kind (contents, object, kind, own);
  hr_slots_end (contents);
}

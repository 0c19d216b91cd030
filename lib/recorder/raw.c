#include "recorder/raw.h"

#include <string.h>

#include "recorder/slots.h"

static void add_span (HrRaw *raw, const void *bytes, size_t n_bytes)
{
  size_t i = raw->spans[0].n_bytes > 0 ? 1 : 0;

  raw->spans[i] = (HrRawSpan){ bytes, n_bytes };
  raw->n_bytes += n_bytes;
}

static void add_shape (HrRaw *raw, uint64_t value)
{
  raw->shape = (raw->shape ^ value) * 0x9E3779B97F4A7C15u;
}

static bool add_list (HrRaw *raw, PyObject *object, uint64_t max_items)
{
  const PyListObject *list = (const PyListObject *)object;
  uint64_t n = (uint64_t)Py_SIZE (object);
  HrWindow window = hr_slots_window_of (max_items, n);

  if (!PyList_CheckExact (object) || list->ob_item == NULL)
    return false;
  add_shape (raw, (uint64_t)list->allocated);
  add_shape (raw, n);
  add_span (raw, list->ob_item, (size_t)window.head_end * sizeof *list->ob_item);
  add_span (raw, list->ob_item + window.tail_start, (size_t)(n - window.tail_start) * sizeof *list->ob_item);
  return true;
}

static bool add_tuple (HrRaw *raw, PyObject *object, uint64_t max_items)
{
  if (!PyTuple_CheckExact (object) || (uint64_t)Py_SIZE (object) > max_items)
    return false;
  add_span (raw, ((const PyTupleObject *)object)->ob_item, (size_t)Py_SIZE (object) * sizeof (PyObject *));
  return true;
}

/* The entries of a dictionary that does not share its keys. */
static bool add_entries (HrRaw *raw, const PyDictObject *dict, uint64_t max_items)
{
  PyDictKeysObject *keys = dict->ma_keys;
  size_t n = (size_t)keys->dk_nentries;

  if (dict->ma_values != NULL || n > 2 * max_items + 8)
    return false;
  add_shape (raw, (uintptr_t)keys);
  add_shape (raw, (uint64_t)dict->ma_used << 32 | (uint64_t)keys->dk_usable);
  if (DK_IS_UNICODE (keys))
    add_span (raw, DK_UNICODE_ENTRIES (keys), n * sizeof (PyDictUnicodeEntry));
  else
    add_span (raw, DK_ENTRIES (keys), n * sizeof (PyDictKeyEntry));
  return true;
}

static bool add_set (HrRaw *raw, PyObject *object, uint64_t max_items)
{
  const PySetObject *set = (const PySetObject *)object;

  if (!(Py_IS_TYPE (object, &PySet_Type) || Py_IS_TYPE (object, &PyFrozenSet_Type)) ||
      (uint64_t)set->mask > 8 * max_items)
    return false;
  add_shape (raw, (uintptr_t)set->table);
  add_span (raw, set->table, ((size_t)set->mask + 1) * sizeof *set->table);
  return true;
}

/* The attributes that lie in the object as values, under keys that its class keeps. */
static bool add_values (HrRaw *raw, PyObject *object, PyTypeObject *type)
{
  PyDictKeysObject *keys = ((PyHeapTypeObject *)type)->ht_cached_keys;
#if HR_PY_313
  const PyDictValues *values;
  const uint8_t *order;

  if (!PyType_HasFeature (type, Py_TPFLAGS_INLINE_VALUES) || _PyObject_ManagedDictPointer (object)->dict != NULL)
    return false;
  values = _PyObject_InlineValues (object);
  if (!values->valid)
    return false;
  order = get_insertion_order_array ((PyDictValues *)values);
  add_span (raw, values, (size_t)(order + values->size - (const uint8_t *)values));
#else
#if HR_PY_311
  const PyDictValues *values = *_PyObject_ValuesPointer (object);

  if (values == NULL)
    return false;
#else
  PyDictOrValues both = *_PyObject_DictOrValuesPointer (object);
  const PyDictValues *values;

  if (!_PyDictOrValues_IsValues (both))
    return false;
  values = _PyDictOrValues_GetValues (both);
#endif
  /* in front of the values stand their order, backwards, and the number of bytes in front */
  add_span (raw, (const uint8_t *)values - ((const uint8_t *)values)[-1],
            ((const uint8_t *)values)[-1] + (size_t)keys->dk_nentries * sizeof (PyObject *));
#endif
  add_shape (raw, (uintptr_t)keys);
  return true;
}

/* Slots lie in the object's own memory. */
static bool add_instance (HrRaw *raw, PyObject *object)
{
  PyTypeObject *type = Py_TYPE (object);

  if (type->tp_itemsize != 0 || (size_t)type->tp_basicsize < sizeof (PyObject))
    return false;
  if ((size_t)type->tp_basicsize > sizeof (PyObject))
    add_span (raw, object + 1, (size_t)type->tp_basicsize - sizeof (PyObject));
  if (PyType_HasFeature (type, Py_TPFLAGS_MANAGED_DICT))
    return add_values (raw, object, type);
  return type->tp_dictoffset == 0;
}

/* Defaults and closure are tuples, which hold what they held; a dictionary may not. */
static bool add_function (HrRaw *raw, PyObject *object)
{
  const PyFunctionObject *function = (const PyFunctionObject *)object;

  if (function->func_kwdefaults != NULL || function->func_dict != NULL)
    return false;
  add_span (raw, object + 1, sizeof (PyFunctionObject) - sizeof (PyObject));
  return true;
}

static bool add_class (HrRaw *raw, PyObject *object, bool own, uint64_t max_items)
{
  const PyTypeObject *type = (const PyTypeObject *)object;

  if (type->tp_bases == NULL || Py_TYPE (object) != &PyType_Type)
    return false;
  add_shape (raw, (uintptr_t)type->tp_bases);
  add_shape (raw, (uintptr_t)type->tp_name);
  if (!own)
    return true;
  add_shape (raw, (uintptr_t)((const PyHeapTypeObject *)object)->ht_name);
  add_shape (raw, (uintptr_t)((const PyHeapTypeObject *)object)->ht_cached_keys);
  return type->tp_dict != NULL && add_entries (raw, (const PyDictObject *)type->tp_dict, max_items);
}

static void begin (HrRaw *raw)
{
  raw->shape = 0;
  raw->n_bytes = 0;
  raw->spans[0].n_bytes = raw->spans[1].n_bytes = 0;
}

bool hr_raw_of_frame (HrRaw *raw, HrPyFrame *frame, PyObject *namespace, uint64_t max_items)
{
  begin (raw);
  if (namespace != NULL && (!PyDict_CheckExact (namespace) || !add_entries (raw, (PyDictObject *)namespace, max_items)))
    return false;
  add_span (raw, frame->localsplus, (size_t)hr_py_frame_code (frame)->co_nlocalsplus * sizeof (PyObject *));
  return true;
}

bool hr_raw_of (HrRaw *raw, PyObject *object, HrObjectKind kind, bool own, uint64_t max_items)
{
  begin (raw);
  if (kind == HR_KIND_INSTANCE)
    return add_instance (raw, object);
  if (kind == HR_KIND_LIST)
    return add_list (raw, object, max_items);
  if (kind == HR_KIND_TUPLE)
    return add_tuple (raw, object, max_items);
  if (kind == HR_KIND_DICT)
    return PyDict_CheckExact (object) && ((PyDictObject *)object)->ma_used <= (Py_ssize_t)max_items &&
           add_entries (raw, (PyDictObject *)object, max_items);
  if (kind == HR_KIND_SET || kind == HR_KIND_FROZENSET)
    return add_set (raw, object, max_items);
  if (kind == HR_KIND_FUNCTION)
    return add_function (raw, object);
  if (kind == HR_KIND_CLASS)
    return add_class (raw, object, own, max_items);
  if (kind != HR_KIND_CELL)
    return false;
  add_span (raw, &((const PyCellObject *)object)->ob_ref, sizeof (PyObject *));
  return true;
}

void hr_raw_copy (const HrRaw *raw, uint8_t *bytes)
{
  for (size_t i = 0; i < HR_RAW_SPANS; i++) {
    if (raw->spans[i].n_bytes > 0)
      memcpy (bytes, raw->spans[i].bytes, raw->spans[i].n_bytes);
    bytes += raw->spans[i].n_bytes;
  }
}

bool hr_raw_equal (const HrRaw *raw, const uint8_t *bytes)
{
  for (size_t i = 0; i < HR_RAW_SPANS; i++) {
    if (raw->spans[i].n_bytes > 0 && memcmp (bytes, raw->spans[i].bytes, raw->spans[i].n_bytes) != 0)
      return false;
    bytes += raw->spans[i].n_bytes;
  }
  return true;
}

#include "recorder/attributes.h"

/* Attributes in a dictionary of their own. */
static void each_in_dict (PyObject *dict, HrAttributeFunc func, void *data)
{
  Py_ssize_t position = 0;
  PyObject *key, *value;

  while (PyDict_Next (dict, &position, &key, &value))
    func (data, key, NULL, value);
}

/* Attributes as bare values, whose names are the keys that all instances of the class share. */
static void each_inline (PyTypeObject *type, PyDictValues *values, HrAttributeFunc func, void *data)
{
  PyDictKeysObject *keys = ((PyHeapTypeObject *)type)->ht_cached_keys;
  PyDictUnicodeEntry *entries = DK_UNICODE_ENTRIES (keys);

#if HR_PY_313
  const uint8_t *order = get_insertion_order_array (values);
  int n_values = values->size;

  for (int i = 0; i < n_values; i++) {
    int index = order[i];
#else
  const uint8_t *size = (const uint8_t *)values - 2;

  for (int i = 1; i <= *size; i++) {
    int index = *(size - i);
#endif

    if (values->values[index] != NULL)
      func (data, entries[index].me_key, NULL, values->values[index]);
  }
}

static void each_managed (PyObject *object, PyTypeObject *type, HrAttributeFunc func, void *data)
{
#if HR_PY_311
  PyDictValues *values = *_PyObject_ValuesPointer (object);
  PyObject *dict = *_PyObject_ManagedDictPointer (object);

  if (values != NULL)
    each_inline (type, values, func, data);
  else if (dict != NULL)
    each_in_dict (dict, func, data);
#elif HR_PY_312
  PyDictOrValues both = *_PyObject_DictOrValuesPointer (object);

  if (_PyDictOrValues_IsValues (both))
    each_inline (type, _PyDictOrValues_GetValues (both), func, data);
  else if (both.dict != NULL)
    each_in_dict (both.dict, func, data);
#else
  PyObject *dict = (PyObject *)_PyObject_ManagedDictPointer (object)->dict;

  if (dict != NULL)
    each_in_dict (dict, func, data);
  else if (PyType_HasFeature (type, Py_TPFLAGS_INLINE_VALUES) && _PyObject_InlineValues (object)->valid)
    each_inline (type, _PyObject_InlineValues (object), func, data);
#endif
}

/* Where a class of the older kind keeps its instances' dictionary: from the start, or from the end of an object of
 * variable size. */
static PyObject *dict_at_offset (PyObject *object, PyTypeObject *type)
{
  Py_ssize_t offset = type->tp_dictoffset;

  if (offset < 0) {
    Py_ssize_t size = Py_SIZE (object);

#if !HR_PY_311
    if (PyType_HasFeature (type, Py_TPFLAGS_LONG_SUBCLASS))
      size = (Py_ssize_t)(((PyLongObject *)object)->long_value.lv_tag >> _PyLong_NON_SIZE_BITS);
#endif
    offset += (Py_ssize_t)_PyObject_VAR_SIZE (type, Py_ABS (size));
  }
  return offset > 0 ? *(PyObject **)((char *)object + offset) : NULL;
}

static void each_slot_of (PyObject *object, PyTypeObject *type, HrAttributeFunc func, void *data)
{
  PyMemberDef *member;

  if (type->tp_base != NULL)
    each_slot_of (object, type->tp_base, func, data);
  if (!PyType_HasFeature (type, Py_TPFLAGS_HEAPTYPE) || ((PyHeapTypeObject *)type)->ht_slots == NULL)
    return;
    /* the members of a class made by a class statement stand behind the class object */
#if HR_PY_311
  member = _PyHeapType_GET_MEMBERS ((PyHeapTypeObject *)type);
#else
  member = PyObject_GetItemData ((PyObject *)type);
#endif
  for (Py_ssize_t i = 0; i < Py_SIZE (type); i++, member++)
    if (member->type == T_OBJECT_EX)
      func (data, NULL, member->name, *(PyObject **)((char *)object + member->offset));
}

void hr_attributes_each (PyObject *object, HrAttributeFunc func, void *data)
{
  PyTypeObject *type = Py_TYPE (object);
  PyObject *dict;

  each_slot_of (object, type, func, data);
  if (PyType_HasFeature (type, Py_TPFLAGS_MANAGED_DICT)) {
    each_managed (object, type, func, data);
    return;
  }
  dict = dict_at_offset (object, type);
  if (dict != NULL && PyDict_Check (dict))
    each_in_dict (dict, func, data);
}

PyObject *hr_attributes_dict (PyObject *object)
{
  PyTypeObject *type = Py_TYPE (object);

  if (!PyType_HasFeature (type, Py_TPFLAGS_MANAGED_DICT))
    return dict_at_offset (object, type);
#if HR_PY_311
  return *_PyObject_ManagedDictPointer (object);
#elif HR_PY_312
  return _PyDictOrValues_IsValues (*_PyObject_DictOrValuesPointer (object))
             ? NULL
             : _PyObject_DictOrValuesPointer (object)->dict;
#else
  return (PyObject *)_PyObject_ManagedDictPointer (object)->dict;
#endif
}

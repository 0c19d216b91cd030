#include "recorder/sizes.h"

static uint64_t size_of_str (PyObject *object)
{
  uint64_t length = (uint64_t)PyUnicode_GET_LENGTH (object);

  if (PyUnicode_IS_COMPACT_ASCII (object))
    return sizeof (PyASCIIObject) + length + 1;
  return sizeof (PyCompactUnicodeObject) + (length + 1) * (uint64_t)PyUnicode_KIND (object);
}

static uint64_t size_of_dict_keys (PyObject *object)
{
  const PyDictObject *dict = (const PyDictObject *)object;
  const PyDictKeysObject *keys = dict->ma_keys;
  uint64_t entry = DK_IS_UNICODE (keys) ? sizeof (PyDictUnicodeEntry) : sizeof (PyDictKeyEntry);
  uint64_t usable = (uint64_t)(keys->dk_usable + keys->dk_nentries);

  if (dict->ma_values != NULL || keys->dk_refcnt != 1)
    return 0; /* shared between instances, or the one empty table of all dicts */
  return sizeof (PyDictKeysObject) + ((uint64_t)1 << keys->dk_log2_index_bytes) + entry * usable;
}

static uint64_t size_of_set_table (PyObject *object)
{
  const PySetObject *set = (const PySetObject *)object;

  return set->table != set->smalltable ? ((uint64_t)set->mask + 1) * sizeof (setentry) : 0;
}

static uint64_t n_items (PyObject *object, HrObjectKind kind)
{
  Py_ssize_t size;

#if !HR_PY_311
  if (kind == HR_KIND_INT || kind == HR_KIND_BOOL) {
    uint64_t n = ((PyLongObject *)object)->long_value.lv_tag >> _PyLong_NON_SIZE_BITS;

    return n > 0 ? n : 1;
  }
#endif
  size = Py_SIZE (object);
  if (kind == HR_KIND_INT && size == 0)
    return 0;
  return (uint64_t)Py_ABS (size);
}

/* Others, generators among them, have an item size and keep their number of items somewhere else. */
static bool has_items (HrObjectKind kind)
{
  return kind == HR_KIND_INT || kind == HR_KIND_BOOL || kind == HR_KIND_BYTES || kind == HR_KIND_TUPLE ||
         kind == HR_KIND_CLASS;
}

uint64_t hr_size_of (PyObject *object, HrObjectKind kind)
{
  PyTypeObject *type = Py_TYPE (object);
  uint64_t size = (uint64_t)type->tp_basicsize;

  if (kind == HR_KIND_STR)
    return type == &PyUnicode_Type ? size_of_str (object) : 0;
  if (kind == HR_KIND_CLASS && !PyType_HasFeature ((PyTypeObject *)object, Py_TPFLAGS_HEAPTYPE))
    return 0;
  if (type->tp_itemsize > 0 && !has_items (kind))
    return 0;
  if (type->tp_itemsize > 0)
    size += n_items (object, kind) * (uint64_t)type->tp_itemsize;
  if (kind == HR_KIND_LIST)
    size += (uint64_t)((PyListObject *)object)->allocated * sizeof (PyObject *);
  else if (kind == HR_KIND_DICT)
    size += size_of_dict_keys (object);
  else if (kind == HR_KIND_SET || kind == HR_KIND_FROZENSET)
    size += size_of_set_table (object);
  return size + hr_py_preheader_bytes (type);
}

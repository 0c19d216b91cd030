#include "recorder/sizes.h"

#include <string.h>

#include "recorder/kinds.h"
#include "recorder/layouts.h"
#include "recorder/sequences.h"

static uint64_t size_of_str (PyObject *object)
{
  const PyCompactUnicodeObject *compact = (const PyCompactUnicodeObject *)object;
  uint64_t length = (uint64_t)PyUnicode_GET_LENGTH (object), size;

  if (PyUnicode_IS_COMPACT_ASCII (object))
    return sizeof (PyASCIIObject) + length + 1;
  size = PyUnicode_IS_COMPACT (object) ? sizeof (PyCompactUnicodeObject) : sizeof (PyUnicodeObject);
  size += (length + 1) * (uint64_t)PyUnicode_KIND (object);
  if (compact->utf8 != NULL && (const void *)compact->utf8 != PyUnicode_DATA (object))
    size += (uint64_t)compact->utf8_length + 1;
  return size;
}

static uint64_t size_of_keys (const PyDictKeysObject *keys)
{
  uint64_t entry = DK_IS_UNICODE (keys) ? sizeof (PyDictUnicodeEntry) : sizeof (PyDictKeyEntry);
  uint64_t usable = ((uint64_t)2 << keys->dk_log2_size) / 3; /* entries for so many places */

  return sizeof (PyDictKeysObject) + ((uint64_t)1 << keys->dk_log2_index_bytes) + entry * usable;
}

static uint64_t size_of_dict (PyObject *object)
{
  const PyDictObject *dict = (const PyDictObject *)object;
  const HrLayoutOrderedDict *ordered = (const HrLayoutOrderedDict *)object;
  uint64_t size = 0;

  /* not those shared between instances, nor the one empty table of all dicts */
  if (dict->ma_values == NULL && dict->ma_keys->dk_refcnt == 1)
    size = size_of_keys (dict->ma_keys);
  if (hr_sequences_knows_ordered (object)) {
    size += (uint64_t)ordered->n_fast_nodes * sizeof (HrLayoutOrderedNode *);
    size += (uint64_t)dict->ma_used * sizeof (HrLayoutOrderedNode);
  }
  return size;
}

static uint64_t size_of_set_table (PyObject *object)
{
  const PySetObject *set = (const PySetObject *)object;

  return set->table != set->smalltable ? ((uint64_t)set->mask + 1) * sizeof (setentry) : 0;
}

static uint64_t size_of_class (PyTypeObject *class)
{
  const PyDictKeysObject *keys;

  if (!PyType_HasFeature (class, Py_TPFLAGS_HEAPTYPE))
    return sizeof (PyTypeObject) + hr_py_preheader_bytes (Py_TYPE ((PyObject *)class));
  keys = ((PyHeapTypeObject *)class)->ht_cached_keys;
  return sizeof (PyHeapTypeObject) + (keys != NULL ? size_of_keys (keys) : 0) +
         hr_py_preheader_bytes (Py_TYPE ((PyObject *)class));
}

static uint64_t size_of_frame (PyCodeObject *code)
{
  return code != NULL ? (uint64_t)(code->co_nlocalsplus + code->co_stacksize) * sizeof (PyObject *) : 0;
}

static PyCodeObject *code_of_generator (PyObject *object)
{
  PyGenObject *generator = (PyGenObject *)object;

#if HR_PY_311
  return generator->gi_code;
#else
  return hr_py_frame_code ((HrPyFrame *)generator->gi_iframe);
#endif
}

static uint64_t size_of_deque_blocks (PyObject *object)
{
  uint64_t first = (uint64_t)((const HrLayoutDeque *)object)->left_index, n = (uint64_t)Py_SIZE (object);
  uint64_t n_blocks = (first + n + HR_LAYOUT_DEQUE_BLOCK - 1) / HR_LAYOUT_DEQUE_BLOCK;

  return n_blocks * (HR_LAYOUT_DEQUE_BLOCK + 2) * sizeof (PyObject *);
}

static uint64_t size_of_array_items (PyObject *object)
{
  const HrLayoutArray *array = (const HrLayoutArray *)object;

  return hr_sequences_knows_array (object) ? (uint64_t)array->allocated * (uint64_t)array->item->item_bytes : 0;
}

/* The indices that combinatoric iterators keep. */
static bool add_indices (uint64_t *size, PyObject *object, const HrForm *form)
{
  const char *name = form != NULL && form->name != NULL ? form->name : "";

  if (strcmp (name, "itertools.product") == 0) {
    PyObject *pools = ((const HrLayoutProduct *)object)->pools;

    *size += pools != NULL ? (uint64_t)PyTuple_GET_SIZE (pools) * sizeof (Py_ssize_t) : 0;
  } else if (strcmp (name, "itertools.permutations") == 0) {
    const HrLayoutPermutations *all = (const HrLayoutPermutations *)object;

    *size += (uint64_t)(PyTuple_GET_SIZE (all->pool) + all->n) * sizeof (Py_ssize_t);
  } else if (strncmp (name, "itertools.combinations", 22) == 0) {
    *size += (uint64_t)((const HrLayoutCombinations *)object)->n * sizeof (Py_ssize_t);
  } else if (form == NULL || form->reading != HR_FORM_FRAME) {
    return false;
  } else {
    PyFrameObject *frame = (PyFrameObject *)object;

    *size += frame->f_frame != NULL ? size_of_frame (hr_py_frame_code (frame->f_frame)) : 0;
  }
  return true;
}

static uint64_t size_of_int (PyObject *object)
{
#if HR_PY_311
  return offsetof (PyLongObject, ob_digit) + (uint64_t)Py_ABS (Py_SIZE (object)) * sizeof (digit);
#else
  uint64_t n = ((PyLongObject *)object)->long_value.lv_tag >> _PyLong_NON_SIZE_BITS;

  return offsetof (PyLongObject, long_value.ob_digit) + (n > 0 ? n : 1) * sizeof (digit);
#endif
}

/* What lies outside the object itself or behind it. False: unknown. */
static bool add_extra (uint64_t *size, PyObject *object, HrObjectKind kind)
{
  const HrTypeFacts *facts;

  if (kind == HR_KIND_LIST)
    *size += (uint64_t)((PyListObject *)object)->allocated * sizeof (PyObject *);
  else if (kind == HR_KIND_DICT)
    *size += size_of_dict (object);
  else if (kind == HR_KIND_SET || kind == HR_KIND_FROZENSET)
    *size += size_of_set_table (object);
  else if (kind == HR_KIND_BYTEARRAY)
    *size += (uint64_t)((PyByteArrayObject *)object)->ob_alloc;
  else if (kind == HR_KIND_DEQUE)
    *size += size_of_deque_blocks (object);
  else if (kind == HR_KIND_ARRAY)
    *size += size_of_array_items (object);
  else if (kind == HR_KIND_GENERATOR)
    *size += size_of_frame (code_of_generator (object));
  else if (kind == HR_KIND_CODE)
    *size = (uint64_t)_PyObject_VAR_SIZE (Py_TYPE (object), Py_SIZE (object));
  else if (kind == HR_KIND_BYTES || kind == HR_KIND_TUPLE)
    *size += (uint64_t)Py_ABS (Py_SIZE (object)) * (uint64_t)Py_TYPE (object)->tp_itemsize;
  else {
    facts = hr_kind_facts (Py_TYPE (object));
    if (!facts->sized)
      return add_indices (size, object, facts->form);
    if (Py_TYPE (object)->tp_itemsize > 0)
      *size += (uint64_t)Py_ABS (Py_SIZE (object)) * (uint64_t)Py_TYPE (object)->tp_itemsize;
  }
  return true;
}

uint64_t hr_size_of (PyObject *object, HrObjectKind kind)
{
  PyTypeObject *type = Py_TYPE (object);
  uint64_t size = (uint64_t)type->tp_basicsize;

  if (kind == HR_KIND_CLASS)
    return size_of_class ((PyTypeObject *)object);
  if (kind == HR_KIND_STR)
    size = size_of_str (object);
  else if (kind == HR_KIND_INT || kind == HR_KIND_BOOL)
    size = size_of_int (object);
  else if (!add_extra (&size, object, kind))
    return 0;
  return size + hr_py_preheader_bytes (type);
}

#include "recorder/sequences.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/kinds.h"
#include "recorder/layouts.h"

static bool ordered_is_known;

/* A dictionary whose order is not that of its entries, made and thrown away. */
void hr_sequences_init (void)
{
  PyObject *keys[] = { Py_True, Py_False, Py_None }, *probe = PyODict_New ();
  const HrLayoutOrderedDict *ordered = (const HrLayoutOrderedDict *)probe;
  const HrLayoutOrderedNode *node;

  ordered_is_known = probe != NULL && PyODict_Type.tp_basicsize == sizeof (HrLayoutOrderedDict);
  for (int i = 0; i < 3 && ordered_is_known; i++)
    ordered_is_known = PyODict_SetItem (probe, keys[i], Py_None) == 0;
  if (ordered_is_known)
    ordered_is_known = PyODict_DelItem (probe, keys[0]) == 0 && PyODict_SetItem (probe, keys[0], Py_None) == 0;
  node = ordered_is_known ? ordered->first : NULL;
  for (int i = 0; i < 3 && ordered_is_known; i++) {
    ordered_is_known = node != NULL && node->key == keys[(i + 1) % 3];
    node = ordered_is_known ? node->next : NULL;
  }
  ordered_is_known = ordered_is_known && node == NULL && ordered->last->key == keys[0];
  PyErr_Clear ();
  Py_XDECREF (probe);
}

bool hr_sequences_knows_ordered (PyObject *object)
{
  const HrTypeFacts *facts;

  if (PyDict_CheckExact (object))
    return false;
  facts = hr_kind_facts (Py_TYPE (object));
  return ordered_is_known && facts->form != NULL && facts->form->reading == HR_FORM_ORDERED_DICT;
}

bool hr_sequences_knows_array (PyObject *object)
{
  const HrLayoutArray *array = (const HrLayoutArray *)object;

  return array->allocated >= Py_SIZE (object) && array->n_exports >= 0 && array->item != NULL &&
         (Py_SIZE (object) == 0 || array->items != NULL) && array->item->item_bytes > 0 &&
         array->item->item_bytes <= (int)sizeof (double) && strchr ("bBuwhHiIlLqQfd", array->item->code) != NULL;
}

void hr_sequences_fill (HrContents *contents, PyObject **items, Py_ssize_t n)
{
  HrWindow window = hr_slots_window (contents, items != NULL ? (uint64_t)n : 0);

  for (uint64_t i = 0; i < window.head_end; i++)
    hr_slots_add_element (contents, items[i]);
  for (uint64_t i = window.tail_start; items != NULL && i < (uint64_t)n; i++)
    hr_slots_add_element_at (contents, i, items[i]);
}

/* The names that collections.namedtuple() gave to the elements; NULL when they are not as many. */
static PyObject *named_fields (PyTypeObject *type, Py_ssize_t n)
{
  for (; type != NULL && hr_kind_made_in_python (type); type = type->tp_base) {
    PyObject *fields = type->tp_dict != NULL ? hr_kind_dict_find (type->tp_dict, "_fields") : NULL;

    if (fields == NULL)
      continue;
    if (!PyTuple_CheckExact (fields) || PyTuple_GET_SIZE (fields) != n)
      return NULL;
    for (Py_ssize_t i = 0; i < n; i++)
      if (!PyUnicode_Check (PyTuple_GET_ITEM (fields, i)))
        return NULL;
    return fields;
  }
  return NULL;
}

/* What a structseq has beyond its elements has a name only. */
static void fill_structseq (HrContents *contents, PyObject *tuple, PyTypeObject *native)
{
  Py_ssize_t n = PyTuple_GET_SIZE (tuple), next = 0;
  PyObject **items = ((PyTupleObject *)tuple)->ob_item;

  for (const PyMemberDef *member = native->tp_members; member != NULL && member->name != NULL; member++) {
    Py_ssize_t index = (member->offset - (Py_ssize_t)offsetof (PyTupleObject, ob_item)) / (Py_ssize_t)sizeof *items;

    for (; next < index && next < n; next++)
      hr_slots_add_element_at (contents, (uint64_t)next, items[next]);
    if (index >= n)
      hr_slots_add_attribute (contents, member->name, items[index]);
    else if (index == next)
      hr_slots_add_field (contents, (uint64_t)next++, member->name, items[index]);
  }
  for (; next < n; next++)
    hr_slots_add_element_at (contents, (uint64_t)next, items[next]);
}

void hr_sequences_fill_tuple (HrContents *contents, PyObject *tuple)
{
  PyTupleObject *object = (PyTupleObject *)tuple;
  Py_ssize_t n = PyTuple_GET_SIZE (tuple);
  const HrTypeFacts *facts = PyTuple_CheckExact (tuple) ? NULL : hr_kind_facts (Py_TYPE (tuple));
  PyObject *fields = NULL;

  if (facts != NULL && facts->tuple == HR_TUPLE_STRUCTSEQ) {
    PyTypeObject *native = facts->native;

    hr_slots_window (contents, (uint64_t)n);
    fill_structseq (contents, tuple, native);
    return;
  }
  if (facts != NULL && facts->tuple == HR_TUPLE_NAMED)
    fields = named_fields (Py_TYPE (tuple), n);
  if (fields == NULL) {
    hr_sequences_fill (contents, object->ob_item, n);
    return;
  }
  hr_slots_window (contents, (uint64_t)n);
  for (Py_ssize_t i = 0; i < n; i++)
    hr_slots_add_field_str (contents, (uint64_t)i, PyTuple_GET_ITEM (fields, i), object->ob_item[i]);
}

/* Where the entries of a dictionary are, found by the key's address: its own search would ask the keys' __eq__. */
typedef struct {
  PyObject **keys, **values;
  size_t n_slots; /* a power of two, more than there are keys */
} KeyTable;

static size_t slot_of (const KeyTable *table, PyObject *key)
{
  size_t i = (size_t)(((uint64_t)(uintptr_t)key * 0x9E3779B97F4A7C15u) >> 32) & (table->n_slots - 1);

  while (table->keys[i] != NULL && table->keys[i] != key)
    i = (i + 1) & (table->n_slots - 1);
  return i;
}

static KeyTable table_of (PyObject *dict)
{
  KeyTable table = { .n_slots = 16 };
  Py_ssize_t position = 0;
  PyObject *key, *value;

  while (table.n_slots < 2 * (size_t)((PyDictObject *)dict)->ma_used + 2)
    table.n_slots *= 2;
  table.keys = hr_text_alloc (table.n_slots * sizeof (PyObject *));
  table.values = hr_text_alloc (table.n_slots * sizeof (PyObject *));
  memset (table.keys, 0, table.n_slots * sizeof (PyObject *));
  while (PyDict_Next (dict, &position, &key, &value)) {
    size_t i = slot_of (&table, key);

    table.keys[i] = key;
    table.values[i] = value;
  }
  return table;
}

static bool is_in_dict_order (const HrLayoutOrderedDict *ordered)
{
  const HrLayoutOrderedNode *node = ordered->first;
  Py_ssize_t position = 0;
  PyObject *key, *value;

  while (PyDict_Next ((PyObject *)ordered, &position, &key, &value)) {
    if (node == NULL || node->key != key)
      return false;
    node = node->next;
  }
  return node == NULL;
}

/* Keys whose entry is not there yet or any more (its __eq__ or __hash__ is running) are passed over. */
static void fill_ordered (HrContents *contents, const HrLayoutOrderedDict *ordered, HrWindow window)
{
  KeyTable table = table_of ((PyObject *)ordered);
  uint64_t index = 0;

  for (const HrLayoutOrderedNode *node = ordered->first; node != NULL; node = node->next) {
    size_t i = slot_of (&table, node->key);

    if (table.keys[i] == NULL)
      continue;
    if (hr_slots_in_window (window, index))
      hr_slots_add_entry (contents, index, node->key, table.values[i]);
    index++;
  }
  free (table.keys);
  free (table.values);
}

void hr_sequences_fill_dict (HrContents *contents, PyObject *dict)
{
  HrWindow window = hr_slots_window (contents, (uint64_t)((PyDictObject *)dict)->ma_used);
  uint64_t index = 0;
  Py_ssize_t position = 0;
  PyObject *key, *value;

  if (hr_sequences_knows_ordered (dict) && !is_in_dict_order ((const HrLayoutOrderedDict *)dict)) {
    fill_ordered (contents, (const HrLayoutOrderedDict *)dict, window);
    return;
  }
  for (; PyDict_Next (dict, &position, &key, &value); index++)
    if (hr_slots_in_window (window, index))
      hr_slots_add_entry (contents, index, key, value);
}

void hr_sequences_fill_set (HrContents *contents, PyObject *object)
{
  const PySetObject *set = (const PySetObject *)object;
  HrWindow window = hr_slots_window (contents, (uint64_t)set->used);
  uint64_t index = 0;

  for (Py_ssize_t i = 0; set->table != NULL && i <= set->mask; i++) {
    PyObject *key = set->table[i].key;

    if (key == NULL || key == _PySet_Dummy)
      continue;
    if (index < window.head_end)
      hr_slots_add_element (contents, key);
    else if (index >= window.tail_start)
      hr_slots_add_element_at (contents, index, key);
    index++;
  }
}

typedef struct {
  HrContents *contents;
  PyObject *type; /* reported by its objects too, and no element of theirs */
  HrWindow window;
  uint64_t index, n;
  bool type_seen;
} DequeReading;

static int add_deque_element (PyObject *element, void *data)
{
  DequeReading *reading = data;

  if (element == reading->type && !reading->type_seen) {
    reading->type_seen = true;
    return 0;
  }
  if (reading->index < reading->window.head_end)
    hr_slots_add_element (reading->contents, element);
  else if (reading->index < reading->n && reading->index >= reading->window.tail_start)
    hr_slots_add_element_at (reading->contents, reading->index, element);
  reading->index++;
  return 0;
}

static bool is_known_deque (const HrLayoutDeque *deque)
{
  return deque->left_index >= 0 && deque->left_index <= HR_LAYOUT_DEQUE_BLOCK && deque->right_index >= -1 &&
         deque->right_index < HR_LAYOUT_DEQUE_BLOCK && deque->n_free_blocks >= 0 && deque->n_free_blocks <= 16 &&
         (deque->max_length == -1 || deque->max_length >= Py_SIZE (deque));
}

/* A deque says itself what it holds, from left to right. */
void hr_sequences_fill_deque (HrContents *contents, PyObject *object)
{
  const HrLayoutDeque *deque = (const HrLayoutDeque *)object;
  HrTypeFacts facts = *hr_kind_facts (Py_TYPE (object));
  DequeReading reading = { .contents = contents, .type = (PyObject *)facts.type, .n = (uint64_t)Py_SIZE (object) };

  /* made in C but part of no module's memory: its type is none of what it holds */
  reading.type_seen = !PyType_HasFeature (facts.native, Py_TPFLAGS_HEAPTYPE);
  reading.window = hr_slots_window (contents, reading.n);
  facts.native->tp_traverse (object, add_deque_element, &reading);
  if (is_known_deque (deque) && deque->max_length >= 0)
    hr_slots_add_text (contents, "maxlen", "%zd", deque->max_length);
}

/* One item as Python would show it; false for a type code that is not known. */
static bool append_item (HrText *text, char code, const void *item)
{
  char *number = NULL, shown[32];

  switch (code) {
#define INTEGER(letter, type, format)                                                                                  \
  case letter:                                                                                                         \
    PyOS_snprintf (shown, sizeof shown, format, *(const type *)item);                                                  \
    hr_text_append_z (text, shown);                                                                                    \
    return true;
    INTEGER ('b', signed char, "%d")
    INTEGER ('B', unsigned char, "%u")
    INTEGER ('h', short, "%d")
    INTEGER ('H', unsigned short, "%u")
    INTEGER ('i', int, "%d")
    INTEGER ('I', unsigned, "%u")
    INTEGER ('l', long, "%ld")
    INTEGER ('L', unsigned long, "%lu")
    INTEGER ('q', long long, "%lld")
    INTEGER ('Q', unsigned long long, "%llu")
#undef INTEGER
  case 'f':
    number = PyOS_double_to_string ((double)*(const float *)item, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    break;
  case 'd':
    number = PyOS_double_to_string (*(const double *)item, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    break;
  case 'u':
  case 'w':
    hr_text_append_char (text, '\'');
    hr_text_append_code_point (text, *(const Py_UCS4 *)item & 0x1FFFFF);
    hr_text_append_char (text, '\'');
    return true;
  default:
    return false;
  }
  if (number != NULL)
    hr_text_append_z (text, number);
  PyErr_Clear ();
  PyMem_Free (number);
  return true;
}

void hr_sequences_fill_array (HrContents *contents, PyObject *object)
{
  const HrLayoutArray *array = (const HrLayoutArray *)object;
  uint64_t n = (uint64_t)Py_SIZE (object);
  HrWindow window = hr_slots_window (contents, n);
  HrText text = { 0 };

  if (!hr_sequences_knows_array (object))
    return;
  hr_slots_add_text (contents, "typecode", "%c", array->item->code);
  for (uint64_t i = 0; i < n; i++) {
    text.n_bytes = 0;
    if (hr_slots_in_window (window, i) &&
        append_item (&text, array->item->code, array->items + i * (uint64_t)array->item->item_bytes))
      hr_slots_add_text_at (contents, i, text.bytes, text.n_bytes);
  }
  hr_text_clear (&text);
}

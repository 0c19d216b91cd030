#include "recorder/contents.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/atoms.h"
#include "recorder/attributes.h"
#include "recorder/signature.h"

/* Each step of the fingerprint is invertible in both arguments, so that a single change always shows. */
static void mix (HrContents *contents, uint64_t value)
{
  uint64_t h = contents->fingerprint ^ (value + 0x9E3779B97F4A7C15u + (contents->fingerprint << 6));

  h *= 0xFF51AFD7ED558CCDu;
  contents->fingerprint = h ^ h >> 32;
}

static uint32_t visit (HrContents *contents, PyObject *object)
{
  return object != NULL ? contents->visit (contents->visit_data, object) : 0;
}

static HrTimelineWriteSlot *add_slot (HrContents *contents, HrSlotRole role)
{
  HrTimelineWriteSlot *slot;

  if (contents->n_slots == contents->slots_capacity) {
    contents->slots_capacity = contents->slots_capacity > 0 ? contents->slots_capacity * 2 : 64;
    contents->slots = hr_text_realloc (contents->slots, contents->slots_capacity * sizeof *contents->slots);
    contents->name_offsets =
        hr_text_realloc (contents->name_offsets, contents->slots_capacity * sizeof *contents->name_offsets);
  }
  slot = &contents->slots[contents->n_slots];
  contents->name_offsets[contents->n_slots] = SIZE_MAX;
  contents->n_slots++;
  *slot = (HrTimelineWriteSlot){ .role = role };
  mix (contents, role);
  return slot;
}

static void set_value (HrContents *contents, HrTimelineWriteSlot *slot, PyObject *value)
{
  slot->value = visit (contents, value);
  if (value == NULL)
    slot->flags |= HR_NAME_UNSET;
  mix (contents, (uint64_t)slot->value << 8 | slot->flags);
}

static void set_name_z (HrContents *contents, HrTimelineWriteSlot *slot, const char *name)
{
  slot->name = name;
  slot->name_bytes = (uint32_t)strlen (name);
  for (uint32_t i = 0; i < slot->name_bytes; i++)
    mix (contents, (unsigned char)name[i]);
}

/* Names repeat from step to step in the same objects: their stored hash stands for them in the fingerprint. */
static void set_name (HrContents *contents, HrTimelineWriteSlot *slot, PyObject *name)
{
  Py_hash_t hash = ((PyASCIIObject *)name)->hash;

  mix (contents, hash != -1 ? (uint64_t)hash : (uint64_t)(uintptr_t)name);
  if (PyUnicode_IS_ASCII (name)) {
    slot->name = PyUnicode_DATA (name);
    slot->name_bytes = (uint32_t)PyUnicode_GET_LENGTH (name);
    return;
  }
  contents->name_offsets[slot - contents->slots] = contents->names.n_bytes;
  hr_text_append_str (&contents->names, name);
  slot->name_bytes = (uint32_t)(contents->names.n_bytes - contents->name_offsets[slot - contents->slots]);
}

static void add_element (HrContents *contents, PyObject *value)
{
  if (contents->n_elements == contents->elements_capacity) {
    contents->elements_capacity = contents->elements_capacity > 0 ? contents->elements_capacity * 2 : 64;
    contents->elements = hr_text_realloc (contents->elements, contents->elements_capacity * sizeof (uint32_t));
  }
  contents->elements[contents->n_elements] = visit (contents, value);
  mix (contents, contents->elements[contents->n_elements++]);
}

static void add_named (HrContents *contents, HrSlotRole role, PyObject *name, PyObject *value, uint32_t flags)
{
  HrTimelineWriteSlot *slot = add_slot (contents, role);

  slot->flags = flags;
  set_name (contents, slot, name);
  set_value (contents, slot, value);
}

static void add_member (HrContents *contents, const char *name, PyObject *value)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_MEMBER);

  set_name_z (contents, slot, name);
  set_value (contents, slot, value);
}

static void add_entry (HrContents *contents, uint64_t index, PyObject *key, PyObject *value)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_ENTRY);

  slot->index = index;
  slot->key = visit (contents, key);
  mix (contents, slot->key);
  set_value (contents, slot, value);
}

/* Which of @n items are recorded: all, or the head below @head_end and the tail from @tail_start. The tail starts at a
 * multiple of a sixteenth of the limit, so that it stands still while a container grows. */
typedef struct {
  uint64_t head_end, tail_start;
} Window;

static Window window_of (HrContents *contents, uint64_t n)
{
  uint64_t limit = contents->max_items, grain = limit / 16 > 0 ? limit / 16 : 1;

  contents->length = n;
  mix (contents, n);
  if (n <= limit)
    return (Window){ n, n };
  contents->cut = true;
  return (Window){ limit - 2 * grain, (n - grain) / grain * grain };
}

static void fill_sequence (HrContents *contents, PyObject **items, Py_ssize_t n)
{
  Window window = window_of (contents, (uint64_t)n);

  for (uint64_t i = 0; i < window.head_end; i++)
    add_element (contents, items[i]);
  for (uint64_t i = window.tail_start; i < (uint64_t)n; i++) {
    HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_ELEMENT);

    slot->index = i;
    set_value (contents, slot, items[i]);
  }
}

static void fill_dict (HrContents *contents, PyObject *dict)
{
  Window window = window_of (contents, (uint64_t)((PyDictObject *)dict)->ma_used);
  uint64_t index = 0;
  Py_ssize_t position = 0;
  PyObject *key, *value;

  for (; PyDict_Next (dict, &position, &key, &value); index++)
    if (index < window.head_end || index >= window.tail_start)
      add_entry (contents, index, key, value);
}

static void fill_set (HrContents *contents, PyObject *object)
{
  const PySetObject *set = (const PySetObject *)object;
  Window window = window_of (contents, (uint64_t)set->used);
  uint64_t index = 0;

  for (Py_ssize_t i = 0; i <= set->mask; i++) {
    PyObject *key = set->table[i].key;
    HrTimelineWriteSlot *slot;

    if (key == NULL || key == _PySet_Dummy)
      continue;
    if (index < window.head_end || index >= window.tail_start) {
      slot = add_slot (contents, HR_SLOT_ELEMENT);
      slot->index = index;
      set_value (contents, slot, key);
    }
    index++;
  }
}

static void add_attribute (void *data, PyObject *key, const char *name, PyObject *value)
{
  HrContents *contents = data;

  if (key != NULL && !PyUnicode_Check (key)) {
    add_entry (contents, contents->n_slots, key, value);
  } else if (key != NULL) {
    add_named (contents, HR_SLOT_ATTRIBUTE, key, value, 0);
  } else {
    HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_ATTRIBUTE);

    set_name_z (contents, slot, name);
    set_value (contents, slot, value);
  }
}

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
                                          NULL };

  return is_one_of (name, implicit) ? HR_NAME_IMPLICIT : 0;
}

static void fill_class (HrContents *contents, PyTypeObject *type, bool own)
{
  Py_ssize_t position = 0;
  PyObject *key, *value;

  hr_atom_append_type_name (&contents->text, type);
  contents->has_text = true;
  for (Py_ssize_t i = 0; type->tp_bases != NULL && i < PyTuple_GET_SIZE (type->tp_bases); i++) {
    HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_BASE);

    slot->index = (uint64_t)i;
    set_value (contents, slot, PyTuple_GET_ITEM (type->tp_bases, i));
  }
  if (!own) {
    contents->cut = true;
    return;
  }
  while (type->tp_dict != NULL && PyDict_Next (type->tp_dict, &position, &key, &value)) {
    if (PyUnicode_Check (key))
      add_named (contents, HR_SLOT_ATTRIBUTE, key, value, hr_contents_class_name_flags (key));
    else
      add_entry (contents, contents->n_slots, key, value);
  }
}

static void fill_defaults (HrContents *contents, PyFunctionObject *function, PyCodeObject *code)
{
  Py_ssize_t n = function->func_defaults != NULL ? PyTuple_GET_SIZE (function->func_defaults) : 0;
  Py_ssize_t position = 0;
  PyObject *key, *value;

  for (Py_ssize_t i = 0; i < n; i++) {
    Py_ssize_t parameter = code->co_argcount - n + i;

    if (parameter >= 0)
      add_named (contents, HR_SLOT_DEFAULT, PyTuple_GET_ITEM (code->co_localsplusnames, parameter),
                 PyTuple_GET_ITEM (function->func_defaults, i), 0);
  }
  while (function->func_kwdefaults != NULL && PyDict_Next (function->func_kwdefaults, &position, &key, &value))
    if (PyUnicode_Check (key))
      add_named (contents, HR_SLOT_DEFAULT, key, value, 0);
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
    add_named (contents, HR_SLOT_CLOSURE, PyTuple_GET_ITEM (code->co_localsplusnames, first_free + i),
               PyTuple_GET_ITEM (function->func_closure, i), 0);
  if (function->func_dict != NULL)
    hr_attributes_each ((PyObject *)function, add_attribute, contents);
}

static void fill_exception (HrContents *contents, PyObject *object)
{
  PyBaseExceptionObject *exception = (PyBaseExceptionObject *)object;

  add_member (contents, "args", exception->args);
  if (exception->cause != NULL)
    add_member (contents, "__cause__", exception->cause);
  if (exception->context != NULL && !exception->suppress_context)
    add_member (contents, "__context__", exception->context);
  hr_attributes_each (object, add_attribute, contents);
}

static void fill_cell (HrContents *contents, PyObject *cell)
{
  set_value (contents, add_slot (contents, HR_SLOT_CONTENT), PyCell_GET (cell));
}

static void fill_atom (HrContents *contents, PyObject *object, HrObjectKind kind)
{
  HrAtomExtent extent = hr_atom_append (&contents->text, object, kind);

  contents->has_text = true;
  contents->length = extent.length;
  contents->cut = extent.cut;
  hr_attributes_each (object, add_attribute, contents);
}

static void fill_name_only (HrContents *contents, PyObject *object, HrObjectKind kind)
{
  contents->has_text = true;
  if (kind == HR_KIND_MODULE) {
    PyObject *name = ((PyModuleObject *)object)->md_name;

    if (name != NULL && PyUnicode_Check (name))
      hr_text_append_str (&contents->text, name);
  } else if (PyCFunction_Check (object)) {
    hr_text_append_z (&contents->text, ((PyCFunctionObject *)object)->m_ml->ml_name);
  } else {
    hr_text_append_str (&contents->text, ((PyDescrObject *)object)->d_name);
  }
}

static void fill_by_kind (HrContents *contents, PyObject *object, HrObjectKind kind, bool own)
{
  switch (kind) {
  case HR_KIND_OPAQUE:
  case HR_KIND_BYTEARRAY:
  case HR_KIND_DEQUE:
  case HR_KIND_ARRAY:
  case HR_KIND_GENERATOR:
  case HR_KIND_ITERATOR:
  case HR_KIND_WEAKREF:
  case HR_KIND_TRACEBACK:
  case HR_KIND_CODE:
  case HR_KIND_STRUCTURE:
    break;
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_INT:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_STR:
  case HR_KIND_BYTES:
  case HR_KIND_RANGE:
  case HR_KIND_ELLIPSIS:
    fill_atom (contents, object, kind);
    break;
  case HR_KIND_LIST:
    fill_sequence (contents, ((PyListObject *)object)->ob_item, PyList_GET_SIZE (object));
    hr_attributes_each (object, add_attribute, contents);
    break;
  case HR_KIND_TUPLE:
    fill_sequence (contents, ((PyTupleObject *)object)->ob_item, PyTuple_GET_SIZE (object));
    hr_attributes_each (object, add_attribute, contents);
    break;
  case HR_KIND_DICT:
    fill_dict (contents, object);
    hr_attributes_each (object, add_attribute, contents);
    break;
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
    fill_set (contents, object);
    hr_attributes_each (object, add_attribute, contents);
    break;
  case HR_KIND_INSTANCE:
    hr_attributes_each (object, add_attribute, contents);
    break;
  case HR_KIND_CLASS:
    fill_class (contents, (PyTypeObject *)object, own);
    break;
  case HR_KIND_FUNCTION:
    fill_function (contents, (PyFunctionObject *)object, own);
    break;
  case HR_KIND_METHOD:
    add_member (contents, "__self__", PyMethod_GET_SELF (object));
    add_member (contents, "__func__", PyMethod_GET_FUNCTION (object));
    break;
  case HR_KIND_CELL:
    fill_cell (contents, object);
    break;
  case HR_KIND_MODULE:
  case HR_KIND_BUILTIN:
    fill_name_only (contents, object, kind);
    break;
  case HR_KIND_EXCEPTION:
    fill_exception (contents, object);
    break;
  }
}

void hr_contents_fill (HrContents *contents, PyObject *object, HrObjectKind kind, bool own)
{
  contents->n_elements = contents->n_slots = 0;
  contents->text.n_bytes = contents->names.n_bytes = 0;
  contents->has_text = contents->cut = false;
  contents->length = 0;
  contents->fingerprint = (uint64_t)kind + 1;
  fill_by_kind (contents, object, kind, own);
  for (size_t i = 0; i < contents->text.n_bytes; i++)
    mix (contents, (unsigned char)contents->text.bytes[i]);
  if (contents->names.n_bytes == 0)
    return;
  for (size_t i = 0; i < contents->n_slots; i++)
    if (contents->name_offsets[i] != SIZE_MAX)
      contents->slots[i].name = contents->names.bytes + contents->name_offsets[i];
}

void hr_contents_clear (HrContents *contents)
{
  free (contents->elements);
  free (contents->slots);
  free (contents->name_offsets);
  hr_text_clear (&contents->text);
  hr_text_clear (&contents->names);
  *contents = (HrContents){ 0 };
}

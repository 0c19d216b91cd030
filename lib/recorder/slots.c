#include "recorder/slots.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recorder/atoms.h"
#include "recorder/attributes.h"

/* Each step of the fingerprint is invertible in both arguments, so that a single change always shows. */
void hr_slots_mix (HrContents *contents, uint64_t value)
{
  uint64_t h = contents->fingerprint ^ (value + 0x9E3779B97F4A7C15u + (contents->fingerprint << 6));

  h *= 0xFF51AFD7ED558CCDu;
  contents->fingerprint = h ^ h >> 32;
}

uint32_t hr_slots_visit (HrContents *contents, PyObject *object)
{
  return object != NULL ? contents->visit (contents->visit_data, object) : 0;
}

static HrTimelineWriteSlot *add_slot (HrContents *contents, HrSlotRole role)
{
  HrTimelineWriteSlot *slot;

  if (contents->n_slots == contents->slots_capacity) {
    contents->slots_capacity = contents->slots_capacity > 0 ? contents->slots_capacity * 2 : 64;
    contents->slots = hr_text_realloc (contents->slots, contents->slots_capacity * sizeof *contents->slots);
    contents->offsets = hr_text_realloc (contents->offsets, contents->slots_capacity * sizeof *contents->offsets);
  }
  slot = &contents->slots[contents->n_slots];
  contents->offsets[contents->n_slots] = (HrSlotOffsets){ SIZE_MAX, SIZE_MAX };
  contents->n_slots++;
  *slot = (HrTimelineWriteSlot){ .role = role };
  hr_slots_mix (contents, role);
  return slot;
}

static HrSlotOffsets *offsets_of (HrContents *contents, const HrTimelineWriteSlot *slot)
{
  return &contents->offsets[slot - contents->slots];
}

static void set_value (HrContents *contents, HrTimelineWriteSlot *slot, PyObject *value)
{
  slot->value = hr_slots_visit (contents, value);
  if (value == NULL)
    slot->flags |= HR_NAME_UNSET;
  hr_slots_mix (contents, (uint64_t)slot->value << 8 | slot->flags);
}

static void mix_bytes (HrContents *contents, const char *bytes, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++)
    hr_slots_mix (contents, (unsigned char)bytes[i]);
}

static void set_name_z (HrContents *contents, HrTimelineWriteSlot *slot, const char *name)
{
  slot->name = name;
  slot->name_bytes = (uint32_t)strlen (name);
  mix_bytes (contents, name, slot->name_bytes);
}

/* Names repeat from step to step in the same objects: their stored hash stands for them in the fingerprint. */
static void set_name (HrContents *contents, HrTimelineWriteSlot *slot, PyObject *name)
{
  Py_hash_t hash = ((PyASCIIObject *)name)->hash;

  hr_slots_mix (contents, hash != -1 ? (uint64_t)hash : (uint64_t)(uintptr_t)name);
  if (PyUnicode_IS_ASCII (name)) {
    slot->name = PyUnicode_DATA (name);
    slot->name_bytes = (uint32_t)PyUnicode_GET_LENGTH (name);
    return;
  }
  offsets_of (contents, slot)->name = contents->names.n_bytes;
  hr_text_append_str (&contents->names, name);
  slot->name_bytes = (uint32_t)(contents->names.n_bytes - offsets_of (contents, slot)->name);
}

/* The text of @slot is what has been appended to the names since @start. */
static void set_text (HrContents *contents, HrTimelineWriteSlot *slot, size_t start)
{
  offsets_of (contents, slot)->text = start;
  slot->text_bytes = (uint32_t)(contents->names.n_bytes - start);
  hr_slots_mix (contents, slot->flags);
  mix_bytes (contents, contents->names.bytes + start, slot->text_bytes);
}

void hr_slots_add_element (HrContents *contents, PyObject *value)
{
  if (contents->n_elements == contents->elements_capacity) {
    contents->elements_capacity = contents->elements_capacity > 0 ? contents->elements_capacity * 2 : 64;
    contents->elements = hr_text_realloc (contents->elements, contents->elements_capacity * sizeof (uint32_t));
  }
  contents->elements[contents->n_elements] = hr_slots_visit (contents, value);
  hr_slots_mix (contents, contents->elements[contents->n_elements++]);
}

void hr_slots_add_element_at (HrContents *contents, uint64_t index, PyObject *value)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_ELEMENT);

  slot->index = index;
  set_value (contents, slot, value);
}

void hr_slots_add_named (HrContents *contents, HrSlotRole role, PyObject *name, PyObject *value, uint32_t flags)
{
  HrTimelineWriteSlot *slot = add_slot (contents, role);

  slot->flags = flags;
  set_name (contents, slot, name);
  set_value (contents, slot, value);
}

void hr_slots_add_attribute (HrContents *contents, const char *name, PyObject *value)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_ATTRIBUTE);

  set_name_z (contents, slot, name);
  set_value (contents, slot, value);
}

void hr_slots_add_member (HrContents *contents, const char *name, PyObject *value)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_MEMBER);

  set_name_z (contents, slot, name);
  set_value (contents, slot, value);
}

void hr_slots_add_field (HrContents *contents, uint64_t index, const char *name, PyObject *value)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_FIELD);

  slot->index = index;
  set_name_z (contents, slot, name);
  set_value (contents, slot, value);
}

void hr_slots_add_field_str (HrContents *contents, uint64_t index, PyObject *name, PyObject *value)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_FIELD);

  slot->index = index;
  set_name (contents, slot, name);
  set_value (contents, slot, value);
}

void hr_slots_add_member_at (HrContents *contents, const char *name, size_t index, PyObject *value)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_MEMBER);
  size_t start = contents->names.n_bytes;
  char number[32];

  snprintf (number, sizeof number, "[%zu]", index);
  hr_text_append_z (&contents->names, name);
  hr_text_append_z (&contents->names, number);
  offsets_of (contents, slot)->name = start;
  slot->name_bytes = (uint32_t)(contents->names.n_bytes - start);
  mix_bytes (contents, contents->names.bytes + start, slot->name_bytes);
  set_value (contents, slot, value);
}

void hr_slots_add_weak_member (HrContents *contents, const char *name, PyObject *value)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_MEMBER);
  size_t start = contents->names.n_bytes;

  slot->flags = HR_NAME_WEAK;
  set_name_z (contents, slot, name);
  if (value == NULL)
    slot->flags |= HR_NAME_UNSET;
  else
    slot->value = contents->peek (contents->visit_data, value);
  hr_slots_mix (contents, (uint64_t)slot->value << 8 | slot->flags);
  if (value == NULL || slot->value != 0)
    return;
  hr_atom_append_type_name (&contents->names, Py_TYPE (value));
  set_text (contents, slot, start);
}

void hr_slots_add_entry (HrContents *contents, uint64_t index, PyObject *key, PyObject *value)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_ENTRY);

  slot->index = index;
  slot->key = hr_slots_visit (contents, key);
  hr_slots_mix (contents, slot->key);
  set_value (contents, slot, value);
}

void hr_slots_add_base (HrContents *contents, uint64_t index, PyObject *base)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_BASE);

  slot->index = index;
  set_value (contents, slot, base);
}

void hr_slots_add_content (HrContents *contents, PyObject *value)
{
  set_value (contents, add_slot (contents, HR_SLOT_CONTENT), value);
}

void hr_slots_add_text (HrContents *contents, const char *name, const char *format, ...)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_MEMBER);
  size_t start = contents->names.n_bytes;
  char text[512];
  va_list arguments;

  va_start (arguments, format);
  vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  set_name_z (contents, slot, name);
  hr_text_append_z (&contents->names, text);
  set_text (contents, slot, start);
}

void hr_slots_add_text_at (HrContents *contents, uint64_t index, const char *text, size_t n_bytes)
{
  HrTimelineWriteSlot *slot = add_slot (contents, HR_SLOT_ELEMENT);
  size_t start = contents->names.n_bytes;

  slot->index = index;
  hr_text_append (&contents->names, text, n_bytes);
  set_text (contents, slot, start);
}

typedef struct {
  HrContents *contents;
  uint32_t (*flags) (PyObject *name);
} AttributeReading;

static void add_attribute (void *data, PyObject *key, const char *name, PyObject *value)
{
  AttributeReading *reading = data;
  HrContents *contents = reading->contents;

  if (key == NULL)
    hr_slots_add_attribute (contents, name, value);
  else if (PyUnicode_Check (key))
    hr_slots_add_named (contents, HR_SLOT_ATTRIBUTE, key, value, reading->flags != NULL ? reading->flags (key) : 0);
  else
    hr_slots_add_entry (contents, contents->n_slots, key, value);
}

void hr_slots_add_attributes (HrContents *contents, PyObject *object, uint32_t (*flags) (PyObject *name))
{
  hr_attributes_each (object, add_attribute, &(AttributeReading){ contents, flags });
}

void hr_slots_set_text (HrContents *contents, PyObject *text)
{
  if (text == NULL || !PyUnicode_Check (text))
    return;
  hr_text_append_str (&contents->text, text);
  contents->has_text = true;
}

HrWindow hr_slots_window_of (uint64_t limit, uint64_t n)
{
  uint64_t grain = limit / 16 > 0 ? limit / 16 : 1;

  if (n <= limit)
    return (HrWindow){ n, n };
  return (HrWindow){ limit - 2 * grain, (n - grain) / grain * grain };
}

HrWindow hr_slots_window (HrContents *contents, uint64_t n)
{
  contents->length = n;
  hr_slots_mix (contents, n);
  contents->cut |= n > contents->max_items;
  return hr_slots_window_of (contents->max_items, n);
}

void hr_slots_begin (HrContents *contents, HrObjectKind kind)
{
  contents->n_elements = contents->n_slots = 0;
  contents->text.n_bytes = contents->names.n_bytes = 0;
  contents->has_text = contents->cut = false;
  contents->length = 0;
  contents->fingerprint = (uint64_t)kind + 1;
}

/* What was put together here is found only now that the text stands still. */
void hr_slots_end (HrContents *contents)
{
  mix_bytes (contents, contents->text.bytes, contents->text.n_bytes);
  if (contents->text.bytes == NULL)
    hr_text_reserve (&contents->text, 1); /* an empty text is not none */
  if (contents->names.bytes == NULL)
    return;
  for (size_t i = 0; i < contents->n_slots; i++) {
    if (contents->offsets[i].name != SIZE_MAX)
      contents->slots[i].name = contents->names.bytes + contents->offsets[i].name;
    if (contents->offsets[i].text != SIZE_MAX)
      contents->slots[i].text = contents->names.bytes + contents->offsets[i].text;
  }
}

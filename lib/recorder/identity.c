#include "recorder/identity.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/text.h"

uintptr_t hr_identity_key (PyObject *object)
{
  PyTypeObject *type = Py_TYPE (object);

  if (PyType_HasFeature (type, Py_TPFLAGS_TYPE_SUBCLASS) &&
      !PyType_HasFeature ((PyTypeObject *)object, Py_TPFLAGS_HEAPTYPE))
    return (uintptr_t)object | 1;
  return (uintptr_t)object - hr_py_preheader_bytes (type);
}

/* Allocations are 16 bytes apart: the low bits say nothing, the product's high bits everything. */
static uint32_t home_slot (const HrIdentity *identity, uintptr_t key)
{
  return (uint32_t)(((uint64_t)key * 0x9E3779B97F4A7C15u) >> 32) & (identity->n_slots - 1);
}

uint32_t hr_identity_find (const HrIdentity *identity, uintptr_t key)
{
  if (identity->n_slots == 0)
    return HR_IDENTITY_NONE;
  for (uint32_t i = home_slot (identity, key);; i = (i + 1) & (identity->n_slots - 1)) {
    uint32_t entry = identity->slots[i];

    if (entry == 0)
      return HR_IDENTITY_NONE;
    if (identity->records[entry - 1].key == key)
      return entry - 1;
  }
}

static void put_in_table (HrIdentity *identity, uint32_t record)
{
  uint32_t i = home_slot (identity, identity->records[record].key);

  while (identity->slots[i] != 0)
    i = (i + 1) & (identity->n_slots - 1);
  identity->slots[i] = record + 1;
  identity->n_used++;
}

static void grow_table (HrIdentity *identity)
{
  uint32_t n_slots = identity->n_slots > 0 ? identity->n_slots * 2 : 1024;

  free (identity->slots);
  identity->slots = hr_text_alloc (n_slots * sizeof *identity->slots);
  memset (identity->slots, 0, n_slots * sizeof *identity->slots);
  identity->n_slots = n_slots;
  identity->n_used = 0;
  for (uint32_t i = 0; i < identity->n_records; i++)
    if (identity->records[i].key != 0)
      put_in_table (identity, i);
}

static uint32_t take_record (HrIdentity *identity)
{
  uint32_t record = identity->free;

  if (record != 0) {
    identity->free = identity->records[record - 1].id;
    return record - 1;
  }
  if (identity->n_records == identity->capacity) {
    identity->capacity = identity->capacity > 0 ? identity->capacity * 2 : 256;
    identity->records = hr_text_realloc (identity->records, identity->capacity * sizeof *identity->records);
  }
  return identity->n_records++;
}

uint32_t hr_identity_add (HrIdentity *identity, uintptr_t key, PyObject *object)
{
  uint32_t record;

  if ((identity->n_used + 1) * 2 > identity->n_slots)
    grow_table (identity);
  record = take_record (identity);
  identity->records[record] = (HrSeen){ .key = key, .object = object, .id = ++identity->last_id };
  put_in_table (identity, record);
  return record;
}

/* Whether the entry whose home is @home may stand at @hole when it was found at @at, all in a ring. */
static bool may_move (uint32_t home, uint32_t hole, uint32_t at)
{
  return hole <= at ? home <= hole || home > at : home <= hole && home > at;
}

void hr_identity_remove (HrIdentity *identity, uint32_t record)
{
  uint32_t mask = identity->n_slots - 1;
  uint32_t hole = home_slot (identity, identity->records[record].key);

  while (identity->slots[hole] != record + 1)
    hole = (hole + 1) & mask;
  for (uint32_t at = (hole + 1) & mask; identity->slots[at] != 0; at = (at + 1) & mask) {
    uint32_t home = home_slot (identity, identity->records[identity->slots[at] - 1].key);

    if (may_move (home, hole, at)) {
      identity->slots[hole] = identity->slots[at];
      hole = at;
    }
  }
  free (identity->records[record].links);
  identity->records[record].links = NULL;
  identity->slots[hole] = 0;
  identity->n_used--;
  identity->records[record].key = 0;
  identity->records[record].id = identity->free;
  identity->free = record + 1;
}

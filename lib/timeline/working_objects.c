#include <string.h>

#include "timeline/working.h"

static HrWorkingSlots *new_slots (guint capacity)
{
  HrWorkingSlots *block = g_malloc (sizeof *block + capacity * sizeof (HrTimelineSlot));
  g_atomic_ref_count_init (&block->refs);
  block->n = 0;
  block->capacity = capacity;
  return block;
}

static void unref_slots (HrWorkingSlots *block)
{
  if (block != NULL && g_atomic_ref_count_dec (&block->refs))
    g_free (block);
}

HrWorkingObject *hr_working_object_new (guint32 id)
{
  HrWorkingObject *object = g_new0 (HrWorkingObject, 1);
  object->object.id = id;
  g_atomic_ref_count_init (&object->refs);
  return object;
}

HrWorkingObject *hr_working_object_ref (HrWorkingObject *object)
{
  g_atomic_ref_count_inc (&object->refs);
  return object;
}

void hr_working_object_unref (HrWorkingObject *object)
{
  if (object == NULL || !g_atomic_ref_count_dec (&object->refs))
    return;
  unref_slots (object->block);
  g_clear_pointer (&object->text, g_ref_string_release);
  g_clear_pointer (&object->holders, g_array_unref);
  g_free (object);
}

void hr_working_object_take_holders (HrWorkingObject *object, GArray *holders)
{
  g_clear_pointer (&object->holders, g_array_unref);
  object->holders = holders;
  object->object.holders = (const HrTimelineHolder *)(gpointer)holders->data;
  object->object.n_holders = holders->len;
}

static HrWorkingObject *copy_object (const HrWorkingObject *from)
{
  HrWorkingObject *object = g_memdup2 (from, sizeof *from);
  g_atomic_ref_count_init (&object->refs);
  if (object->block != NULL)
    g_atomic_ref_count_inc (&object->block->refs);
  if (object->text != NULL)
    g_ref_string_acquire (object->text);
  if (object->holders != NULL)
    g_array_ref (object->holders);
  return object;
}

/* Where @id stands or would stand. */
static guint position (const HrWorking *working, guint32 id)
{
  const guint32 *ids = (const guint32 *)(gpointer)working->ids->data;
  guint low = 0, high = working->ids->len;
  if (high > 0 && ids[high - 1] < id)
    return high;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (ids[middle] < id)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static gboolean stands_at (const HrWorking *working, guint at, guint32 id)
{
  return at < working->ids->len && g_array_index (working->ids, guint32, at) == id;
}

HrWorkingObject *hr_working_find (HrWorking *working, guint32 id)
{
  guint at = position (working, id);
  if (stands_at (working, at, id))
    return g_ptr_array_index (working->objects, at);
  return working->late == NULL ? NULL : g_hash_table_lookup (working->late, GUINT_TO_POINTER (id));
}

void hr_working_put (HrWorking *working, HrWorkingObject *object)
{
  guint32 id = object->object.id;
  guint at = position (working, id);
  if (stands_at (working, at, id)) {
    gpointer *place = &g_ptr_array_index (working->objects, at);
    working->n_holes -= *place == NULL;
    hr_working_object_unref (*place);
    *place = object;
  } else if (at == working->ids->len) {
    g_array_append_val (working->ids, id);
    g_ptr_array_add (working->objects, object);
  } else {
    if (working->late == NULL)
      working->late = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)hr_working_object_unref);
    g_hash_table_insert (working->late, GUINT_TO_POINTER (id), object);
  }
}

gboolean hr_working_drop (HrWorking *working, guint32 id)
{
  guint at = position (working, id);
  if (!stands_at (working, at, id))
    return working->late != NULL && g_hash_table_remove (working->late, GUINT_TO_POINTER (id));
  gpointer *place = &g_ptr_array_index (working->objects, at);
  if (*place == NULL)
    return FALSE;
  hr_working_object_unref (g_steal_pointer (place));
  working->n_holes++;
  return TRUE;
}

void hr_working_drop_all (HrWorking *working)
{
  for (guint i = 0; i < working->objects->len; i++)
    hr_working_object_unref (g_ptr_array_index (working->objects, i));
  g_ptr_array_set_size (working->objects, 0);
  g_array_set_size (working->ids, 0);
  g_clear_pointer (&working->late, g_hash_table_unref);
  working->n_holes = 0;
}

static void close_holes (HrWorking *working)
{
  guint to = 0;
  for (guint from = 0; from < working->objects->len; from++) {
    HrWorkingObject *object = g_ptr_array_index (working->objects, from);
    if (object == NULL)
      continue;
    g_ptr_array_index (working->objects, to) = object;
    g_array_index (working->ids, guint32, to) = object->object.id;
    to++;
  }
  g_ptr_array_set_size (working->objects, (gint)to);
  g_array_set_size (working->ids, to);
  working->n_holes = 0;
}

static gint by_id (gconstpointer a, gconstpointer b)
{
  const HrTimelineObject *const *left = a, *const *right = b;
  return ((*left)->id > (*right)->id) - ((*left)->id < (*right)->id);
}

/* Merges those that came late, which are few, into those that stand in order. */
static void sort_in (HrWorking *working)
{
  g_autoptr (GPtrArray) late = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer object;
  g_hash_table_iter_init (&iter, working->late);
  while (g_hash_table_iter_next (&iter, NULL, &object))
    g_ptr_array_add (late, hr_working_object_ref (object));
  g_clear_pointer (&working->late, g_hash_table_unref);
  g_ptr_array_sort (late, by_id);
  guint from = working->objects->len, to = from + late->len;
  g_ptr_array_set_size (working->objects, (gint)to);
  g_array_set_size (working->ids, to);
  for (guint next = late->len; next > 0;) {
    HrWorkingObject *last = g_ptr_array_index (late, next - 1);
    if (from > 0 && g_array_index (working->ids, guint32, from - 1) > last->object.id)
      last = g_ptr_array_index (working->objects, --from);
    else
      next--;
    g_ptr_array_index (working->objects, --to) = last;
    g_array_index (working->ids, guint32, to) = last->object.id;
  }
}

void hr_working_settle (HrWorking *working)
{
  if (working->n_holes > 0)
    close_holes (working);
  if (working->late != NULL)
    sort_in (working);
  working->state.objects = (const HrTimelineObject *const *)working->objects->pdata;
  working->state.n_objects = working->objects->len;
}

HrWorkingObject *hr_working_edit (HrWorking *working, guint32 id)
{
  HrWorkingObject *object = hr_working_find (working, id);
  if (object == NULL || g_atomic_ref_count_compare (&object->refs, 1))
    return object;
  HrWorkingObject *copy = copy_object (object);
  hr_working_put (working, copy);
  return copy;
}

/* The block with room for @wanted, not shared. */
static HrWorkingSlots *own_block (HrWorkingSlots *block, guint wanted)
{
  gboolean alone = block != NULL && g_atomic_ref_count_compare (&block->refs, 1);
  if (alone && block->capacity >= wanted)
    return block;
  guint n = block == NULL ? 0 : block->n;
  HrWorkingSlots *own = new_slots (MAX (wanted, alone ? wanted + wanted / 2 : n));
  if (n > 0)
    memcpy (own->slots, block->slots, n * sizeof *own->slots);
  own->n = n;
  unref_slots (block);
  return own;
}

HrTimelineSlot *hr_working_object_splice (HrWorkingObject *object, guint prefix, guint removed, guint inserted,
                                          guint shifted)
{
  guint n = object->block == NULL ? 0 : object->block->n, suffix = n - prefix - removed;
  HrWorkingSlots *block = own_block (object->block, n - removed + inserted);
  HrTimelineSlot *slots = block->slots;
  if (suffix > 0 && removed != inserted) {
    memmove (slots + prefix + inserted, slots + prefix + removed, suffix * sizeof *slots);
    for (guint i = prefix + inserted; i < prefix + inserted + shifted; i++)
      if (hr_slot_role_has_index (slots[i].role))
        slots[i].index += (guint64)inserted - (guint64)removed;
  }
  memset (slots + prefix, 0, inserted * sizeof *slots);
  block->n = prefix + inserted + suffix;
  object->block = block;
  object->object.slots = slots;
  object->object.n_slots = block->n;
  return slots + prefix;
}

#include "timeline/shadow.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a: names are short, and the table need not withstand an enemy who chooses them (the program is the user's). */
static uint32_t hash_of (const char *bytes, uint32_t n_bytes)
{
  uint32_t hash = 2166136261u;
  for (uint32_t i = 0; i < n_bytes; i++)
    hash = (hash ^ (uint8_t)bytes[i]) * 16777619u;
  return hash;
}

static bool grow_buckets (HrShadowNames *names)
{
  size_t n_buckets = names->n_buckets == 0 ? 64 : names->n_buckets * 2;
  HrShadowName **buckets = calloc (n_buckets, sizeof *buckets);
  if (buckets == NULL)
    return false;
  for (size_t i = 0; i < names->n_buckets; i++) {
    for (HrShadowName *name = names->buckets[i], *next; name != NULL; name = next) {
      next = name->next;
      HrShadowName **bucket = &buckets[name->hash & (n_buckets - 1)];
      name->next = *bucket;
      *bucket = name;
    }
  }
  free (names->buckets);
  names->buckets = buckets;
  names->n_buckets = n_buckets;
  return true;
}

HrShadowName *hr_shadow_names_get (HrShadowNames *names, const char *bytes, uint32_t n_bytes)
{
  if (names->n_names >= names->n_buckets && !grow_buckets (names))
    return NULL;
  uint32_t hash = hash_of (bytes, n_bytes);
  HrShadowName **bucket = &names->buckets[hash & (names->n_buckets - 1)];
  for (HrShadowName *name = *bucket; name != NULL; name = name->next)
    if (name->hash == hash && name->n_bytes == n_bytes && memcmp (name->bytes, bytes, n_bytes) == 0)
      return name;
  HrShadowName *name = malloc (sizeof *name + n_bytes + 1); /* one more, so that "" has an address to copy from */
  if (name == NULL)
    return NULL;
  *name = (HrShadowName){ .next = *bucket, .hash = hash, .n_bytes = n_bytes };
  if (n_bytes > 0)
    memcpy (name->bytes, bytes, n_bytes);
  *bucket = name;
  names->n_names++;
  return name;
}

void hr_shadow_names_clear (HrShadowNames *names)
{
  for (size_t i = 0; i < names->n_buckets; i++) {
    for (HrShadowName *name = names->buckets[i], *next; name != NULL; name = next) {
      next = name->next;
      free (name);
    }
  }
  free (names->buckets);
  *names = (HrShadowNames){ .buckets = NULL };
}

bool hr_shadow_name_is (const HrShadowName *name, const char *bytes, uint32_t n_bytes)
{
  if (name == NULL || bytes == NULL)
    return name == NULL && bytes == NULL;
  return name->n_bytes == n_bytes && memcmp (name->bytes, bytes, n_bytes) == 0;
}

HrShadowObject *hr_shadow_objects_peek (const HrShadowObjects *objects, uint32_t id)
{
  size_t page = id / HR_SHADOW_PAGE_OBJECTS;
  if (page >= objects->n_pages || objects->pages[page] == NULL)
    return NULL;
  return objects->pages[page]->objects[id % HR_SHADOW_PAGE_OBJECTS];
}

static bool grow_pages (HrShadowObjects *objects, size_t wanted)
{
  size_t n_pages = objects->n_pages == 0 ? 16 : objects->n_pages * 2;
  if (n_pages < wanted)
    n_pages = wanted;
  HrShadowPage **pages = realloc (objects->pages, n_pages * sizeof *pages);
  if (pages == NULL)
    return false;
  memset (pages + objects->n_pages, 0, (n_pages - objects->n_pages) * sizeof *pages);
  objects->pages = pages;
  objects->n_pages = n_pages;
  return true;
}

HrShadowObject *hr_shadow_objects_add (HrShadowObjects *objects, uint32_t id)
{
  size_t page = id / HR_SHADOW_PAGE_OBJECTS;
  if (page >= objects->n_pages && !grow_pages (objects, page + 1))
    return NULL;
  HrShadowObject *object = calloc (1, sizeof *object);
  if (object == NULL)
    return NULL;
  if (objects->pages[page] == NULL)
    objects->pages[page] = calloc (1, sizeof (HrShadowPage));
  if (objects->pages[page] == NULL) {
    free (object);
    return NULL;
  }
  object->id = id;
  objects->pages[page]->objects[id % HR_SHADOW_PAGE_OBJECTS] = object;
  objects->pages[page]->n_objects++;
  return object;
}

void hr_shadow_object_hide (HrShadowObject *object)
{
  free (object->text);
  free (object->elements);
  free (object->slots);
  free (object->holders);
  *object = (HrShadowObject){ .id = object->id, .born = object->born, .hidden = true };
}

void hr_shadow_objects_remove (HrShadowObjects *objects, uint32_t id)
{
  HrShadowObject *object = hr_shadow_objects_peek (objects, id);
  if (object == NULL)
    return;
  hr_shadow_object_hide (object);
  free (object);
  HrShadowPage **page = &objects->pages[id / HR_SHADOW_PAGE_OBJECTS];
  (*page)->objects[id % HR_SHADOW_PAGE_OBJECTS] = NULL;
  if (--(*page)->n_objects == 0) {
    free (*page);
    *page = NULL;
  }
}

void hr_shadow_objects_clear (HrShadowObjects *objects)
{
  for (size_t page = 0; page < objects->n_pages; page++)
    for (size_t i = 0; i < HR_SHADOW_PAGE_OBJECTS && objects->pages[page] != NULL; i++)
      hr_shadow_objects_remove (objects, (uint32_t)(page * HR_SHADOW_PAGE_OBJECTS + i));
  free (objects->pages);
  *objects = (HrShadowObjects){ .pages = NULL };
}

void hr_shadow_frame_free (HrShadowFrame *frame)
{
  if (frame == NULL)
    return;
  free (frame->names);
  free (frame);
}

static size_t smaller (size_t a, size_t b)
{
  return a < b ? a : b;
}

static bool same_name (const HrShadowBinding *old, const HrTimelineWriteName *name)
{
  return old->value == name->value && old->flags == name->flags &&
         hr_shadow_name_is (old->name, name->name, name->name_bytes);
}

HrShadowSplice hr_shadow_splice_names (const HrShadowFrame *frame, const HrTimelineWriteName *names, size_t n_names)
{
  size_t most = smaller (frame->n_names, n_names), prefix = 0, suffix = 0;
  while (prefix < most && same_name (&frame->names[prefix], &names[prefix]))
    prefix++;
  while (suffix < most - prefix && same_name (&frame->names[frame->n_names - 1 - suffix], &names[n_names - 1 - suffix]))
    suffix++;
  HrShadowSplice splice = { prefix, frame->n_names - prefix - suffix, n_names - prefix - suffix, false };
  if (splice.removed == 1 && splice.inserted == 1)
    splice.rebinds = frame->names[prefix].flags == names[prefix].flags &&
                     hr_shadow_name_is (frame->names[prefix].name, names[prefix].name, names[prefix].name_bytes);
  return splice;
}

static uint64_t index_of (const HrTimelineWriteSlot *slot)
{
  return hr_slot_role_has_index (slot->role) ? slot->index : 0;
}

/* The same slot, when the one at @old_position now stands at @position: of those that count positions, the index moves
 * along, so that an insertion in a list leaves what follows alone. */
static bool same_slot (const HrShadowSlot *old, size_t old_position, const HrTimelineWriteSlot *slot, size_t position)
{
  if (old->value != slot->value || old->role != slot->role || old->flags != slot->flags || old->key != slot->key)
    return false;
  if (!hr_shadow_name_is (old->text, slot->text, slot->text_bytes))
    return false;
  if (slot->role == HR_SLOT_ELEMENT) /* the most frequent by far, and never named */
    return old->index - old_position == slot->index - position;
  return (!hr_slot_role_has_index (slot->role) || old->index - old_position == slot->index - position) &&
         hr_shadow_name_is (old->name, slot->name, slot->name_bytes);
}

HrShadowSplice hr_shadow_splice_slots (const HrShadowObject *object, const HrTimelineWriteSlot *slots, size_t n_slots)
{
  const HrShadowSlot *old = object->slots;
  size_t n_old = object->n_slots, most = smaller (n_old, n_slots), prefix = 0, suffix = 0;
  while (prefix < most && same_slot (&old[prefix], prefix, &slots[prefix], prefix))
    prefix++;
  while (suffix < most - prefix &&
         same_slot (&old[n_old - 1 - suffix], n_old - 1 - suffix, &slots[n_slots - 1 - suffix], n_slots - 1 - suffix))
    suffix++;
  return (HrShadowSplice){ prefix, n_old - prefix - suffix, n_slots - prefix - suffix, false };
}

HrShadowSplice hr_shadow_splice_elements (const HrShadowObject *object, const uint32_t *elements, size_t n_elements)
{
  const uint32_t *old = object->elements;
  size_t n_old = object->n_elements, most = smaller (n_old, n_elements), prefix = 0, suffix = 0;
  if (n_old == n_elements && (n_old == 0 || memcmp (old, elements, n_old * sizeof *old) == 0))
    return (HrShadowSplice){ n_old, 0, 0, false };
  if (most > 0 && memcmp (old, elements, most * sizeof *old) == 0)
    prefix = most;
  while (prefix < most && old[prefix] == elements[prefix])
    prefix++;
  while (suffix < most - prefix && old[n_old - 1 - suffix] == elements[n_elements - 1 - suffix])
    suffix++;
  return (HrShadowSplice){ prefix, n_old - prefix - suffix, n_elements - prefix - suffix, false };
}

/* Makes room in an array of @n items of @size bytes for @splice; the inserted items are still to be filled. */
static bool splice_array (void **items, size_t *n, size_t *capacity, size_t size, HrShadowSplice splice)
{
  size_t suffix = *n - splice.prefix - splice.removed, wanted = splice.prefix + splice.inserted + suffix;
  if (wanted > *capacity) {
    size_t more = wanted < *capacity * 2 ? *capacity * 2 : wanted;
    void *grown = realloc (*items, more * size);
    if (grown == NULL)
      return false;
    *items = grown;
    *capacity = more;
  }
  char *bytes = *items;
  if (suffix > 0 && splice.removed != splice.inserted)
    memmove (bytes + (splice.prefix + splice.inserted) * size, bytes + (splice.prefix + splice.removed) * size,
             suffix * size);
  *n = wanted;
  return true;
}

bool hr_shadow_take_names (HrShadowNames *table, HrShadowFrame *frame, const HrTimelineWriteName *names,
                           HrShadowSplice splice)
{
  void *items = frame->names;
  if (!splice_array (&items, &frame->n_names, &frame->capacity, sizeof *frame->names, splice))
    return false;
  frame->names = items;
  for (size_t i = splice.prefix; i < splice.prefix + splice.inserted; i++) {
    const HrTimelineWriteName *from = &names[i];
    HrShadowName *name = from->name == NULL ? NULL : hr_shadow_names_get (table, from->name, from->name_bytes);
    if (name == NULL && from->name != NULL)
      return false;
    frame->names[i] = (HrShadowBinding){ .name = name, .flags = from->flags, .value = from->value };
  }
  return true;
}

bool hr_shadow_take_slots (HrShadowNames *table, HrShadowObject *object, const HrTimelineWriteSlot *slots,
                           HrShadowSplice splice)
{
  size_t suffix_from = splice.prefix + splice.inserted;
  void *items = object->slots;
  if (!splice_array (&items, &object->n_slots, &object->slots_capacity, sizeof *object->slots, splice))
    return false;
  object->slots = items;
  for (size_t i = splice.prefix; i < suffix_from; i++) {
    const HrTimelineWriteSlot *from = &slots[i];
    HrShadowName *name = from->name == NULL ? NULL : hr_shadow_names_get (table, from->name, from->name_bytes);
    HrShadowName *text = from->text == NULL ? NULL : hr_shadow_names_get (table, from->text, from->text_bytes);
    if ((name == NULL && from->name != NULL) || (text == NULL && from->text != NULL))
      return false;
    object->slots[i] = (HrShadowSlot){ .name = name,
                                       .text = text,
                                       .index = index_of (from),
                                       .value = from->value,
                                       .key = from->key,
                                       .flags = from->flags,
                                       .role = from->role };
  }
  for (size_t i = suffix_from; i < object->n_slots && splice.removed != splice.inserted; i++)
    object->slots[i].index = index_of (&slots[i]);
  return true;
}

bool hr_shadow_take_elements (HrShadowObject *object, const uint32_t *elements, HrShadowSplice splice)
{
  void *items = object->elements;
  if (!splice_array (&items, &object->n_elements, &object->elements_capacity, sizeof *object->elements, splice))
    return false;
  object->elements = items;
  if (splice.inserted > 0)
    memcpy (object->elements + splice.prefix, elements + splice.prefix, splice.inserted * sizeof *elements);
  return true;
}

bool hr_shadow_same_holders (const HrShadowObject *object, const HrTimelineWriteHolder *holders, size_t n_holders)
{
  if (object->n_holders != n_holders)
    return false;
  for (size_t i = 0; i < n_holders; i++) {
    const HrShadowHolder *old = &object->holders[i];
    if (old->kind != holders[i].kind || old->object != holders[i].object || old->frame != holders[i].frame ||
        old->count != holders[i].count || !hr_shadow_name_is (old->text, holders[i].text, holders[i].text_bytes))
      return false;
  }
  return true;
}

bool hr_shadow_take_holders (HrShadowNames *table, HrShadowObject *object, const HrTimelineWriteHolder *holders,
                             size_t n_holders)
{
  HrShadowHolder *copy = n_holders == 0 ? NULL : calloc (n_holders, sizeof *copy);
  if (copy == NULL && n_holders > 0)
    return false;
  for (size_t i = 0; i < n_holders; i++) {
    const HrTimelineWriteHolder *from = &holders[i];
    HrShadowName *text = from->text == NULL ? NULL : hr_shadow_names_get (table, from->text, from->text_bytes);
    if (text == NULL && from->text != NULL) {
      free (copy);
      return false;
    }
    copy[i] = (HrShadowHolder){
      .text = text, .object = from->object, .frame = from->frame, .count = from->count, .kind = from->kind
    };
  }
  free (object->holders);
  object->holders = copy;
  object->n_holders = n_holders;
  return true;
}

bool hr_shadow_take_text (HrShadowObject *object, const char *text, uint32_t n_bytes)
{
  char *copy = text == NULL ? NULL : malloc ((size_t)n_bytes + 1);
  if (text != NULL && copy == NULL)
    return false;
  if (copy != NULL && n_bytes > 0)
    memcpy (copy, text, n_bytes);
  free (object->text);
  object->text = copy;
  object->text_bytes = text == NULL ? 0 : n_bytes;
  return true;
}

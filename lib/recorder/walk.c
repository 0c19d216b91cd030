#include "recorder/walk.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/atoms.h"
#include "recorder/code.h"
#include "recorder/kinds.h"
#include "recorder/program.h"
#include "recorder/sizes.h"
#include "recorder/unreachable.h"

static void push (uint32_t **array, uint32_t *n, uint32_t *capacity, uint32_t value)
{
  if (*n == *capacity) {
    *capacity = *capacity > 0 ? *capacity * 2 : 256;
    *array = hr_text_realloc (*array, *capacity * sizeof **array);
  }
  (*array)[(*n)++] = value;
}

/* Iterators of zip(), enumerate() and dict.items() fill their last tuple anew when nobody else holds it. */
static uint64_t tuple_content (PyObject *tuple)
{
  Py_ssize_t n = PyTuple_GET_SIZE (tuple);
  uint64_t content = (uint64_t)n + 1;

  for (Py_ssize_t i = 0; i < n && i < 64; i++)
    content = (content ^ (uintptr_t)PyTuple_GET_ITEM (tuple, i)) * 0x9E3779B97F4A7C15u;
  return content | 1;
}

static uint64_t immutable_content (PyObject *object, HrObjectKind kind)
{
  if (kind == HR_KIND_TUPLE)
    return PyTuple_CheckExact (object) ? tuple_content (object) : 0;
  return hr_atom_content (object, kind);
}

static bool is_own (PyObject *object, HrObjectKind kind)
{
  if (kind == HR_KIND_CLASS)
    return hr_program_owns_class ((PyTypeObject *)object);
  if (kind == HR_KIND_MODULE)
    return hr_program_owns_module (object);
  if (kind == HR_KIND_FUNCTION)
    return hr_code_get ((PyCodeObject *)((PyFunctionObject *)object)->func_code)->source != NULL;
  return false;
}

/* Settles what @record is, now or after its class was replaced. */
static void classify (HrWalk *walk, uint32_t record)
{
  PyObject *object = walk->identity.records[record].object;
  PyTypeObject *type = Py_TYPE (object);
  bool heap_type = PyType_HasFeature (type, Py_TPFLAGS_HEAPTYPE), own_class = false;
  HrSeen *seen;

  if (heap_type && (PyObject *)type != object) {
    hr_walk_visit (walk, (PyObject *)type);
    own_class = walk->identity.records[hr_identity_find (&walk->identity, hr_identity_key ((PyObject *)type))].own;
  }
  seen = &walk->identity.records[record];
  seen->type = type;
  seen->kind = hr_kind_of (object, own_class);
  seen->own = is_own (object, seen->kind);
  seen->flags = (seen->flags & HR_OBJECT_UNREACHABLE) | hr_kind_flags (object, seen->kind, seen->own);
  seen->immutable = immutable_content (object, seen->kind);
  seen->entered = hr_kind_is_entered (object, seen->kind, seen->own);
  if (seen->kind == HR_KIND_FLOAT)
    push (&walk->floats, &walk->n_floats, &walk->floats_capacity, record);
}

static uint32_t see (HrWalk *walk, uintptr_t key, PyObject *object)
{
  uint32_t record = hr_identity_add (&walk->identity, key, object);

  /* visited from here on, so that a class that is its own class comes to rest */
  walk->identity.records[record].visit = walk->number;
  classify (walk, record);
  return record;
}

/* Whether the limits let no more in than this walk has come to already. */
static bool lets_none_in (const HrWalk *walk)
{
  return walk->n_queue >= walk->max_objects || walk->level >= walk->depth;
}

/* Counts an object that the limits do not let in. It has a number, but nothing is told of it. */
static void leave_out (HrWalk *walk, uint32_t record)
{
  if (walk->n_queue >= walk->max_objects)
    walk->is_full = true;
  if (record >= walk->n_left_out_records) {
    uint32_t n = walk->identity.capacity;

    walk->left_out = hr_text_realloc (walk->left_out, n * sizeof *walk->left_out);
    memset (walk->left_out + walk->n_left_out_records, 0, (n - walk->n_left_out_records) * sizeof *walk->left_out);
    walk->n_left_out_records = n;
  }
  walk->n_left_out += walk->left_out[record] != walk->number;
  walk->left_out[record] = walk->number;
}

/* The record of @object, visited. */
static uint32_t visit_record (HrWalk *walk, PyObject *object)
{
  uintptr_t key = hr_identity_key (object);
  uint32_t record = hr_identity_find (&walk->identity, key);
  bool left_out;

  if (record != HR_IDENTITY_NONE) {
    HrSeen *seen = &walk->identity.records[record];

    if (seen->visit == walk->number)
      return record;
    if (seen->immutable != 0 && seen->immutable != immutable_content (object, seen->kind)) {
      hr_walk_note_death (walk, key, (HrDeath){ .why = HR_GONE_FREED });
      record = HR_IDENTITY_NONE;
    }
  }
  left_out = lets_none_in (walk);
  if (record == HR_IDENTITY_NONE)
    record = see (walk, key, object);
  else if (!left_out)
    walk->identity.records[record].visit = walk->number;
  if (left_out) {
    walk->identity.records[record].visit = 0;
    leave_out (walk, record);
    return record;
  }
  push (&walk->queue, &walk->n_queue, &walk->queue_capacity, record);
  return record;
}

bool hr_walk_follow (HrWalk *walk, HrLink link)
{
  HrSeen *seen = &walk->identity.records[link.record];

  if (seen->id != link.id || seen->key == 0)
    return false;
  if (seen->visit == walk->number)
    return true;
  if (seen->immutable != 0 && seen->immutable != immutable_content (seen->object, seen->kind))
    return false;
  if (lets_none_in (walk)) {
    leave_out (walk, link.record);
    return true;
  }
  seen->visit = walk->number;
  push (&walk->queue, &walk->n_queue, &walk->queue_capacity, link.record);
  return true;
}

/* Visits @object, which most likely is where @guess leads. */
static HrLink visit_guessed (HrWalk *walk, PyObject *object, const HrLink *guess)
{
  uint32_t record;

  if (guess != NULL && walk->identity.records[guess->record].object == object && hr_walk_follow (walk, *guess))
    return *guess;
  record = visit_record (walk, object);
  return (HrLink){ record, walk->identity.records[record].id };
}

HrLink hr_walk_link (HrWalk *walk, PyObject *object)
{
  uint32_t record = visit_record (walk, object);

  return (HrLink){ record, walk->identity.records[record].id };
}

uint32_t hr_walk_visit (HrWalk *walk, PyObject *object)
{
  uint32_t record;

  if (object == NULL)
    return 0;
  record = visit_record (walk, object); /* the records may lie elsewhere after it */
  return walk->identity.records[record].id;
}

/* What a container holds is mostly what it held, in the same order. */
static uint32_t visit_for_contents (void *data, PyObject *object)
{
  HrWalk *walk = data;
  uint32_t at = walk->held_links.n_links;
  const HrLink *guess = walk->guess != NULL && at < walk->guess->n_links ? &walk->guess->links[at] : NULL;

  hr_link_list_add (&walk->held_links, visit_guessed (walk, object, guess));
  return walk->held_links.links[at].id;
}

/* The number of @object if this walk has come to it; else 0. */
static uint32_t peek_for_contents (void *data, PyObject *object)
{
  const HrWalk *walk = data;
  uint32_t record = hr_identity_find (&walk->identity, hr_identity_key (object));

  return record != HR_IDENTITY_NONE && walk->identity.records[record].visit == walk->number
             ? walk->identity.records[record].id
             : 0;
}

void hr_walk_begin (HrWalk *walk)
{
  walk->number++;
  walk->n_queue = 0;
  walk->level = 0;
  walk->n_left_out = 0;
  walk->is_full = false;
  walk->contents.visit = visit_for_contents;
  walk->contents.peek = peek_for_contents;
  walk->n_weak = 0;
  walk->contents.visit_data = walk;
}

/* The program's share of the references. */
static int64_t refcount_of (const HrWalk *walk, PyObject *object)
{
  int64_t refcount = Py_REFCNT (object);

  if (walk->uncounted)
    return 0;
  if (walk->held != NULL && (object == walk->held || object == (PyObject *)Py_TYPE (walk->held)))
    refcount -= walk->n_held;
  else if (walk->held_tuple != NULL && object == PyTuple_GET_ITEM (walk->held_tuple, 2)) /* the traceback */
    refcount--;
  return refcount;
}

static void tell_in_full (HrWalk *walk, uint32_t record, uint64_t size_bytes)
{
  HrContents *contents = &walk->contents;
  HrSeen *seen = &walk->identity.records[record];
  PyTypeObject *type = Py_TYPE (seen->object);
  uint32_t type_id = hr_walk_visit (walk, (PyObject *)type);
  HrText type_name = { 0 };

  hr_atom_append_type_name (&type_name, type);
  seen = &walk->identity.records[record];
  seen->told = true;
  seen->refcount = refcount_of (walk, seen->object);
  seen->content = contents->fingerprint;
  hr_timeline_writer_object (walk->writer, &(HrTimelineWriteObject){
                                               .id = seen->id,
                                               .kind = seen->kind,
                                               .type = type_id,
                                               .type_name = type_name.bytes,
                                               .type_name_bytes = (uint32_t)type_name.n_bytes,
                                               .flags = seen->flags | (contents->cut ? HR_OBJECT_CUT : 0),
                                               .refcount = seen->refcount,
                                               .length = contents->length,
                                               .size_bytes = size_bytes,
                                               .text = contents->has_text ? contents->text.bytes : NULL,
                                               .text_bytes = (uint32_t)contents->text.n_bytes,
                                               .slots = contents->slots,
                                               .n_slots = contents->n_slots,
                                               .elements = contents->elements,
                                               .n_elements = contents->n_elements,
                                           });
  hr_text_clear (&type_name);
}

static void tell_refcount (HrWalk *walk, HrSeen *seen)
{
  if (seen->refcount == refcount_of (walk, seen->object) || (seen->flags & HR_OBJECT_SHARED) != 0)
    return;
  seen->refcount = refcount_of (walk, seen->object);
  hr_timeline_writer_refcount (walk->writer, seen->id, seen->refcount);
}

static void visit_type (HrWalk *walk, PyTypeObject *type)
{
  size_t slot = (uintptr_t)type / 64 % (sizeof walk->types / sizeof *walk->types);

  if (walk->types[slot].type == type && walk->types[slot].number == walk->number)
    return;
  walk->types[slot].type = type;
  walk->types[slot].number = walk->number;
  hr_walk_visit (walk, (PyObject *)type);
}

/* A str may be interned after it was first seen. */
static bool flags_hold (const HrSeen *seen)
{
  return seen->kind != HR_KIND_STR ||
         (PyUnicode_CHECK_INTERNED (seen->object) != 0) == ((seen->flags & HR_OBJECT_INTERNED) != 0);
}

/* Visits what the container at @record holds, if it holds what it held. False: it is to be read. */
static bool follow_links (HrWalk *walk, const HrSeen *seen)
{
  const HrLinks *links = seen->links;
  HrRaw raw;

  if (links == NULL || !links->has_raw ||
      !hr_raw_of (&raw, seen->object, seen->kind, seen->own, walk->contents.max_items) || !hr_links_hold (links, &raw))
    return false;
  for (uint32_t i = 0; i < links->n_links; i++)
    if (!hr_walk_follow (walk, links->links[i]))
      return false;
  return true;
}

/* Reads the container at @record, and remembers what it holds. */
static void read_contents (HrWalk *walk, uint32_t record)
{
  HrSeen *seen = &walk->identity.records[record];
  HrRaw raw;
  bool has_raw;

  walk->guess = seen->links;
  walk->held_links.n_links = 0;
  hr_contents_fill (&walk->contents, seen->object, seen->kind, seen->own);
  walk->guess = NULL;
  seen = &walk->identity.records[record];
  if (!seen->entered)
    return;
  has_raw = hr_raw_of (&raw, seen->object, seen->kind, seen->own, walk->contents.max_items);
  hr_links_set (&seen->links, &walk->held_links, has_raw ? &raw : NULL);
}

/* @settled: all that is held has been visited, so that what is only referred to can be told from it. */
static void process (HrWalk *walk, uint32_t record, bool settled)
{
  HrSeen *seen = &walk->identity.records[record];
  uint64_t size_bytes;

  if (seen->type != Py_TYPE (seen->object) || !flags_hold (seen)) {
    classify (walk, record);
    seen = &walk->identity.records[record];
    seen->told = false;
  }
  if (seen->told && (!seen->entered || follow_links (walk, seen))) {
    visit_type (walk, seen->type);
    tell_refcount (walk, &walk->identity.records[record]);
    return;
  }
  read_contents (walk, record);
  if (walk->identity.records[record].kind == HR_KIND_WEAKREF && !settled) {
    push (&walk->weak, &walk->n_weak, &walk->weak_capacity, record);
    visit_type (walk, walk->identity.records[record].type);
    return;
  }
  seen = &walk->identity.records[record];
  size_bytes = hr_size_of (seen->object, seen->kind);
  walk->contents.fingerprint ^= size_bytes * 0x9E3779B97F4A7C15u;
  if (!seen->told || seen->content != walk->contents.fingerprint) {
    tell_in_full (walk, record, size_bytes);
    return;
  }
  visit_type (walk, seen->type);
  tell_refcount (walk, &walk->identity.records[record]);
}

/* Specialised opcodes free floats without passing tp_dealloc or the allocator. Their memory stays mapped: a freed one
 * has no references, or the free list's link where its type was. */
static void bury_floats (HrWalk *walk, uint32_t file, uint32_t line)
{
  uint32_t n_kept = 0;

  for (uint32_t i = 0; i < walk->n_floats; i++) {
    HrSeen *seen = &walk->identity.records[walk->floats[i]];

    if (seen->key == 0 || seen->kind != HR_KIND_FLOAT)
      continue;
    if (seen->visit != walk->number && (Py_TYPE (seen->object) != seen->type || Py_REFCNT (seen->object) == 0))
      hr_walk_note_death (walk, seen->key, (HrDeath){ .why = HR_GONE_FREED, .file = file, .line = line });
    else if (n_kept == 0 || walk->floats[n_kept - 1] != walk->floats[i])
      walk->floats[n_kept++] = walk->floats[i];
  }
  walk->n_floats = n_kept;
}

/* Whether the picture holds the very objects that it held. */
static bool shows_the_same (const HrWalk *walk)
{
  return walk->n_deaths == 0 && walk->n_queue == walk->n_shown &&
         memcmp (walk->queue, walk->shown, walk->n_queue * sizeof *walk->queue) == 0;
}

static void hide_unvisited (HrWalk *walk)
{
  for (uint32_t i = 0; i < walk->n_shown; i++) {
    HrSeen *seen = &walk->identity.records[walk->shown[i]];

    if (seen->key == 0 || seen->id != walk->shown_ids[i] || seen->visit == walk->number)
      continue;
    seen->told = false;
    hr_timeline_writer_gone (walk->writer, seen->id, HR_GONE_HIDDEN, 0, 0, 0);
  }
}

static void remember_shown (HrWalk *walk)
{
  if (walk->n_queue > walk->shown_capacity) {
    walk->shown_capacity = walk->queue_capacity;
    walk->shown = hr_text_realloc (walk->shown, walk->shown_capacity * sizeof *walk->shown);
    walk->shown_ids = hr_text_realloc (walk->shown_ids, walk->shown_capacity * sizeof *walk->shown_ids);
  }
  for (uint32_t i = 0; i < walk->n_queue; i++) {
    walk->shown[i] = walk->queue[i];
    walk->shown_ids[i] = walk->identity.records[walk->queue[i]].id;
  }
  walk->n_shown = walk->n_queue;
}

/* Objects lie all over memory; what comes soon is most likely what came then the last time. */
static void prefetch (const HrWalk *walk, uint32_t at)
{
  if (at + 16 < walk->n_shown)
    __builtin_prefetch (&walk->identity.records[walk->shown[at + 16]]);
  if (at + 8 < walk->n_shown)
    __builtin_prefetch (walk->identity.records[walk->shown[at + 8]].object);
  if (at + 4 < walk->n_shown)
    __builtin_prefetch (walk->identity.records[walk->shown[at + 4]].links);
}

void hr_walk_retell (HrWalk *walk, uint32_t record)
{
  walk->identity.records[record].told = false;
  process (walk, record, false);
}

static int compare_deaths (const void *a, const void *b)
{
  const HrDeath *left = a, *right = b;

  return left->id < right->id ? -1 : left->id > right->id;
}

void hr_walk_tell_deaths (HrWalk *walk, uint32_t file, uint32_t line)
{
  /* the interpreter goes down by way of tables that are ordered by address */
  if (walk->n_deaths > 1 && walk->deaths[walk->n_deaths - 1].why == HR_GONE_EXIT)
    qsort (walk->deaths, walk->n_deaths, sizeof *walk->deaths, compare_deaths);
  for (size_t i = 0; i < walk->n_deaths; i++) {
    const HrDeath *death = &walk->deaths[i];

    hr_timeline_writer_gone (walk->writer, death->id, death->why, death->generation,
                             death->line != 0 ? death->file : file, death->line != 0 ? death->line : line);
  }
  walk->n_deaths = 0;
}

/* Goes on with what was visited since place @from of the queue, one level after the other. */
static void process_queue (HrWalk *walk, uint32_t from)
{
  uint32_t n_level = walk->n_queue; /* where those end that as many references lead to */

  walk->level = 1;
  for (uint32_t i = from; i < walk->n_queue; i++) {
    if (i == n_level) {
      walk->level++;
      n_level = walk->n_queue;
    }
    prefetch (walk, i);
    process (walk, walk->queue[i], false);
  }
}

bool hr_walk_end (HrWalk *walk, uint32_t file, uint32_t line)
{
  uint32_t n_led_to;
  bool same;

  process_queue (walk, 0);
  n_led_to = walk->n_queue;
  if (walk->unreachable != NULL && (walk->unreachable->n_roots > 0 || !shows_the_same (walk))) {
    walk->level = 1;
    hr_unreachable_visit (walk->unreachable, walk);
    process_queue (walk, n_led_to);
  }
  for (uint32_t i = 0; i < walk->n_weak; i++)
    process (walk, walk->weak[i], true);
  bury_floats (walk, file, line);
  same = shows_the_same (walk);
  hr_walk_tell_deaths (walk, file, line);
  if (!same) {
    hide_unvisited (walk);
    remember_shown (walk);
  }
  return hr_timeline_writer_message (walk->writer) == NULL;
}

void hr_walk_note_death (HrWalk *walk, uintptr_t key, HrDeath how)
{
  uint32_t record = hr_identity_find (&walk->identity, key);

  if (record == HR_IDENTITY_NONE)
    return;
  if (walk->identity.records[record].kind == HR_KIND_CLASS)
    hr_kind_forget_type ((PyTypeObject *)walk->identity.records[record].object);
  if (walk->n_deaths == walk->deaths_capacity) {
    walk->deaths_capacity = walk->deaths_capacity > 0 ? walk->deaths_capacity * 2 : 64;
    walk->deaths = hr_text_realloc (walk->deaths, walk->deaths_capacity * sizeof *walk->deaths);
  }
  how.id = walk->identity.records[record].id;
  walk->deaths[walk->n_deaths++] = how;
  hr_identity_remove (&walk->identity, record);
}

#include "timeline/changes.h"

#include "timeline/deaths.h"
#include "timeline/slot_changes.h"

/* The public part first: a pointer to it is a pointer to this. */
typedef struct {
  HrTimelineChanges changes;
  GHashTable *slot_kinds; /* HrSlotChange of @changes.slots -> HrChangeKind; made when first asked */
} Changes;

static Changes *new_changes (void)
{
  Changes *changes = g_new0 (Changes, 1);
  changes->changes.frames_new = g_array_new (FALSE, FALSE, sizeof (guint32));
  changes->changes.frames_gone = g_array_new (FALSE, FALSE, sizeof (guint32));
  changes->changes.names = g_array_new (FALSE, FALSE, sizeof (HrNameChange));
  changes->changes.objects = g_array_new (FALSE, FALSE, sizeof (HrObjectChange));
  changes->changes.slots = g_array_new (FALSE, FALSE, sizeof (HrSlotChange));
  return changes;
}

void hr_timeline_changes_free (HrTimelineChanges *public)
{
  Changes *changes = (Changes *)public;
  if (changes == NULL)
    return;
  g_array_unref (public->frames_new);
  g_array_unref (public->frames_gone);
  g_array_unref (public->names);
  g_array_unref (public->objects);
  g_array_unref (public->slots);
  g_clear_pointer (&changes->slot_kinds, g_hash_table_unref);
  g_free (changes);
}

static const HrTimelineFrame *frame_of (const HrTimelineState *state, guint32 id, guint likely)
{
  if (state == NULL)
    return NULL;
  if (likely < state->n_frames && state->frames[likely].id == id)
    return &state->frames[likely];
  for (guint i = 0; i < state->n_frames; i++)
    if (state->frames[i].id == id)
      return &state->frames[i];
  return NULL;
}

static guint32 value_of (const HrTimelineName *name)
{
  return name == NULL || (name->flags & HR_NAME_UNSET) != 0 ? 0 : name->value;
}

static const HrTimelineName *name_of (const HrTimelineFrame *frame, const char *name, guint likely)
{
  if (frame == NULL)
    return NULL;
  if (likely < frame->n_names && frame->names[likely].name == name)
    return &frame->names[likely];
  for (guint i = 0; i < frame->n_names; i++)
    if (frame->names[i].name == name) /* one timeline's equal strings have equal addresses */
      return &frame->names[i];
  return NULL;
}

static HrChangeKind kind_of (guint32 before, guint32 after)
{
  if (before == after)
    return HR_CHANGE_NONE;
  if (before == 0)
    return HR_CHANGE_NEW;
  return after == 0 ? HR_CHANGE_GONE : HR_CHANGE_REBOUND;
}

static void add_name (GArray *names, guint32 frame, const char *name, guint32 before, guint32 after)
{
  HrNameChange change = {
    .kind = kind_of (before, after), .frame = frame, .name = name, .before = before, .after = after
  };
  if (change.kind != HR_CHANGE_NONE)
    g_array_append_val (names, change);
}

static void compare_names (GArray *names, const HrTimelineFrame *before, const HrTimelineFrame *after)
{
  for (guint i = 0; i < after->n_names; i++) {
    const HrTimelineName *name = &after->names[i];
    if (value_of (name) != 0)
      add_name (names, after->id, name->name, value_of (name_of (before, name->name, i)), value_of (name));
  }
  for (guint i = 0; before != NULL && i < before->n_names; i++) {
    const HrTimelineName *name = &before->names[i];
    if (value_of (name_of (after, name->name, i)) == 0)
      add_name (names, after->id, name->name, value_of (name), 0);
  }
}

static void compare_frames (HrTimelineChanges *changes, const HrTimelineState *before, const HrTimelineState *after)
{
  for (guint i = 0; i < after->n_frames; i++) {
    const HrTimelineFrame *old = frame_of (before, after->frames[i].id, i);
    if (old == NULL)
      g_array_append_val (changes->frames_new, after->frames[i].id);
    compare_names (changes->names, old, &after->frames[i]);
  }
  for (guint i = 0; before != NULL && i < before->n_frames; i++)
    if (frame_of (after, before->frames[i].id, i) == NULL)
      g_array_append_val (changes->frames_gone, before->frames[i].id);
}

static void compare_object (HrTimelineChanges *changes, const HrTimelineObject *before, const HrTimelineObject *after)
{
  guint n_slots = changes->slots->len;
  if (before->slots != after->slots)
    hr_timeline_compare_slots (changes->slots, before, after);
  gboolean mutated = changes->slots->len > n_slots || before->length != after->length || before->type != after->type ||
                     before->kind != after->kind ||
                     (before->text != after->text && g_strcmp0 (before->text, after->text) != 0);
  HrObjectChange change = { .kind = mutated ? HR_CHANGE_MUTATED : HR_CHANGE_NONE,
                            .object = after->id,
                            .refs_before = before->refcount,
                            .refs_after = after->refcount };
  if (mutated || before->refcount != after->refcount)
    g_array_append_val (changes->objects, change);
}

static void add_appeared (HrTimelineChanges *changes, const HrTimelineState *before, const HrTimelineObject *object)
{
  g_assert (object != NULL);
  gboolean returns = before != NULL && object->born <= before->step.index; /* seen before, and hidden meanwhile */
  HrObjectChange change = { .kind = returns ? HR_CHANGE_NONE : HR_CHANGE_NEW,
                            .object = object->id,
                            .refs_after = object->refcount };
  g_array_append_val (changes->objects, change);
}

/* As hidden, until its death is found. */
static void add_gone (HrTimelineChanges *changes, const HrTimelineObject *object)
{
  HrObjectChange change = {
    .kind = HR_CHANGE_GONE, .object = object->id, .why = HR_GONE_HIDDEN, .refs_before = object->refcount
  };
  g_array_append_val (changes->objects, change);
}

/* Both lists are sorted by id. */
static void compare_objects (HrTimelineChanges *changes, const HrTimelineState *before, const HrTimelineState *after)
{
  guint n_before = before == NULL ? 0 : before->n_objects;
  for (guint i = 0, j = 0; i < n_before || j < after->n_objects;) {
    const HrTimelineObject *old = i < n_before ? before->objects[i] : NULL;
    const HrTimelineObject *now = j < after->n_objects ? after->objects[j] : NULL;
    if (now != NULL && (old == NULL || now->id < old->id)) {
      add_appeared (changes, before, now);
      j++;
    } else if (old != NULL && (now == NULL || old->id < now->id)) {
      add_gone (changes, old);
      i++;
    } else {
      if (old != now)
        compare_object (changes, old, now);
      i++;
      j++;
    }
  }
}

static HrObjectChange *change_of (const HrTimelineChanges *changes, guint32 object)
{
  guint low = 0, high = changes->objects->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    HrObjectChange *change = &g_array_index (changes->objects, HrObjectChange, middle);
    if (change->object == object)
      return change;
    if (change->object < object)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

static void note_death (const HrTimelineDeath *death, gpointer data)
{
  HrObjectChange *change = change_of ((const HrTimelineChanges *)data, death->id);
  if (change == NULL || change->kind != HR_CHANGE_GONE || death->why == HR_GONE_HIDDEN)
    return;
  change->why = death->why;
  change->file = death->file;
  change->line = death->line;
  change->generation = death->generation;
}

static gboolean any_gone (const HrTimelineChanges *changes)
{
  for (guint i = 0; i < changes->objects->len; i++)
    if (g_array_index (changes->objects, HrObjectChange, i).kind == HR_CHANGE_GONE)
      return TRUE;
  return FALSE;
}

/* How objects went is said by the step in which they did. */
static gboolean find_deaths (HrTimeline *timeline, HrTimelineChanges *changes, const HrTimelineState *before,
                             const HrTimelineState *after, GError **error)
{
  if (!any_gone (changes))
    return TRUE;
  for (guint i = 0; i < after->n_deaths; i++)
    note_death (&after->deaths[i], changes);
  if (before->step.index + 1 >= after->step.index)
    return TRUE;
  return hr_timeline_deaths_visit (timeline, before->step.index + 1, after->step.index - 1, note_death, changes, error);
}

HrTimelineChanges *hr_timeline_changes_new (HrTimeline *timeline, const HrTimelineState *before,
                                            const HrTimelineState *after, GError **error)
{
  g_assert (before == NULL || before->step.index <= after->step.index);
  g_autoptr (HrTimelineChanges) changes = &new_changes ()->changes;
  compare_frames (changes, before, after);
  compare_objects (changes, before, after);
  if (before != NULL && !find_deaths (timeline, changes, before, after, error))
    return NULL;
  return g_steal_pointer (&changes);
}

HrChangeKind hr_timeline_changes_of_object (const HrTimelineChanges *changes, guint32 object)
{
  const HrObjectChange *change = change_of (changes, object);
  return change == NULL ? HR_CHANGE_NONE : change->kind;
}

HrChangeKind hr_timeline_changes_of_name (const HrTimelineChanges *changes, guint32 frame, const char *name)
{
  for (guint i = 0; i < changes->names->len; i++) {
    const HrNameChange *change = &g_array_index (changes->names, HrNameChange, i);
    if (change->frame == frame && g_strcmp0 (change->name, name) == 0)
      return change->kind;
  }
  return HR_CHANGE_NONE;
}

static guint slot_hash (gconstpointer data)
{
  const HrSlotChange *change = data;
  guint hash = change->object * 31 + change->after.role;
  hash = (hash * 31 + change->after.key) * 31 + (guint)change->after.index;
  return hash * 31 + (change->after.name == NULL ? 0 : g_str_hash (change->after.name));
}

static gboolean slot_equal (gconstpointer a, gconstpointer b)
{
  const HrSlotChange *left = a, *right = b;
  return left->object == right->object && left->after.role == right->after.role &&
         left->after.key == right->after.key && left->after.index == right->after.index &&
         g_strcmp0 (left->after.name, right->after.name) == 0;
}

static GHashTable *slot_table (const HrTimelineChanges *changes)
{
  GHashTable *table = g_hash_table_new (slot_hash, slot_equal);
  for (guint i = 0; i < changes->slots->len; i++) {
    HrSlotChange *change = &g_array_index (changes->slots, HrSlotChange, i);
    if (change->kind != HR_CHANGE_GONE)
      g_hash_table_insert (table, change, GINT_TO_POINTER (change->kind));
  }
  return table;
}

HrChangeKind hr_timeline_changes_of_slot (const HrTimelineChanges *public, guint32 object, const HrTimelineSlot *slot)
{
  Changes *changes = (Changes *)public;
  if (changes->slot_kinds == NULL)
    changes->slot_kinds = slot_table (public);
  HrSlotChange wanted = { .object = object, .after = *slot };
  return (HrChangeKind)GPOINTER_TO_INT (g_hash_table_lookup (changes->slot_kinds, &wanted));
}

gint64 hr_timeline_since (HrTimeline *timeline, guint32 index)
{
  const HrTimelineStep *step = hr_timeline_peek_step (timeline, index);
  gint64 since = (gint64)index - 1;
  gboolean completed = step->event == HR_EVENT_LINE || step->event == HR_EVENT_RETURN ||
                       step->event == HR_EVENT_YIELD || step->event == HR_EVENT_RESUME || step->event == HR_EVENT_CATCH;
  if (!completed || step->ran_line == 0)
    return since;
  /* What lies between two steps of one frame happened in calls that its line made, or in other threads. */
  while (since >= 0 && hr_timeline_peek_step (timeline, (guint32)since)->frame != step->frame)
    since--;
  return since;
}

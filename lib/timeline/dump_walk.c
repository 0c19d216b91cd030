#include "timeline/dump_walk.h"

#include "timeline/account.h"

static gboolean same_slots (const HrTimelineObject *a, const HrTimelineObject *b)
{
  if (a->slots == b->slots || a->n_slots != b->n_slots)
    return a->n_slots == b->n_slots;
  for (guint i = 0; i < a->n_slots; i++) {
    const HrTimelineSlot *left = &a->slots[i], *right = &b->slots[i];
    if (left->role != right->role || left->flags != right->flags || left->name != right->name ||
        left->key != right->key || left->index != right->index || left->value != right->value ||
        g_strcmp0 (left->text, right->text) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean same_holders (const HrTimelineObject *a, const HrTimelineObject *b)
{
  if (a->holders == b->holders || a->n_holders != b->n_holders)
    return a->n_holders == b->n_holders;
  for (guint i = 0; i < a->n_holders; i++) {
    const HrTimelineHolder *left = &a->holders[i], *right = &b->holders[i];
    if (left->kind != right->kind || left->object != right->object || left->frame != right->frame ||
        left->count != right->count || g_strcmp0 (left->text, right->text) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean same_object (const HrTimelineObject *a, const HrTimelineObject *b)
{
  return a == b || (a->kind == b->kind && a->type == b->type && a->type_name == b->type_name && a->flags == b->flags &&
                    a->refcount == b->refcount && a->length == b->length && a->size_bytes == b->size_bytes &&
                    g_strcmp0 (a->text, b->text) == 0 && same_slots (a, b) && same_holders (a, b));
}

/* Both states' objects are sorted by id. */
static void find_different (HrDumpStep *step)
{
  const HrTimelineState *before = step->before, *state = step->state;
  guint at = 0;
  for (guint i = 0; i < state->n_objects; i++) {
    const HrTimelineObject *object = state->objects[i];
    while (before != NULL && at < before->n_objects && before->objects[at]->id < object->id)
      at++;
    gboolean was_there = before != NULL && at < before->n_objects && before->objects[at]->id == object->id;
    if (!was_there || !same_object (before->objects[at], object))
      g_ptr_array_add (step->objects, (gpointer)object);
  }
}

gboolean hr_dump_walk (HrTimeline *timeline, const HrDumpFormat *format, GString *out, GError **error)
{
  guint n_output, at = 0;
  const HrTimelineOutput *output = hr_timeline_peek_output (timeline, &n_output);
  g_autoptr (HrTimelineCursor) cursor = hr_timeline_cursor_new (timeline, 0, hr_timeline_n_steps (timeline) - 1);
  g_autoptr (HrTimelineState) before = NULL;
  g_autoptr (GPtrArray) objects = g_ptr_array_new ();
  format->header (timeline, out);
  for (guint32 i = 1; i <= hr_timeline_n_sources (timeline); i++)
    format->source (hr_timeline_peek_source (timeline, i), i, out);

  const HrTimelineState *state;
  GError *cause = NULL;
  while (hr_timeline_cursor_next (cursor, &state, &cause)) {
    HrDumpStep step = { .state = state, .before = before, .objects = objects };
    if (at < n_output)
      step.output = &output[at];
    for (; at < n_output && output[at].step == state->step.index; at++)
      step.n_output++;
    g_ptr_array_set_size (objects, 0);
    find_different (&step);
    step.explained = hr_timeline_has_accounts (timeline) ? hr_timeline_account_new_counts (state) : NULL;
    step.causes = before != NULL ? hr_timeline_death_new_causes (before, state) : NULL;
    format->step (timeline, &step, out);
    g_clear_pointer (&step.causes, g_hash_table_unref);
    g_clear_pointer (&step.explained, g_hash_table_unref);
    g_clear_pointer (&before, hr_timeline_state_free);
    before = hr_timeline_state_copy (state);
  }
  if (cause != NULL) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  format->end (timeline, out);
  return TRUE;
}

#include "layout/view.h"

#include "layout/content.h"

/* A picture with more than this cannot be read: what comes later is left out, and counted, unless more was asked for.
 * Of a deep stack, the ends tell the story. */
enum { MOST_OBJECTS = 200, FIRST_FRAMES = 12, LAST_FRAMES = 28 };

typedef struct {
  const HrLayoutPlan *plan;
  HrLayoutView *view;
  GArray *depths; /* guint, of each object */
  GArray *beyond; /* const HrTimelineObject *, left out because there are too many: to be followed for counting */
} Reach;

static void leave_out (Reach *r, guint32 id, const HrTimelineState *state)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);
  if (object && !hr_timeline_kind_is_atom (object->kind) && hr_layout_plan_admits (r->plan, id))
    g_hash_table_add (r->view->left_out, GUINT_TO_POINTER (id));
}

/* One more object than a picture can show. */
static void leave_beyond (Reach *r, const HrTimelineObject *object)
{
  if (g_hash_table_add (r->view->left_out, GUINT_TO_POINTER (object->id)))
    g_array_append_val (r->beyond, object);
}

static void add_object (Reach *r, const HrTimelineObject *object, gboolean ghost, guint depth)
{
  HrLayoutView *view = r->view;
  if (g_hash_table_contains (view->index, GUINT_TO_POINTER (object->id)))
    return;
  HrViewObject item = { object, ghost };
  g_array_append_val (view->objects, item);
  g_array_append_val (r->depths, depth);
  g_hash_table_insert (view->index, GUINT_TO_POINTER (object->id), GUINT_TO_POINTER (view->objects->len));
}

static gboolean is_full (const Reach *r)
{
  guint most = r->plan->options.max_objects > 0 ? r->plan->options.max_objects : MOST_OBJECTS;
  return r->view->objects->len >= most;
}

static void reach (Reach *r, guint32 id, guint depth, gboolean from_name)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (r->view->state, id);
  if (!object || !hr_layout_plan_admits (r->plan, id))
    return;
  if (from_name ? hr_layout_plan_is_boxed_beside_name (r->plan, object) : hr_layout_plan_is_inline (r->plan, object))
    return;
  if (r->plan->options.depth > 0 && depth > r->plan->options.depth)
    leave_out (r, id, r->view->state);
  else if (is_full (r) && !g_hash_table_contains (r->view->index, GUINT_TO_POINTER (id)))
    leave_beyond (r, object);
  else
    add_object (r, object, FALSE, depth);
}

static void reach_from_frame (Reach *r, const HrTimelineFrame *frame)
{
  for (guint i = 0; i < frame->n_names; i++) {
    const HrTimelineName *name = &frame->names[i];
    if (hr_layout_plan_shows_name (r->plan, name))
      reach (r, name->value, 1, !(name->flags & (HR_NAME_RETURN | HR_NAME_STACK)));
    else if (!(name->flags & HR_NAME_IMPLICIT) && name->value > 0)
      leave_out (r, name->value, r->view->state);
  }
}

static void reach_from_slot (Reach *r, const HrTimelineSlot *slot, guint depth, gboolean cut)
{
  if (slot->flags & HR_NAME_WEAK)
    return;
  gboolean key = slot->role == HR_SLOT_ENTRY && hr_layout_plan_points_to_key (r->view->state, slot->key);
  if (cut) {
    leave_out (r, slot->value, r->view->state);
    if (key)
      leave_out (r, slot->key, r->view->state);
    return;
  }
  if (key)
    reach (r, slot->key, depth, FALSE);
  if (slot->value > 0)
    reach (r, slot->value, depth, FALSE);
}

static gboolean shows_slot (const Reach *r, const HrTimelineObject *object, guint i)
{
  return hr_layout_plan_shows_slot (r->plan, &object->slots[i]) &&
         hr_layout_plan_slot_matters (r->plan, object, &object->slots[i]) &&
         !hr_content_is_summarised (object, &object->slots[i]);
}

/* Follows what the object's card will show. What is referred to weakly is shown if it is held elsewhere. */
static void reach_from_object (Reach *r, guint position)
{
  const HrTimelineObject *object = g_array_index (r->view->objects, HrViewObject, position).object;
  guint depth = g_array_index (r->depths, guint, position) + 1, shown = 0, k = 0;
  for (guint i = 0; i < object->n_slots; i++)
    shown += shows_slot (r, object, i);
  HrLayoutCut cut = hr_layout_plan_cut (r->plan, shown);
  for (guint i = 0; i < object->n_slots; i++) {
    if (!shows_slot (r, object, i))
      continue;
    reach_from_slot (r, &object->slots[i], depth, k >= cut.head && k < shown - cut.tail);
    k++;
  }
}

/* What closures and modules are made of says nothing to the reader of a picture of types. */
static gboolean has_telling_type (HrObjectKind kind)
{
  return kind != HR_KIND_CELL && kind != HR_KIND_MODULE && kind != HR_KIND_BUILTIN;
}

static void reach_types (Reach *r, const HrTimelineObject *object)
{
  if (has_telling_type (object->kind) && object->type > 0)
    reach (r, object->type, 0, FALSE);
  for (guint i = 0; object->kind == HR_KIND_CLASS && i < object->n_slots; i++)
    if (object->slots[i].role == HR_SLOT_BASE)
      reach (r, object->slots[i].value, 0, FALSE);
}

static void reach_all (Reach *r, guint first)
{
  HrLayoutView *view = r->view;
  for (guint i = first; i < view->objects->len; i++) {
    reach_from_object (r, i);
    if (r->plan->options.show & HR_SHOW_TYPES)
      reach_types (r, g_array_index (view->objects, HrViewObject, i).object);
  }
}

/* What those lead to that there was no room for. */
static void count_beyond (Reach *r)
{
  for (guint i = 0; i < r->beyond->len; i++) {
    const HrTimelineObject *object = g_array_index (r->beyond, const HrTimelineObject *, i);
    for (guint s = 0; s < object->n_slots; s++) {
      const HrTimelineObject *value = hr_timeline_state_peek_object (r->view->state, object->slots[s].value);
      if (value && hr_layout_plan_shows_slot (r->plan, &object->slots[s]) &&
          !hr_layout_plan_is_inline (r->plan, value) &&
          !g_hash_table_contains (r->view->index, GUINT_TO_POINTER (value->id)))
        leave_beyond (r, value);
    }
  }
}

/* What only the interpreter's own slots of such an object refer to is not worth a card by itself. */
static GHashTable *new_implicit_parts (const HrTimelineState *state)
{
  GHashTable *parts = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < state->n_objects; i++)
    for (guint k = 0; k < state->objects[i]->n_slots; k++)
      if (state->objects[i]->slots[k].flags & HR_NAME_IMPLICIT)
        g_hash_table_add (parts, GUINT_TO_POINTER (state->objects[i]->slots[k].value));
  return parts;
}

static gboolean is_unreachable (const HrTimelineObject *object)
{
  return object->flags & HR_OBJECT_UNREACHABLE && !hr_timeline_kind_is_atom (object->kind);
}

/* Objects that wait for the collector, though nothing leads to them. */
static void reach_unreachable (Reach *r)
{
  const HrTimelineState *state = r->view->state;
  GHashTable *parts = NULL;
  for (guint i = 0; i < state->n_objects; i++) {
    const HrTimelineObject *object = state->objects[i];
    if (!is_unreachable (object) || object->kind == HR_KIND_CELL || r->plan->options.focus)
      continue;
    parts = parts ? parts : new_implicit_parts (state);
    if (g_hash_table_contains (parts, GUINT_TO_POINTER (object->id)))
      continue;
    guint reached = r->view->objects->len;
    reach (r, object->id, 1, FALSE);
    reach_all (r, reached);
  }
  g_clear_pointer (&parts, g_hash_table_unref);
}

/* Under a focus, frames without any of its names are no part of the story. */
static gboolean is_in_story (const HrLayoutPlan *plan, const HrTimelineFrame *frame)
{
  for (guint i = 0; i < frame->n_names; i++)
    if (hr_layout_plan_shows_name (plan, &frame->names[i]))
      return TRUE;
  return !plan->focus && !plan->only;
}

static void add_frames (Reach *r)
{
  HrLayoutView *view = r->view;
  guint32 thread = 0;
  guint depth = 0;
  for (guint i = 0; i < view->state->n_frames; i++) {
    const HrTimelineFrame *frame = &view->state->frames[i];
    depth = i > 0 && frame->thread == thread ? depth + 1 : 0;
    thread = frame->thread;
    if (i >= FIRST_FRAMES && i + LAST_FRAMES < view->state->n_frames) {
      view->n_frames_left_out++;
      continue;
    }
    HrViewFrame item = { frame, FALSE, depth, FALSE };
    if (is_in_story (r->plan, frame) || r->plan->options.chips)
      g_array_append_val (view->frames, item);
    reach_from_frame (r, frame);
  }
}

/* By another frame, or by the row of a value that the frame above is returning. */
static gboolean place_is_taken (const HrLayoutView *view, guint32 thread, guint depth)
{
  for (guint i = 0; i < view->frames->len; i++) {
    const HrViewFrame *item = &g_array_index (view->frames, HrViewFrame, i);
    guint n = item->frame->n_names;
    gboolean returns = n > 0 && item->frame->names[n - 1].flags & HR_NAME_RETURN;
    if (!item->ghost && item->frame->thread == thread && (item->depth == depth || returns))
      return TRUE;
  }
  return FALSE;
}

static void mark_lowest (HrLayoutView *view)
{
  for (guint i = 0; i < view->frames->len; i++) {
    HrViewFrame *item = &g_array_index (view->frames, HrViewFrame, i);
    item->lowest = item->ghost;
    for (guint k = 0; k < view->frames->len && item->lowest; k++) {
      const HrViewFrame *other = &g_array_index (view->frames, HrViewFrame, k);
      item->lowest = other->frame->thread != item->frame->thread || other->depth <= item->depth;
    }
  }
}

static gboolean is_gone (const HrLayoutView *view, guint32 frame)
{
  for (guint i = 0; i < view->changes->frames_gone->len; i++)
    if (g_array_index (view->changes->frames_gone, guint32, i) == frame)
      return TRUE;
  return FALSE;
}

/* Frames that returned stay for one moment, unless another has begun in their place. */
static void add_ghost_frames (const HrLayoutPlan *plan, HrLayoutView *view)
{
  guint32 thread = 0;
  guint depth = 0;
  for (guint i = 0; i < view->since->n_frames; i++) {
    const HrTimelineFrame *frame = &view->since->frames[i];
    depth = i > 0 && frame->thread == thread ? depth + 1 : 0;
    thread = frame->thread;
    HrViewFrame item = { frame, TRUE, depth, FALSE };
    if (is_gone (view, frame->id) && is_in_story (plan, frame) && !place_is_taken (view, thread, depth))
      g_array_append_val (view->frames, item);
  }
}

/* What was in the picture before and has been freed stays for one moment, as it last was. */
static void add_ghost_objects (Reach *r, const HrLayoutView *before)
{
  HrLayoutView *view = r->view;
  for (guint i = 0; i < view->changes->objects->len; i++) {
    const HrObjectChange *change = &g_array_index (view->changes->objects, HrObjectChange, i);
    const HrViewObject *old = hr_layout_view_peek (before, change->object);
    if (change->kind != HR_CHANGE_GONE || change->why == HR_GONE_HIDDEN || !old)
      continue;
    const HrTimelineObject *object = hr_timeline_state_peek_object (view->since, change->object);
    if (object && hr_layout_plan_admits (r->plan, object->id))
      add_object (r, object, TRUE, 1);
  }
}

/* What a frame that returned held stays while its ghost points to it. */
static void keep_what_ghosts_hold (Reach *r)
{
  HrLayoutView *view = r->view;
  for (guint f = 0; f < view->frames->len; f++) {
    const HrViewFrame *item = &g_array_index (view->frames, HrViewFrame, f);
    for (guint i = 0; item->ghost && i < item->frame->n_names; i++) {
      const HrTimelineName *name = &item->frame->names[i];
      const HrTimelineObject *object = hr_timeline_state_peek_object (view->since, name->value);
      if (object && hr_layout_plan_shows_name (r->plan, name) && hr_timeline_kind_is_atom (object->kind) &&
          !(name->flags & HR_NAME_RETURN) && !hr_layout_plan_is_boxed_beside_name (r->plan, object))
        add_object (r, object, TRUE, 1);
    }
  }
}

/* A picture says at least where the program is. */
static void add_running_frame (HrLayoutView *view)
{
  const HrTimelineFrame *frame = hr_timeline_state_peek_current_frame (view->state);
  guint depth = 0;
  for (guint i = 0; frame && i < view->state->n_frames && view->state->frames[i].id != frame->id; i++)
    depth += view->state->frames[i].thread == frame->thread;
  HrViewFrame item = { frame, FALSE, depth, FALSE };
  if (frame)
    g_array_append_val (view->frames, item);
}

static HrLayoutView *new_empty (void)
{
  HrLayoutView *view = g_new0 (HrLayoutView, 1);
  view->frames = g_array_new (FALSE, FALSE, sizeof (HrViewFrame));
  view->objects = g_array_new (FALSE, FALSE, sizeof (HrViewObject));
  view->index = g_hash_table_new (NULL, NULL);
  view->left_out = g_hash_table_new (NULL, NULL);
  return view;
}

static void fill (const HrLayoutPlan *plan, HrLayoutView *view, const HrLayoutView *before)
{
  Reach r = { plan, view, g_array_new (FALSE, FALSE, sizeof (guint)), g_array_new (FALSE, FALSE, sizeof (gpointer)) };
  add_frames (&r);
  reach_all (&r, 0);
  reach_unreachable (&r);
  count_beyond (&r);
  if (before) {
    add_ghost_frames (plan, view);
    mark_lowest (view);
    add_ghost_objects (&r, before);
    keep_what_ghosts_hold (&r);
  }
  if (view->frames->len == 0)
    add_running_frame (view);
  g_array_unref (r.depths);
  g_array_unref (r.beyond);
}

HrLayoutView *hr_layout_view_new (const HrLayoutPlan *plan, HrTimeline *timeline, const HrLayoutMoment *moment,
                                  GError **error)
{
  g_autoptr (HrLayoutView) view = new_empty ();
  g_autoptr (HrLayoutView) before = NULL;
  view->state = hr_timeline_state_new (timeline, moment->step, error);
  if (!view->state)
    return NULL;
  if (moment->since >= 0) {
    before = new_empty ();
    before->state = hr_timeline_state_new (timeline, (guint32)moment->since, error);
    if (!before->state)
      return NULL;
    fill (plan, before, NULL);
    view->changes = hr_timeline_changes_new (timeline, before->state, view->state, error);
    if (!view->changes)
      return NULL;
    view->since = g_steal_pointer (&before->state);
  }
  fill (plan, view, before);
  return g_steal_pointer (&view);
}

void hr_layout_view_free (HrLayoutView *view)
{
  if (!view)
    return;
  g_clear_pointer (&view->changes, hr_timeline_changes_free);
  g_clear_pointer (&view->state, hr_timeline_state_free);
  g_clear_pointer (&view->since, hr_timeline_state_free);
  g_array_unref (view->frames);
  g_array_unref (view->objects);
  g_hash_table_unref (view->index);
  g_hash_table_unref (view->left_out);
  g_free (view);
}

const HrViewObject *hr_layout_view_peek (const HrLayoutView *view, guint32 id)
{
  guint position = GPOINTER_TO_UINT (g_hash_table_lookup (view->index, GUINT_TO_POINTER (id)));
  return position > 0 ? &g_array_index (view->objects, HrViewObject, position - 1) : NULL;
}

const HrTimelineState *hr_layout_view_state (const HrLayoutView *view, gboolean ghost)
{
  return ghost && view->since ? view->since : view->state;
}

guint hr_layout_view_n_left_out (const HrLayoutView *view)
{
  GHashTableIter iter;
  gpointer key;
  guint n = 0;
  g_hash_table_iter_init (&iter, view->left_out);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    n += !g_hash_table_contains (view->index, key);
  return n;
}

gboolean hr_layout_view_shows_type (const HrLayoutPlan *plan, const HrLayoutView *view, const HrTimelineObject *object)
{
  const HrViewObject *type = hr_layout_view_peek (view, object->type);
  if (!type || object->type == object->id || type->object->kind != HR_KIND_CLASS)
    return FALSE;
  if (plan->options.show & HR_SHOW_TYPES)
    return has_telling_type (object->kind);
  return !(type->object->flags & HR_OBJECT_STATIC) && hr_layout_plan_shows_type_of_instances (plan, object->type);
}

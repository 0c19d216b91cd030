#include <string.h>

#include "timeline/wire.h"
#include "timeline/working_parts.h"

void hr_working_names_unref (gpointer data)
{
  HrWorkingNames *names = data;
  if (names != NULL && g_atomic_ref_count_dec (&names->refs))
    g_free (names);
}

gpointer hr_working_names_copy (gconstpointer data, gpointer unused)
{
  (void)unused;
  HrWorkingNames *names = (HrWorkingNames *)data;
  g_atomic_ref_count_inc (&names->refs);
  return names;
}

/* A frame's id, as its distance from the frame that the step is about. */
static guint32 read_frame_id (HrWorking *working, HrTimelineSpan *span)
{
  return hr_timeline_span_difference (span, working->state.step.frame);
}

static HrWorkingNames *new_names (guint capacity)
{
  HrWorkingNames *names = g_malloc (sizeof *names + capacity * sizeof (HrTimelineName));
  g_atomic_ref_count_init (&names->refs);
  names->n = 0;
  names->capacity = capacity;
  return names;
}

/* The same names after @splice, with room for those inserted. */
static HrWorkingNames *splice_names (const HrWorkingNames *old, HrWorkingSplice splice)
{
  guint suffix = old->n - splice.prefix - splice.removed;
  HrWorkingNames *names = new_names (splice.prefix + splice.inserted + suffix);
  names->n = names->capacity;
  memcpy (names->names, old->names, splice.prefix * sizeof *names->names);
  memset (names->names + splice.prefix, 0, splice.inserted * sizeof *names->names);
  memcpy (names->names + splice.prefix + splice.inserted, old->names + splice.prefix + splice.removed,
          suffix * sizeof *names->names);
  return names;
}

static void read_names (HrWorking *working, HrTimelineSpan *span, HrTimelineName *names, guint n)
{
  for (guint i = 0; i < n && span->problem == NULL; i++) {
    names[i].flags = hr_timeline_span_number32 (span);
    names[i].name = hr_timeline_said_string (span, &working->said);
    names[i].value = hr_working_read_near (working, span);
    if (names[i].name == NULL && (names[i].flags & HR_NAME_RETURN) == 0)
      hr_timeline_span_fail (span, "a name without a name");
  }
}

/* Gives the frame at @at new names, a reference taken over. */
static void set_names (HrWorking *working, guint at, HrWorkingNames *names)
{
  HrTimelineFrame *frame = &g_array_index (working->frames, HrTimelineFrame, at);
  hr_working_names_unref (g_ptr_array_index (working->names, at));
  g_ptr_array_index (working->names, at) = names;
  frame->names = names->names;
  frame->n_names = names->n;
}

/* Where the frame with @id stands, or -1: newest first, as it is these that change. */
static gint64 find_frame (const HrWorking *working, guint32 id)
{
  for (gint64 i = (gint64)working->frames->len - 1; i >= 0; i--)
    if (g_array_index (working->frames, HrTimelineFrame, i).id == id)
      return i;
  return -1;
}

void hr_working_apply_frame (HrWorking *working, HrTimelineSpan *span)
{
  gint64 at = find_frame (working, read_frame_id (working, span));
  guint mask = hr_timeline_span_choice (span, HR_FRAME_ALL, "a frame's fields are unknown");
  if (at < 0) {
    hr_timeline_span_fail (span, "a change to a frame that is not there");
    return;
  }
  if ((mask & HR_FRAME_LINE) != 0)
    g_array_index (working->frames, HrTimelineFrame, at).line = hr_timeline_span_number32 (span);
  if ((mask & HR_FRAME_NAMES) == 0)
    return;
  const HrWorkingNames *old = g_ptr_array_index (working->names, at);
  HrWorkingSplice splice = hr_working_read_splice (span, old->n, 3);
  HrWorkingNames *names = splice_names (old, splice);
  read_names (working, span, names->names + splice.prefix, splice.inserted);
  set_names (working, (guint)at, names);
}

/* The frame that the step is about, or -1 with a problem. */
static gint64 step_frame (HrWorking *working, HrTimelineSpan *span)
{
  gint64 at = find_frame (working, working->state.step.frame);
  if (at < 0)
    hr_timeline_span_fail (span, "a change to a frame that is not there");
  return at;
}

void hr_working_apply_bind (HrWorking *working, HrTimelineSpan *span)
{
  gint64 at = step_frame (working, span);
  guint64 position = hr_timeline_span_number (span);
  guint32 value = hr_working_read_near (working, span);
  const HrWorkingNames *old = at < 0 ? NULL : g_ptr_array_index (working->names, at);
  if (old == NULL || position >= old->n) {
    hr_timeline_span_fail (span, "a change to a name that is not there");
    return;
  }
  HrWorkingNames *names = splice_names (old, (HrWorkingSplice){ .prefix = old->n });
  names->names[position].value = value;
  set_names (working, (guint)at, names);
}

/* One more name at the end of the step's frame: one that the author wrote, or the value to return. */
void hr_working_apply_last_name (HrWorking *working, HrTimelineSpan *span, gboolean is_return)
{
  gint64 at = step_frame (working, span);
  HrTimelineName name = { .flags = is_return ? HR_NAME_RETURN : 0 };
  if (!is_return) {
    name.name = hr_timeline_said_string (span, &working->said);
    if (name.name == NULL)
      hr_timeline_span_fail (span, "a name without a name");
  }
  name.value = hr_working_read_near (working, span);
  if (span->problem != NULL)
    return;
  const HrWorkingNames *old = g_ptr_array_index (working->names, at);
  HrWorkingNames *names = splice_names (old, (HrWorkingSplice){ .prefix = old->n, .inserted = 1 });
  names->names[old->n] = name;
  set_names (working, (guint)at, names);
}

static void read_frame_form (HrWorking *working, HrTimelineSpan *form, HrTimelineFrame *frame, HrWorkingNames **names)
{
  frame->thread = hr_timeline_span_number32 (form);
  frame->name = hr_timeline_said_string (form, &working->said);
  if (frame->name == NULL)
    frame->name = "";
  frame->file = hr_timeline_span_number32 (form);
  frame->first_line = hr_timeline_span_number32 (form);
  guint n = (guint)hr_timeline_span_count (form, 2);
  *names = new_names (n);
  (*names)->n = n;
  memset ((*names)->names, 0, n * sizeof *(*names)->names);
  for (guint i = 0; i < n; i++) {
    HrTimelineName *name = &(*names)->names[i];
    name->flags = hr_timeline_span_number32 (form);
    name->name = hr_timeline_said_string (form, &working->said);
    if (name->name == NULL && (name->flags & HR_NAME_RETURN) == 0)
      hr_timeline_span_fail (form, "a name without a name");
  }
}

static HrWorkingNames *read_frame (HrWorking *working, HrTimelineSpan *span, HrTimelineFrame *frame)
{
  const HrTimelineStep *step = &working->state.step;
  HrWorkingNames *names;
  frame->id = read_frame_id (working, span);
  frame->line = hr_timeline_span_difference (span, step->next_line != 0 ? step->next_line : step->ran_line);
  HrTimelineSpan form = hr_working_read_form (working, span);
  read_frame_form (working, &form, frame, &names);
  hr_working_leave_form (span, &form);
  for (guint i = 0; i < names->n; i++)
    names->names[i].value = hr_working_read_near (working, span);
  frame->names = names->names;
  frame->n_names = names->n;
  return names;
}

void hr_working_apply_push (HrWorking *working, HrTimelineSpan *span)
{
  HrTimelineFrame frame = { .id = 0 };
  g_ptr_array_add (working->names, read_frame (working, span, &frame));
  g_array_append_val (working->frames, frame);
}

void hr_working_apply_pop (HrWorking *working, HrTimelineSpan *span)
{
  guint n = working->frames->len;
  if (n == 0) {
    hr_timeline_span_fail (span, "a frame has gone that is not there");
    return;
  }
  g_array_set_size (working->frames, n - 1);
  g_ptr_array_set_size (working->names, (gint)n - 1);
}

/* Adds the frames that take the place of others to @frames and @names. */
static void read_stack_items (HrWorking *working, HrTimelineSpan *span, guint n, GArray *frames, GPtrArray *names)
{
  for (guint i = 0; i < n && span->problem == NULL; i++) {
    guint item = hr_timeline_span_choice (span, HR_STACK_FULL, "a frame that is neither kept nor new");
    HrTimelineFrame frame = { .id = 0 };
    HrWorkingNames *of_frame = NULL;
    if (item == HR_STACK_FULL)
      of_frame = read_frame (working, span, &frame);
    else {
      gint64 at = find_frame (working, read_frame_id (working, span));
      if (at < 0) {
        hr_timeline_span_fail (span, "a kept frame that was not there");
        return;
      }
      frame = g_array_index (working->frames, HrTimelineFrame, at);
      of_frame = hr_working_names_copy (g_ptr_array_index (working->names, at), NULL);
    }
    g_array_append_val (frames, frame);
    g_ptr_array_add (names, of_frame);
  }
}

void hr_working_apply_stack (HrWorking *working, HrTimelineSpan *span)
{
  HrWorkingSplice splice = hr_working_read_splice (span, working->frames->len, 2);
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (HrTimelineFrame));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (hr_working_names_unref);
  read_stack_items (working, span, splice.inserted, frames, names);
  if (splice.removed > 0) {
    g_array_remove_range (working->frames, splice.prefix, splice.removed);
    g_ptr_array_remove_range (working->names, splice.prefix, splice.removed);
  }
  g_array_insert_vals (working->frames, splice.prefix, frames->data, frames->len);
  guint n = names->len, before = working->names->len;
  if (n == 0)
    return;
  g_ptr_array_set_size (working->names, (gint)(before + n));
  gpointer *place = working->names->pdata + splice.prefix;
  memmove (place + n, place, (before - splice.prefix) * sizeof *place);
  for (guint i = 0; i < n; i++)
    place[i] = hr_working_names_copy (g_ptr_array_index (names, i), NULL);
}

/* The frame that a step is about stands at the line that runs next, unless an operation says otherwise. */
void hr_working_move_step_frame (HrWorking *working)
{
  const HrTimelineStep *step = &working->state.step;
  guint32 line = step->next_line != 0 ? step->next_line : step->ran_line;
  gint64 at = line == 0 ? -1 : find_frame (working, step->frame);
  if (at >= 0)
    g_array_index (working->frames, HrTimelineFrame, at).line = line;
}

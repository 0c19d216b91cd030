/* Which object a name means. */
#include <string.h>

#include "base/error.h"
#include "figure/history.h"
#include "figure/phrase.h"
#include "timeline/state.h"
#include "timeline/vocabulary.h"

/* What the user wrote, taken apart. */
typedef struct {
  const char *whole; /* "x", "f.x", "list-3" */
  char *before;      /* "f", or NULL */
  const char *last;  /* "x" */
  guint32 number;    /* 3 of "list-3"; 0 it is no such label */
} Wanted;

/* What was found on the way through the steps. */
typedef struct {
  const Wanted *wanted;
  GArray *ids;        /* guint32, objects in the order of time, without repeats */
  GArray *own_ids;    /* those that the module's name meant */
  GPtrArray *known;   /* char *, all names there are */
  guint32 first_real; /* the first of ids that is no atom; of own_ids where there are any */
  guint32 first_own_real;
  guint32 latest, latest_own; /* what was meant last */
} Finding;

static void wanted_init (Wanted *wanted, const char *name)
{
  const char *dot = strrchr (name, '.'), *dash = strrchr (name, '-');
  char *end = NULL;

  *wanted = (Wanted){ .whole = name, .last = name };
  if (dash != NULL && dash > name && g_ascii_isdigit (dash[1])) {
    guint64 number = g_ascii_strtoull (dash + 1, &end, 10);

    wanted->number = *end == '\0' && number < G_MAXUINT32 ? (guint32)number : 0;
  } else if (dot != NULL && dot > name && dot[1] != '\0') {
    wanted->before = g_strndup (name, (gsize)(dot - name));
    wanted->last = dot + 1;
  }
}

static void add_known (Finding *finding, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (finding->known, name, g_str_equal, NULL))
    g_ptr_array_add (finding->known, g_strdup (name));
}

static void add_id (const HrTimelineState *state, GArray *ids, guint32 *first_real, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);

  if (object == NULL)
    return;
  if (*first_real == 0 && !hr_timeline_kind_is_atom (object->kind))
    *first_real = id;
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, guint32, i) == id)
      return;
  g_array_append_val (ids, id);
}

static gboolean is_a_name (const HrTimelineName *name)
{
  return name->name != NULL && (name->flags & (HR_NAME_IMPLICIT | HR_NAME_RETURN | HR_NAME_STACK)) == 0;
}

static gboolean is_module (const HrTimelineFrame *frame)
{
  return strcmp (frame->name, "<module>") == 0;
}

static void look_at_frame (Finding *finding, const HrTimelineState *state, const HrTimelineFrame *frame)
{
  const Wanted *wanted = finding->wanted;
  gboolean is_frame = wanted->before == NULL || strcmp (wanted->before, frame->name) == 0;

  for (guint i = 0; i < frame->n_names; i++) {
    const HrTimelineName *name = &frame->names[i];
    guint32 value;

    if (!is_a_name (name))
      continue;
    add_known (finding, name->name);
    if (!is_frame || wanted->number > 0 || strcmp (name->name, wanted->last) != 0)
      continue;
    value = hr_figure_phrase_value_of (state, name);
    if (hr_timeline_state_peek_object (state, value) == NULL) /* a limit left it out */
      continue;
    add_id (state, finding->ids, &finding->first_real, value);
    finding->latest = value;
    if (is_module (frame) && wanted->before == NULL) {
      add_id (state, finding->own_ids, &finding->first_own_real, value);
      finding->latest_own = value;
    }
  }
}

/* "box.items" where box is a name: an attribute of what it names. */
static void look_at_attribute (Finding *finding, const HrTimelineState *state, const HrTimelineName *name)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, hr_figure_phrase_value_of (state, name));

  if (object == NULL || !is_a_name (name) || strcmp (name->name, finding->wanted->before) != 0)
    return;
  for (guint i = 0; i < object->n_slots; i++)
    if (g_strcmp0 (object->slots[i].name, finding->wanted->last) == 0 &&
        hr_timeline_state_peek_object (state, object->slots[i].value) != NULL) {
      add_id (state, finding->ids, &finding->first_real, object->slots[i].value);
      finding->latest = object->slots[i].value;
    }
}

static void look_at_label (Finding *finding, const HrTimelineState *state)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, finding->wanted->number);
  g_autofree char *name = object == NULL ? NULL : hr_timeline_object_dup_name (object);

  if (object != NULL && g_strcmp0 (name, finding->wanted->whole) == 0) {
    add_id (state, finding->ids, &finding->first_real, object->id);
    finding->latest = object->id;
  }
}

static void look_at_state (Finding *finding, const HrTimelineState *state)
{
  if (finding->wanted->number > 0)
    look_at_label (finding, state);
  for (guint i = 0; i < state->n_frames; i++) {
    look_at_frame (finding, state, &state->frames[i]);
    for (guint k = 0; finding->wanted->before != NULL && k < state->frames[i].n_names; k++)
      look_at_attribute (finding, state, &state->frames[i].names[k]);
  }
}

static gboolean look_through (Finding *finding, HrTimeline *timeline, guint32 last, GError **error)
{
  g_autoptr (HrTimelineCursor) cursor = hr_timeline_cursor_new (timeline, 0, last);
  const HrTimelineState *state = NULL;
  g_autoptr (GError) local = NULL;

  while (hr_timeline_cursor_next (cursor, &state, &local))
    look_at_state (finding, state);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void set_unknown (const Finding *finding, gint64 step, GError **error)
{
  g_autofree char *until = step < 0 ? g_strdup ("") : g_strdup_printf (" until step #%" G_GINT64_FORMAT, step);
  const char *near;

  g_ptr_array_add (finding->known, NULL);
  near = hr_error_suggest (finding->wanted->last, (const char *const *)finding->known->pdata);
  if (near != NULL && strcmp (near, finding->wanted->last) != 0)
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "nothing is named %s%s; did you mean %s?", finding->wanted->whole,
                 until, near);
  else
    g_set_error (
        error, HR_ERROR, HR_ERROR_USAGE,
        "nothing is named %s%s: give a name, f.x for a name of f's, or an object as --show ids writes it, list-3",
        finding->wanted->whole, until);
}

/* "x names 3 objects in turn; this is the first": what a reader of the figure should know. NULL: only one. */
static char *dup_note (const Finding *finding, const GArray *ids, guint32 id)
{
  guint place = 0;

  if (ids->len < 2)
    return NULL;
  while (g_array_index (ids, guint32, place) != id)
    place++;
  return g_strdup_printf (
      "%s names %u objects in turn; this is number %u (--at chooses another, or list-3 as --show ids "
      "writes it)",
      finding->wanted->whole, ids->len, place + 1);
}

gboolean hr_figure_find_object (HrTimeline *timeline, const char *name, gint64 step, guint32 *id, char **note,
                                GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_free);
  Wanted wanted;
  Finding finding = { .wanted = &wanted, .ids = all, .own_ids = own, .known = known };
  gboolean ok;

  wanted_init (&wanted, name);
  ok = look_through (&finding, timeline, step >= 0 ? (guint32)step : hr_timeline_n_steps (timeline) - 1, error);
  if (ok && all->len == 0) {
    set_unknown (&finding, step, error);
    ok = FALSE;
  }
  if (ok) {
    const GArray *ids = own->len > 0 ? own : all;
    guint32 real = own->len > 0 ? finding.first_own_real : finding.first_real;

    if (step >= 0)
      *id = own->len > 0 ? finding.latest_own : finding.latest;
    else
      *id = real > 0 ? real : g_array_index (ids, guint32, 0);
    *note = dup_note (&finding, ids, *id);
  }
  g_free (wanted.before);
  return ok;
}

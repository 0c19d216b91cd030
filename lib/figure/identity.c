#include "figure/identity.h"

#include <string.h>

#include "figure/phrase.h"

/* Past a string literal whose quote is at @p; to the end when it is not closed. */
static const char *skip_string (const char *p)
{
  char quote = *p++;

  while (*p != '\0' && *p != quote)
    p += *p == '\\' && p[1] != '\0' ? 2 : 1;
  return *p == quote ? p + 1 : p;
}

gboolean hr_figure_is_literal (const char *text)
{
  gboolean has_value = FALSE;

  for (const char *p = text; *p != '\0' && *p != '#';) {
    if (*p == '\'' || *p == '"') {
      p = skip_string (p);
      has_value = TRUE;
    } else if (g_ascii_isdigit (*p)) {
      while (g_ascii_isalnum (*p) || *p == '.' || *p == '_')
        p++;
      has_value = TRUE;
    } else if (g_ascii_isalpha (*p)) {
      while (g_ascii_isalpha (*p))
        p++;
      if (*p != '\'' && *p != '"') /* a string's prefix is the only word allowed */
        return FALSE;
    } else if (strchr (" \t()+-*/,.", *p) != NULL) {
      p++;
    } else {
      return FALSE;
    }
  }
  return has_value;
}

gboolean hr_figure_is_name (const char *text)
{
  const char *p = text;

  if (!g_unichar_isalpha (g_utf8_get_char (p)) && *p != '_')
    return FALSE;
  while (g_unichar_isalnum (g_utf8_get_char (p)) || *p == '_')
    p = g_utf8_next_char (p);
  return *p == '\0';
}

char *hr_figure_dup_assigned (const char *line, const char *name)
{
  g_auto (GStrv) pieces = g_strsplit (line, ";", -1);
  char *found = NULL;

  for (guint i = 0; pieces[i] != NULL; i++) {
    const char *p = g_strstrip (pieces[i]);

    if (!g_str_has_prefix (p, name))
      continue;
    p += strlen (name);
    p += strspn (p, " \t");
    if (*p != '=' || p[1] == '=')
      continue;
    g_free (found);
    found = g_strdup (p + 1);
  }
  return found;
}

/* Whether the last statement that bound @name in @frame gave it a constant. A statement of another form is no proof. */
static gboolean is_bound_to_constant (HrTimeline *timeline, guint32 last, guint32 frame, const char *name)
{
  for (gint64 i = last; i >= 0; i--) {
    const HrTimelineStep *step = hr_timeline_peek_step (timeline, (guint32)i);
    g_autofree char *line = NULL, *value = NULL;

    if (step->event != HR_EVENT_LINE || step->frame != frame || step->ran_line == 0 ||
        step->ran_end_line > step->ran_line)
      continue;
    line = hr_timeline_dup_line (timeline, step->ran_file, step->ran_line);
    value = hr_figure_dup_assigned (line, name);
    if (value != NULL)
      return hr_figure_is_literal (value);
  }
  return FALSE;
}

static const char *reason_of_kind (const HrTimelineObject *object)
{
  gboolean is_cached = (object->flags & HR_OBJECT_CACHED) != 0;

  if (object->kind == HR_KIND_NONE || object->kind == HR_KIND_BOOL || object->kind == HR_KIND_ELLIPSIS)
    return "there is only one";
  if (object->kind == HR_KIND_STR && (object->flags & HR_OBJECT_INTERNED) != 0)
    return "one interned string";
  if (is_cached && object->kind == HR_KIND_INT)
    return "one cached int";
  if (is_cached)
    return "one cached object";
  return NULL;
}

static const char *find_reason (HrTimeline *timeline, const HrTimelineState *state, const HrTimelineName *const *names)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, hr_figure_phrase_value_of (state, names[0]));
  guint32 frame = hr_timeline_state_peek_current_frame (state)->id;
  const char *reason = object == NULL ? NULL : reason_of_kind (object);

  if (reason != NULL)
    return reason;
  if (is_bound_to_constant (timeline, state->step.index, frame, names[0]->name) &&
      is_bound_to_constant (timeline, state->step.index, frame, names[1]->name))
    return "one constant of the code object";
  return "one object";
}

static gboolean is_shown (const HrTimelineState *state, const HrLayoutOptions *options, const HrTimelineName *name)
{
  if (name->name == NULL || (name->flags & (HR_NAME_IMPLICIT | HR_NAME_RETURN | HR_NAME_STACK)) != 0 ||
      hr_timeline_state_peek_object (state, hr_figure_phrase_value_of (state, name)) == NULL)
    return FALSE;
  if (options->hide != NULL && g_strv_contains (options->hide, name->name))
    return FALSE;
  return options->focus == NULL || options->focus[0] == NULL || g_strv_contains (options->focus, name->name);
}

/* Nobody asks whether a string is a list. */
static gboolean are_alike (const HrTimelineState *state, const HrTimelineName *one, const HrTimelineName *other,
                           gboolean same)
{
  const HrTimelineObject *a = hr_timeline_state_peek_object (state, hr_figure_phrase_value_of (state, one));
  const HrTimelineObject *b = hr_timeline_state_peek_object (state, hr_figure_phrase_value_of (state, other));

  return a == b || (!same && a->kind == b->kind && g_strcmp0 (a->type_name, b->type_name) == 0);
}

static gboolean find_pair (const HrTimelineState *state, const HrLayoutOptions *options, gboolean same,
                           const HrTimelineName *names[2])
{
  const HrTimelineFrame *frame = hr_timeline_state_peek_current_frame (state);

  for (guint i = 0; frame != NULL && i < frame->n_names; i++)
    for (guint k = i + 1; k < frame->n_names; k++) {
      names[0] = &frame->names[i];
      names[1] = &frame->names[k];
      if (is_shown (state, options, names[0]) && is_shown (state, options, names[1]) &&
          are_alike (state, names[0], names[1], same))
        return TRUE;
    }
  return FALSE;
}

char *hr_figure_dup_identity (HrTimeline *timeline, const HrTimelineState *state, const HrLayoutOptions *options,
                              gboolean *good)
{
  const HrTimelineName *names[2] = { NULL, NULL };

  if (!find_pair (state, options, TRUE, names) && !find_pair (state, options, FALSE, names))
    return NULL;
  *good = hr_figure_phrase_value_of (state, names[0]) == hr_figure_phrase_value_of (state, names[1]);
  return g_strdup_printf ("%s is %s  →  %s%s", names[0]->name, names[1]->name,
                          *good ? "True: " : "False: ", *good ? find_reason (timeline, state, names) : "two objects");
}

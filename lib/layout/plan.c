#include "layout/plan.h"

#include <string.h>

#define MAX_ITEMS 12
#define TAIL 3

void hr_layout_plan_init (HrLayoutPlan *plan, const HrLayoutOptions *options)
{
  plan->options = *options;
  plan->hide = g_strdupv ((char **)options->hide);
  plan->focus = g_strdupv ((char **)options->focus);
  plan->options.hide = (const char *const *)plan->hide;
  plan->options.focus = (const char *const *)plan->focus;
  plan->named = g_hash_table_new (NULL, NULL);
  plan->upright = g_hash_table_new (NULL, NULL);
  plan->identity = FALSE;
}

void hr_layout_plan_clear (HrLayoutPlan *plan)
{
  g_strfreev (plan->hide);
  g_strfreev (plan->focus);
  g_hash_table_unref (plan->named);
  g_hash_table_unref (plan->upright);
}

gboolean hr_layout_is_atom (HrObjectKind kind)
{
  switch (kind) {
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_INT:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_STR:
  case HR_KIND_BYTES:
  case HR_KIND_RANGE:
  case HR_KIND_ELLIPSIS:
    return TRUE;
  case HR_KIND_OPAQUE:
  case HR_KIND_LIST:
  case HR_KIND_TUPLE:
  case HR_KIND_DICT:
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
  case HR_KIND_INSTANCE:
  case HR_KIND_CLASS:
  case HR_KIND_FUNCTION:
  case HR_KIND_METHOD:
  case HR_KIND_CELL:
  case HR_KIND_MODULE:
  case HR_KIND_BUILTIN:
  case HR_KIND_EXCEPTION:
    return FALSE;
  }
  return FALSE;
}

static gboolean is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Skips a string literal or a comment that begins at @at; quotes inside strings are the usual false friends. */
static const char *skip_literal (const char *at)
{
  if (*at == '#')
    return at + strlen (at);
  char quote = *at++;
  while (*at && *at != quote)
    at += *at == '\\' && at[1] ? 2 : 1;
  return *at ? at + 1 : at;
}

static gboolean line_asks_identity (const char *line)
{
  for (const char *at = line; *at;) {
    if (*at == '"' || *at == '\'' || *at == '#') {
      at = skip_literal (at);
    } else if (is_word (*at)) {
      const char *end = at;
      while (is_word (*end))
        end++;
      if (end - at == 2 && strncmp (at, "is", 2) == 0)
        return TRUE;
      at = end;
    } else {
      at++;
    }
  }
  return FALSE;
}

void hr_layout_plan_survey (HrLayoutPlan *plan, HrTimeline *timeline, const HrTimelineState *state)
{
  for (guint f = 0; f < state->n_frames; f++) {
    const HrTimelineFrame *frame = &state->frames[f];
    for (guint i = 0; i < frame->n_names; i++) {
      const HrTimelineName *name = &frame->names[i];
      if (name->flags & HR_NAME_RETURN || !hr_layout_plan_shows_name (plan, name))
        continue;
      const HrTimelineObject *object = hr_timeline_state_peek_object (state, name->value);
      if (object && hr_layout_is_atom (object->kind))
        g_hash_table_add (plan->named, GUINT_TO_POINTER (object->id));
    }
  }
  if (plan->identity || state->step.ran_line == 0)
    return;
  g_autofree char *line = hr_timeline_dup_line (timeline, state->step.ran_file, state->step.ran_line);
  plan->identity = line_asks_identity (line);
}

gboolean hr_layout_plan_is_inline (const HrLayoutPlan *plan, const HrTimelineObject *object)
{
  if (!hr_layout_is_atom (object->kind))
    return FALSE;
  switch (plan->options.atoms) {
  case HR_ATOMS_AUTO:
    return !plan->identity || !g_hash_table_contains (plan->named, GUINT_TO_POINTER (object->id));
  case HR_ATOMS_HEAP:
    return FALSE;
  case HR_ATOMS_INLINE:
    return TRUE;
  }
  return TRUE;
}

gboolean hr_layout_plan_is_boxed_beside_name (const HrLayoutPlan *plan, const HrTimelineObject *object)
{
  return plan->options.atoms == HR_ATOMS_INLINE && hr_layout_is_atom (object->kind);
}

static gboolean is_hidden (const HrLayoutPlan *plan, const char *name)
{
  return name && plan->hide && g_strv_contains ((const char *const *)plan->hide, name);
}

gboolean hr_layout_plan_shows_name (const HrLayoutPlan *plan, const HrTimelineName *name)
{
  if (name->flags & HR_NAME_UNSET || name->value == 0)
    return FALSE;
  if (name->flags & HR_NAME_IMPLICIT && !(plan->options.show & HR_SHOW_DUNDER))
    return FALSE;
  if (is_hidden (plan, name->name))
    return FALSE;
  return !plan->focus || (name->name && g_strv_contains ((const char *const *)plan->focus, name->name));
}

gboolean hr_layout_plan_shows_slot (const HrLayoutPlan *plan, const HrTimelineSlot *slot)
{
  if (slot->role == HR_SLOT_BASE)
    return FALSE;
  if (slot->flags & HR_NAME_IMPLICIT && !(plan->options.show & HR_SHOW_DUNDER))
    return FALSE;
  return !is_hidden (plan, slot->name);
}

HrLayoutCut hr_layout_plan_cut (const HrLayoutPlan *plan, guint n)
{
  guint limit = plan->options.max_items > 0 ? plan->options.max_items : MAX_ITEMS;
  if (n <= limit)
    return (HrLayoutCut){ n, 0 };
  guint tail = limit > 2 * TAIL ? TAIL : limit / 3;
  return (HrLayoutCut){ limit - tail, tail };
}

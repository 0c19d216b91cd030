#include "layout/plan.h"

#include <string.h>

#define MAX_ITEMS 12
#define TAIL 3
/* Up to this many instances of a class have an arrow to it; beyond, the name in their headers has to do. */
#define MOST_TYPE_ARROWS 8

void hr_layout_plan_init (HrLayoutPlan *plan, const HrLayoutOptions *options)
{
  plan->options = *options;
  plan->hide = g_strdupv ((char **)options->hide);
  plan->focus = g_strdupv ((char **)options->focus);
  plan->options.hide = (const char *const *)plan->hide;
  plan->options.focus = (const char *const *)plan->focus;
  plan->only = options->only ? g_hash_table_new (NULL, NULL) : NULL;
  for (guint i = 0; plan->only && i < options->n_only; i++)
    g_hash_table_add (plan->only, GUINT_TO_POINTER (options->only[i]));
  plan->options.only = NULL;
  plan->asked = g_hash_table_new (NULL, NULL);
  if (options->subject > 0)
    g_hash_table_add (plan->asked, GUINT_TO_POINTER (options->subject));
  plan->upright = g_hash_table_new (NULL, NULL);
  plan->nested = g_hash_table_new (NULL, NULL);
  plan->unnested = g_hash_table_new (NULL, NULL);
  plan->crowded = g_hash_table_new (NULL, NULL);
}

void hr_layout_plan_clear (HrLayoutPlan *plan)
{
  g_strfreev (plan->hide);
  g_strfreev (plan->focus);
  g_clear_pointer (&plan->only, g_hash_table_unref);
  g_hash_table_unref (plan->asked);
  g_hash_table_unref (plan->upright);
  g_hash_table_unref (plan->nested);
  g_hash_table_unref (plan->unnested);
  g_hash_table_unref (plan->crowded);
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

/* The words of a line of Python, literals and comments left out. */
static GPtrArray *split_words (const char *line)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  for (const char *at = line; *at;) {
    if (*at == '"' || *at == '\'' || *at == '#') {
      at = skip_literal (at);
    } else if (is_word (*at)) {
      const char *end = at;
      while (is_word (*end))
        end++;
      g_ptr_array_add (words, g_strndup (at, (gsize)(end - at)));
      at = end;
    } else {
      at++;
    }
  }
  return words;
}

static gboolean is_one_of (const char *word, const char *const *words)
{
  return word && g_strv_contains (words, word);
}

/* `x is None` is an idiom and asks nothing about sharing; `a is b` does. */
static gboolean asks_identity (const GPtrArray *words)
{
  static const char *const singletons[] = { "None", "True", "False", NULL };
  for (guint i = 0; i + 1 < words->len; i++) {
    if (strcmp (g_ptr_array_index (words, i), "is") != 0)
      continue;
    guint next = strcmp (g_ptr_array_index (words, i + 1), "not") == 0 ? i + 2 : i + 1;
    if (next < words->len && !is_one_of (g_ptr_array_index (words, next), singletons))
      return TRUE;
  }
  return FALSE;
}

static void survey_frame (HrLayoutPlan *plan, const HrTimelineState *state, const HrTimelineFrame *frame,
                          const GPtrArray *words)
{
  for (guint i = 0; i < frame->n_names; i++) {
    const HrTimelineName *name = &frame->names[i];
    const HrTimelineObject *object = hr_timeline_state_peek_object (state, name->value);
    if (!object || !name->name || !hr_timeline_kind_is_atom (object->kind))
      continue;
    for (guint k = 0; k < words->len; k++)
      if (strcmp (g_ptr_array_index (words, k), name->name) == 0)
        g_hash_table_add (plan->asked, GUINT_TO_POINTER (object->id));
  }
}

static void survey_classes (HrLayoutPlan *plan, const HrTimelineState *state)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < state->n_objects; i++) {
    gpointer type = GUINT_TO_POINTER (state->objects[i]->type);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, type)) + 1;
    g_hash_table_insert (counts, type, GUINT_TO_POINTER (n));
    if (n > MOST_TYPE_ARROWS)
      g_hash_table_add (plan->crowded, type);
  }
}

gboolean hr_layout_plan_shows_type_of_instances (const HrLayoutPlan *plan, guint32 type)
{
  return !g_hash_table_contains (plan->crowded, GUINT_TO_POINTER (type));
}

void hr_layout_plan_survey (HrLayoutPlan *plan, HrTimeline *timeline, const HrTimelineState *state)
{
  survey_classes (plan, state);
  hr_layout_plan_survey_nests (plan, state);
  if (state->step.ran_line == 0)
    return;
  g_autofree char *line = hr_timeline_dup_line (timeline, state->step.ran_file, state->step.ran_line);
  g_autoptr (GPtrArray) words = split_words (line);
  for (guint i = 0; asks_identity (words) && i < state->n_frames; i++)
    survey_frame (plan, state, &state->frames[i], words);
}

gboolean hr_layout_plan_is_inline (const HrLayoutPlan *plan, const HrTimelineObject *object)
{
  if (hr_layout_plan_is_nested (plan, object->id))
    return TRUE;
  if (!hr_timeline_kind_is_atom (object->kind))
    return FALSE;
  switch (plan->options.atoms) {
  case HR_ATOMS_AUTO:
    return !g_hash_table_contains (plan->asked, GUINT_TO_POINTER (object->id));
  case HR_ATOMS_HEAP:
    return FALSE;
  case HR_ATOMS_INLINE:
    return TRUE;
  }
  return TRUE;
}

gboolean hr_layout_plan_is_boxed_beside_name (const HrLayoutPlan *plan, const HrTimelineObject *object)
{
  return plan->options.atoms == HR_ATOMS_INLINE && hr_timeline_kind_is_atom (object->kind);
}

gboolean hr_layout_plan_admits (const HrLayoutPlan *plan, guint32 id)
{
  return !plan->only || g_hash_table_contains (plan->only, GUINT_TO_POINTER (id));
}

gboolean hr_layout_plan_slot_matters (const HrLayoutPlan *plan, const HrTimelineObject *object,
                                      const HrTimelineSlot *slot)
{
  return !plan->only || object->id == plan->options.subject || hr_layout_plan_admits (plan, slot->value);
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
  if (is_hidden (plan, name->name) || !hr_layout_plan_admits (plan, name->value))
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

#define KEY_DEPTH 4 /* a timeline from a stranger may hold a tuple that holds itself */

static gboolean is_written (const HrTimelineState *state, guint32 id, guint depth)
{
  const HrTimelineObject *key = hr_timeline_state_peek_object (state, id);
  if (!key || hr_timeline_kind_is_atom (key->kind) || depth == 0)
    return TRUE;
  gboolean written = key->kind == HR_KIND_TUPLE;
  for (guint i = 0; written && i < key->n_slots; i++)
    written = is_written (state, key->slots[i].value, depth - 1);
  return written;
}

gboolean hr_layout_plan_points_to_key (const HrTimelineState *state, guint32 key)
{
  return !is_written (state, key, KEY_DEPTH);
}

HrLayoutCut hr_layout_plan_cut (const HrLayoutPlan *plan, guint n)
{
  guint limit = plan->options.max_items > 0 ? plan->options.max_items : MAX_ITEMS;
  if (n <= limit)
    return (HrLayoutCut){ n, 0 };
  guint tail = limit > 2 * TAIL ? TAIL : limit / 3;
  return (HrLayoutCut){ limit - tail, tail };
}

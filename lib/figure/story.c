#include "figure/story.h"

#include <string.h>

#define MOST_CLAUSES 3

typedef struct {
  HrStorySubject subject;
  char *text;
} Clause;

static void clear_clause (gpointer data)
{
  g_free (((Clause *)data)->text);
}

gboolean hr_figure_story_init (HrFigureStory *story, HrTimeline *timeline, guint32 step, gint64 since,
                               const HrLayoutOptions *options, GError **error)
{
  *story = (HrFigureStory){ .timeline = timeline, .since = since, .options = options };
  story->step = hr_timeline_peek_step (timeline, step);
  story->clauses = g_array_new (FALSE, FALSE, sizeof (Clause));
  g_array_set_clear_func (story->clauses, clear_clause);
  story->fates = g_hash_table_new (NULL, NULL);
  story->after = hr_timeline_state_new (timeline, step, error);
  if (story->after == NULL)
    return FALSE;
  if (since >= 0) {
    story->before = hr_timeline_state_new (timeline, (guint32)since, error);
    if (story->before == NULL)
      return FALSE;
  }
  story->changes = hr_timeline_changes_new (timeline, story->before, story->after, error);
  return story->changes != NULL;
}

void hr_figure_story_clear (HrFigureStory *story)
{
  hr_timeline_changes_free (story->changes);
  hr_timeline_state_free (story->before);
  hr_timeline_state_free (story->after);
  g_clear_pointer (&story->clauses, g_array_unref);
  g_clear_pointer (&story->fates, g_hash_table_unref);
}

void hr_figure_story_add (HrFigureStory *story, HrStorySubject subject, char *text)
{
  Clause clause = { subject, text };

  g_array_append_val (story->clauses, clause);
}

/* Clauses in the order told; but what the step is must not get lost at a long end, and comes first then. */
static const Clause *peek_clause (const HrFigureStory *story, guint i)
{
  guint n = story->clauses->len;
  gboolean event_last = g_array_index (story->clauses, Clause, n - 1).subject == HR_STORY_EVENT;

  if (n > MOST_CLAUSES && event_last)
    i = i == 0 ? n - 1 : i - 1;
  return &g_array_index (story->clauses, Clause, i);
}

static void append_sentence (GString *out, const char *text)
{
  g_string_append (out, out->len == 0 ? "" : " ");
  g_string_append_c (out, g_ascii_toupper (*text));
  g_string_append (out, text + 1);
}

static const char *subject_noun (HrStorySubject subject)
{
  switch (subject) {
  case HR_STORY_EVENT:
    return "other thing";
  case HR_STORY_NAME:
    return "other name";
  case HR_STORY_OBJECT:
    return "other object";
  case HR_STORY_FREED:
    return "freed object";
  case HR_STORY_OUTPUT:
    return "piece of output";
  }
  g_assert_not_reached ();
}

/* "2 other names and 1 other object changed." */
static void append_tail (GString *out, const HrFigureStory *story, guint from)
{
  guint counts[HR_STORY_LAST + 1] = { 0 }, n_subjects = 0, total = story->clauses->len - from;
  g_autoptr (GString) tail = g_string_new (NULL);

  for (guint i = from; i < story->clauses->len; i++)
    n_subjects += counts[peek_clause (story, i)->subject]++ == 0 ? 1 : 0;
  if (total == 0)
    return;
  for (int subject = 0; subject <= HR_STORY_LAST; subject++) {
    g_autofree char *text = hr_figure_phrase_dup_count (counts[subject], subject_noun ((HrStorySubject)subject));

    if (counts[subject] == 0)
      continue;
    n_subjects--;
    g_string_append_printf (tail, "%s%s", tail->len == 0 ? "" : n_subjects == 0 ? " and " : ", ", text);
  }
  g_string_append (tail, " changed.");
  append_sentence (out, tail->str);
}

char *hr_figure_story_dup_text (const HrFigureStory *story)
{
  GString *out = g_string_new (NULL);
  guint n = story->clauses->len, shown = n > MOST_CLAUSES ? MOST_CLAUSES - 1 : n;
  gboolean event_first = n > 0 && peek_clause (story, 0)->subject == HR_STORY_EVENT;

  /* The first two share a sentence, unless the first says what the step is. */
  for (guint i = 0; i < shown; i++) {
    gboolean continues = i == 1 && !event_first;

    if (continues)
      g_string_append_printf (out, "; %s", peek_clause (story, i)->text);
    else
      append_sentence (out, peek_clause (story, i)->text);
    if (i != 0 || event_first || shown == 1)
      g_string_append_c (out, '.');
  }
  append_tail (out, story, shown);
  return g_string_free (out, FALSE);
}

gboolean hr_figure_story_shows (const HrFigureStory *story, const char *name, guint32 flags)
{
  const HrLayoutOptions *options = story->options;

  if (name == NULL || (flags & (HR_NAME_RETURN | HR_NAME_STACK)) != 0)
    return FALSE;
  if ((flags & HR_NAME_IMPLICIT) != 0 && (options->show & HR_SHOW_DUNDER) == 0)
    return FALSE;
  if (options->hide != NULL && g_strv_contains (options->hide, name))
    return FALSE;
  return options->focus == NULL || options->focus[0] == NULL || g_strv_contains (options->focus, name);
}

const HrObjectChange *hr_figure_story_find_change (const HrFigureStory *story, guint32 id)
{
  for (guint i = 0; i < story->changes->objects->len; i++) {
    const HrObjectChange *change = &g_array_index (story->changes->objects, HrObjectChange, i);

    if (change->object == id)
      return change;
  }
  return NULL;
}

char *hr_figure_story_dup_refs (const HrFigureStory *story, guint32 id)
{
  const HrObjectChange *change = hr_figure_story_find_change (story, id);
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->after, id);

  if (story->options->refs == HR_REFS_NONE || change == NULL || object == NULL || hr_figure_phrase_is_shared (object) ||
      change->refs_before <= 0 || change->refs_after <= 0 || change->refs_before == change->refs_after)
    return g_strdup ("");
  return g_strdup_printf (": refs %" G_GINT64_FORMAT " → %" G_GINT64_FORMAT, change->refs_before, change->refs_after);
}

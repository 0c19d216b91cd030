/* How objects end: freed, collected, or waiting for the collector; and what runs around their end. */
#include <string.h>

#include "figure/story.h"
#include "timeline/account.h"

static gboolean is_untold_death (const HrFigureStory *story, const HrObjectChange *change)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->before, change->object);

  return change->kind == HR_CHANGE_GONE && change->why != HR_GONE_HIDDEN && object != NULL &&
         object->kind != HR_KIND_CELL && !hr_timeline_kind_is_atom (object->kind) &&
         !g_hash_table_contains (story->fates, GUINT_TO_POINTER (change->object));
}

/* What went with it is said where one reference was all there was to it. */
static char *dup_one_death (const HrFigureStory *story, const HrObjectChange *change)
{
  g_autofree char *object = hr_figure_phrase_dup_definite (story->before, change->object, TRUE);
  g_autofree char *cause = NULL;

  if (change->why == HR_GONE_COLLECTED)
    return g_strdup_printf ("%s was collected", object);
  if (strstr (object, " that ") != NULL) /* by where it was: that says it */
    return g_strdup_printf ("%s was freed", object);
  cause = hr_timeline_death_dup_cause (story->before, story->after, change->object);
  return cause == NULL ? g_strdup_printf ("%s was freed", object) : g_strdup_printf ("%s was freed: %s", object, cause);
}

void hr_figure_story_tell_freed (HrFigureStory *story)
{
  guint n = 0, collected = 0;
  const HrObjectChange *only = NULL;
  g_autofree char *count = NULL;

  for (guint i = 0; story->before != NULL && i < story->changes->objects->len; i++) {
    const HrObjectChange *change = &g_array_index (story->changes->objects, HrObjectChange, i);

    if (is_untold_death (story, change)) {
      n++;
      collected += change->why == HR_GONE_COLLECTED ? 1 : 0;
      only = change;
    }
  }
  if (n == 0)
    return;
  if (n == 1 && g_hash_table_size (story->fates) == 0) {
    hr_figure_story_add (story, HR_STORY_FREED, dup_one_death (story, only));
    return;
  }
  count = hr_figure_phrase_dup_count (n, g_hash_table_size (story->fates) > 0 ? "more object" : "object");
  hr_figure_story_add (
      story, HR_STORY_FREED,
      g_strdup_printf ("%s %s %s", count, n == 1 ? "was" : "were", collected == n ? "collected" : "freed"));
}

/* Cells and the like are the interpreter's affair. */
static gboolean counts_as_waiting (const HrTimelineObject *object)
{
  return (object->flags & HR_OBJECT_UNREACHABLE) != 0 && object->kind != HR_KIND_CELL &&
         object->kind != HR_KIND_STRUCTURE && !hr_timeline_kind_is_atom (object->kind);
}

void hr_figure_story_tell_unreachable (HrFigureStory *story)
{
  const HrTimelineState *before = story->before, *after = story->after;
  guint n = 0;
  guint32 only = 0;
  g_autofree char *words = NULL;

  for (guint i = 0; before != NULL && i < after->n_objects; i++) {
    const HrTimelineObject *object = after->objects[i];
    const HrTimelineObject *old = hr_timeline_state_peek_object (before, object->id);

    if (!counts_as_waiting (object) || (old != NULL && (old->flags & HR_OBJECT_UNREACHABLE) != 0))
      continue;
    n++;
    only = object->id;
  }
  if (n == 0)
    return;
  words = n == 1 ? hr_figure_phrase_dup_definite (after, only, TRUE) : hr_figure_phrase_dup_count (n, "object");
  hr_figure_story_add (story, HR_STORY_FREED,
                       g_strdup_printf (n == 1
                                            ? "%s is unreachable now: it refers to itself, and waits for the collector"
                                            : "%s are unreachable now: they refer to one another, and wait for the "
                                              "collector",
                                        words));
}

static char *dup_note (const HrFigureStory *story, const HrTimelineNote *note)
{
  g_autofree char *object = NULL;

  if (note->object != 0 && hr_timeline_state_peek_object (story->after, note->object) != NULL)
    object = hr_figure_phrase_dup_definite (story->after, note->object, FALSE);
  switch (note->kind) {
  case HR_NOTE_FINALIZER:
    return object == NULL ? NULL : g_strdup_printf ("%s is about to die, and its `__del__` is called", object);
  case HR_NOTE_RESURRECTED:
    return object == NULL ? g_strdup ("an object outlived its `__del__`")
                          : g_strdup_printf ("%s outlived its `__del__`: something refers to it again", object);
  case HR_NOTE_CALLBACK:
    return g_strdup ("what a weak reference referred to has died, and its callback is called");
  case HR_NOTE_COLLECTION:
    return g_strdup_printf ("the garbage collector ran over generation %" G_GUINT64_FORMAT, note->number);
  case HR_NOTE_LEFT_OUT:
  case HR_NOTE_STOPPED:
  case HR_NOTE_WAITS:
  case HR_NOTE_INSTRUCTION:
    return NULL; /* said elsewhere */
  }
  g_assert_not_reached ();
}

static gboolean any_collected (const HrTimelineState *state)
{
  for (guint i = 0; i < state->n_deaths; i++)
    if (state->deaths[i].why == HR_GONE_COLLECTED)
      return TRUE;
  return FALSE;
}

void hr_figure_story_tell_notes (HrFigureStory *story)
{
  for (guint i = 0; i < story->after->n_notes; i++) {
    const HrTimelineNote *note = &story->after->notes[i];
    /* a run of the collector that found nothing is no event in the program */
    gboolean idle = note->kind == HR_NOTE_COLLECTION && !any_collected (story->after);
    char *text = idle ? NULL : dup_note (story, note);

    if (text != NULL)
      hr_figure_story_add (story, HR_STORY_FREED, text);
  }
}

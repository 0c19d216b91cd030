/* What happened to objects that are made of parts: an iterator that moved on, a generator that ran and waits again, a
 * weak reference that died, an array whose items are no objects. */
#include <string.h>

#include "figure/story.h"

/* One object's slots that changed, as a range of the changes' array. */
typedef struct {
  const HrFigureStory *story;
  const HrTimelineObject *before, *after;
  guint first, n;
} Parts;

static const HrSlotChange *peek (const Parts *parts, guint i)
{
  return &g_array_index (parts->story->changes->slots, HrSlotChange, parts->first + i);
}

static const HrTimelineSlot *find_member (const HrTimelineObject *object, const char *name)
{
  for (guint i = 0; i < object->n_slots; i++)
    if (object->slots[i].role == HR_SLOT_MEMBER && g_strcmp0 (object->slots[i].name, name) == 0)
      return &object->slots[i];
  return NULL;
}

static const char *member_text (const HrTimelineObject *object, const char *name)
{
  const HrTimelineSlot *slot = find_member (object, name);

  return slot != NULL ? slot->text : NULL;
}

static char *dup_object (const Parts *parts)
{
  return hr_figure_phrase_dup_definite (parts->story->after, parts->after->id, FALSE);
}

/* "the list iterator that `it` names moved on: index 0 → 1" */
static char *dup_iterator (const Parts *parts)
{
  static const char *const positions[] = { "index", "next", "left" };
  g_autofree char *object = dup_object (parts);

  if (member_text (parts->after, "state") != NULL)
    return member_text (parts->before, "state") != NULL ? NULL : g_strdup_printf ("%s is exhausted", object);
  for (guint i = 0; i < G_N_ELEMENTS (positions); i++) {
    const char *old = member_text (parts->before, positions[i]), *now = member_text (parts->after, positions[i]);

    if (old != NULL && now != NULL && strcmp (old, now) != 0)
      return g_strdup_printf ("%s moved on: %s %s → %s", object, positions[i], old, now);
  }
  return g_strdup_printf ("%s moved on", object);
}

static char *dup_generator (const Parts *parts)
{
  const char *old = member_text (parts->before, "state"), *now = member_text (parts->after, "state");
  const char *old_line = member_text (parts->before, "line"), *line = member_text (parts->after, "line");
  g_autofree char *object = dup_object (parts);

  if (now == NULL || strcmp (now, "running") == 0 || strcmp (now, "created") == 0)
    return NULL;
  if (line == NULL)
    return g_strcmp0 (old, now) == 0 ? NULL : g_strdup_printf ("%s has ended", object);
  return g_strdup_printf ("%s is suspended at line %s%s", object, line,
                          g_strcmp0 (old_line, line) == 0 ? " again" : "");
}

static char *dup_weak_reference (const Parts *parts)
{
  const HrTimelineSlot *old = find_member (parts->before, "referent"), *now = find_member (parts->after, "referent");
  g_autofree char *object = dup_object (parts);

  if (old == NULL || now == NULL || (now->flags & HR_NAME_UNSET) == 0 || (old->flags & HR_NAME_UNSET) != 0)
    return NULL;
  return g_strdup_printf ("%s is dead, as its referent is gone", object);
}

static char *dup_structure (const Parts *parts)
{
  const char *now = member_text (parts->after, "state");
  g_autofree char *object = dup_object (parts);

  if (now == NULL || g_strcmp0 (member_text (parts->before, "state"), now) == 0)
    return NULL;
  return g_strdup_printf (strcmp (now, "released") == 0 ? "%s was %s" : "%s is %s", object, now);
}

static char *dup_array (const Parts *parts)
{
  g_autofree char *path = hr_figure_phrase_dup_path (parts->story->after, parts->after->id, NULL);
  g_autofree char *object = dup_object (parts);
  const HrSlotChange *change = peek (parts, 0);

  if (parts->before->length != parts->after->length)
    return g_strdup_printf ("%s went from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " elements", object,
                            parts->before->length, parts->after->length);
  if (parts->n == 1 && path != NULL && change->before.text != NULL && change->after.text != NULL)
    return g_strdup_printf ("`%s[%" G_GUINT64_FORMAT "]` went %s → %s", path, change->after.index, change->before.text,
                            change->after.text);
  return g_strdup_printf ("%u elements of %s changed", parts->n, object);
}

gboolean hr_figure_story_tell_parts (HrFigureStory *story, const HrTimelineObject *before,
                                     const HrTimelineObject *after, guint first, guint n)
{
  Parts parts = { story, before, after, first, n };
  char *clause = NULL;

  if (before->kind != after->kind)
    return FALSE;
  if (after->kind == HR_KIND_ITERATOR)
    clause = dup_iterator (&parts);
  else if (after->kind == HR_KIND_GENERATOR)
    clause = dup_generator (&parts);
  else if (after->kind == HR_KIND_WEAKREF)
    clause = dup_weak_reference (&parts);
  else if (after->kind == HR_KIND_ARRAY)
    clause = dup_array (&parts);
  else if (after->kind == HR_KIND_STRUCTURE)
    clause = dup_structure (&parts);
  else
    return FALSE;
  if (clause != NULL)
    hr_figure_story_add (story, HR_STORY_OBJECT, clause);
  return TRUE;
}

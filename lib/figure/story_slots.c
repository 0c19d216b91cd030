/* What changed inside objects: elements, entries, attributes, the contents of cells. */
#include <string.h>

#include "figure/code_strip.h"
#include "figure/story.h"

#define LONGEST_CALL 40

/* The slots of one object that changed, as a range of the changes' array. */
typedef struct {
  const HrTimelineObject *before, *after;
  guint first, n;
} SlotGroup;

static const HrSlotChange *peek_slot (const HrFigureStory *story, guint i)
{
  return &g_array_index (story->changes->slots, HrSlotChange, i);
}

/* The value as words, "a new list" where this step made it. */
static char *dup_value_words (const HrFigureStory *story, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->after, id);

  if (object == NULL)
    return g_strdup ("an object");
  if (hr_timeline_kind_is_atom (object->kind) && object->text != NULL)
    return hr_figure_phrase_dup_code (object->text);
  return hr_figure_story_dup_named (story, NULL, id);
}

static char *dup_brief (const HrTimelineState *state, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);

  return object == NULL ? g_strdup ("an object") : hr_figure_phrase_dup_brief (object);
}

static gboolean is_atom_id (const HrTimelineState *state, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);

  return object != NULL && hr_timeline_kind_is_atom (object->kind);
}

/* "`d['k']` went 1 → 2", "`p.x` was set to `1`", "`p.x` was removed". */
static char *dup_slot_clause (const HrFigureStory *story, const HrSlotChange *change, const char *place)
{
  g_autofree char *code = hr_figure_phrase_dup_code (place);
  g_autofree char *before = NULL, *after = NULL;

  if (change->after.value == 0)
    return g_strdup_printf ("%s was removed", code);
  if (change->before.value != 0 && is_atom_id (story->before, change->before.value) &&
      is_atom_id (story->after, change->after.value)) {
    before = dup_brief (story->before, change->before.value);
    after = dup_brief (story->after, change->after.value);
    if (strcmp (before, after) != 0)
      return g_strdup_printf ("%s went %s → %s", code, before, after);
  }
  g_free (after);
  after = dup_value_words (story, change->after.value);
  return g_strdup_printf ("%s was set to %s", code, after);
}

/* How the slot is written: "p.x", "d['k']". NULL when it has no short name. */
static char *dup_place (const HrFigureStory *story, const SlotGroup *group, const HrSlotChange *change)
{
  const HrTimelineSlot *slot = change->after.value != 0 ? &change->after : &change->before;
  const HrTimelineState *state = change->after.value != 0 ? story->after : story->before;
  g_autofree char *path = hr_figure_phrase_dup_path (story->after, group->after->id, NULL);
  const HrTimelineObject *key;

  if (slot->role == HR_SLOT_ATTRIBUTE && group->after->kind == HR_KIND_CLASS && group->after->text != NULL)
    return g_strdup_printf ("%s.%s", group->after->text, slot->name);
  if (path == NULL)
    return slot->role == HR_SLOT_ATTRIBUTE ? g_strdup (slot->name) : NULL;
  if (slot->role == HR_SLOT_ATTRIBUTE)
    return g_strdup_printf ("%s.%s", path, slot->name);
  if (slot->role != HR_SLOT_ENTRY)
    return NULL;
  key = hr_timeline_state_peek_object (state, slot->key);
  if (key == NULL || key->text == NULL || !hr_timeline_kind_is_atom (key->kind))
    return NULL;
  return g_strdup_printf ("%s[%s]", path, key->text);
}

static gboolean is_shown_slot (const HrFigureStory *story, const HrTimelineSlot *slot)
{
  if (slot->role == HR_SLOT_ATTRIBUTE)
    return (slot->flags & HR_NAME_IMPLICIT) == 0 &&
           (story->options->hide == NULL || slot->name == NULL || !g_strv_contains (story->options->hide, slot->name));
  return slot->role == HR_SLOT_ENTRY;
}

/* Entries and attributes: one clause each up to two, else how many. */
static void tell_named_slots (HrFigureStory *story, const SlotGroup *group)
{
  g_autofree char *object = hr_figure_phrase_dup_definite (story->after, group->after->id, FALSE);
  guint n_shown = 0;

  for (guint i = group->first; i < group->first + group->n; i++) {
    const HrSlotChange *change = peek_slot (story, i);

    n_shown += is_shown_slot (story, change->after.value != 0 ? &change->after : &change->before) ? 1 : 0;
  }
  if (n_shown > 2) {
    const char *noun = group->after->kind == HR_KIND_DICT ? "entry" : "attribute";
    const char *plural = group->after->kind == HR_KIND_DICT ? "entries" : "attributes";

    hr_figure_story_add (story, HR_STORY_OBJECT,
                         g_strdup_printf ("%u %s of %s changed", n_shown, n_shown == 1 ? noun : plural, object));
    return;
  }
  for (guint i = group->first; i < group->first + group->n; i++) {
    const HrSlotChange *change = peek_slot (story, i);
    g_autofree char *place = NULL;

    if (!is_shown_slot (story, change->after.value != 0 ? &change->after : &change->before))
      continue;
    place = dup_place (story, group, change);
    hr_figure_story_add (story, HR_STORY_OBJECT,
                         place != NULL ? dup_slot_clause (story, change, place)
                                       : g_strdup_printf ("an entry of %s changed", object));
  }
}

/* The elements of @object in order, as object ids. */
static GArray *list_elements (const HrTimelineObject *object)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < object->n_slots; i++)
    if (object->slots[i].role == HR_SLOT_ELEMENT)
      g_array_append_val (ids, object->slots[i].value);
  return ids;
}

static guint32 element (const GArray *ids, guint i)
{
  return g_array_index (ids, guint32, i);
}

/* Where two sequences differ: equal up to @start, then @removed of the old stand against @added of the new. */
typedef struct {
  guint start, removed, added;
} Difference;

static Difference compare_elements (const GArray *old, const GArray *new)
{
  guint start = 0, end = 0, least = MIN (old->len, new->len);

  while (start < least && element (old, start) == element (new, start))
    start++;
  while (end < least - start && element (old, old->len - 1 - end) == element (new, new->len - 1 - end))
    end++;
  return (Difference){ start, old->len - start - end, new->len - start - end };
}

static int compare_ids (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

  return (x > y) - (x < y);
}

static gboolean is_rearranged (const GArray *old, const GArray *new)
{
  g_autoptr (GArray) a = g_array_copy ((GArray *)old);
  g_autoptr (GArray) b = g_array_copy ((GArray *)new);

  g_array_sort (a, compare_ids);
  g_array_sort (b, compare_ids);
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (guint32)) == 0);
}

static gboolean is_simple_call (const char *line)
{
  const char *p = line;

  if (!g_ascii_isalpha (*p) && *p != '_')
    return FALSE;
  while (g_ascii_isalnum (*p) || *p == '_' || *p == '.')
    p++;
  return *p == '(' && g_str_has_suffix (line, ")") && strchr (line, '.') != NULL && strpbrk (line, ";#") == NULL &&
         strlen (line) <= LONGEST_CALL;
}

/* "`b.append(4)`" when the line that ran is nothing but such a call, so that the call can be the one who did it. */
static char *dup_doer (const HrFigureStory *story)
{
  g_autofree char *line = NULL;

  if (story->step->event != HR_EVENT_LINE || story->step->ran_line == 0 ||
      story->step->ran_end_line > story->step->ran_line)
    return NULL;
  line = hr_figure_code_dup_statement (story->timeline, story->step->index);
  return is_simple_call (line) ? hr_figure_phrase_dup_code (line) : NULL;
}

static char *dup_added (const HrFigureStory *story, const char *doer, const GArray *new, Difference d,
                        const char *object)
{
  g_autofree char *what =
      d.added == 1 ? dup_value_words (story, element (new, d.start)) : hr_figure_phrase_dup_count (d.added, "element");

  if (doer != NULL)
    return g_strdup_printf ("%s put %s at index %u of %s", doer, what, d.start, object);
  return g_strdup_printf ("%s %s put at index %u of %s", what, d.added == 1 ? "was" : "were", d.start, object);
}

static char *dup_taken (const HrFigureStory *story, const char *doer, const GArray *old, Difference d,
                        const char *object)
{
  g_autofree char *what = NULL;

  if (d.removed == 1 && is_atom_id (story->before, element (old, d.start))) {
    const HrTimelineObject *atom = hr_timeline_state_peek_object (story->before, element (old, d.start));

    what = hr_figure_phrase_dup_code (atom->text == NULL ? "" : atom->text);
  } else {
    what = d.removed == 1 ? g_strdup ("the element") : hr_figure_phrase_dup_count (d.removed, "element");
  }
  if (doer != NULL)
    return g_strdup_printf ("%s took %s from index %u of %s", doer, what, d.start, object);
  return g_strdup_printf ("%s %s taken from index %u of %s", what, d.removed == 1 ? "was" : "were", d.start, object);
}

static char *dup_replaced (const HrFigureStory *story, const SlotGroup *group, const GArray *old, const GArray *new,
                           guint index)
{
  g_autofree char *path = hr_figure_phrase_dup_path (story->after, group->after->id, NULL);
  g_autofree char *place = NULL, *object = NULL, *value = NULL;
  HrSlotChange change = { .before = { .value = element (old, index) }, .after = { .value = element (new, index) } };

  if (path != NULL) {
    place = g_strdup_printf ("%s[%u]", path, index);
    return dup_slot_clause (story, &change, place);
  }
  object = hr_figure_phrase_dup_definite (story->after, group->after->id, FALSE);
  value = dup_value_words (story, element (new, index));
  return g_strdup_printf ("index %u of %s was set to %s", index, object, value);
}

/* A cut object shows only some of its elements, and what moved out of sight would be taken for a change. */
static char *dup_length_change (const SlotGroup *group, const char *object)
{
  if (group->before->length == group->after->length)
    return g_strdup_printf ("%s changed", object);
  return g_strdup_printf ("%s went from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " elements", object,
                          group->before->length, group->after->length);
}

/* Whether all of @a but the first element stands in @b before the last. */
static gboolean is_shifted (const GArray *a, const GArray *b)
{
  return a->len == b->len && a->len > 1 &&
         memcmp (&g_array_index (a, guint32, 1), b->data, (a->len - 1) * sizeof (guint32)) == 0;
}

/* "`1` was taken from index 0 of the list that `q` names; `9` was put at index 4", or the other way round. */
static char *dup_shift (const HrFigureStory *story, const GArray *old, const GArray *new, const char *object)
{
  guint last = old->len - 1, from = is_shifted (old, new) ? 0 : last, to = last - from;
  g_autofree char *taken = dup_taken (story, NULL, old, (Difference){ from, 1, 0 }, object);
  g_autofree char *put = dup_value_words (story, element (new, to));

  return g_strdup_printf ("%s, and %s was put at index %u", taken, put, to);
}

static char *dup_sequence_clause (const HrFigureStory *story, const SlotGroup *group)
{
  g_autoptr (GArray) old = list_elements (group->before);
  g_autoptr (GArray) new = list_elements (group->after);
  g_autofree char *object = hr_figure_phrase_dup_definite (story->after, group->after->id, FALSE);
  g_autofree char *doer = dup_doer (story);
  Difference d = compare_elements (old, new);

  if (((group->before->flags | group->after->flags) & HR_OBJECT_CUT) != 0)
    return dup_length_change (group, object);
  if (d.added == 0 && d.removed == 0)
    return NULL;
  if (new->len == 0)
    return g_strdup_printf ("%s is empty now", object);
  if (d.removed == 0)
    return dup_added (story, doer, new, d, object);
  if (d.added == 0)
    return dup_taken (story, doer, old, d, object);
  if (d.removed == 1 && d.added == 1)
    return dup_replaced (story, group, old, new, d.start);
  if (!is_rearranged (old, new) && (is_shifted (old, new) || is_shifted (new, old)))
    return dup_shift (story, old, new, object);
  if (is_rearranged (old, new))
    return g_strdup_printf ("the elements of %s were put in another order", object);
  return dup_length_change (group, object);
}

/* Those of @a that are not in @b. */
static GArray *list_missing (const GArray *a, const GArray *b)
{
  GArray *missing = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < b->len; i++)
    g_hash_table_add (known, GUINT_TO_POINTER (element (b, i)));
  for (guint i = 0; i < a->len; i++)
    if (!g_hash_table_contains (known, GUINT_TO_POINTER (element (a, i))))
      g_array_append_val (missing, g_array_index (a, guint32, i));
  return missing;
}

static char *dup_set_words (const HrTimelineState *state, const GArray *ids)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, element (ids, 0));

  if (ids->len == 1 && object != NULL && hr_timeline_kind_is_atom (object->kind) && object->text != NULL)
    return hr_figure_phrase_dup_code (object->text);
  return hr_figure_phrase_dup_count (ids->len, "element");
}

static void tell_set (HrFigureStory *story, const SlotGroup *group)
{
  g_autoptr (GArray) old = list_elements (group->before);
  g_autoptr (GArray) new = list_elements (group->after);
  g_autoptr (GArray) added = list_missing (new, old);
  g_autoptr (GArray) removed = list_missing (old, new);
  g_autofree char *object = hr_figure_phrase_dup_definite (story->after, group->after->id, FALSE);
  gboolean is_cut = ((group->before->flags | group->after->flags) & HR_OBJECT_CUT) != 0;

  if (is_cut && group->before->length != group->after->length) {
    hr_figure_story_add (story, HR_STORY_OBJECT, dup_length_change (group, object));
    return;
  }
  if (added->len > 0 && !is_cut) {
    g_autofree char *words = dup_set_words (story->after, added);

    hr_figure_story_add (story, HR_STORY_OBJECT,
                         g_strdup_printf ("%s %s added to %s", words, added->len == 1 ? "was" : "were", object));
  }
  if (removed->len > 0 && !is_cut) {
    g_autofree char *words = dup_set_words (story->before, removed);

    hr_figure_story_add (story, HR_STORY_OBJECT,
                         g_strdup_printf ("%s %s removed from %s", words, removed->len == 1 ? "was" : "were", object));
  }
}

/* A local that lives in a cell is told as what it is for the reader: a name. */
static void tell_cell (HrFigureStory *story, const SlotGroup *group)
{
  const HrSlotChange *change = peek_slot (story, group->first);

  for (guint f = 0; f < story->after->n_frames; f++)
    for (guint i = 0; i < story->after->frames[f].n_names; i++) {
      const HrTimelineName *name = &story->after->frames[f].names[i];

      if ((name->flags & (HR_NAME_CELL | HR_NAME_FREE)) == 0 || name->value != group->after->id ||
          !hr_figure_story_shows (story, name->name, name->flags))
        continue;
      hr_figure_story_tell_name (story, name->name, change->before.value, change->after.value);
      return;
    }
}

static void tell_group (HrFigureStory *story, const SlotGroup *group)
{
  char *clause;

  if (group->before == NULL || group->after == NULL)
    return;
  if (group->after->kind == HR_KIND_CELL) {
    tell_cell (story, group);
    return;
  }
  if (group->after->kind == HR_KIND_SET || group->after->kind == HR_KIND_FROZENSET) {
    tell_set (story, group);
    return;
  }
  if (hr_figure_story_tell_parts (story, group->before, group->after, group->first, group->n))
    return;
  clause = dup_sequence_clause (story, group);
  if (clause != NULL)
    hr_figure_story_add (story, HR_STORY_OBJECT, clause);
  tell_named_slots (story, group);
}

static gboolean has_slot_change (const HrFigureStory *story, guint32 id)
{
  for (guint i = 0; i < story->changes->slots->len; i++)
    if (peek_slot (story, i)->object == id)
      return TRUE;
  return FALSE;
}

/* "the bytearray that `raw` names went `b'abc'` → `b'Abc'`" */
static char *dup_text_change (const SlotGroup *group, const char *object)
{
  g_autofree char *before = hr_figure_phrase_dup_code (group->before->text == NULL ? "" : group->before->text);
  g_autofree char *after = hr_figure_phrase_dup_code (group->after->text == NULL ? "" : group->after->text);

  return g_strdup_printf ("%s went %s → %s", object, before, after);
}

static gboolean is_told_by_text (const SlotGroup *group)
{
  return group->before->kind == HR_KIND_BYTEARRAY && group->after->kind == HR_KIND_BYTEARRAY &&
         g_strcmp0 (group->before->text, group->after->text) != 0;
}

/* Objects that changed where no slot shows it: behind the limit on elements, or in their text. */
static void tell_unseen (HrFigureStory *story)
{
  for (guint i = 0; i < story->changes->objects->len; i++) {
    const HrObjectChange *change = &g_array_index (story->changes->objects, HrObjectChange, i);
    SlotGroup group = { .before = hr_timeline_state_peek_object (story->before, change->object),
                        .after = hr_timeline_state_peek_object (story->after, change->object) };
    g_autofree char *object = NULL;

    if (change->kind != HR_CHANGE_MUTATED || group.before == NULL || group.after == NULL ||
        (group.before->length == group.after->length && !is_told_by_text (&group)) ||
        has_slot_change (story, change->object))
      continue;
    object = hr_figure_phrase_dup_definite (story->after, change->object, FALSE);
    hr_figure_story_add (story, HR_STORY_OBJECT,
                         is_told_by_text (&group) ? dup_text_change (&group, object)
                                                  : dup_length_change (&group, object));
  }
}

void hr_figure_story_tell_slots (HrFigureStory *story)
{
  guint n = story->changes->slots->len;

  for (guint i = 0; story->before != NULL && i < n;) {
    SlotGroup group = { .first = i };
    guint32 id = peek_slot (story, i)->object;

    while (i < n && peek_slot (story, i)->object == id)
      i++;
    group.n = i - group.first;
    group.before = hr_timeline_state_peek_object (story->before, id);
    group.after = hr_timeline_state_peek_object (story->after, id);
    tell_group (story, &group);
  }
  if (story->before != NULL)
    tell_unseen (story);
}

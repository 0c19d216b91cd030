#include <string.h>

#include "figure/frames.h"
#include "figure/identity.h"
#include "figure/story.h"

static gboolean existed (const HrFigureStory *story, guint32 id)
{
  return story->before != NULL && hr_timeline_state_peek_object (story->before, id) != NULL;
}

static gboolean holds (const HrTimelineSlot *slot, guint32 id)
{
  return slot->value == id && (slot->flags & HR_NAME_WEAK) == 0;
}

/* How many references to @id the picture can explain, counted up to @enough. */
static gint64 count_references (const HrTimelineState *state, guint32 id, gint64 enough)
{
  gint64 n = 0;

  for (guint f = 0; f < state->n_frames; f++)
    for (guint i = 0; i < state->frames[f].n_names; i++)
      n += state->frames[f].names[i].value == id ? 1 : 0;
  for (guint o = 0; o < state->n_objects && n < enough; o++)
    for (guint s = 0; s < state->objects[o]->n_slots; s++)
      n += (holds (&state->objects[o]->slots[s], id) ? 1 : 0) + (state->objects[o]->slots[s].key == id ? 1 : 0);
  return n;
}

/* First seen is not yet newly made: an imported module's list was there all the time. What the picture's references
 * explain in full can have come from nowhere else; a class or function is new when its statement is what ran. */
static gboolean is_newly_made (const HrFigureStory *story, const HrTimelineObject *object)
{
  static const char *const definitions[] = { "def ", "async def ", "class ", "@", NULL };
  const HrObjectChange *change = hr_figure_story_find_change (story, object->id);
  gboolean is_being_made = story->step->event == HR_EVENT_CALL && strcmp (story->step->frame_name, "__init__") == 0;

  if (change == NULL || change->kind != HR_CHANGE_NEW || hr_figure_phrase_is_shared (object))
    return FALSE;
  switch (object->kind) {
  case HR_KIND_CLASS:
  case HR_KIND_FUNCTION:
    return hr_figure_line_begins_with (story->timeline, story->step, definitions);
  case HR_KIND_INSTANCE:
    if (is_being_made)
      return TRUE;
    G_GNUC_FALLTHROUGH;
  case HR_KIND_LIST:
  case HR_KIND_DICT:
  case HR_KIND_SET:
  case HR_KIND_EXCEPTION:
  case HR_KIND_BYTEARRAY:
  case HR_KIND_DEQUE:
  case HR_KIND_ARRAY:
  case HR_KIND_GENERATOR:
  case HR_KIND_ITERATOR:
  case HR_KIND_WEAKREF:
  case HR_KIND_TRACEBACK:
  case HR_KIND_CODE:
  case HR_KIND_STRUCTURE:
    return object->refcount > 0 && count_references (story->after, object->id, object->refcount) >= object->refcount;
  case HR_KIND_OPAQUE:
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_INT:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_STR:
  case HR_KIND_BYTES:
  case HR_KIND_RANGE:
  case HR_KIND_ELLIPSIS:
  case HR_KIND_TUPLE:
  case HR_KIND_FROZENSET:
  case HR_KIND_METHOD:
  case HR_KIND_CELL:
  case HR_KIND_MODULE:
  case HR_KIND_BUILTIN:
    return FALSE;
  }
  g_assert_not_reached ();
}

/* Only where it means something that two names hold one object: None and True are one anyway. */
static gboolean is_singleton (HrObjectKind kind)
{
  return kind == HR_KIND_NONE || kind == HR_KIND_BOOL || kind == HR_KIND_ELLIPSIS;
}

/* Whether the line is a plain assignment of a name or a constant, "b = a" or "b = 5": where it is the point that two
 * names come to hold one object. That a loop's counter meets another name's number is chance. */
static gboolean is_plain_assignment (const HrFigureStory *story, const char *name)
{
  g_autofree char *line = NULL, *value = NULL;

  if (story->step->event != HR_EVENT_LINE || story->step->ran_line == 0 || name == NULL)
    return FALSE;
  line = hr_timeline_dup_line (story->timeline, story->step->ran_file, story->step->ran_line);
  value = hr_figure_dup_assigned (line, name);
  if (value == NULL)
    return FALSE;
  g_strstrip (value);
  return hr_figure_is_literal (value) || hr_figure_is_name (value);
}

/* A name other than @name that holds an equal atom which is another object, or NULL. */
static const char *find_equal_name (const HrTimelineState *state, const HrTimelineObject *object, const char *name)
{
  for (guint f = 0; f < state->n_frames; f++)
    for (guint i = 0; i < state->frames[f].n_names; i++) {
      const HrTimelineName *other = &state->frames[f].names[i];
      const HrTimelineObject *held = hr_timeline_state_peek_object (state, hr_figure_phrase_value_of (state, other));

      if (held != NULL && held->id != object->id && held->kind == object->kind && other->name != NULL &&
          (other->flags & HR_NAME_IMPLICIT) == 0 && g_strcmp0 (other->name, name) != 0 &&
          g_strcmp0 (held->text, object->text) == 0)
        return other->name;
    }
  return NULL;
}

static char *dup_named_atom (const HrFigureStory *story, const HrTimelineObject *object, const char *name)
{
  g_autoptr (GPtrArray) others = hr_figure_phrase_names_of (story->after, object->id, name);
  const char *equal = find_equal_name (story->after, object, name);
  g_autofree char *value = hr_figure_phrase_dup_value (object);
  g_autofree char *list = NULL;

  if (is_singleton (object->kind) || !g_str_has_prefix (value, "the ") || !is_plain_assignment (story, name))
    return g_steal_pointer (&value);
  if (others->len > 0) {
    list = hr_figure_phrase_dup_list (others);
    return g_strdup_printf ("the same %s as %s", value + strlen ("the "), list);
  }
  if (equal == NULL)
    return g_steal_pointer (&value);
  list = hr_figure_phrase_dup_code (equal);
  return g_strdup_printf ("another %s, not the one of %s", value + strlen ("the "), list);
}

/* "the generator that `f` returned" (or yielded), when a frame held it as its value a moment ago; else NULL. */
static char *dup_returned (const HrFigureStory *story, guint32 id, const char *noun)
{
  for (guint f = 0; f < story->before->n_frames; f++) {
    const HrTimelineFrame *frame = &story->before->frames[f];
    g_autofree char *code = NULL;

    if (frame->n_names == 0 || (frame->names[frame->n_names - 1].flags & HR_NAME_RETURN) == 0 ||
        frame->names[frame->n_names - 1].value != id)
      continue;
    code = hr_figure_phrase_dup_code (frame->name);
    return g_strdup_printf ("the %s that %s %s", noun, code,
                            story->before->step.event == HR_EVENT_YIELD ? "yielded" : "returned");
  }
  return NULL;
}

/* An object that was there before, by whoever else leads to it now, or led to it then. */
static char *dup_named_old (const HrFigureStory *story, const HrTimelineObject *object, const char *name)
{
  g_autoptr (GPtrArray) others = hr_figure_phrase_names_of (story->after, object->id, name);
  g_autofree char *noun = hr_figure_phrase_dup_noun (object);
  g_autofree char *list = NULL, *path = NULL;

  if (others->len > 0) {
    list = hr_figure_phrase_dup_list (others);
    return g_strdup_printf ("the %s that %s name%s", noun, list, others->len == 1 ? "s" : "");
  }
  path = hr_figure_phrase_dup_path (story->after, object->id, name);
  if (path != NULL && strpbrk (path, ".[") != NULL) {
    g_autofree char *code = hr_figure_phrase_dup_code (path);

    return g_strdup_printf ("the %s at %s", noun, code);
  }
  if (object->id == story->after->exception || (story->before != NULL && object->id == story->before->exception))
    return g_strdup_printf ("the %s that was raised", noun);
  if (!existed (story, object->id))
    return hr_figure_phrase_dup_indefinite (object, NULL);
  g_ptr_array_unref (g_steal_pointer (&others));
  others = hr_figure_phrase_names_of (story->before, object->id, name);
  if (others->len == 0) {
    char *returned = dup_returned (story, object->id, noun);

    return returned != NULL ? returned : hr_figure_phrase_dup_indefinite (object, "older");
  }
  list = hr_figure_phrase_dup_list (others);
  return g_strdup_printf ("the %s that %s named before", noun, list);
}

char *hr_figure_story_dup_named (const HrFigureStory *story, const char *name, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->after, id);
  g_autofree char *value = NULL;

  if (object == NULL)
    return g_strdup ("an object");
  if (hr_timeline_kind_is_atom (object->kind))
    return dup_named_atom (story, object, name);
  if (is_newly_made (story, object))
    return hr_figure_phrase_dup_indefinite (object, "new");
  value = hr_figure_phrase_dup_value (object);
  if (g_str_has_prefix (value, "the "))
    return g_steal_pointer (&value);
  return dup_named_old (story, object, name);
}

/* What became of the object that @name no longer names; "" when it needs no word. @sep goes before. */
static char *dup_fate (HrFigureStory *story, guint32 id, const char *lead)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->before, id);
  const HrObjectChange *change = hr_figure_story_find_change (story, id);
  g_autofree char *noun = object == NULL ? NULL : hr_figure_phrase_dup_noun (object);

  if (object == NULL || change == NULL || change->kind != HR_CHANGE_GONE || hr_figure_phrase_is_shared (object))
    return g_strdup ("");
  if (change->why == HR_GONE_HIDDEN)
    return hr_timeline_kind_is_atom (object->kind)
               ? g_strdup ("")
               : g_strdup_printf ("; the %s%s is out of the picture, but was not freed", noun, lead);
  if (!g_hash_table_add (story->fates, GUINT_TO_POINTER (id)))
    return g_strdup ("");
  if (change->refs_before == 1)
    return g_strdup_printf ("; the %s%s had no other reference and was freed", noun, lead);
  return g_strdup_printf ("; the %s%s was freed", noun, lead);
}

/* "; the list is named by `x`: refs 2 → 1" */
static char *dup_survival (const HrFigureStory *story, guint32 id, const char *lead)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->after, id);
  g_autofree char *refs = hr_figure_story_dup_refs (story, id);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *noun = NULL, *list = NULL, *path = NULL, *code = NULL;

  if (object == NULL || hr_figure_phrase_is_shared (object))
    return g_strdup ("");
  names = hr_figure_phrase_names_of (story->after, id, NULL);
  noun = hr_figure_phrase_dup_noun (object);
  if (names->len > 0) {
    list = hr_figure_phrase_dup_list (names);
    return g_strdup_printf ("; the %s%s is still named by %s%s", noun, lead, list, refs);
  }
  path = hr_figure_phrase_dup_path (story->after, id, NULL);
  if (path == NULL)
    return g_strdup_printf ("; the %s%s lives on%s", noun, lead, refs);
  code = hr_figure_phrase_dup_code (path);
  return g_strdup_printf ("; the %s%s is now at %s%s", noun, lead, code, refs);
}

static char *dup_deleted (HrFigureStory *story, const char *code, guint32 before)
{
  g_autofree char *fate = dup_fate (story, before, "");
  g_autofree char *survival = *fate != '\0' ? g_strdup ("") : dup_survival (story, before, "");

  return g_strdup_printf ("%s was deleted%s%s", code, fate, survival);
}

/* Whether another name was bound to @id in this step: then that name's clause says where it is. */
static gboolean is_newly_named (const HrFigureStory *story, guint32 id)
{
  for (guint i = 0; i < story->changes->names->len; i++)
    if (g_array_index (story->changes->names, HrNameChange, i).after == id)
      return TRUE;
  return FALSE;
}

static char *dup_rebound (HrFigureStory *story, const char *code, const char *name, guint32 before, guint32 after)
{
  const HrTimelineObject *old = hr_timeline_state_peek_object (story->before, before);
  const HrTimelineObject *new = hr_timeline_state_peek_object (story->after, after);
  g_autofree char *named = hr_figure_story_dup_named (story, name, after);
  g_autofree char *fate = NULL, *refs = NULL, *old_value = NULL;

  if (old != NULL && new != NULL && hr_timeline_kind_is_atom (old->kind) && hr_timeline_kind_is_atom (new->kind)) {
    if (old->text != NULL && g_strcmp0 (old->text, new->text) == 0)
      return g_strdup_printf ("%s now names another %s, equal to the one before", code,
                              new->type_name == NULL ? "object" : new->type_name);
    old_value = hr_figure_phrase_dup_code (old->text == NULL ? "" : old->text);
    return g_strdup_printf ("%s now names %s instead of %s", code, named, old_value);
  }
  fate = dup_fate (story, before, " it named before");
  if (*fate == '\0' && old != NULL && !hr_timeline_kind_is_atom (old->kind) && !is_newly_named (story, before)) {
    g_free (fate);
    fate = dup_survival (story, before, " it named before");
  }
  refs = hr_figure_story_dup_refs (story, after);
  return g_strdup_printf ("%s now names %s%s%s", code, named, refs, fate);
}

void hr_figure_story_tell_name (HrFigureStory *story, const char *name, guint32 before, guint32 after)
{
  g_autofree char *code = hr_figure_phrase_dup_code (name);
  g_autofree char *named = NULL, *refs = NULL;

  if (before == after)
    return;
  if (after == 0) {
    hr_figure_story_add (story, HR_STORY_NAME, dup_deleted (story, code, before));
    return;
  }
  if (before != 0) {
    hr_figure_story_add (story, HR_STORY_NAME, dup_rebound (story, code, name, before, after));
    return;
  }
  named = hr_figure_story_dup_named (story, name, after);
  refs = hr_figure_story_dup_refs (story, after);
  hr_figure_story_add (story, HR_STORY_NAME,
                       g_strdup_printf ("%s %snames %s%s", code, *refs != '\0' ? "now " : "", named, refs));
}

static const HrTimelineName *find_name (const HrTimelineState *state, guint32 frame_id, const char *wanted)
{
  for (guint f = 0; state != NULL && f < state->n_frames; f++) {
    const HrTimelineFrame *frame = &state->frames[f];

    if (frame->id != frame_id)
      continue;
    for (guint i = 0; i < frame->n_names; i++)
      if (frame->names[i].name != NULL && strcmp (frame->names[i].name, wanted) == 0)
        return &frame->names[i];
  }
  return NULL;
}

static gboolean is_new_frame (const HrFigureStory *story, guint32 frame)
{
  for (guint i = 0; i < story->changes->frames_new->len; i++)
    if (g_array_index (story->changes->frames_new, guint32, i) == frame)
      return TRUE;
  return FALSE;
}

static gboolean is_gone_frame (const HrFigureStory *story, guint32 frame)
{
  for (guint i = 0; i < story->changes->frames_gone->len; i++)
    if (g_array_index (story->changes->frames_gone, guint32, i) == frame)
      return TRUE;
  return FALSE;
}

/* Several names bound to one new object in one statement are one clause: "`a` and `b` name one new list". */
static gboolean tell_together (HrFigureStory *story, guint from, GHashTable *told)
{
  const HrNameChange *first = &g_array_index (story->changes->names, HrNameChange, from);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->after, first->after);
  g_autofree char *list = NULL, *value = NULL;

  if (object == NULL || first->kind != HR_CHANGE_NEW || existed (story, first->after))
    return FALSE;
  for (guint i = from; i < story->changes->names->len; i++) {
    const HrNameChange *change = &g_array_index (story->changes->names, HrNameChange, i);

    if (change->frame == first->frame && change->kind == HR_CHANGE_NEW && change->after == first->after &&
        change->name != NULL && hr_figure_story_shows (story, change->name, 0))
      g_ptr_array_add (names, (gpointer)change->name);
  }
  if (names->len < 2 || hr_timeline_kind_is_atom (object->kind))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    g_hash_table_add (told, names->pdata[i]);
  list = hr_figure_phrase_dup_list (names);
  value = is_newly_made (story, object) ? hr_figure_phrase_dup_indefinite (object, "new")
                                        : hr_figure_phrase_dup_indefinite (object, NULL);
  hr_figure_story_add (story, HR_STORY_NAME, g_strdup_printf ("%s name one object, %s", list, value));
  return TRUE;
}

static void tell_change (HrFigureStory *story, guint index, GHashTable *told)
{
  const HrNameChange *change = &g_array_index (story->changes->names, HrNameChange, index);
  const HrTimelineName *before = find_name (story->before, change->frame, change->name);
  const HrTimelineName *after = find_name (story->after, change->frame, change->name);
  guint32 flags = after != NULL ? after->flags : before != NULL ? before->flags : 0;

  if (!hr_figure_story_shows (story, change->name, flags) || g_hash_table_contains (told, change->name) ||
      tell_together (story, index, told))
    return;
  hr_figure_story_tell_name (story, change->name,
                             before == NULL ? 0 : hr_figure_phrase_value_of (story->before, before),
                             after == NULL ? 0 : hr_figure_phrase_value_of (story->after, after));
}

void hr_figure_story_tell_names (HrFigureStory *story, gboolean running_frame)
{
  const HrTimelineFrame *current = hr_timeline_state_peek_current_frame (story->after);
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < story->changes->names->len; i++) {
    const HrNameChange *change = &g_array_index (story->changes->names, HrNameChange, i);
    gboolean is_running = current != NULL && change->frame == current->id;

    /* The names of a call are told with the call, and those of a frame that went, went with it. */
    if (change->name == NULL || is_running != running_frame || is_gone_frame (story, change->frame) ||
        (story->before != NULL && is_new_frame (story, change->frame)))
      continue;
    tell_change (story, i, told);
  }
}

#include "figure/describe.h"

#include <string.h>

#include "figure/draw.h"
#include "figure/phrase.h"

#define MOST_OBJECTS 30
#define MOST_SLOTS 8
#define MOST_CHARACTERS 60

/* "list-3"; an atom by its text; classes and functions by the names they have themselves. */
static char *dup_object_name (const HrTimelineState *state, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);
  g_autofree char *text = NULL;

  if (object == NULL)
    return g_strdup ("an object");
  if (object->text != NULL && object->kind == HR_KIND_CLASS)
    return g_strdup_printf ("class %s", object->text);
  if (object->text != NULL && object->kind == HR_KIND_FUNCTION)
    return g_strdup_printf ("function %s", object->text);
  if (object->text != NULL && object->kind == HR_KIND_MODULE)
    return g_strdup_printf ("module %s", object->text);
  if (!hr_timeline_kind_is_atom (object->kind) || object->text == NULL)
    return hr_timeline_object_dup_name (object);
  text = hr_figure_dup_clean_line (object->text);
  if (g_utf8_strlen (text, -1) > MOST_CHARACTERS) {
    g_autofree char *head = g_utf8_substring (text, 0, MOST_CHARACTERS - 1);

    return g_strconcat (head, "…", NULL);
  }
  return g_steal_pointer (&text);
}

static gboolean is_drawn (const HrLayoutPicture *picture, HrBoxKind kind, guint32 id, gboolean ghost)
{
  for (guint i = 0; i < picture->n_boxes; i++)
    if (picture->boxes[i].kind == kind && picture->boxes[i].id == id &&
        (picture->boxes[i].state == HR_STATE_GHOST) == ghost)
      return TRUE;
  return FALSE;
}

static gboolean is_name_shown (const HrLayoutOptions *options, const HrTimelineName *name)
{
  if (name->name == NULL || ((name->flags & HR_NAME_IMPLICIT) != 0 && (options->show & HR_SHOW_DUNDER) == 0))
    return FALSE;
  return options->hide == NULL || !g_strv_contains (options->hide, name->name);
}

static void append_names (GString *out, const HrTimelineState *state, const HrTimelineFrame *frame,
                          const HrLayoutOptions *options)
{
  guint n = 0;

  for (guint i = 0; i < frame->n_names; i++) {
    guint32 value = hr_figure_phrase_value_of (state, &frame->names[i]);
    g_autofree char *object = NULL;

    if (value == 0 || !is_name_shown (options, &frame->names[i]))
      continue;
    object = dup_object_name (state, value);
    g_string_append_printf (out, "%s%s names %s", n++ == 0 ? " " : ", ", frame->names[i].name, object);
  }
  g_string_append (out, n == 0 ? " no names." : ".");
}

static void append_frames (GString *out, const HrTimelineState *state, const HrLayoutOptions *options)
{
  const HrTimelineFrame *current = hr_timeline_state_peek_current_frame (state);

  g_string_append (out, " Stack:");
  for (guint i = 0; i < state->n_frames; i++) {
    const HrTimelineFrame *frame = &state->frames[i];

    g_string_append_printf (out, " in %s%s,", frame->name, frame == current ? ", which is running" : "");
    append_names (out, state, frame, options);
  }
  if (state->n_frames == 0)
    g_string_append (out, " empty.");
}

static char *dup_slot_words (const HrTimelineState *state, const HrTimelineSlot *slot)
{
  g_autofree char *value = slot->text != NULL ? g_strdup (slot->text)
                           : slot->value == 0 ? g_strdup ("nothing")
                                              : dup_object_name (state, slot->value);
  g_autofree char *key = NULL;

  switch (slot->role) {
  case HR_SLOT_ELEMENT:
  case HR_SLOT_CONTENT:
    return g_steal_pointer (&value);
  case HR_SLOT_ENTRY:
    key = dup_object_name (state, slot->key);
    return g_strdup_printf ("%s: %s", key, value);
  case HR_SLOT_ATTRIBUTE:
  case HR_SLOT_MEMBER:
  case HR_SLOT_DEFAULT:
  case HR_SLOT_CLOSURE:
  case HR_SLOT_FIELD:
  case HR_SLOT_LOCAL:
    return g_strdup_printf ((slot->flags & HR_NAME_WEAK) != 0 ? "%s, held weakly, %s" : "%s %s", slot->name, value);
  case HR_SLOT_BASE:
    return g_strdup_printf ("base %s", value);
  }
  g_assert_not_reached ();
}

static void append_slots (GString *out, const HrTimelineState *state, const HrTimelineObject *object)
{
  guint n = 0;

  for (guint i = 0; i < object->n_slots && n <= MOST_SLOTS; i++) {
    g_autofree char *words = NULL;

    if ((object->slots[i].flags & HR_NAME_IMPLICIT) != 0)
      continue;
    words = n == MOST_SLOTS ? g_strdup ("and more") : dup_slot_words (state, &object->slots[i]);
    g_string_append_printf (out, "%s%s", n++ == 0 ? " with " : ", ", words);
  }
}

static void append_refs (GString *out, const HrTimelineObject *object, const HrLayoutOptions *options)
{
  if (hr_figure_phrase_is_shared (object))
    g_string_append (out, ", shared by the interpreter");
  else if (options->refs != HR_REFS_NONE && object->refcount > 0)
    g_string_append_printf (out, ", refs %" G_GINT64_FORMAT, object->refcount);
  if ((object->flags & HR_OBJECT_UNREACHABLE) != 0)
    g_string_append (out, ", unreachable, waiting for the collector");
}

static void append_objects (GString *out, const HrTimelineState *state, const HrLayoutPicture *picture,
                            const HrLayoutOptions *options)
{
  guint n = 0;

  for (guint i = 0; i < state->n_objects; i++) {
    const HrTimelineObject *object = state->objects[i];
    g_autofree char *name = NULL;

    if (!is_drawn (picture, HR_BOX_OBJECT, object->id, FALSE))
      continue;
    if (n++ >= MOST_OBJECTS)
      continue;
    name = dup_object_name (state, object->id);
    g_string_append_printf (out, "%s %s", n == 1 ? " Heap:" : ";", name);
    append_slots (out, state, object);
    append_refs (out, object, options);
  }
  if (n > MOST_OBJECTS)
    g_string_append_printf (out, "; and %u more", n - MOST_OBJECTS);
  g_string_append (out, n > 0 ? "." : "");
}

static void append_ghosts (GString *out, const HrLayoutPicture *picture)
{
  guint n = 0;

  for (guint i = 0; i < picture->n_boxes; i++)
    n += picture->boxes[i].kind == HR_BOX_OBJECT && picture->boxes[i].state == HR_STATE_GHOST ? 1 : 0;
  if (n > 0)
    g_string_append_printf (out, " %u object%s drawn faded, as just freed.", n, n == 1 ? " is" : "s are");
}

/* A moment that is compared to nothing is still told by what its own line did. */
static gint64 find_since (HrLayout *layout, guint moment)
{
  const HrLayoutMoment *m = hr_layout_peek_moment (layout, moment);

  return m->since >= 0 ? m->since : hr_timeline_since (hr_layout_peek_timeline (layout), m->step);
}

char *hr_figure_dup_caption (HrLayout *layout, guint moment, GError **error)
{
  return hr_figure_dup_step_caption (hr_layout_peek_timeline (layout), hr_layout_peek_moment (layout, moment)->step,
                                     find_since (layout, moment), hr_layout_peek_options (layout), error);
}

char *hr_figure_describe (HrLayout *layout, guint moment, const HrLayoutPicture *picture, GError **error)
{
  const HrLayoutOptions *options = hr_layout_peek_options (layout);
  g_autofree char *caption = hr_figure_dup_caption (layout, moment, error);
  g_autoptr (HrTimelineState) state = NULL;
  g_autofree char *plain = NULL;
  GString *out;

  if (caption == NULL)
    return NULL;
  state = hr_timeline_state_new (hr_layout_peek_timeline (layout), hr_layout_peek_moment (layout, moment)->step, error);
  if (state == NULL)
    return NULL;
  plain = hr_figure_dup_plain (caption);
  out = g_string_new (plain);
  append_frames (out, state, options);
  append_objects (out, state, picture, options);
  append_ghosts (out, picture);
  return g_string_free (out, FALSE);
}

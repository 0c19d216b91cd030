/* How an object is reached from the names: breadth first, the running frame's names before those of its callers. */
#include <string.h>

#include "figure/phrase.h"

#define MOST_VISITED 2000
#define MOST_STEPS 3

guint32 hr_figure_phrase_value_of (const HrTimelineState *state, const HrTimelineName *name)
{
  const HrTimelineObject *cell;

  if ((name->flags & HR_NAME_UNSET) != 0)
    return 0;
  if ((name->flags & (HR_NAME_CELL | HR_NAME_FREE)) == 0)
    return name->value;
  cell = hr_timeline_state_peek_object (state, name->value);
  if (cell == NULL || cell->kind != HR_KIND_CELL)
    return name->value;
  for (guint i = 0; i < cell->n_slots; i++)
    if (cell->slots[i].role == HR_SLOT_CONTENT)
      return cell->slots[i].value;
  return 0;
}

/* Frames in the order in which a reader looks: the running one, then from the module inwards. */
static const HrTimelineFrame *frame_in_order (const HrTimelineState *state, guint i)
{
  const HrTimelineFrame *current = hr_timeline_state_peek_current_frame (state);

  if (current == NULL)
    return &state->frames[i];
  if (i == 0)
    return current;
  return &state->frames[i - 1 < (guint)(current - state->frames) ? i - 1 : i];
}

static gboolean counts (const HrTimelineName *name, const char *except)
{
  if (name->name == NULL || (name->flags & (HR_NAME_IMPLICIT | HR_NAME_UNSET | HR_NAME_RETURN | HR_NAME_STACK)) != 0)
    return FALSE;
  return except == NULL || strcmp (name->name, except) != 0;
}

GPtrArray *hr_figure_phrase_names_of (const HrTimelineState *state, guint32 id, const char *except)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint f = 0; f < state->n_frames; f++) {
    const HrTimelineFrame *frame = frame_in_order (state, f);

    for (guint i = 0; i < frame->n_names; i++) {
      const HrTimelineName *name = &frame->names[i];

      if (counts (name, except) && hr_figure_phrase_value_of (state, name) == id &&
          !g_ptr_array_find_with_equal_func (names, name->name, g_str_equal, NULL))
        g_ptr_array_add (names, (gpointer)name->name);
    }
  }
  return names;
}

/* A place reached: which object, how it is written, how many steps from a name. */
typedef struct {
  guint32 id;
  char *text;
  guint n_steps;
} Place;

static void clear_place (gpointer data)
{
  g_free (((Place *)data)->text);
}

typedef struct {
  const HrTimelineState *state;
  GArray *queue; /* Place */
  GHashTable *seen;
  guint32 wanted;
} Search;

static void visit (Search *search, guint32 id, char *text, guint n_steps)
{
  Place place = { id, text, n_steps };

  if (id != 0 && search->queue->len < MOST_VISITED && g_hash_table_add (search->seen, GUINT_TO_POINTER (id)))
    g_array_append_val (search->queue, place);
  else
    g_free (text);
}

char *hr_figure_phrase_dup_step (const HrTimelineState *state, const HrTimelineObject *object,
                                 const HrTimelineSlot *slot, const char *holder)
{
  const HrTimelineObject *key;

  switch (slot->role) {
  case HR_SLOT_ELEMENT:
    if (object->kind != HR_KIND_LIST && object->kind != HR_KIND_TUPLE && object->kind != HR_KIND_DEQUE)
      return NULL;
    return g_strdup_printf ("%s[%" G_GUINT64_FORMAT "]", holder, slot->index);
  case HR_SLOT_ENTRY:
    key = hr_timeline_state_peek_object (state, slot->key);
    if (key == NULL || key->text == NULL || !hr_timeline_kind_is_atom (key->kind))
      return NULL;
    return g_strdup_printf ("%s[%s]", holder, key->text);
  case HR_SLOT_ATTRIBUTE:
    return (slot->flags & HR_NAME_IMPLICIT) != 0 ? NULL : g_strdup_printf ("%s.%s", holder, slot->name);
  case HR_SLOT_FIELD:
    return g_strdup_printf ("%s.%s", holder, slot->name);
  case HR_SLOT_LOCAL:
  case HR_SLOT_MEMBER:
  case HR_SLOT_BASE:
  case HR_SLOT_DEFAULT:
  case HR_SLOT_CLOSURE:
  case HR_SLOT_CONTENT:
    return NULL;
  }
  g_assert_not_reached ();
}

static void visit_slots (Search *search, const Place *from)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (search->state, from->id);
  g_autofree char *holder = g_strdup (from->text); /* the queue may move */
  guint n_steps = from->n_steps + 1;

  for (guint i = 0; object != NULL && i < object->n_slots; i++) {
    const HrTimelineSlot *slot = &object->slots[i];
    char *text = slot->value == 0 || (slot->flags & HR_NAME_WEAK) != 0
                     ? NULL
                     : hr_figure_phrase_dup_step (search->state, object, slot, holder);

    if (text != NULL)
      visit (search, slot->value, text, n_steps);
  }
}

static void visit_names (Search *search, const char *except, gboolean lasting)
{
  for (guint f = 0; f < search->state->n_frames; f++) {
    const HrTimelineFrame *frame = lasting ? &search->state->frames[f] : frame_in_order (search->state, f);

    for (guint i = 0; i < frame->n_names; i++)
      if (counts (&frame->names[i], except))
        visit (search, hr_figure_phrase_value_of (search->state, &frame->names[i]), g_strdup (frame->names[i].name), 0);
  }
}

static char *dup_path (const HrTimelineState *state, guint32 id, const char *except, gboolean lasting)
{
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  Search search = { state, queue, seen, id };

  g_array_set_clear_func (queue, clear_place);
  visit_names (&search, except, lasting);
  for (guint i = 0; i < queue->len; i++) {
    const Place *place = &g_array_index (queue, Place, i);

    if (place->id == id)
      return g_strdup (place->text);
    if (place->n_steps < MOST_STEPS)
      visit_slots (&search, place);
  }
  return NULL;
}

char *hr_figure_phrase_dup_path (const HrTimelineState *state, guint32 id, const char *except)
{
  return dup_path (state, id, except, FALSE);
}

char *hr_figure_phrase_dup_lasting_path (const HrTimelineState *state, guint32 id)
{
  return dup_path (state, id, NULL, TRUE);
}

static char *dup_by_names (const char *noun, const GPtrArray *names, gboolean past)
{
  g_autofree char *list = hr_figure_phrase_dup_list (names);

  if (names->len == 1)
    return g_strdup_printf ("the %s that %s name%s", noun, list, past ? "d" : "s");
  return g_strdup_printf ("the one %s that %s %sname%s", noun, list, names->len == 2 ? "both " : "", past ? "d" : "");
}

char *hr_figure_phrase_dup_definite (const HrTimelineState *state, guint32 id, gboolean past)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);
  g_autoptr (GPtrArray) names = hr_figure_phrase_names_of (state, id, NULL);
  g_autofree char *noun = NULL, *path = NULL, *code = NULL, *value = NULL;

  if (object == NULL)
    return g_strdup ("an object");
  value = hr_figure_phrase_dup_value (object);
  if (g_str_has_prefix (value, "the ") || *value == '`')
    return g_steal_pointer (&value);
  noun = hr_figure_phrase_dup_noun (object);
  if (names->len > 0)
    return dup_by_names (noun, names, past);
  path = hr_figure_phrase_dup_path (state, id, NULL);
  if (path == NULL)
    return g_steal_pointer (&value);
  code = hr_figure_phrase_dup_code (path);
  return g_strdup_printf (past ? "the %s that was at %s" : "the %s at %s", noun, code);
}

/* --nest: small containers that stand inside the cell that alone holds them. */
#include "layout/content.h"
#include "timeline/account.h"

#define MOST_ITEMS 4
#define MOST_CHARACTERS 20

/* How often an object is referred to, and whether from where it cannot stand. */
typedef struct {
  GHashTable *counts;  /* id → references */
  GHashTable *outside; /* ids */
} Survey;

static gboolean is_cell (const HrTimelineReference *reference)
{
  const HrTimelineSlot *slot = reference->slot;
  return slot && !reference->key &&
         (slot->role == HR_SLOT_ELEMENT || slot->role == HR_SLOT_ENTRY || slot->role == HR_SLOT_ATTRIBUTE ||
          slot->role == HR_SLOT_FIELD);
}

static void count_reference (gpointer data, const HrTimelineReference *reference)
{
  const Survey *survey = data;
  gpointer id = GUINT_TO_POINTER (reference->value);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (survey->counts, id)) + 1;
  g_hash_table_insert (survey->counts, id, GUINT_TO_POINTER (n));
  if (!is_cell (reference))
    g_hash_table_add (survey->outside, id);
}

/* The brackets of a kind that can be small; NULL for another. A frozenset has none of its own. */
static const char *peek_brackets (const HrTimelineObject *object)
{
  if (object->kind == HR_KIND_LIST)
    return "[]";
  if (object->kind == HR_KIND_TUPLE)
    return "()";
  return object->kind == HR_KIND_SET || object->kind == HR_KIND_DICT ? "{}" : NULL;
}

static const char *peek_atom (const HrTimelineState *state, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);
  return object && hr_timeline_kind_is_atom (object->kind) ? object->text : NULL;
}

static gboolean append_slot (GString *text, const HrTimelineState *state, const HrTimelineSlot *slot)
{
  gboolean entry = slot->role == HR_SLOT_ENTRY;
  const char *key = entry ? peek_atom (state, slot->key) : "", *value = peek_atom (state, slot->value);
  if (!key || !value || (!entry && slot->role != HR_SLOT_ELEMENT))
    return FALSE;
  g_string_append_printf (text, "%s%s%s%s", text->len > 1 ? ", " : "", key, entry ? ": " : "", value);
  return TRUE;
}

char *hr_content_dup_nested (const HrTimelineState *state, const HrTimelineObject *object)
{
  const char *brackets = peek_brackets (object);
  if (!brackets || object->n_slots > MOST_ITEMS || object->flags & (HR_OBJECT_CUT | HR_OBJECT_UNREACHABLE))
    return NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_c (text, brackets[0]);
  for (guint i = 0; i < object->n_slots; i++)
    if (!append_slot (text, state, &object->slots[i]))
      return NULL;
  if (object->n_slots == 0 && object->kind == HR_KIND_SET)
    return NULL;
  g_string_append_printf (text, "%s%c", object->kind == HR_KIND_TUPLE && object->n_slots == 1 ? "," : "", brackets[1]);
  return g_utf8_strlen (text->str, -1) <= MOST_CHARACTERS ? g_strdup (text->str) : NULL;
}

static void forbid (HrLayoutPlan *plan, guint32 id)
{
  g_hash_table_add (plan->unnested, GUINT_TO_POINTER (id));
}

void hr_layout_plan_survey_nests (HrLayoutPlan *plan, const HrTimelineState *state)
{
  if (!plan->options.nest || plan->options.atoms == HR_ATOMS_HEAP)
    return;
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL), outside = g_hash_table_new (NULL, NULL);
  hr_timeline_each_reference (state, count_reference, &(Survey){ counts, outside });
  for (guint i = 0; i < state->n_objects; i++) {
    const HrTimelineObject *object = state->objects[i];
    gpointer id = GUINT_TO_POINTER (object->id);
    g_autofree char *text = hr_content_dup_nested (state, object);
    if (text && GPOINTER_TO_UINT (g_hash_table_lookup (counts, id)) == 1 && !g_hash_table_contains (outside, id))
      g_hash_table_add (plan->nested, id);
    else if (peek_brackets (object))
      forbid (plan, object->id);
    for (guint k = 0; k < object->n_slots; k++)
      if (object->slots[k].flags & HR_NAME_WEAK)
        forbid (plan, object->slots[k].value);
  }
}

gboolean hr_layout_plan_is_nested (const HrLayoutPlan *plan, guint32 id)
{
  return g_hash_table_contains (plan->nested, GUINT_TO_POINTER (id)) &&
         !g_hash_table_contains (plan->unnested, GUINT_TO_POINTER (id)) && id != plan->options.subject;
}

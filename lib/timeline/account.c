#include "timeline/account.h"

#include <string.h>

#include "timeline/vocabulary.h"

/* Classes of the interpreter's own hold no count of their instances. */
static gboolean counts_its_instances (const HrTimelineState *state, guint32 type)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, type);
  return object != NULL && object->kind == HR_KIND_CLASS && (object->flags & HR_OBJECT_IMMUTABLE) == 0;
}

static void each_reference_of_object (const HrTimelineState *state, const HrTimelineObject *object,
                                      HrTimelineReferenceFunc func, gpointer data)
{
  if (counts_its_instances (state, object->type))
    func (data, &(HrTimelineReference){ .value = object->type, .object = object });
  for (guint i = 0; i < object->n_slots; i++) {
    const HrTimelineSlot *slot = &object->slots[i];
    if ((slot->flags & HR_NAME_WEAK) != 0)
      continue;
    if (slot->value != 0)
      func (data, &(HrTimelineReference){ .value = slot->value, .object = object, .slot = slot });
    if (slot->role == HR_SLOT_ENTRY && slot->key != 0)
      func (data, &(HrTimelineReference){ .value = slot->key, .object = object, .slot = slot, .key = TRUE });
  }
}

void hr_timeline_each_reference (const HrTimelineState *state, HrTimelineReferenceFunc func, gpointer data)
{
  for (guint i = 0; i < state->n_frames; i++)
    for (guint k = 0; k < state->frames[i].n_names; k++) {
      const HrTimelineName *name = &state->frames[i].names[k];
      if (name->value != 0 && (name->flags & HR_NAME_WEAK) == 0)
        func (data, &(HrTimelineReference){ .value = name->value, .frame = &state->frames[i], .name = name });
    }
  for (guint i = 0; i < state->n_objects; i++)
    each_reference_of_object (state, state->objects[i], func, data);
}

static char *dup_name_text (const HrTimelineFrame *frame, const HrTimelineName *name)
{
  if ((name->flags & HR_NAME_RETURN) != 0)
    return g_strdup_printf ("the value that %s gives back", frame->name);
  if ((name->flags & HR_NAME_STACK) != 0)
    return g_strdup_printf ("evaluation stack of %s", frame->name);
  return g_strdup_printf ("%s %s of %s", (name->flags & HR_NAME_FREE) != 0 ? "free variable" : "name", name->name,
                          frame->name);
}

/* A class, a function by its own name; other objects by type and number. */
static char *dup_object_name (const HrTimelineObject *object)
{
  if ((object->kind != HR_KIND_CLASS && object->kind != HR_KIND_FUNCTION) || object->text == NULL)
    return hr_timeline_object_dup_name (object);
  return g_strndup (object->text, strcspn (object->text, "("));
}

static char *dup_key_text (const HrTimelineState *state, guint32 id)
{
  const HrTimelineObject *key = hr_timeline_state_peek_object (state, id);
  if (key != NULL && hr_timeline_kind_is_atom (key->kind) && key->text != NULL)
    return g_strdup (key->text);
  return key != NULL ? dup_object_name (key) : g_strdup_printf ("?-%u", id);
}

static char *dup_slot_text (const HrTimelineState *state, const HrTimelineSlot *slot, const char *owner)
{
  g_autofree char *key = NULL;
  switch (slot->role) {
  case HR_SLOT_ELEMENT:
    return g_strdup_printf ("element %" G_GUINT64_FORMAT " of %s", slot->index, owner);
  case HR_SLOT_ENTRY:
    key = dup_key_text (state, slot->key);
    return g_strdup_printf ("value of key %s of %s", key, owner);
  case HR_SLOT_ATTRIBUTE:
    return g_strdup_printf ("attribute %s of %s", slot->name, owner);
  case HR_SLOT_MEMBER:
    return g_strdup_printf ("%s of %s", slot->name, owner);
  case HR_SLOT_BASE:
    return g_strdup_printf ("base of %s", owner);
  case HR_SLOT_DEFAULT:
    return g_strdup_printf ("default of %s of %s", slot->name, owner);
  case HR_SLOT_CLOSURE:
    return g_strdup_printf ("closure cell %s of %s", slot->name, owner);
  case HR_SLOT_CONTENT:
    return g_strdup_printf ("content of %s", owner);
  case HR_SLOT_FIELD:
    return g_strdup_printf ("field %s of %s", slot->name, owner);
  case HR_SLOT_LOCAL:
    return g_strdup_printf ("local %s of %s", slot->name, owner);
  }
  g_assert_not_reached ();
}

char *hr_timeline_reference_dup_text (const HrTimelineState *state, const HrTimelineReference *reference)
{
  if (reference->name != NULL)
    return dup_name_text (reference->frame, reference->name);
  g_autofree char *owner = dup_object_name (reference->object);
  if (reference->slot == NULL)
    return g_strdup_printf ("class of %s", owner);
  if (reference->key)
    return g_strdup_printf ("key in %s", owner);
  return dup_slot_text (state, reference->slot, owner);
}

static const char *frame_name (const HrTimelineState *state, guint32 id)
{
  for (guint i = 0; i < state->n_frames; i++)
    if (state->frames[i].id == id)
      return state->frames[i].name;
  return NULL;
}

/* Who it is, where the recorder said it by number: "Node-4", "f". */
static char *dup_owner (const HrTimelineState *state, const HrTimelineHolder *holder)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, holder->object);
  const char *frame = holder->frame != 0 ? frame_name (state, holder->frame) : NULL;
  if (object != NULL)
    return dup_object_name (object);
  return g_strdup (frame != NULL ? frame : holder->text != NULL ? holder->text : "?");
}

/* What comes in front of the owner, by kind. */
static const char *const phrases[] = {
  [HR_HOLDER_STACK] = "evaluation stack of ",
  [HR_HOLDER_LOCAL] = "local variable of ",
  [HR_HOLDER_CONSTANT] = "constant of ",
  [HR_HOLDER_CODE] = "name in the code of ",
  [HR_HOLDER_CLASS] = "inside class ",
  [HR_HOLDER_METHOD] = "bound method ",
  [HR_HOLDER_ITERATOR] = "iterator ",
  [HR_HOLDER_INTERNED] = "the table of interned strings",
  [HR_HOLDER_MODULE] = "module name ",
  [HR_HOLDER_CONTAINER] = "inside ",
  [HR_HOLDER_KEY] = "key in ",
  [HR_HOLDER_INTERPRETER] = "the interpreter: ",
  [HR_HOLDER_NATIVE] = "the C code of ",
  [HR_HOLDER_TWICE] = "shown twice in the picture",
};

/* What a class holds itself by: "its own order of bases", "descriptor __dict__". NULL: it is not that. */
static char *dup_own_text (const HrTimelineState *state, guint32 id, const HrTimelineHolder *holder)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, holder->object);
  if (holder->kind != HR_HOLDER_CLASS || object == NULL)
    return NULL;
  if (object->id == id && holder->text != NULL)
    return g_strconcat ("its own ", holder->text, NULL);
  return object->kind != HR_KIND_CLASS && object->text != NULL ? g_strconcat ("descriptor ", object->text, NULL) : NULL;
}

static char *dup_holder_text (const HrTimelineState *state, guint32 id, const HrTimelineHolder *holder)
{
  G_STATIC_ASSERT (G_N_ELEMENTS (phrases) == HR_HOLDER_LAST + 1);
  char *own = dup_own_text (state, id, holder);
  if (own != NULL)
    return own;
  gboolean says_all = holder->kind == HR_HOLDER_INTERPRETER || holder->kind == HR_HOLDER_NATIVE;
  g_autofree char *owner = says_all && holder->text != NULL ? g_strdup (holder->text) : dup_owner (state, holder);
  if (holder->kind == HR_HOLDER_INTERNED || holder->kind == HR_HOLDER_TWICE)
    return g_strdup (phrases[holder->kind]);
  if (holder->object != 0 && holder->text != NULL && !says_all)
    return g_strconcat (phrases[holder->kind], owner, ": ", holder->text, NULL);
  return g_strconcat (phrases[holder->kind], owner, NULL);
}

typedef struct {
  const HrTimelineState *state;
  guint32 id;
  HrTimelineAccount *account;
} Search;

static void add_visible (gpointer data, const HrTimelineReference *reference)
{
  Search *search = data;
  if (reference->value != search->id)
    return;
  HrTimelineAccountHolder holder = {
    .text = hr_timeline_reference_dup_text (search->state, reference),
    .visible = TRUE,
    .object = reference->object != NULL ? reference->object->id : 0,
    .frame = reference->frame != NULL ? reference->frame->id : 0,
    .count = 1,
  };
  g_array_append_val (search->account->holders, holder);
  search->account->explained++;
}

static gint64 worth (const HrTimelineHolder *holder)
{
  return holder->kind == HR_HOLDER_TWICE ? -(gint64)holder->count : holder->count;
}

static void clear_holder (gpointer data)
{
  g_free (((HrTimelineAccountHolder *)data)->text);
}

HrTimelineAccount *hr_timeline_account_new (const HrTimelineState *state, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);
  if (object == NULL || (object->flags & HR_OBJECT_SHARED) != 0)
    return NULL;
  HrTimelineAccount *account = g_new0 (HrTimelineAccount, 1);
  account->refcount = object->refcount;
  account->holders = g_array_new (FALSE, FALSE, sizeof (HrTimelineAccountHolder));
  g_array_set_clear_func (account->holders, clear_holder);
  hr_timeline_each_reference (state, add_visible, &(Search){ state, id, account });
  for (guint i = 0; i < object->n_holders; i++) {
    const HrTimelineHolder *stored = &object->holders[i];
    HrTimelineAccountHolder holder = { .text = dup_holder_text (state, id, stored),
                                       .kind = stored->kind,
                                       .object = stored->object,
                                       .frame = stored->frame,
                                       .count = stored->count };
    g_array_append_val (account->holders, holder);
    account->explained += worth (stored);
  }
  account->unexplained = account->refcount - account->explained;
  return account;
}

void hr_timeline_account_free (HrTimelineAccount *account)
{
  g_array_unref (account->holders);
  g_free (account);
}

gboolean hr_timeline_has_accounts (HrTimeline *timeline)
{
  return strstr (hr_timeline_peek_info (timeline)->options, "--refs account") != NULL;
}

static void count (GHashTable *counts, guint32 id, gint64 n)
{
  gint64 before = GPOINTER_TO_SIZE (g_hash_table_lookup (counts, GUINT_TO_POINTER (id)));
  g_hash_table_insert (counts, GUINT_TO_POINTER (id), GSIZE_TO_POINTER (before + n));
}

static void count_visible (gpointer data, const HrTimelineReference *reference)
{
  count (data, reference->value, 1);
}

GHashTable *hr_timeline_account_new_counts (const HrTimelineState *state)
{
  GHashTable *counts = g_hash_table_new (NULL, NULL);
  hr_timeline_each_reference (state, count_visible, counts);
  for (guint i = 0; i < state->n_objects; i++)
    for (guint k = 0; k < state->objects[i]->n_holders; k++)
      count (counts, state->objects[i]->id, worth (&state->objects[i]->holders[k]));
  return counts;
}

/* @data: a table of ids, each with the first reference found, which counts most; NULL while there is none. */
static void find_first (gpointer data, const HrTimelineReference *reference)
{
  gpointer id = GUINT_TO_POINTER (reference->value), known;
  if (g_hash_table_lookup_extended (data, id, NULL, &known) && known == NULL)
    g_hash_table_insert (data, id, g_memdup2 (reference, sizeof *reference));
}

static char *dup_name_cause (const HrTimelineState *after, const HrTimelineReference *last)
{
  if ((last->name->flags & (HR_NAME_RETURN | HR_NAME_STACK)) != 0 || last->name->name == NULL)
    return g_strdup_printf ("`%s` had it in hand", last->frame->name);
  if (frame_name (after, last->frame->id) == NULL)
    return g_strdup_printf ("`%s`, where `%s` named it, has ended", last->frame->name, last->name->name);
  return g_strdup_printf ("`%s` was its last name", last->name->name);
}

static char *dup_cause (const HrTimelineState *before, const HrTimelineState *after, const HrTimelineReference *last)
{
  if (last->name != NULL)
    return dup_name_cause (after, last);
  g_autofree char *text = hr_timeline_reference_dup_text (before, last);
  if (hr_timeline_state_peek_object (after, last->object->id) == NULL)
    return g_strdup_printf ("it was %s, which is gone too", text);
  return g_strdup_printf ("it was %s", text);
}

char *hr_timeline_death_dup_cause (const HrTimelineState *before, const HrTimelineState *after, guint32 id)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_hash_table_insert (found, GUINT_TO_POINTER (id), NULL);
  hr_timeline_each_reference (before, find_first, found);
  const HrTimelineReference *last = g_hash_table_lookup (found, GUINT_TO_POINTER (id));
  return last != NULL ? dup_cause (before, after, last) : NULL;
}

GHashTable *hr_timeline_death_new_causes (const HrTimelineState *before, const HrTimelineState *after)
{
  GHashTable *causes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) found = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  for (guint i = 0; i < after->n_deaths; i++)
    if (after->deaths[i].why == HR_GONE_FREED)
      g_hash_table_insert (found, GUINT_TO_POINTER (after->deaths[i].id), NULL);
  if (g_hash_table_size (found) > 0)
    hr_timeline_each_reference (before, find_first, found);
  GHashTableIter iter;
  gpointer id, last;
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &id, &last))
    if (last != NULL)
      g_hash_table_insert (causes, id, dup_cause (before, after, last));
  return causes;
}

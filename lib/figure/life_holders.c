/* Who holds an object, from step to step. */
#include <string.h>

#include "figure/life.h"
#include "figure/phrase.h"
#include "timeline/account.h"

/* Holders are told apart by what they are; elements and entries move within their container and stay the same. */
static char *dup_key (const HrTimelineReference *reference)
{
  const HrTimelineSlot *slot = reference->slot;

  if (reference->frame != NULL && reference->name->name != NULL)
    return g_strdup_printf ("n%u:%s", reference->frame->id, reference->name->name);
  if (reference->frame != NULL)
    return g_strdup_printf ("v%u", reference->frame->id);
  if (slot == NULL)
    return g_strdup_printf ("c%u", reference->object->id);
  return g_strdup_printf ("s%u:%s:%s", reference->object->id, slot->name == NULL ? "" : slot->name,
                          reference->key ? "key" : "");
}

static char *dup_name_label (const HrTimelineReference *reference)
{
  const char *frame = reference->frame->name, *name = reference->name->name;

  if ((reference->name->flags & HR_NAME_RETURN) != 0)
    return g_strdup_printf ("return of %s", frame);
  if (name == NULL || (reference->name->flags & HR_NAME_STACK) != 0)
    return g_strdup_printf ("stack of %s", frame);
  return strcmp (frame, "<module>") == 0 ? g_strdup (name) : g_strdup_printf ("%s.%s", frame, name);
}

static char *dup_label (const HrTimelineState *state, const HrTimelineReference *reference)
{
  g_autofree char *holder = NULL;
  char *label = NULL;

  if (reference->frame != NULL)
    return dup_name_label (reference);
  holder = hr_figure_phrase_dup_lasting_path (state, reference->object->id);
  if (holder != NULL && reference->slot != NULL && !reference->key)
    label = hr_figure_phrase_dup_step (state, reference->object, reference->slot, holder);
  if (label == NULL && reference->slot == NULL && holder != NULL)
    label = g_strdup_printf ("type of %s", holder);
  return label != NULL ? label : hr_timeline_reference_dup_text (state, reference);
}

typedef struct {
  const HrTimelineState *state;
  guint32 id;
  GPtrArray *keys;
  const char *wanted; /* the label of this key is looked for */
  char *label;
} Gathering;

/* Several references of one holder are told apart by their number. */
static char *dup_unique (const Gathering *gathering, const HrTimelineReference *reference)
{
  g_autofree char *key = dup_key (reference);
  char *unique = g_strdup (key);

  for (guint n = 2; g_ptr_array_find_with_equal_func (gathering->keys, unique, g_str_equal, NULL); n++) {
    g_free (unique);
    unique = g_strdup_printf ("%s#%u", key, n);
  }
  return unique;
}

static void gather (gpointer data, const HrTimelineReference *reference)
{
  Gathering *gathering = (Gathering *)data;
  char *key;

  if (reference->value != gathering->id)
    return;
  key = dup_unique (gathering, reference);
  if (g_strcmp0 (key, gathering->wanted) == 0)
    gathering->label = dup_label (gathering->state, reference);
  g_ptr_array_add (gathering->keys, key);
}

GPtrArray *hr_life_holders_keys (const HrTimelineState *state, guint32 id)
{
  Gathering gathering = { .state = state, .id = id, .keys = g_ptr_array_new_with_free_func (g_free) };

  hr_timeline_each_reference (state, gather, &gathering);
  return gathering.keys;
}

static char *dup_label_of (const HrTimelineState *state, guint32 id, const char *key)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  Gathering gathering = { state, id, keys, key, NULL };

  hr_timeline_each_reference (state, gather, &gathering);
  return gathering.label;
}

static HrLifeHolder *find_open (const GArray *holders, const char *key)
{
  for (guint i = 0; i < holders->len; i++) {
    HrLifeHolder *holder = &g_array_index (holders, HrLifeHolder, i);

    if (holder->end == G_MAXUINT && strcmp (holder->key, key) == 0)
      return holder;
  }
  return NULL;
}

void hr_life_holders_update (GArray *holders, const GPtrArray *keys, const HrTimelineState *state, guint32 id,
                             guint event)
{
  for (guint i = 0; i < holders->len; i++) {
    HrLifeHolder *holder = &g_array_index (holders, HrLifeHolder, i);

    if (holder->end == G_MAXUINT &&
        !g_ptr_array_find_with_equal_func ((GPtrArray *)keys, holder->key, g_str_equal, NULL))
      holder->end = event;
  }
  for (guint i = 0; i < keys->len; i++) {
    const char *key = (const char *)keys->pdata[i];
    HrLifeHolder holder = { .first = event, .end = G_MAXUINT };

    if (find_open (holders, key) != NULL)
      continue;
    holder.key = g_strdup (key);
    holder.label = dup_label_of (state, id, key);
    g_array_append_val (holders, holder);
  }
}

gboolean hr_life_holders_are (const GArray *holders, const GPtrArray *keys)
{
  guint n_open = 0;

  for (guint i = 0; i < holders->len; i++)
    n_open += g_array_index (holders, HrLifeHolder, i).end == G_MAXUINT ? 1 : 0;
  for (guint i = 0; i < keys->len; i++)
    if (find_open (holders, (const char *)keys->pdata[i]) == NULL)
      return FALSE;
  return n_open == keys->len;
}

/* An object's content in one line of code. */
#include "figure/life.h"

#define HEAD_ITEMS 4
#define TAIL_ITEMS 3
#define MOST_CHARACTERS 38 /* with brackets they fit a sentence's code */
#define TAIL_CHARACTERS 14

static char *dup_item (const HrTimelineState *state, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);

  if (object == NULL)
    return g_strdup ("…");
  if (object->text != NULL && hr_timeline_kind_is_atom (object->kind))
    return g_strdup (object->text);
  if (object->text != NULL && object->kind == HR_KIND_CLASS)
    return g_strdup (object->text);
  return hr_timeline_object_dup_name (object);
}

static char *dup_slot (const HrTimelineState *state, const HrTimelineSlot *slot)
{
  g_autofree char *value = slot->text != NULL ? g_strdup (slot->text) : dup_item (state, slot->value);
  g_autofree char *key = NULL;

  switch (slot->role) {
  case HR_SLOT_ELEMENT:
  case HR_SLOT_CONTENT:
    return g_steal_pointer (&value);
  case HR_SLOT_ENTRY:
    key = dup_item (state, slot->key);
    return g_strdup_printf ("%s: %s", key, value);
  case HR_SLOT_ATTRIBUTE:
  case HR_SLOT_FIELD:
  case HR_SLOT_LOCAL:
    return g_strdup_printf ("%s=%s", slot->name, value);
  case HR_SLOT_MEMBER:
  case HR_SLOT_BASE:
  case HR_SLOT_DEFAULT:
  case HR_SLOT_CLOSURE:
    return NULL;
  }
  g_assert_not_reached ();
}

/* The brackets around it. */
static void find_brackets (HrObjectKind kind, const char **open, const char **close)
{
  *open = kind == HR_KIND_LIST || kind == HR_KIND_DEQUE || kind == HR_KIND_ARRAY     ? "["
          : kind == HR_KIND_TUPLE                                                    ? "("
          : kind == HR_KIND_DICT || kind == HR_KIND_SET || kind == HR_KIND_FROZENSET ? "{"
                                                                                     : "";
  *close = **open == '[' ? "]" : **open == '(' ? ")" : **open == '{' ? "}" : "";
}

/* Of many items, the first and the last. */
static char *dup_joined (const GPtrArray *items)
{
  GString *text = g_string_new (NULL);
  gboolean is_long = items->len > HEAD_ITEMS + TAIL_ITEMS + 1;

  for (guint i = 0; i < items->len; i++) {
    if (is_long && i == HEAD_ITEMS) {
      g_string_append (text, ", …");
      i = items->len - TAIL_ITEMS;
    }
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *)items->pdata[i]);
  }
  return g_string_free (text, FALSE);
}

/* Cut in the middle, as the end is where most things grow. */
static char *dup_cut (const char *text)
{
  glong n = g_utf8_strlen (text, -1);
  g_autofree char *head = NULL, *tail = NULL;

  if (n <= MOST_CHARACTERS)
    return g_strdup (text);
  head = g_utf8_substring (text, 0, MOST_CHARACTERS - TAIL_CHARACTERS - 1);
  tail = g_utf8_substring (text, n - TAIL_CHARACTERS, n);
  return g_strconcat (head, "…", tail, NULL);
}

char *hr_figure_dup_literal (const HrTimelineState *state, const HrTimelineObject *object)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL, *cut = NULL;
  const char *open, *close;

  if (hr_timeline_kind_is_atom (object->kind) || object->kind == HR_KIND_BYTEARRAY)
    return g_strdup (object->text);
  find_brackets (object->kind, &open, &close);
  for (guint i = 0; i < object->n_slots; i++) {
    char *slot = (object->slots[i].flags & HR_NAME_IMPLICIT) != 0 ? NULL : dup_slot (state, &object->slots[i]);

    if (slot != NULL)
      g_ptr_array_add (items, slot);
  }
  if (items->len == 0 && *open == '\0')
    return NULL;
  joined = dup_joined (items);
  cut = dup_cut (joined);
  return g_strdup_printf ("%s%s%s%s", open, cut, object->kind == HR_KIND_TUPLE && items->len == 1 ? "," : "", close);
}

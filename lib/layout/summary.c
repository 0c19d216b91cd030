/* What a card says in words of its own, above its rows or in its title, instead of row by row. */
#include <string.h>

#include "layout/content.h"

static const HrTimelineSlot *find_member (const HrTimelineObject *object, const char *name)
{
  for (guint i = 0; i < object->n_slots; i++)
    if (object->slots[i].role == HR_SLOT_MEMBER && object->slots[i].text && strcmp (object->slots[i].name, name) == 0)
      return &object->slots[i];
  return NULL;
}

static const char *member_text (const HrTimelineObject *object, const char *name)
{
  const HrTimelineSlot *slot = find_member (object, name);
  return slot ? slot->text : NULL;
}

/* Code that waits, has run or is about to: where it stands. */
static gboolean is_code_at_a_line (const HrTimelineObject *object)
{
  return object->kind == HR_KIND_GENERATOR || object->kind == HR_KIND_TRACEBACK ||
         (object->kind == HR_KIND_STRUCTURE && find_member (object, "state") && object->text);
}

gboolean hr_content_is_summarised (const HrTimelineObject *object, const HrTimelineSlot *slot)
{
  if (slot->role != HR_SLOT_MEMBER || !slot->text)
    return FALSE;
  if (object->kind == HR_KIND_DEQUE || object->kind == HR_KIND_ARRAY)
    return strcmp (slot->name, "maxlen") == 0 || strcmp (slot->name, "typecode") == 0;
  return is_code_at_a_line (object) && (strcmp (slot->name, "state") == 0 || strcmp (slot->name, "line") == 0);
}

/* "count · suspended at line 4", "count · not started", "read · line 3" */
static char *dup_standing (const HrTimelineObject *object)
{
  const char *state = member_text (object, "state"), *line = member_text (object, "line");
  GString *out = g_string_new (object->text);
  if (state)
    g_string_append_printf (out, " · %s", strcmp (state, "created") == 0 ? "not started" : state);
  if (line)
    g_string_append_printf (out, state ? " at line %s" : " · line %s", line);
  return g_string_free (out, FALSE);
}

char *hr_content_dup_summary (const HrTimelineObject *object)
{
  if (is_code_at_a_line (object))
    return dup_standing (object);
  switch (object->kind) {
  case HR_KIND_OPAQUE:
  case HR_KIND_FUNCTION:
  case HR_KIND_BUILTIN:
  case HR_KIND_EXCEPTION:
  case HR_KIND_BYTEARRAY:
  case HR_KIND_CODE:
  case HR_KIND_STRUCTURE:
    return g_strdup (object->text);
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_INT:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_STR:
  case HR_KIND_BYTES:
  case HR_KIND_RANGE:
  case HR_KIND_ELLIPSIS:
  case HR_KIND_LIST:
  case HR_KIND_TUPLE:
  case HR_KIND_DICT:
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
  case HR_KIND_INSTANCE:
  case HR_KIND_CLASS:
  case HR_KIND_METHOD:
  case HR_KIND_CELL:
  case HR_KIND_MODULE:
  case HR_KIND_DEQUE:
  case HR_KIND_ARRAY:
  case HR_KIND_GENERATOR:
  case HR_KIND_ITERATOR:
  case HR_KIND_WEAKREF:
  case HR_KIND_TRACEBACK:
    return NULL;
  }
  return NULL;
}

char *hr_content_dup_type_title (const HrTimelineObject *object)
{
  const char *type = object->type_name ? object->type_name : "object";
  const char *most = object->kind == HR_KIND_DEQUE ? member_text (object, "maxlen") : NULL;
  const char *code = object->kind == HR_KIND_ARRAY ? member_text (object, "typecode") : NULL;
  if (most)
    return g_strdup_printf ("%s(maxlen=%s)", type, most);
  if (code)
    return g_strdup_printf ("%s('%s')", type, code);
  /* as Python shows the objects themselves, not as their types are called */
  if (object->kind == HR_KIND_WEAKREF && strcmp (type, "ReferenceType") == 0)
    return g_strdup ("weakref");
  if (object->kind == HR_KIND_WEAKREF && g_str_has_suffix (type, "ProxyType"))
    return g_strdup ("weakproxy");
  return g_strdup (type);
}

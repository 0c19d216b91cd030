/* Titles, pills, labels and tooltips of objects. */
#include <string.h>

#include "base/escape.h"
#include "layout/content.h"

/* Of an atom's text that its pill has room for. */
#define MOST_CHARACTERS 30

static gboolean is_direction_mark (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *hr_content_dup_visible (const char *text)
{
  gsize n_plain = hr_escape_plain_bytes (text);
  if (text[n_plain] == '\0')
    return g_strndup (text, n_plain);
  GString *out = g_string_new (NULL);
  for (const char *at = text; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (c < 0x20)
      g_string_append_unichar (out, 0x2400 + c);
    else if (c == 0x7f)
      g_string_append_unichar (out, 0x2421);
    else if ((c > 0x7f && c < 0xa0) || is_direction_mark (c) || c == 0x2028 || c == 0x2029)
      g_string_append_printf (out, "⟨U+%04X⟩", c);
    else
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

/* Bases that say something: not `object` alone. */
static char *dup_bases (const HrTimelineObject *object, const HrTimelineState *state)
{
  g_autoptr (GString) bases = g_string_new (NULL);
  for (guint i = 0; i < object->n_slots; i++) {
    if (object->slots[i].role != HR_SLOT_BASE)
      continue;
    const HrTimelineObject *base = hr_timeline_state_peek_object (state, object->slots[i].value);
    if (base && base->text && strcmp (base->text, "object") != 0)
      g_string_append_printf (bases, "%s%s", bases->len > 0 ? ", " : "", base->text);
  }
  return bases->len > 0 ? g_strdup_printf ("(%s)", bases->str) : g_strdup ("");
}

static char *dup_plain_title (const HrTimelineObject *object, const HrTimelineState *state)
{
  switch (object->kind) {
  case HR_KIND_CLASS: {
    const char *name = object->text ? object->text : "?";
    if (object->flags & HR_OBJECT_STATIC)
      return g_strdup (name);
    g_autofree char *bases = dup_bases (object, state);
    return g_strdup_printf ("class %s%s", name, bases);
  }
  case HR_KIND_MODULE:
    return g_strdup_printf ("module %s", object->text ? object->text : "?");
  case HR_KIND_BUILTIN:
    return g_strdup ("built-in");
  case HR_KIND_FUNCTION:
  case HR_KIND_METHOD:
  case HR_KIND_CELL:
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
  case HR_KIND_LIST:
  case HR_KIND_TUPLE:
  case HR_KIND_DICT:
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
  case HR_KIND_INSTANCE:
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
    return hr_content_dup_type_title (object);
  }
  return NULL;
}

static char *dup_title (const HrLayoutPlan *plan, const HrTimelineObject *object, const HrTimelineState *state)
{
  g_autofree char *title = dup_plain_title (object, state);
  if (!(plan->options.show & HR_SHOW_IDS))
    return hr_content_dup_visible (title);
  g_autofree char *name = hr_timeline_object_dup_name (object);
  g_autofree char *both = g_str_has_prefix (name, title) ? g_strdup (name) : g_strdup_printf ("%s · %s", title, name);
  return hr_content_dup_visible (both);
}

static gboolean is_freed (const HrLayoutView *view, guint32 id)
{
  for (guint i = 0; view->changes && i < view->changes->objects->len; i++) {
    const HrObjectChange *change = &g_array_index (view->changes->objects, HrObjectChange, i);
    if (change->object == id)
      return change->kind == HR_CHANGE_GONE && change->why != HR_GONE_HIDDEN;
  }
  return FALSE;
}

/* "refs 2", "shared"; a built-in class has neither: everything refers to it. Nor has what merely left the picture:
 * nobody counted since. */
static char *dup_refs (const HrLayoutPlan *plan, const HrLayoutView *view, const HrTimelineObject *object,
                       gboolean ghost)
{
  g_autofree char *refs = NULL;
  if (plan->options.refs == HR_REFS_NONE || (object->kind == HR_KIND_CLASS && object->flags & HR_OBJECT_STATIC))
    refs = NULL;
  else if (object->flags & HR_OBJECT_SHARED)
    refs = g_strdup ("shared");
  else if (!ghost && object->refcount > 0) /* 0: nobody asked for it */
    refs = g_strdup_printf ("refs %" G_GINT64_FORMAT, object->refcount);
  else if (is_freed (view, object->id))
    refs = g_strdup ("refs 0");
  if (!(plan->options.show & HR_SHOW_SIZES) || object->size_bytes == 0)
    return g_steal_pointer (&refs);
  return g_strdup_printf ("%s%s%" G_GUINT64_FORMAT " B", refs ? refs : "", refs ? " · " : "", object->size_bytes);
}

static char *dup_tooltip (const HrLayoutView *view, HrTimeline *timeline, const HrTimelineObject *object,
                          gboolean ghost)
{
  g_autofree char *name = hr_timeline_object_dup_name (object);
  g_autoptr (GString) text = g_string_new (name);
  if (object->flags & HR_OBJECT_SHARED)
    g_string_append (text, ", shared by the whole interpreter");
  else if (ghost)
    g_string_append (text, is_freed (view, object->id) ? ", freed" : ", no longer reached");
  else if (object->refcount > 0)
    g_string_append_printf (text, ", refs %" G_GINT64_FORMAT, object->refcount);
  guint32 line =
      object->born < hr_timeline_n_steps (timeline) ? hr_timeline_peek_step (timeline, object->born)->ran_line : 0;
  if (line > 0)
    g_string_append_printf (text, ", first seen in line %u", line);
  return hr_content_dup_visible (text->str);
}

/* "str of 3160 characters": how long it is where it is too long to be read in full; else its type. */
static char *dup_extent (const HrTimelineObject *object)
{
  glong shown = object->text ? g_utf8_strlen (object->text, -1) : 0;
  gboolean is_text = object->kind == HR_KIND_STR, is_bytes = object->kind == HR_KIND_BYTES;
  if (shown <= MOST_CHARACTERS || (!is_text && !is_bytes && object->kind != HR_KIND_INT))
    return g_strdup (object->type_name);
  if (object->kind == HR_KIND_INT)
    return object->flags & HR_OBJECT_CUT ? g_strdup ("int, cut")
                                         : g_strdup_printf ("int of %ld digits", shown - (*object->text == '-'));
  return g_strdup_printf (is_text ? "str of %" G_GUINT64_FORMAT " characters" : "%" G_GUINT64_FORMAT " bytes",
                          object->length);
}

/* Only what was freed says so: a shared atom merely lost a name. */
static char *dup_label (const HrContent *content, const HrLayoutPlan *plan, const HrLayoutView *view,
                        const HrTimelineObject *object)
{
  if (content->state == HR_STATE_GHOST && is_freed (view, object->id))
    return g_strdup ("freed");
  if (content->box != HR_BOX_ATOM)
    return NULL;
  gboolean account = plan->options.refs == HR_REFS_ACCOUNT && content->state != HR_STATE_GHOST;
  g_autofree char *holders = account ? hr_content_dup_holders (view->state, object->id) : g_strdup ("");
  g_autofree char *extent = dup_extent (object);
  return g_strconcat (extent, content->refs ? " · " : "", content->refs ? content->refs : "", holders, NULL);
}

void hr_content_fill_header (HrContent *content, const HrLayoutPlan *plan, const HrLayoutView *view,
                             HrTimeline *timeline, const HrViewObject *item)
{
  const HrTimelineObject *object = item->object;
  const HrTimelineState *state = hr_layout_view_state (view, item->ghost);
  content->object = object->kind;
  content->immutable = (object->flags & HR_OBJECT_IMMUTABLE) != 0;
  content->shared = (object->flags & HR_OBJECT_SHARED) != 0;
  content->refs = dup_refs (plan, view, object, item->ghost);
  content->unreachable = object->flags & HR_OBJECT_UNREACHABLE && !item->ghost;
  content->label = dup_label (content, plan, view, object);
  content->tooltip = dup_tooltip (view, timeline, object, item->ghost);
  content->title = content->box == HR_BOX_ATOM
                       ? hr_content_dup_visible (object->text ? object->text : object->type_name)
                       : dup_title (plan, object, state);
}

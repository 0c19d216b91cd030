#include "layout/content.h"

#include <string.h>

/* Room for "… 94 more" between cells. */
#define NOTE_CELLS 2

HrRowTable *hr_row_table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

guint hr_row_table_position (HrRowTable *rows, const char *name)
{
  gpointer value = g_hash_table_lookup (rows, name);
  if (!value) {
    value = GUINT_TO_POINTER (g_hash_table_size (rows) + 1);
    g_hash_table_insert (rows, g_strdup (name), value);
  }
  return GPOINTER_TO_UINT (value) - 1;
}

static void clear_entry (gpointer data)
{
  HrEntry *entry = data;
  g_free (entry->name);
  g_free (entry->value);
}

static HrContent *new_content (HrBoxKind box, guint32 id, HrBoxState state)
{
  HrContent *content = g_new0 (HrContent, 1);
  content->box = box;
  content->id = id;
  content->state = state;
  content->entries = g_array_new (FALSE, TRUE, sizeof (HrEntry));
  g_array_set_clear_func (content->entries, clear_entry);
  return content;
}

void hr_content_free (HrContent *content)
{
  if (!content)
    return;
  g_free (content->title);
  g_free (content->refs);
  g_free (content->label);
  g_free (content->tooltip);
  g_array_unref (content->entries);
  g_free (content);
}

static HrEntry *add_entry (HrContent *content, HrEntryKind kind, guint position, const char *name)
{
  HrEntry entry = { .kind = kind, .position = position, .name = name ? hr_content_dup_visible (name) : NULL };
  g_array_append_val (content->entries, entry);
  return &g_array_index (content->entries, HrEntry, content->entries->len - 1);
}

static HrBoxState state_of_change (HrChangeKind change)
{
  switch (change) {
  case HR_CHANGE_NEW:
    return HR_STATE_NEW;
  case HR_CHANGE_REBOUND:
  case HR_CHANGE_MUTATED:
    return HR_STATE_CHANGED;
  case HR_CHANGE_NONE:
  case HR_CHANGE_GONE:
    return HR_STATE_PLAIN;
  }
  return HR_STATE_PLAIN;
}

/* Points to what is in the picture, writes what is not. */
static void set_value (HrEntry *entry, const HrLayoutPlan *plan, const HrLayoutView *view, guint32 id, gboolean ghost,
                       gboolean from_name)
{
  const HrTimelineState *state = hr_layout_view_state (view, ghost);
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);
  g_autofree char *nested =
      object && hr_layout_plan_is_nested (plan, id) ? hr_content_dup_nested (state, object) : NULL;
  if (nested) {
    entry->boxed = TRUE;
    entry->value = hr_content_dup_visible (nested);
    return;
  }
  entry->boxed = from_name && object && hr_layout_plan_is_boxed_beside_name (plan, object);
  gboolean written = object && (from_name ? entry->boxed : hr_layout_plan_is_inline (plan, object));
  if (written)
    entry->value = hr_content_dup_visible (object->text ? object->text : object->type_name);
  else if (hr_layout_view_peek (view, id))
    entry->target = id;
  else
    entry->value = g_strdup ("…");
}

#define KEY_ITEMS 6
#define KEY_DEPTH 4 /* a timeline from a stranger may hold a tuple that holds itself */

/* A key is written like any value inside a container; a tuple of atoms is written as one. */
static char *dup_key (const HrTimelineState *state, guint32 id, guint depth)
{
  const HrTimelineObject *key = hr_timeline_state_peek_object (state, id);
  if (!key || depth == 0)
    return g_strdup ("…");
  if (hr_timeline_kind_is_atom (key->kind))
    return g_strdup (key->text ? key->text : key->type_name);
  if (key->kind != HR_KIND_TUPLE)
    return hr_timeline_object_dup_name (key);
  GString *text = g_string_new ("(");
  for (guint i = 0; i < key->n_slots && i <= KEY_ITEMS; i++) {
    g_autofree char *part = i < KEY_ITEMS ? dup_key (state, key->slots[i].value, depth - 1) : g_strdup ("…");
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", part);
  }
  return g_string_free (g_string_append (text, key->n_slots == 1 ? ",)" : ")"), FALSE);
}

static char *dup_slot_name (const HrTimelineSlot *slot, const HrTimelineState *state)
{
  switch (slot->role) {
  case HR_SLOT_ELEMENT:
    return g_strdup_printf ("%" G_GUINT64_FORMAT, slot->index);
  case HR_SLOT_ENTRY:
    return dup_key (state, slot->key, KEY_DEPTH);
  case HR_SLOT_ATTRIBUTE:
  case HR_SLOT_MEMBER:
  case HR_SLOT_BASE:
  case HR_SLOT_FIELD:
  case HR_SLOT_LOCAL:
    return g_strdup (slot->name);
  case HR_SLOT_DEFAULT:
    return g_strdup_printf ("%s=", slot->name ? slot->name : "");
  case HR_SLOT_CLOSURE:
    return g_strdup (slot->name);
  case HR_SLOT_CONTENT:
    return g_strdup ("contents");
  }
  return NULL;
}

static gboolean is_sequence (HrObjectKind kind)
{
  return kind == HR_KIND_LIST || kind == HR_KIND_TUPLE || kind == HR_KIND_SET || kind == HR_KIND_FROZENSET ||
         kind == HR_KIND_DEQUE || kind == HR_KIND_ARRAY;
}

static gboolean is_indexed (HrObjectKind kind)
{
  return kind == HR_KIND_LIST || kind == HR_KIND_TUPLE || kind == HR_KIND_DEQUE || kind == HR_KIND_ARRAY;
}

/* A namedtuple's fields have rows, as attributes have. */
static gboolean has_fields (const HrTimelineObject *object)
{
  return object->n_slots > 0 && object->slots[0].role == HR_SLOT_FIELD;
}

typedef struct {
  const HrLayoutPlan *plan;
  const HrLayoutView *view;
  const HrViewObject *item;
  HrContent *content;
  HrRowTable *rows;
  const HrTimelineState *state;
  gboolean upright;
} Filling;

/* What is only weakly referred to and not in the picture: of which type it is. */
static char *dup_elsewhere (const char *type)
{
  g_autofree char *visible = hr_content_dup_visible (type);
  return g_strdup_printf ("a %s elsewhere", visible);
}

static gboolean shows_slot (const Filling *f, const HrTimelineSlot *slot)
{
  return hr_layout_plan_shows_slot (f->plan, slot) && hr_layout_plan_slot_matters (f->plan, f->item->object, slot) &&
         !hr_content_is_summarised (f->item->object, slot);
}

/* Whether the weak reference @object lost its referent: it still is one, so that its row is not gone. */
static gboolean has_died (const HrTimelineChanges *changes, guint32 object)
{
  for (guint i = 0; i < changes->slots->len; i++) {
    const HrSlotChange *change = &g_array_index (changes->slots, HrSlotChange, i);
    if (change->object == object && change->kind == HR_CHANGE_GONE && change->before.flags & HR_NAME_WEAK)
      return TRUE;
  }
  return FALSE;
}

/* Where the slot's row takes part in what changed. */
static HrBoxState state_of_slot (const Filling *f, const HrTimelineSlot *slot)
{
  if (!f->view->changes || f->item->ghost || f->content->state == HR_STATE_NEW)
    return HR_STATE_PLAIN;
  return state_of_change (hr_timeline_changes_of_slot (f->view->changes, f->item->object->id, slot));
}

/* A key that a card shows has a row of its own, above its value's. */
static gboolean has_key_row (const Filling *f, const HrTimelineSlot *slot)
{
  return slot->role == HR_SLOT_ENTRY && hr_layout_plan_points_to_key (f->state, slot->key);
}

static guint count_rows (const Filling *f, const HrTimelineSlot *slot)
{
  return hr_slot_role_has_name (slot->role) ? 0 : has_key_row (f, slot) ? 2 : 1;
}

static void add_key (Filling *f, const HrTimelineSlot *slot, guint position)
{
  HrEntry *entry = add_entry (f->content, HR_ENTRY_ROW, position, "key");
  set_value (entry, f->plan, f->view, slot->key, f->item->ghost, FALSE);
  entry->state = state_of_slot (f, slot);
}

static void add_slot (Filling *f, const HrTimelineSlot *slot, guint position)
{
  const HrTimelineObject *object = f->item->object;
  gboolean cell = slot->role == HR_SLOT_ELEMENT && !f->upright;
  if (has_key_row (f, slot))
    add_key (f, slot, position++);
  g_autofree char *name = has_key_row (f, slot) ? g_strdup ("value") : dup_slot_name (slot, f->state);
  gboolean named = hr_slot_role_has_name (slot->role);
  if (named)
    position = hr_row_table_position (f->rows, slot->name ? slot->name : "");
  gboolean unordered = object->kind == HR_KIND_SET || object->kind == HR_KIND_FROZENSET;
  HrEntry *entry = add_entry (f->content, cell ? HR_ENTRY_CELL : HR_ENTRY_ROW, position, unordered ? NULL : name);
  entry->named = named;
  entry->weak = (slot->flags & HR_NAME_WEAK) != 0;
  if (slot->text)
    entry->value = entry->weak ? dup_elsewhere (slot->text) : hr_content_dup_visible (slot->text);
  else if (slot->flags & HR_NAME_UNSET || slot->value == 0)
    entry->value = g_strdup (entry->weak ? "dead" : slot->role == HR_SLOT_CONTENT ? "empty" : "unset");
  else
    set_value (entry, f->plan, f->view, slot->value, f->item->ghost, FALSE);
  entry->state = state_of_slot (f, slot);
  if (!f->view->changes || f->item->ghost || f->content->state == HR_STATE_NEW)
    return;
  if (entry->boxed && entry->state == HR_STATE_PLAIN) /* what stands inside has changed */
    entry->state = state_of_change (hr_timeline_changes_of_object (f->view->changes, slot->value));
  if (entry->weak && has_died (f->view->changes, object->id))
    entry->state = HR_STATE_CHANGED;
}

static void add_note (HrContent *content, guint position, const char *text)
{
  add_entry (content, HR_ENTRY_NOTE, position, text);
}

static void add_more (HrContent *content, guint position, guint64 n)
{
  g_autofree char *text = g_strdup_printf ("… %" G_GUINT64_FORMAT " more", n);
  add_note (content, position, text);
}

/* Slots that would be shown if the picture were not about something else. */
static guint count_aside (const Filling *f)
{
  const HrTimelineObject *object = f->item->object;
  guint n = 0;
  for (guint i = 0; i < object->n_slots; i++)
    n += hr_layout_plan_shows_slot (f->plan, &object->slots[i]) &&
         !hr_layout_plan_slot_matters (f->plan, object, &object->slots[i]);
  return n;
}

/* What the recorder left out of the middle or the end counts as left out, too. */
static void add_slots (Filling *f)
{
  const HrTimelineObject *object = f->item->object;
  guint shown = 0, k = 0, position = 0;
  for (guint i = 0; i < object->n_slots; i++)
    shown += shows_slot (f, &object->slots[i]);
  HrLayoutCut cut = hr_layout_plan_cut (f->plan, shown);
  gboolean counted = is_sequence (object->kind) || object->kind == HR_KIND_DICT;
  guint64 missing = counted && object->flags & HR_OBJECT_CUT && object->length > shown ? object->length - shown : 0;
  for (guint i = 0; i < object->n_slots; i++) {
    if (!shows_slot (f, &object->slots[i]))
      continue;
    if (k == cut.head) {
      add_more (f->content, position, shown - cut.head - cut.tail + missing);
      position += f->content->fluid ? NOTE_CELLS : 1;
    }
    if (k < cut.head || k >= shown - cut.tail) {
      add_slot (f, &object->slots[i], position);
      position += count_rows (f, &object->slots[i]);
    }
    k++;
  }
  if (cut.head == shown)
    missing += count_aside (f);
  if (cut.head == shown && missing > 0)
    add_more (f->content, position, missing);
}

static const char *empty_note (const HrTimelineObject *object)
{
  switch (object->kind) {
  case HR_KIND_LIST:
  case HR_KIND_TUPLE:
  case HR_KIND_DICT:
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
  case HR_KIND_CELL:
  case HR_KIND_DEQUE:
  case HR_KIND_ARRAY:
    return "empty";
  case HR_KIND_INSTANCE:
    return "no attributes";
  case HR_KIND_CLASS:
    return object->flags & HR_OBJECT_STATIC ? NULL : "no attributes";
  case HR_KIND_OPAQUE:
    return object->text ? NULL : "not looked into";
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_INT:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_STR:
  case HR_KIND_BYTES:
  case HR_KIND_RANGE:
  case HR_KIND_ELLIPSIS:
  case HR_KIND_FUNCTION:
  case HR_KIND_METHOD:
  case HR_KIND_MODULE:
  case HR_KIND_BUILTIN:
  case HR_KIND_EXCEPTION:
  case HR_KIND_BYTEARRAY:
  case HR_KIND_GENERATOR:
  case HR_KIND_ITERATOR:
  case HR_KIND_WEAKREF:
  case HR_KIND_TRACEBACK:
  case HR_KIND_CODE:
  case HR_KIND_STRUCTURE:
    return NULL;
  }
  return NULL;
}

static void add_summary (Filling *f)
{
  const HrTimelineObject *object = f->item->object;
  g_autofree char *text = hr_content_dup_summary (object);
  if (!text)
    return;
  HrEntry *entry = add_entry (f->content, HR_ENTRY_TEXT, 0, text);
  if (!f->view->changes || f->item->ghost || f->content->state == HR_STATE_NEW)
    return;
  if (object->kind == HR_KIND_BYTEARRAY)
    entry->state = f->content->state;
  for (guint i = 0; i < object->n_slots && entry->state == HR_STATE_PLAIN; i++)
    if (hr_content_is_summarised (object, &object->slots[i]))
      entry->state = state_of_change (hr_timeline_changes_of_slot (f->view->changes, object->id, &object->slots[i]));
}

HrContent *hr_content_new_object (const HrLayoutPlan *plan, const HrLayoutView *view, HrTimeline *timeline,
                                  const HrViewObject *item, HrRowTable *rows)
{
  const HrTimelineObject *object = item->object;
  gboolean atom = hr_timeline_kind_is_atom (object->kind);
  HrBoxState state = HR_STATE_PLAIN;
  if (item->ghost)
    state = HR_STATE_GHOST;
  else if (view->changes)
    state = state_of_change (hr_timeline_changes_of_object (view->changes, object->id));
  HrContent *content = new_content (atom ? HR_BOX_ATOM : HR_BOX_OBJECT, object->id, state);
  hr_content_fill_header (content, plan, view, timeline, item);
  if (atom)
    return content;
  gboolean upright = g_hash_table_contains (plan->upright, GUINT_TO_POINTER (object->id));
  Filling f = { plan, view, item, content, rows, hr_layout_view_state (view, item->ghost), upright };
  content->indexed = is_indexed (object->kind);
  content->fluid = is_sequence (object->kind) && !upright && !has_fields (object);
  add_summary (&f);
  add_slots (&f);
  if (content->entries->len == 0 && empty_note (object))
    add_note (content, 0, empty_note (object));
  hr_content_add_remarks (content, plan, view, timeline, item);
  return content;
}

static HrBoxState name_state (const HrLayoutView *view, const HrViewFrame *item, const HrTimelineName *name)
{
  if (item->ghost || !view->changes)
    return HR_STATE_PLAIN;
  return state_of_change (hr_timeline_changes_of_name (view->changes, item->frame->id, name->name));
}

static void add_name (HrContent *content, const HrLayoutPlan *plan, const HrLayoutView *view, const HrViewFrame *item,
                      const HrTimelineName *name, guint position)
{
  gboolean returned = (name->flags & HR_NAME_RETURN) != 0;
  HrEntry *entry = add_entry (content, HR_ENTRY_ROW, position, returned ? "return" : name->name);
  gboolean named = !returned && (name->flags & HR_NAME_STACK) == 0; /* the others stand below, and say what they are */
  set_value (entry, plan, view, name->value, item->ghost, named);
  entry->state = name_state (view, item, name);
  entry->named = named;
  entry->returned = returned;
}

HrContent *hr_content_new_frame (const HrLayoutPlan *plan, const HrLayoutView *view, const HrViewFrame *item,
                                 HrRowTable *rows)
{
  const HrTimelineFrame *frame = item->frame;
  const HrTimelineFrame *current = hr_timeline_state_peek_current_frame (view->state);
  HrBoxState state = item->ghost ? HR_STATE_GHOST : HR_STATE_PLAIN;
  for (guint i = 0; view->changes && i < view->changes->frames_new->len; i++)
    if (g_array_index (view->changes->frames_new, guint32, i) == frame->id)
      state = HR_STATE_NEW;
  HrContent *content = new_content (HR_BOX_FRAME, frame->id, state);
  content->title = hr_content_dup_visible (frame->name);
  content->current = !item->ghost && current && current->id == frame->id;
  content->label = item->ghost && item->lowest ? g_strdup ("frame gone") : NULL;
  content->tooltip = g_strdup_printf ("frame of %s, line %u", content->title, frame->line);
  if (frame->thread > 0 && item->depth == 0) /* its stack begins here; the main thread is 0 */
    content->refs = g_strdup_printf ("thread %u", frame->thread + 1);
  for (guint i = 0; i < frame->n_names; i++) {
    const HrTimelineName *name = &frame->names[i];
    if (hr_layout_plan_shows_name (plan, name))
      add_name (content, plan, view, item, name, name->name ? hr_row_table_position (rows, name->name) : 0);
  }
  return content;
}

HrContent *hr_content_new_chip (const HrLayoutPlan *plan, const HrLayoutView *view, const HrViewFrame *item,
                                const HrTimelineName *name)
{
  if (!hr_layout_plan_shows_name (plan, name))
    return NULL;
  HrBoxState state = item->ghost ? HR_STATE_VACANT : name_state (view, item, name);
  HrContent *content = new_content (HR_BOX_CHIP, item->frame->id, state);
  content->name = name->name ? name->name : "return";
  content->tooltip = g_strdup_printf ("%s in %s", content->name, item->frame->name);
  add_name (content, plan, view, item, name, 0);
  return content;
}

#include "timeline/working.h"

#include <string.h>

#include "timeline/wire.h"

static void unref_names (gpointer data)
{
  HrWorkingNames *names = data;
  if (names != NULL && g_atomic_ref_count_dec (&names->refs))
    g_free (names);
}

HrWorking *hr_working_new (HrTimeline *timeline)
{
  HrWorking *working = g_new0 (HrWorking, 1);
  working->timeline = hr_timeline_ref (timeline);
  working->strings = g_ptr_array_new ();
  working->frames = g_array_new (FALSE, FALSE, sizeof (HrTimelineFrame));
  working->names = g_ptr_array_new_with_free_func (unref_names);
  working->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  working->objects = g_ptr_array_new ();
  working->deaths = g_array_new (FALSE, FALSE, sizeof (HrTimelineDeath));
  working->notes = g_array_new (FALSE, FALSE, sizeof (HrTimelineNote));
  return working;
}

void hr_working_free (HrWorking *working)
{
  if (working == NULL)
    return;
  hr_working_drop_all (working);
  g_clear_pointer (&working->strings, g_ptr_array_unref);
  g_array_unref (working->frames);
  g_ptr_array_unref (working->names);
  g_array_unref (working->ids);
  g_ptr_array_unref (working->objects);
  g_array_unref (working->deaths);
  g_array_unref (working->notes);
  g_clear_pointer (&working->exception_text, g_ref_string_release);
  hr_timeline_unref (working->timeline);
  g_free (working);
}

static gpointer copy_names (gconstpointer data, gpointer unused)
{
  (void)unused;
  HrWorkingNames *names = (HrWorkingNames *)data;
  g_atomic_ref_count_inc (&names->refs);
  return names;
}

static gpointer copy_object_reference (gconstpointer data, gpointer unused)
{
  (void)unused;
  return hr_working_object_ref ((HrWorkingObject *)data);
}

/* The public arrays are those inside. */
static void publish (HrWorking *working)
{
  HrTimelineState *state = &working->state;
  hr_working_settle (working);
  state->frames = (const HrTimelineFrame *)(gpointer)working->frames->data;
  state->n_frames = working->frames->len;
  state->deaths = (const HrTimelineDeath *)(gpointer)working->deaths->data;
  state->n_deaths = working->deaths->len;
  state->notes = (const HrTimelineNote *)(gpointer)working->notes->data;
  state->n_notes = working->notes->len;
  state->exception_text = working->exception_text;
}

HrWorking *hr_working_copy (HrWorking *working)
{
  HrWorking *copy = g_new0 (HrWorking, 1);
  copy->state = working->state;
  copy->timeline = hr_timeline_ref (working->timeline);
  copy->frames = g_array_copy (working->frames);
  copy->names = g_ptr_array_copy (working->names, copy_names, NULL);
  copy->ids = g_array_copy (working->ids);
  copy->objects = g_ptr_array_copy (working->objects, copy_object_reference, NULL);
  copy->deaths = g_array_copy (working->deaths);
  copy->notes = g_array_copy (working->notes);
  copy->exception_text = working->exception_text == NULL ? NULL : g_ref_string_acquire (working->exception_text);
  publish (copy);
  return copy;
}

typedef struct {
  guint prefix, removed, inserted;
} Splice;

/* A splice of a sequence of @n items, of which new ones take at least @item_bytes each. */
static Splice read_splice (HrTimelineSpan *span, guint n, gsize item_bytes)
{
  guint32 prefix = hr_timeline_span_number32 (span), removed = hr_timeline_span_number32 (span);
  gsize inserted = hr_timeline_span_count (span, item_bytes);
  if (prefix > n || removed > n - prefix || inserted > G_MAXINT32 - (gsize)n)
    hr_timeline_span_fail (span, "a change lies outside what it changes");
  if (span->problem != NULL)
    return (Splice){ .prefix = 0 };
  return (Splice){ prefix, removed, (guint)inserted };
}

static HrWorkingNames *new_names (guint capacity)
{
  HrWorkingNames *names = g_malloc (sizeof *names + capacity * sizeof (HrTimelineName));
  g_atomic_ref_count_init (&names->refs);
  names->n = 0;
  names->capacity = capacity;
  return names;
}

/* The same names after @splice, with room for those inserted. */
static HrWorkingNames *splice_names (const HrWorkingNames *old, Splice splice)
{
  guint suffix = old->n - splice.prefix - splice.removed;
  HrWorkingNames *names = new_names (splice.prefix + splice.inserted + suffix);
  names->n = names->capacity;
  memcpy (names->names, old->names, splice.prefix * sizeof *names->names);
  memset (names->names + splice.prefix, 0, splice.inserted * sizeof *names->names);
  memcpy (names->names + splice.prefix + splice.inserted, old->names + splice.prefix + splice.removed,
          suffix * sizeof *names->names);
  return names;
}

static void read_names (HrWorking *working, HrTimelineSpan *span, HrTimelineName *names, guint n)
{
  for (guint i = 0; i < n && span->problem == NULL; i++) {
    names[i].flags = hr_timeline_span_number32 (span);
    names[i].name = hr_timeline_head_string (span, working->strings);
    names[i].value = hr_timeline_span_number32 (span);
    if (names[i].name == NULL && (names[i].flags & HR_NAME_RETURN) == 0)
      hr_timeline_span_fail (span, "a name without a name");
  }
}

/* Gives the frame at @at new names, a reference taken over. */
static void set_names (HrWorking *working, guint at, HrWorkingNames *names)
{
  HrTimelineFrame *frame = &g_array_index (working->frames, HrTimelineFrame, at);
  unref_names (g_ptr_array_index (working->names, at));
  g_ptr_array_index (working->names, at) = names;
  frame->names = names->names;
  frame->n_names = names->n;
}

/* Where the frame with @id stands, or -1: newest first, as it is these that change. */
static gint64 find_frame (const HrWorking *working, guint32 id)
{
  for (gint64 i = (gint64)working->frames->len - 1; i >= 0; i--)
    if (g_array_index (working->frames, HrTimelineFrame, i).id == id)
      return i;
  return -1;
}

static void apply_frame (HrWorking *working, HrTimelineSpan *span)
{
  gint64 at = find_frame (working, hr_timeline_span_number32 (span));
  guint mask = hr_timeline_span_choice (span, HR_FRAME_ALL, "a frame's fields are unknown");
  if (at < 0) {
    hr_timeline_span_fail (span, "a change to a frame that is not there");
    return;
  }
  if ((mask & HR_FRAME_LINE) != 0)
    g_array_index (working->frames, HrTimelineFrame, at).line = hr_timeline_span_number32 (span);
  if ((mask & HR_FRAME_NAMES) == 0)
    return;
  const HrWorkingNames *old = g_ptr_array_index (working->names, at);
  Splice splice = read_splice (span, old->n, 3);
  HrWorkingNames *names = splice_names (old, splice);
  read_names (working, span, names->names + splice.prefix, splice.inserted);
  set_names (working, (guint)at, names);
}

static HrWorkingNames *read_frame (HrWorking *working, HrTimelineSpan *span, HrTimelineFrame *frame)
{
  frame->id = hr_timeline_span_number32 (span);
  frame->thread = hr_timeline_span_number32 (span);
  frame->name = hr_timeline_head_string (span, working->strings);
  if (frame->name == NULL)
    frame->name = "";
  frame->file = hr_timeline_span_number32 (span);
  frame->first_line = hr_timeline_span_number32 (span);
  frame->line = hr_timeline_span_number32 (span);
  guint n = (guint)hr_timeline_span_count (span, 3);
  HrWorkingNames *names = new_names (n);
  names->n = n;
  memset (names->names, 0, n * sizeof *names->names);
  read_names (working, span, names->names, n);
  frame->names = names->names;
  frame->n_names = n;
  return names;
}

/* Adds the frames that take the place of others to @frames and @names. */
static void read_stack_items (HrWorking *working, HrTimelineSpan *span, guint n, GArray *frames, GPtrArray *names)
{
  for (guint i = 0; i < n && span->problem == NULL; i++) {
    guint item = hr_timeline_span_choice (span, HR_STACK_FULL, "a frame that is neither kept nor new");
    HrTimelineFrame frame = { .id = 0 };
    HrWorkingNames *of_frame = NULL;
    if (item == HR_STACK_FULL)
      of_frame = read_frame (working, span, &frame);
    else {
      gint64 at = find_frame (working, hr_timeline_span_number32 (span));
      if (at < 0) {
        hr_timeline_span_fail (span, "a kept frame that was not there");
        return;
      }
      frame = g_array_index (working->frames, HrTimelineFrame, at);
      of_frame = copy_names (g_ptr_array_index (working->names, at), NULL);
    }
    g_array_append_val (frames, frame);
    g_ptr_array_add (names, of_frame);
  }
}

static void apply_stack (HrWorking *working, HrTimelineSpan *span)
{
  Splice splice = read_splice (span, working->frames->len, 2);
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (HrTimelineFrame));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (unref_names);
  read_stack_items (working, span, splice.inserted, frames, names);
  if (splice.removed > 0) {
    g_array_remove_range (working->frames, splice.prefix, splice.removed);
    g_ptr_array_remove_range (working->names, splice.prefix, splice.removed);
  }
  g_array_insert_vals (working->frames, splice.prefix, frames->data, frames->len);
  guint n = names->len, before = working->names->len;
  if (n == 0)
    return;
  g_ptr_array_set_size (working->names, (gint)(before + n));
  gpointer *place = working->names->pdata + splice.prefix;
  memmove (place + n, place, (before - splice.prefix) * sizeof *place);
  for (guint i = 0; i < n; i++)
    place[i] = copy_names (g_ptr_array_index (names, i), NULL);
}

static char *read_text (HrTimelineSpan *span)
{
  if (hr_timeline_span_choice (span, 1, "an object that neither has a text nor lacks one") == 0)
    return NULL;
  gsize n_bytes;
  const char *text = hr_timeline_span_text (span, &n_bytes);
  return g_ref_string_new_len (text, (gssize)n_bytes);
}

static void set_text (HrWorkingObject *object, char *text)
{
  g_clear_pointer (&object->text, g_ref_string_release);
  object->text = text;
  object->object.text = text;
}

static void read_elements (HrWorkingObject *object, HrTimelineSpan *span, Splice splice)
{
  guint suffix = object->n_elements - splice.prefix - splice.removed;
  HrTimelineSlot *slots = hr_working_object_splice (object, splice.prefix, splice.removed, splice.inserted, suffix);
  object->n_elements = splice.prefix + splice.inserted + suffix;
  for (guint i = 0; i < splice.inserted; i++) {
    slots[i].role = HR_SLOT_ELEMENT;
    slots[i].index = splice.prefix + i;
    slots[i].value = hr_timeline_span_number32 (span);
    slots[i].flags = slots[i].value == 0 ? HR_NAME_UNSET : 0;
  }
}

static void read_slot (HrWorking *working, HrTimelineSpan *span, HrTimelineSlot *slot, guint position, guint64 *skew)
{
  guint head = hr_timeline_span_choice (span, HR_SLOT_ALL, "a slot's fields are unknown");
  if ((head & HR_SLOT_ROLE_MASK) > HR_SLOT_LAST) {
    hr_timeline_span_fail (span, "no role of a slot has this number");
    return;
  }
  slot->role = (HrSlotRole)(head & HR_SLOT_ROLE_MASK);
  if ((head & HR_SLOT_HAS_FLAGS) != 0)
    slot->flags = hr_timeline_span_number32 (span);
  if ((head & HR_SLOT_HAS_SKEW) != 0)
    *skew = (guint64)hr_timeline_span_signed (span);
  if (hr_slot_role_has_index (slot->role))
    slot->index = position + *skew;
  if (hr_slot_role_has_name (slot->role)) {
    slot->name = hr_timeline_head_string (span, working->strings);
    if (slot->name == NULL)
      hr_timeline_span_fail (span, "a named slot without a name");
  }
  if (slot->role == HR_SLOT_ENTRY)
    slot->key = hr_timeline_span_number32 (span);
  if ((head & HR_SLOT_HAS_TEXT) != 0)
    slot->text = hr_timeline_head_string (span, working->strings);
  else
    slot->value = hr_timeline_span_number32 (span);
}

static void read_slots (HrWorking *working, HrWorkingObject *object, HrTimelineSpan *span, Splice splice)
{
  guint n = object->object.n_slots, prefix = object->n_elements + splice.prefix;
  guint suffix = n - prefix - splice.removed;
  HrTimelineSlot *slots = hr_working_object_splice (object, prefix, splice.removed, splice.inserted, suffix);
  guint64 skew = 0;
  for (guint i = 0; i < splice.inserted; i++) {
    read_slot (working, span, &slots[i], splice.prefix + i, &skew);
    if (span->problem == NULL)
      continue;
    for (guint rest = i; rest < splice.inserted; rest++) /* the state is given up, but names must hold until then */
      slots[rest].role = HR_SLOT_CONTENT;
    return;
  }
}

static void read_type (HrWorking *working, HrTimelineObject *object, HrTimelineSpan *span)
{
  object->type = hr_timeline_span_number32 (span);
  const char *name = hr_timeline_head_string (span, working->strings);
  object->type_name = name != NULL ? name : "";
}

static void apply_object (HrWorking *working, HrTimelineSpan *span)
{
  guint32 id = hr_timeline_span_number32 (span), age = hr_timeline_span_number32 (span);
  if (id == 0 || age > working->state.step.index) {
    hr_timeline_span_fail (span, "an object with a wrong number or age");
    return;
  }
  HrWorkingObject *working_object = hr_working_object_new (id);
  HrTimelineObject *object = &working_object->object;
  object->born = working->state.step.index - age;
  object->kind = (HrObjectKind)hr_timeline_span_choice (span, HR_KIND_LAST, "no kind of object has this number");
  read_type (working, object, span);
  object->flags = hr_timeline_span_number32 (span);
  object->refcount = hr_timeline_span_signed (span);
  object->length = hr_timeline_span_number (span);
  object->size_bytes = hr_timeline_span_number (span);
  set_text (working_object, read_text (span));
  read_elements (working_object, span, (Splice){ .inserted = (guint)hr_timeline_span_count (span, 1) });
  read_slots (working, working_object, span, (Splice){ .inserted = (guint)hr_timeline_span_count (span, 2) });
  hr_working_put (working, working_object);
}

static void apply_change (HrWorking *working, HrTimelineSpan *span)
{
  HrWorkingObject *object = hr_working_edit (working, hr_timeline_span_number32 (span));
  if (object == NULL) {
    hr_timeline_span_fail (span, "a change to an object that is not there");
    return;
  }
  guint changed = hr_timeline_span_byte (span);
  if ((changed & HR_CHANGED_TYPE) != 0)
    read_type (working, &object->object, span);
  if ((changed & HR_CHANGED_FLAGS) != 0)
    object->object.flags = hr_timeline_span_number32 (span);
  if ((changed & HR_CHANGED_REFCOUNT) != 0)
    object->object.refcount = hr_timeline_span_signed (span);
  if ((changed & HR_CHANGED_LENGTH) != 0)
    object->object.length = hr_timeline_span_number (span);
  if ((changed & HR_CHANGED_SIZE) != 0)
    object->object.size_bytes = hr_timeline_span_number (span);
  if ((changed & HR_CHANGED_TEXT) != 0)
    set_text (object, read_text (span));
  if ((changed & HR_CHANGED_ELEMENTS) != 0)
    read_elements (object, span, read_splice (span, object->n_elements, 1));
  if ((changed & HR_CHANGED_SLOTS) != 0)
    read_slots (working, object, span, read_splice (span, object->object.n_slots - object->n_elements, 2));
}

static void apply_refcount (HrWorking *working, HrTimelineSpan *span)
{
  HrWorkingObject *object = hr_working_edit (working, hr_timeline_span_number32 (span));
  gint64 difference = hr_timeline_span_signed (span);
  if (object == NULL)
    hr_timeline_span_fail (span, "a refcount of an object that is not there");
  else
    object->object.refcount = (gint64)((guint64)object->object.refcount + (guint64)difference);
}

static void apply_holders (HrWorking *working, HrTimelineSpan *span)
{
  HrWorkingObject *object = hr_working_edit (working, hr_timeline_span_number32 (span));
  gsize n = hr_timeline_span_count (span, 5);
  if (object == NULL) {
    hr_timeline_span_fail (span, "holders of an object that is not there");
    return;
  }
  g_autoptr (GArray) holders = g_array_sized_new (FALSE, FALSE, sizeof (HrTimelineHolder), (guint)n);
  for (gsize i = 0; i < n && span->problem == NULL; i++) {
    HrTimelineHolder holder = { .kind = HR_HOLDER_STACK };
    holder.kind = (HrHolderKind)hr_timeline_span_choice (span, HR_HOLDER_LAST, "no kind of holder has this number");
    holder.object = hr_timeline_span_number32 (span);
    holder.frame = hr_timeline_span_number32 (span);
    holder.text = hr_timeline_head_string (span, working->strings);
    holder.count = hr_timeline_span_number32 (span);
    g_array_append_val (holders, holder);
  }
  hr_working_object_take_holders (object, g_steal_pointer (&holders));
}

static void apply_note (HrWorking *working, HrTimelineSpan *span)
{
  HrTimelineNote note = { .kind = HR_NOTE_FINALIZER };
  note.kind = (HrNoteKind)hr_timeline_span_choice (span, HR_NOTE_LAST, "no kind of note has this number");
  note.object = hr_timeline_span_number32 (span);
  note.number = hr_timeline_span_number (span);
  note.text = hr_timeline_head_string (span, working->strings);
  g_array_append_val (working->notes, note);
}

static void apply_gone (HrWorking *working, HrTimelineSpan *span, gboolean keyframe)
{
  HrTimelineDeath death = { .id = hr_timeline_span_number32 (span) };
  death.why = (HrGone)hr_timeline_span_choice (span, HR_GONE_LAST, "no way to go has this number");
  if (death.why == HR_GONE_COLLECTED)
    death.generation = hr_timeline_span_number32 (span);
  death.line = hr_timeline_span_number32 (span);
  if (death.line != 0)
    death.file = hr_timeline_span_number32 (span);
  /* A keyframe starts from nothing, and says what went all the same; so may an object that was hidden before. */
  gboolean was_there = hr_working_drop (working, death.id);
  if (!was_there && !keyframe && death.why == HR_GONE_HIDDEN)
    hr_timeline_span_fail (span, "an object was hidden that is not there");
  g_array_append_val (working->deaths, death);
}

static void apply_operations (HrWorking *working, HrTimelineSpan *span, gboolean keyframe)
{
  while (hr_timeline_span_left (span) > 0) {
    guint operation = hr_timeline_span_byte (span);
    switch (operation) { /* a byte of the file, not one of our enums */
    case HR_OP_STACK:
      apply_stack (working, span);
      break;
    case HR_OP_FRAME:
      apply_frame (working, span);
      break;
    case HR_OP_OBJECT:
      apply_object (working, span);
      break;
    case HR_OP_CHANGE:
      apply_change (working, span);
      break;
    case HR_OP_REFCOUNT:
      apply_refcount (working, span);
      break;
    case HR_OP_GONE:
      apply_gone (working, span, keyframe);
      break;
    case HR_OP_HOLDERS:
      apply_holders (working, span);
      break;
    case HR_OP_NOTE:
      apply_note (working, span);
      break;
    default:
      hr_timeline_span_fail (span, "no operation has this number");
      break;
    }
  }
}

static void apply_head (HrWorking *working, const HrTimelineHead *head, gboolean keyframe)
{
  HrTimelineState *state = &working->state;
  guint32 index = keyframe ? head->step.index : state->step.index + 1;
  state->step = head->step;
  state->step.index = index;
  state->output_bytes = (keyframe ? (gsize)head->output_before : state->output_bytes) + (gsize)head->output_bytes;
  state->exception = head->exception;
  g_clear_pointer (&working->exception_text, g_ref_string_release);
  if (head->exception_text != NULL)
    working->exception_text = g_ref_string_new_len (head->exception_text, (gssize)head->exception_text_bytes);
  g_array_set_size (working->deaths, 0);
  g_array_set_size (working->notes, 0);
  if (!keyframe)
    return;
  g_array_set_size (working->frames, 0);
  g_ptr_array_set_size (working->names, 0);
  hr_working_drop_all (working);
}

gboolean hr_working_apply (HrWorking *working, HrTimelineRecord *record, GError **error)
{
  gboolean keyframe = record->type == HR_RECORD_KEYFRAME;
  HrTimelineHead head;
  hr_timeline_head_read (working->timeline, record, working->strings, &head);
  apply_head (working, &head, keyframe);
  apply_operations (working, &record->payload, keyframe);
  publish (working);
  return hr_timeline_span_check (&record->payload, hr_timeline_peek_name (working->timeline), error);
}

#include "timeline/working_parts.h"

#include <string.h>

#include "timeline/wire.h"

HrWorking *hr_working_new (HrTimeline *timeline)
{
  HrWorking *working = g_new0 (HrWorking, 1);
  working->timeline = hr_timeline_ref (timeline);
  hr_timeline_said_init (&working->said);
  working->places = g_new0 (HrWirePlace, HR_PLACES);
  working->forms = g_array_new (FALSE, FALSE, sizeof (HrTimelineSpan));
  working->frames = g_array_new (FALSE, FALSE, sizeof (HrTimelineFrame));
  working->names = g_ptr_array_new_with_free_func (hr_working_names_unref);
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
  hr_timeline_said_clear (&working->said);
  g_clear_pointer (&working->forms, g_array_unref);
  g_clear_pointer (&working->places, g_free);
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
  copy->names = g_ptr_array_copy (working->names, hr_working_names_copy, NULL);
  copy->ids = g_array_copy (working->ids);
  copy->objects = g_ptr_array_copy (working->objects, copy_object_reference, NULL);
  copy->deaths = g_array_copy (working->deaths);
  copy->notes = g_array_copy (working->notes);
  copy->exception_text = working->exception_text == NULL ? NULL : g_ref_string_acquire (working->exception_text);
  publish (copy);
  return copy;
}

/* Whether a text follows. */
static gboolean read_has_text (HrTimelineSpan *span)
{
  return hr_timeline_span_choice (span, 1, "an object that neither has a text nor lacks one") != 0;
}

static char *read_text (HrTimelineSpan *span)
{
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

static void read_elements (HrWorking *working, HrWorkingObject *object, HrTimelineSpan *span, HrWorkingSplice splice)
{
  guint suffix = object->n_elements - splice.prefix - splice.removed;
  HrTimelineSlot *slots = hr_working_object_splice (object, splice.prefix, splice.removed, splice.inserted, suffix);
  object->n_elements = splice.prefix + splice.inserted + suffix;
  for (guint i = 0; i < splice.inserted; i++) {
    slots[i].role = HR_SLOT_ELEMENT;
    slots[i].index = splice.prefix + i;
    slots[i].value = hr_working_read_near (working, span);
    slots[i].flags = slots[i].value == 0 ? HR_NAME_UNSET : 0;
  }
}

/* What a slot is, and whether it holds a text. */
static gboolean read_slot_head (HrWorking *working, HrTimelineSpan *span, HrTimelineSlot *slot, guint position,
                                guint64 *skew)
{
  guint head = hr_timeline_span_choice (span, HR_SLOT_ALL, "a slot's fields are unknown");
  if ((head & HR_SLOT_ROLE_MASK) > HR_SLOT_LAST) {
    hr_timeline_span_fail (span, "no role of a slot has this number");
    return FALSE;
  }
  slot->role = (HrSlotRole)(head & HR_SLOT_ROLE_MASK);
  if ((head & HR_SLOT_HAS_FLAGS) != 0)
    slot->flags = hr_timeline_span_number32 (span);
  if ((head & HR_SLOT_HAS_SKEW) != 0)
    *skew = (guint64)hr_timeline_span_signed (span);
  if (hr_slot_role_has_index (slot->role))
    slot->index = position + *skew;
  if (hr_slot_role_has_name (slot->role)) {
    slot->name = hr_timeline_said_string (span, &working->said);
    if (slot->name == NULL)
      hr_timeline_span_fail (span, "a named slot without a name");
  }
  return (head & HR_SLOT_HAS_TEXT) != 0;
}

static void read_slot_value (HrWorking *working, HrTimelineSpan *span, HrTimelineSlot *slot, gboolean has_text)
{
  if (slot->role == HR_SLOT_ENTRY)
    slot->key = hr_working_read_near (working, span);
  if (has_text)
    slot->text = hr_timeline_said_string (span, &working->said);
  else
    slot->value = hr_working_read_near (working, span);
}

static void read_slots (HrWorking *working, HrWorkingObject *object, HrTimelineSpan *span, HrWorkingSplice splice)
{
  guint n = object->object.n_slots, prefix = object->n_elements + splice.prefix;
  guint suffix = n - prefix - splice.removed;
  HrTimelineSlot *slots = hr_working_object_splice (object, prefix, splice.removed, splice.inserted, suffix);
  guint64 skew = 0;
  for (guint i = 0; i < splice.inserted; i++) {
    gboolean has_text = read_slot_head (working, span, &slots[i], splice.prefix + i, &skew);
    read_slot_value (working, span, &slots[i], has_text);
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
  const char *name = hr_timeline_said_string (span, &working->said);
  object->type_name = name != NULL ? name : "";
}

/* Slots whose heads stand in the object's form. */
static void read_formed_slots (HrWorking *working, HrWorkingObject *object, HrTimelineSpan *span, HrTimelineSpan *form,
                               guint n)
{
  HrTimelineSlot *slots = hr_working_object_splice (object, object->n_elements, 0, n, 0);
  guint64 skew = 0;
  for (guint i = 0; i < n; i++) {
    gboolean has_text = read_slot_head (working, form, &slots[i], i, &skew);
    if (form->problem != NULL)
      slots[i].role = HR_SLOT_CONTENT; /* the state is given up, but names must hold until then */
    read_slot_value (working, span, &slots[i], has_text);
  }
}

static void read_object (HrWorking *working, HrTimelineSpan *span, HrWorkingObject *working_object)
{
  HrTimelineObject *object = &working_object->object;
  HrTimelineSpan form = hr_working_read_form (working, span);
  object->kind = (HrObjectKind)hr_timeline_span_choice (&form, HR_KIND_LAST, "no kind of object has this number");
  read_type (working, object, &form);
  object->flags = hr_timeline_span_number32 (&form);
  object->refcount = hr_timeline_span_signed (&form);
  object->length = hr_timeline_span_number (&form);
  object->size_bytes = hr_timeline_span_number (&form);
  if (read_has_text (&form))
    set_text (working_object, read_text (span));
  guint64 n_elements = hr_timeline_span_number (&form), n_slots = hr_timeline_span_number (&form);
  gsize left = hr_timeline_span_left (span);
  if (n_elements > left || n_slots > left)
    hr_timeline_span_fail (span, "a count is larger than its record");
  hr_working_leave_form (span, &form);
  if (span->problem != NULL)
    return;
  read_elements (working, working_object, span, (HrWorkingSplice){ .inserted = (guint)n_elements });
  if (n_slots <= HR_FORM_SLOTS)
    read_formed_slots (working, working_object, span, &form, (guint)n_slots);
  else
    read_slots (working, working_object, span, (HrWorkingSplice){ .inserted = (guint)n_slots });
  hr_working_leave_form (span, &form);
}

static void apply_object (HrWorking *working, HrTimelineSpan *span, gboolean is_new)
{
  guint32 id = hr_working_read_near (working, span), age = is_new ? 0 : hr_timeline_span_number32 (span);
  if (id == 0 || age > working->state.step.index) {
    hr_timeline_span_fail (span, "an object with a wrong number or age");
    return;
  }
  HrWorkingObject *object = hr_working_object_new (id);
  object->object.born = working->state.step.index - age;
  working->highest = MAX (working->highest, id);
  read_object (working, span, object);
  hr_working_put (working, object);
}

static void apply_append (HrWorking *working, HrTimelineSpan *span)
{
  HrWorkingObject *object = hr_working_edit (working, hr_working_read_near (working, span));
  if (object == NULL) {
    hr_timeline_span_fail (span, "a change to an object that is not there");
    return;
  }
  guint n = object->object.n_slots;
  gboolean cut = n > object->n_elements; /* the last ones stand as slots, with their index */
  guint64 index = cut ? object->object.length : n;
  HrTimelineSlot *slot = hr_working_object_splice (object, n, 0, 1, 0);
  object->n_elements += cut ? 0 : 1;
  object->object.length = index + 1;
  slot->role = HR_SLOT_ELEMENT;
  slot->index = index;
  slot->value = hr_working_read_near (working, span);
  slot->flags = slot->value == 0 ? HR_NAME_UNSET : 0;
}

static void apply_change (HrWorking *working, HrTimelineSpan *span)
{
  HrWorkingObject *object = hr_working_edit (working, hr_working_read_near (working, span));
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
    set_text (object, read_has_text (span) ? read_text (span) : NULL);
  if ((changed & HR_CHANGED_ELEMENTS) != 0)
    read_elements (working, object, span, hr_working_read_splice (span, object->n_elements, 1));
  if ((changed & HR_CHANGED_SLOTS) != 0)
    read_slots (working, object, span, hr_working_read_splice (span, object->object.n_slots - object->n_elements, 2));
}

static void apply_refcount (HrWorking *working, HrTimelineSpan *span, gint64 known_difference)
{
  HrWorkingObject *object = hr_working_edit (working, hr_working_read_near (working, span));
  gint64 difference = known_difference != 0 ? known_difference : hr_timeline_span_signed (span);
  if (object == NULL)
    hr_timeline_span_fail (span, "a refcount of an object that is not there");
  else
    object->object.refcount = (gint64)((guint64)object->object.refcount + (guint64)difference);
}

static void apply_holders (HrWorking *working, HrTimelineSpan *span)
{
  HrWorkingObject *object = hr_working_edit (working, hr_working_read_near (working, span));
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
    holder.text = hr_timeline_said_string (span, &working->said);
    holder.count = hr_timeline_span_number32 (span);
    g_array_append_val (holders, holder);
  }
  hr_working_object_take_holders (object, g_steal_pointer (&holders));
}

static void apply_note (HrWorking *working, HrTimelineSpan *span)
{
  HrTimelineNote note = { .kind = HR_NOTE_FINALIZER };
  note.kind = (HrNoteKind)hr_timeline_span_choice (span, HR_NOTE_LAST, "no kind of note has this number");
  note.object = hr_working_read_near (working, span);
  note.number = hr_timeline_span_number (span);
  note.text = hr_timeline_said_string (span, &working->said);
  g_array_append_val (working->notes, note);
}

static void apply_gone (HrWorking *working, HrTimelineSpan *span, gboolean keyframe)
{
  HrTimelineDeath death = { .id = hr_working_read_near (working, span) };
  guint why = hr_timeline_span_choice (span, HR_GONE_ALL, "no way to go has this number");
  death.why = (HrGone)(why & HR_GONE_WHY_MASK);
  if (death.why == HR_GONE_COLLECTED)
    death.generation = hr_timeline_span_number32 (span);
  if ((why & HR_GONE_ELSEWHERE) != 0)
    death.line = hr_timeline_span_number32 (span);
  else if (death.why != HR_GONE_HIDDEN)
    death.line = working->state.step.ran_line;
  if (death.line != 0)
    death.file = (why & HR_GONE_ELSEWHERE) != 0 ? hr_timeline_span_number32 (span) : working->state.step.ran_file;
  /* What goes when the program ends stays in the last picture. A keyframe starts from nothing, and says what went all
   * the same; so may an object that was hidden before. */
  gboolean was_there = death.why == HR_GONE_EXIT || hr_working_drop (working, death.id);
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
      hr_working_apply_stack (working, span);
      break;
    case HR_OP_FRAME:
      hr_working_apply_frame (working, span);
      break;
    case HR_OP_PUSH:
      hr_working_apply_push (working, span);
      break;
    case HR_OP_POP:
      hr_working_apply_pop (working, span);
      break;
    case HR_OP_BIND:
      hr_working_apply_bind (working, span);
      break;
    case HR_OP_NAME:
    case HR_OP_RETURN:
      hr_working_apply_last_name (working, span, operation == HR_OP_RETURN);
      break;
    case HR_OP_OBJECT:
    case HR_OP_NEW_OBJECT:
      apply_object (working, span, operation == HR_OP_NEW_OBJECT);
      break;
    case HR_OP_APPEND:
      apply_append (working, span);
      break;
    case HR_OP_CHANGE:
      apply_change (working, span);
      break;
    case HR_OP_REFCOUNT:
      apply_refcount (working, span, 0);
      break;
    case HR_OP_HELD:
      apply_refcount (working, span, 1);
      break;
    case HR_OP_DROPPED:
      apply_refcount (working, span, -1);
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
  if (keyframe) {
    working->highest = 0;
    g_array_set_size (working->forms, 0);
    memset (working->places, 0, HR_PLACES * sizeof *working->places);
  }
  working->place = &working->places[hr_wire_place (state->step.event, state->step.ran_line, state->step.next_line)];
  working->n_near = 0;
  working->near = working->before = working->highest;
  if (!keyframe) {
    hr_working_move_step_frame (working);
    return;
  }
  g_array_set_size (working->frames, 0);
  g_ptr_array_set_size (working->names, 0);
  hr_working_drop_all (working);
}

gboolean hr_working_apply (HrWorking *working, HrTimelineRecord *record, GError **error)
{
  gboolean keyframe = record->type == HR_RECORD_KEYFRAME;
  HrTimelineHead head;
  hr_timeline_head_read (working->timeline, record, &working->said, &head);
  apply_head (working, &head, keyframe);
  apply_operations (working, &record->payload, keyframe);
  hr_working_leave_place (working);
  publish (working);
  return hr_timeline_span_check (&record->payload, hr_timeline_peek_name (working->timeline), error);
}

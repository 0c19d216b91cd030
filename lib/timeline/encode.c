#include "timeline/encode.h"

#include "timeline/wire.h"

void hr_timeline_encoder_begin (HrTimelineEncoder *encoder, bool new_chunk)
{
  hr_timeline_buffer_reset (&encoder->ops);
  hr_timeline_buffer_reset (&encoder->strings);
  hr_timeline_buffer_reset (&encoder->output);
  encoder->n_new_strings = 0;
  encoder->n_outputs = 0;
  if (!new_chunk)
    return;
  encoder->chunk++;
  encoder->n_strings = 0;
}

void hr_timeline_encoder_clear (HrTimelineEncoder *encoder)
{
  hr_timeline_buffer_clear (&encoder->ops);
  hr_timeline_buffer_clear (&encoder->strings);
  hr_timeline_buffer_clear (&encoder->output);
}

uint32_t hr_timeline_encoder_string (HrTimelineEncoder *encoder, HrShadowName *name)
{
  if (name == NULL)
    return 0;
  if (name->chunk != encoder->chunk) {
    name->chunk = encoder->chunk;
    name->number = ++encoder->n_strings;
    encoder->n_new_strings++;
    hr_timeline_buffer_text (&encoder->strings, name->bytes, name->n_bytes);
  }
  return name->number;
}

static void string (HrTimelineEncoder *encoder, HrShadowName *name)
{
  hr_timeline_buffer_number (&encoder->ops, hr_timeline_encoder_string (encoder, name));
}

/* "" is a text too, so a byte says whether there is one. */
static void text (HrTimelineEncoder *encoder, const HrShadowObject *object)
{
  hr_timeline_buffer_byte (&encoder->ops, object->text != NULL);
  if (object->text != NULL)
    hr_timeline_buffer_text (&encoder->ops, object->text, object->text_bytes);
}

static void splice_head (HrTimelineEncoder *encoder, HrShadowSplice splice)
{
  hr_timeline_buffer_number (&encoder->ops, splice.prefix);
  hr_timeline_buffer_number (&encoder->ops, splice.removed);
  hr_timeline_buffer_number (&encoder->ops, splice.inserted);
}

static void element_list (HrTimelineEncoder *encoder, const HrShadowObject *object, HrShadowSplice splice)
{
  for (size_t i = splice.prefix; i < splice.prefix + splice.inserted; i++)
    hr_timeline_buffer_number (&encoder->ops, object->elements[i]);
}

/* Slots that count positions say how far their index is ahead of their place among the slots, when that changes. */
static void slot_list (HrTimelineEncoder *encoder, const HrShadowObject *object, HrShadowSplice splice)
{
  HrTimelineBuffer *ops = &encoder->ops;
  uint64_t skew = 0;
  for (size_t i = splice.prefix; i < splice.prefix + splice.inserted; i++) {
    const HrShadowSlot *slot = &object->slots[i];
    bool skewed = hr_slot_role_has_index (slot->role) && slot->index - i != skew;
    unsigned head = (unsigned)slot->role;
    head |= slot->flags != 0 ? HR_SLOT_HAS_FLAGS : 0;
    head |= skewed ? HR_SLOT_HAS_SKEW : 0;
    head |= slot->text != NULL ? HR_SLOT_HAS_TEXT : 0;
    hr_timeline_buffer_byte (ops, (uint8_t)head);
    if (slot->flags != 0)
      hr_timeline_buffer_number (ops, slot->flags);
    if (skewed) {
      skew = slot->index - i;
      hr_timeline_buffer_signed (ops, (int64_t)skew);
    }
    if (hr_slot_role_has_name (slot->role))
      string (encoder, slot->name);
    if (slot->role == HR_SLOT_ENTRY)
      hr_timeline_buffer_number (ops, slot->key);
    if (slot->text != NULL)
      string (encoder, slot->text);
    else
      hr_timeline_buffer_number (ops, slot->value);
  }
}

void hr_timeline_encode_object (HrTimelineEncoder *encoder, const HrShadowObject *object, uint64_t step)
{
  HrTimelineBuffer *ops = &encoder->ops;
  hr_timeline_buffer_byte (ops, HR_OP_OBJECT);
  hr_timeline_buffer_number (ops, object->id);
  hr_timeline_buffer_number (ops, step - object->born);
  hr_timeline_buffer_byte (ops, (uint8_t)object->kind);
  hr_timeline_buffer_number (ops, object->type);
  string (encoder, object->type_name);
  hr_timeline_buffer_number (ops, object->flags);
  hr_timeline_buffer_signed (ops, object->refcount);
  hr_timeline_buffer_number (ops, object->length);
  hr_timeline_buffer_number (ops, object->size_bytes);
  text (encoder, object);
  hr_timeline_buffer_number (ops, object->n_elements);
  element_list (encoder, object, (HrShadowSplice){ .inserted = object->n_elements });
  hr_timeline_buffer_number (ops, object->n_slots);
  slot_list (encoder, object, (HrShadowSplice){ .inserted = object->n_slots });
}

void hr_timeline_encode_change (HrTimelineEncoder *encoder, const HrShadowObject *object, unsigned changed,
                                HrShadowSplice elements, HrShadowSplice slots)
{
  HrTimelineBuffer *ops = &encoder->ops;
  hr_timeline_buffer_byte (ops, HR_OP_CHANGE);
  hr_timeline_buffer_number (ops, object->id);
  hr_timeline_buffer_byte (ops, (uint8_t)changed);
  if ((changed & HR_CHANGED_TYPE) != 0) {
    hr_timeline_buffer_number (ops, object->type);
    string (encoder, object->type_name);
  }
  if ((changed & HR_CHANGED_FLAGS) != 0)
    hr_timeline_buffer_number (ops, object->flags);
  if ((changed & HR_CHANGED_REFCOUNT) != 0)
    hr_timeline_buffer_signed (ops, object->refcount);
  if ((changed & HR_CHANGED_LENGTH) != 0)
    hr_timeline_buffer_number (ops, object->length);
  if ((changed & HR_CHANGED_SIZE) != 0)
    hr_timeline_buffer_number (ops, object->size_bytes);
  if ((changed & HR_CHANGED_TEXT) != 0)
    text (encoder, object);
  if ((changed & HR_CHANGED_ELEMENTS) != 0) {
    splice_head (encoder, elements);
    element_list (encoder, object, elements);
  }
  if ((changed & HR_CHANGED_SLOTS) != 0) {
    splice_head (encoder, slots);
    slot_list (encoder, object, slots);
  }
}

void hr_timeline_encode_refcount (HrTimelineEncoder *encoder, uint32_t id, int64_t before, int64_t after)
{
  hr_timeline_buffer_byte (&encoder->ops, HR_OP_REFCOUNT);
  hr_timeline_buffer_number (&encoder->ops, id);
  hr_timeline_buffer_signed (&encoder->ops, (int64_t)((uint64_t)after - (uint64_t)before));
}

void hr_timeline_encode_holders (HrTimelineEncoder *encoder, const HrShadowObject *object)
{
  HrTimelineBuffer *ops = &encoder->ops;
  hr_timeline_buffer_byte (ops, HR_OP_HOLDERS);
  hr_timeline_buffer_number (ops, object->id);
  hr_timeline_buffer_number (ops, object->n_holders);
  for (size_t i = 0; i < object->n_holders; i++) {
    const HrShadowHolder *holder = &object->holders[i];
    hr_timeline_buffer_byte (ops, (uint8_t)holder->kind);
    hr_timeline_buffer_number (ops, holder->object);
    hr_timeline_buffer_number (ops, holder->frame);
    string (encoder, holder->text);
    hr_timeline_buffer_number (ops, holder->count);
  }
}

void hr_timeline_encode_note (HrTimelineEncoder *encoder, const HrTimelineWriteNote *note, HrShadowName *text)
{
  HrTimelineBuffer *ops = &encoder->ops;
  hr_timeline_buffer_byte (ops, HR_OP_NOTE);
  hr_timeline_buffer_byte (ops, (uint8_t)note->kind);
  hr_timeline_buffer_number (ops, note->object);
  hr_timeline_buffer_number (ops, note->number);
  string (encoder, text);
}

void hr_timeline_encode_gone (HrTimelineEncoder *encoder, uint32_t id, HrGone why, uint32_t generation, uint32_t file,
                              uint32_t line)
{
  hr_timeline_buffer_byte (&encoder->ops, HR_OP_GONE);
  hr_timeline_buffer_number (&encoder->ops, id);
  hr_timeline_buffer_byte (&encoder->ops, (uint8_t)why);
  if (why == HR_GONE_COLLECTED)
    hr_timeline_buffer_number (&encoder->ops, generation);
  hr_timeline_buffer_number (&encoder->ops, line);
  if (line != 0)
    hr_timeline_buffer_number (&encoder->ops, file);
}

void hr_timeline_encode_output (HrTimelineEncoder *encoder, int stream, const void *bytes, size_t n_bytes)
{
  hr_timeline_buffer_byte (&encoder->output, (uint8_t)stream);
  hr_timeline_buffer_number (&encoder->output, n_bytes);
  hr_timeline_buffer_bytes (&encoder->output, bytes, n_bytes);
  encoder->n_outputs++;
}

static void name_list (HrTimelineEncoder *encoder, const HrShadowFrame *frame, HrShadowSplice splice)
{
  for (size_t i = splice.prefix; i < splice.prefix + splice.inserted; i++) {
    hr_timeline_buffer_number (&encoder->ops, frame->names[i].flags);
    string (encoder, frame->names[i].name);
    hr_timeline_buffer_number (&encoder->ops, frame->names[i].value);
  }
}

void hr_timeline_encode_frame (HrTimelineEncoder *encoder, const HrShadowFrame *frame, bool line, bool names,
                               HrShadowSplice splice)
{
  hr_timeline_buffer_byte (&encoder->ops, HR_OP_FRAME);
  hr_timeline_buffer_number (&encoder->ops, frame->id);
  hr_timeline_buffer_byte (&encoder->ops, (uint8_t)((line ? HR_FRAME_LINE : 0) | (names ? HR_FRAME_NAMES : 0)));
  if (line)
    hr_timeline_buffer_number (&encoder->ops, frame->line);
  if (names) {
    splice_head (encoder, splice);
    name_list (encoder, frame, splice);
  }
}

static void frame_in_full (HrTimelineEncoder *encoder, const HrShadowFrame *frame)
{
  HrTimelineBuffer *ops = &encoder->ops;
  hr_timeline_buffer_byte (ops, HR_STACK_FULL);
  hr_timeline_buffer_number (ops, frame->id);
  hr_timeline_buffer_number (ops, frame->thread);
  string (encoder, frame->name);
  hr_timeline_buffer_number (ops, frame->file);
  hr_timeline_buffer_number (ops, frame->first_line);
  hr_timeline_buffer_number (ops, frame->line);
  hr_timeline_buffer_number (ops, frame->n_names);
  name_list (encoder, frame, (HrShadowSplice){ .inserted = frame->n_names });
}

void hr_timeline_encode_stack (HrTimelineEncoder *encoder, HrShadowFrame *const *frames, HrShadowSplice splice,
                               bool all)
{
  hr_timeline_buffer_byte (&encoder->ops, HR_OP_STACK);
  splice_head (encoder, splice);
  for (size_t i = splice.prefix; i < splice.prefix + splice.inserted; i++) {
    if (frames[i]->written && !all) {
      hr_timeline_buffer_byte (&encoder->ops, HR_STACK_KEPT);
      hr_timeline_buffer_number (&encoder->ops, frames[i]->id);
    } else
      frame_in_full (encoder, frames[i]);
    frames[i]->written = true;
  }
}

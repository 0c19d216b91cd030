#include "timeline/encode.h"

#include <stdlib.h>
#include <string.h>

void hr_timeline_encoder_begin (HrTimelineEncoder *encoder, const HrTimelineWriteStep *step, bool new_chunk)
{
  hr_timeline_buffer_reset (&encoder->ops);
  hr_timeline_buffer_reset (&encoder->strings);
  hr_timeline_buffer_reset (&encoder->output);
  encoder->n_new_strings = 0;
  encoder->n_outputs = 0;
  if (new_chunk) {
    encoder->chunk++;
    encoder->n_strings = 0;
    encoder->highest = 0;
    encoder->last = (HrWirePosition){ 0, 0 };
    hr_shadow_names_clear (&encoder->shapes);
    hr_shadow_names_clear (&encoder->forms);
    memset (encoder->places, 0, sizeof encoder->places);
  }
  encoder->place = &encoder->places[hr_wire_place (step->event, step->ran_line, step->next_line)];
  encoder->n_near = 0;
  encoder->near = encoder->before = encoder->highest;
  encoder->frame = step->frame;
  encoder->ran_file = step->ran_line != 0 ? step->ran_file : 0;
  encoder->ran_line = step->ran_line;
  encoder->line = step->next_line != 0 ? step->next_line : step->ran_line;
}

void hr_timeline_encoder_clear (HrTimelineEncoder *encoder)
{
  hr_timeline_buffer_clear (&encoder->ops);
  hr_timeline_buffer_clear (&encoder->strings);
  hr_timeline_buffer_clear (&encoder->output);
  hr_timeline_buffer_clear (&encoder->form);
  hr_shadow_names_clear (&encoder->shapes);
  hr_shadow_names_clear (&encoder->forms);
  free (encoder->positions);
  encoder->positions = NULL;
  encoder->positions_capacity = 0;
}

/* The number of @name in this chunk, 0 for NULL. */
static uint32_t string_number (HrTimelineEncoder *encoder, HrShadowName *name)
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

static void string (HrTimelineEncoder *encoder, HrTimelineBuffer *buffer, HrShadowName *name)
{
  hr_timeline_buffer_number (buffer, string_number (encoder, name));
}

static void op (HrTimelineEncoder *encoder, uint8_t code)
{
  hr_timeline_buffer_byte (&encoder->ops, code);
}

/* Ids that are said one after the other are mostly close to each other, and steps of one place mostly speak of the same
 * objects, or of as new ones. */
static void near (HrTimelineEncoder *encoder, uint32_t id)
{
  HrWirePlace *place = encoder->place;
  uint32_t n = encoder->n_near++;
  int64_t away = (int64_t)id - (int64_t)encoder->near;
  uint64_t code = HR_NEAR_DISTANCE + (away < 0 ? (uint64_t)(-away) * 2 - 1 : (uint64_t)away * 2);
  if (id == 0)
    code = HR_NEAR_NONE;
  else if (n < place->n_ids && id == place->ids[n])
    code = HR_NEAR_SAME;
  else if (n < place->n_ids && place->ids[n] != 0 && id == place->ids[n] + (encoder->before - place->highest))
    code = HR_NEAR_ALONG;
  hr_timeline_buffer_number (&encoder->ops, code);
  if (id != 0)
    encoder->near = id;
  if (n < HR_PLACE_IDS)
    encoder->said[n] = id;
}

/* What was said in the step is what the next one of its place is compared with. */
static void leave_place (HrTimelineEncoder *encoder)
{
  encoder->place->n_ids = encoder->n_near < HR_PLACE_IDS ? encoder->n_near : HR_PLACE_IDS;
  encoder->place->highest = encoder->before;
  memcpy (encoder->place->ids, encoder->said, encoder->place->n_ids * sizeof *encoder->said);
}

/* The number that @table gave the bytes of @buffer, or 0 when they are new; they get the next. */
static uint32_t number_of (HrShadowNames *table, HrTimelineBuffer *buffer)
{
  uint32_t n_before = (uint32_t)table->n_names;
  HrShadowName *known =
      buffer->failed ? NULL : hr_shadow_names_get (table, (const char *)buffer->bytes, (uint32_t)buffer->n_bytes);
  if (known == NULL) {
    buffer->failed = true;
    return 0;
  }
  if (table->n_names == n_before)
    return known->number;
  known->number = n_before + 1;
  return 0;
}

/* What encoder->form holds: by its number, or in full the first time. */
static void form (HrTimelineEncoder *encoder)
{
  HrTimelineBuffer *bytes = &encoder->form;
  uint32_t number = number_of (&encoder->forms, bytes);
  encoder->ops.failed |= bytes->failed;
  hr_timeline_buffer_number (&encoder->ops, number);
  if (number != 0 || bytes->failed)
    return;
  hr_timeline_buffer_number (&encoder->ops, bytes->n_bytes);
  hr_timeline_buffer_bytes (&encoder->ops, bytes->bytes, bytes->n_bytes);
}

static void splice_head (HrTimelineEncoder *encoder, HrShadowSplice splice)
{
  hr_timeline_buffer_number (&encoder->ops, splice.prefix);
  hr_timeline_buffer_number (&encoder->ops, splice.removed);
  hr_timeline_buffer_number (&encoder->ops, splice.inserted);
}

static void text (HrTimelineEncoder *encoder, const HrShadowObject *object)
{
  hr_timeline_buffer_text (&encoder->ops, object->text, object->text_bytes);
}

static void element_list (HrTimelineEncoder *encoder, const HrShadowObject *object, HrShadowSplice splice)
{
  for (size_t i = splice.prefix; i < splice.prefix + splice.inserted; i++)
    near (encoder, object->elements[i]);
}

/* What a slot is, without what it holds. Slots that count positions say how far their index is ahead of their place @at
 * among the slots, when that is not @skew as before. */
static void slot_head (HrTimelineEncoder *encoder, HrTimelineBuffer *buffer, const HrShadowSlot *slot, uint64_t at,
                       uint64_t *skew)
{
  bool skewed = hr_slot_role_has_index (slot->role) && slot->index - at != *skew;
  unsigned head = (unsigned)slot->role;
  head |= slot->flags != 0 ? HR_SLOT_HAS_FLAGS : 0;
  head |= skewed ? HR_SLOT_HAS_SKEW : 0;
  head |= slot->text != NULL ? HR_SLOT_HAS_TEXT : 0;
  hr_timeline_buffer_byte (buffer, (uint8_t)head);
  if (slot->flags != 0)
    hr_timeline_buffer_number (buffer, slot->flags);
  if (skewed) {
    *skew = slot->index - at;
    hr_timeline_buffer_signed (buffer, (int64_t)*skew);
  }
  if (hr_slot_role_has_name (slot->role))
    string (encoder, buffer, slot->name);
}

static void slot_value (HrTimelineEncoder *encoder, const HrShadowSlot *slot)
{
  if (slot->role == HR_SLOT_ENTRY)
    near (encoder, slot->key);
  if (slot->text != NULL)
    string (encoder, &encoder->ops, slot->text);
  else
    near (encoder, slot->value);
}

static void slot_list (HrTimelineEncoder *encoder, const HrShadowObject *object, HrShadowSplice splice)
{
  uint64_t skew = 0;
  for (size_t i = splice.prefix; i < splice.prefix + splice.inserted; i++) {
    slot_head (encoder, &encoder->ops, &object->slots[i], i, &skew);
    slot_value (encoder, &object->slots[i]);
  }
}

/* What objects of one class made at one place have in common. */
static void object_form (HrTimelineEncoder *encoder, const HrShadowObject *object)
{
  HrTimelineBuffer *bytes = &encoder->form;
  uint64_t skew = 0;
  hr_timeline_buffer_reset (bytes);
  hr_timeline_buffer_byte (bytes, (uint8_t)object->kind);
  hr_timeline_buffer_number (bytes, object->type);
  string (encoder, bytes, object->type_name);
  hr_timeline_buffer_number (bytes, object->flags);
  hr_timeline_buffer_signed (bytes, object->refcount);
  hr_timeline_buffer_number (bytes, object->length);
  hr_timeline_buffer_number (bytes, object->size_bytes);
  hr_timeline_buffer_byte (bytes, object->text != NULL);
  hr_timeline_buffer_number (bytes, object->n_elements);
  hr_timeline_buffer_number (bytes, object->n_slots);
  for (size_t i = 0; i < object->n_slots && object->n_slots <= HR_FORM_SLOTS; i++)
    slot_head (encoder, bytes, &object->slots[i], i, &skew);
}

void hr_timeline_encode_object (HrTimelineEncoder *encoder, const HrShadowObject *object, uint64_t step)
{
  bool new_born = object->born == step;
  op (encoder, new_born ? HR_OP_NEW_OBJECT : HR_OP_OBJECT);
  near (encoder, object->id);
  if (!new_born)
    hr_timeline_buffer_number (&encoder->ops, step - object->born);
  if (object->id > encoder->highest)
    encoder->highest = object->id;
  object_form (encoder, object);
  form (encoder);
  if (object->text != NULL)
    text (encoder, object);
  element_list (encoder, object, (HrShadowSplice){ .inserted = object->n_elements });
  if (object->n_slots > HR_FORM_SLOTS)
    slot_list (encoder, object, (HrShadowSplice){ .inserted = object->n_slots });
  for (size_t i = 0; i < object->n_slots && object->n_slots <= HR_FORM_SLOTS; i++)
    slot_value (encoder, &object->slots[i]);
}

/* A list that grew by one at its end, and by nothing else. */
static bool is_append (const HrShadowObject *object, unsigned changed, HrShadowSplice elements, HrShadowSplice slots)
{
  const HrShadowSlot *last = object->n_slots > 0 ? &object->slots[object->n_slots - 1] : NULL;
  if (changed == (HR_CHANGED_LENGTH | HR_CHANGED_ELEMENTS))
    return elements.removed == 0 && elements.inserted == 1 && object->n_slots == 0 &&
           elements.prefix + 1 == object->n_elements && object->length == object->n_elements;
  /* the same where the middle is left out: the one before stands as a slot too */
  if (object->n_slots < 2 || last[-1].role != HR_SLOT_ELEMENT || last[-1].index + 1 != last->index)
    return false;
  return changed == (HR_CHANGED_LENGTH | HR_CHANGED_SLOTS) && slots.removed == 0 && slots.inserted == 1 &&
         slots.prefix + 1 == object->n_slots && last->role == HR_SLOT_ELEMENT && last->flags == 0 &&
         last->text == NULL && last->index + 1 == object->length;
}

void hr_timeline_encode_change (HrTimelineEncoder *encoder, const HrShadowObject *object, unsigned changed,
                                HrShadowSplice elements, HrShadowSplice slots)
{
  HrTimelineBuffer *ops = &encoder->ops;
  bool append = is_append (object, changed, elements, slots);
  op (encoder, append ? HR_OP_APPEND : HR_OP_CHANGE);
  near (encoder, object->id);
  if (append) {
    near (encoder,
          object->n_slots > 0 ? object->slots[object->n_slots - 1].value : object->elements[object->n_elements - 1]);
    return;
  }
  hr_timeline_buffer_byte (ops, (uint8_t)changed);
  if ((changed & HR_CHANGED_TYPE) != 0) {
    hr_timeline_buffer_number (ops, object->type);
    string (encoder, ops, object->type_name);
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
    hr_timeline_buffer_byte (ops, object->text != NULL);
  if ((changed & HR_CHANGED_TEXT) != 0 && object->text != NULL)
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
  int64_t difference = (int64_t)((uint64_t)after - (uint64_t)before);
  op (encoder, difference == 1 ? HR_OP_HELD : difference == -1 ? HR_OP_DROPPED : HR_OP_REFCOUNT);
  near (encoder, id);
  if (difference != 1 && difference != -1)
    hr_timeline_buffer_signed (&encoder->ops, difference);
}

void hr_timeline_encode_holders (HrTimelineEncoder *encoder, const HrShadowObject *object)
{
  HrTimelineBuffer *ops = &encoder->ops;
  op (encoder, HR_OP_HOLDERS);
  near (encoder, object->id);
  hr_timeline_buffer_number (ops, object->n_holders);
  for (size_t i = 0; i < object->n_holders; i++) {
    const HrShadowHolder *holder = &object->holders[i];
    hr_timeline_buffer_byte (ops, (uint8_t)holder->kind);
    hr_timeline_buffer_number (ops, holder->object);
    hr_timeline_buffer_number (ops, holder->frame);
    string (encoder, ops, holder->text);
    hr_timeline_buffer_number (ops, holder->count);
  }
}

void hr_timeline_encode_note (HrTimelineEncoder *encoder, const HrTimelineWriteNote *note, HrShadowName *note_text)
{
  op (encoder, HR_OP_NOTE);
  hr_timeline_buffer_byte (&encoder->ops, (uint8_t)note->kind);
  near (encoder, note->object);
  hr_timeline_buffer_number (&encoder->ops, note->number);
  string (encoder, &encoder->ops, note_text);
}

void hr_timeline_encode_gone (HrTimelineEncoder *encoder, uint32_t id, HrGone why, uint32_t generation, uint32_t file,
                              uint32_t line)
{
  op (encoder, HR_OP_GONE);
  near (encoder, id);
  bool elsewhere = why != HR_GONE_HIDDEN && (file != encoder->ran_file || line != encoder->ran_line);
  hr_timeline_buffer_byte (&encoder->ops, (uint8_t)((unsigned)why | (elsewhere ? HR_GONE_ELSEWHERE : 0)));
  if (why == HR_GONE_COLLECTED)
    hr_timeline_buffer_number (&encoder->ops, generation);
  if (!elsewhere)
    return;
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

static void name_value (HrTimelineEncoder *encoder, const HrShadowBinding *name)
{
  near (encoder, name->value);
}

static void name_list (HrTimelineEncoder *encoder, const HrShadowFrame *frame, HrShadowSplice splice)
{
  for (size_t i = splice.prefix; i < splice.prefix + splice.inserted; i++) {
    hr_timeline_buffer_number (&encoder->ops, frame->names[i].flags);
    string (encoder, &encoder->ops, frame->names[i].name);
    name_value (encoder, &frame->names[i]);
  }
}

/* The short ways for what happens most to the names of the frame that runs: one is bound anew, one comes last, or the
 * value that it returns. */
static bool short_names (HrTimelineEncoder *encoder, const HrShadowFrame *frame, HrShadowSplice splice)
{
  const HrShadowBinding *name = &frame->names[splice.prefix];
  bool last = splice.prefix + 1 == frame->n_names;
  if (frame->id != encoder->frame || splice.inserted != 1)
    return false;
  if (splice.removed == 1 && splice.rebinds) {
    op (encoder, HR_OP_BIND);
    hr_timeline_buffer_number (&encoder->ops, splice.prefix);
  } else if (splice.removed == 0 && last && name->flags == HR_NAME_RETURN && name->name == NULL)
    op (encoder, HR_OP_RETURN);
  else if (splice.removed == 0 && last && name->flags == 0 && name->name != NULL) {
    op (encoder, HR_OP_NAME);
    string (encoder, &encoder->ops, name->name);
  } else
    return false;
  name_value (encoder, name);
  return true;
}

void hr_timeline_encode_frame (HrTimelineEncoder *encoder, const HrShadowFrame *frame, uint32_t line_before,
                               HrShadowSplice splice)
{
  /* a reader moves the frame that the step is about by itself */
  uint32_t expected = frame->id == encoder->frame && encoder->line != 0 ? encoder->line : line_before;
  bool line = frame->line != expected, names = splice.removed > 0 || splice.inserted > 0;
  if (names && short_names (encoder, frame, splice))
    names = false;
  if (!line && !names)
    return;
  op (encoder, HR_OP_FRAME);
  hr_timeline_buffer_signed (&encoder->ops, (int64_t)frame->id - (int64_t)encoder->frame);
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
  HrTimelineBuffer *bytes = &encoder->form;
  hr_timeline_buffer_signed (&encoder->ops, (int64_t)frame->id - (int64_t)encoder->frame);
  hr_timeline_buffer_signed (&encoder->ops, (int64_t)frame->line - (int64_t)encoder->line);
  hr_timeline_buffer_reset (bytes);
  hr_timeline_buffer_number (bytes, frame->thread);
  string (encoder, bytes, frame->name);
  hr_timeline_buffer_number (bytes, frame->file);
  hr_timeline_buffer_number (bytes, frame->first_line);
  hr_timeline_buffer_number (bytes, frame->n_names);
  for (size_t i = 0; i < frame->n_names; i++) {
    hr_timeline_buffer_number (bytes, frame->names[i].flags);
    string (encoder, bytes, frame->names[i].name);
  }
  form (encoder);
  for (size_t i = 0; i < frame->n_names; i++)
    name_value (encoder, &frame->names[i]);
}

void hr_timeline_encode_stack (HrTimelineEncoder *encoder, HrShadowFrame *const *frames, size_t n_frames,
                               HrShadowSplice splice, bool all)
{
  bool at_end = splice.prefix + splice.inserted == n_frames;
  if (at_end && splice.removed == 1 && splice.inserted == 0) {
    op (encoder, HR_OP_POP);
    return;
  }
  if (at_end && splice.removed == 0 && splice.inserted == 1 && !frames[splice.prefix]->written) {
    op (encoder, HR_OP_PUSH);
    frame_in_full (encoder, frames[splice.prefix]);
    frames[splice.prefix]->written = true;
    return;
  }
  op (encoder, HR_OP_STACK);
  splice_head (encoder, splice);
  for (size_t i = splice.prefix; i < splice.prefix + splice.inserted; i++) {
    bool kept = frames[i]->written && !all;
    hr_timeline_buffer_byte (&encoder->ops, kept ? HR_STACK_KEPT : HR_STACK_FULL);
    if (kept)
      hr_timeline_buffer_signed (&encoder->ops, (int64_t)frames[i]->id - (int64_t)encoder->frame);
    else
      frame_in_full (encoder, frames[i]);
    frames[i]->written = true;
  }
}

/* What steps of the same line in the same function have in common. */
static void shape_form (HrTimelineEncoder *encoder, const HrTimelineWriteStep *step, HrShadowName *name)
{
  HrTimelineBuffer *bytes = &encoder->form;
  bool ran = step->ran_line != 0, ran_end = ran && step->ran_end_line > step->ran_line, next = step->next_line != 0;
  hr_timeline_buffer_reset (bytes);
  hr_timeline_buffer_byte (bytes, (uint8_t)step->event);
  hr_timeline_buffer_byte (bytes, (uint8_t)((step->thread != 0 ? HR_SHAPE_THREAD : 0) | (ran ? HR_SHAPE_RAN : 0) |
                                            (ran_end ? HR_SHAPE_RAN_END : 0) | (next ? HR_SHAPE_NEXT : 0)));
  if (step->thread != 0)
    hr_timeline_buffer_number (bytes, step->thread);
  if (ran) {
    hr_timeline_buffer_number (bytes, step->ran_file);
    hr_timeline_buffer_number (bytes, step->ran_line);
  }
  if (ran_end)
    hr_timeline_buffer_number (bytes, step->ran_end_line - step->ran_line);
  if (next) {
    hr_timeline_buffer_number (bytes, step->next_file);
    hr_timeline_buffer_number (bytes, step->next_line);
  }
  string (encoder, bytes, name);
}

static void append (HrTimelineBuffer *buffer, const HrTimelineBuffer *part)
{
  buffer->failed |= part->failed;
  hr_timeline_buffer_bytes (buffer, part->bytes, part->n_bytes);
}

static void extras (HrTimelineEncoder *encoder, const HrTimelineWriteStep *step, HrTimelineBuffer *payload)
{
  hr_timeline_buffer_byte (payload, (uint8_t)((step->exception != 0 ? HR_EXTRA_EXCEPTION : 0) |
                                              (step->exception_text != NULL ? HR_EXTRA_EXCEPTION_TEXT : 0) |
                                              (encoder->n_outputs > 0 ? HR_EXTRA_OUTPUT : 0)));
  if (step->exception != 0)
    hr_timeline_buffer_number (payload, step->exception);
  if (step->exception_text != NULL)
    hr_timeline_buffer_text (payload, step->exception_text, strlen (step->exception_text));
  if (encoder->n_outputs == 0)
    return;
  hr_timeline_buffer_number (payload, encoder->n_outputs);
  append (payload, &encoder->output);
}

/* Where the last step of the shape with @number was; NULL when memory is out. A new shape has been nowhere. */
static HrWirePosition *position_of (HrTimelineEncoder *encoder, uint32_t number, bool is_new)
{
  if (number > encoder->positions_capacity) {
    size_t capacity = (size_t)number * 2 + 64;
    HrWirePosition *positions = realloc (encoder->positions, capacity * sizeof *positions);
    if (positions == NULL)
      return NULL;
    encoder->positions = positions;
    encoder->positions_capacity = capacity;
  }
  if (is_new)
    encoder->positions[number - 1] = (HrWirePosition){ 0, 0 };
  return &encoder->positions[number - 1];
}

void hr_timeline_encode_step (HrTimelineEncoder *encoder, const HrTimelineWriteStep *step, HrShadowName *name,
                              uint32_t depth, HrTimelineBuffer *payload)
{
  HrWirePosition now = { step->frame, depth };
  bool moved = now.frame != encoder->last.frame || now.depth != encoder->last.depth;
  bool more = step->exception != 0 || step->exception_text != NULL || encoder->n_outputs > 0;
  shape_form (encoder, step, name);
  uint32_t shape = number_of (&encoder->shapes, &encoder->form);
  HrWirePosition *of_shape = NULL;
  if (!encoder->form.failed)
    of_shape = position_of (encoder, shape != 0 ? shape : (uint32_t)encoder->shapes.n_names, shape == 0);
  if (of_shape == NULL) {
    payload->failed = true;
    return;
  }
  hr_timeline_buffer_number (payload, (uint64_t)shape << HR_HEAD_SHAPE_SHIFT | (moved ? HR_HEAD_MOVED : 0) |
                                          (encoder->n_new_strings > 0 ? HR_HEAD_STRINGS : 0) |
                                          (more ? HR_HEAD_EXTRAS : 0));
  if (encoder->n_new_strings > 0)
    hr_timeline_buffer_number (payload, encoder->n_new_strings);
  append (payload, &encoder->strings);
  if (shape == 0)
    append (payload, &encoder->form);
  if (moved)
    hr_timeline_buffer_position (payload, now, encoder->last, *of_shape);
  if (more)
    extras (encoder, step, payload);
  append (payload, &encoder->ops);
  encoder->last = *of_shape = now;
  leave_place (encoder);
}

#include "timeline/writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "timeline/encode.h"
#include "timeline/sink.h"
#include "timeline/wire.h"

/* A keyframe follows when the changes since the last one weigh this much, or this many keyframes: what has to be read
 * to open a step, and the share of keyframes in the file, are both bounded. */
enum { CHUNK_BYTES = 128 * 1024, CHUNK_KEYFRAMES = 8 };

struct HrTimelineWriter {
  HrTimelineSink sink;
  bool dead, in_step, keyframe;
  char message[256];
  HrTimelineCrc crc;
  uint64_t n_steps, output_bytes;
  uint64_t keyframe_bytes, since_keyframe_bytes;

  HrTimelineEncoder encoder;
  HrTimelineBuffer payload, record;
  HrTimelineWriteStep step;        /* that is being put together … */
  HrTimelineBuffer exception_text; /* … with a copy of its text */
  uint64_t step_output_bytes;

  HrShadowNames names;
  HrShadowObjects objects;
  HrShadowFrame **frames, **next; /* on the stacks after the last step; named in this one */
  size_t n_frames, n_next, frames_capacity, next_capacity;
  HrShadowName **sources;
  size_t n_sources;
};

/* The first failure is the one that counts. @reason is an errno, or 0. */
static bool fail (HrTimelineWriter *w, const char *what, int reason)
{
  if (!w->dead)
    snprintf (w->message, sizeof w->message, "%s after %llu steps%s%s", what, (unsigned long long)w->n_steps,
              reason != 0 ? ": " : "", reason != 0 ? strerror (reason) : "");
  w->dead = true;
  return false;
}

static bool no_memory (HrTimelineWriter *w)
{
  return fail (w, "out of memory", 0);
}

static bool ready (HrTimelineWriter *w, bool in_step)
{
  if (!w->dead && w->in_step != in_step)
    fail (w, in_step ? "something was said outside a step" : "a step was begun in a step", 0);
  return !w->dead;
}

/* Puts w->record into the file. */
static bool put_record (HrTimelineWriter *w)
{
  if (w->record.failed)
    return no_memory (w);
  int reason = hr_timeline_sink_write (&w->sink, w->record.bytes, w->record.n_bytes);
  if (reason == EBADF)
    return fail (w, "the program took the recording's file away", 0);
  if (reason != 0)
    return fail (w, "cannot write", reason);
  return true;
}

static void text (HrTimelineBuffer *buffer, const char *string)
{
  hr_timeline_buffer_text (buffer, string == NULL ? "" : string, string == NULL ? 0 : strlen (string));
}

static bool put_header (HrTimelineWriter *w, const HrTimelineRun *run)
{
  HrTimelineBuffer *record = &w->record, *payload = &w->payload;
  hr_timeline_buffer_bytes (record, HR_WIRE_MAGIC, HR_WIRE_MAGIC_BYTES);
  hr_timeline_buffer_fixed (record, HR_WIRE_VERSION, 2);
  hr_timeline_buffer_fixed (record, HR_WIRE_MIN_READER, 2);
  hr_timeline_buffer_fixed (record, 0, 4); /* features a reader must understand */
  hr_timeline_buffer_fixed (record, 0, 4); /* features it may ignore */
  if (!record->failed)
    hr_timeline_buffer_fixed (record, hr_timeline_crc_of (&w->crc, record->bytes, record->n_bytes), HR_WIRE_CRC_BYTES);

  text (payload, run->implementation);
  text (payload, run->version);
  text (payload, run->program);
  text (payload, run->options);
  hr_timeline_buffer_signed (payload, run->hash_seed);
  hr_timeline_buffer_byte (payload, (uint8_t)((run->address_randomisation ? HR_RUN_ADDRESS_RANDOMISATION : 0) |
                                              (run->prompt ? HR_RUN_PROMPT : 0)));
  hr_timeline_buffer_record (record, &w->crc, HR_RECORD_RUN, payload);
  return put_record (w);
}

/* Begins a timeline in @sink, which it takes over. */
static HrTimelineWriter *begin (HrTimelineSink *sink, const HrTimelineRun *run, char *message, size_t message_bytes)
{
  HrTimelineWriter *w = calloc (1, sizeof *w);
  if (w == NULL) {
    snprintf (message, message_bytes, "cannot write: %s", strerror (ENOMEM));
    hr_timeline_sink_close (sink);
    return NULL;
  }
  w->sink = *sink;
  hr_timeline_crc_init (&w->crc);
  if (put_header (w, run))
    return w;
  snprintf (message, message_bytes, "%s", w->message);
  hr_timeline_writer_free (w);
  return NULL;
}

HrTimelineWriter *hr_timeline_writer_new_fd (int fd, const HrTimelineRun *run, char *message, size_t message_bytes)
{
  HrTimelineSink sink;
  int reason = hr_timeline_sink_init (&sink, fd);
  if (reason == 0)
    return begin (&sink, run, message, message_bytes);
  snprintf (message, message_bytes, "cannot write: %s", strerror (reason));
  return NULL;
}

HrTimelineWriter *hr_timeline_writer_new (const char *path, const HrTimelineRun *run, char *message,
                                          size_t message_bytes)
{
  HrTimelineSink sink;
  int reason = hr_timeline_sink_create (&sink, path);
  if (reason == 0)
    return begin (&sink, run, message, message_bytes);
  snprintf (message, message_bytes, "%s: cannot write: %s", path, strerror (reason));
  return NULL;
}

uint32_t hr_timeline_writer_source (HrTimelineWriter *w, const HrTimelineSourceText *source)
{
  if (w->dead)
    return 0;
  HrShadowName *name = hr_shadow_names_get (&w->names, source->name, (uint32_t)strlen (source->name));
  for (size_t i = 0; i < w->n_sources && name != NULL; i++)
    if (w->sources[i] == name)
      return (uint32_t)i + 1;
  HrShadowName **sources = name == NULL ? NULL : realloc (w->sources, (w->n_sources + 1) * sizeof (*sources));
  if (sources == NULL)
    return no_memory (w);
  w->sources = sources;
  w->sources[w->n_sources++] = name;

  /* A record of its own, ahead of the step being put together: whatever mentions a source comes after it. */
  hr_timeline_buffer_reset (&w->payload);
  hr_timeline_buffer_reset (&w->record);
  hr_timeline_buffer_number (&w->payload, w->n_sources);
  hr_timeline_buffer_text (&w->payload, name->bytes, name->n_bytes);
  hr_timeline_buffer_byte (&w->payload, source->text != NULL);
  if (source->text != NULL)
    hr_timeline_buffer_text (&w->payload, source->text, source->n_bytes);
  hr_timeline_buffer_record (&w->record, &w->crc, HR_RECORD_SOURCE, &w->payload);
  return put_record (w) ? (uint32_t)w->n_sources : 0;
}

bool hr_timeline_writer_step_begin (HrTimelineWriter *w, const HrTimelineWriteStep *step)
{
  if (!ready (w, false))
    return false;
  if (w->n_steps >= UINT32_MAX)
    return fail (w, "the timeline is full", 0);
  uint64_t chunk_bytes = w->keyframe_bytes * CHUNK_KEYFRAMES;
  w->in_step = true;
  w->keyframe = w->n_steps == 0 || w->since_keyframe_bytes > (chunk_bytes > CHUNK_BYTES ? chunk_bytes : CHUNK_BYTES);
  hr_timeline_encoder_begin (&w->encoder, step, w->keyframe);
  w->step = *step;
  w->step_output_bytes = 0;
  if (step->exception_text == NULL)
    return true;
  hr_timeline_buffer_reset (&w->exception_text);
  hr_timeline_buffer_bytes (&w->exception_text, step->exception_text, strlen (step->exception_text) + 1);
  w->step.exception_text = (const char *)w->exception_text.bytes;
  return w->exception_text.failed ? no_memory (w) : true;
}

/* The frame with @id as it was after the last step, most likely at @position. */
static HrShadowFrame *find_frame (const HrTimelineWriter *w, uint32_t id, size_t position)
{
  if (position < w->n_frames && w->frames[position]->id == id)
    return w->frames[position];
  for (size_t i = w->n_frames; i-- > 0;)
    if (w->frames[i]->id == id)
      return w->frames[i];
  return NULL;
}

static HrShadowFrame *new_frame (HrTimelineWriter *w, const HrTimelineWriteFrame *frame)
{
  HrShadowFrame *shadow = calloc (1, sizeof *shadow);
  HrShadowName *name = shadow == NULL ? NULL : hr_shadow_names_get (&w->names, frame->name, frame->name_bytes);
  if (name == NULL) {
    free (shadow);
    return NULL;
  }
  *shadow = (HrShadowFrame){ .id = frame->id,
                             .thread = frame->thread,
                             .file = frame->file,
                             .first_line = frame->first_line,
                             .line = frame->line,
                             .name = name };
  HrShadowSplice all = { .inserted = frame->n_names };
  if (hr_shadow_take_names (&w->names, shadow, frame->names, all))
    return shadow;
  hr_shadow_frame_free (shadow);
  return NULL;
}

static bool change_frame (HrTimelineWriter *w, HrShadowFrame *shadow, const HrTimelineWriteFrame *frame)
{
  HrShadowSplice splice = hr_shadow_splice_names (shadow, frame->names, frame->n_names);
  uint32_t line_before = shadow->line;
  shadow->line = frame->line;
  if ((splice.removed > 0 || splice.inserted > 0) && !hr_shadow_take_names (&w->names, shadow, frame->names, splice))
    return no_memory (w);
  if (!w->keyframe && shadow->written)
    hr_timeline_encode_frame (&w->encoder, shadow, line_before, splice);
  return true;
}

/* @shadow is the next on the stacks of this step. */
static bool add_next (HrTimelineWriter *w, HrShadowFrame *shadow)
{
  if (w->n_next >= w->next_capacity) {
    size_t capacity = w->next_capacity == 0 ? 16 : w->next_capacity * 2;
    HrShadowFrame **next = realloc (w->next, capacity * sizeof *next);
    if (next == NULL)
      return no_memory (w);
    w->next = next;
    w->next_capacity = capacity;
  }
  if (shadow->seen != w->n_steps + 1) /* named twice: it has one place all the same */
    w->next[w->n_next++] = shadow;
  shadow->seen = w->n_steps + 1;
  return true;
}

bool hr_timeline_writer_frame (HrTimelineWriter *w, const HrTimelineWriteFrame *frame)
{
  if (!ready (w, true))
    return false;
  HrShadowFrame *shadow = find_frame (w, frame->id, w->n_next);
  if (shadow != NULL)
    return change_frame (w, shadow, frame) && add_next (w, shadow);
  shadow = new_frame (w, frame);
  if (shadow == NULL)
    return no_memory (w);
  if (add_next (w, shadow))
    return true;
  hr_shadow_frame_free (shadow);
  return false;
}

bool hr_timeline_writer_frame_kept (HrTimelineWriter *w, uint32_t id, uint32_t line)
{
  HrShadowFrame *shadow = ready (w, true) ? find_frame (w, id, w->n_next) : NULL;
  if (shadow == NULL)
    return false;
  uint32_t line_before = shadow->line;
  shadow->line = line;
  if (!w->keyframe && shadow->written)
    hr_timeline_encode_frame (&w->encoder, shadow, line_before, (HrShadowSplice){ .prefix = shadow->n_names });
  return add_next (w, shadow);
}

static bool shared (uint32_t flags)
{
  return (flags & HR_OBJECT_SHARED) != 0;
}

/* What differs, without sequences. A count of references to a shared object depends on the whole interpreter, and is
 * left out. */
static unsigned compare (const HrShadowObject *shadow, const HrTimelineWriteObject *object)
{
  unsigned changed = 0;
  if (shadow->type != object->type ||
      !hr_shadow_name_is (shadow->type_name, object->type_name, object->type_name_bytes))
    changed |= HR_CHANGED_TYPE;
  if (shadow->flags != object->flags)
    changed |= HR_CHANGED_FLAGS;
  if (shadow->refcount != (shared (object->flags) ? 0 : object->refcount))
    changed |= HR_CHANGED_REFCOUNT;
  if (shadow->length != object->length)
    changed |= HR_CHANGED_LENGTH;
  if (shadow->size_bytes != object->size_bytes)
    changed |= HR_CHANGED_SIZE;
  bool same_text = (shadow->text == NULL) == (object->text == NULL) &&
                   (object->text == NULL || (shadow->text_bytes == object->text_bytes &&
                                             memcmp (shadow->text, object->text, object->text_bytes) == 0));
  if (!same_text)
    changed |= HR_CHANGED_TEXT;
  return changed;
}

/* Brings the shadow up to @object, where @changed says that it differs. */
static bool take (HrTimelineWriter *w, HrShadowObject *shadow, const HrTimelineWriteObject *object, unsigned changed,
                  HrShadowSplice elements, HrShadowSplice slots)
{
  shadow->type = object->type;
  shadow->flags = object->flags;
  shadow->refcount = shared (object->flags) ? 0 : object->refcount;
  shadow->length = object->length;
  shadow->size_bytes = object->size_bytes;
  if ((changed & HR_CHANGED_TYPE) != 0) {
    shadow->type_name =
        object->type_name == NULL ? NULL : hr_shadow_names_get (&w->names, object->type_name, object->type_name_bytes);
    if (shadow->type_name == NULL && object->type_name != NULL)
      return false;
  }
  if ((changed & HR_CHANGED_TEXT) != 0 && !hr_shadow_take_text (shadow, object->text, object->text_bytes))
    return false;
  if ((changed & HR_CHANGED_ELEMENTS) != 0 && !hr_shadow_take_elements (shadow, object->elements, elements))
    return false;
  return (changed & HR_CHANGED_SLOTS) == 0 || hr_shadow_take_slots (&w->names, shadow, object->slots, slots);
}

/* In full: first seen, back from hiding, or of another kind all at once. */
static bool new_object (HrTimelineWriter *w, HrShadowObject *shadow, const HrTimelineWriteObject *object)
{
  uint32_t born = shadow != NULL ? shadow->born : (uint32_t)w->n_steps;
  if (shadow == NULL)
    shadow = hr_shadow_objects_add (&w->objects, object->id);
  if (shadow == NULL)
    return no_memory (w);
  hr_shadow_object_hide (shadow);
  shadow->hidden = false;
  shadow->born = born;
  shadow->kind = object->kind;
  unsigned all = HR_CHANGED_TYPE | HR_CHANGED_TEXT | HR_CHANGED_ELEMENTS | HR_CHANGED_SLOTS;
  HrShadowSplice elements = { .inserted = object->n_elements }, slots = { .inserted = object->n_slots };
  if (!take (w, shadow, object, all, elements, slots))
    return no_memory (w);
  if (!w->keyframe)
    hr_timeline_encode_object (&w->encoder, shadow, w->n_steps);
  return true;
}

bool hr_timeline_writer_object (HrTimelineWriter *w, const HrTimelineWriteObject *object)
{
  if (!ready (w, true))
    return false;
  HrShadowObject *shadow = hr_shadow_objects_peek (&w->objects, object->id);
  if (shadow == NULL || shadow->hidden || shadow->kind != object->kind)
    return object->id == 0 ? fail (w, "an object has no number", 0) : new_object (w, shadow, object);

  unsigned changed = compare (shadow, object);
  HrShadowSplice elements = hr_shadow_splice_elements (shadow, object->elements, object->n_elements);
  HrShadowSplice slots = hr_shadow_splice_slots (shadow, object->slots, object->n_slots);
  if (elements.removed > 0 || elements.inserted > 0)
    changed |= HR_CHANGED_ELEMENTS;
  if (slots.removed > 0 || slots.inserted > 0)
    changed |= HR_CHANGED_SLOTS;
  if (changed == 0)
    return true;
  int64_t before = shadow->refcount;
  if (!take (w, shadow, object, changed, elements, slots))
    return no_memory (w);
  if (w->keyframe)
    return true;
  if (changed == HR_CHANGED_REFCOUNT)
    hr_timeline_encode_refcount (&w->encoder, object->id, before, shadow->refcount);
  else
    hr_timeline_encode_change (&w->encoder, shadow, changed, elements, slots);
  return true;
}

bool hr_timeline_writer_refcount (HrTimelineWriter *w, uint32_t id, int64_t refcount)
{
  if (!ready (w, true))
    return false;
  HrShadowObject *shadow = hr_shadow_objects_peek (&w->objects, id);
  if (shadow == NULL || shadow->hidden || shared (shadow->flags) || shadow->refcount == refcount)
    return true;
  if (!w->keyframe)
    hr_timeline_encode_refcount (&w->encoder, id, shadow->refcount, refcount);
  shadow->refcount = refcount;
  return true;
}

bool hr_timeline_writer_holders (HrTimelineWriter *w, uint32_t id, const HrTimelineWriteHolder *holders,
                                 size_t n_holders)
{
  if (!ready (w, true))
    return false;
  HrShadowObject *shadow = hr_shadow_objects_peek (&w->objects, id);
  if (shadow == NULL || shadow->hidden || hr_shadow_same_holders (shadow, holders, n_holders))
    return true;
  if (!hr_shadow_take_holders (&w->names, shadow, holders, n_holders))
    return no_memory (w);
  if (!w->keyframe)
    hr_timeline_encode_holders (&w->encoder, shadow);
  return true;
}

bool hr_timeline_writer_note (HrTimelineWriter *w, const HrTimelineWriteNote *note)
{
  if (!ready (w, true))
    return false;
  HrShadowName *text =
      note->text == NULL ? NULL : hr_shadow_names_get (&w->names, note->text, (uint32_t)strlen (note->text));
  if (text == NULL && note->text != NULL)
    return no_memory (w);
  hr_timeline_encode_note (&w->encoder, note, text);
  return true;
}

bool hr_timeline_writer_gone (HrTimelineWriter *w, uint32_t id, HrGone why, uint32_t generation, uint32_t file,
                              uint32_t line)
{
  if (!ready (w, true))
    return false;
  HrShadowObject *shadow = hr_shadow_objects_peek (&w->objects, id);
  if (shadow == NULL || (shadow->hidden && why == HR_GONE_HIDDEN))
    return true;
  hr_timeline_encode_gone (&w->encoder, id, why, generation, file, line);
  if (why == HR_GONE_HIDDEN)
    hr_shadow_object_hide (shadow);
  else if (why != HR_GONE_EXIT) /* those stay in the last picture */
    hr_shadow_objects_remove (&w->objects, id);
  return true;
}

bool hr_timeline_writer_output (HrTimelineWriter *w, int stream, const void *bytes, size_t n_bytes)
{
  if (!ready (w, true))
    return false;
  if (n_bytes > 0)
    hr_timeline_encode_output (&w->encoder, stream, bytes, n_bytes);
  w->step_output_bytes += n_bytes;
  return true;
}

/* Everything in the picture, for a chunk that needs no other. */
static void encode_all (HrTimelineWriter *w)
{
  hr_timeline_encode_stack (&w->encoder, w->next, w->n_next, (HrShadowSplice){ .inserted = w->n_next }, true);
  for (size_t page = 0; page < w->objects.n_pages; page++) {
    if (w->objects.pages[page] == NULL)
      continue;
    for (size_t i = 0; i < HR_SHADOW_PAGE_OBJECTS; i++) {
      const HrShadowObject *object = w->objects.pages[page]->objects[i];
      if (object == NULL || object->hidden)
        continue;
      hr_timeline_encode_object (&w->encoder, object, w->n_steps);
      if (object->n_holders > 0)
        hr_timeline_encode_holders (&w->encoder, object);
    }
  }
}

static void encode_stack_changes (HrTimelineWriter *w)
{
  size_t most = w->n_frames < w->n_next ? w->n_frames : w->n_next, prefix = 0, suffix = 0;
  while (prefix < most && w->frames[prefix] == w->next[prefix])
    prefix++;
  while (suffix < most - prefix && w->frames[w->n_frames - 1 - suffix] == w->next[w->n_next - 1 - suffix])
    suffix++;
  HrShadowSplice splice = { prefix, w->n_frames - prefix - suffix, w->n_next - prefix - suffix, false };
  if (splice.removed > 0 || splice.inserted > 0)
    hr_timeline_encode_stack (&w->encoder, w->next, w->n_next, splice, false);
}

/* The frames named in this step are the stacks now; the others have gone. */
static void turn_frames (HrTimelineWriter *w)
{
  for (size_t i = 0; i < w->n_frames; i++)
    if (w->frames[i]->seen != w->n_steps + 1)
      hr_shadow_frame_free (w->frames[i]);
  HrShadowFrame **frames = w->frames;
  size_t capacity = w->frames_capacity;
  w->frames = w->next;
  w->n_frames = w->n_next;
  w->frames_capacity = w->next_capacity;
  w->next = frames;
  w->n_next = 0;
  w->next_capacity = capacity;
}

/* The step's front needs the name of its frame and the depth of its stack. */
static void encode_step (HrTimelineWriter *w)
{
  HrShadowName *name = NULL;
  uint32_t depth = 0;
  for (size_t i = 0; i < w->n_next; i++) {
    depth += w->next[i]->thread == w->step.thread;
    if (w->next[i]->id == w->step.frame)
      name = w->next[i]->name;
  }
  hr_timeline_encode_step (&w->encoder, &w->step, name, depth, &w->payload);
}

bool hr_timeline_writer_step_end (HrTimelineWriter *w)
{
  if (!ready (w, true))
    return false;
  w->in_step = false;
  if (w->keyframe)
    encode_all (w);
  else
    encode_stack_changes (w);
  hr_timeline_buffer_reset (&w->payload);
  hr_timeline_buffer_reset (&w->record);
  if (w->keyframe) {
    hr_timeline_buffer_number (&w->payload, w->n_steps);
    hr_timeline_buffer_number (&w->payload, w->output_bytes);
  }
  encode_step (w);
  hr_timeline_buffer_record (&w->record, &w->crc, w->keyframe ? HR_RECORD_KEYFRAME : HR_RECORD_STEP, &w->payload);
  if (!put_record (w))
    return false;
  turn_frames (w);
  w->n_steps++;
  w->output_bytes += w->step_output_bytes;
  if (w->keyframe)
    w->keyframe_bytes = w->record.n_bytes;
  w->since_keyframe_bytes = w->keyframe ? 0 : w->since_keyframe_bytes + w->record.n_bytes;
  return true;
}

uint64_t hr_timeline_writer_n_steps (const HrTimelineWriter *w)
{
  return w->n_steps;
}

uint64_t hr_timeline_writer_n_bytes (const HrTimelineWriter *w)
{
  return w->sink.n_bytes;
}

const char *hr_timeline_writer_message (const HrTimelineWriter *w)
{
  return w->dead ? w->message : NULL;
}

/* In a step that was not ended, the frames that it named stand in w->next, and may stand in w->frames too. */
static void clear_frames (HrTimelineWriter *w)
{
  for (size_t i = 0; i < w->n_frames; i++)
    if (w->frames[i]->seen != w->n_steps + 1)
      hr_shadow_frame_free (w->frames[i]);
  for (size_t i = 0; i < w->n_next; i++)
    hr_shadow_frame_free (w->next[i]);
  free (w->frames);
  free (w->next);
}

static void dispose (HrTimelineWriter *w)
{
  hr_timeline_encoder_clear (&w->encoder);
  hr_timeline_buffer_clear (&w->payload);
  hr_timeline_buffer_clear (&w->record);
  hr_timeline_buffer_clear (&w->exception_text);
  clear_frames (w);
  hr_shadow_objects_clear (&w->objects);
  hr_shadow_names_clear (&w->names);
  free (w->sources);
  free (w);
}

bool hr_timeline_writer_free (HrTimelineWriter *w)
{
  if (w == NULL)
    return true;
  bool done = hr_timeline_sink_close (&w->sink) && !w->dead;
  dispose (w);
  return done;
}

void hr_timeline_writer_abandon (HrTimelineWriter *w)
{
  if (w == NULL)
    return;
  hr_timeline_sink_abandon (&w->sink);
  dispose (w);
}

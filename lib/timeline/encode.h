/* Shadows to bytes: the body of a step as FORMAT.md draws it.
 *
 * Plain C. Knows the layout of operations and the chunk's string table; knows no file. Inside the timeline module only.
 */
#pragma once

#include "timeline/shadow.h"

typedef struct {
  HrTimelineBuffer ops;     /* of the step being put together */
  HrTimelineBuffer strings; /* first used in this step */
  HrTimelineBuffer output;  /* written in this step */
  uint32_t n_new_strings, n_outputs;
  uint32_t chunk, n_strings; /* strings in the chunk so far */
} HrTimelineEncoder;

/* Empties all buffers for a step; @new_chunk also forgets which strings have been said. */
void hr_timeline_encoder_begin (HrTimelineEncoder *encoder, bool new_chunk);
void hr_timeline_encoder_clear (HrTimelineEncoder *encoder);

/* The number of @name in this chunk, 0 for NULL. */
uint32_t hr_timeline_encoder_string (HrTimelineEncoder *encoder, HrShadowName *name);

void hr_timeline_encode_object (HrTimelineEncoder *encoder, const HrShadowObject *object, uint64_t step);
/* Bits of @changed (HR_CHANGED_*) say what differs; the splices, where. */
void hr_timeline_encode_change (HrTimelineEncoder *encoder, const HrShadowObject *object, unsigned changed,
                                HrShadowSplice elements, HrShadowSplice slots);
void hr_timeline_encode_refcount (HrTimelineEncoder *encoder, uint32_t id, int64_t before, int64_t after);
void hr_timeline_encode_holders (HrTimelineEncoder *encoder, const HrShadowObject *object);
/* @text: that of @note, or NULL. */
void hr_timeline_encode_note (HrTimelineEncoder *encoder, const HrTimelineWriteNote *note, HrShadowName *text);
void hr_timeline_encode_gone (HrTimelineEncoder *encoder, uint32_t id, HrGone why, uint32_t generation, uint32_t file,
                              uint32_t line);
void hr_timeline_encode_output (HrTimelineEncoder *encoder, int stream, const void *bytes, size_t n_bytes);

void hr_timeline_encode_frame (HrTimelineEncoder *encoder, const HrShadowFrame *frame, bool line, bool names,
                               HrShadowSplice splice);
/* The frames that take the place of others on the stacks: those that the file has already, at another place, are named
 * only; the others, or @all, are written in full. */
void hr_timeline_encode_stack (HrTimelineEncoder *encoder, HrShadowFrame *const *frames, HrShadowSplice splice,
                               bool all);

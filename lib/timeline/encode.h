/* Shadows to bytes: the body of a step as FORMAT.md draws it.
 *
 * Plain C. Knows the layout of steps and operations, and what a chunk has said before and need not say again: strings,
 * shapes of steps, forms of objects and frames. Knows no file. Inside the timeline module only. */
#pragma once

#include "timeline/shadow.h"
#include "timeline/wire.h"

typedef struct {
  HrTimelineBuffer ops;        /* of the step being put together */
  HrTimelineBuffer strings;    /* first used in this step */
  HrTimelineBuffer output;     /* written in this step */
  HrTimelineBuffer form;       /* being put together */
  HrShadowNames shapes, forms; /* of the chunk, by their bytes */
  uint32_t n_new_strings, n_outputs;
  uint32_t chunk, n_strings;             /* strings in the chunk so far */
  HrWirePlace places[HR_PLACES], *place; /* of the chunk; that of the step */
  uint32_t n_near;                       /* ids said in the step */
  uint32_t said[HR_PLACE_IDS];
  uint32_t before;        /* the highest id when the step began */
  uint32_t near, highest; /* ids of objects: the one said last, and the highest said in full in the chunk */
  uint32_t frame, line;   /* of the step: its frame, and the line where that stands unless said otherwise */
  uint32_t ran_file, ran_line;
  HrWirePosition last;       /* of the step before */
  HrWirePosition *positions; /* of each shape, by its number less 1 */
  size_t positions_capacity;
} HrTimelineEncoder;

/* Empties all buffers for @step; @new_chunk also forgets what has been said. */
void hr_timeline_encoder_begin (HrTimelineEncoder *encoder, const HrTimelineWriteStep *step, bool new_chunk);
void hr_timeline_encoder_clear (HrTimelineEncoder *encoder);

/* Appends all that was encoded since hr_timeline_encoder_begin() to @payload. @name and @depth: of the step's frame.
 * Its exception_text must be there still. */
void hr_timeline_encode_step (HrTimelineEncoder *encoder, const HrTimelineWriteStep *step, HrShadowName *name,
                              uint32_t depth, HrTimelineBuffer *payload);

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

/* @frame as it is now; @line_before is the line that it had when the step began, @splice says how its names differ. */
void hr_timeline_encode_frame (HrTimelineEncoder *encoder, const HrShadowFrame *frame, uint32_t line_before,
                               HrShadowSplice splice);
/* The frames that take the place of others, of which there are @n_frames now: those that the file has already, at
 * another place, are named only; the others, or @all, are written in full. */
void hr_timeline_encode_stack (HrTimelineEncoder *encoder, HrShadowFrame *const *frames, size_t n_frames,
                               HrShadowSplice splice, bool all);

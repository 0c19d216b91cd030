/* One frame's names, told to the timeline: read from where the interpreter keeps them, never through f_locals. */
#pragma once

#include "recorder/stack.h"
#include "recorder/walk.h"

/* What a frame's names were found to hold at the last look. */
typedef struct {
  uint32_t id; /* of the frame; 0 none */
  HrLinks *links;
} HrFrameMemo;

typedef struct {
  HrTimelineWriteName *names;
  size_t n_names, capacity;
  HrText name; /* of a function */
  HrText text; /* of names that are not ASCII */
  size_t *text_offsets;
  HrLinkList links; /* to what the names hold, as far as they are names of one frame */
  HrFrameMemo *memos;
  uint32_t n_memos; /* a power of two; a frame's is at its id, modulo that */
} HrFrameNames;

/* Tells frame @index of @thread, with those of comprehensions directly above it. @value: what it returns or NULL.
 * @afresh: its names are read, and stand in @names after it, though they may not have changed. */
void hr_frames_tell (HrFrameNames *names, HrWalk *walk, const HrThread *thread, uint32_t index, PyObject *value,
                     bool afresh);

/* Tells a module's namespace as a frame that has ended (its atexit functions still run): @frame gives id and place. */
void hr_frames_tell_namespace (HrFrameNames *names, HrWalk *walk, const HrTimelineWriteFrame *frame, PyObject *dict);

/* An owned copy of what was told last, for a later step that must say the same without looking. */
void hr_frames_copy_names (HrFrameNames *copy, const HrFrameNames *names);

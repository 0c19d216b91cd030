/* What a frame runs, read from its source: the recording has one kind of frame. Internal to the figure. */
#pragma once

#include "timeline/state.h"

typedef enum {
  HR_FRAME_MODULE,
  HR_FRAME_CLASS_BODY,
  HR_FRAME_FUNCTION,
  HR_FRAME_GENERATOR, /* or coroutine: may leave and come back */
} HrFrameSort;

HrFrameSort hr_figure_sort_of_frame (HrTimeline *timeline, const HrTimelineFrame *frame);

/* The text of the step's first note of @kind, or NULL. */
const char *hr_figure_peek_note (const HrTimelineState *state, HrNoteKind kind);
/* Whether the frame that a YIELD is about hands nothing out but waits. */
gboolean hr_figure_awaits (const HrTimelineState *state);

const HrTimelineFrame *hr_figure_find_frame (const HrTimelineState *state, guint32 id);
/* The frame to which @frame returns, or NULL. */
const HrTimelineFrame *hr_figure_find_caller (const HrTimelineState *state, const HrTimelineFrame *frame);

/* Whether the line that ran begins with one of @words (NULL-terminated). */
gboolean hr_figure_line_begins_with (HrTimeline *timeline, const HrTimelineStep *step, const char *const *words);
/* Whether the line that ran waits for another coroutine, by its words. */
gboolean hr_figure_line_waits (HrTimeline *timeline, const HrTimelineStep *step);

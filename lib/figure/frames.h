/* What a frame runs, read from its source: the recording has one kind of frame. Internal to the figure. */
#pragma once

#include "timeline/state.h"

typedef enum {
  HR_FRAME_MODULE,
  HR_FRAME_CLASS_BODY,
  HR_FRAME_FUNCTION,
  HR_FRAME_GENERATOR, /* may leave and come back */
} HrFrameSort;

HrFrameSort hr_figure_sort_of_frame (HrTimeline *timeline, const HrTimelineFrame *frame);

/* Whether frame @id runs in a step before (@direction -1) or after (+1) step @step. */
gboolean hr_figure_frame_runs (HrTimeline *timeline, guint32 step, guint32 id, int direction);

const HrTimelineFrame *hr_figure_find_frame (const HrTimelineState *state, guint32 id);
/* The frame to which @frame returns, or NULL. */
const HrTimelineFrame *hr_figure_find_caller (const HrTimelineState *state, const HrTimelineFrame *frame);

/* Whether the line that ran begins with one of @words (NULL-terminated). */
gboolean hr_figure_line_begins_with (HrTimeline *timeline, const HrTimelineStep *step, const char *const *words);

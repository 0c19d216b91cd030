/* How the program ended, in words. Internal to the figure.
 *
 * Knows how a timeline ended and at which line; knows no picture. */
#pragma once

#include "timeline/state.h"

/* A sentence without its first capital and its full stop: "the program was killed by SIGSEGV in line 4". @exception:
 * the one that ended it, as code; NULL none. Newly allocated. */
char *hr_figure_ending_dup (HrTimeline *timeline, const char *exception);

/* What a picture of @step says below itself of how the program ended; NULL for steps that others follow, and where a
 * program has ended with status 0. Newly allocated. */
char *hr_figure_ending_dup_note (HrTimeline *timeline, guint32 step);

/* "12,345 more objects are not shown (--max-objects)" where the recording left some out in this step; else NULL. Newly
 * allocated. */
char *hr_figure_left_out_dup (const HrTimelineState *state);

/* What stands where in a source: its record in the file. Inside the timeline module only; the tokens themselves are
 * asked for in reader.h. */
#pragma once

#include "timeline/buffer.h"
#include "timeline/handle.h"

/* Appends the payload of the record that tells @tokens (HrTimelineToken, in order) of source @file. */
void hr_timeline_tokens_write (guint32 file, const GArray *tokens, HrTimelineBuffer *payload);

/* Takes in the record. One that does not fit its source is ignored: nothing depends on it. */
void hr_timeline_take_tokens (HrTimeline *timeline, HrTimelineRecord *record);

/* Takes in those that stand between @start and @limit, behind the last step. */
void hr_timeline_find_tokens (HrTimeline *timeline, guint64 start, guint64 limit);

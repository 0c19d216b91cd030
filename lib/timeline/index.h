/* The index at the end of a finished file: where its chunks and sources are, and what its steps are called, so that a
 * step opens without reading the ones before it.
 *
 * Inside the timeline module only. */
#pragma once

#include "timeline/buffer.h"
#include "timeline/handle.h"

/* The index record's payload for what @timeline holds. */
void hr_timeline_index_write (HrTimeline *timeline, HrTimelineBuffer *payload);

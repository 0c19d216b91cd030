/* What stands in the sources of a recording, by the interpreter that ran them: asked in a process of its own when the
 * program has ended. */
#pragma once

#include "timeline/reader.h"

/* As HrTimelineTokenize: for each source an array of HrTimelineToken, NULL for one without a text. NULL as a whole when
 * @executable does not answer as it should. */
GPtrArray *hr_tokens_new (HrTimeline *timeline, const char *executable);

/* What a recording has to choose from, for messages about selectors that find nothing. Inside the timeline module only.
 */
#pragma once

#include "timeline/reader.h"

/* "1, 2, 5 to 8": the lines of @file that ran, in order; "none". */
char *hr_recorded_dup_lines (HrTimeline *timeline, guint32 file);
/* Names of frames that @event happened in, in order of first, NULL-terminated. */
char **hr_recorded_dup_functions (HrTimeline *timeline, HrEvent event);
/* Names of marks in the sources. */
char **hr_recorded_dup_marks (HrTimeline *timeline);
/* The last parts of the sources' names. */
char **hr_recorded_dup_files (HrTimeline *timeline);

/* "a, b, c … and 12 more", or "none". */
char *hr_recorded_dup_list (char **names);

/* Selectors: how a person names steps. "#12", "9", "9#2", "FILE:9", "3..7" (lines), "#3..#7" (steps), "call:f",
 * "return:f", "call:f#2", "raise", "first", "last", "mark:NAME"; several with commas. "N" is the first completed
 * execution of line N (of a "return" or a module's last line, the return; of a line that only ever raised, where it
 * did); "call:f" is the first call, and not the resumption of a generator, "return:f" where it ended; "raise" is where
 * an exception came up, and not the frames that it went through; "first" is after the first statement, "last" after the
 * last. */
#pragma once

#include "timeline/reader.h"

/* Step indices in the order named, a range in step order. Error HR_ERROR_USAGE says which selector, what the recording
 * has instead (lines that ran, functions called, marks), and suggests. The result is a GArray of guint32, never empty.
 */
GArray *hr_timeline_select (HrTimeline *timeline, const char *selectors, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Options in the program's first comment lines ("# reel: --atoms heap --hide helper"), split like a shell does;
 * NULL-terminated, possibly empty. Error HR_ERROR_INPUT names file and line. */
char **hr_timeline_dup_program_options (HrTimeline *timeline, GError **error) G_GNUC_WARN_UNUSED_RESULT;

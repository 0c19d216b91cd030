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

/* Options that a program's first comment lines give, "# reel: --atoms heap", in order and each with its line: what the
 * shell would make of them. Those of the timeline's main file. Error: HR_ERROR_INPUT with file and line when a quote is
 * not closed. A GArray of HrReelOptions, for g_array_unref. */
typedef struct {
  guint32 line;
  char **words;
} HrReelOptions;
GArray *hr_timeline_reel_options (HrTimeline *timeline, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a program that has not run yet: @text is its source, UTF-8, @name what messages call it. */
GArray *hr_timeline_reel_options_of (const char *name, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

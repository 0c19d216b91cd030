/* From a command line's selectors to layouts: what draw, strip, compare and dump share. */
#pragma once

#include "input.h"

/* The steps of @input that --at names, else those of @fallback ("last"), as HrLayoutMoment; each is compared to the one
 * before it, the first to the moment its line began; to nothing with --marks none. Error: HR_ERROR_USAGE from the
 * selectors. */
GArray *hr_cmd_moments_select (const HrCmdInput *input, const char *fallback, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of the steps that @at names. */
GArray *hr_cmd_moments_select_at (const HrCmdInput *input, const char *at, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Step @step alone, compared to the moment its line began. */
GArray *hr_cmd_moments_alone (const HrCmdInput *input, guint32 step);

/* Every step, each compared to the one before. */
GArray *hr_cmd_moments_all (const HrCmdInput *input);

/* How the pictures stand. */
typedef enum {
  HR_CMD_LANES,  /* stack and heap each on a ground */
  HR_CMD_PANELS, /* small: names as chips where only the module's frame is in all of them; frames without lanes under a
                  * focus; else as above */
} HrCmdSetting;

/* Lays @moments out with the input's display options, and the names of @row (NULL: of no row). */
HrLayout *hr_cmd_moments_layout (const HrCmdInput *input, const GArray *moments, HrCmdSetting setting,
                                 const HrCmdRow *row, HrTextMeasure *measure, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* From a command line's selectors to layouts: what draw, strip, compare and dump share. */
#pragma once

#include "input.h"

/* The steps of @input that --at names, else those of @fallback ("last"), as HrLayoutMoment; each is compared to the one
 * before it, the first to the moment its line began. Error: HR_ERROR_USAGE from the selectors. */
GArray *hr_cmd_moments_select (const HrCmdInput *input, const char *fallback, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Every step, each compared to the one before. */
GArray *hr_cmd_moments_all (const HrCmdInput *input);

/* Whether only the module's frame is in all of them, so that names can stand as chips. */
gboolean hr_cmd_moments_are_flat (const HrCmdInput *input, const GArray *moments);

/* Lays @moments out with the input's display options. */
HrLayout *hr_cmd_moments_layout (const HrCmdInput *input, const GArray *moments, gboolean chips, HrTextMeasure *measure,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

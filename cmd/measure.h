/* The measure that all verbs use. */
#pragma once

#include "options.h"
#include "text/measure.h"

/* The real fonts. When the measure is freed, a note says which characters no installed font had, and what to install.
 * Errors as of hr_text_measure_new_pango. */
HrTextMeasure *hr_cmd_measure_new (const HrCmdOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The whole timeline as text or JSON Lines, for people, scripts and goldens. */
#pragma once

#include "timeline/state.h"

/* Appends everything: header, sources, each step with its frames, objects, changes, output, and how it ended. No
 * addresses. */
gboolean hr_timeline_dump_text (HrTimeline *timeline, GString *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One JSON object a line: {"header":…}, {"source":…}, {"step":…} …, {"end":…}. Keys are documented in FORMAT.md. */
gboolean hr_timeline_dump_json (HrTimeline *timeline, GString *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The walkthrough: one HTML file with code, picture, output and controls for every step.
 *
 * Reads templates from the compiled-in GResource, or from a folder of the user's. The page is data and one script of
 * ours; nothing of the program is ever markup. */
#pragma once

#include "base/progress.h"
#include "layout/layout.h"
#include "report/thin.h"
#include "scene/theme.h"

/* Steps of a page where the user does not say how many. */
#define HR_REPORT_PAGE_MAX_STEPS 10000

typedef struct {
  const char *title;         /* NULL: the program's name */
  const char *templates_dir; /* NULL: compiled in */
  const HrTheme *theme;
  HrLayoutOptions layout;
  guint
      max_steps; /* where there are more, some are left out; 0: HR_REPORT_PAGE_MAX_STEPS, or fewer if they weigh much */
  gboolean embed;      /* compact, for a frame in another page */
  HrProgress progress; /* of steps */
} HrReportPageOptions;

/* Steps @steps (all when NULL) of @timeline as one HTML document. *thinned, unless NULL, gets which of them it shows.
 * Error: HR_ERROR_INPUT for a damaged record or template. */
GBytes *hr_report_page_new (HrTimeline *timeline, const guint32 *steps, guint n_steps,
                            const HrReportPageOptions *options, HrTextMeasure *measure, HrReportThinned **thinned,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The data of the walkthrough's scripts as one JSON object; templates/DATA.md has every field. */
#pragma once

#include "base/geometry.h"
#include "report/lines.h"
#include "report/lives.h"
#include "report/steps.h"
#include "report/story.h"

typedef struct {
  HrTimeline *timeline;
  HrSize size_pt;    /* of the pictures */
  const char *theme; /* "auto", "light" or "dark": how the page begins */
  gboolean embed;
  guint32 thinned_of;       /* how many steps there are when only some of them are shown; else 0 */
  const char *thinned_rule; /* which, in words */
  const HrReportOutputs *outputs;
  HrReportSteps *steps;
  const HrReportLives *lives;
  const HrReportLines *lines;
} HrReportData;

/* Newly allocated; safe inside a script element. */
char *hr_report_data_dup_json (const HrReportData *data);

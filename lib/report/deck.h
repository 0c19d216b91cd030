/* The deck: a PDF, 16:9, one step a page, code left of or above the picture, caption below. */
#pragma once

#include "base/progress.h"
#include "layout/layout.h"
#include "scene/theme.h"

typedef struct {
  const char *title;
  const HrTheme *theme;
  HrLayoutOptions layout;
  HrProgress progress; /* of pictures */
} HrReportDeckOptions;

GBytes *hr_report_deck_new (HrTimeline *timeline, const guint32 *steps, guint n_steps,
                            const HrReportDeckOptions *options, HrTextMeasure *measure,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

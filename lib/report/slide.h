/* One page of a deck as a scene: title, code, picture, caption on 16:9. */
#pragma once

#include "scene/scene.h"
#include "timeline/reader.h"

#define HR_REPORT_SLIDE_WIDTH_PT 960.0
#define HR_REPORT_SLIDE_HEIGHT_PT 540.0

typedef struct {
  HrTimeline *timeline;
  guint32 step;
  guint page, n_pages; /* page from 1 */
  const char *title;   /* of the step */
  const char *caption; /* names in backquotes */
  const HrScene *picture;
  HrSize picture_pt; /* the largest picture of the deck: all are drawn at one scale, at one place */
  double code_pt;    /* width that the deck's code asks for; see hr_report_slide_code_width */
} HrReportSlide;

/* How wide the listing of source file @file should stand beside the pictures, in pt of the page as shown: as wide as
 * its longest line, within limits. */
double hr_report_slide_code_width (HrTimeline *timeline, guint32 file, HrTextMeasure *measure);

/* The page's scene is as large as the picture needs at its own size; scaled to HR_REPORT_SLIDE_* the type is the same
 * on every deck. */
HrScene *hr_report_slide_new (const HrReportSlide *slide, HrTextMeasure *measure);

/* The sizes of the drawing language: fonts, paddings, grid. The figure draws with the same fonts the layout measured
 * with. */
#pragma once

#include "layout/layout.h"

/* The font in which a part of a box of kind @box is measured and drawn. @text: "freed" and "frame gone" are bolder than
 * "int · refs 1", which is a label too. */
HrFont hr_metrics_font (HrBoxKind box, HrPartRole role, const char *text);
HrFont hr_metrics_font_code (void); /* lines of the code strip */
HrFont hr_metrics_font_caption (void);
HrFont hr_metrics_font_arrow (void); /* "type", "base" */

#define HR_METRICS_GRID_PT 4.0
#define HR_METRICS_MARGIN_PT 16.0 /* around everything, inside size_pt of a picture */
#define HR_METRICS_CORNER_PT 8.0  /* cards and arrows */
#define HR_METRICS_LANE_CORNER_PT 12.0
#define HR_METRICS_ARROW_WIDTH_PT 1.7
#define HR_METRICS_ARROW_HEAD_PT 9.0 /* length of the head, inside the last stretch */
#define HR_METRICS_DOT_RADIUS_PT 3.2
#define HR_METRICS_LEFT_DOT_PT 6.0 /* from the left border to a dot that stands there: before the name */

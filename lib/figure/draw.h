/* The drawing language: how boxes, parts, arrows and lines of text look. Internal to the figure.
 *
 * Knows shapes, colour roles and the texts it is given. Knows nothing of steps, names or what a change means. */
#pragma once

#include "figure/figure.h"

/* Everything that a drawing function needs to put something somewhere. */
typedef struct {
  HrScene *scene;
  HrTextMeasure *measure;
} HrFigurePen;

/* @scene with title, description, ground and margin as @options say; takes @scene and gives it back, or a copy. */
HrScene *hr_figure_finish (HrScene *scene, const HrFigureOptions *options, const char *title, const char *description);

/* One line of text in one style, cleaned as below. */
void hr_figure_draw_text (const HrFigurePen *pen, HrPoint at, HrAnchor anchor, const HrFont *font, HrPaint paint,
                          const char *text);

/* A line of source as it can be drawn: tabs as spaces, control characters as their pictures, bidirectional controls by
 * number. Newly allocated. */
char *hr_figure_dup_clean_line (const char *text);

/* All boxes, then all arrows of @picture, each in a group with a stable id. */
void hr_figure_draw_picture (const HrFigurePen *pen, const HrLayoutPicture *picture);
void hr_figure_draw_box (const HrFigurePen *pen, const HrLayoutPicture *picture, const HrLayoutBox *box);

/* Where an arrow passes under another: on the stretch from its point @k on. */
typedef struct {
  guint k;
  HrPoint at;
} HrFigureGap;

/* @gaps: HrFigureGap; NULL none. */
void hr_figure_draw_arrow (const HrFigurePen *pen, const HrLayoutArrow *arrow, GArray *gaps);

/* The family of a kind of object, as a class name: "sequence", "atom", "class". */
const char *hr_figure_kind_class (HrObjectKind kind);

/* A head whose tip is at @tip, for a line that comes from @from. */
void hr_figure_draw_head (const HrFigurePen *pen, HrPoint from, HrPoint tip, double length_pt, const HrStyle *style);

/* Prose with code in backquotes, wrapped to @width_pt; @at is the first baseline. Returns the height that it takes from
 * the first baseline's line top; 0 for "". With a NULL scene in @pen only the height is found. */
double hr_figure_draw_prose (const HrFigurePen *pen, HrPoint at, double width_pt, const HrFont *font, HrPaint paint,
                             const char *prose);
#define HR_FIGURE_PROSE_LINE_PT 18.0

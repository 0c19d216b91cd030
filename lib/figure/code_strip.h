/* The code strip: the lines that ran, their neighbours and the line that is next. Internal to the figure.
 *
 * Knows which lines to show for a step and how they look. Knows no objects. */
#pragma once

#include "figure/draw.h"
#include "timeline/reader.h"

typedef struct HrFigureCode HrFigureCode;

/* For step @step; @exception_text ("ValueError: bad") or NULL. A step without any line gives an empty strip. */
HrFigureCode *hr_figure_code_new (HrTimeline *timeline, guint32 step, const char *exception_text);
void hr_figure_code_free (HrFigureCode *code);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrFigureCode, hr_figure_code_free)

/* What the strip needs so that no line is cut. Both 0 when it is empty. */
HrSize hr_figure_code_size (const HrFigureCode *code, HrTextMeasure *measure);
/* Into @rect, which has the strip's height; lines that are too long end in "…". */
void hr_figure_code_draw (const HrFigureCode *code, const HrFigurePen *pen, HrRect rect);

/* The statement that ran as one line of text: its first line, with " …" when there are more; for headings. */
char *hr_figure_code_dup_statement (HrTimeline *timeline, guint32 step);
/* The same for every step, those without a statement too: "start", "f()", "f() returns". */
char *hr_figure_code_dup_heading (HrTimeline *timeline, guint32 step);

/* Captions set into lines: words broken at a width, names in the code font. */
#pragma once

#include "scene/scene.h"

/* Draws @caption (names in backquotes) into @scene from @at, the start of the first baseline, in lines of at most
 * @width_pt, @line_pt apart, at most @max_lines of them (the last then ends in "…"). Returns how many lines there are.
 */
guint hr_report_prose_draw (HrScene *scene, HrTextMeasure *measure, const char *caption, HrPoint at, double width_pt,
                            double size_pt, double line_pt, guint max_lines);

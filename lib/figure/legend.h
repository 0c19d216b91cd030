/* The legend: what lines and outlines mean. Internal to the figure. */
#pragma once

#include "figure/draw.h"

/* One row, or more where @width_pt is short, below @at. Returns its height. */
double hr_figure_draw_legend (const HrFigurePen *pen, HrPoint at, double width_pt);

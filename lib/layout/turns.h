/* Which of two cards stands above the other. Private to the layout. */
#pragma once

#include "layout/graph.h"

/* Gives turns: first the order of rows and names; then, where the graph is small enough, neighbours change turns as
 * long as that saves crossings, bends or room. Returns what is left of those, less is better; columns with equal marks
 * are equally good. */
double hr_layout_find_turns (HrLayoutGraph *graph);

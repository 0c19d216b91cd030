/* Coordinates of all places. Private to the layout. */
#pragma once

#include "layout/forest.h"

/* As hr_layout_place_all(), with the heap's trees as @forest has them. */
void hr_layout_place_forest (HrLayoutGraph *graph, HrForest *forest, const HrLayoutRoom *room, GArray *columns);

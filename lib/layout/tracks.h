/* From routes on the grid to points: unused tracks go, the channels close up, and the columns with them. Private to the
 * layout. */
#pragma once

#include "layout/search.h"

void hr_layout_finish_routes (HrLayoutGraph *graph, GArray *columns, const HrGrid *grid, const HrRoute *routes);

/* Adds a point to the way of an arrow, or moves its last one when that only goes on. */
void hr_layout_add_point (GArray *points /* HrPoint */, HrPoint point);
/* How far the side of @place stands back at height @y: a pill's ends are round. */
double hr_layout_round_end (const HrLayoutPlace *place, double y);
/* Extent of everything, and the ground of the shelf; places and arrows stand. */
void hr_layout_find_extent (HrLayoutGraph *graph, GArray *columns /* HrLayoutColumn */);

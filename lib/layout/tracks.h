/* From routes on the grid to points: unused tracks go, the channels close up, and the columns with them. Private to the
 * layout. */
#pragma once

#include "layout/search.h"

void hr_layout_finish_routes (HrLayoutGraph *graph, GArray *columns, const HrGrid *grid, const HrRoute *routes);

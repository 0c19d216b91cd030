/* All routes of a graph on one grid. Private to the layout. */
#pragma once

#include "layout/search.h"

typedef struct {
  HrGrid *grid;
  HrSearch *search;
  HrRoute *routes; /* by edge */
  guint n;
} HrRouting;

/* Writes the route of @edge on the grid, and takes it off. */
void hr_routing_put (HrRouting *routing, guint edge);
void hr_routing_take (HrRouting *routing, guint edge);

/* Takes up what crosses and lays it again, as long as that makes the whole cheaper. All routes are free of conflicts,
 * and stay so. @order: edges in the order in which they are laid. */
void hr_routing_untangle (HrRouting *routing, const guint *order);

/* The cheapest way for one arrow over the grid, given the others: A* over nodes and directions. Private to the layout.
 */
#pragma once

#include "layout/grid.h"

typedef struct HrSearch HrSearch;

HrSearch *hr_search_new (HrGrid *grid);
void hr_search_free (HrSearch *search);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrSearch, hr_search_free)

/* The way of one arrow: it leaves its place moving in direction first, turns only at nodes, and arrives moving in
 * direction last. */
typedef struct {
  GArray *nodes; /* guint */
  HrDirection first, last;
} HrRoute;

/* Which sides of a node the route uses, as a use's mask. */
guint hr_route_mask (const HrGrid *grid, const HrRoute *route, guint index);

/* Fills @route for @edge. Sharing with an arrow to another place costs @conflict. Looks near the two ends first, unless
 * @wide. FALSE when there is no way at all. */
gboolean hr_search_run (HrSearch *search, guint edge, double conflict, gboolean wide, HrRoute *route);

/* How many of @edge's meetings along @route are forbidden ones; each adds @history to its node's price. */
guint hr_route_count_conflicts (HrGrid *grid, const HrRoute *route, guint edge, double history);

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
  double ends_cost; /* of where it leaves and arrives */
} HrRoute;

/* How many states it has looked at in all its runs: what they took, told the same everywhere. */
guint64 hr_search_work (const HrSearch *search);

/* Whether only every other track of a channel may be used, so that there is room for more between them. */
void hr_search_set_sparse (HrSearch *search, gboolean sparse);

/* Which sides of a node the route uses, as a use's mask. */
guint hr_route_mask (const HrGrid *grid, const HrRoute *route, guint index);

/* Fills @route for @edge. Sharing with an arrow to another place costs @conflict. Looks near the two ends first, unless
 * @wide. FALSE when there is no way that costs less than @most. */
gboolean hr_search_run (HrSearch *search, guint edge, double conflict, gboolean wide, double most, HrRoute *route);

/* How many of @edge's meetings along @route are forbidden ones; each adds @history to its node's price. */
guint hr_route_count_conflicts (HrGrid *grid, const HrRoute *route, guint edge, double history);

/* What @route costs @edge, given the others on the grid. */
double hr_search_cost (HrSearch *search, guint edge, double conflict, const HrRoute *route);

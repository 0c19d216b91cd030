/* Routes for all arrows at once, by negotiation: every arrow takes its cheapest way, sharing a stretch is allowed at a
 * price, and the price rises round by round until nobody shares (McMurchie, Ebeling: PathFinder, 1995). What then
 * crosses is untangled on the tracks left free for that. Where nobody yields, the places move apart and everything is
 * routed anew. */
#include <string.h>

#include "layout/route.h"
#include "layout/tracks.h"

#define ROUNDS 10
#define POLISH_ROUNDS 2 /* in which every arrow is routed again, now that it knows the others */
#define FEW_ARROWS 80
#define MANY_ARROWS 240 /* more are too many to route them all again */
#define FIRST_CONFLICT_COST 200.0
#define CONFLICT_GROWTH 1.7
#define HISTORY_COST 24.0
#define GROWTH_PT 12.0
#define MORE_TRACKS 8

void hr_routing_put (HrRouting *r, guint edge)
{
  const HrRoute *route = &r->routes[edge];
  for (guint k = 0; k < route->nodes->len; k++)
    hr_grid_add_use (r->grid, g_array_index (route->nodes, guint, k), edge, hr_route_mask (r->grid, route, k));
}

void hr_routing_take (HrRouting *r, guint edge)
{
  const HrRoute *route = &r->routes[edge];
  g_assert (route->nodes != NULL);
  for (guint k = 0; k < route->nodes->len; k++)
    hr_grid_remove_use (r->grid, g_array_index (route->nodes, guint, k), edge);
}

/* FALSE when the arrow finds no way at all; it then has none. */
static gboolean reroute (HrRouting *r, guint edge, double conflict, gboolean wide)
{
  hr_routing_take (r, edge);
  gboolean found = hr_search_run (r->search, edge, conflict, wide, G_MAXDOUBLE, &r->routes[edge]);
  if (!found)
    g_array_set_size (r->routes[edge].nodes, 0);
  hr_routing_put (r, edge);
  return found;
}

/* The shortest first: they have the least choice. */
typedef struct {
  double length;
  guint edge;
} Turn;

static gint compare_turns (gconstpointer a, gconstpointer b)
{
  const Turn *x = a, *y = b;
  if (x->length < y->length || x->length > y->length)
    return x->length < y->length ? -1 : 1;
  return x->edge < y->edge ? -1 : x->edge > y->edge;
}

static Turn *plan_turns (const HrLayoutGraph *graph)
{
  guint n = graph->edges->len;
  Turn *turns = g_new (Turn, n + 1);
  for (guint i = 0; i < n; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    const HrLayoutPlace *from = hr_layout_graph_place (graph, edge->from),
                        *to = hr_layout_graph_place (graph, edge->to);
    double dx = to->x - from->x - from->size_pt.width, dy = to->y - from->y - edge->dot.y;
    turns[i] = (Turn){ ABS (dx) + ABS (dy), i };
  }
  qsort (turns, n, sizeof (Turn), compare_turns);
  return turns;
}

static gboolean negotiate (HrRouting *r)
{
  g_autofree Turn *turns = plan_turns (r->grid->graph);
  double conflict = FIRST_CONFLICT_COST;
  guint polish = r->n <= FEW_ARROWS ? POLISH_ROUNDS : r->n <= MANY_ARROWS ? 1 : 0;
  for (guint round = 0; round < ROUNDS; round++, conflict *= CONFLICT_GROWTH) {
    guint conflicts = 0;
    for (guint k = 0; k < r->n; k++) {
      guint edge = turns[k].edge;
      gboolean wanted = round <= polish || r->routes[edge].nodes->len == 0 ||
                        hr_route_count_conflicts (r->grid, &r->routes[edge], edge, 0) > 0;
      if (wanted && !reroute (r, edge, conflict, round > POLISH_ROUNDS))
        conflicts++;
    }
    for (guint edge = 0; edge < r->n; edge++)
      conflicts += hr_route_count_conflicts (r->grid, &r->routes[edge], edge, HISTORY_COST);
    if (conflicts > 0 || round < polish)
      continue;
    g_autofree guint *order = g_new (guint, r->n + 1);
    for (guint k = 0; k < r->n; k++)
      order[k] = turns[k].edge;
    hr_search_set_sparse (r->search, FALSE);
    hr_routing_untangle (r, order);
    return TRUE;
  }
  return FALSE;
}

/* The place in column @column above @y, whose gap is the one that is too narrow; n when there is none. */
static guint place_above (const HrLayoutGraph *graph, guint column, double y)
{
  guint best = graph->places->len;
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->column != column || place->y + place->size_pt.height > y + 0.5)
      continue;
    if (best == graph->places->len || place->y > hr_layout_graph_place (graph, best)->y)
      best = i;
  }
  return best;
}

/* Makes room where the arrow @edge meets others: a track in the channel, or a line in the gap. */
static void grow_along (const HrRouting *r, guint edge, HrLayoutRoom *room, GHashTable *grown)
{
  const HrGrid *grid = r->grid;
  const HrRoute *route = &r->routes[edge];
  for (guint k = 0; k < route->nodes->len; k++) {
    guint node = g_array_index (route->nodes, guint, k);
    if (grid->history[node] <= 0)
      continue;
    const HrGridLine *line = &grid->xs[node % grid->nx];
    guint column = line->channel >= 0 ? (guint)line->channel : line->column;
    if (line->channel >= 0 && g_hash_table_add (grown, GUINT_TO_POINTER (1 + column)))
      g_array_index (room->channels, guint, column) += MORE_TRACKS;
    for (guint c = column; c <= column + 1; c++) {
      guint place = place_above (grid->graph, c, grid->ys[node / grid->nx]);
      if (c > 0 && place < grid->graph->places->len && g_hash_table_add (grown, GUINT_TO_POINTER (1000000 + place)))
        g_array_index (room->gaps, double, place) += GROWTH_PT;
    }
  }
}

static void grow (HrRouting *r, HrLayoutRoom *room)
{
  g_autoptr (GHashTable) grown = g_hash_table_new (NULL, NULL);
  room->outer += 4;
  for (guint edge = 0; edge < r->n; edge++) {
    const HrRoute *route = &r->routes[edge];
    if (route->nodes->len == 0 || hr_route_count_conflicts (r->grid, route, edge, 0) > 0)
      grow_along (r, edge, room, grown);
  }
}

gboolean hr_layout_route_all (HrLayoutGraph *graph, GArray *columns, HrLayoutRoom *room)
{
  g_autoptr (HrGrid) grid = hr_grid_new (graph, columns, room);
  g_autoptr (HrSearch) search = hr_search_new (grid);
  HrRouting r = { grid, search, g_new0 (HrRoute, graph->edges->len + 1), graph->edges->len };
  for (guint i = 0; i < r.n; i++)
    r.routes[i].nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  hr_search_set_sparse (search, TRUE);
  gboolean done = negotiate (&r);
  if (!done)
    grow (&r, room);
  hr_layout_finish_routes (graph, columns, grid, r.routes);
  for (guint i = 0; i < r.n; i++)
    g_array_unref (r.routes[i].nodes);
  g_free (r.routes);
  return done;
}

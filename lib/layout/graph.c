#include <string.h>

#include "layout/shapes.h"
#include "layout/sheet.h"

/* Rooms grow by what is missing, so a handful of rounds is the rule; the bound only keeps a mistake from hanging. */
#define MAX_ROUNDS 24
#define MOST_GROWTHS 4
#define FEW_ARROWS 90
#define FEW_PLACES 90
#define MOST_TRACKS 36
#define LEAST_GAIN 6.0 /* that is worth a shelf away from its names */

static void clear_edge (gpointer data)
{
  HrLayoutEdge *edge = data;
  hr_layout_life_clear (&edge->life);
  g_free (edge->points);
}

HrLayoutGraph *hr_layout_graph_new (void)
{
  HrLayoutGraph *graph = g_new0 (HrLayoutGraph, 1);
  graph->places = g_array_new (FALSE, TRUE, sizeof (HrLayoutPlace));
  graph->edges = g_array_new (FALSE, TRUE, sizeof (HrLayoutEdge));
  g_array_set_clear_func (graph->edges, clear_edge);
  return graph;
}

void hr_layout_graph_free (HrLayoutGraph *graph)
{
  if (!graph)
    return;
  g_array_unref (graph->places);
  g_array_unref (graph->edges);
  g_free (graph);
}

static guint count_columns (const HrLayoutGraph *graph)
{
  guint n = 1;
  for (guint i = 0; i < graph->places->len; i++)
    n = MAX (n, hr_layout_graph_place (graph, i)->column + 1);
  return n;
}

/* As many tracks as arrows can turn there at most, up to a number beyond which the router asks for more itself. */
static void guess_room (const HrLayoutGraph *graph, HrLayoutRoom *room)
{
  guint n = count_columns (graph);
  g_array_set_size (room->channels, 0);
  g_array_set_size (room->gaps, 0);
  g_array_set_size (room->channels, n);
  g_array_set_size (room->gaps, graph->places->len);
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    guint a = hr_layout_graph_place (graph, edge->from)->column, b = hr_layout_graph_place (graph, edge->to)->column;
    g_array_index (room->channels, guint, a)++;
    if (b > 0 && b - 1 != a)
      g_array_index (room->channels, guint, b - 1)++;
  }
  for (guint i = 0; i < n; i++) {
    guint *tracks = &g_array_index (room->channels, guint, i);
    *tracks = 1 + 2 * CLAMP (*tracks * 3 / 4 + 2, 3, MOST_TRACKS);
  }
}

HrLayoutEngine hr_layout_graph_engine (const HrLayoutGraph *graph)
{
  gboolean few = graph->edges->len <= FEW_ARROWS && graph->places->len <= FEW_PLACES;
  if (few)
    return HR_ENGINE_GRID;
  return hr_layout_is_shaped (graph) ? HR_ENGINE_SHAPES : HR_ENGINE_LAYERS;
}

/* Whether nothing of the first column stands below the shelf. */
static gboolean is_shelf_last (const HrLayoutGraph *graph)
{
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->band == HR_BAND_HEAP && place->column <= graph->shelf_reach && place->y > graph->shelf.y)
      return FALSE;
  }
  return TRUE;
}

static void route_on_grid (HrLayoutGraph *graph, HrLayoutRoom *room, GArray *columns)
{
  gboolean done = FALSE;
  for (guint round = 0; !done && round < MAX_ROUNDS; round++) {
    hr_layout_place_all (graph, room, columns);
    done = hr_layout_route_all (graph, columns, room);
  }
}

/* Places and routes to come back to. */
typedef struct {
  GArray *places;    /* HrLayoutPlace */
  GPtrArray *points; /* GArray of HrPoint, by edge */
  HrLayoutGraph found;
} Arranged;

static Arranged *keep_arranged (const HrLayoutGraph *graph)
{
  Arranged *kept = g_new (Arranged, 1);
  *kept = (Arranged){ g_array_copy (graph->places), g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref),
                      *graph };
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    GArray *points = g_array_new (FALSE, FALSE, sizeof (HrPoint));
    if (edge->n_points > 0)
      g_array_append_vals (points, edge->points, edge->n_points);
    g_ptr_array_add (kept->points, points);
  }
  return kept;
}

static void free_arranged (Arranged *kept)
{
  g_array_unref (kept->places);
  g_ptr_array_unref (kept->points);
  g_free (kept);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Arranged, free_arranged)

static void restore_arranged (HrLayoutGraph *graph, const Arranged *kept)
{
  HrLayoutGraph now = *graph;
  *graph = kept->found;
  graph->places = now.places;
  memcpy (graph->places->data, kept->places->data, kept->places->len * sizeof (HrLayoutPlace));
  for (guint i = 0; i < graph->edges->len; i++) {
    HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    const GArray *points = g_ptr_array_index (kept->points, i);
    g_free (edge->points);
    edge->n_points = points->len;
    edge->points = g_memdup2 (points->data, points->len * sizeof (HrPoint));
  }
}

/* With the shelf where its names would have it, then below all trees: the better of the two once all arrows are laid.
 */
static void arrange_on_grid (HrLayoutGraph *graph, HrLayoutRoom *room, GArray *columns)
{
  route_on_grid (graph, room, columns);
  if (graph->shelf_reach == 0 || is_shelf_last (graph))
    return;
  g_autoptr (Arranged) first = keep_arranged (graph);
  double mark = hr_layout_mark_routes (graph);
  graph->shelf_turn = graph->places->len;
  guess_room (graph, room);
  route_on_grid (graph, room, columns);
  if (hr_layout_mark_routes (graph) > mark - LEAST_GAIN)
    restore_arranged (graph, first);
}

/* First with cards that reach over several columns, and with the room that they have of their own. */
static void arrange_shapes (HrLayoutGraph *graph, HrLayoutRoom *room, GArray *columns)
{
  gboolean done = FALSE;
  for (guint round = 0; !done; round++) {
    gboolean may_grow = round < MOST_GROWTHS, reached = graph->reaches;
    hr_layout_place_all (graph, room, columns);
    done = hr_layout_arrange_pinned (graph, columns, room, may_grow);
    g_assert (done || may_grow || (reached && !graph->reaches));
  }
}

void hr_layout_graph_arrange_by (HrLayoutGraph *graph, HrLayoutEngine engine)
{
  graph->shapes = engine != HR_ENGINE_LAYERS;
  graph->reaches = engine != HR_ENGINE_LAYERS;
  hr_layout_assign_columns (graph);
  g_autoptr (GArray) columns = g_array_new (FALSE, TRUE, sizeof (HrLayoutColumn));
  HrLayoutRoom room = { g_array_new (FALSE, TRUE, sizeof (guint)), g_array_new (FALSE, TRUE, sizeof (double)), 8 };
  guess_room (graph, &room);
  switch (engine) {
  case HR_ENGINE_GRID:
    arrange_on_grid (graph, &room, columns);
    break;
  case HR_ENGINE_SHAPES:
    arrange_shapes (graph, &room, columns);
    break;
  case HR_ENGINE_LAYERS:
    hr_layout_place_all (graph, &room, columns);
    hr_layout_arrange_layers (graph, columns);
    break;
  }
  g_array_unref (room.channels);
  g_array_unref (room.gaps);
}

void hr_layout_graph_arrange (HrLayoutGraph *graph)
{
  hr_layout_graph_arrange_by (graph, hr_layout_graph_engine (graph));
}

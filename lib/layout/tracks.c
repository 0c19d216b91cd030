#include "layout/tracks.h"

#include <math.h>

#include "layout/channel.h"

typedef struct {
  HrLayoutGraph *graph;
  GArray *columns; /* HrLayoutColumn: where they stood while routing */
  const HrGrid *grid;
  const HrRoute *routes;
  double *new_x; /* line → where it stands now */
} Finish;

/* Lines on which some arrow runs up or down. */
static gboolean *find_used (const Finish *f)
{
  gboolean *used = g_new0 (gboolean, f->grid->nx);
  guint upright = 1u << HR_NORTH | 1u << HR_SOUTH;
  for (guint e = 0; e < f->graph->edges->len; e++)
    for (guint k = 0; k < f->routes[e].nodes->len; k++)
      if (hr_route_mask (f->grid, &f->routes[e], k) & upright)
        used[g_array_index (f->routes[e].nodes, guint, k) % f->grid->nx] = TRUE;
  return used;
}

/* Columns close up to the tracks that are used; lines move along. */
static void close_channels (Finish *f)
{
  g_autofree gboolean *used = find_used (f);
  guint n = f->columns->len;
  g_autofree guint *count = g_new0 (guint, n);
  g_autofree guint *rank = g_new0 (guint, f->grid->nx);
  g_autofree double *shift = g_new0 (double, n);
  for (guint i = 0; i < f->grid->nx; i++)
    if (f->grid->xs[i].channel >= 0 && used[i])
      rank[i] = count[f->grid->xs[i].channel]++;
  double x = f->graph->left_pt;
  for (guint c = 0; c < n; c++) {
    HrLayoutColumn *column = &g_array_index (f->columns, HrLayoutColumn, c);
    shift[c] = x - column->x;
    column->x = x;
    x += column->width + hr_layout_channel_width (f->graph, c, n, count[c]);
  }
  for (guint i = 0; i < f->grid->nx; i++) {
    const HrGridLine *line = &f->grid->xs[i];
    guint c = line->channel >= 0 ? (guint)line->channel : line->column;
    const HrLayoutColumn *column = &g_array_index (f->columns, HrLayoutColumn, c);
    f->new_x[i] = line->channel >= 0
                      ? column->x + column->width + hr_layout_channel_track (f->graph, c, n, count[c], rank[i])
                      : line->at + shift[c];
  }
  for (guint i = 0; i < f->graph->places->len; i++) {
    HrLayoutPlace *place = hr_layout_graph_place (f->graph, i);
    place->x += shift[place->column];
  }
}

static HrPoint start_point (const Finish *f, const HrLayoutEdge *edge, HrDirection first, HrPoint node)
{
  const HrLayoutPlace *from = hr_layout_graph_place (f->graph, edge->from);
  if (hr_layout_edge_has_dot (edge))
    return (HrPoint){ from->x + edge->dot.x, from->y + edge->dot.y };
  switch (first) {
  case HR_NORTH:
    return (HrPoint){ node.x, from->y };
  case HR_SOUTH:
    return (HrPoint){ node.x, from->y + edge->from_height_pt };
  case HR_EAST:
    return (HrPoint){ from->x + edge->from_width_pt, node.y };
  case HR_WEST:
    return (HrPoint){ from->x, node.y };
  }
  g_assert_not_reached ();
}

double hr_layout_round_end (const HrLayoutPlace *place, double y)
{
  double radius = place->port_height_pt / 2, off = fabs (y - place->y - radius);
  return place->pill && off < radius ? radius - sqrt (radius * radius - off * off) : 0;
}

static HrPoint end_point (const Finish *f, const HrLayoutEdge *edge, HrDirection last, HrPoint node)
{
  const HrLayoutPlace *to = hr_layout_graph_place (f->graph, edge->to);
  double inset = hr_layout_round_end (to, node.y);
  switch (last) {
  case HR_EAST:
    return (HrPoint){ to->x + inset, node.y };
  case HR_WEST:
    return (HrPoint){ to->x + edge->to_width_pt - inset, node.y };
  case HR_NORTH:
    return (HrPoint){ node.x, to->y + edge->to_height_pt };
  case HR_SOUTH:
    return (HrPoint){ node.x, to->y };
  }
  g_assert_not_reached ();
}

static gboolean in_line (HrPoint a, HrPoint b, HrPoint c)
{
  return (fabs (a.x - b.x) < 0.01 && fabs (b.x - c.x) < 0.01) || (fabs (a.y - b.y) < 0.01 && fabs (b.y - c.y) < 0.01);
}

void hr_layout_add_point (GArray *points, HrPoint point)
{
  guint n = points->len;
  if (n >= 2 && in_line (g_array_index (points, HrPoint, n - 2), g_array_index (points, HrPoint, n - 1), point))
    g_array_index (points, HrPoint, n - 1) = point;
  else
    g_array_append_val (points, point);
}

static void finish_edge (const Finish *f, guint index)
{
  HrLayoutEdge *edge = hr_layout_graph_edge (f->graph, index);
  const HrRoute *route = &f->routes[index];
  g_clear_pointer (&edge->points, g_free);
  edge->n_points = 0;
  if (route->nodes->len == 0)
    return;
  GArray *points = g_array_new (FALSE, FALSE, sizeof (HrPoint));
  HrPoint at = { 0, 0 };
  for (guint k = 0; k < route->nodes->len; k++) {
    guint node = g_array_index (route->nodes, guint, k);
    at = (HrPoint){ f->new_x[node % f->grid->nx], f->grid->ys[node / f->grid->nx] };
    if (k == 0)
      hr_layout_add_point (points, start_point (f, edge, route->first, at));
    hr_layout_add_point (points, at);
  }
  hr_layout_add_point (points, end_point (f, edge, route->last, at));
  edge->n_points = points->len;
  edge->points = (HrPoint *)(void *)g_array_free (points, FALSE);
}

static void include (HrSize *size, double right, double bottom)
{
  size->width = MAX (size->width, right);
  size->height = MAX (size->height, bottom);
}

static void find_extent (HrLayoutGraph *graph)
{
  graph->size_pt = (HrSize){ 0, 0 };
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    include (&graph->size_pt, place->x + place->size_pt.width, place->y + place->size_pt.height);
  }
  for (guint i = 0; i < graph->edges->len; i++)
    for (guint k = 0; k < hr_layout_graph_edge (graph, i)->n_points; k++) {
      HrPoint point = hr_layout_graph_edge (graph, i)->points[k];
      include (&graph->size_pt, point.x, point.y);
    }
}

/* Grounds of the shelf and of the types. */
static void find_grounds (HrLayoutGraph *graph, GArray *columns)
{
  double right = 0;
  guint last = 0;
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->band == HR_BAND_SHELF) {
      right = MAX (right, place->x + place->size_pt.width);
      last = MAX (last, place->column);
    }
  }
  if (last == 0)
    return;
  graph->shelf.x = g_array_index (columns, HrLayoutColumn, 1).x;
  graph->shelf.width = MAX (right + 16 - graph->shelf.x, graph->shelf_width_pt);
  include (&graph->size_pt, graph->shelf.x + graph->shelf.width, graph->shelf.y + graph->shelf.height);
}

void hr_layout_finish_routes (HrLayoutGraph *graph, GArray *columns, const HrGrid *grid, const HrRoute *routes)
{
  Finish f = { graph, columns, grid, routes, g_new0 (double, grid->nx + 1) };
  close_channels (&f);
  for (guint i = 0; i < graph->edges->len; i++)
    finish_edge (&f, i);
  g_free (f.new_x);
  hr_layout_find_extent (graph, columns);
}

void hr_layout_find_extent (HrLayoutGraph *graph, GArray *columns)
{
  find_extent (graph);
  find_grounds (graph, columns);
}

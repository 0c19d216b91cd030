/* The steps of the engine for many arrows, and the points of every arrow. */
#include <math.h>

#include "layout/channel.h"
#include "layout/tracks.h"
#include "layout/wires.h"

#define REACH_CLEAR_PT 6.0 /* around a card that reaches into further columns */

typedef struct {
  HrSheet *sheet;
  HrWires *wires;
  GArray *points; /* HrPoint, of the arrow in hand */
} Drawing;

/* Columns stand as near as the slots in their channels allow; slots become x. */
static void place_columns (const HrWires *wires, GArray *columns)
{
  HrLayoutGraph *graph = wires->sheet->graph;
  guint n = columns->len;
  double x = graph->left_pt;
  g_autofree double *shift = g_new0 (double, n + 1);
  for (guint c = 0; c < n; c++) {
    HrLayoutColumn *column = &g_array_index (columns, HrLayoutColumn, c);
    guint slots = hr_wires_assign_slots ((HrWires *)wires, c);
    shift[c] = x - column->x;
    column->x = x;
    GArray *list = g_ptr_array_index (wires->channels, c);
    for (guint i = 0; i < list->len; i++) {
      HrWire *wire = hr_wires_wire (wires, g_array_index (list, guint, i));
      for (guint half = 0; half < 2; half++)
        wire->x[half] = x + column->width + hr_layout_channel_track (graph, c, n, slots, (guint)lround (wire->x[half]));
    }
    x += column->width + hr_layout_channel_width (graph, c, n, slots);
  }
  for (guint i = 0; i < graph->places->len; i++) {
    HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    place->x += shift[place->column];
  }
}

static const HrSheetNet *net_of (const Drawing *d, const HrWire *wire)
{
  return hr_sheet_net (d->sheet, wire->net);
}

static gboolean has_left_end (const Drawing *d, const HrWire *wire)
{
  for (guint i = 0; i < wire->n_ends; i++)
    if (g_array_index (d->wires->ends, HrWireEnd, wire->first_end + i).side == HR_END_LEFT)
      return TRUE;
  return FALSE;
}

static double x_of (const Drawing *d, const HrWire *wire, HrWireSide side)
{
  gboolean second = side == HR_END_RIGHT || (side == HR_END_OUTER && !has_left_end (d, wire));
  return wire->x[second ? 1 : 0];
}

/* Through a channel from one end of its wire to another. */
static void follow (Drawing *d, guint index, HrWireSide in, double in_y, HrWireSide out, double out_y)
{
  const HrWire *wire = hr_wires_wire (d->wires, index);
  double x = x_of (d, wire, in), last = x_of (d, wire, out);
  if (wire->flat)
    return;
  hr_layout_add_point (d->points, (HrPoint){ x, in_y });
  if (wire->split && fabs (x - last) > 0.01) {
    hr_layout_add_point (d->points, (HrPoint){ x, wire->split_y });
    hr_layout_add_point (d->points, (HrPoint){ last, wire->split_y });
  }
  hr_layout_add_point (d->points, (HrPoint){ last, out_y });
}

static double pass_y (const Drawing *d, const HrSheetNet *net, guint column)
{
  return hr_sheet_item (d->sheet, hr_sheet_pass (net, column))->y;
}

static HrWireSide arrival_side (const HrSheetNet *net)
{
  return net->at_right ? HR_END_LEFT : HR_END_RIGHT;
}

static void follow_to_right (Drawing *d, guint index, HrWireSide side, double y)
{
  const HrWire *first = hr_wires_wire (d->wires, index);
  const HrSheetNet *net = net_of (d, first);
  for (guint c = first->channel; c <= net->channel; c++) {
    double next = c < net->channel ? pass_y (d, net, c + 1) : hr_sheet_end_y (d->sheet, net);
    follow (d, hr_wires_find (d->wires, net, first->net, c), c == first->channel ? side : HR_END_LEFT, y,
            c < net->channel ? HR_END_RIGHT : arrival_side (net), next);
    y = next;
  }
}

static void follow_to_left (Drawing *d, guint index, HrWireSide side, double y)
{
  const HrWire *first = hr_wires_wire (d->wires, index);
  const HrSheetNet *net = net_of (d, first);
  for (guint c = first->channel + 1; c-- > net->channel;) {
    double next = c > net->channel ? pass_y (d, net, c) : hr_sheet_end_y (d->sheet, net);
    follow (d, hr_wires_find (d->wires, net, first->net, c), c == first->channel ? side : HR_END_RIGHT, y,
            c > net->channel ? HR_END_LEFT : arrival_side (net), next);
    y = next;
  }
}

static void follow_outside (Drawing *d, guint index, HrWireSide side, double y)
{
  const HrWire *first = hr_wires_wire (d->wires, index);
  const HrSheetNet *net = net_of (d, first);
  guint last = hr_wires_find (d->wires, net, first->net, net->channel);
  follow (d, index, side, y, HR_END_OUTER, net->outer_y);
  follow (d, last, HR_END_OUTER, net->outer_y, arrival_side (net), hr_sheet_end_y (d->sheet, net));
}

static void draw_edge (Drawing *d, guint index)
{
  HrLayoutGraph *graph = d->sheet->graph;
  HrLayoutEdge *edge = hr_layout_graph_edge (graph, index);
  const HrLayoutPlace *from = hr_layout_graph_place (graph, edge->from), *to = hr_layout_graph_place (graph, edge->to);
  const HrSheetStart *start = &d->sheet->starts[index];
  const HrSheetNet *net = hr_sheet_net (d->sheet, start->net);
  double start_y = from->y + start->start_y, end_y = to->y + net->port_y;
  double start_x = from->x + (hr_layout_edge_has_dot (edge) ? edge->dot.x : edge->from_width_pt);
  double inset = hr_layout_round_end (to, end_y);
  guint wire = d->wires->start_wire[index];
  d->points = g_array_new (FALSE, FALSE, sizeof (HrPoint));
  hr_layout_add_point (d->points, (HrPoint){ start_x, start_y });
  HrWireSide side = edge->leftward ? HR_END_RIGHT : HR_END_LEFT;
  if (start->outer)
    follow_outside (d, wire, side, start_y);
  else if (net->back)
    follow_to_left (d, wire, side, start_y);
  else
    follow_to_right (d, wire, side, start_y);
  hr_layout_add_point (d->points,
                       (HrPoint){ net->at_right ? to->x + edge->to_width_pt - inset : to->x + inset, end_y });
  g_free (edge->points);
  edge->n_points = d->points->len;
  edge->points = (HrPoint *)(void *)g_array_free (d->points, FALSE);
}

/* Whether no wire between the columns @first and @last runs up or down where something reaches over them. */
static gboolean is_clear (const HrWires *wires, guint first, guint last, double top, double bottom)
{
  for (guint c = first; c < last; c++) {
    const GArray *list = g_ptr_array_index (wires->channels, c);
    for (guint i = 0; i < list->len; i++) {
      const HrWire *wire = hr_wires_wire (wires, g_array_index (list, guint, i));
      const HrWireEnd *ends = &g_array_index (wires->ends, HrWireEnd, wire->first_end);
      double low = ends[0].y, high = ends[wire->n_ends - 1].y;
      if (wire->split) {
        low = MIN (low, wire->split_y);
        high = MAX (high, wire->split_y);
      }
      if (low < bottom + REACH_CLEAR_PT && high > top - REACH_CLEAR_PT)
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean reaches_are_clear (const HrWires *wires)
{
  const HrLayoutGraph *graph = wires->sheet->graph;
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->band == HR_BAND_HEAP &&
        !is_clear (wires, place->column, place->reach, place->y, place->y + place->size_pt.height))
      return FALSE;
  }
  return is_clear (wires, 1, graph->shelf_reach, graph->shelf.y, graph->shelf.y + graph->shelf.height);
}

gboolean hr_sheet_route (HrSheet *sheet, GArray *columns)
{
  g_autoptr (HrWires) wires = hr_wires_new (sheet);
  Drawing d = { .sheet = sheet, .wires = wires };
  place_columns (wires, columns);
  if (!reaches_are_clear (wires))
    return FALSE;
  for (guint i = 0; i < sheet->graph->edges->len; i++)
    draw_edge (&d, i);
  return TRUE;
}

static gboolean finish (HrSheet *sheet, GArray *columns)
{
  hr_sheet_place_ports (sheet);
  if (!hr_sheet_route (sheet, columns))
    return FALSE;
  hr_layout_find_extent (sheet->graph, columns);
  return TRUE;
}

void hr_layout_arrange_layers (HrLayoutGraph *graph, GArray *columns)
{
  g_autoptr (HrSheet) sheet = hr_sheet_new (graph, columns->len, FALSE);
  hr_sheet_order (sheet);
  hr_sheet_align (sheet);
  gboolean done = finish (sheet, columns);
  g_assert (done);
}

gboolean hr_layout_arrange_pinned (HrLayoutGraph *graph, GArray *columns, HrLayoutRoom *room, gboolean may_grow)
{
  g_autoptr (HrSheet) sheet = hr_sheet_new (graph, columns->len, TRUE);
  if (!hr_sheet_place_passes (sheet, room->gaps) && may_grow)
    return FALSE;
  if (finish (sheet, columns))
    return TRUE;
  graph->reaches = FALSE;
  return FALSE;
}

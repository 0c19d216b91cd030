/* The steps of the engine for many arrows, and the points of every arrow. */
#include <math.h>

#include "layout/channel.h"
#include "layout/tracks.h"
#include "layout/wires.h"

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

/* y at which a net crosses @column: at its pass, or at its port. */
static double net_y (const Drawing *d, const HrSheetNet *net, guint column)
{
  guint item = hr_sheet_pass (net, column);
  return hr_sheet_y (d->sheet, item, item == net->to ? net->port_y : 0);
}

static void follow_to_right (Drawing *d, guint wire, double y, guint to)
{
  const HrSheetNet *net = net_of (d, hr_wires_wire (d->wires, wire));
  guint net_index = hr_wires_wire (d->wires, wire)->net;
  for (guint c = hr_wires_wire (d->wires, wire)->channel; c < to; c++) {
    double next = net_y (d, net, c + 1);
    follow (d, hr_wires_find (d->wires, net, net_index, c), HR_END_LEFT, y, HR_END_RIGHT, next);
    y = next;
  }
}

static void follow_to_left (Drawing *d, guint wire, double y, guint to)
{
  const HrSheetNet *net = net_of (d, hr_wires_wire (d->wires, wire));
  guint net_index = hr_wires_wire (d->wires, wire)->net, from = hr_wires_wire (d->wires, wire)->channel;
  for (guint c = from + 1; c-- > to;) {
    double next = net_y (d, net, c);
    follow (d, hr_wires_find (d->wires, net, net_index, c), c == from ? HR_END_LEFT : HR_END_RIGHT, y, HR_END_LEFT,
            next);
    y = next;
  }
}

static void follow_outside (Drawing *d, guint wire, double y, guint to)
{
  const HrSheetNet *net = net_of (d, hr_wires_wire (d->wires, wire));
  guint last = hr_wires_find (d->wires, net, hr_wires_wire (d->wires, wire)->net, net->from_right ? to : to - 1);
  follow (d, wire, HR_END_LEFT, y, HR_END_OUTER, net->outer_y);
  follow (d, last, HR_END_OUTER, net->outer_y, net->from_right ? HR_END_LEFT : HR_END_RIGHT, net_y (d, net, to));
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
  if (start->outer)
    follow_outside (d, wire, start_y, to->column);
  else if (net->from_right)
    follow_to_left (d, wire, start_y, to->column);
  else
    follow_to_right (d, wire, start_y, to->column);
  hr_layout_add_point (d->points,
                       (HrPoint){ net->from_right ? to->x + edge->to_width_pt - inset : to->x + inset, end_y });
  g_free (edge->points);
  edge->n_points = d->points->len;
  edge->points = (HrPoint *)(void *)g_array_free (d->points, FALSE);
}

void hr_sheet_route (HrSheet *sheet, GArray *columns)
{
  g_autoptr (HrWires) wires = hr_wires_new (sheet);
  Drawing d = { .sheet = sheet, .wires = wires };
  place_columns (wires, columns);
  for (guint i = 0; i < sheet->graph->edges->len; i++)
    draw_edge (&d, i);
}

void hr_layout_arrange_layers (HrLayoutGraph *graph, GArray *columns)
{
  g_autoptr (HrSheet) sheet = hr_sheet_new (graph, columns->len);
  hr_sheet_order (sheet);
  hr_sheet_align (sheet);
  hr_sheet_place_ports (sheet);
  hr_sheet_route (sheet, columns);
  hr_layout_find_extent (graph, columns);
}

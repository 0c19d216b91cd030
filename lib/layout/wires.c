#include "layout/wires.h"

#include <stdlib.h>

#include "layout/heap.h"

#define BELOW_PT 18.0
#define LINE_PT 12.0

static guint first_channel (const HrSheetNet *net)
{
  return net->low_column - 1;
}

guint hr_wires_find (const HrWires *wires, const HrSheetNet *net, guint net_index, guint channel)
{
  g_assert (channel >= first_channel (net));
  return wires->first_wire[net_index] + channel - first_channel (net);
}

static guint add_wire (HrWires *w, guint net, guint channel)
{
  HrWire wire = { .net = net, .channel = channel };
  guint index = w->wires->len;
  g_array_append_val (w->wires, wire);
  g_array_append_val ((GArray *)g_ptr_array_index (w->channels, channel), index);
  return index;
}

static void add_end (HrWires *w, guint wire, HrWireSide side, double y)
{
  HrWireEnd end = { wire, side, y };
  g_array_append_val (w->ends, end);
}

/* Both a net from the left and one from the right have wires in the channels on both sides of each pass. */
static void add_net (HrWires *w, guint index)
{
  const HrSheetNet *net = hr_sheet_net (w->sheet, index);
  guint first = first_channel (net);
  w->first_wire[index] = w->wires->len;
  for (guint channel = first; channel <= first + net->n_pass; channel++)
    (void)add_wire (w, index, channel);
  for (guint c = net->low_column; c < net->low_column + net->n_pass; c++) {
    double y = hr_sheet_item (w->sheet, hr_sheet_pass (net, c))->y;
    add_end (w, hr_wires_find (w, net, index, c - 1), HR_END_RIGHT, y);
    add_end (w, hr_wires_find (w, net, index, c), HR_END_LEFT, y);
  }
  add_end (w, hr_wires_find (w, net, index, net->channel), net->at_right ? HR_END_LEFT : HR_END_RIGHT,
           hr_sheet_end_y (w->sheet, net));
}

/* From far away: down in the channel it leaves into, level below everything, and up in the one it arrives in. */
static void add_outer_start (HrWires *w, guint net_index, guint edge, GHashTable *known)
{
  const HrSheetNet *net = hr_sheet_net (w->sheet, net_index);
  guint channel = w->sheet->starts[edge].channel;
  guint wire = GPOINTER_TO_UINT (g_hash_table_lookup (known, GUINT_TO_POINTER (channel + 1)));
  if (wire == 0) {
    wire = add_wire (w, net_index, channel) + 1;
    g_hash_table_insert (known, GUINT_TO_POINTER (channel + 1), GUINT_TO_POINTER (wire));
    add_end (w, wire - 1, HR_END_OUTER, net->outer_y);
  }
  w->start_wire[edge] = wire - 1;
}

static void add_starts (HrWires *w, guint net_index)
{
  const HrSheetNet *net = hr_sheet_net (w->sheet, net_index);
  g_autoptr (GHashTable) known = net->outer ? g_hash_table_new (NULL, NULL) : NULL;
  if (net->outer)
    add_end (w, hr_wires_find (w, net, net_index, net->channel), HR_END_OUTER, net->outer_y);
  for (guint k = 0; k < net->edges->len; k++) {
    guint index = g_array_index (net->edges, guint, k);
    const HrLayoutEdge *edge = hr_layout_graph_edge (w->sheet->graph, index);
    const HrSheetStart *start = &w->sheet->starts[index];
    if (start->outer)
      add_outer_start (w, net_index, index, known);
    else
      w->start_wire[index] = hr_wires_find (w, net, net_index, start->channel);
    add_end (w, w->start_wire[index], edge->leftward ? HR_END_RIGHT : HR_END_LEFT,
             hr_sheet_y (w->sheet, edge->from, start->start_y));
  }
}

/* A net's stretch below everything, from channel to channel. */
typedef struct {
  guint first, last, net;
} Stretch;

static gint compare_stretches (gconstpointer a, gconstpointer b)
{
  const Stretch *x = a, *y = b;
  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  return x->net < y->net ? -1 : x->net > y->net;
}

static double find_bottom (const HrSheet *sheet)
{
  double bottom = sheet->graph->shelf.y + sheet->graph->shelf.height;
  for (guint i = 0; i < sheet->items->len; i++)
    if (hr_sheet_item (sheet, i)->inside == HR_NO_ITEM)
      bottom = MAX (bottom, hr_sheet_item (sheet, i)->y + hr_sheet_item (sheet, i)->height);
  return bottom;
}

/* Lines that are free again are used again, so that there are as few as possible: a heap by where the last stretch on
 * each ends. */
static void place_outer (HrWires *w)
{
  HrSheet *sheet = w->sheet;
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  for (guint i = 0; i < sheet->nets->len; i++) {
    const HrSheetNet *net = hr_sheet_net (sheet, i);
    Stretch stretch = { net->channel, net->channel, i };
    for (guint k = 0; net->outer && k < net->edges->len; k++) {
      guint edge = g_array_index (net->edges, guint, k);
      guint column = sheet->starts[edge].channel;
      stretch.first = sheet->starts[edge].outer ? MIN (stretch.first, column) : stretch.first;
      stretch.last = sheet->starts[edge].outer ? MAX (stretch.last, column) : stretch.last;
    }
    if (net->outer)
      g_array_append_val (stretches, stretch);
  }
  g_array_sort (stretches, compare_stretches);
  g_autoptr (GArray) heap = hr_heap_new ();
  double first_y = find_bottom (sheet) + BELOW_PT;
  guint lines = 0;
  for (guint i = 0; i < stretches->len; i++) {
    const Stretch *stretch = &g_array_index (stretches, Stretch, i);
    gboolean is_free = heap->len > 0 && hr_heap_peek (heap)->key < stretch->first;
    guint line = is_free ? hr_heap_pop (heap).item : lines++;
    hr_heap_push (heap, (HrHeapEntry){ stretch->last, line, line });
    hr_sheet_net (sheet, stretch->net)->outer_y = first_y + LINE_PT * line;
  }
}

static gint compare_ends (gconstpointer a, gconstpointer b)
{
  const HrWireEnd *x = a, *y = b;
  if (x->wire != y->wire)
    return x->wire < y->wire ? -1 : 1;
  if (x->y < y->y || x->y > y->y)
    return x->y < y->y ? -1 : 1;
  return (int)x->side - (int)y->side;
}

static void sort_ends (HrWires *w)
{
  g_array_sort (w->ends, compare_ends);
  for (guint i = 0; i < w->ends->len; i++) {
    HrWire *wire = hr_wires_wire (w, g_array_index (w->ends, HrWireEnd, i).wire);
    if (wire->n_ends++ == 0)
      wire->first_end = i;
  }
  for (guint i = 0; i < w->wires->len; i++) {
    HrWire *wire = hr_wires_wire (w, i);
    g_assert (wire->n_ends > 0);
    double low = g_array_index (w->ends, HrWireEnd, wire->first_end).y;
    double high = g_array_index (w->ends, HrWireEnd, wire->first_end + wire->n_ends - 1).y;
    wire->flat = high - low < 0.01;
  }
}

HrWires *hr_wires_new (HrSheet *sheet)
{
  HrWires *w = g_new0 (HrWires, 1);
  w->sheet = sheet;
  w->wires = g_array_new (FALSE, TRUE, sizeof (HrWire));
  w->ends = g_array_new (FALSE, FALSE, sizeof (HrWireEnd));
  w->first_wire = g_new0 (guint, sheet->nets->len + 1);
  w->start_wire = g_new0 (guint, sheet->graph->edges->len + 1);
  w->channels = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint c = 0; c < sheet->columns->len; c++)
    g_ptr_array_add (w->channels, g_array_new (FALSE, FALSE, sizeof (guint)));
  place_outer (w);
  for (guint i = 0; i < sheet->nets->len; i++) {
    add_net (w, i);
    add_starts (w, i);
  }
  sort_ends (w);
  return w;
}

void hr_wires_free (HrWires *wires)
{
  if (!wires)
    return;
  g_array_unref (wires->wires);
  g_array_unref (wires->ends);
  g_free (wires->first_wire);
  g_free (wires->start_wire);
  g_ptr_array_unref (wires->channels);
  g_free (wires);
}

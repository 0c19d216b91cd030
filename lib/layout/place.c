/* Coordinates: columns from left to right, each ordered by where its arrows come from, then moved as near to them as
 * the order and the gaps allow (isotonic regression, pool adjacent violators). */
#include <math.h>

#include "layout/channel.h"
#include "layout/graph.h"

#define GAP_PT 28.0
#define HEAD_GAP_PT 48.0 /* under a class, where type arrows end */
#define SHELF_GAP_PT 16.0
#define SHELF_PAD_PT 16.0
#define TYPES_GAP_PT 44.0
#define BAND_GAP_PT 36.0
#define PORT_PT 44.0 /* arrows aim at the upper part of a tall card */

typedef struct {
  guint place;
  double key;    /* where its arrows come from, on average */
  double wanted; /* y that would make them straight */
  double weight;
  double gap; /* to the next */
} Item;

typedef struct {
  HrLayoutGraph *graph;
  const HrLayoutRoom *room;
  GPtrArray *incoming;  /* place → GArray of guint edges with dots */
  GByteArray *has_head; /* place → whether a type or base arrow ends at it */
  double heap_top;
} Placing;

static double snap (double value)
{
  return 2.0 * floor (value / 2.0 + 0.5);
}

static double port_offset (const HrLayoutPlace *place)
{
  return place->pill ? place->port_height_pt / 2 : MIN (place->port_height_pt / 2, PORT_PT);
}

static double dot_y (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  return hr_layout_graph_place (graph, edge->from)->y + edge->dot.y;
}

static Item measure_item (const Placing *p, guint index)
{
  const HrLayoutPlace *place = hr_layout_graph_place (p->graph, index);
  Item item = { .place = index, .weight = 0 };
  GArray *incoming = g_ptr_array_index (p->incoming, index);
  double sum = 0;
  for (guint i = 0; i < incoming->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (p->graph, g_array_index (incoming, guint, i));
    if (hr_layout_graph_place (p->graph, edge->from)->column >= place->column)
      continue;
    sum += dot_y (p->graph, edge);
    item.weight += 1;
  }
  item.key = item.weight > 0 ? sum / item.weight : G_MAXDOUBLE;
  item.wanted = item.weight > 0 ? item.key - port_offset (place) : p->heap_top;
  item.weight = MAX (item.weight, 0.01);
  double gap = p->has_head->data[index] ? HEAD_GAP_PT : GAP_PT;
  item.gap = gap + g_array_index (p->room->gaps, double, index);
  return item;
}

static gint compare_items (gconstpointer a, gconstpointer b)
{
  const Item *x = a, *y = b;
  if (x->key < y->key || x->key > y->key)
    return x->key < y->key ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

/* Least squares under "each stands below the one before": blocks of items that touch move as one. */
typedef struct {
  double sum, weight;
  guint first;
} Block;

static void settle (GArray *items, const HrLayoutGraph *graph, double top)
{
  g_autofree Block *blocks = g_new (Block, items->len + 1);
  g_autofree double *offset = g_new (double, items->len + 1);
  guint n = 0;
  double at = 0;
  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index (items, Item, i);
    offset[i] = at;
    at += hr_layout_graph_place (graph, item->place)->size_pt.height + item->gap;
    blocks[n++] = (Block){ (item->wanted - offset[i]) * item->weight, item->weight, i };
    while (n > 1 && blocks[n - 2].sum / blocks[n - 2].weight >= blocks[n - 1].sum / blocks[n - 1].weight) {
      blocks[n - 2].sum += blocks[n - 1].sum;
      blocks[n - 2].weight += blocks[n - 1].weight;
      n--;
    }
  }
  for (guint b = 0; b < n; b++) {
    guint end = b + 1 < n ? blocks[b + 1].first : items->len;
    double base = MAX (top, blocks[b].sum / blocks[b].weight);
    for (guint i = blocks[b].first; i < end; i++)
      hr_layout_graph_place (graph, g_array_index (items, Item, i).place)->y = snap (base + offset[i]);
  }
}

/* Uses what slack there is to make one arrow of each place straight. */
static void straighten (const Placing *p, GArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index (items, Item, i);
    HrLayoutPlace *place = hr_layout_graph_place (p->graph, item->place);
    double low = p->heap_top, high = G_MAXDOUBLE;
    if (i > 0) {
      const Item *before = item - 1;
      const HrLayoutPlace *above = hr_layout_graph_place (p->graph, before->place);
      low = above->y + above->size_pt.height + before->gap;
    }
    if (i + 1 < items->len)
      high = hr_layout_graph_place (p->graph, (item + 1)->place)->y - item->gap - place->size_pt.height;
    double reach = place->pill ? 0 : MAX (0, place->port_height_pt / 2 - 14);
    double best = 0, best_size = 24;
    GArray *incoming = g_ptr_array_index (p->incoming, item->place);
    for (guint k = 0; k < incoming->len; k++) {
      const HrLayoutEdge *edge = hr_layout_graph_edge (p->graph, g_array_index (incoming, guint, k));
      if (hr_layout_graph_place (p->graph, edge->from)->column >= place->column)
        continue;
      double off = dot_y (p->graph, edge) - (place->y + place->port_height_pt / 2);
      double shift = off > reach ? off - reach : off < -reach ? off + reach : 0;
      if (fabs (shift) < best_size && place->y + shift >= low && place->y + shift <= high) {
        best = shift;
        best_size = fabs (shift);
      }
    }
    place->y = snap (place->y + best);
  }
}

static void place_heap_column (Placing *p, guint column)
{
  HrLayoutGraph *graph = p->graph;
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (Item));
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->column == column && place->band == HR_BAND_HEAP) {
      Item item = measure_item (p, i);
      g_array_append_val (items, item);
    }
  }
  g_array_sort (items, compare_items);
  settle (items, graph, p->heap_top);
  straighten (p, items);
}

static void place_stack (Placing *p)
{
  double y = p->heap_top;
  for (guint i = 0; i < p->graph->places->len; i++) {
    HrLayoutPlace *place = hr_layout_graph_place (p->graph, i);
    if (place->band != HR_BAND_STACK)
      continue;
    place->y = y;
    y += place->size_pt.height + p->graph->stack_gap_pt + g_array_index (p->room->gaps, double, i);
  }
}

/* Rows of classes from the top; what stands in one row has one top. */
static void place_types (Placing *p)
{
  HrLayoutGraph *graph = p->graph;
  double y = graph->top_pt + graph->types_title_pt;
  gboolean any = TRUE;
  for (guint row = 0; any; row++) {
    any = FALSE;
    double height = 0;
    for (guint i = 0; i < graph->places->len; i++) {
      HrLayoutPlace *place = hr_layout_graph_place (graph, i);
      if (place->band != HR_BAND_TYPES || place->row != row)
        continue;
      place->y = y;
      height = MAX (height, place->size_pt.height + g_array_index (p->room->gaps, double, i));
      any = TRUE;
    }
    if (any)
      y += height + TYPES_GAP_PT;
  }
  if (y > graph->top_pt + graph->types_title_pt)
    p->heap_top = y - TYPES_GAP_PT + BAND_GAP_PT;
}

static double heap_bottom (const HrLayoutGraph *graph, guint last_column)
{
  double bottom = 0;
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->band != HR_BAND_SHELF && place->column > 0 && place->column <= last_column)
      bottom = MAX (bottom, place->y + place->size_pt.height + (place->band == HR_BAND_HEAP ? 0 : 8));
  }
  return bottom;
}

static void place_shelf (Placing *p)
{
  HrLayoutGraph *graph = p->graph;
  guint last_column = 0;
  for (guint i = 0; i < graph->places->len; i++)
    if (hr_layout_graph_place (graph, i)->band == HR_BAND_SHELF)
      last_column = MAX (last_column, hr_layout_graph_place (graph, i)->column);
  if (last_column == 0)
    return;
  double bottom = heap_bottom (graph, last_column), top = bottom > 0 ? bottom + BAND_GAP_PT : p->heap_top;
  double rows = 0;
  g_autofree double *next = g_new0 (double, last_column + 1);
  for (guint i = 0; i < graph->places->len; i++) {
    HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->band != HR_BAND_SHELF)
      continue;
    place->y = top + graph->shelf_title_pt + next[place->column];
    next[place->column] += place->size_pt.height + SHELF_GAP_PT + g_array_index (p->room->gaps, double, i);
    rows = MAX (rows, next[place->column]);
  }
  graph->shelf = (HrRect){ 0, top, 0, graph->shelf_title_pt + rows - SHELF_GAP_PT + 8 };
}

static void place_columns (HrLayoutGraph *graph, const HrLayoutRoom *room, GArray *columns)
{
  guint n = room->channels->len;
  g_array_set_size (columns, n);
  for (guint i = 0; i < n; i++)
    g_array_index (columns, HrLayoutColumn, i) = (HrLayoutColumn){ 0, 0 };
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    HrLayoutColumn *column = &g_array_index (columns, HrLayoutColumn, place->column);
    double pad = place->band == HR_BAND_SHELF ? SHELF_PAD_PT : 0;
    column->width = MAX (column->width, place->size_pt.width + 2 * pad);
    if (place->band == HR_BAND_SHELF && place->column == 1)
      column->width = MAX (column->width, graph->shelf_width_pt);
  }
  double x = graph->left_pt;
  for (guint i = 0; i < n; i++) {
    HrLayoutColumn *column = &g_array_index (columns, HrLayoutColumn, i);
    column->x = x;
    x += column->width + hr_layout_channel_width (graph, i, n, g_array_index (room->channels, guint, i));
  }
}

static void collect_arrows (Placing *p)
{
  const HrLayoutGraph *graph = p->graph;
  g_byte_array_set_size (p->has_head, graph->places->len);
  for (guint i = 0; i < graph->places->len; i++) {
    g_ptr_array_add (p->incoming, g_array_new (FALSE, FALSE, sizeof (guint)));
    p->has_head->data[i] = 0;
  }
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    if (hr_layout_edge_has_dot (edge))
      g_array_append_val ((GArray *)g_ptr_array_index (p->incoming, edge->to), i);
    else
      p->has_head->data[edge->to] = 1;
  }
}

void hr_layout_place_all (HrLayoutGraph *graph, const HrLayoutRoom *room, GArray *columns)
{
  Placing p = { .graph = graph, .room = room, .heap_top = graph->top_pt };
  p.incoming = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  p.has_head = g_byte_array_new ();
  collect_arrows (&p);
  place_columns (graph, room, columns);
  place_types (&p);
  place_stack (&p);
  for (guint column = 1; column < columns->len; column++)
    place_heap_column (&p, column);
  place_shelf (&p);
  for (guint i = 0; i < graph->places->len; i++) {
    HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    double pad = place->band == HR_BAND_SHELF ? SHELF_PAD_PT : 0;
    place->x = g_array_index (columns, HrLayoutColumn, place->column).x + pad;
  }
  g_ptr_array_unref (p.incoming);
  g_byte_array_unref (p.has_head);
}

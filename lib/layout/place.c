/* Coordinates: columns from left to right, each ordered by where its arrows come from, then moved as near to them as
 * the order and the gaps allow (isotonic regression, pool adjacent violators). */
#include <math.h>

#include "layout/channel.h"
#include "layout/graph.h"

#define GAP_PT 28.0
#define PILL_GAP_PT 16.0 /* its label stands between already */
#define HEAD_GAP_PT 48.0 /* under a class, where type arrows end */
#define SHELF_GAP_PT 16.0
#define SHELF_PAD_PT 16.0
#define TYPES_GAP_PT 44.0
#define BAND_GAP_PT 36.0
#define PORT_PT 44.0 /* arrows aim at the upper part of a tall card */
#define CORNER_PT 10.0
#define MOST_SHIFT_PT 24.0
#define BACK_WEIGHT 0.4 /* of what points to a card, against what it points to in the next column */
#define FAR_WEIGHT 0.01 /* of an arrow from beyond the column before, */
#define LEVEL_WEIGHT 20 /* of one that holds a chain in its row, against 1 */
#define SHELF_BELOW_PT 8.0

typedef struct {
  guint place;   /* the shelf has none */
  double height; /* of the place */
  double key;    /* where its arrows come from, on average */
  double wanted; /* y that would make them straight */
  double weight;
  double gap; /* to the next */
} Item;

typedef struct {
  HrLayoutGraph *graph;
  const HrLayoutRoom *room;
  GPtrArray *incoming, *outgoing; /* place → GArray of guint edges with dots */
  GPtrArray *columns;             /* column → GArray of Item, from top to bottom */
  GByteArray *has_head;           /* place → whether a type or base arrow ends at it */
  double heap_top;
  GArray *shelf;       /* Item, in the order of their rows */
  guint shelf_columns; /* 1: it stands among the others in the first column; more: below everything */
} Placing;

#define THE_SHELF G_MAXUINT

static double snap (double value)
{
  return 2.0 * floor (value / 2.0 + 0.5);
}

static double port_offset (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  double middle = edge->to_height_pt / 2;
  return hr_layout_graph_place (graph, edge->to)->pill ? middle : MIN (middle, PORT_PT);
}

static double dot_y (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  return hr_layout_graph_place (graph, edge->from)->y + edge->dot.y;
}

/* Whether @edge joins two cards that may stand in one row, its arrow straight: so chains stay in line. */
static gboolean runs_level (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  const HrLayoutPlace *from = hr_layout_graph_place (graph, edge->from), *to = hr_layout_graph_place (graph, edge->to);
  return from->band == HR_BAND_HEAP && to->band == HR_BAND_HEAP && !from->pill && !to->pill &&
         from->column + 1 == to->column && edge->dot.y >= CORNER_PT && edge->dot.y <= edge->to_height_pt - CORNER_PT;
}

/* y of the arrow's target that makes it straight: in one row, or with its middle at the dot. */
static double wanted_y (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  if (runs_level (graph, edge))
    return hr_layout_graph_place (graph, edge->from)->y;
  return dot_y (graph, edge) - port_offset (graph, edge);
}

/* An arrow's say in where its target stands: a chain's above all, then those from the column before. */
static double say_of (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  guint from = hr_layout_graph_place (graph, edge->from)->column, to = hr_layout_graph_place (graph, edge->to)->column;
  if (from >= to)
    return 0;
  if (runs_level (graph, edge))
    return LEVEL_WEIGHT;
  return from + 1 == to ? 1 : FAR_WEIGHT;
}

static Item measure_item (const Placing *p, guint index)
{
  const HrLayoutPlace *place = hr_layout_graph_place (p->graph, index);
  Item item = { .place = index, .height = place->size_pt.height };
  GArray *incoming = g_ptr_array_index (p->incoming, index);
  double keys = 0, wanted = 0;
  for (guint i = 0; i < incoming->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (p->graph, g_array_index (incoming, guint, i));
    double weight = say_of (p->graph, edge);
    keys += weight * dot_y (p->graph, edge);
    wanted += weight * wanted_y (p->graph, edge);
    item.weight += weight;
  }
  item.key = item.weight > 0 ? keys / item.weight : G_MAXDOUBLE;
  item.wanted = item.weight > 0 ? wanted / item.weight : p->heap_top;
  item.weight = CLAMP (item.weight, 0.01, LEVEL_WEIGHT);
  double gap = p->has_head->data[index] ? HEAD_GAP_PT : place->pill ? PILL_GAP_PT : GAP_PT;
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

static double *item_y (HrLayoutGraph *graph, const Item *item)
{
  return item->place == THE_SHELF ? &graph->shelf.y : &hr_layout_graph_place (graph, item->place)->y;
}

static void settle (GArray *items, HrLayoutGraph *graph, double top)
{
  g_autofree Block *blocks = g_new (Block, items->len + 1);
  g_autofree double *offset = g_new (double, items->len + 1);
  guint n = 0;
  double at = 0;
  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index (items, Item, i);
    offset[i] = at;
    at += item->height + item->gap;
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
      *item_y (graph, &g_array_index (items, Item, i)) = snap (base + offset[i]);
  }
}

/* The smallest shift that makes one arrow to the item straight and keeps it within [@low, @high]. */
static double best_shift (const Placing *p, const Item *item, double low, double high)
{
  const HrLayoutPlace *place = hr_layout_graph_place (p->graph, item->place);
  GArray *incoming = g_ptr_array_index (p->incoming, item->place);
  double best = 0, best_size = MOST_SHIFT_PT;
  for (guint k = 0; k < incoming->len; k++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (p->graph, g_array_index (incoming, guint, k));
    if (hr_layout_graph_place (p->graph, edge->from)->column >= place->column)
      continue;
    double reach = place->pill ? 0 : MAX (0, edge->to_height_pt / 2 - CORNER_PT - 4);
    double off = dot_y (p->graph, edge) - (place->y + edge->to_height_pt / 2);
    double shift = off > reach ? off - reach : off < -reach ? off + reach : 0;
    if (fabs (shift) < best_size && place->y + shift >= low && place->y + shift <= high) {
      best = shift;
      best_size = fabs (shift);
    }
  }
  return best;
}

/* Uses what slack there is to make one arrow of each place straight. */
static void straighten (const Placing *p, GArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index (items, Item, i);
    if (item->place == THE_SHELF)
      continue;
    double *y = item_y (p->graph, item), low = p->heap_top, high = G_MAXDOUBLE;
    if (i > 0)
      low = *item_y (p->graph, item - 1) + (item - 1)->height + (item - 1)->gap;
    if (i + 1 < items->len)
      high = *item_y (p->graph, item + 1) - item->gap - item->height;
    *y = snap (*y + best_shift (p, item, low, high));
  }
}

/* The shelf as one item among the first column's: it wants to be where its atoms would be. */
static void add_shelf_item (const Placing *p, GArray *items)
{
  Item shelf = { .place = THE_SHELF,
                 .height = p->graph->shelf_title_pt + SHELF_BELOW_PT - SHELF_GAP_PT,
                 .gap = BAND_GAP_PT };
  double keys = 0, wanted = 0, at = p->graph->shelf_title_pt;
  for (guint i = 0; i < p->shelf->len; i++) {
    const Item *item = &g_array_index (p->shelf, Item, i);
    if (item->key < G_MAXDOUBLE) {
      keys += item->key * item->weight;
      wanted += (item->wanted - at) * item->weight;
      shelf.weight += item->weight;
    }
    at += item->height + SHELF_GAP_PT;
    shelf.height += item->height + SHELF_GAP_PT + g_array_index (p->room->gaps, double, item->place);
  }
  shelf.key = shelf.weight > 0 ? keys / shelf.weight : G_MAXDOUBLE;
  shelf.wanted = shelf.weight > 0 ? wanted / shelf.weight : p->heap_top;
  shelf.weight = MAX (shelf.weight, 0.01);
  g_array_append_val (items, shelf);
}

static void order_column (Placing *p, guint column)
{
  const HrLayoutGraph *graph = p->graph;
  GArray *items = g_ptr_array_index (p->columns, column);
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->column == column && place->band == HR_BAND_HEAP) {
      Item item = measure_item (p, i);
      g_array_append_val (items, item);
    }
  }
  if (column == 1 && p->shelf_columns == 1)
    add_shelf_item (p, items);
  g_array_sort (items, compare_items);
}

/* What the column's items want now that the columns before it stand elsewhere. */
static void measure_again (const Placing *p, GArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    Item *item = &g_array_index (items, Item, i);
    if (item->place != THE_SHELF)
      item->wanted = measure_item (p, item->place).wanted;
  }
}

/* Draws the column towards what it points to in the next one, where the two could stand in one row. */
static void look_ahead (const Placing *p, GArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    Item *item = &g_array_index (items, Item, i);
    if (item->place == THE_SHELF)
      continue;
    GArray *outgoing = g_ptr_array_index (p->outgoing, item->place);
    double sum = item->wanted * BACK_WEIGHT, weight = BACK_WEIGHT;
    for (guint k = 0; k < outgoing->len; k++) {
      const HrLayoutEdge *edge = hr_layout_graph_edge (p->graph, g_array_index (outgoing, guint, k));
      if (runs_level (p->graph, edge)) {
        sum += hr_layout_graph_place (p->graph, edge->to)->y;
        weight += 1;
      }
    }
    item->wanted = sum / weight;
  }
}

static void place_heap (Placing *p, guint n_columns)
{
  for (guint column = 1; column < n_columns; column++) {
    order_column (p, column);
    settle (g_ptr_array_index (p->columns, column), p->graph, p->heap_top);
  }
  for (guint column = n_columns - 1; column > 0; column--) {
    GArray *items = g_ptr_array_index (p->columns, column);
    look_ahead (p, items);
    settle (items, p->graph, p->heap_top);
  }
  for (guint column = 1; column < n_columns; column++) {
    GArray *items = g_ptr_array_index (p->columns, column);
    if (column > 1)
      measure_again (p, items);
    settle (items, p->graph, p->heap_top);
    straighten (p, items);
  }
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

/* The shelf's atoms, ordered by where their arrows come from; the first column fills first. */
static void collect_shelf (Placing *p)
{
  for (guint i = 0; i < p->graph->places->len; i++)
    if (hr_layout_graph_place (p->graph, i)->band == HR_BAND_SHELF) {
      Item item = measure_item (p, i);
      g_array_append_val (p->shelf, item);
    }
  g_array_sort (p->shelf, compare_items);
  for (guint i = 0; i < p->shelf->len; i++) {
    guint column = 1 + i / HR_LAYOUT_SHELF_ROWS;
    hr_layout_graph_place (p->graph, g_array_index (p->shelf, Item, i).place)->column = column;
    p->shelf_columns = column;
  }
}

static void place_shelf (Placing *p)
{
  HrLayoutGraph *graph = p->graph;
  if (p->shelf_columns == 0)
    return;
  if (p->shelf_columns > 1) {
    double bottom = heap_bottom (graph, p->shelf_columns);
    graph->shelf.y = bottom > 0 ? bottom + BAND_GAP_PT : p->heap_top;
  }
  double top = graph->shelf.y + graph->shelf_title_pt, y = top, lowest = top;
  for (guint i = 0; i < p->shelf->len; i++) {
    const Item *item = &g_array_index (p->shelf, Item, i);
    y = i % HR_LAYOUT_SHELF_ROWS == 0 ? top : y;
    hr_layout_graph_place (graph, item->place)->y = y;
    lowest = MAX (lowest, y + item->height);
    y += item->height + SHELF_GAP_PT + g_array_index (p->room->gaps, double, item->place);
  }
  graph->shelf.height = lowest + SHELF_BELOW_PT - graph->shelf.y;
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

static GPtrArray *new_lists (guint n, gsize size)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (lists, g_array_new (FALSE, FALSE, (guint)size));
  return lists;
}

void hr_layout_place_all (HrLayoutGraph *graph, const HrLayoutRoom *room, GArray *columns)
{
  guint n_places = graph->places->len, n_columns = room->channels->len;
  Placing p = { .graph = graph, .room = room, .heap_top = graph->top_pt };
  p.incoming = new_lists (n_places, sizeof (guint));
  p.outgoing = new_lists (n_places, sizeof (guint));
  p.columns = new_lists (n_columns, sizeof (Item));
  p.shelf = g_array_new (FALSE, FALSE, sizeof (Item));
  p.has_head = g_byte_array_new ();
  collect_arrows (&p);
  place_types (&p);
  place_stack (&p);
  collect_shelf (&p);
  place_heap (&p, n_columns);
  place_shelf (&p);
  place_columns (graph, room, columns);
  for (guint i = 0; i < n_places; i++) {
    HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    double pad = place->band == HR_BAND_SHELF ? SHELF_PAD_PT : 0;
    place->x = g_array_index (columns, HrLayoutColumn, place->column).x + pad;
  }
  g_ptr_array_unref (p.incoming);
  g_ptr_array_unref (p.outgoing);
  g_ptr_array_unref (p.columns);
  g_array_unref (p.shelf);
  g_byte_array_unref (p.has_head);
}

/* Coordinates: the stack from the top, the heap's trees beside it, the bands above and below, then what slack there is
 * used to make arrows straight. */
#include <math.h>

#include "layout/channel.h"
#include "layout/place.h"

#define SHELF_GAP_PT 12.0
#define SHELF_PAD_PT 16.0
#define TYPES_GAP_PT 44.0
#define BAND_GAP_PT 36.0
#define FOLD_GAP_PT 52.0 /* in which arrows run from one band of columns to the next */
#define CORNER_PT 10.0
#define MOST_SHIFT_PT 24.0
#define SHELF_BELOW_PT 8.0

typedef struct {
  guint place;
  double key;    /* where its arrows come from, on average */
  double wanted; /* y that would make them straight */
} Item;

typedef struct {
  HrLayoutGraph *graph;
  HrForest *forest;
  const HrLayoutRoom *room;
  double heap_top;
  GArray *shelf;       /* Item, in the order of their rows */
  double *widths;      /* of the columns */
  guint shelf_columns; /* 1: it stands among the others in the first column; more: below everything */
} Placing;

static double dot_y (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  return hr_layout_graph_place (graph, edge->from)->y + edge->dot.y;
}

static gint compare_items (gconstpointer a, gconstpointer b)
{
  const Item *x = a, *y = b;
  if (x->key < y->key || x->key > y->key)
    return x->key < y->key ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

/* What stands in one column, from top to bottom. */
typedef struct {
  guint place; /* THE_SHELF: none */
  double y, height;
} Standing;

#define THE_SHELF G_MAXUINT

static gint compare_standing (gconstpointer a, gconstpointer b)
{
  const Standing *x = a, *y = b;
  if (x->y < y->y || x->y > y->y)
    return x->y < y->y ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

static GPtrArray *stand_in_columns (const Placing *p)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < p->room->channels->len; i++)
    g_ptr_array_add (columns, g_array_new (FALSE, FALSE, sizeof (Standing)));
  for (guint i = 0; i < p->graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (p->graph, i);
    Standing standing = { i, place->y, place->size_pt.height };
    for (guint c = place->column; place->band == HR_BAND_HEAP && c <= place->reach; c++)
      g_array_append_val ((GArray *)g_ptr_array_index (columns, c), standing);
  }
  Standing shelf = { THE_SHELF, p->graph->shelf.y, p->graph->shelf.height };
  for (guint c = 1; c <= p->graph->shelf_reach; c++)
    g_array_append_val ((GArray *)g_ptr_array_index (columns, c), shelf);
  for (guint i = 0; i < columns->len; i++)
    g_array_sort (g_ptr_array_index (columns, i), compare_standing);
  return columns;
}

/* By how much the end of @edge has to move down, or its start up, to make it straight; 0 when it is. */
static double off_straight (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  const HrLayoutPlace *to = hr_layout_graph_place (graph, edge->to);
  double reach = to->pill ? 0 : MAX (0, edge->to_height_pt / 2 - CORNER_PT - 4);
  double off = dot_y (graph, edge) - (to->y + edge->to_height_pt / 2);
  return off > reach ? off - reach : off < -reach ? off + reach : 0;
}

static gboolean may_be_straight (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  return hr_layout_edge_has_dot (edge) &&
         hr_layout_graph_place (graph, edge->from)->column + 1 == hr_layout_graph_place (graph, edge->to)->column &&
         hr_layout_graph_place (graph, edge->from)->layer + 1 == hr_layout_graph_place (graph, edge->to)->layer;
}

static guint count_straight (const HrLayoutGraph *graph, const GArray *edges)
{
  guint n = 0;
  for (guint i = 0; i < edges->len; i++)
    n += fabs (off_straight (graph, hr_layout_graph_edge (graph, g_array_index (edges, guint, i)))) < 0.01;
  return n;
}

/* The smallest shift between @low and @high that makes more of the place's arrows straight than there are. */
static double best_shift (const Placing *p, guint index, const GArray *edges, double low, double high)
{
  HrLayoutPlace *place = hr_layout_graph_place (p->graph, index);
  double y = place->y, best = 0;
  guint most = count_straight (p->graph, edges);
  for (guint i = 0; i < edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (p->graph, g_array_index (edges, guint, i));
    double shift = off_straight (p->graph, edge) * (edge->to == index ? 1 : -1);
    if (fabs (shift) < 0.01 || fabs (shift) > MOST_SHIFT_PT)
      continue;
    shift = 2.0 * (shift > 0 ? ceil (shift / 2) : floor (shift / 2));
    if (y + shift < low || y + shift > high)
      continue;
    place->y = y + shift;
    guint n = count_straight (p->graph, edges);
    if (n > most || (n == most && best != 0 && fabs (shift) < fabs (best))) {
      most = n;
      best = shift;
    }
    place->y = y;
  }
  return best;
}

/* Arrows of each place to or from the neighbouring column. */
static GPtrArray *collect_near (const HrLayoutGraph *graph)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < graph->places->len; i++)
    g_ptr_array_add (lists, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    if (!may_be_straight (graph, edge))
      continue;
    g_array_append_val ((GArray *)g_ptr_array_index (lists, edge->from), i);
    g_array_append_val ((GArray *)g_ptr_array_index (lists, edge->to), i);
  }
  return lists;
}

/* Uses what slack there is in each column; rows of a list stay as they are. */
static void straighten (const Placing *p)
{
  g_autoptr (GPtrArray) columns = stand_in_columns (p), near = collect_near (p->graph);
  g_autofree gboolean *alone = g_new (gboolean, p->graph->places->len + 1);
  for (guint i = 0; i < p->graph->places->len; i++)
    alone[i] = hr_layout_graph_place (p->graph, i)->reach == hr_layout_graph_place (p->graph, i)->column;
  for (guint i = 0; i < p->graph->places->len; i++) {
    guint block = hr_layout_graph_place (p->graph, i)->block;
    if (block != i && hr_layout_graph_place (p->graph, i)->band == HR_BAND_HEAP)
      alone[i] = alone[block] = FALSE;
  }
  for (guint c = 1; c < columns->len; c++) {
    GArray *column = g_ptr_array_index (columns, c);
    for (guint i = 0; i < column->len; i++) {
      Standing *at = &g_array_index (column, Standing, i);
      double low = p->heap_top, high = G_MAXDOUBLE;
      if (at->place == THE_SHELF || !alone[at->place])
        continue;
      if (i > 0)
        low = MIN (at->y, (at - 1)->y + (at - 1)->height + hr_forest_gap (p->forest, (at - 1)->place));
      if (i + 1 < column->len)
        high = MAX (at->y, (at + 1)->y - at->height - hr_forest_gap (p->forest, at->place));
      at->y += best_shift (p, at->place, g_ptr_array_index (near, at->place), low, high);
      hr_layout_graph_place (p->graph, at->place)->y = at->y;
    }
  }
}

/* The shelf stands as one among the first column's: where its atoms want to be. */
static HrForestShelf measure_shelf (const Placing *p)
{
  HrForestShelf shelf = { .height = p->graph->shelf_title_pt + SHELF_BELOW_PT - SHELF_GAP_PT,
                          .columns = p->graph->shelf_reach,
                          .turn = p->graph->shelf_turn };
  double wanted = 0, at = p->graph->shelf_title_pt;
  guint n = 0;
  for (guint i = 0; i < p->shelf->len; i++) {
    const Item *item = &g_array_index (p->shelf, Item, i);
    double height = hr_layout_graph_place (p->graph, item->place)->size_pt.height + SHELF_GAP_PT +
                    g_array_index (p->room->gaps, double, item->place);
    if (item->key < G_MAXDOUBLE) {
      wanted += item->wanted - at;
      n++;
    }
    at += height;
    shelf.height += height;
  }
  shelf.wanted = n > 0 ? wanted / n : p->heap_top;
  return shelf;
}

static guint band_of (const HrLayoutGraph *graph, const HrLayoutPlace *place)
{
  return graph->most_columns > 0 && graph->shapes ? (place->layer - 1) / graph->most_columns : 0;
}

/* Bands of columns one below the other. */
static void fold (const Placing *p)
{
  HrLayoutGraph *graph = p->graph;
  double bottom = p->shelf_columns == 1 ? graph->shelf.y + graph->shelf.height : p->heap_top;
  gboolean more = TRUE;
  for (guint band = 0; more; band++) {
    double top = G_MAXDOUBLE, shift = 0, last = bottom;
    more = FALSE;
    for (guint i = 0; i < graph->places->len; i++) {
      const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
      if (place->band == HR_BAND_HEAP && band_of (graph, place) == band)
        top = MIN (top, place->y);
      more |= place->band == HR_BAND_HEAP && band_of (graph, place) > band;
    }
    if (band > 0 && top < G_MAXDOUBLE)
      shift = 2 * ceil ((bottom + FOLD_GAP_PT - top) / 2);
    for (guint i = 0; i < graph->places->len; i++) {
      HrLayoutPlace *place = hr_layout_graph_place (graph, i);
      if (place->band != HR_BAND_HEAP || band_of (graph, place) != band)
        continue;
      place->y += shift;
      last = MAX (last, place->y + place->size_pt.height);
    }
    bottom = last;
  }
}

static void place_heap (Placing *p)
{
  HrForestShelf shelf = measure_shelf (p);
  gboolean within = p->shelf_columns == 1;
  hr_forest_pack (p->forest, p->heap_top, p->room->gaps, within ? &shelf : NULL);
  if (within) {
    p->graph->shelf.y = shelf.y;
    p->graph->shelf.height = shelf.height;
  }
  fold (p);
  straighten (p);
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

/* The shelf's atoms, ordered by where names point to them from; the first column fills first. */
static void collect_shelf (Placing *p)
{
  HrLayoutGraph *graph = p->graph;
  g_autofree double *sums = g_new0 (double, graph->places->len + 1);
  g_autofree guint *counts = g_new0 (guint, graph->places->len + 1);
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    if (!hr_layout_edge_has_dot (edge) || hr_layout_graph_place (graph, edge->from)->band != HR_BAND_STACK)
      continue;
    sums[edge->to] += dot_y (graph, edge);
    counts[edge->to]++;
  }
  for (guint i = 0; i < graph->places->len; i++) {
    if (hr_layout_graph_place (graph, i)->band != HR_BAND_SHELF)
      continue;
    Item item = { i, counts[i] > 0 ? sums[i] / counts[i] : G_MAXDOUBLE, 0 };
    item.wanted = item.key - hr_layout_graph_place (graph, i)->port_height_pt / 2;
    g_array_append_val (p->shelf, item);
  }
  g_array_sort (p->shelf, compare_items);
  for (guint i = 0; i < p->shelf->len; i++) {
    guint column = 1 + i / HR_LAYOUT_SHELF_ROWS;
    hr_layout_graph_place (graph, g_array_index (p->shelf, Item, i).place)->column = column;
    p->shelf_columns = column;
  }
}

static double shelf_item_height (const Placing *p, const Item *item)
{
  return hr_layout_graph_place (p->graph, item->place)->size_pt.height;
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
    lowest = MAX (lowest, y + shelf_item_height (p, item));
    y += shelf_item_height (p, item) + SHELF_GAP_PT + g_array_index (p->room->gaps, double, item->place);
  }
  graph->shelf.height = lowest + SHELF_BELOW_PT - graph->shelf.y;
}

static double pad_of (const HrLayoutPlace *place)
{
  return place->band == HR_BAND_SHELF ? SHELF_PAD_PT : 0;
}

static void place_columns (const Placing *p, GArray *columns)
{
  guint n = p->room->channels->len;
  double x = p->graph->left_pt;
  g_array_set_size (columns, n);
  for (guint i = 0; i < n; i++) {
    g_array_index (columns, HrLayoutColumn, i) = (HrLayoutColumn){ x, p->widths[i] };
    x += p->widths[i] + hr_layout_channel_width (p->graph, i, n, g_array_index (p->room->channels, guint, i));
  }
}

/* Whether the shelf's atoms have arrows to their types: those have to get out. */
static gboolean shelf_points (const HrLayoutGraph *graph)
{
  for (guint i = 0; i < graph->edges->len; i++)
    if (hr_layout_graph_place (graph, hr_layout_graph_edge (graph, i)->from)->band == HR_BAND_SHELF)
      return TRUE;
  return FALSE;
}

/* Cards that nothing leaves on the right need not widen their column: they may reach into the next ones. */
static guint8 *find_wide (const HrLayoutGraph *graph)
{
  guint8 *wide = g_new0 (guint8, graph->places->len + 1);
  for (guint i = 0; i < graph->places->len; i++)
    wide[i] = graph->reaches && hr_layout_graph_place (graph, i)->band == HR_BAND_HEAP;
  for (guint i = 0; i < graph->edges->len; i++)
    wide[hr_layout_graph_edge (graph, i)->from] = 0;
  for (guint i = 0; i < graph->places->len; i++)
    if (hr_layout_graph_place (graph, i)->band == HR_BAND_HEAP && hr_layout_graph_place (graph, i)->block != i)
      wide[i] = wide[hr_layout_graph_place (graph, i)->block] = 0;
  return wide;
}

/* How wide @last has to be for something @width wide to end in it that begins in @column, however narrow the channels
 * get. */
static double width_in (const double *widths, guint column, guint last, double width)
{
  for (guint c = column; c < last; c++)
    width -= widths[c] + hr_layout_channel_least ();
  return width;
}

/* The first column from @column on in which something @width wide ends; the last is widened if need be. */
static guint reach_of (double *widths, guint n, guint column, double width)
{
  guint last = column;
  while (last + 1 < n && width_in (widths, column, last, width) > widths[last])
    last++;
  widths[last] = MAX (widths[last], width_in (widths, column, last, width));
  return last;
}

static void find_reaches (Placing *p)
{
  HrLayoutGraph *graph = p->graph;
  guint n = p->room->channels->len;
  g_autofree guint8 *wide = find_wide (graph);
  g_autofree double *narrowest = g_new (double, n + 1);
  double *widths = p->widths = g_new0 (double, n + 1);
  for (guint c = 0; c < n; c++)
    narrowest[c] = G_MAXDOUBLE;
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (!wide[i])
      widths[place->column] = MAX (widths[place->column], place->size_pt.width + 2 * pad_of (place));
    else
      narrowest[place->column] = MIN (narrowest[place->column], place->size_pt.width);
  }
  for (guint c = 0; c < n; c++)
    if (widths[c] <= 0 && narrowest[c] < G_MAXDOUBLE)
      widths[c] = narrowest[c];
  if (p->shelf_columns > 1 || (p->shelf_columns == 1 && (!graph->reaches || shelf_points (graph))))
    widths[1] = MAX (widths[1], graph->shelf_width_pt);
  graph->shelf_reach = p->shelf_columns == 1 ? reach_of (widths, n, 1, graph->shelf_width_pt) : 0;
  for (guint i = 0; i < graph->places->len; i++) {
    HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    place->reach = wide[i] ? reach_of (widths, n, place->column, place->size_pt.width) : place->column;
  }
}

void hr_layout_place_forest (HrLayoutGraph *graph, HrForest *forest, const HrLayoutRoom *room, GArray *columns)
{
  Placing p = { .graph = graph, .forest = forest, .room = room, .heap_top = graph->top_pt };
  p.shelf = g_array_new (FALSE, FALSE, sizeof (Item));
  place_types (&p);
  place_stack (&p);
  collect_shelf (&p);
  find_reaches (&p);
  place_heap (&p);
  place_shelf (&p);
  place_columns (&p, columns);
  for (guint i = 0; i < graph->places->len; i++) {
    HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    place->x = g_array_index (columns, HrLayoutColumn, place->column).x + pad_of (place);
  }
  g_array_unref (p.shelf);
  g_free (p.widths);
}

void hr_layout_place_all (HrLayoutGraph *graph, const HrLayoutRoom *room, GArray *columns)
{
  g_autoptr (HrForest) forest = hr_forest_new (graph);
  hr_layout_place_forest (graph, forest, room, columns);
}

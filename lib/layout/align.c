/* Coordinates of items. What an arrow joins straight is a block (Brandes, Köpf 2001); blocks do not cross, so that
 * "stands above" is an order of blocks without cycles. In it they are moved towards where their links lead, as far as
 * their neighbours and the height of the whole let them. */
#include <math.h>

#include "layout/blocks.h"

#define ROUNDS 24
#define STEP 0.6 /* of the way to where its links lead; both ends of a link move */
#define BAND_GAP_PT 36.0
#define MOST_SHIFT_PT 24.0
#define MOST_TRIED 12

typedef struct {
  HrSheet *sheet;
  HrBlocks *blocks;
  double *y, *wanted;    /* of blocks */
  double *upper, *lower; /* positions after pushing down and after pushing up */
} Align;

static HrSheetLink *link_at (const Align *a, guint index)
{
  return &g_array_index (a->sheet->links, HrSheetLink, index);
}

static guint block_of (const Align *a, guint item)
{
  return a->blocks->block[hr_sheet_owner (a->sheet, item)];
}

/* From what they want to what stands: pushed down by those above, pushed up by those below, and the mean of the two,
 * which keeps all distances as both do. */
static void settle (Align *a)
{
  const HrBlocks *b = a->blocks;
  guint n = b->order->len;
  for (guint k = 0; k < n; k++) {
    guint block = g_array_index (b->order, guint, k);
    a->wanted[block] = CLAMP (a->wanted[block], b->first[block], b->last[block]);
    a->upper[block] = a->wanted[block];
    for (guint i = b->up_first[block]; i < b->up_first[block + 1]; i++) {
      const HrBound *bound = hr_blocks_bound (b, b->up[i]);
      a->upper[block] = MAX (a->upper[block], a->upper[bound->above] + bound->distance);
    }
  }
  for (guint k = n; k-- > 0;) {
    guint block = g_array_index (b->order, guint, k);
    a->lower[block] = a->wanted[block];
    for (guint i = b->down_first[block]; i < b->down_first[block + 1]; i++) {
      const HrBound *bound = hr_blocks_bound (b, b->down[i]);
      a->lower[block] = MIN (a->lower[block], a->lower[bound->below] - bound->distance);
    }
    a->y[block] = (a->upper[block] + a->lower[block]) / 2;
  }
}

static double item_y (const Align *a, guint item)
{
  guint owner = hr_sheet_owner (a->sheet, item);
  const HrSheetItem *at = hr_sheet_item (a->sheet, owner);
  double y = at->fixed ? at->y : a->y[a->blocks->block[owner]] + a->blocks->offset[owner];
  return owner == item ? y : y + hr_sheet_item (a->sheet, item)->inside_y;
}

/* How far the link's end has to move for it to be straight: up when negative. */
static double slant (const Align *a, const HrSheetLink *link)
{
  double from = item_y (a, link->a) + link->a_y, to = item_y (a, link->b);
  if (from < to + link->low_y)
    return from - to - link->low_y;
  return from > to + link->high_y ? from - to - link->high_y : 0;
}

/* Not links within a block, and not those to the shelf when it stands below all: that comes where there is room. */
static gboolean has_say (const Align *a, const HrSheetLink *link)
{
  const HrSheet *sheet = a->sheet;
  if (hr_sheet_is_movable (sheet, link->a) && hr_sheet_is_movable (sheet, link->b))
    return block_of (a, link->a) != block_of (a, link->b);
  return hr_sheet_is_movable (sheet, link->b) || link->b >= sheet->graph->places->len ||
         hr_layout_graph_place (sheet->graph, link->b)->band != HR_BAND_SHELF;
}

static void relax (Align *a)
{
  const HrSheet *sheet = a->sheet;
  guint n = sheet->items->len;
  g_autofree double *sum = g_new0 (double, n + 1), *weight = g_new0 (double, n + 1);
  for (guint i = 0; i < sheet->links->len; i++) {
    const HrSheetLink *link = link_at (a, i);
    if (!has_say (a, link))
      continue;
    double off = slant (a, link);
    guint from = block_of (a, link->a), to = block_of (a, link->b);
    sum[from] -= link->weight * off;
    weight[from] += link->weight;
    sum[to] += link->weight * off;
    weight[to] += link->weight;
  }
  for (guint k = 0; k < a->blocks->order->len; k++) {
    guint block = g_array_index (a->blocks->order, guint, k);
    a->wanted[block] = a->y[block] + (weight[block] > 0 ? STEP * sum[block] / weight[block] : 0);
  }
  settle (a);
}

/* Links of each block to others, for the last small shifts. */
static void index_block_links (const Align *a, guint **first, guint **order)
{
  const HrSheet *sheet = a->sheet;
  guint n = sheet->items->len;
  *first = g_new0 (guint, n + 2);
  *order = g_new (guint, 2 * sheet->links->len + 1);
  for (guint pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < sheet->links->len; i++) {
      const HrSheetLink *link = link_at (a, i);
      guint ends[] = { link->a, link->b };
      if (!has_say (a, link) || hr_sheet_item (sheet, link->a)->column == hr_sheet_item (sheet, link->b)->column)
        continue;
      for (guint end = 0; end < 2; end++)
        if (!hr_sheet_is_movable (sheet, ends[end]))
          continue;
        else if (pass == 0)
          (*first)[block_of (a, ends[end]) + 2]++;
        else
          (*order)[(*first)[block_of (a, ends[end]) + 1]++] = i;
    }
    for (guint i = 2; pass == 0 && i < n + 2; i++)
      (*first)[i] += (*first)[i - 1];
  }
}

/* The weight of those of @links that are straight when the block moves by @shift. */
static double straight_weight (const Align *a, guint block, const guint *links, guint n, double shift)
{
  double weight = 0;
  for (guint i = 0; i < n; i++) {
    const HrSheetLink *link = link_at (a, links[i]);
    gboolean is_left = hr_sheet_is_movable (a->sheet, link->a) && block_of (a, link->a) == block;
    double from = item_y (a, link->a) + link->a_y + (is_left ? shift : 0);
    double to = item_y (a, link->b) + (is_left ? 0 : shift);
    if (from >= to + link->low_y - 0.01 && from <= to + link->high_y + 0.01)
      weight += link->weight;
  }
  return weight;
}

/* Moves a block within what its neighbours leave it, if that makes more of its links straight. */
static void straighten_block (Align *a, guint block, const guint *links, guint n)
{
  const HrBlocks *b = a->blocks;
  double low = MAX (b->first[block] - a->y[block], -MOST_SHIFT_PT);
  double high = MIN (b->last[block] - a->y[block], MOST_SHIFT_PT), best = 0;
  for (guint i = b->up_first[block]; i < b->up_first[block + 1]; i++) {
    const HrBound *bound = hr_blocks_bound (b, b->up[i]);
    low = MAX (low, a->y[bound->above] + bound->distance - a->y[block]);
  }
  for (guint i = b->down_first[block]; i < b->down_first[block + 1]; i++) {
    const HrBound *bound = hr_blocks_bound (b, b->down[i]);
    high = MIN (high, a->y[bound->below] - bound->distance - a->y[block]);
  }
  n = MIN (n, MOST_TRIED);
  double most = straight_weight (a, block, links, n, 0);
  for (guint i = 0; i < n; i++) {
    const HrSheetLink *link = link_at (a, links[i]);
    gboolean is_left = hr_sheet_is_movable (a->sheet, link->a) && block_of (a, link->a) == block;
    double shift = is_left ? -slant (a, link) : slant (a, link);
    if (fabs (shift) < 0.01 || shift < low || shift > high)
      continue;
    double weight = straight_weight (a, block, links, n, shift);
    if (weight > most + 0.001) {
      most = weight;
      best = shift;
    }
  }
  a->y[block] += best;
}

static void straighten (Align *a)
{
  g_autofree guint *first = NULL, *links = NULL;
  const GArray *order = a->blocks->order;
  index_block_links (a, &first, &links);
  for (guint round = 0; round < 2; round++)
    for (guint k = 0; k < order->len; k++) {
      guint block = g_array_index (order, guint, round == 0 ? k : order->len - 1 - k);
      straighten_block (a, block, links + first[block], first[block + 1] - first[block]);
    }
}

static void snap (Align *a)
{
  for (guint k = 0; k < a->blocks->order->len; k++) {
    double *y = &a->y[g_array_index (a->blocks->order, guint, k)];
    *y = 2.0 * floor (*y / 2.0 + 0.5);
  }
}

static void write_items (const Align *a)
{
  HrSheet *sheet = a->sheet;
  for (guint i = 0; i < sheet->items->len; i++)
    if (hr_sheet_is_movable (sheet, i) && hr_sheet_owner (sheet, i) == i)
      hr_sheet_item (sheet, i)->y = item_y (a, i);
  for (guint i = 0; i < sheet->graph->places->len; i++)
    hr_layout_graph_place (sheet->graph, i)->y = hr_sheet_y (sheet, i, 0);
  if (sheet->shelf != HR_NO_ITEM)
    sheet->graph->shelf.y = hr_sheet_item (sheet, sheet->shelf)->y;
}

/* A shelf of several columns stands below all that stands in these. */
static void place_low_shelf (HrSheet *sheet)
{
  HrLayoutGraph *graph = sheet->graph;
  guint last = 0;
  double bottom = sheet->heap_top - BAND_GAP_PT;
  for (guint i = 0; i < graph->places->len; i++)
    if (hr_layout_graph_place (graph, i)->band == HR_BAND_SHELF)
      last = MAX (last, hr_layout_graph_place (graph, i)->column);
  if (last == 0 || sheet->shelf != HR_NO_ITEM)
    return;
  for (guint c = 1; c <= last; c++) {
    GArray *items = hr_sheet_column (sheet, c);
    if (items->len == 0)
      continue;
    const HrSheetItem *item = hr_sheet_item (sheet, g_array_index (items, guint, items->len - 1));
    bottom = MAX (bottom, item->y + item->height);
  }
  double shift = bottom + BAND_GAP_PT - graph->shelf.y;
  graph->shelf.y += shift;
  for (guint i = 0; i < graph->places->len; i++)
    if (hr_layout_graph_place (graph, i)->band == HR_BAND_SHELF) {
      hr_layout_graph_place (graph, i)->y += shift;
      hr_sheet_item (sheet, i)->y += shift;
    }
}

void hr_sheet_align (HrSheet *sheet)
{
  g_autoptr (HrBlocks) blocks = hr_blocks_new (sheet);
  Align a = { .sheet = sheet, .blocks = blocks };
  double **lengths[] = { &a.y, &a.wanted, &a.upper, &a.lower };
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    *lengths[i] = g_new0 (double, sheet->items->len + 1);
  for (guint i = 0; i < sheet->items->len; i++)
    a.y[i] = blocks->first[i];
  for (guint round = 0; round < ROUNDS; round++)
    relax (&a);
  straighten (&a);
  snap (&a);
  write_items (&a);
  place_low_shelf (sheet);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    g_free (*lengths[i]);
}

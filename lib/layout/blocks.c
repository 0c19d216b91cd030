#include "layout/blocks.h"

#include <math.h>

#define HIGH_PORT_PT 44.0 /* arrows aim at the upper part of a tall card */
#define ROUNDS 48         /* of cutting, */
#define CUT_SHARE 6       /* each cuts one in so many of the joints that make the whole high, */
#define ENOUGH 1.2        /* until it is so many times as high as its highest column */

static HrSheetLink *link_at (const HrBlocks *b, guint index)
{
  return &g_array_index (b->sheet->links, HrSheetLink, index);
}

static double inside_y (const HrSheet *sheet, guint item)
{
  const HrSheetItem *at = hr_sheet_item (sheet, item);
  return at->inside == HR_NO_ITEM ? 0 : at->inside_y;
}

/* Where the link arrives when it is straight and its ends stand as they like: cards in one row. */
static double port_of (const HrBlocks *b, const HrSheetLink *link)
{
  if (hr_sheet_item (b->sheet, link->a)->height > 0 && hr_sheet_is_level (link))
    return link->a_y;
  double middle = 2 * floor ((link->low_y + link->high_y) / 4);
  return MAX (link->low_y, MIN (middle, HIGH_PORT_PT));
}

/* Longer straight lines before short ones; then chains of cards. */
static guint8 worth_of (const HrBlocks *b, const HrSheetLink *link)
{
  gboolean from_pass = hr_sheet_item (b->sheet, link->a)->net != HR_NO_ITEM;
  gboolean to_pass = hr_sheet_item (b->sheet, link->b)->net != HR_NO_ITEM;
  if (from_pass && to_pass)
    return 3;
  return !from_pass && !to_pass && hr_sheet_is_level (link) ? 2 : 1;
}

typedef struct {
  guint link, left, right; /* ranks */
  guint slope;
  guint8 worth;
} Candidate;

static gint compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;
  if (x->worth != y->worth)
    return x->worth > y->worth ? -1 : 1;
  if (x->slope != y->slope)
    return x->slope < y->slope ? -1 : 1;
  return x->link < y->link ? -1 : x->link > y->link;
}

static GArray *collect_candidates (const HrBlocks *b, guint channel)
{
  const HrSheet *sheet = b->sheet;
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  for (guint i = sheet->first_link[channel]; i < sheet->first_link[channel + 1]; i++) {
    const HrSheetLink *link = link_at (b, i);
    guint from = hr_sheet_owner (sheet, link->a), to = hr_sheet_owner (sheet, link->b);
    if (!hr_sheet_is_movable (sheet, from) || !hr_sheet_is_movable (sheet, to) ||
        hr_sheet_item (sheet, from)->column == hr_sheet_item (sheet, to)->column)
      continue;
    guint l = b->rank[from], r = b->rank[to];
    Candidate candidate = { i, l, r, l > r ? l - r : r - l, worth_of (b, link) };
    g_array_append_val (candidates, candidate);
  }
  g_array_sort (candidates, compare_candidates);
  return candidates;
}

/* Takes the candidate unless it crosses one taken already; @taken is in the order of both ranks. */
static gboolean take_candidate (GArray *taken, const Candidate *candidate)
{
  guint low = 0, high = taken->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index (taken, Candidate, middle).left < candidate->left)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < taken->len) {
    const Candidate *next = &g_array_index (taken, Candidate, low);
    if (next->left == candidate->left || next->right <= candidate->right)
      return FALSE;
  }
  if (low > 0 && g_array_index (taken, Candidate, low - 1).right >= candidate->right)
    return FALSE;
  g_array_insert_val (taken, low, *candidate);
  return TRUE;
}

/* Columns are joined from left to right, so that what is to the left stands already. */
static void join_channel (HrBlocks *b, guint channel)
{
  g_autoptr (GArray) candidates = collect_candidates (b, channel);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (Candidate));
  for (guint i = 0; i < candidates->len; i++) {
    const Candidate *candidate = &g_array_index (candidates, Candidate, i);
    if (!take_candidate (taken, candidate))
      continue;
    const HrSheetLink *link = link_at (b, candidate->link);
    guint from = hr_sheet_owner (b->sheet, link->a), to = hr_sheet_owner (b->sheet, link->b);
    b->right[from] = to;
    b->left[to] = from;
    b->joint[from] = candidate->worth;
    b->block[to] = b->block[from];
    b->offset[to] =
        b->offset[from] + inside_y (b->sheet, link->a) + link->a_y - port_of (b, link) - inside_y (b->sheet, link->b);
  }
}

static void make_blocks (HrBlocks *b)
{
  const HrSheet *sheet = b->sheet;
  for (guint i = 0; i < sheet->items->len; i++) {
    b->block[i] = i;
    b->left[i] = b->right[i] = HR_NO_ITEM;
  }
  for (guint c = 1; c < sheet->columns->len; c++) {
    GArray *items = hr_sheet_column (sheet, c);
    for (guint i = 0; i < items->len; i++)
      b->rank[g_array_index (items, guint, i)] = i;
  }
  for (guint c = 1; c + 1 < sheet->columns->len; c++)
    join_channel (b, c);
}

static double distance_between (const HrSheetItem *upper, const HrSheetItem *lower)
{
  gboolean above = upper->net != HR_NO_ITEM, below = lower->net != HR_NO_ITEM;
  double gap = above && below ? HR_SHEET_PASS_PT : above || below ? HR_SHEET_CARD_PT : upper->gap;
  return upper->height + gap;
}

static void index_bounds (const HrBlocks *b, gboolean by_lower, guint **first, guint **order)
{
  guint n = b->sheet->items->len;
  g_free (*first);
  g_free (*order);
  *first = g_new0 (guint, n + 2);
  *order = g_new (guint, b->bounds->len + 1);
  for (guint i = 0; i < b->bounds->len; i++) {
    const HrBound *bound = hr_blocks_bound (b, i);
    (*first)[(by_lower ? bound->below : bound->above) + 2]++;
  }
  for (guint i = 2; i < n + 2; i++)
    (*first)[i] += (*first)[i - 1];
  for (guint i = 0; i < b->bounds->len; i++) {
    const HrBound *bound = hr_blocks_bound (b, i);
    (*order)[(*first)[(by_lower ? bound->below : bound->above) + 1]++] = i;
  }
}

static void make_bounds (HrBlocks *b)
{
  const HrSheet *sheet = b->sheet;
  g_array_set_size (b->bounds, 0);
  for (guint c = 1; c < sheet->columns->len; c++) {
    GArray *items = hr_sheet_column (sheet, c);
    for (guint i = 1; i < items->len; i++) {
      guint upper = g_array_index (items, guint, i - 1), lower = g_array_index (items, guint, i);
      double distance = distance_between (hr_sheet_item (sheet, upper), hr_sheet_item (sheet, lower));
      HrBound bound = { b->block[upper], b->block[lower], upper, lower,
                        b->offset[upper] + distance - b->offset[lower] };
      g_array_append_val (b->bounds, bound);
    }
  }
  index_bounds (b, TRUE, &b->up_first, &b->up);
  index_bounds (b, FALSE, &b->down_first, &b->down);
}

/* Every block after all that are above it. */
static void sort_blocks (HrBlocks *b)
{
  g_assert (b->down_first != NULL);
  guint n = b->sheet->items->len;
  g_autofree guint *open = g_new0 (guint, n + 1);
  g_array_set_size (b->order, 0);
  for (guint i = 0; i < b->bounds->len; i++)
    open[hr_blocks_bound (b, i)->below]++;
  for (guint i = 0; i < n; i++)
    if (open[i] == 0 && b->block[i] == i && hr_sheet_is_movable (b->sheet, i) && hr_sheet_owner (b->sheet, i) == i)
      g_array_append_val (b->order, i);
  for (guint k = 0; k < b->order->len; k++) {
    guint block = g_array_index (b->order, guint, k);
    for (guint d = b->down_first[block]; d < b->down_first[block + 1]; d++) {
      guint below = hr_blocks_bound (b, b->down[d])->below;
      if (--open[below] == 0)
        g_array_append_val (b->order, below);
    }
  }
}

/* As high as all of it can stand. */
static void find_first (const HrBlocks *b)
{
  const HrSheet *sheet = b->sheet;
  for (guint k = 0; k < b->order->len; k++) {
    guint block = g_array_index (b->order, guint, k);
    double y = sheet->heap_top;
    for (guint item = block; item != HR_NO_ITEM; item = b->right[item])
      y = MAX (y, sheet->heap_top - b->offset[item]);
    for (guint i = b->up_first[block]; i < b->up_first[block + 1]; i++) {
      const HrBound *bound = hr_blocks_bound (b, b->up[i]);
      y = MAX (y, b->first[bound->above] + bound->distance);
    }
    b->first[block] = y;
  }
}

static double bottom_of (const HrBlocks *b, guint item)
{
  return b->first[b->block[item]] + b->offset[item] + hr_sheet_item (b->sheet, item)->height;
}

/* The last item of the column that reaches lowest. */
static guint find_lowest (const HrBlocks *b)
{
  guint lowest = HR_NO_ITEM;
  for (guint c = 1; c < b->sheet->columns->len; c++) {
    GArray *items = hr_sheet_column (b->sheet, c);
    guint last = items->len > 0 ? g_array_index (items, guint, items->len - 1) : HR_NO_ITEM;
    if (last != HR_NO_ITEM && (lowest == HR_NO_ITEM || bottom_of (b, last) > bottom_of (b, lowest)))
      lowest = last;
  }
  return lowest;
}

static double highest_column (const HrBlocks *b)
{
  const HrSheet *sheet = b->sheet;
  double highest = 0;
  for (guint c = 1; c < sheet->columns->len; c++) {
    GArray *items = hr_sheet_column (sheet, c);
    double height = 0;
    for (guint i = 0; i < items->len; i++) {
      const HrSheetItem *item = hr_sheet_item (sheet, g_array_index (items, guint, i));
      height += i + 1 < items->len ? distance_between (item, hr_sheet_item (sheet, g_array_index (items, guint, i + 1)))
                                   : item->height;
    }
    highest = MAX (highest, height);
  }
  return highest;
}

static void cut_joint (HrBlocks *b, guint item)
{
  guint root = b->right[item];
  double base = b->offset[root];
  b->right[item] = HR_NO_ITEM;
  b->left[root] = HR_NO_ITEM;
  for (guint i = root; i != HR_NO_ITEM; i = b->right[i]) {
    b->block[i] = root;
    b->offset[i] -= base;
  }
}

typedef struct {
  guint item;
  guint8 worth;
} Cut;

static gint compare_cuts (gconstpointer a, gconstpointer b)
{
  const Cut *x = a, *y = b;
  if (x->worth != y->worth)
    return x->worth < y->worth ? -1 : 1;
  return x->item < y->item ? -1 : x->item > y->item;
}

/* The cheapest joint of a block between two of its items. */
static Cut cheapest_joint (const HrBlocks *b, guint one, guint two)
{
  const HrSheet *sheet = b->sheet;
  gboolean ordered = hr_sheet_item (sheet, one)->column < hr_sheet_item (sheet, two)->column;
  guint item = ordered ? one : two, end = ordered ? two : one;
  Cut cut = { item, b->joint[item] };
  for (; item != end; item = b->right[item])
    if (b->joint[item] < cut.worth)
      cut = (Cut){ item, b->joint[item] };
  return cut;
}

/* From the lowest item upwards along what pushes it down; where that changes from one column to another within a block,
 * a cut lets it rise. */
static GArray *find_cuts (const HrBlocks *b)
{
  GArray *cuts = g_array_new (FALSE, FALSE, sizeof (Cut));
  guint item = find_lowest (b);
  while (item != HR_NO_ITEM) {
    guint block = b->block[item], above = HR_NO_ITEM;
    for (guint i = b->up_first[block]; i < b->up_first[block + 1] && above == HR_NO_ITEM; i++) {
      const HrBound *bound = hr_blocks_bound (b, b->up[i]);
      if (b->first[bound->above] + bound->distance < b->first[block] - 0.01)
        continue;
      if (bound->below_item != item) {
        Cut cut = cheapest_joint (b, bound->below_item, item);
        g_array_append_val (cuts, cut);
      }
      above = bound->above_item;
    }
    item = above;
  }
  g_array_sort (cuts, compare_cuts);
  return cuts;
}

static void limit_height (HrBlocks *b)
{
  const HrSheet *sheet = b->sheet;
  double enough = ENOUGH * highest_column (b);
  for (guint round = 0; round < ROUNDS; round++) {
    guint lowest = find_lowest (b);
    if (lowest == HR_NO_ITEM || bottom_of (b, lowest) - sheet->heap_top <= enough)
      return;
    g_autoptr (GArray) cuts = find_cuts (b);
    if (cuts->len == 0)
      return;
    for (guint i = 0; i < (cuts->len + CUT_SHARE - 1) / CUT_SHARE; i++)
      cut_joint (b, g_array_index (cuts, Cut, i).item);
    make_bounds (b);
    sort_blocks (b);
    find_first (b);
  }
}

static void find_last (const HrBlocks *b)
{
  guint lowest = find_lowest (b);
  double bottom = lowest == HR_NO_ITEM ? 0 : bottom_of (b, lowest);
  for (guint k = b->order->len; k-- > 0;) {
    guint block = g_array_index (b->order, guint, k);
    double y = G_MAXDOUBLE;
    for (guint item = block; item != HR_NO_ITEM; item = b->right[item])
      y = MIN (y, bottom - b->offset[item] - hr_sheet_item (b->sheet, item)->height);
    for (guint i = b->down_first[block]; i < b->down_first[block + 1]; i++) {
      const HrBound *bound = hr_blocks_bound (b, b->down[i]);
      y = MIN (y, b->last[bound->below] - bound->distance);
    }
    b->last[block] = y;
  }
}

HrBlocks *hr_blocks_new (HrSheet *sheet)
{
  HrBlocks *b = g_new0 (HrBlocks, 1);
  guint n = sheet->items->len + 1;
  b->sheet = sheet;
  b->rank = g_new0 (guint, n);
  b->block = g_new0 (guint, n);
  b->offset = g_new0 (double, n);
  b->left = g_new0 (guint, n);
  b->right = g_new0 (guint, n);
  b->joint = g_new0 (guint8, n);
  b->first = g_new0 (double, n);
  b->last = g_new0 (double, n);
  b->bounds = g_array_new (FALSE, FALSE, sizeof (HrBound));
  b->order = g_array_new (FALSE, FALSE, sizeof (guint));
  make_blocks (b);
  make_bounds (b);
  sort_blocks (b);
  find_first (b);
  limit_height (b);
  find_last (b);
  return b;
}

void hr_blocks_free (HrBlocks *b)
{
  if (!b)
    return;
  gpointer owned[] = { b->rank,     b->block, b->offset,     b->left, b->right, b->joint,
                       b->up_first, b->up,    b->down_first, b->down, b->first, b->last };
  for (guint i = 0; i < G_N_ELEMENTS (owned); i++)
    g_free (owned[i]);
  g_array_unref (b->bounds);
  g_array_unref (b->order);
  g_free (b);
}

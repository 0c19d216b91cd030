/* The order of each column's items: sweeps that sort each column by where its links lead, on average (Sugiyama, Tagawa,
 * Toda 1981; with ports: Schulze, Spönemann, von Hanxleden 2014), the best of which is kept, and then exchanges of
 * neighbours as long as they save crossings. What has no say keeps its place among its neighbours; the order to begin
 * with is the one in which objects first appeared. */
#include <string.h>

#include "layout/sheet.h"

#define SWEEPS 8
#define EXCHANGES 6
#define BEFORE_ALL (-1.0)
#define BEHIND_ALL 2.0
#define SAME_SIDE_SAY 0.1
#define TYPE_WEIGHT 0.4
#define TOO_LITTLE 1e-6

typedef struct {
  HrSheet *sheet;
  double *at;                     /* item → where it stands in its column, 0 to 1 */
  double *size;                   /* what one item takes of that, by column */
  guint *left_first, *left;       /* item → its links to the left; one more at the end */
  guint *right_first, *right;     /* the same to the right */
  guint *same_first, *same;       /* links within a column, to both */
  GArray *left_ends, *right_ends; /* Ends, for counting */
} Order;

static guint owner_of (const HrSheet *sheet, guint item)
{
  guint inside = hr_sheet_item (sheet, item)->inside;
  return inside == HR_NO_ITEM ? item : inside;
}

static gboolean is_same_side (const HrSheet *sheet, const HrSheetLink *link)
{
  return hr_sheet_item (sheet, link->a)->column == hr_sheet_item (sheet, link->b)->column;
}

static HrSheetLink *link_at (const Order *o, guint index)
{
  return &g_array_index (o->sheet->links, HrSheetLink, index);
}

/* Items → links, for those links whose @end (0 the left one, 1 the right one) it is and that are @same_side or not. */
static void index_links (const Order *o, guint **first, guint **order, guint ends, gboolean same_side)
{
  const HrSheet *sheet = o->sheet;
  guint n = sheet->items->len;
  *first = g_new0 (guint, n + 2);
  *order = g_new (guint, 2 * sheet->links->len + 1);
  for (guint pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < sheet->links->len; i++) {
      const HrSheetLink *link = link_at (o, i);
      guint of[] = { owner_of (sheet, link->a), owner_of (sheet, link->b) };
      for (guint end = 0; end < 2 && is_same_side (sheet, link) == same_side; end++) {
        if (!(ends & 1u << end))
          continue;
        if (pass == 0)
          (*first)[of[end] + 2]++;
        else
          (*order)[(*first)[of[end] + 1]++] = i;
      }
    }
    for (guint i = 2; pass == 0 && i < n + 2; i++)
      (*first)[i] += (*first)[i - 1];
  }
}

static void number_column (const Order *o, guint column)
{
  GArray *items = hr_sheet_column (o->sheet, column);
  o->size[column] = 1.0 / MAX (items->len, 1);
  for (guint i = 0; i < items->len; i++)
    o->at[g_array_index (items, guint, i)] = i * o->size[column];
}

/* What stands fixed: the stack by its height, classes above and the low shelf below all others. */
static void number_fixed (Order *o)
{
  const HrSheet *sheet = o->sheet;
  double bottom = 1;
  for (guint i = 0; i < sheet->graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (sheet->graph, i);
    if (place->band == HR_BAND_STACK)
      bottom = MAX (bottom, place->y + place->size_pt.height);
  }
  o->size[0] = 0;
  for (guint i = 0; i < sheet->graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (sheet->graph, i);
    if (place->band == HR_BAND_STACK)
      o->at[i] = place->y / bottom;
    else if (hr_sheet_item (sheet, i)->fixed)
      o->at[i] = place->band == HR_BAND_TYPES ? BEFORE_ALL + place->row * 0.01 : BEHIND_ALL + place->y / bottom * 0.01;
  }
}

/* Where a link ends at an item, in the measure of the item's column. */
static double end_at (const Order *o, guint item, double y)
{
  const HrSheet *sheet = o->sheet;
  const HrSheetItem *at = hr_sheet_item (sheet, item);
  if (at->inside != HR_NO_ITEM) {
    y += at->inside_y;
    item = at->inside;
    at = hr_sheet_item (sheet, item);
  }
  if (at->fixed && at->column == 0)
    return o->at[item] + y / 1e6;
  double part = at->height > 0 ? 0.1 + 0.8 * CLAMP (y / at->height, 0, 1) : 0.5;
  return o->at[item] + part * o->size[at->column];
}

static double left_end (const Order *o, const HrSheetLink *link)
{
  return end_at (o, link->a, link->a_y);
}

static double right_end (const Order *o, const HrSheetLink *link)
{
  return end_at (o, link->b, (link->low_y + link->high_y) / 2);
}

typedef struct {
  double key;
  guint was, item;
} Keyed;

static gint compare_keyed (gconstpointer a, gconstpointer b)
{
  const Keyed *x = a, *y = b;
  if (x->key < y->key || x->key > y->key)
    return x->key < y->key ? -1 : 1;
  return x->was < y->was ? -1 : x->was > y->was;
}

/* FALSE when no link says anything. */
static gboolean find_key (const Order *o, guint item, gboolean from_left, double *key)
{
  const guint *first = from_left ? o->left_first : o->right_first, *links = from_left ? o->left : o->right;
  double sum = 0, weight = 0;
  for (guint k = first[item]; k < first[item + 1]; k++) {
    const HrSheetLink *link = link_at (o, links[k]);
    sum += link->weight * (from_left ? left_end (o, link) : right_end (o, link));
    weight += link->weight;
  }
  for (guint k = o->same_first[item]; k < o->same_first[item + 1]; k++) {
    const HrSheetLink *link = link_at (o, o->same[k]);
    if (owner_of (o->sheet, link->b) != item)
      continue;
    sum += SAME_SIDE_SAY * left_end (o, link);
    weight += SAME_SIDE_SAY;
  }
  *key = weight > 0 ? sum / weight : 0;
  return weight > 0;
}

static void sort_column (const Order *o, guint column, gboolean from_left)
{
  GArray *items = hr_sheet_column (o->sheet, column);
  g_autofree Keyed *keyed = g_new (Keyed, items->len + 1);
  double last = BEFORE_ALL;
  for (guint i = 0; i < items->len; i++) {
    keyed[i] = (Keyed){ 0, i, g_array_index (items, guint, i) };
    if (!find_key (o, keyed[i].item, from_left, &keyed[i].key))
      keyed[i].key = last;
    last = keyed[i].key;
  }
  qsort (keyed, items->len, sizeof (Keyed), compare_keyed);
  for (guint i = 0; i < items->len; i++)
    g_array_index (items, guint, i) = keyed[i].item;
  number_column (o, column);
}

typedef struct {
  double left, right, weight;
} Ends;

/* What a crossing with it counts: type arrows matter less. */
static double weight_of (const Order *o, const HrSheetLink *link)
{
  HrArrowKind kind = hr_sheet_net (o->sheet, link->net)->kind;
  return kind == HR_ARROW_TYPE || kind == HR_ARROW_BASE ? TYPE_WEIGHT : 1;
}

static gint compare_ends (gconstpointer a, gconstpointer b)
{
  const Ends *x = a, *y = b;
  if (x->left < y->left || x->left > y->left)
    return x->left < y->left ? -1 : 1;
  return x->right < y->right ? -1 : x->right > y->right;
}

/* Inversions, by merging: @ends is sorted by its right ends afterwards. */
static double count_inversions (Ends *ends, Ends *spare, guint n)
{
  if (n < 2)
    return 0;
  guint half = n / 2, i = 0, j = half, k = 0;
  double count = count_inversions (ends, spare, half) + count_inversions (ends + half, spare, n - half), left = 0;
  for (guint l = 0; l < half; l++)
    left += ends[l].weight;
  while (i < half || j < n) {
    if (j == n || (i < half && ends[i].right <= ends[j].right)) {
      left -= ends[i].weight;
      spare[k++] = ends[i++];
    } else {
      count += left * ends[j].weight;
      spare[k++] = ends[j++];
    }
  }
  memcpy (ends, spare, n * sizeof (Ends));
  return count;
}

static double count_crossings (const Order *o)
{
  const HrSheet *sheet = o->sheet;
  g_autofree Ends *ends = g_new (Ends, sheet->links->len + 1), *spare = g_new (Ends, sheet->links->len + 1);
  double count = 0;
  for (guint c = 0; c < sheet->columns->len; c++) {
    guint n = 0;
    for (guint i = sheet->first_link[c]; i < sheet->first_link[c + 1]; i++) {
      const HrSheetLink *link = link_at (o, i);
      if (!is_same_side (sheet, link))
        ends[n++] = (Ends){ left_end (o, link), right_end (o, link), weight_of (o, link) };
    }
    qsort (ends, n, sizeof (Ends), compare_ends);
    count += count_inversions (ends, spare, n);
  }
  return count;
}

/* One end of an item's links to one side. */
static void collect_ends (const Order *o, guint item, gboolean to_left, GArray *ends)
{
  const guint *first = to_left ? o->left_first : o->right_first, *links = to_left ? o->left : o->right;
  g_array_set_size (ends, 0);
  for (guint k = first[item]; k < first[item + 1]; k++) {
    const HrSheetLink *link = link_at (o, links[k]);
    Ends end = { to_left ? left_end (o, link) : right_end (o, link), 0, weight_of (o, link) };
    g_array_append_val (ends, end);
  }
  g_array_sort (ends, compare_ends);
}

/* Crossings of two neighbours' links when those that end at @upper are above, less those when they are below. */
static double count_gain (const GArray *upper, const GArray *lower)
{
  double gain = 0, before = 0, until = 0, all = 0;
  guint below = 0, equal = 0;
  for (guint i = 0; i < lower->len; i++)
    all += g_array_index (lower, Ends, i).weight;
  for (guint i = 0; i < upper->len; i++) {
    const Ends *end = &g_array_index (upper, Ends, i);
    while (below < lower->len && g_array_index (lower, Ends, below).left < end->left)
      before += g_array_index (lower, Ends, below++).weight;
    while (equal < lower->len && g_array_index (lower, Ends, equal).left <= end->left)
      until += g_array_index (lower, Ends, equal++).weight;
    gain += end->weight * (before - (all - until));
  }
  return gain;
}

static double exchange_gain (Order *o, guint upper, guint lower)
{
  double gain = 0;
  for (guint side = 0; side < 2; side++) {
    collect_ends (o, upper, side == 0, o->left_ends);
    collect_ends (o, lower, side == 0, o->right_ends);
    gain += count_gain (o->left_ends, o->right_ends);
  }
  return gain;
}

/* Whether any two neighbours changed places. */
static gboolean exchange_column (Order *o, guint column)
{
  GArray *items = hr_sheet_column (o->sheet, column);
  gboolean changed = FALSE;
  for (guint i = 0; i + 1 < items->len; i++) {
    guint *pair = &g_array_index (items, guint, i);
    if (exchange_gain (o, pair[0], pair[1]) <= TOO_LITTLE)
      continue;
    guint upper = pair[0];
    pair[0] = pair[1];
    pair[1] = upper;
    o->at[pair[0]] = i * o->size[column];
    o->at[pair[1]] = (i + 1) * o->size[column];
    changed = TRUE;
  }
  return changed;
}

static void exchange_all (Order *o)
{
  gboolean changed = TRUE;
  for (guint round = 0; changed && round < EXCHANGES; round++) {
    changed = FALSE;
    for (guint c = 1; c < o->sheet->columns->len; c++)
      changed |= exchange_column (o, c);
  }
}

static GPtrArray *copy_columns (const HrSheet *sheet)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint c = 0; c < sheet->columns->len; c++)
    g_ptr_array_add (copy, g_array_copy (hr_sheet_column (sheet, c)));
  return copy;
}

static void sweep (Order *o)
{
  HrSheet *sheet = o->sheet;
  guint n = sheet->columns->len;
  g_autoptr (GPtrArray) best = NULL;
  double least = G_MAXDOUBLE;
  for (guint round = 0; round < SWEEPS && least > TOO_LITTLE; round++) {
    for (guint k = 1; k < n; k++)
      sort_column (o, round % 2 == 0 ? k : n - k, round % 2 == 0);
    double count = count_crossings (o);
    if (count >= least - TOO_LITTLE)
      continue;
    least = count;
    g_clear_pointer (&best, g_ptr_array_unref);
    best = copy_columns (sheet);
  }
  GPtrArray *last = sheet->columns;
  sheet->columns = g_steal_pointer (&best);
  g_ptr_array_unref (last);
  for (guint c = 1; c < n; c++)
    number_column (o, c);
}

void hr_sheet_order (HrSheet *sheet)
{
  Order o = { .sheet = sheet };
  o.at = g_new0 (double, sheet->items->len + 1);
  o.size = g_new0 (double, sheet->columns->len + 1);
  o.left_ends = g_array_new (FALSE, FALSE, sizeof (Ends));
  o.right_ends = g_array_new (FALSE, FALSE, sizeof (Ends));
  index_links (&o, &o.left_first, &o.left, 1u << 1, FALSE);
  index_links (&o, &o.right_first, &o.right, 1u << 0, FALSE);
  index_links (&o, &o.same_first, &o.same, 3, TRUE);
  number_fixed (&o);
  for (guint c = 1; c < sheet->columns->len; c++)
    number_column (&o, c);
  if (sheet->columns->len > 1) {
    sweep (&o);
    exchange_all (&o);
  }
  g_free (o.at);
  g_free (o.size);
  g_free (o.left_first);
  g_free (o.left);
  g_free (o.right_first);
  g_free (o.right);
  g_free (o.same_first);
  g_free (o.same);
  g_array_unref (o.left_ends);
  g_array_unref (o.right_ends);
}

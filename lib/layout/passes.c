/* Passes between cards that stand already: each net goes on level through the next column where it can, and otherwise
 * by the nearest gap that has room. Below a column there always is. */
#include <math.h>
#include <stdlib.h>

#include "layout/sheet.h"

#define MARGIN_PT 8.0 /* from a card to a pass */
#define ABOVE_PT 10.0 /* how far above the first cards passes may run */
#define FAR_PT 120.0  /* a detour that is worth more room elsewhere */
#define MOST_GROWN 6  /* passes for which one gap grows at once */

/* Room between two cards of a column. */
typedef struct {
  double top, bottom;
  guint above;   /* the card above; HR_NO_ITEM when there is none, or the shelf */
  guint missing; /* passes that found no room here and had to go far */
  GArray *used;  /* double; NULL none */
} Gap;

typedef struct {
  HrSheet *sheet;
  GPtrArray *columns; /* GArray of Gap, from top to bottom */
} Passes;

typedef struct {
  double top, bottom;
  guint place;
} Extent;

static gint compare_extents (gconstpointer a, gconstpointer b)
{
  const Extent *x = a, *y = b;
  return x->top < y->top ? -1 : x->top > y->top;
}

static void clear_gap (gpointer data)
{
  g_clear_pointer (&((Gap *)data)->used, g_array_unref);
}

/* Cards of each column; the shelf is one in each of its. */
static GPtrArray *collect_extents (const HrSheet *sheet)
{
  const HrLayoutGraph *graph = sheet->graph;
  guint shelf = graph->shelf_reach;
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint c = 0; c < sheet->columns->len; c++)
    g_ptr_array_add (columns, g_array_new (FALSE, FALSE, sizeof (Extent)));
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    Extent extent = { place->y, place->y + place->size_pt.height, i };
    for (guint c = place->column; place->band == HR_BAND_HEAP && c <= place->reach; c++)
      g_array_append_val ((GArray *)g_ptr_array_index (columns, c), extent);
    if (place->band == HR_BAND_SHELF)
      shelf = MAX (shelf, place->column);
  }
  Extent extent = { graph->shelf.y, graph->shelf.y + graph->shelf.height, HR_NO_ITEM };
  for (guint c = 1; c <= shelf; c++)
    g_array_append_val ((GArray *)g_ptr_array_index (columns, c), extent);
  return columns;
}

/* One that is too narrow for any pass counts where it could grow. */
static void add_gap (GArray *gaps, double top, double bottom, guint above)
{
  Gap gap = { .top = top, .bottom = bottom, .above = above };
  if (bottom >= top || above != HR_NO_ITEM)
    g_array_append_val (gaps, gap);
}

static void find_gaps (Passes *p)
{
  g_autoptr (GPtrArray) extents = collect_extents (p->sheet);
  for (guint c = 0; c < extents->len; c++) {
    GArray *cards = g_ptr_array_index (extents, c), *gaps = g_array_new (FALSE, FALSE, sizeof (Gap));
    double top = p->sheet->heap_top - ABOVE_PT;
    guint above = HR_NO_ITEM;
    g_array_set_clear_func (gaps, clear_gap);
    g_array_sort (cards, compare_extents);
    for (guint i = 0; i < cards->len; i++) {
      const Extent *card = &g_array_index (cards, Extent, i);
      add_gap (gaps, top, card->top - MARGIN_PT, above);
      top = card->bottom + MARGIN_PT;
      above = card->place;
    }
    add_gap (gaps, top, G_MAXDOUBLE, above);
    g_ptr_array_add (p->columns, gaps);
  }
}

static gboolean is_free (const Gap *gap, double y)
{
  if (y < gap->top || y > gap->bottom)
    return FALSE;
  for (guint i = 0; gap->used && i < gap->used->len; i++)
    if (fabs (g_array_index (gap->used, double, i) - y) < HR_SHEET_PASS_PT - 0.01)
      return FALSE;
  return TRUE;
}

static void offer (const Gap *gap, double y, double wanted, double *best)
{
  if (fabs (y - wanted) < fabs (*best - wanted) && is_free (gap, y))
    *best = y;
}

/* The free y of a gap nearest to @wanted, if it is nearer than @best is. */
static void search_gap (const Gap *gap, double wanted, double *best)
{
  offer (gap, MAX (gap->top, MIN (wanted, gap->bottom)), wanted, best);
  for (guint i = 0; gap->used && i < gap->used->len; i++) {
    double used = g_array_index (gap->used, double, i);
    offer (gap, used - HR_SHEET_PASS_PT, wanted, best);
    offer (gap, used + HR_SHEET_PASS_PT, wanted, best);
  }
}

/* The first gap that reaches down to @wanted. */
static guint find_gap (const GArray *gaps, double wanted)
{
  guint low = 0, high = gaps->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index (gaps, Gap, middle).bottom < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The free y of the column nearest to @wanted; it is taken if @take. */
static double find_free (const Passes *p, guint column, double wanted, gboolean take)
{
  GArray *gaps = g_ptr_array_index (p->columns, column);
  guint low = find_gap (gaps, wanted);
  double best = G_MAXDOUBLE;
  for (guint i = low; i < gaps->len && g_array_index (gaps, Gap, i).top - wanted < fabs (best - wanted); i++)
    search_gap (&g_array_index (gaps, Gap, i), wanted, &best);
  for (guint i = low; i-- > 0 && wanted - g_array_index (gaps, Gap, i).bottom < fabs (best - wanted);)
    search_gap (&g_array_index (gaps, Gap, i), wanted, &best);
  for (guint i = 0; take && i < gaps->len; i++) {
    Gap *gap = &g_array_index (gaps, Gap, i);
    if (best < gap->top || best > gap->bottom)
      continue;
    if (!gap->used)
      gap->used = g_array_new (FALSE, FALSE, sizeof (double));
    g_array_append_val (gap->used, best);
    break;
  }
  return best;
}

/* The way up and down of a net whose passes are sought from one end to the other. */
static double walk (const Passes *p, const HrSheetNet *net, gboolean from_left, double first, double last,
                    gboolean take)
{
  double y = first, sum = 0;
  for (guint i = 0; i < net->n_pass; i++) {
    guint k = from_left ? i : net->n_pass - 1 - i;
    double next = find_free (p, net->low_column + k, y, take);
    sum += fabs (next - y);
    if (take)
      hr_sheet_item (p->sheet, net->first_pass + k)->y = next;
    y = next;
  }
  return sum + fabs (last - y);
}

/* Notes where a net that has to go far would have gone, had there been room. */
static void note_missing (const Passes *p, const HrSheetNet *net, gboolean from_left, double first)
{
  double y = first;
  for (guint i = 0; i < net->n_pass; i++) {
    GArray *gaps = g_ptr_array_index (p->columns, net->low_column + (from_left ? i : net->n_pass - 1 - i));
    guint at = find_gap (gaps, y);
    if (at > 0 && g_array_index (gaps, Gap, at).top - y > y - g_array_index (gaps, Gap, at - 1).bottom)
      at--;
    Gap *gap = &g_array_index (gaps, Gap, at);
    double best = G_MAXDOUBLE;
    y = MAX (gap->top, MIN (y, gap->bottom));
    search_gap (gap, y, &best);
    gap->missing += best >= G_MAXDOUBLE;
  }
}

/* Asks for room below cards. FALSE when there was enough. */
static gboolean grow_gaps (const Passes *p, GArray *room)
{
  gboolean grown = FALSE;
  for (guint c = 0; c < p->columns->len; c++) {
    const GArray *gaps = g_ptr_array_index (p->columns, c);
    for (guint i = 0; i < gaps->len; i++) {
      const Gap *gap = &g_array_index (gaps, Gap, i);
      if (gap->missing == 0 || gap->above == HR_NO_ITEM)
        continue;
      g_array_index (room, double, gap->above) += MIN (gap->missing, MOST_GROWN) * HR_SHEET_PASS_PT;
      grown = TRUE;
    }
  }
  return grown;
}

static void place_net (const Passes *p, const HrSheetNet *net)
{
  double start = 0;
  for (guint i = 0; i < net->edges->len; i++) {
    guint edge = g_array_index (net->edges, guint, i);
    start += hr_sheet_y (p->sheet, hr_layout_graph_edge (p->sheet->graph, edge)->from, p->sheet->starts[edge].start_y) /
             net->edges->len;
  }
  double end = hr_sheet_y (p->sheet, net->to, net->at_right ? net->port_y : (net->low_y + net->high_y) / 2);
  double left = net->back ? end : start, right = net->back ? start : end;
  gboolean from_left = walk (p, net, TRUE, left, right, FALSE) <= walk (p, net, FALSE, right, left, FALSE);
  double way = walk (p, net, from_left, from_left ? left : right, from_left ? right : left, TRUE);
  if (way > fabs (left - right) + FAR_PT)
    note_missing (p, net, from_left, from_left ? left : right);
}

typedef struct {
  guint n_pass, net;
} Turn;

static gint compare_turns (gconstpointer a, gconstpointer b)
{
  const Turn *x = a, *y = b;
  if (x->n_pass != y->n_pass)
    return x->n_pass < y->n_pass ? -1 : 1;
  return x->net < y->net ? -1 : x->net > y->net;
}

/* The shortest first: they have the least choice. */
gboolean hr_sheet_place_passes (HrSheet *sheet, GArray *room)
{
  Passes p = { sheet, g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref) };
  g_autoptr (GArray) turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  find_gaps (&p);
  for (guint i = 0; i < sheet->nets->len; i++) {
    Turn turn = { hr_sheet_net (sheet, i)->n_pass, i };
    if (turn.n_pass > 0)
      g_array_append_val (turns, turn);
  }
  g_array_sort (turns, compare_turns);
  for (guint i = 0; i < turns->len; i++)
    place_net (&p, hr_sheet_net (sheet, g_array_index (turns, Turn, i).net));
  gboolean grown = grow_gaps (&p, room);
  g_ptr_array_unref (p.columns);
  return !grown;
}

/* Which column a place stands in: how far it is from the frames, over the arrows that do not close a cycle.
 *
 * Arrows are taken in the order of their first appearance; one that would close a cycle runs back. The order is kept
 * topological as arrows come (Pearce, Kelly: A dynamic topological sort algorithm for directed acyclic graphs, 2006),
 * so that the cost grows with what an arrow disturbs and not with the whole. */
#include <string.h>

#include "layout/shapes.h"
#include "layout/turns.h"

typedef struct {
  HrLayoutGraph *graph;
  guint *order;               /* place → its number in the topological order */
  GPtrArray *out, *in;        /* GArray of guint places, the arrows taken so far */
  GArray *forward, *backward; /* places found by a search */
  GByteArray *seen;
  GPtrArray *blocks; /* as hr_layout_find_chains() gives them */
} Columns;

static GArray *peek_list (GPtrArray *lists, guint place)
{
  return g_ptr_array_index (lists, place);
}

/* Collects what is reached from @place over @lists within [@low, @high] of the order. FALSE when it reached @stop. */
static gboolean search (Columns *c, GPtrArray *lists, guint place, guint low, guint high, guint stop, GArray *found)
{
  g_array_set_size (found, 0);
  g_array_append_val (found, place);
  c->seen->data[place] = 1;
  gboolean clear = TRUE;
  for (guint i = 0; i < found->len && clear; i++) {
    GArray *list = peek_list (lists, g_array_index (found, guint, i));
    for (guint k = 0; k < list->len && clear; k++) {
      guint next = g_array_index (list, guint, k);
      if (next == stop)
        clear = FALSE;
      else if (!c->seen->data[next] && c->order[next] >= low && c->order[next] <= high) {
        c->seen->data[next] = 1;
        g_array_append_val (found, next);
      }
    }
  }
  for (guint i = 0; i < found->len; i++)
    c->seen->data[g_array_index (found, guint, i)] = 0;
  return clear;
}

static gint compare_order (gconstpointer a, gconstpointer b, gpointer data)
{
  const guint *order = data;
  guint x = order[*(const guint *)a], y = order[*(const guint *)b];
  return x < y ? -1 : x > y;
}

static gint compare_numbers (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *)a, y = *(const guint *)b;
  return x < y ? -1 : x > y;
}

/* Gives what leads to the arrow's start the lower, and what its end leads to the higher of the numbers they hold. */
static void renumber (Columns *c)
{
  g_array_sort_with_data (c->backward, compare_order, c->order);
  g_array_sort_with_data (c->forward, compare_order, c->order);
  g_autoptr (GArray) all = g_array_copy (c->backward);
  g_array_append_vals (all, c->forward->data, c->forward->len);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < all->len; i++)
    g_array_append_val (numbers, c->order[g_array_index (all, guint, i)]);
  g_array_sort (numbers, compare_numbers);
  for (guint i = 0; i < all->len; i++)
    c->order[g_array_index (all, guint, i)] = g_array_index (numbers, guint, i);
}

static void take_arrow (Columns *c, guint from, guint to)
{
  guint low = c->order[to], high = c->order[from];
  if (low < high) {
    if (!search (c, c->out, to, low, high, from, c->forward))
      return;
    search (c, c->in, from, low, high, to, c->backward);
    renumber (c);
  }
  g_array_append_val (peek_list (c->out, from), to);
  g_array_append_val (peek_list (c->in, to), from);
}

static GPtrArray *new_lists (guint n)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (lists, g_array_new (FALSE, FALSE, sizeof (guint)));
  return lists;
}

/* A list stands where its first link does: what leads into its middle has no say. */
static gboolean counts (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  const HrLayoutPlace *from = hr_layout_graph_place (graph, edge->from), *to = hr_layout_graph_place (graph, edge->to);
  if (!hr_layout_edge_has_dot (edge) || from->band == HR_BAND_SHELF || to->band != HR_BAND_HEAP)
    return FALSE;
  return to->block == edge->to && (from->band != HR_BAND_HEAP || from->block != to->block);
}

/* Walks the places in topological order and gives each a column, by what points to it: one more than the last of those
 * (@longest), or one more than the first. Names do not count in the second: a name for a node in the middle of a list
 * does not pull it out. */
static guint *find_columns (const Columns *c, gboolean longest, guint *deepest)
{
  const HrLayoutGraph *graph = c->graph;
  guint n = graph->places->len;
  guint *by_order = g_new0 (guint, n + 1), *column = g_new0 (guint, n + 1);
  for (guint i = 0; i < n; i++)
    by_order[c->order[i]] = i;
  *deepest = 0;
  for (guint i = 0; i < n; i++) {
    guint place = by_order[i], found = 0;
    GArray *in = peek_list (c->in, place);
    for (guint k = 0; k < in->len; k++) {
      guint from = g_array_index (in, guint, k), next = column[from] + 1;
      if (longest)
        found = MAX (found, next);
      else if (hr_layout_graph_place (graph, from)->band != HR_BAND_STACK)
        found = found == 0 ? next : MIN (found, next);
    }
    column[place] = hr_layout_graph_place (graph, place)->band == HR_BAND_STACK ? 0 : MAX (found, 1);
    *deepest = MAX (*deepest, column[place]);
  }
  g_free (by_order);
  return column;
}

/* The rows of classes run across the columns; the shelf fills the first column, then the next. Which atom stands in
 * which row of the shelf is settled when the arrows' starts are. */
static void spread_bands (HrLayoutGraph *graph)
{
  guint shelf = 0;
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < graph->places->len; i++) {
    HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->band == HR_BAND_SHELF)
      place->column = 1 + shelf++ / HR_LAYOUT_SHELF_ROWS;
    if (place->band == HR_BAND_TYPES) {
      guint taken = GPOINTER_TO_UINT (g_hash_table_lookup (rows, GUINT_TO_POINTER (place->row)));
      place->column = 1 + taken;
      g_hash_table_insert (rows, GUINT_TO_POINTER (place->row), GUINT_TO_POINTER (taken + 1));
    }
  }
}

/* Longest paths make every arrow run to the right; where objects are linked every which way they would make one long
 * row of them all, and shortest paths keep what hangs on one object together. */
#define FEW_COLUMNS 7
#define FEW_PLACES 400 /* up to which both are tried */

/* @layers: of the places that are first in their blocks; these bring the others'. Beyond the most columns that there
 * may be, the heap goes on in the first. */
static void take_layers (const Columns *c, const guint *layers)
{
  guint most = c->graph->shapes ? c->graph->most_columns : 0;
  for (guint i = 0; i < c->graph->places->len; i++) {
    hr_layout_graph_place (c->graph, i)->layer = layers[i];
    hr_layout_graph_place (c->graph, i)->turn = 0;
  }
  hr_layout_wrap_chains (c->graph, c->blocks);
  for (guint i = 0; i < c->graph->places->len; i++) {
    HrLayoutPlace *place = hr_layout_graph_place (c->graph, i);
    place->column = most > 0 && place->layer > 0 ? 1 + (place->layer - 1) % most : place->layer;
  }
  spread_bands (c->graph);
}

static void choose_columns (const Columns *c)
{
  guint deepest_long = 0, deepest_short = 0, n = c->graph->places->len;
  g_autofree guint *by_longest = find_columns (c, TRUE, &deepest_long);
  g_autofree guint *by_shortest = find_columns (c, FALSE, &deepest_short);
  gboolean longest = deepest_long <= MAX (FEW_COLUMNS, deepest_short + 2);
  take_layers (c, longest ? by_longest : by_shortest);
  if (!c->graph->shapes)
    return;
  double mark = hr_layout_find_turns (c->graph);
  if (n > FEW_PLACES || memcmp (by_longest, by_shortest, n * sizeof (guint)) == 0)
    return;
  g_autoptr (GArray) places = g_array_copy (c->graph->places);
  guint shelf_turn = c->graph->shelf_turn;
  take_layers (c, longest ? by_shortest : by_longest);
  if (hr_layout_find_turns (c->graph) < mark)
    return;
  c->graph->shelf_turn = shelf_turn;
  memcpy (c->graph->places->data, places->data, n * sizeof (HrLayoutPlace));
}

void hr_layout_assign_columns (HrLayoutGraph *graph)
{
  guint n = graph->places->len;
  Columns c = { .graph = graph, .order = g_new0 (guint, n + 1), .out = new_lists (n), .in = new_lists (n) };
  c.forward = g_array_new (FALSE, FALSE, sizeof (guint));
  c.backward = g_array_new (FALSE, FALSE, sizeof (guint));
  c.seen = g_byte_array_sized_new (n);
  g_byte_array_set_size (c.seen, n);
  for (guint i = 0; i < n; i++) {
    c.order[i] = i;
    c.seen->data[i] = 0;
  }
  c.blocks = hr_layout_find_chains (graph);
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    guint from = hr_layout_graph_place (graph, edge->from)->band == HR_BAND_HEAP
                     ? hr_layout_graph_place (graph, edge->from)->block
                     : edge->from;
    if (counts (graph, edge) && from != edge->to)
      take_arrow (&c, from, edge->to);
  }
  choose_columns (&c);
  g_free (c.order);
  g_ptr_array_unref (c.out);
  g_ptr_array_unref (c.in);
  g_array_unref (c.forward);
  g_array_unref (c.backward);
  g_byte_array_unref (c.seen);
  g_ptr_array_unref (c.blocks);
}

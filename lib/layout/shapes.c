#include "layout/shapes.h"

#include <math.h>

#include "layout/metrics.h"

#define FEWEST 3      /* links that make a list */
#define ONE_ROW 7     /* a list up to this long stands in one row */
#define ASPECT 1.7    /* of a list that wraps: width to height */
#define COLUMN_GAP 48 /* about what a channel and a gap take, pt */
#define ROW_GAP 20
#define NONE G_MAXUINT
#define MOST_SHAPED 40000 /* arrows of a graph of lists and trees, */
#define MOST_LOOSE 40     /* and those among them that belong to neither */

typedef struct {
  HrLayoutGraph *graph;
  guint *next, *previous; /* place → edge by which the list goes on, and comes; NONE */
  GArray *back;           /* guint edges of the other direction */
} Chains;

static guint count_moments (const HrLayoutLife *life)
{
  guint n = 0;
  for (guint i = 0; i < life->spans->len; i++) {
    const HrLayoutSpan *span = &g_array_index (life->spans, HrLayoutSpan, i);
    n += span->last - span->first + 1;
  }
  return n;
}

static guint last_moment (const HrLayoutLife *life)
{
  return life->spans->len > 0 ? g_array_index (life->spans, HrLayoutSpan, life->spans->len - 1).last : 0;
}

/* Of two arrows from one row, or to one place, the list goes by the one that lasts, then by the later. */
static gboolean lasts_longer (const HrLayoutGraph *graph, guint edge, guint other)
{
  if (other == NONE)
    return TRUE;
  const HrLayoutLife *a = &hr_layout_graph_edge (graph, edge)->life, *b = &hr_layout_graph_edge (graph, other)->life;
  guint n = count_moments (a), m = count_moments (b);
  return n != m ? n > m : last_moment (a) > last_moment (b);
}

/* From an object to another of its type. */
static gboolean links (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  const HrLayoutPlace *from = hr_layout_graph_place (graph, edge->from), *to = hr_layout_graph_place (graph, edge->to);
  return edge->kind == HR_ARROW_REFERENCE && edge->from != edge->to && from->band == HR_BAND_HEAP &&
         to->band == HR_BAND_HEAP && !from->pill && !to->pill && from->like == to->like && from->like != 0;
}

/* One row of one type: how many links it has, and how many of them lead to what is younger. */
typedef struct {
  guint like, row;
  guint n, n_forward;
  GArray *edges; /* guint */
} Row;

static gint compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *x = *(Row *const *)a, *y = *(Row *const *)b;
  if (x->like != y->like)
    return x->like < y->like ? -1 : 1;
  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  if (x->n_forward != y->n_forward)
    return x->n_forward > y->n_forward ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static void free_row (gpointer data)
{
  Row *row = data;
  g_array_unref (row->edges);
  g_free (row);
}

/* All rows that link objects of one type, those of one type together, the fullest first. */
static GPtrArray *collect_rows (const HrLayoutGraph *graph)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (GHashTable) index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    if (!links (graph, edge))
      continue;
    gint64 key = (gint64)hr_layout_graph_place (graph, edge->from)->like << 32 | edge->row;
    Row *row = g_hash_table_lookup (index, &key);
    if (!row) {
      row = g_new0 (Row, 1);
      *row = (Row){ hr_layout_graph_place (graph, edge->from)->like, edge->row, 0, 0, NULL };
      row->edges = g_array_new (FALSE, FALSE, sizeof (guint));
      g_ptr_array_add (rows, row);
      g_hash_table_insert (index, g_memdup2 (&key, sizeof key), row);
    }
    row->n++;
    row->n_forward += hr_layout_graph_place (graph, edge->from)->age < hr_layout_graph_place (graph, edge->to)->age;
    g_array_append_val (row->edges, i);
  }
  g_ptr_array_sort (rows, compare_rows);
  return rows;
}

static gint64 pair_key (guint from, guint to)
{
  return (gint64)from << 32 | to;
}

/* Whether most of @back's links lead where @row's come from: the other direction of a doubly linked list. */
static gboolean runs_back (const HrLayoutGraph *graph, const Row *row, const Row *back)
{
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint n = 0;
  for (guint i = 0; i < row->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, g_array_index (row->edges, guint, i));
    gint64 key = pair_key (edge->from, edge->to);
    g_hash_table_add (pairs, g_memdup2 (&key, sizeof key));
  }
  for (guint i = 0; i < back->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, g_array_index (back->edges, guint, i));
    gint64 key = pair_key (edge->to, edge->from);
    n += g_hash_table_contains (pairs, &key);
  }
  return 4 * n >= 3 * back->edges->len;
}

/* Takes the links of @row: one to go on by from each place, one to come by to each. */
static void take_row (Chains *c, const Row *row)
{
  for (guint i = 0; i < row->edges->len; i++) {
    guint index = g_array_index (row->edges, guint, i);
    guint from = hr_layout_graph_edge (c->graph, index)->from;
    if (lasts_longer (c->graph, index, c->next[from]))
      c->next[from] = index;
  }
  for (guint i = 0; i < row->edges->len; i++) {
    guint index = g_array_index (row->edges, guint, i);
    const HrLayoutEdge *edge = hr_layout_graph_edge (c->graph, index);
    if (c->next[edge->from] == index && lasts_longer (c->graph, index, c->previous[edge->to]))
      c->previous[edge->to] = index;
  }
  for (guint i = 0; i < row->edges->len; i++) {
    guint index = g_array_index (row->edges, guint, i);
    const HrLayoutEdge *edge = hr_layout_graph_edge (c->graph, index);
    if (c->next[edge->from] == index && c->previous[edge->to] != index)
      c->next[edge->from] = NONE;
  }
}

/* A type whose rows lead every which way makes a tree or a graph; one row, with or without its way back, a list. */
static void find_links (Chains *c)
{
  g_autoptr (GPtrArray) rows = collect_rows (c->graph);
  for (guint i = 0, end; i < rows->len; i = end) {
    const Row *first = g_ptr_array_index (rows, i);
    gboolean list = first->n >= FEWEST - 1;
    for (end = i + 1; end < rows->len; end++) {
      const Row *other = g_ptr_array_index (rows, end);
      if (other->like != first->like)
        break;
      list = list && runs_back (c->graph, first, other);
    }
    if (!list)
      continue;
    take_row (c, first);
    for (guint k = i + 1; k < end; k++) {
      const GArray *edges = ((const Row *)g_ptr_array_index (rows, k))->edges;
      g_array_append_vals (c->back, edges->data, edges->len);
    }
  }
}

/* Where a list stands in rows, its links back leave to the left: straight to the one before. */
static void turn_links_back (const Chains *c, const GPtrArray *blocks)
{
  for (guint i = 0; i < c->back->len; i++) {
    HrLayoutEdge *edge = hr_layout_graph_edge (c->graph, g_array_index (c->back, guint, i));
    guint block = hr_layout_graph_place (c->graph, edge->from)->block;
    if (!edge->in_row || !g_ptr_array_index (blocks, block))
      continue;
    edge->leftward = TRUE;
    edge->dot.x = HR_METRICS_LEFT_DOT_PT;
  }
}

/* How many links stand in a row. */
static guint row_length (const HrLayoutGraph *graph, const GArray *members)
{
  if (members->len <= ONE_ROW)
    return members->len;
  double width = 0, height = 0, best_size = G_MAXDOUBLE;
  for (guint i = 0; i < members->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, g_array_index (members, guint, i));
    width = MAX (width, place->size_pt.width + COLUMN_GAP);
    height = MAX (height, place->size_pt.height + ROW_GAP);
  }
  guint best = members->len;
  for (guint rows = 1; rows <= members->len; rows++) {
    guint length = (members->len + rows - 1) / rows;
    double size = MAX (length * width, ASPECT * rows * height);
    if (size < best_size) {
      best_size = size;
      best = length;
    }
  }
  return MAX (best, 4);
}

static void make_block (HrLayoutGraph *graph, GPtrArray *blocks, GArray *members)
{
  if (members->len < FEWEST) {
    g_array_unref (members);
    return;
  }
  guint head = g_array_index (members, guint, 0);
  for (guint i = 0; i < members->len; i++)
    hr_layout_graph_place (graph, g_array_index (members, guint, i))->block = head;
  g_ptr_array_index (blocks, head) = members;
}

void hr_layout_wrap_chains (HrLayoutGraph *graph, const GPtrArray *blocks)
{
  for (guint b = 0; b < blocks->len; b++) {
    const GArray *members = g_ptr_array_index (blocks, b);
    if (!members)
      continue;
    guint layer = hr_layout_graph_place (graph, b)->layer, length = row_length (graph, members);
    if (graph->most_columns > 0)
      length = MIN (length, graph->most_columns - (layer - 1) % graph->most_columns);
    for (guint i = 0; i < members->len; i++) {
      HrLayoutPlace *place = hr_layout_graph_place (graph, g_array_index (members, guint, i));
      place->row = i / length;
      place->layer = layer + i % length;
    }
  }
}

/* Whether the card holds other cards than the list's: they need the room to its right. */
static guint8 *find_holders (const HrLayoutGraph *graph)
{
  guint8 *holds = g_new0 (guint8, graph->places->len + 1);
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    if (hr_layout_edge_has_dot (edge) &&
        hr_layout_graph_place (graph, edge->from)->like != hr_layout_graph_place (graph, edge->to)->like &&
        hr_layout_graph_place (graph, edge->to)->band == HR_BAND_HEAP)
      holds[edge->from] = 1;
  }
  return holds;
}

static void walk (Chains *c, GPtrArray *blocks, const guint8 *holds, guint8 *seen, guint head)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean bare = TRUE;
  for (guint at = head; !seen[at];) {
    seen[at] = 1;
    bare = bare && !holds[at];
    g_array_append_val (members, at);
    if (c->next[at] == NONE)
      break;
    at = hr_layout_graph_edge (c->graph, c->next[at])->to;
  }
  if (bare)
    make_block (c->graph, blocks, members);
  else
    g_array_unref (members);
}

static void free_members (gpointer data)
{
  if (data)
    g_array_unref (data);
}

GPtrArray *hr_layout_find_chains (HrLayoutGraph *graph)
{
  guint n = graph->places->len;
  GPtrArray *blocks = g_ptr_array_new_with_free_func (free_members);
  g_ptr_array_set_size (blocks, (gint)n);
  Chains c = { graph, g_new (guint, n + 1), g_new (guint, n + 1), g_array_new (FALSE, FALSE, sizeof (guint)) };
  for (guint i = 0; i < n; i++) {
    c.next[i] = c.previous[i] = NONE;
    hr_layout_graph_place (graph, i)->block = i;
  }
  if (graph->shapes)
    find_links (&c);
  g_autofree guint8 *seen = g_new0 (guint8, n + 1), *holds = find_holders (graph);
  for (guint i = 0; i < n; i++)
    if (c.previous[i] == NONE && c.next[i] != NONE)
      walk (&c, blocks, holds, seen, i);
  for (guint i = 0; i < n; i++) /* what is left goes round */
    if (!seen[i] && c.next[i] != NONE)
      walk (&c, blocks, holds, seen, i);
  turn_links_back (&c, blocks);
  g_free (c.next);
  g_free (c.previous);
  g_array_unref (c.back);
  return blocks;
}

gboolean hr_layout_is_shaped (const HrLayoutGraph *graph)
{
  guint loose = 0;
  g_autoptr (GPtrArray) rows = collect_rows (graph);
  g_autofree guint8 *back = g_new0 (guint8, graph->edges->len + 1);
  for (guint i = 0, end; i < rows->len; i = end) {
    const Row *first = g_ptr_array_index (rows, i);
    for (end = i + 1; end < rows->len && ((const Row *)g_ptr_array_index (rows, end))->like == first->like; end++) {
      const Row *other = g_ptr_array_index (rows, end);
      for (guint k = 0; runs_back (graph, first, other) && k < other->edges->len; k++)
        back[g_array_index (other->edges, guint, k)] = 1;
    }
  }
  g_autofree guint8 *held = g_new0 (guint8, graph->places->len + 1);
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    gboolean held_here = hr_layout_edge_has_dot (edge) && !held[edge->to] &&
                         hr_layout_graph_place (graph, edge->from)->band == HR_BAND_HEAP;
    held[edge->to] |= held_here && !back[i];
    loose += !held_here && !back[i];
  }
  return graph->edges->len <= MOST_SHAPED && loose <= MOST_LOOSE;
}

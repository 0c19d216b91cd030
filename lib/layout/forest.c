#include "layout/forest.h"

#include <math.h>
#include <string.h>

#define GAP_PT 16.0
#define PILL_GAP_PT 12.0 /* its label stands between already */
#define TIGHT_GAP_PT 8.0 /* in a matrix */
#define HEAD_GAP_PT 36.0 /* under a class, where type arrows end */
#define ROW_GAP_PT 20.0  /* between the rows of a list */
#define SHELF_GAP_PT 28.0
#define PORT_PT 44.0 /* arrows aim at the upper part of a tall card */
#define CORNER_PT 10.0
#define NONE G_MAXUINT

/* What of a column is taken, relative to the tree's root. */
typedef struct {
  double top, bottom; /* bottom with the gap below; above top when nothing is */
} Span;

typedef struct {
  guint parent, edge; /* of its first place; NONE */
  GArray *children;   /* guint places */
  GArray *spans;      /* Span, from the column of its first place on */
  double rel;         /* of its first place, to the parent's */
} Node;

struct HrForest {
  HrLayoutGraph *graph;
  Node *nodes;         /* by place; only those of blocks' first places count */
  GPtrArray *families; /* borrowed children lists with two or more, then the roots */
  GArray *roots;       /* guint */
  GArray *by_column;   /* guint first places, from the last column to the first */
  GPtrArray *members;  /* GArray of guint: all places, by their first */
  double *dy;          /* place → its row's offset in the block */
  guint8 *has_head;    /* place → whether a type or base arrow ends at it */
  const GArray *gaps;
};

static const HrLayoutPlace *place_of (const HrForest *f, guint index)
{
  return hr_layout_graph_place (f->graph, index);
}

static gboolean is_first (const HrForest *f, guint index)
{
  const HrLayoutPlace *place = place_of (f, index);
  return place->band == HR_BAND_HEAP && place->block == index;
}

/* Whether @edge suits better than @other as that on which its end hangs: from the column before, then for longer. */
static gboolean suits_better (const HrForest *f, guint edge, guint other)
{
  if (other == NONE)
    return TRUE;
  guint a = place_of (f, hr_layout_graph_edge (f->graph, edge)->from)->layer;
  guint b = place_of (f, hr_layout_graph_edge (f->graph, other)->from)->layer;
  return a > b;
}

static void find_parents (HrForest *f)
{
  for (guint i = 0; i < f->graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (f->graph, i);
    if (!hr_layout_edge_has_dot (edge)) {
      f->has_head[edge->to] = 1;
      continue;
    }
    const HrLayoutPlace *from = place_of (f, edge->from), *to = place_of (f, edge->to);
    Node *node = &f->nodes[edge->to];
    if (is_first (f, edge->to) && from->band == HR_BAND_HEAP && from->layer < to->layer && from->block == edge->from &&
        suits_better (f, i, node->edge))
      node->edge = i;
  }
  for (guint i = 0; i < f->graph->places->len; i++) {
    const HrLayoutPlace *place = place_of (f, i);
    Node *node = &f->nodes[i];
    if (place->band == HR_BAND_HEAP)
      g_array_append_val ((GArray *)g_ptr_array_index (f->members, place->block), i);
    if (!is_first (f, i))
      continue;
    node->parent = node->edge == NONE ? NONE : hr_layout_graph_edge (f->graph, node->edge)->from;
    g_array_append_val (node->parent == NONE ? f->roots : f->nodes[node->parent].children, i);
  }
}

typedef struct {
  guint column, place;
} Turn;

static gint compare_columns (gconstpointer a, gconstpointer b)
{
  const Turn *x = a, *y = b;
  if (x->column != y->column)
    return x->column > y->column ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

static void sort_by_column (HrForest *f)
{
  g_autoptr (GArray) turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  for (guint i = 0; i < f->graph->places->len; i++) {
    Turn turn = { place_of (f, i)->layer, i };
    if (is_first (f, i))
      g_array_append_val (turns, turn);
  }
  g_array_sort (turns, compare_columns);
  for (guint i = 0; i < turns->len; i++)
    g_array_append_val (f->by_column, g_array_index (turns, Turn, i).place);
}

static gint compare_turns (gconstpointer a, gconstpointer b, gpointer data)
{
  const HrForest *f = data;
  guint x = *(const guint *)a, y = *(const guint *)b, s = place_of (f, x)->turn, t = place_of (f, y)->turn;
  if (s != t)
    return s < t ? -1 : 1;
  return x < y ? -1 : x > y;
}

static void list_families (HrForest *f)
{
  for (guint i = 0; i < f->by_column->len; i++) {
    GArray *children = f->nodes[g_array_index (f->by_column, guint, i)].children;
    g_assert (children != NULL);
    g_array_sort_with_data (children, compare_turns, f);
    if (children->len > 1)
      g_ptr_array_add (f->families, children);
  }
  g_array_sort_with_data (f->roots, compare_turns, f);
  g_ptr_array_add (f->families, f->roots);
}

HrForest *hr_forest_new (HrLayoutGraph *graph)
{
  guint n = graph->places->len;
  HrForest *f = g_new0 (HrForest, 1);
  f->graph = graph;
  f->nodes = g_new0 (Node, n + 1);
  f->members = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  f->families = g_ptr_array_new ();
  f->roots = g_array_new (FALSE, FALSE, sizeof (guint));
  f->by_column = g_array_new (FALSE, FALSE, sizeof (guint));
  f->dy = g_new0 (double, n + 1);
  f->has_head = g_new0 (guint8, n + 1);
  for (guint i = 0; i < n; i++) {
    f->nodes[i] =
        (Node){ NONE, NONE, g_array_new (FALSE, FALSE, sizeof (guint)), g_array_new (FALSE, FALSE, sizeof (Span)), 0 };
    g_ptr_array_add (f->members, g_array_new (FALSE, FALSE, sizeof (guint)));
  }
  find_parents (f);
  sort_by_column (f);
  list_families (f);
  return f;
}

void hr_forest_free (HrForest *f)
{
  if (!f)
    return;
  for (guint i = 0; i < f->graph->places->len; i++) {
    g_array_unref (f->nodes[i].children);
    g_array_unref (f->nodes[i].spans);
  }
  g_free (f->nodes);
  g_ptr_array_unref (f->members);
  g_ptr_array_unref (f->families);
  g_array_unref (f->roots);
  g_array_unref (f->by_column);
  g_free (f->dy);
  g_free (f->has_head);
  g_free (f);
}

GPtrArray *hr_forest_peek_families (const HrForest *forest)
{
  return forest->families;
}

static double gap_below (const HrForest *f, guint index)
{
  const HrLayoutPlace *place = place_of (f, index);
  double gap = place->tight ? TIGHT_GAP_PT : f->has_head[index] ? HEAD_GAP_PT : place->pill ? PILL_GAP_PT : GAP_PT;
  return gap + (f->gaps ? g_array_index (f->gaps, double, index) : 0);
}

double hr_forest_gap (const HrForest *forest, guint place)
{
  return place == NONE ? SHELF_GAP_PT : gap_below (forest, place);
}

static double port_offset (const HrForest *f, const HrLayoutEdge *edge)
{
  double middle = edge->to_height_pt / 2;
  return place_of (f, edge->to)->pill ? middle : MIN (middle, PORT_PT);
}

/* Where the arrow's end would stand, relative to its start, for a straight arrow; in one row when that makes it so. */
static double wanted (const HrForest *f, const HrLayoutEdge *edge, gboolean level)
{
  gboolean fits = edge->dot.y >= CORNER_PT && edge->dot.y <= edge->to_height_pt - CORNER_PT;
  if (level && fits && !place_of (f, edge->to)->pill)
    return 0;
  return edge->dot.y - port_offset (f, edge);
}

static void widen (GArray *spans, guint column)
{
  Span none = { G_MAXDOUBLE, -G_MAXDOUBLE };
  while (spans->len <= column)
    g_array_append_val (spans, none);
}

/* Adds @other, which begins @first columns further right, @shift lower. */
static void join (GArray *spans, const GArray *other, guint first, double shift)
{
  for (guint i = 0; i < other->len; i++) {
    const Span *add = &g_array_index (other, Span, i);
    if (add->top > add->bottom)
      continue;
    widen (spans, first + i);
    Span *span = &g_array_index (spans, Span, first + i);
    span->top = MIN (span->top, add->top + shift);
    span->bottom = MAX (span->bottom, add->bottom + shift);
  }
}

/* How far @other has to move down to stand below @spans; -G_MAXDOUBLE when they have no column in common. */
static double clearance (const GArray *spans, const GArray *other, guint first)
{
  double most = -G_MAXDOUBLE;
  for (guint i = 0; i < other->len && first + i < spans->len; i++) {
    const Span *a = &g_array_index (spans, Span, first + i), *b = &g_array_index (other, Span, i);
    if (a->top <= a->bottom && b->top <= b->bottom)
      most = MAX (most, a->bottom - b->top);
  }
  return most;
}

/* The block itself: its rows, each as high as its highest. */
static void span_block (HrForest *f, guint first)
{
  const GArray *members = g_ptr_array_index (f->members, first);
  Node *node = &f->nodes[first];
  g_array_set_size (node->spans, 0);
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (double)); /* height of each row with its gap */
  for (guint i = 0; i < members->len; i++) {
    guint member = g_array_index (members, guint, i);
    const HrLayoutPlace *place = place_of (f, member);
    double height = place->size_pt.height + MAX (gap_below (f, member), place->row > 0 ? ROW_GAP_PT : 0);
    if (rows->len <= place->row)
      g_array_set_size (rows, place->row + 1);
    double *row = &g_array_index (rows, double, place->row);
    *row = MAX (*row, height);
  }
  for (guint i = 0; i < members->len; i++) {
    guint member = g_array_index (members, guint, i), column = place_of (f, member)->layer - place_of (f, first)->layer;
    double top = 0;
    for (guint r = 0; r < place_of (f, member)->row; r++)
      top += g_array_index (rows, double, r);
    f->dy[member] = top;
    guint last =
        column + MAX (place_of (f, member)->reach, place_of (f, member)->column) - place_of (f, member)->column;
    widen (node->spans, last);
    for (; column <= last; column++) {
      Span *span = &g_array_index (node->spans, Span, column);
      span->top = MIN (span->top, top);
      span->bottom = MAX (span->bottom, top + place_of (f, member)->size_pt.height + gap_below (f, member));
    }
  }
}

static double snap (double value)
{
  return 2.0 * floor (value / 2.0 + 0.5);
}

/* Sets what hangs on the card one below the other, then all of it so that the card is in the middle. */
static void pack_children (HrForest *f, guint index)
{
  Node *node = &f->nodes[index];
  guint n = node->children->len;
  if (n == 0)
    return;
  g_autoptr (GArray) below = g_array_new (FALSE, FALSE, sizeof (Span));
  double first_off = 0, last_off = 0;
  for (guint i = 0; i < n; i++) {
    guint child = g_array_index (node->children, guint, i);
    const HrLayoutEdge *edge = hr_layout_graph_edge (f->graph, f->nodes[child].edge);
    guint columns = place_of (f, child)->layer - place_of (f, index)->layer;
    double want = wanted (f, edge, n == 1);
    f->nodes[child].rel = snap (MAX (want, clearance (below, f->nodes[child].spans, columns)));
    join (below, f->nodes[child].spans, columns, f->nodes[child].rel);
    last_off = f->nodes[child].rel - want;
    first_off = i == 0 ? last_off : first_off;
  }
  double shift = snap (place_of (f, index)->centred ? (first_off + last_off) / 2 : first_off);
  for (guint i = 0; i < n; i++)
    f->nodes[g_array_index (node->children, guint, i)].rel -= shift;
  join (node->spans, below, 0, -shift);
}

/* Where names want the tree: the mean of what would make their arrows straight. @top when nothing points there. */
static double wanted_by_names (const HrForest *f, const GArray *incoming, double top, double *key)
{
  double sum = 0, keys = 0;
  guint n = 0;
  for (guint i = 0; i < incoming->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (f->graph, g_array_index (incoming, guint, i));
    double y = place_of (f, edge->from)->y;
    sum += y + edge->dot.y - port_offset (f, edge);
    keys += y + edge->dot.y;
    n++;
  }
  *key = n > 0 ? keys / n : G_MAXDOUBLE;
  return n > 0 ? sum / n : top;
}

/* Arrows from the stack to each place. */
static GPtrArray *collect_names (const HrForest *f)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < f->graph->places->len; i++)
    g_ptr_array_add (lists, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (guint i = 0; i < f->graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (f->graph, i);
    if (hr_layout_edge_has_dot (edge) && place_of (f, edge->from)->band == HR_BAND_STACK)
      g_array_append_val ((GArray *)g_ptr_array_index (lists, edge->to), i);
  }
  return lists;
}

static double topmost (const GArray *spans)
{
  double top = 0;
  for (guint i = 0; i < spans->len; i++)
    top = MIN (top, g_array_index (spans, Span, i).top);
  return top;
}

/* The trees one after the other, each as near to where its names want it as those before it allow; the shelf where it
 * comes by its key. */
static void pack_roots (HrForest *f, double top, HrForestShelf *shelf)
{
  g_autoptr (GPtrArray) names = collect_names (f);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (Span)),
                     ground = g_array_new (FALSE, FALSE, sizeof (Span));
  gboolean placed = shelf == NULL;
  for (guint i = 0; i <= f->roots->len; i++) {
    guint root = i < f->roots->len ? g_array_index (f->roots, guint, i) : NONE;
    double key = G_MAXDOUBLE,
           want = root == NONE ? top : wanted_by_names (f, g_ptr_array_index (names, root), top, &key);
    if (!placed && (root == NONE || i >= shelf->turn)) {
      Span span = { 0, shelf->height + SHELF_GAP_PT };
      for (guint c = 0; c < shelf->columns; c++)
        g_array_append_val (ground, span);
      shelf->y = snap (MAX (MAX (top, shelf->wanted), clearance (taken, ground, 1)));
      join (taken, ground, 1, shelf->y);
      placed = TRUE;
    }
    if (root == NONE)
      break;
    const GArray *spans = f->nodes[root].spans;
    double y = MAX (MAX (want, top - topmost (spans)), clearance (taken, spans, place_of (f, root)->layer));
    f->nodes[root].rel = snap (y);
    join (taken, spans, place_of (f, root)->layer, f->nodes[root].rel);
  }
}

void hr_forest_pack (HrForest *f, double top, const GArray *gaps, HrForestShelf *shelf)
{
  f->gaps = gaps;
  for (guint i = 0; i < f->by_column->len; i++) {
    guint index = g_array_index (f->by_column, guint, i);
    span_block (f, index);
    pack_children (f, index);
  }
  pack_roots (f, top, shelf);
  for (guint i = f->by_column->len; i > 0; i--) {
    guint index = g_array_index (f->by_column, guint, i - 1);
    const Node *node = &f->nodes[index];
    const GArray *members = g_ptr_array_index (f->members, index);
    double y = node->rel + (node->parent == NONE ? 0 : place_of (f, node->parent)->y);
    for (guint k = 0; k < members->len; k++) {
      guint member = g_array_index (members, guint, k);
      hr_layout_graph_place (f->graph, member)->y = y + f->dy[member];
    }
  }
}

typedef struct {
  double key;
  guint place;
} Keyed;

static gint compare_keys (gconstpointer a, gconstpointer b)
{
  const Keyed *x = a, *y = b;
  if (x->key < y->key || x->key > y->key)
    return x->key < y->key ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

static void order_family (HrForest *f, GArray *family, const GPtrArray *names)
{
  g_autoptr (GArray) keyed = g_array_new (FALSE, FALSE, sizeof (Keyed));
  for (guint i = 0; i < family->len; i++) {
    guint place = g_array_index (family, guint, i);
    Keyed item = { 0, place };
    if (f->nodes[place].parent == NONE)
      wanted_by_names (f, g_ptr_array_index (names, place), 0, &item.key);
    else
      item.key = hr_layout_graph_edge (f->graph, f->nodes[place].edge)->dot.y;
    g_array_append_val (keyed, item);
  }
  g_array_sort (keyed, compare_keys);
  for (guint i = 0; i < keyed->len; i++) {
    guint place = g_array_index (keyed, Keyed, i).place;
    g_array_index (family, guint, i) = place;
    hr_layout_graph_place (f->graph, place)->turn = i;
  }
}

guint hr_forest_parent (const HrForest *f, const GArray *family)
{
  return family == f->roots ? NONE : f->nodes[g_array_index (family, guint, 0)].parent;
}

/* Whether one of the card's type hangs on it, or on what hangs on it. */
static gboolean bears_its_like (const HrForest *f, guint index, guint like, guint depth)
{
  const GArray *children = f->nodes[index].children;
  for (guint i = 0; i < children->len; i++) {
    guint child = g_array_index (children, guint, i);
    if (place_of (f, child)->like == like || (depth > 1 && bears_its_like (f, child, like, depth - 1)))
      return TRUE;
  }
  return FALSE;
}

gboolean hr_forest_is_kept (const HrForest *f, const GArray *family)
{
  guint parent = hr_forest_parent (f, family);
  return parent != NONE && bears_its_like (f, parent, place_of (f, parent)->like, 2);
}

guint hr_forest_n_trees (const HrForest *f)
{
  return f->roots->len;
}

static void centre_trees (HrForest *f)
{
  for (guint i = 0; i < f->by_column->len; i++) {
    guint index = g_array_index (f->by_column, guint, i);
    hr_layout_graph_place (f->graph, index)->centred = bears_its_like (f, index, place_of (f, index)->like, 2);
  }
}

/* Among the trees, by the mean height of the names of its atoms. */
static guint shelf_turn (const HrForest *f, const GPtrArray *names)
{
  double sum = 0;
  guint n = 0, turn = 0;
  for (guint i = 0; i < f->graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (f->graph, i);
    if (place_of (f, edge->to)->band != HR_BAND_SHELF || place_of (f, edge->from)->band != HR_BAND_STACK)
      continue;
    sum += place_of (f, edge->from)->y + edge->dot.y;
    n++;
  }
  for (guint i = 0; i < f->roots->len; i++) {
    double key;
    wanted_by_names (f, g_ptr_array_index (names, g_array_index (f->roots, guint, i)), 0, &key);
    turn += n == 0 || key <= sum / n;
  }
  return turn;
}

void hr_forest_order (HrForest *f)
{
  centre_trees (f);
  g_autoptr (GPtrArray) names = collect_names (f);
  for (guint i = 0; i < f->families->len; i++)
    order_family (f, g_ptr_array_index (f->families, i), names);
  f->graph->shelf_turn = shelf_turn (f, names);
}

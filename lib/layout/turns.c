#include "layout/turns.h"

#include <math.h>

#include "layout/place.h"

#define FEW_PLACES 60 /* up to which neighbours change turns */
#define FEW_ARROWS 140
#define MOST_ARROWS 1200 /* beyond, crossings are not counted */
#define MOST_PASSES 4
#define LEAST_GAIN 6.0 /* that is worth giving up the order of rows and names */
#define CROSSING_MARK 28.0
#define THROUGH_MARK 14.0
#define BEND_MARK 5.0
#define BACK_MARK 16.0
#define LENGTH_MARK 0.02 /* of each pt up or down */
#define AREA_MARK 130.0  /* of the logarithm of the area */
#define PORT_PT 44.0
#define CORNER_PT 10.0

/* An arrow as the straight line that it would like to be. */
typedef struct {
  double x1, y1, x2, y2;
  guint from, to, slot;
} Line;

typedef struct {
  HrLayoutGraph *graph;
  HrForest *forest;
  HrLayoutRoom room;
  GArray *columns;
  Line *lines;
} Order;

static Line line_of (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  const HrLayoutPlace *from = hr_layout_graph_place (graph, edge->from), *to = hr_layout_graph_place (graph, edge->to);
  Line line = { .from = edge->from, .to = edge->to, .slot = edge->slot };
  if (!hr_layout_edge_has_dot (edge)) {
    line.x1 = from->x + from->size_pt.width / 2;
    line.y1 = from->y;
    line.x2 = to->x + to->size_pt.width / 2;
    line.y2 = to->y + edge->to_height_pt;
    return line;
  }
  gboolean back = to->column <= from->column;
  double middle = edge->to_height_pt / 2, port = to->pill ? middle : MIN (middle, PORT_PT);
  double reach = to->pill ? 0 : MAX (0, middle - CORNER_PT);
  line.x1 = edge->leftward ? from->x : from->x + from->size_pt.width;
  line.y1 = from->y + edge->dot.y;
  line.x2 = back ? to->x + to->size_pt.width : to->x;
  line.y2 = fabs (line.y1 - to->y - middle) <= reach ? line.y1 : to->y + port;
  return line;
}

static double side (const Line *line, double x, double y)
{
  return (line->x2 - line->x1) * (y - line->y1) - (line->y2 - line->y1) * (x - line->x1);
}

static gboolean cross (const Line *a, const Line *b)
{
  if (a->slot == b->slot || a->to == b->to || MAX (a->x1, a->x2) < MIN (b->x1, b->x2) ||
      MAX (b->x1, b->x2) < MIN (a->x1, a->x2) || MAX (a->y1, a->y2) < MIN (b->y1, b->y2) ||
      MAX (b->y1, b->y2) < MIN (a->y1, a->y2))
    return FALSE;
  return side (a, b->x1, b->y1) * side (a, b->x2, b->y2) < 0 && side (b, a->x1, a->y1) * side (b, a->x2, a->y2) < 0;
}

/* How many cards between its two columns the line runs into. */
static guint count_cards (const Order *o, const Line *line, guint first, guint last)
{
  guint n = 0;
  for (guint i = 0; i < o->graph->places->len && first + 1 < last; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (o->graph, i);
    if (place->column <= first || place->column >= last)
      continue;
    double t = (place->x + place->size_pt.width / 2 - line->x1) / (line->x2 - line->x1);
    double y = line->y1 + t * (line->y2 - line->y1);
    n += y > place->y - 4 && y < place->y + place->size_pt.height + 4;
  }
  return n;
}

static double mark_arrow (const Order *o, guint index)
{
  const HrLayoutEdge *edge = hr_layout_graph_edge (o->graph, index);
  const Line *line = &o->lines[index];
  guint from = hr_layout_graph_place (o->graph, edge->from)->column;
  guint to = hr_layout_graph_place (o->graph, edge->to)->column;
  double off = fabs (line->y1 - line->y2), mark = off * LENGTH_MARK;
  if (!hr_layout_edge_has_dot (edge))
    return mark;
  mark += off > 0.5 ? BEND_MARK : 0;
  if (to <= from)
    return mark + (edge->leftward ? 0 : BACK_MARK);
  return mark + THROUGH_MARK * count_cards (o, line, from, to);
}

static double mark_area (const HrLayoutGraph *graph)
{
  double right = 0, bottom = 0;
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    right = MAX (right, place->x + place->size_pt.width);
    bottom = MAX (bottom, place->y + place->size_pt.height);
  }
  return log (MAX (1, (right - graph->left_pt) * (bottom - graph->top_pt))) * AREA_MARK;
}

static double mark (Order *o)
{
  hr_layout_place_forest (o->graph, o->forest, &o->room, o->columns);
  guint n = o->graph->edges->len;
  double sum = mark_area (o->graph);
  if (n > MOST_ARROWS)
    return sum;
  for (guint i = 0; i < n; i++) {
    o->lines[i] = line_of (o->graph, hr_layout_graph_edge (o->graph, i));
    sum += mark_arrow (o, i);
    for (guint k = 0; k < i; k++)
      sum += cross (&o->lines[i], &o->lines[k]) ? CROSSING_MARK : 0;
  }
  return sum;
}

static void swap (Order *o, GArray *family, guint i)
{
  guint a = g_array_index (family, guint, i), b = g_array_index (family, guint, i + 1);
  g_array_index (family, guint, i) = b;
  g_array_index (family, guint, i + 1) = a;
  hr_layout_graph_place (o->graph, b)->turn = i;
  hr_layout_graph_place (o->graph, a)->turn = i + 1;
}

static gboolean keep_if_better (Order *o, double *best)
{
  double now = mark (o);
  if (now >= *best - LEAST_GAIN)
    return FALSE;
  *best = now;
  return TRUE;
}

/* The shelf is moved past one tree, upwards or downwards. */
static gboolean move_shelf (Order *o, double *best)
{
  guint *turn = &o->graph->shelf_turn, old = *turn;
  if (o->graph->shelf_reach == 0)
    return FALSE;
  if (old > 0) {
    *turn = old - 1;
    if (keep_if_better (o, best))
      return TRUE;
  }
  *turn = old + 1;
  if (old < hr_forest_n_trees (o->forest) && keep_if_better (o, best))
    return TRUE;
  *turn = old;
  return FALSE;
}

/* TRUE when something became better. */
static gboolean improve (Order *o, double *best)
{
  gboolean better = move_shelf (o, best);
  GPtrArray *families = hr_forest_peek_families (o->forest);
  for (guint f = 0; f < families->len; f++) {
    GArray *family = g_ptr_array_index (families, f);
    guint parent = hr_forest_parent (o->forest, family);
    if (parent != G_MAXUINT) {
      gboolean *centred = &hr_layout_graph_place (o->graph, parent)->centred;
      *centred = !*centred;
      if (keep_if_better (o, best))
        better = TRUE;
      else
        *centred = !*centred;
    }
    for (guint i = 0; !hr_forest_is_kept (o->forest, family) && i + 1 < family->len; i++) {
      swap (o, family, i);
      if (keep_if_better (o, best))
        better = TRUE;
      else
        swap (o, family, i);
    }
  }
  return better;
}

/* Tracks as they will be, roughly: one for every other arrow that has to turn. */
static void guess_tracks (Order *o)
{
  guint n = 1;
  for (guint i = 0; i < o->graph->places->len; i++)
    n = MAX (n, hr_layout_graph_place (o->graph, i)->column + 1);
  g_array_set_size (o->room.channels, n);
  g_array_set_size (o->room.gaps, o->graph->places->len);
  for (guint i = 0; i < o->graph->edges->len; i++)
    g_array_index (o->room.channels, guint,
                   hr_layout_graph_place (o->graph, hr_layout_graph_edge (o->graph, i)->from)->column)++;
  for (guint i = 0; i < n; i++) {
    guint *tracks = &g_array_index (o->room.channels, guint, i);
    *tracks = 1 + *tracks / 2;
  }
}

double hr_layout_find_turns (HrLayoutGraph *graph)
{
  Order o = { graph, hr_forest_new (graph), { 0 }, g_array_new (FALSE, FALSE, sizeof (HrLayoutColumn)), NULL };
  o.room = (HrLayoutRoom){ g_array_new (FALSE, TRUE, sizeof (guint)), g_array_new (FALSE, TRUE, sizeof (double)), 0 };
  o.lines = g_new (Line, graph->edges->len + 1);
  guess_tracks (&o);
  mark (&o); /* the stack has to stand before names can be asked */
  hr_forest_order (o.forest);
  double best = mark (&o);
  gboolean few = graph->places->len <= FEW_PLACES && graph->edges->len <= FEW_ARROWS;
  for (guint pass = 0; few && pass < MOST_PASSES && improve (&o, &best); pass++)
    ;
  hr_forest_free (o.forest);
  g_array_unref (o.columns);
  g_array_unref (o.room.channels);
  g_array_unref (o.room.gaps);
  g_free (o.lines);
  return best;
}

/* How good places and routes are, as one number. */
#include <math.h>

#include "layout/graph.h"

#define CROSSING_MARK 28.0
#define KIN_CROSSING_MARK 20.0 /* with a type or base arrow */
#define BEND_MARK 4.0
#define AREA_MARK 130.0 /* of the logarithm of the area */

typedef struct {
  const HrLayoutGraph *graph;
  GHashTable *seen; /* gint64: between what, and where */
  double mark;
} Mark;

/* Once for all arrows to one object that run together there. */
static void add_crossing (Mark *m, const HrLayoutEdge *upright, const HrLayoutEdge *level, HrPoint at)
{
  gboolean kin = !hr_layout_edge_has_dot (upright) || !hr_layout_edge_has_dot (level);
  gint64 key = ((gint64)(upright->to * m->graph->places->len + level->to) << 40) + ((gint64)lround (2 * at.x) << 20) +
               lround (2 * at.y);
  if (g_hash_table_add (m->seen, g_memdup2 (&key, sizeof key)))
    m->mark += kin ? KIN_CROSSING_MARK : CROSSING_MARK;
}

/* Where upright stretches of the one cross level ones of the other. */
static void compare (Mark *m, const HrLayoutEdge *a, const HrLayoutEdge *b)
{
  for (guint i = 0; i + 1 < a->n_points; i++) {
    HrPoint p = a->points[i], q = a->points[i + 1];
    for (guint k = 0; fabs (p.x - q.x) < 0.01 && k + 1 < b->n_points; k++) {
      HrPoint r = b->points[k], s = b->points[k + 1];
      if (fabs (r.y - s.y) < 0.01 && p.x > MIN (r.x, s.x) && p.x < MAX (r.x, s.x) && r.y > MIN (p.y, q.y) &&
          r.y < MAX (p.y, q.y))
        add_crossing (m, a, b, (HrPoint){ p.x, r.y });
    }
  }
}

double hr_layout_mark_routes (const HrLayoutGraph *graph)
{
  Mark m = { graph, g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL), 0 };
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    m.mark += BEND_MARK * (edge->n_points > 2 ? edge->n_points - 2 : 0);
    for (guint k = 0; k < graph->edges->len; k++)
      if (i != k && hr_layout_life_meets (&edge->life, &hr_layout_graph_edge (graph, k)->life, 0))
        compare (&m, edge, hr_layout_graph_edge (graph, k));
  }
  g_hash_table_unref (m.seen);
  double area = (graph->size_pt.width - graph->left_pt) * (graph->size_pt.height - graph->top_pt);
  return m.mark + AREA_MARK * log (MAX (area, 1));
}

#include "layout/grid.h"

#include <stdlib.h>
#include <string.h>

#include "layout/channel.h"

#define MARGIN_X_PT 8.0
#define MARGIN_Y_PT 5.5
#define GAP_TRACK_PT 12.0
#define PORT_STEP_PT 12.0
#define MOST_PORTS 8
#define SIDE_PT 8.0
#define LOOP_PT 24.0
#define TOP_STEP_PT 14.0
#define ABOVE_PT 10.0
#define BELOW_PT 18.0

static int compare_lines (const void *a, const void *b)
{
  const HrGridLine *x = a, *y = b;
  return x->at < y->at ? -1 : x->at > y->at;
}

static void add_channel_lines (const HrGrid *grid, GArray *lines, const HrLayoutRoom *room)
{
  guint n = grid->columns->len;
  for (guint c = 0; c < n; c++) {
    const HrLayoutColumn *column = &g_array_index (grid->columns, HrLayoutColumn, c);
    guint tracks = g_array_index (room->channels, guint, c);
    for (guint t = 0; t < tracks; t++) {
      double at = column->x + column->width + hr_layout_channel_track (grid->graph, c, n, tracks, t);
      HrGridLine line = { at, (gint)c, t, 0 };
      g_array_append_val (lines, line);
    }
  }
}

static void add_column_line (GArray *lines, double at, guint column)
{
  HrGridLine line = { at, -1, 0, column };
  g_array_append_val (lines, line);
}

/* Lines upwards from the top of a place from which @n type and base arrows leave: the middle, and to both sides of it.
 */
static void add_top_lines (GArray *lines, const HrLayoutPlace *from, double width_pt, guint n)
{
  double half = 2 * (int)(MIN (100, width_pt / 2) / 2), step = MIN (TOP_STEP_PT, half - 10);
  add_column_line (lines, from->x + half, from->column);
  for (guint k = 1; k <= n && half - k * step >= 10; k++) {
    add_column_line (lines, from->x + half - k * step, from->column);
    add_column_line (lines, from->x + half + k * step, from->column);
  }
}

/* Type and base arrows leave upwards from the middle and arrive from below on lines of their own. */
static void add_head_lines (const HrGrid *grid, GArray *lines)
{
  const HrLayoutGraph *graph = grid->graph;
  g_autofree guint *leaving = g_new0 (guint, graph->places->len + 1);
  for (guint i = 0; i < graph->edges->len; i++)
    leaving[hr_layout_graph_edge (graph, i)->from] += !hr_layout_edge_has_dot (hr_layout_graph_edge (graph, i));
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    if (hr_layout_edge_has_dot (edge))
      continue;
    const HrLayoutPlace *from = hr_layout_graph_place (graph, edge->from),
                        *to = hr_layout_graph_place (graph, edge->to);
    add_top_lines (lines, from, edge->from_width_pt, MIN (leaving[edge->from], MOST_PORTS));
    for (int step = 1; 24 * step <= edge->to_width_pt - 20; step++)
      add_column_line (lines, to->x + 24 * step, to->column);
  }
}

/* Close to a card that points to itself and is narrower than its column. */
static void add_loop_lines (const HrGrid *grid, GArray *lines)
{
  for (guint i = 0; i < grid->graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (grid->graph, i);
    const HrLayoutPlace *place = hr_layout_graph_place (grid->graph, edge->from);
    const HrLayoutColumn *column = &g_array_index (grid->columns, HrLayoutColumn, place->column);
    double at = place->x + place->size_pt.width + LOOP_PT;
    if (edge->from == edge->to && at <= column->x + column->width)
      add_column_line (lines, at, place->column);
  }
}

static void make_x_lines (HrGrid *grid, const HrLayoutRoom *room)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (HrGridLine));
  add_channel_lines (grid, lines, room);
  add_head_lines (grid, lines);
  add_loop_lines (grid, lines);
  /* One line through every place, so that no stretch between two nodes can jump over it. */
  for (guint i = 0; i < grid->graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (grid->graph, i);
    add_column_line (lines, place->x + 4, place->column);
  }
  qsort (lines->data, lines->len, sizeof (HrGridLine), compare_lines);
  grid->xs = g_new (HrGridLine, lines->len);
  for (guint i = 0; i < lines->len; i++) {
    HrGridLine line = g_array_index (lines, HrGridLine, i);
    if (grid->nx == 0 || line.at > grid->xs[grid->nx - 1].at + 0.1)
      grid->xs[grid->nx++] = line;
  }
}

typedef struct {
  double top, bottom;
} Interval;

static gint compare_intervals (gconstpointer a, gconstpointer b)
{
  const Interval *x = a, *y = b;
  return x->top < y->top ? -1 : x->top > y->top;
}

/* A horizontal line; anybody may run on one in a gap, on others only those whose dot or port it is. */
typedef struct {
  double at;
  gboolean open;
} Level;

static gint compare_levels (gconstpointer a, gconstpointer b)
{
  const Level *x = a, *y = b;
  if (x->at < y->at || x->at > y->at)
    return x->at < y->at ? -1 : 1;
  return (int)y->open - (int)x->open;
}

static void add_level (GArray *ys, double at, gboolean open)
{
  Level level = { at, open };
  g_array_append_val (ys, level);
}

static void add_tracks (GArray *ys, double top, double bottom)
{
  double free_pt = bottom - top;
  guint n = free_pt < 16 ? 0 : 1 + (guint)((free_pt - 24) / GAP_TRACK_PT + 0.01);
  if (free_pt >= 16 && free_pt < 24)
    n = 1;
  double first = top + 2 * (int)((free_pt - (n - 1.0) * GAP_TRACK_PT) / 4);
  for (guint i = 0; i < n; i++)
    add_level (ys, first + i * GAP_TRACK_PT, TRUE);
}

/* Lines between the places of each column, and under its last. */
static void add_gap_lines (const HrGrid *grid, GArray *ys)
{
  const HrLayoutGraph *graph = grid->graph;
  g_autoptr (GPtrArray) stacks = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint c = 0; c < grid->columns->len; c++)
    g_ptr_array_add (stacks, g_array_new (FALSE, FALSE, sizeof (Interval)));
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    gboolean under_title = place->band == HR_BAND_SHELF && place->y < graph->shelf.y + graph->shelf_title_pt + 1;
    Interval interval = { under_title ? graph->shelf.y : place->y, place->y + place->size_pt.height };
    g_array_append_val ((GArray *)g_ptr_array_index (stacks, place->column), interval);
  }
  for (guint c = 1; c < grid->columns->len; c++) {
    GArray *stack = g_ptr_array_index (stacks, c);
    g_array_sort (stack, compare_intervals);
    for (guint i = 0; i + 1 < stack->len; i++)
      add_tracks (ys, g_array_index (stack, Interval, i).bottom, g_array_index (stack, Interval, i + 1).top);
    if (stack->len > 0)
      add_level (ys, g_array_index (stack, Interval, stack->len - 1).bottom + BELOW_PT, TRUE);
  }
}

/* Above and below everything, so that a way around always exists. */
static void add_outer_lines (const HrGrid *grid, const HrLayoutRoom *room, GArray *ys)
{
  const HrLayoutGraph *graph = grid->graph;
  double top = G_MAXDOUBLE, bottom = 0;
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->band != HR_BAND_STACK)
      top = MIN (top, place->y);
    bottom = MAX (bottom, place->y + place->size_pt.height);
  }
  if (top < G_MAXDOUBLE)
    add_level (ys, top - ABOVE_PT, TRUE);
  for (guint i = 0; i < room->outer; i++)
    add_level (ys, bottom + BELOW_PT + i * GAP_TRACK_PT, TRUE);
}

/* Where a type arrow may leave to the side: above and below where a dot's arrow would. */
static void add_side_lines (const HrLayoutPlace *from, GArray *ys)
{
  add_level (ys, from->y + SIDE_PT, FALSE);
  add_level (ys, from->y + SIDE_PT + 16, FALSE);
}

/* Lines through the part of a place's left side that an arrow may reach: its middle and, for the others that come,
 * steps from it up and down. */
static void add_port_lines (const HrGrid *grid, GArray *ys)
{
  const HrLayoutGraph *graph = grid->graph;
  g_autofree guint *incoming = g_new0 (guint, graph->places->len);
  for (guint i = 0; i < graph->edges->len; i++)
    incoming[hr_layout_graph_edge (graph, i)->to]++;
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    const HrLayoutPlace *to = hr_layout_graph_place (graph, edge->to);
    double middle = to->y + 2 * (int)(edge->to_height_pt / 4);
    double step = to->pill ? 8 : PORT_STEP_PT, reach = to->pill ? 8 : edge->to_height_pt / 2 - 10;
    add_level (ys, middle, FALSE);
    if (!hr_layout_edge_has_dot (edge))
      add_side_lines (hr_layout_graph_place (graph, edge->from), ys);
    for (guint k = 1; k < MIN (incoming[edge->to], MOST_PORTS) && k * step <= reach; k++) {
      add_level (ys, middle - k * step, FALSE);
      add_level (ys, middle + k * step, FALSE);
    }
  }
}

static void make_y_lines (HrGrid *grid, const HrLayoutRoom *room)
{
  const HrLayoutGraph *graph = grid->graph;
  g_autoptr (GArray) ys = g_array_new (FALSE, FALSE, sizeof (Level));
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    if (hr_layout_edge_has_dot (edge))
      add_level (ys, hr_layout_graph_place (graph, edge->from)->y + edge->dot.y, FALSE);
  }
  if (graph->shelf.height > 0)
    add_level (ys, graph->shelf.y + 16, FALSE);  /* blocked below, so that nothing jumps over the title */
  for (guint i = 0; i < graph->places->len; i++) /* one line through every place here, too */
    add_level (ys, hr_layout_graph_place (graph, i)->y + 14, FALSE);
  add_port_lines (grid, ys);
  add_gap_lines (grid, ys);
  add_outer_lines (grid, room, ys);
  g_array_sort (ys, compare_levels);
  grid->ys = g_new (double, ys->len);
  grid->open = g_new (gboolean, ys->len);
  for (guint i = 0; i < ys->len; i++) {
    const Level *level = &g_array_index (ys, Level, i);
    if (grid->ny > 0 && level->at <= grid->ys[grid->ny - 1] + 0.1) {
      grid->open[grid->ny - 1] |= level->open;
      continue;
    }
    grid->ys[grid->ny] = level->at;
    grid->open[grid->ny++] = level->open;
  }
}

static void mark_owners (HrGrid *grid)
{
  grid->owner = g_new0 (guint32, (gsize)grid->nx * grid->ny);
  for (guint p = 0; p < grid->graph->places->len; p++) {
    const HrLayoutPlace *place = hr_layout_graph_place (grid->graph, p);
    double right = place->x + place->size_pt.width, bottom = place->y + place->size_pt.height;
    for (guint j = hr_grid_find_y (grid, place->y - MARGIN_Y_PT + 0.5);
         j < grid->ny && grid->ys[j] < bottom + MARGIN_Y_PT - 0.5; j++)
      for (guint i = hr_grid_find_x (grid, place->x - MARGIN_X_PT);
           i < grid->nx && grid->xs[i].at <= right + MARGIN_X_PT; i++) {
        gboolean inside =
            grid->xs[i].at >= place->x && grid->xs[i].at <= right && grid->ys[j] >= place->y && grid->ys[j] <= bottom;
        guint32 *owner = &grid->owner[hr_grid_node (grid, i, j)];
        /* Where two margins meet, neither may be walked. */
        if (inside || *owner != HR_GRID_FREE)
          *owner = HR_GRID_BLOCKED;
        else
          *owner = p + 1;
      }
  }
}

static void block (HrGrid *grid, HrRect rect)
{
  for (guint j = hr_grid_find_y (grid, rect.y); j < grid->ny && grid->ys[j] < rect.y + rect.height; j++)
    for (guint i = hr_grid_find_x (grid, rect.x); i < grid->nx && grid->xs[i].at < rect.x + rect.width; i++)
      grid->owner[hr_grid_node (grid, i, j)] = HR_GRID_BLOCKED;
}

/* What reaches into further columns stays clear of arrows up to the end of the last: channels will close up, and it
 * must not come to stand on what runs beside it. */
static void block_reaches (HrGrid *grid)
{
  const HrLayoutGraph *graph = grid->graph;
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->reach <= place->column)
      continue;
    const HrLayoutColumn *last = &g_array_index (grid->columns, HrLayoutColumn, place->reach);
    double left = place->x + place->size_pt.width;
    block (grid, (HrRect){ left, place->y - MARGIN_Y_PT, last->x + last->width - left,
                           place->size_pt.height + 2 * MARGIN_Y_PT });
  }
  if (graph->shelf_reach <= 1 || graph->shelf.height <= 0)
    return;
  const HrLayoutColumn *first = &g_array_index (grid->columns, HrLayoutColumn, 1);
  const HrLayoutColumn *last = &g_array_index (grid->columns, HrLayoutColumn, graph->shelf_reach);
  double left = first->x + first->width;
  block (grid, (HrRect){ left, graph->shelf.y - 4, last->x + last->width - left, graph->shelf.height + 8 });
}

/* The shelf's title is no place for arrows. */
static void block_shelf_title (HrGrid *grid)
{
  const HrRect *shelf = &grid->graph->shelf;
  if (shelf->height <= 0)
    return;
  double left = g_array_index (grid->columns, HrLayoutColumn, 1).x;
  for (guint j = hr_grid_find_y (grid, shelf->y - 4);
       j < grid->ny && grid->ys[j] < shelf->y + grid->graph->shelf_title_pt - 6; j++)
    for (guint i = hr_grid_find_x (grid, left); i < grid->nx && grid->xs[i].at < left + grid->graph->shelf_width_pt;
         i++)
      grid->owner[hr_grid_node (grid, i, j)] = HR_GRID_BLOCKED;
}

static HrMeet find_meet (const HrLayoutGraph *graph, guint edge, guint other)
{
  const HrLayoutEdge *a = hr_layout_graph_edge (graph, edge), *b = hr_layout_graph_edge (graph, other);
  if (a->slot == b->slot || !hr_layout_life_meets (&a->life, &b->life, 0))
    return HR_MEET_FREELY;
  return a->to == b->to && a->kind == b->kind ? HR_MEET_JOIN : HR_MEET_NEVER;
}

/* What has nothing to do with the shelf runs beside it. */
static void mark_shelf (HrGrid *grid)
{
  const HrRect *shelf = &grid->graph->shelf;
  if (shelf->height <= 0)
    return;
  double left = g_array_index (grid->columns, HrLayoutColumn, 1).x, right = left + grid->graph->shelf_width_pt;
  for (guint i = 0; i < grid->graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (grid->graph, i);
    if (place->band == HR_BAND_SHELF)
      right = MAX (right, place->x + place->size_pt.width);
  }
  for (guint j = hr_grid_find_y (grid, shelf->y); j < grid->ny && grid->ys[j] < shelf->y + shelf->height; j++)
    for (guint i = hr_grid_find_x (grid, left); i < grid->nx && grid->xs[i].at < right; i++) {
      guint32 *owner = &grid->owner[hr_grid_node (grid, i, j)];
      *owner = *owner == HR_GRID_FREE ? HR_GRID_SHELF : *owner;
    }
}

HrGrid *hr_grid_new (HrLayoutGraph *graph, GArray *columns, const HrLayoutRoom *room)
{
  HrGrid *grid = g_new0 (HrGrid, 1);
  grid->graph = graph;
  grid->columns = columns;
  guint n_edges = graph->edges->len;
  grid->meets = g_new (guint8, (gsize)n_edges * n_edges + 1);
  for (guint i = 0; i < n_edges; i++)
    for (guint k = 0; k < n_edges; k++)
      grid->meets[i * n_edges + k] = (guint8)find_meet (graph, i, k);
  make_x_lines (grid, room);
  make_y_lines (grid, room);
  mark_owners (grid);
  mark_shelf (grid);
  block_shelf_title (grid);
  block_reaches (grid);
  gsize n = (gsize)grid->nx * grid->ny;
  grid->uses = g_new0 (guint, n);
  grid->history = g_new0 (float, n);
  grid->pool = g_array_new (FALSE, FALSE, sizeof (HrGridUse));
  return grid;
}

void hr_grid_free (HrGrid *grid)
{
  if (!grid)
    return;
  g_free (grid->meets);
  g_free (grid->xs);
  g_free (grid->ys);
  g_free (grid->open);
  g_free (grid->owner);
  g_free (grid->uses);
  g_free (grid->history);
  g_array_unref (grid->pool);
  g_free (grid);
}

guint hr_grid_find_x (const HrGrid *grid, double at)
{
  guint low = 0, high = grid->nx;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (grid->xs[middle].at < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

guint hr_grid_find_y (const HrGrid *grid, double at)
{
  guint low = 0, high = grid->ny;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (grid->ys[middle] < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void hr_grid_add_use (HrGrid *grid, guint node, guint edge, guint mask)
{
  HrGridUse use = { edge, mask, grid->uses[node] };
  guint index = grid->free_use;
  if (index > 0) {
    HrGridUse *slot = &g_array_index (grid->pool, HrGridUse, index - 1);
    grid->free_use = slot->next;
    *slot = use;
  } else {
    g_array_append_val (grid->pool, use);
    index = grid->pool->len;
  }
  grid->uses[node] = index;
}

void hr_grid_remove_use (HrGrid *grid, guint node, guint edge)
{
  for (guint *link = &grid->uses[node]; *link;) {
    HrGridUse *use = &g_array_index (grid->pool, HrGridUse, *link - 1);
    if (use->edge != edge) {
      link = &use->next;
      continue;
    }
    guint index = *link;
    *link = use->next;
    use->next = grid->free_use;
    grid->free_use = index;
  }
}

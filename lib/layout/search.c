#include "layout/search.h"

#include <math.h>
#include <string.h>

#include "layout/heap.h"

#define BEND_COST 30
#define CROSS_COST 240
#define KIN_CROSS_COST 170    /* of a type or base arrow: straight up matters more, */
#define TWO_KIN_CROSS_COST 60 /* of two of these */
#define JOIN_COST 60          /* references rather reach a card at ports of their own */
#define NEAR_COST 16          /* a parallel closer than arrows are drawn apart */
#define SIDE_COST 50          /* a type arrow that does not run upwards */
#define LEFT_COST 110         /* one that arrives from the left, where references do */
#define BACK_COST 12          /* a reference that arrives from the right */
#define AWAY_COST 90          /* the same where it could come from the left */
#define OFF_CENTRE_COST 0.12
#define PILL_OFF_CENTRE_COST 1.1 /* more than the way that it saves */
#define SHARED_LENGTH 0.6        /* type arrows to one class like to run together, */
#define JOINED_LENGTH 0.8        /* and references to one object rather than each by itself */
#define NEAR_PT 9.0
#define TOUCH_COST 60
#define TOUCH_PT 5.0 /* closer than this, two parallels are one to the eye */
#define CORNER_PT 10.0
#define PORT_CORNER_PT 8.0 /* nearest to a card's corner that an arrow may arrive, */
#define SIDE_OFF_COST 1.5  /* of leaving to the side above or below the header's middle */
#define PILL_PORT_PT 10.1  /* the same from the middle of a pill, whose ends are round */
#define EASY_PT 14.0       /* and nearest without extra cost: the header's middle */
#define CORNER_COST 2.0
#define HEAD_PT 18.0
#define SHORT_COST 70   /* a last stretch too short for its head */
#define WINDOW_PT 240.0 /* around the two ends, where a way is looked for first */
#define NO_STATE G_MAXUINT32

struct HrSearch {
  HrGrid *grid;
  float *cost;
  guint *parent, *stamp;
  guint now;
  GArray *heap; /* of states */
  guint serial;
  guint edge;
  double conflict;
  HrLayoutEdge *arrow;
  const HrLayoutPlace *from, *to;
  guint left, right, top, bottom; /* lines within which to look */
  guint goal;                     /* the state from which the best end was found */
  HrDirection goal_turn;
  float goal_cost;
  double goal_extra;
  gboolean sparse;
  double shared;   /* what way along others costs */
  guint *incoming; /* place → arrows that come there */
  double most;     /* no way may cost as much */
  guint64 work;    /* states looked at so far */
};

HrSearch *hr_search_new (HrGrid *grid)
{
  HrSearch *search = g_new0 (HrSearch, 1);
  gsize n = (gsize)grid->nx * grid->ny * 4;
  search->grid = grid;
  search->cost = g_new (float, n);
  search->parent = g_new (guint, n);
  search->stamp = g_new0 (guint, n);
  search->heap = hr_heap_new ();
  search->incoming = g_new0 (guint, grid->graph->places->len + 1);
  for (guint i = 0; i < grid->graph->edges->len; i++)
    search->incoming[hr_layout_graph_edge (grid->graph, i)->to]++;
  return search;
}

void hr_search_free (HrSearch *search)
{
  if (!search)
    return;
  g_free (search->cost);
  g_free (search->parent);
  g_free (search->stamp);
  g_array_unref (search->heap);
  g_free (search->incoming);
  g_free (search);
}

static gboolean is_straight (guint mask)
{
  return mask == (1u << HR_EAST | 1u << HR_WEST) || mask == (1u << HR_NORTH | 1u << HR_SOUTH);
}

/* Whether an arrow of the same kind and target as @use is met in the same way earlier in the node's list: what crosses
 * arrows that run together crosses one line. */
static gboolean is_met_before (const HrGrid *grid, guint node, guint link, const HrGridUse *use)
{
  for (guint at = grid->uses[node]; at != link;) {
    const HrGridUse *other = &g_array_index (grid->pool, HrGridUse, at - 1);
    at = other->next;
    if (other->mask == use->mask && hr_grid_meet (grid, use->edge, other->edge) == HR_MEET_JOIN)
      return TRUE;
  }
  return FALSE;
}

static double cross_cost (const HrGrid *grid, guint edge, guint other)
{
  guint kin = !hr_layout_edge_has_dot (hr_layout_graph_edge (grid->graph, edge)) +
              !hr_layout_edge_has_dot (hr_layout_graph_edge (grid->graph, other));
  return kin == 0 ? CROSS_COST : kin == 1 ? KIN_CROSS_COST : TWO_KIN_CROSS_COST;
}

/* What it costs to run on the sides @mask of a node that others use too. Counts what is forbidden in @conflicts. */
static double meeting_cost (const HrGrid *grid, guint edge, guint node, guint mask, guint *conflicts)
{
  double cost = 0;
  gboolean reference = hr_layout_edge_has_dot (hr_layout_graph_edge (grid->graph, edge));
  for (guint link = grid->uses[node]; link;) {
    guint at = link;
    const HrGridUse *use = &g_array_index (grid->pool, HrGridUse, link - 1);
    link = use->next;
    HrMeet meet = use->edge == edge ? HR_MEET_FREELY : hr_grid_meet (grid, edge, use->edge);
    if (meet == HR_MEET_FREELY)
      continue;
    if (!(use->mask & mask) && is_straight (mask) && is_straight (use->mask))
      cost += is_met_before (grid, node, at, use) ? 0 : cross_cost (grid, edge, use->edge);
    else if (meet == HR_MEET_NEVER)
      (*conflicts)++;
    else if (reference && use->mask != mask && !is_met_before (grid, node, at, use))
      cost += JOIN_COST;
  }
  return cost;
}

/* The price of running beside others at @node, on its sides @bits; so near that it is a conflict if @touching. */
static double beside_cost (const HrGrid *grid, guint edge, guint node, guint bits, gboolean touching, guint *conflicts)
{
  double cost = 0;
  for (guint link = grid->uses[node]; link;) {
    const HrGridUse *use = &g_array_index (grid->pool, HrGridUse, link - 1);
    link = use->next;
    if (use->edge == edge || !(use->mask & bits))
      continue;
    HrMeet meet = hr_grid_meet (grid, edge, use->edge);
    if (meet != HR_MEET_FREELY)
      cost = MAX (cost, touching ? TOUCH_COST : NEAR_COST);
    if (touching && meet == HR_MEET_NEVER)
      (*conflicts)++;
  }
  return cost;
}

/* Parallels too close on either side. */
static double nearness_cost (const HrGrid *grid, guint edge, guint i, guint j, guint mask, guint *conflicts)
{
  guint level = mask & (1u << HR_EAST | 1u << HR_WEST), upright = mask & (1u << HR_NORTH | 1u << HR_SOUTH);
  double cost = 0;
  for (guint side = 0; level && side < 2; side++)
    for (guint k = side ? j + 1 : j - 1; k < grid->ny && fabs (grid->ys[k] - grid->ys[j]) < NEAR_PT; side ? k++ : k--)
      cost += beside_cost (grid, edge, hr_grid_node (grid, i, k), level, fabs (grid->ys[k] - grid->ys[j]) < TOUCH_PT,
                           conflicts);
  for (guint side = 0; upright && side < 2; side++)
    for (guint k = side ? i + 1 : i - 1; k < grid->nx && fabs (grid->xs[k].at - grid->xs[i].at) < NEAR_PT;
         side ? k++ : k--)
      cost += beside_cost (grid, edge, hr_grid_node (grid, k, j), upright,
                           fabs (grid->xs[k].at - grid->xs[i].at) < TOUCH_PT, conflicts);
  return cost;
}

static guint mask_of (HrDirection arrival, HrDirection departure)
{
  return 1u << hr_direction_back (arrival) | 1u << departure;
}

static double node_cost (const HrSearch *s, guint node, HrDirection arrival, HrDirection departure)
{
  guint conflicts = 0, mask = mask_of (arrival, departure);
  double cost = arrival != departure ? BEND_COST : 0;
  cost += meeting_cost (s->grid, s->edge, node, mask, &conflicts);
  cost += nearness_cost (s->grid, s->edge, node % s->grid->nx, node / s->grid->nx, mask, &conflicts);
  return cost + conflicts * s->conflict + (double)s->grid->history[node];
}

/* How often an arrow that moves in @direction still has to turn to arrive moving in @facing, when going straight on
 * would do (@ahead) or not. */
static guint turns_to (HrDirection direction, HrDirection facing, gboolean ahead)
{
  if (direction == facing)
    return ahead ? 0 : 2;
  return direction == hr_direction_back (facing) ? 2 : 1;
}

/* A lower bound of what is left: the distance to the target's rectangle, and the turns that cannot be avoided. */
static double estimate (const HrSearch *s, guint state)
{
  guint node = state / 4;
  double x = s->grid->xs[node % s->grid->nx].at, y = s->grid->ys[node / s->grid->nx];
  double right = s->to->x + s->to->size_pt.width, bottom = s->to->y + s->to->size_pt.height;
  double dx = x < s->to->x ? s->to->x - x : x > right ? x - right : 0;
  double dy = y < s->to->y ? s->to->y - y : y > bottom ? y - bottom : 0;
  if (!hr_layout_edge_has_dot (s->arrow))
    return (dx + dy) * s->shared;
  guint turns = 0;
  if (x < s->to->x)
    turns = turns_to ((HrDirection)(state % 4), HR_EAST, dy <= 0);
  else if (x > right)
    turns = turns_to ((HrDirection)(state % 4), HR_WEST, dy <= 0);
  return (dx + dy) * s->shared + turns * BEND_COST;
}

static void reach (HrSearch *s, guint node, HrDirection direction, double cost, guint parent)
{
  guint state = node * 4 + direction;
  if (s->stamp[state] == s->now && (double)s->cost[state] <= cost)
    return;
  s->stamp[state] = s->now;
  s->cost[state] = (float)cost;
  s->parent[state] = parent;
  hr_heap_push (s->heap, (HrHeapEntry){ cost + estimate (s, state), s->serial++, state });
}

/* A node inside its own place's margin, or in nobody's. */
static gboolean is_open (const HrSearch *s, guint node)
{
  guint32 owner = s->grid->owner[node];
  if (owner == HR_GRID_SHELF)
    return s->from->band == HR_BAND_SHELF || s->to->band == HR_BAND_SHELF;
  return owner == HR_GRID_FREE || owner == s->arrow->from + 1 || owner == s->arrow->to + 1;
}

/* A link back to the one before leaves to the left. */
static void start_leftward (HrSearch *s)
{
  guint i = hr_grid_find_x (s->grid, s->from->x - 0.5),
        j = hr_grid_find_y (s->grid, s->from->y + s->arrow->dot.y - 0.05);
  if (i > 0 && is_open (s, hr_grid_node (s->grid, i - 1, j)))
    reach (s, hr_grid_node (s->grid, i - 1, j), HR_WEST, 0, NO_STATE);
}

static void start_at_dot (HrSearch *s)
{
  guint i = hr_grid_find_x (s->grid, s->from->x + s->from->size_pt.width + 0.5);
  guint j = hr_grid_find_y (s->grid, s->from->y + s->arrow->dot.y - 0.05);
  if (i < s->grid->nx && is_open (s, hr_grid_node (s->grid, i, j)))
    reach (s, hr_grid_node (s->grid, i, j), HR_EAST, 0, NO_STATE);
}

/* A type arrow leaves upwards; to the side or downwards where that is better. */
static void start_at_border (HrSearch *s)
{
  const HrGrid *grid = s->grid;
  double right = s->from->x + s->from->size_pt.width, bottom = s->from->y + s->from->size_pt.height;
  guint above = hr_grid_find_y (grid, s->from->y) - 1, below = hr_grid_find_y (grid, bottom + 0.5);
  double middle = s->from->x + MIN (100, s->arrow->from_width_pt / 2);
  for (guint i = hr_grid_find_x (grid, s->from->x + CORNER_PT);
       i < grid->nx && grid->xs[i].at <= s->from->x + s->arrow->from_width_pt - CORNER_PT; i++) {
    double off = OFF_CENTRE_COST * fabs (grid->xs[i].at - middle);
    if (above < grid->ny && is_open (s, hr_grid_node (grid, i, above)))
      reach (s, hr_grid_node (grid, i, above), HR_NORTH, off, NO_STATE);
    /* Under a pill stands its label. */
    if (!s->from->pill && below < grid->ny && is_open (s, hr_grid_node (grid, i, below)))
      reach (s, hr_grid_node (grid, i, below), HR_SOUTH, SIDE_COST + off, NO_STATE);
  }
  guint beside = hr_grid_find_x (grid, right + 0.5);
  for (guint j = hr_grid_find_y (grid, s->from->y + PORT_CORNER_PT);
       j < grid->ny && grid->ys[j] <= s->from->y + s->arrow->from_height_pt - PORT_CORNER_PT; j++)
    if (beside < grid->nx && is_open (s, hr_grid_node (grid, beside, j)))
      reach (s, hr_grid_node (grid, beside, j), HR_EAST,
             SIDE_COST + SIDE_OFF_COST * fabs (grid->ys[j] - s->from->y - EASY_PT), NO_STATE);
}

static void offer_goal (HrSearch *s, guint state, HrDirection turn, double extra)
{
  HrDirection arrival = (HrDirection)(state % 4);
  if (hr_direction_back (arrival) == turn)
    return;
  double cost = (double)s->cost[state] + node_cost (s, state / 4, arrival, turn) + extra;
  if (cost >= (double)s->goal_cost)
    return;
  s->goal_cost = (float)cost;
  s->goal = state;
  s->goal_turn = turn;
  s->goal_extra = extra;
}

/* Whether @y is where an arrow may reach the target from the side. */
static gboolean is_port (const HrSearch *s, double y)
{
  double middle = s->to->y + s->arrow->to_height_pt / 2;
  if (s->to->pill)
    return fabs (y - middle) <= PILL_PORT_PT;
  return y >= s->to->y + PORT_CORNER_PT && y <= s->to->y + s->arrow->to_height_pt - PORT_CORNER_PT;
}

/* The last stretch has to hold the head and a rounded corner. */
static double short_cost (double stretch_pt)
{
  return stretch_pt < HEAD_PT ? SHORT_COST : 0;
}

/* What the height at which an arrow arrives costs: near the middle is best, at a card's corner it looks lost. */
static double port_cost (const HrSearch *s, double y)
{
  double middle = s->to->y + s->arrow->to_height_pt / 2, off = fabs (y - middle);
  if (s->to->pill)
    return PILL_OFF_CENTRE_COST * off;
  double from_corner = s->arrow->to_height_pt / 2 - off;
  return OFF_CENTRE_COST * off + (from_corner < EASY_PT ? CORNER_COST * (EASY_PT - from_corner) : 0);
}

static void try_sides (HrSearch *s, guint state, gboolean reference)
{
  const HrGrid *grid = s->grid;
  guint i = state / 4 % grid->nx, j = state / 4 / grid->nx;
  if (!is_port (s, grid->ys[j]))
    return;
  double right = s->to->x + s->to->size_pt.width, extra = port_cost (s, grid->ys[j]);
  gboolean behind = s->to->column <= s->from->column;
  double x = grid->xs[i].at;
  if (x < s->to->x && (i + 1 == grid->nx || grid->xs[i + 1].at >= s->to->x))
    offer_goal (s, state, HR_EAST, extra + s->to->x - x + (reference ? 0 : LEFT_COST + short_cost (s->to->x - x)));
  if (x > right && (i == 0 || grid->xs[i - 1].at <= right))
    offer_goal (s, state, HR_WEST,
                extra + x - right +
                    (!reference ? SIDE_COST + short_cost (x - right)
                     : behind   ? BACK_COST
                                : AWAY_COST));
}

static double head_cost (double stretch_pt)
{
  return SHARED_LENGTH * stretch_pt + short_cost (stretch_pt);
}

static void try_ends (HrSearch *s, guint state)
{
  const HrGrid *grid = s->grid;
  guint i = state / 4 % grid->nx, j = state / 4 / grid->nx;
  double x = grid->xs[i].at, bottom = s->to->y + s->to->size_pt.height;
  if (x < s->to->x + CORNER_PT || x > s->to->x + s->arrow->to_width_pt - CORNER_PT)
    return;
  if (grid->ys[j] > bottom && (j == 0 || grid->ys[j - 1] <= bottom))
    offer_goal (s, state, HR_NORTH, head_cost (grid->ys[j] - bottom));
  if (grid->ys[j] < s->to->y && (j + 1 == grid->ny || grid->ys[j + 1] >= s->to->y))
    offer_goal (s, state, HR_SOUTH, SIDE_COST + head_cost (s->to->y - grid->ys[j]));
}

static gboolean runs_with_kin (const HrSearch *s, guint node, HrDirection direction)
{
  for (guint link = s->grid->uses[node]; link;) {
    const HrGridUse *use = &g_array_index (s->grid->pool, HrGridUse, link - 1);
    link = use->next;
    if (use->mask & 1u << direction && hr_grid_meet (s->grid, s->edge, use->edge) == HR_MEET_JOIN)
      return TRUE;
  }
  return FALSE;
}

/* What the way from @node to @next, its neighbour in @departure, costs. */
static double way_cost (const HrSearch *s, guint node, guint next, HrDirection departure)
{
  const HrGrid *grid = s->grid;
  double length = fabs (grid->xs[next % grid->nx].at - grid->xs[node % grid->nx].at) +
                  fabs (grid->ys[next / grid->nx] - grid->ys[node / grid->nx]);
  return s->shared < 1 && runs_with_kin (s, node, departure) ? s->shared * length : length;
}

/* Whether the arrow may run level on line @j. */
static gboolean may_run_on (const HrSearch *s, guint j)
{
  double y = s->grid->ys[j];
  if (s->grid->open[j] || (y > s->to->y && y < s->to->y + s->arrow->to_height_pt))
    return TRUE;
  if (hr_layout_edge_has_dot (s->arrow))
    return ABS (y - s->from->y - s->arrow->dot.y) < 0.2;
  return y > s->from->y && y < s->from->y + s->arrow->from_height_pt;
}

/* To the next node in @departure, when arrows may run there. */
static void step (HrSearch *s, guint state, HrDirection departure)
{
  static const int dx[] = { 1, 0, -1, 0 }, dy[] = { 0, 1, 0, -1 };
  const HrGrid *grid = s->grid;
  guint node = state / 4, i = node % grid->nx + (guint)dx[departure], j = node / grid->nx + (guint)dy[departure];
  gboolean upright = departure == HR_NORTH || departure == HR_SOUTH;
  gboolean reference = hr_layout_edge_has_dot (s->arrow);
  /* Unsigned: one step before the first line is beyond the last. */
  if (i < s->left || i >= s->right || j < s->top || j >= s->bottom ||
      (upright && reference && grid->xs[i].channel < 0 && s->arrow->from != s->arrow->to))
    return;
  if (upright && s->sparse && grid->xs[i].channel >= 0 && grid->xs[i].track % 2 == 0)
    return;
  if (!upright && !may_run_on (s, j))
    return;
  guint next = hr_grid_node (grid, i, j);
  if (!is_open (s, next))
    return;
  /* In its own margin an arrow goes straight in or straight out. */
  HrDirection arrival = (HrDirection)(state % 4);
  if (grid->owner[node] != HR_GRID_FREE && grid->owner[node] != HR_GRID_SHELF && arrival != departure)
    return;
  double cost = (double)s->cost[state] + way_cost (s, node, next, departure);
  reach (s, next, departure, cost + node_cost (s, node, arrival, departure), state);
}

static void build_route (const HrSearch *s, HrRoute *route)
{
  g_array_set_size (route->nodes, 0);
  route->last = s->goal_turn;
  for (guint state = s->goal; state != NO_STATE; state = s->parent[state]) {
    guint node = state / 4;
    g_array_prepend_val (route->nodes, node);
    route->first = (HrDirection)(state % 4);
    if (s->parent[state] == NO_STATE)
      route->ends_cost = (double)s->cost[state] + s->goal_extra;
  }
}

/* Looks only near the two ends (@wide: everywhere). */
static void set_window (HrSearch *s, gboolean wide)
{
  const HrGrid *grid = s->grid;
  s->left = s->top = 0;
  s->right = grid->nx;
  s->bottom = grid->ny;
  if (wide)
    return;
  double left = MIN (s->from->x, s->to->x), top = MIN (s->from->y, s->to->y);
  double right = MAX (s->from->x + s->from->size_pt.width, s->to->x + s->to->size_pt.width);
  double bottom = MAX (s->from->y + s->from->size_pt.height, s->to->y + s->to->size_pt.height);
  s->left = hr_grid_find_x (grid, left - WINDOW_PT);
  s->right = hr_grid_find_x (grid, right + WINDOW_PT);
  s->top = hr_grid_find_y (grid, top - WINDOW_PT);
  s->bottom = hr_grid_find_y (grid, bottom + WINDOW_PT);
}

static gboolean search_window (HrSearch *s, gboolean wide)
{
  gboolean reference = hr_layout_edge_has_dot (s->arrow);
  set_window (s, wide);
  s->now++;
  s->serial = 0;
  s->goal_cost = (float)s->most;
  g_array_set_size (s->heap, 0);
  if (s->arrow->leftward)
    start_leftward (s);
  else if (reference)
    start_at_dot (s);
  else
    start_at_border (s);
  while (s->heap->len > 0) {
    HrHeapEntry entry = hr_heap_pop (s->heap);
    guint state = entry.item;
    s->work++;
    if (entry.key >= (double)s->goal_cost)
      break;
    if (entry.key > (double)s->cost[state] + estimate (s, state) + 0.01)
      continue;
    try_sides (s, state, reference);
    if (!reference)
      try_ends (s, state);
    for (guint d = 0; d < 4; d++)
      if ((HrDirection)d != hr_direction_back ((HrDirection)(state % 4)))
        step (s, state, (HrDirection)d);
  }
  return s->goal_cost < (float)s->most;
}

guint64 hr_search_work (const HrSearch *s)
{
  return s->work;
}

void hr_search_set_sparse (HrSearch *s, gboolean sparse)
{
  s->sparse = sparse;
}

static void take_edge (HrSearch *s, guint edge, double conflict)
{
  s->edge = edge;
  s->conflict = conflict;
  s->arrow = hr_layout_graph_edge (s->grid->graph, edge);
  s->from = hr_layout_graph_place (s->grid->graph, s->arrow->from);
  s->to = hr_layout_graph_place (s->grid->graph, s->arrow->to);
  s->shared = !hr_layout_edge_has_dot (s->arrow) ? SHARED_LENGTH : s->incoming[s->arrow->to] > 1 ? JOINED_LENGTH : 1;
}

gboolean hr_search_run (HrSearch *s, guint edge, double conflict, gboolean wide, double most, HrRoute *route)
{
  s->most = MIN (most, (double)G_MAXFLOAT);
  take_edge (s, edge, conflict);
  gboolean found = (!wide && search_window (s, FALSE)) || ((wide || most >= G_MAXDOUBLE) && search_window (s, TRUE));
  if (found)
    build_route (s, route);
  return found;
}

static HrDirection direction_between (const HrGrid *grid, guint a, guint b)
{
  guint ai = a % grid->nx, bi = b % grid->nx;
  if (ai != bi)
    return bi > ai ? HR_EAST : HR_WEST;
  return b > a ? HR_SOUTH : HR_NORTH;
}

guint hr_route_mask (const HrGrid *grid, const HrRoute *route, guint index)
{
  guint node = g_array_index (route->nodes, guint, index);
  HrDirection arrival = route->first, departure = route->last;
  if (index > 0)
    arrival = direction_between (grid, g_array_index (route->nodes, guint, index - 1), node);
  if (index + 1 < route->nodes->len)
    departure = direction_between (grid, node, g_array_index (route->nodes, guint, index + 1));
  return mask_of (arrival, departure);
}

double hr_search_cost (HrSearch *s, guint edge, double conflict, const HrRoute *route)
{
  take_edge (s, edge, conflict);
  double cost = route->ends_cost;
  HrDirection arrival = route->first;
  for (guint k = 0; k < route->nodes->len; k++) {
    gboolean last = k + 1 == route->nodes->len;
    guint node = g_array_index (route->nodes, guint, k),
          next = last ? node : g_array_index (route->nodes, guint, k + 1);
    HrDirection departure = last ? route->last : direction_between (s->grid, node, next);
    cost += node_cost (s, node, arrival, departure) + (last ? 0 : way_cost (s, node, next, departure));
    arrival = departure;
  }
  return cost;
}

guint hr_route_count_conflicts (HrGrid *grid, const HrRoute *route, guint edge, double history)
{
  guint total = 0;
  for (guint k = 0; k < route->nodes->len; k++) {
    guint node = g_array_index (route->nodes, guint, k), mask = hr_route_mask (grid, route, k), conflicts = 0;
    meeting_cost (grid, edge, node, mask, &conflicts);
    nearness_cost (grid, edge, node % grid->nx, node / grid->nx, mask, &conflicts);
    if (conflicts > 0)
      grid->history[node] += (float)history;
    total += conflicts;
  }
  return total;
}

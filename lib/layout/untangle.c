/* Routes that were laid one by one cross where two laid together need not: the arrows to two objects whose arrows cross
 * are taken up together, and laid again in one order and in the other, until the work that this is worth is done. */
#include "layout/route.h"

#include <string.h>

#define MOST_PASSES 3
#define MOST_WORK 400000  /* states looked at in all */
#define CONFLICT_COST 1e6 /* more than any group of arrows costs */
#define LEAST_GAIN 1.0

typedef struct {
  HrRouting *routing;
  GPtrArray *groups; /* GArray of guint edges that go to one object, in the order in which they are laid */
  guint *group;      /* edge → its group */
  GArray *taken;     /* guint edges taken up */
  GPtrArray *kept;   /* their routes (GArray of guint nodes), should nothing better be found */
  guint64 until;     /* it has worked as much as it may when the search has */
} Untangling;

static GArray *peek_group (const Untangling *u, guint group)
{
  return g_ptr_array_index (u->groups, group);
}

static gboolean may_go_on (const Untangling *u)
{
  return hr_search_work (u->routing->search) < u->until;
}

static void find_groups (Untangling *u, const guint *order)
{
  const HrLayoutGraph *graph = u->routing->grid->graph;
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < u->routing->n; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, order[i]);
    gpointer key = GUINT_TO_POINTER (edge->to * 4 + edge->kind + 1);
    guint found = GPOINTER_TO_UINT (g_hash_table_lookup (known, key));
    if (found == 0) {
      g_ptr_array_add (u->groups, g_array_new (FALSE, FALSE, sizeof (guint)));
      found = u->groups->len;
      g_hash_table_insert (known, key, GUINT_TO_POINTER (found));
    }
    u->group[order[i]] = found - 1;
    g_array_append_val (peek_group (u, found - 1), order[i]);
  }
}

/* Two groups of which some arrows cross. */
typedef struct {
  guint a, b;
} Pair;

static gint compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *x = a, *y = b;
  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : x->b > y->b;
}

static void add_crossed (const Untangling *u, guint edge, GArray *pairs)
{
  const HrGrid *grid = u->routing->grid;
  const HrRoute *route = &u->routing->routes[edge];
  for (guint k = 0; k < route->nodes->len; k++) {
    guint mask = hr_route_mask (grid, route, k);
    for (guint link = grid->uses[g_array_index (route->nodes, guint, k)]; link;) {
      const HrGridUse *use = &g_array_index (grid->pool, HrGridUse, link - 1);
      link = use->next;
      Pair pair = { u->group[edge], u->group[use->edge] };
      if (pair.a < pair.b && !(use->mask & mask) && hr_grid_meet (grid, edge, use->edge) != HR_MEET_FREELY)
        g_array_append_val (pairs, pair);
    }
  }
}

/* Each once. */
static GArray *find_crossed (const Untangling *u)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Pair));
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  for (guint edge = 0; edge < u->routing->n; edge++)
    add_crossed (u, edge, all);
  g_array_sort (all, compare_pairs);
  for (guint i = 0; i < all->len; i++) {
    Pair pair = g_array_index (all, Pair, i);
    if (i == 0 || compare_pairs (&pair, &g_array_index (all, Pair, i - 1)) != 0)
      g_array_append_val (pairs, pair);
  }
  return pairs;
}

/* What the routes in hand cost, laid one after the other: crossings among them count once. */
static double lay_as_they_are (Untangling *u)
{
  double cost = 0;
  for (guint i = 0; i < u->taken->len; i++) {
    guint edge = g_array_index (u->taken, guint, i);
    cost += hr_search_cost (u->routing->search, edge, CONFLICT_COST, &u->routing->routes[edge]);
    hr_routing_put (u->routing, edge);
  }
  return cost;
}

static void take_up (Untangling *u)
{
  for (guint i = 0; i < u->taken->len; i++)
    hr_routing_take (u->routing, g_array_index (u->taken, guint, i));
}

/* Lays the routes in hand anew; stops when they cost more than @most. */
static double lay_anew (Untangling *u, double most)
{
  double cost = 0;
  for (guint i = 0; i < u->taken->len; i++) {
    guint edge = g_array_index (u->taken, guint, i);
    if (cost < most &&
        hr_search_run (u->routing->search, edge, CONFLICT_COST, FALSE, most - cost, &u->routing->routes[edge]))
      cost += hr_search_cost (u->routing->search, edge, CONFLICT_COST, &u->routing->routes[edge]);
    else
      cost = G_MAXDOUBLE;
    hr_routing_put (u->routing, edge);
  }
  return cost;
}

typedef struct {
  guint edge;
  HrRoute route;
} Kept;

static void keep (Untangling *u)
{
  g_ptr_array_set_size (u->kept, 0);
  for (guint i = 0; i < u->taken->len; i++) {
    const HrRoute *route = &u->routing->routes[g_array_index (u->taken, guint, i)];
    Kept *kept = g_new (Kept, 1);
    *kept = (Kept){ g_array_index (u->taken, guint, i), *route };
    kept->route.nodes = g_array_copy (route->nodes);
    g_ptr_array_add (u->kept, kept);
  }
}

static void free_kept (gpointer data)
{
  Kept *kept = data;
  g_array_unref (kept->route.nodes);
  g_free (kept);
}

static void restore (Untangling *u)
{
  take_up (u);
  for (guint i = 0; i < u->kept->len; i++) {
    Kept *kept = g_ptr_array_index (u->kept, i);
    HrRoute *route = &u->routing->routes[kept->edge];
    g_array_unref (route->nodes);
    *route = kept->route;
    route->nodes = g_array_ref (kept->route.nodes);
    hr_routing_put (u->routing, kept->edge);
  }
}

/* Whether the arrows of @first, then those of @second, laid anew cost less than they do. */
static gboolean try_order (Untangling *u, guint first, guint second)
{
  const GArray *groups[] = { peek_group (u, first), peek_group (u, second) };
  g_array_set_size (u->taken, 0);
  for (guint i = 0; i < (first == second ? 1 : 2); i++)
    g_array_append_vals (u->taken, groups[i]->data, groups[i]->len);
  keep (u);
  take_up (u);
  double old = lay_as_they_are (u);
  take_up (u);
  double now = lay_anew (u, old - LEAST_GAIN);
  if (now < old - LEAST_GAIN)
    return TRUE;
  restore (u);
  return FALSE;
}

static gboolean untangle_all (Untangling *u)
{
  gboolean better = FALSE;
  g_autoptr (GArray) pairs = find_crossed (u);
  g_autofree guint8 *crossed = g_new0 (guint8, u->groups->len + 1);
  for (guint i = 0; i < pairs->len; i++)
    crossed[g_array_index (pairs, Pair, i).a] = crossed[g_array_index (pairs, Pair, i).b] = 1;
  for (guint i = 0; i < u->groups->len && may_go_on (u); i++)
    better |= crossed[i] && try_order (u, i, i);
  for (guint i = 0; i < pairs->len && may_go_on (u); i++) {
    const Pair *pair = &g_array_index (pairs, Pair, i);
    better |= try_order (u, pair->a, pair->b);
    better |= try_order (u, pair->b, pair->a);
  }
  return better;
}

void hr_routing_untangle (HrRouting *routing, const guint *order)
{
  /* what was paid for conflicts has no more to say: there are none */
  memset (routing->grid->history, 0, sizeof (float) * routing->grid->nx * routing->grid->ny);
  Untangling u = { routing,
                   g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref),
                   g_new0 (guint, routing->n + 1),
                   g_array_new (FALSE, FALSE, sizeof (guint)),
                   g_ptr_array_new_with_free_func (free_kept),
                   hr_search_work (routing->search) + MOST_WORK };
  find_groups (&u, order);
  for (guint pass = 0; pass < MOST_PASSES && may_go_on (&u) && untangle_all (&u); pass++)
    ;
  g_ptr_array_unref (u.groups);
  g_free (u.group);
  g_array_unref (u.taken);
  g_ptr_array_unref (u.kept);
}

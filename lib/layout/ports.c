/* Ports at the left sides of cards: straight where an arrow can be, the others around the middle, in the order in which
 * they come. */
#include <math.h>

#include "layout/sheet.h"

#define PORT_STEP_PT 10.0
#define STRAIGHT_SAY 1e6
#define EDGE_PT 7.0
#define MOST_SHIFT_PT 12.0

/* A net that arrives at the left of one place, and at what y. */
typedef struct {
  guint net;
  double from, wanted, weight;
} Arrival;

static gint compare_arrivals (gconstpointer a, gconstpointer b)
{
  const Arrival *x = a, *y = b;
  if (x->from < y->from || x->from > y->from)
    return x->from < y->from ? -1 : 1;
  return x->net < y->net ? -1 : x->net > y->net;
}

typedef struct {
  double sum, weight;
  guint first;
} Pool;

/* Ports of the nets in @arrivals, from top to bottom: at what they want, a step apart at least (isotonic regression).
 */
static void spread_ports (const HrSheet *sheet, GArray *arrivals)
{
  guint n = arrivals->len, pools = 0;
  g_autofree Pool *pool = g_new (Pool, n + 1);
  const HrSheetNet *any = hr_sheet_net (sheet, g_array_index (arrivals, Arrival, 0).net);
  double low = any->low_y, high = any->high_y, step = n > 1 ? MIN (PORT_STEP_PT, (high - low) / (n - 1)) : 0;
  for (guint i = 0; i < n; i++) {
    const Arrival *arrival = &g_array_index (arrivals, Arrival, i);
    pool[pools++] = (Pool){ (arrival->wanted - i * step) * arrival->weight, arrival->weight, i };
    while (pools > 1 && pool[pools - 2].sum / pool[pools - 2].weight >= pool[pools - 1].sum / pool[pools - 1].weight) {
      pool[pools - 2].sum += pool[pools - 1].sum;
      pool[pools - 2].weight += pool[pools - 1].weight;
      pools--;
    }
  }
  for (guint p = 0; p < pools; p++)
    for (guint i = pool[p].first; i < (p + 1 < pools ? pool[p + 1].first : n); i++) {
      const Arrival *arrival = &g_array_index (arrivals, Arrival, i);
      double y = CLAMP (pool[p].sum / pool[p].weight, low, high - (n - 1) * step) + i * step;
      gboolean straight = arrival->weight > 1 && fabs (y - arrival->wanted) < 0.5;
      hr_sheet_net (sheet, arrival->net)->port_y = straight ? arrival->wanted : y;
    }
}

/* The same where arrows leave at the left, too: first those that come straight. */
static void take_ports (HrSheet *sheet, const GArray *arrivals)
{
  guint n = arrivals->len;
  for (guint i = 0; i < 2 * n; i++) {
    const Arrival *arrival = &g_array_index (arrivals, Arrival, i < n ? i : i - n);
    if ((arrival->weight > 1) != (i < n))
      continue;
    HrSheetNet *net = hr_sheet_net (sheet, arrival->net);
    GArray *used = sheet->left_used[net->to];
    if (hr_sheet_port_is_free (used, arrival->wanted)) {
      net->port_y = arrival->wanted;
      g_array_append_val (used, net->port_y);
    } else {
      net->port_y =
          hr_sheet_take_port (used, net->low_y + net->high_y, hr_layout_graph_place (sheet->graph, net->to)->pill);
    }
  }
}

/* A port at the right moves by a little to where its arrow comes straight, when nothing else leaves or arrives there.
 */
static void straighten_right (HrSheet *sheet, HrSheetNet *net)
{
  double old = net->port_y;
  double y = hr_sheet_item (sheet, net->first_pass)->y - hr_sheet_y (sheet, net->to, 0);
  GArray *used = sheet->right_used[net->to];
  if (fabs (y - old) < 0.01 || fabs (y - old) > MOST_SHIFT_PT || y < EDGE_PT || y > net->high_y)
    return;
  for (guint i = 0; i < used->len; i++) {
    double other = g_array_index (used, double, i);
    if (fabs (other - old) > 0.01 && fabs (other - y) < EDGE_PT)
      return;
  }
  for (guint i = 0; i < used->len; i++)
    if (fabs (g_array_index (used, double, i) - old) < 0.01)
      g_array_index (used, double, i) = y;
  net->port_y = y;
}

/* Where a net comes from in the channel from which it reaches its target: on average, and from how many places. */
static double find_origin (const HrSheet *sheet, const HrSheetNet *net, guint *n)
{
  double sum = 0;
  *n = 0;
  if (net->n_pass > 0) {
    guint nearest = net->back ? net->first_pass : net->first_pass + net->n_pass - 1;
    sum = hr_sheet_item (sheet, nearest)->y;
    *n = 1;
  }
  for (guint i = 0; i < net->edges->len; i++) {
    guint edge = g_array_index (net->edges, guint, i);
    const HrSheetStart *start = &sheet->starts[edge];
    if (start->outer || start->channel != net->channel)
      continue;
    sum += hr_sheet_y (sheet, hr_layout_graph_edge (sheet->graph, edge)->from, start->start_y);
    (*n)++;
  }
  return *n > 0 ? sum / *n : G_MAXDOUBLE;
}

static Arrival make_arrival (const HrSheet *sheet, guint index)
{
  const HrSheetNet *net = hr_sheet_net (sheet, index);
  guint n = 0;
  double from = find_origin (sheet, net, &n);
  Arrival arrival = { index, n > 0 ? from - hr_sheet_y (sheet, net->to, 0) : from, (net->low_y + net->high_y) / 2, 1 };
  if (n == 1 && arrival.from >= net->low_y && arrival.from <= net->high_y) {
    arrival.wanted = arrival.from;
    arrival.weight = STRAIGHT_SAY;
  }
  return arrival;
}

void hr_sheet_place_ports (HrSheet *sheet)
{
  guint n = sheet->nets->len;
  g_autoptr (GArray) arrivals = g_array_new (FALSE, FALSE, sizeof (Arrival));
  for (guint i = 0; i < n; i++) {
    HrSheetNet *net = hr_sheet_net (sheet, i);
    if (net->at_right) {
      if (net->n_pass > 0)
        straighten_right (sheet, net);
      continue;
    }
    Arrival arrival = make_arrival (sheet, i);
    g_array_append_val (arrivals, arrival);
    if (i + 1 < n && hr_sheet_net (sheet, i + 1)->to == net->to && !hr_sheet_net (sheet, i + 1)->at_right)
      continue;
    g_array_sort (arrivals, compare_arrivals);
    if (sheet->left_used[net->to])
      take_ports (sheet, arrivals);
    else
      spread_ports (sheet, arrivals);
    g_array_set_size (arrivals, 0);
  }
}

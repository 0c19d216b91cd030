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

/* A port at the right moves by a little to where its arrow comes straight, when nothing else leaves or arrives there.
 */
static void straighten_right (HrSheet *sheet, const HrSheetLink *link)
{
  HrSheetNet *net = hr_sheet_net (sheet, link->net);
  double y = hr_sheet_y (sheet, link->b, 0) - hr_sheet_y (sheet, net->to, 0), old = net->port_y;
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

void hr_sheet_place_ports (HrSheet *sheet)
{
  guint n = sheet->nets->len;
  g_autofree double *sum = g_new0 (double, n + 1);
  g_autofree guint *count = g_new0 (guint, n + 1);
  for (guint i = 0; i < sheet->links->len; i++) {
    const HrSheetLink *link = &g_array_index (sheet->links, HrSheetLink, i);
    const HrSheetNet *net = hr_sheet_net (sheet, link->net);
    if (net->from_right && link->a == net->to &&
        hr_sheet_item (sheet, link->b)->column > hr_sheet_item (sheet, net->to)->column)
      straighten_right (sheet, link);
    if (link->b != net->to || net->from_right)
      continue;
    sum[link->net] += hr_sheet_y (sheet, link->a, link->a_y);
    count[link->net]++;
  }
  g_autoptr (GArray) arrivals = g_array_new (FALSE, FALSE, sizeof (Arrival));
  for (guint i = 0; i < n; i++) {
    const HrSheetNet *net = hr_sheet_net (sheet, i);
    if (net->from_right)
      continue;
    double middle = (net->low_y + net->high_y) / 2, top = hr_sheet_y (sheet, net->to, 0);
    Arrival arrival = { i, count[i] > 0 ? sum[i] / count[i] - top : G_MAXDOUBLE, middle, 1 };
    if (count[i] == 1 && arrival.from >= net->low_y && arrival.from <= net->high_y) {
      arrival.wanted = arrival.from;
      arrival.weight = STRAIGHT_SAY;
    }
    g_array_append_val (arrivals, arrival);
    if (i + 1 < n && hr_sheet_net (sheet, i + 1)->to == net->to && !hr_sheet_net (sheet, i + 1)->from_right)
      continue;
    g_array_sort (arrivals, compare_arrivals);
    spread_ports (sheet, arrivals);
    g_array_set_size (arrivals, 0);
  }
}

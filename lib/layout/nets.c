/* Which arrows are one net. An arrow has a net, and so a port, of its own as long as its target has ports enough;
 * beyond that all of one kind that arrive at one side join. */
#include <math.h>

#include "layout/sheet.h"

#define CORNER_PT 10.0 /* nearest to a card's corner that an arrow may arrive at the left, */
#define EDGE_PT 7      /* or leave or arrive at the right */
#define PORT_STEP_PT 10.0
#define MOST_PORTS 8
#define HEADER_PT 14.0    /* middle of a header, where no dot is */
#define PILL_REACH_PT 8.0 /* from the middle of a pill, whose ends are round */
#define PILL_PORTS 3
#define MOST_PASSES 32 /* an arrow from farther away takes a line below everything, unless it runs between rows */
#define PASS_WEIGHT 4.0
#define CARD_WEIGHT 2.0
#define STACK_WEIGHT 1.0
#define TYPE_WEIGHT 0.3
#define BACK_WEIGHT 0.3

typedef struct {
  HrSheet *sheet;
  guint *first, *order; /* place → its incoming edges within order; one more at the end */
  GArray *channel;      /* guint, of each link */
} Nets;

static guint column_of (const Nets *n, guint place)
{
  return hr_layout_graph_place (n->sheet->graph, place)->column;
}

static void index_incoming (Nets *n)
{
  const HrLayoutGraph *graph = n->sheet->graph;
  n->first = g_new0 (guint, graph->places->len + 2);
  n->order = g_new (guint, graph->edges->len + 1);
  for (guint i = 0; i < graph->edges->len; i++)
    n->first[hr_layout_graph_edge (graph, i)->to + 2]++;
  for (guint i = 2; i < graph->places->len + 2; i++)
    n->first[i] += n->first[i - 1];
  for (guint i = 0; i < graph->edges->len; i++)
    n->order[n->first[hr_layout_graph_edge (graph, i)->to + 1]++] = i;
}

static GArray *peek_used (GArray **used, guint place)
{
  if (!used[place])
    used[place] = g_array_new (FALSE, FALSE, sizeof (double));
  return used[place];
}

static GArray *peek_right (Nets *n, guint place)
{
  return peek_used (n->sheet->right_used, place);
}

static double nearest (const GArray *used, double y)
{
  double best = G_MAXDOUBLE;
  for (guint i = 0; i < used->len; i++)
    best = MIN (best, fabs (g_array_index (used, double, i) - y));
  return best;
}

/* A y at the right side of a card of @height_pt as far from those in @used as can be, the header's middle first; it is
 * then one of them. Negative when none is @clear_pt away from all. */
static double take_right (GArray *used, double height_pt, gboolean pill, double clear_pt)
{
  double low = pill ? height_pt / 2 - PILL_REACH_PT : EDGE_PT, high = height_pt - low, best = -1, best_off = clear_pt;
  double first = 2 * floor ((pill ? height_pt / 2 : MIN (HEADER_PT, height_pt / 2)) / 2);
  if (nearest (used, first) >= clear_pt && first <= high) {
    best = first;
  } else {
    for (int half = (int)ceil (low / 2); 2 * half <= high; half++) {
      double y = 2 * half, off = nearest (used, y);
      if (off > best_off - 0.01 && (best < 0 || off > best_off)) {
        best = y;
        best_off = off;
      }
    }
  }
  if (best >= 0)
    g_array_append_val (used, best);
  return best;
}

gboolean hr_sheet_port_is_free (const GArray *used, double y)
{
  return nearest (used, y) >= EDGE_PT;
}

/* However near to another, where it has to be. */
double hr_sheet_take_port (GArray *used, double height_pt, gboolean pill)
{
  for (int clear = EDGE_PT; clear > 0; clear--) {
    double y = take_right (used, height_pt, pill, clear);
    if (y >= 0)
      return y;
  }
  return height_pt / 2;
}

/* Dots first: they are where they are. Then type and base arrows; those of one slot leave at one point. */
static void place_starts (Nets *n)
{
  HrLayoutGraph *graph = n->sheet->graph;
  g_autoptr (GHashTable) of_slot = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    n->sheet->starts[i].channel = column_of (n, edge->from) - (edge->leftward ? 1 : 0);
  }
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    if (!hr_layout_edge_has_dot (edge))
      continue;
    n->sheet->starts[i].start_y = edge->dot.y;
    GArray *used = peek_used (edge->leftward ? n->sheet->left_used : n->sheet->right_used, edge->from);
    if (used->len == 0 || nearest (used, edge->dot.y) > 0.01)
      g_array_append_val (used, edge->dot.y);
  }
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    if (hr_layout_edge_has_dot (edge))
      continue;
    gpointer key = GUINT_TO_POINTER (edge->slot), known = g_hash_table_lookup (of_slot, key);
    gboolean pill = hr_layout_graph_place (graph, edge->from)->pill;
    n->sheet->starts[i].start_y = known ? n->sheet->starts[GPOINTER_TO_UINT (known) - 1].start_y
                                        : hr_sheet_take_port (peek_right (n, edge->from), edge->from_height_pt, pill);
    g_hash_table_insert (of_slot, key, GUINT_TO_POINTER (i + 1));
  }
}

/* An arrow comes to the side of its target that it reaches first; the one from a row of a list to the next begins that
 * row from the left. */
static gboolean arrives_at_right (const Nets *n, guint index)
{
  const HrLayoutEdge *edge = hr_layout_graph_edge (n->sheet->graph, index);
  const HrLayoutPlace *from = hr_layout_graph_place (n->sheet->graph, edge->from),
                      *to = hr_layout_graph_place (n->sheet->graph, edge->to);
  gboolean wraps = n->sheet->pinned && from->band == HR_BAND_HEAP && to->band == HR_BAND_HEAP &&
                   from->block == to->block && to->row > from->row;
  return n->sheet->starts[index].channel >= to->column && !wraps;
}

static guint arrival_channel (const Nets *n, guint index, gboolean at_right)
{
  const HrLayoutPlace *to = hr_layout_graph_place (n->sheet->graph, hr_layout_graph_edge (n->sheet->graph, index)->to);
  return at_right ? to->reach : to->column - 1;
}

static gboolean runs_back (const Nets *n, guint index, gboolean at_right)
{
  return n->sheet->starts[index].channel > arrival_channel (n, index, at_right);
}

static guint add_net (Nets *n, guint index, gboolean at_right)
{
  const HrLayoutEdge *edge = hr_layout_graph_edge (n->sheet->graph, index);
  HrSheetNet net = { .to = edge->to,
                     .kind = edge->kind,
                     .at_right = at_right,
                     .back = runs_back (n, index, at_right),
                     .channel = arrival_channel (n, index, at_right),
                     .first_pass = HR_NO_ITEM,
                     .low_y = 0,
                     .high_y = G_MAXDOUBLE,
                     .edges = g_array_new (FALSE, FALSE, sizeof (guint)) };
  hr_layout_life_init (&net.life);
  g_array_append_val (n->sheet->nets, net);
  return n->sheet->nets->len - 1;
}

static void join_net (Nets *n, guint index, guint edge_index)
{
  HrSheetNet *net = hr_sheet_net (n->sheet, index);
  const HrLayoutEdge *edge = hr_layout_graph_edge (n->sheet->graph, edge_index);
  g_array_append_val (net->edges, edge_index);
  hr_layout_life_merge (&net->life, &edge->life);
  n->sheet->starts[edge_index].net = index;
}

/* Nets for the arrows that arrive at one side of @place: one for those that are never there together, and one for all
 * type arrows. FALSE when that would be more than @most; nothing is then kept. @join_all: one for each kind. */
static gboolean make_side (Nets *n, guint place, gboolean at_right, guint most, gboolean join_all)
{
  guint first_net = n->sheet->nets->len;
  for (guint k = n->first[place]; k < n->first[place + 1]; k++) {
    guint index = n->order[k], found = HR_NO_ITEM;
    const HrLayoutEdge *edge = hr_layout_graph_edge (n->sheet->graph, index);
    if (arrives_at_right (n, index) != at_right)
      continue;
    gboolean joins = join_all || !hr_layout_edge_has_dot (edge);
    for (guint i = first_net; i < n->sheet->nets->len && found == HR_NO_ITEM; i++) {
      const HrSheetNet *net = hr_sheet_net (n->sheet, i);
      if (net->kind == edge->kind && net->back == runs_back (n, index, at_right) &&
          (joins || (!n->sheet->one_moment && !hr_layout_life_meets (&net->life, &edge->life, 0))))
        found = i;
    }
    if (found == HR_NO_ITEM && n->sheet->nets->len - first_net >= most && !join_all) {
      g_array_set_size (n->sheet->nets, first_net);
      return FALSE;
    }
    join_net (n, found == HR_NO_ITEM ? add_net (n, index, at_right) : found, index);
  }
  return TRUE;
}

/* The least height of @place while an arrow of its arrives, or leaves upwards. */
static double port_height (const Nets *n, guint place, gboolean at_right)
{
  double height = hr_layout_graph_place (n->sheet->graph, place)->port_height_pt;
  for (guint k = n->first[place]; k < n->first[place + 1]; k++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (n->sheet->graph, n->order[k]);
    if (arrives_at_right (n, n->order[k]) == at_right)
      height = height > 0 ? MIN (height, edge->to_height_pt) : edge->to_height_pt;
  }
  return height;
}

static void make_left (Nets *n, guint place)
{
  gboolean pill = hr_layout_graph_place (n->sheet->graph, place)->pill;
  double height = port_height (n, place, FALSE);
  double low = pill ? height / 2 - PILL_REACH_PT : MIN (CORNER_PT, height / 2), high = height - low;
  guint most = pill ? PILL_PORTS : MIN (MOST_PORTS, 1 + (guint)((high - low) / PORT_STEP_PT));
  guint first = n->sheet->nets->len;
  if (!make_side (n, place, FALSE, most, FALSE))
    (void)make_side (n, place, FALSE, most, TRUE);
  for (guint i = first; i < n->sheet->nets->len; i++) {
    hr_sheet_net (n->sheet, i)->low_y = low;
    hr_sheet_net (n->sheet, i)->high_y = high;
  }
}

/* Where the arrow of a net comes straight to the right side of a card of @height_pt; negative when it does not. */
static double straight_port (const Nets *n, const HrSheetNet *net, double height_pt)
{
  const HrLayoutGraph *graph = n->sheet->graph;
  guint index = g_array_index (net->edges, guint, 0);
  const HrLayoutEdge *edge = hr_layout_graph_edge (graph, index);
  if (!n->sheet->pinned || !edge->leftward || net->edges->len > 1 || n->sheet->starts[index].channel != net->channel)
    return -1;
  double y = hr_layout_graph_place (graph, edge->from)->y + edge->dot.y - hr_layout_graph_place (graph, net->to)->y;
  return y <= height_pt - EDGE_PT && hr_sheet_port_is_free (n->sheet->right_used[net->to], y) ? y : -1;
}

static void make_right (Nets *n, guint place)
{
  gboolean pill = hr_layout_graph_place (n->sheet->graph, place)->pill;
  double height = port_height (n, place, TRUE);
  GArray *used = peek_right (n, place);
  guint taken = used->len, most = 0, first = n->sheet->nets->len;
  while (most < MOST_PORTS && take_right (used, height, pill, EDGE_PT) >= 0)
    most++;
  g_array_set_size (used, taken);
  if (!make_side (n, place, TRUE, most, FALSE))
    (void)make_side (n, place, TRUE, most, TRUE);
  for (guint i = first; i < n->sheet->nets->len; i++) {
    HrSheetNet *net = hr_sheet_net (n->sheet, i);
    double straight = straight_port (n, net, height);
    if (straight >= EDGE_PT)
      g_array_append_val (used, straight);
    net->port_y = net->low_y = straight >= EDGE_PT ? straight : hr_sheet_take_port (used, height, pill);
    net->high_y = pill ? net->port_y : height - EDGE_PT;
  }
}

static void add_passes (Nets *n, guint index)
{
  HrSheetNet *net = hr_sheet_net (n->sheet, index);
  guint low = net->channel + 1, high = net->channel;
  for (guint k = 0; k < net->edges->len; k++) {
    HrSheetStart *start = &n->sheet->starts[g_array_index (net->edges, guint, k)];
    guint span = net->back ? start->channel - net->channel : net->channel - start->channel;
    start->outer = !n->sheet->pinned && span > MOST_PASSES;
    net->outer |= start->outer;
    if (start->outer)
      continue;
    if (net->back)
      high = MAX (high, start->channel);
    else
      low = MIN (low, start->channel + 1);
  }
  net->low_column = low;
  net->n_pass = high + 1 - low;
  net->first_pass = n->sheet->items->len;
  for (guint c = low; c <= high; c++) {
    HrSheetItem pass = { .column = c, .net = index, .gap = HR_SHEET_CARD_PT, .inside = HR_NO_ITEM };
    guint item = n->sheet->items->len;
    g_array_append_val (n->sheet->items, pass);
    g_array_append_val (hr_sheet_column (n->sheet, c), item);
  }
}

static void add_link (Nets *n, guint channel, HrSheetLink link)
{
  g_array_append_val (n->sheet->links, link);
  g_array_append_val (n->channel, channel);
}

static double weight_of (const Nets *n, const HrSheetNet *net, guint from)
{
  if (net->kind == HR_ARROW_TYPE || net->kind == HR_ARROW_BASE)
    return TYPE_WEIGHT;
  return hr_layout_graph_place (n->sheet->graph, from)->band == HR_BAND_STACK ? STACK_WEIGHT : CARD_WEIGHT;
}

/* To the left: from card to pass or target. Back: from card to the pass beside it, which is as far as its column goes.
 */
static void link_edge (Nets *n, const HrSheetNet *net, guint index)
{
  const HrSheetStart *start = &n->sheet->starts[index];
  guint from = hr_layout_graph_edge (n->sheet->graph, index)->from, column = column_of (n, from);
  guint next = net->at_right ? hr_sheet_pass (net, column) : hr_sheet_pass (net, column + 1);
  gboolean arrives = next == net->to;
  HrSheetLink link = { from,        next,      start->start_y, arrives ? net->low_y : 0, arrives ? net->high_y : 0,
                       BACK_WEIGHT, start->net };
  if (net->at_right)
    link.high_y = link.low_y;
  else
    link.weight = weight_of (n, net, from);
  if (!start->outer)
    add_link (n, column, link);
}

static void link_passes (Nets *n, guint index)
{
  const HrSheetNet *net = hr_sheet_net (n->sheet, index);
  for (guint c = net->low_column; c < net->low_column + net->n_pass; c++) {
    guint pass = hr_sheet_pass (net, c), next = hr_sheet_pass (net, net->at_right ? c - 1 : c + 1);
    gboolean arrives = next == net->to;
    HrSheetLink link = { pass, next, 0, arrives ? net->low_y : 0, arrives ? net->high_y : 0, PASS_WEIGHT, index };
    if (net->at_right)
      link = (HrSheetLink){ next, pass, arrives ? net->port_y : 0, 0, 0, PASS_WEIGHT, index };
    add_link (n, net->at_right ? c - 1 : c, link);
  }
}

/* Links in the order of their channels. */
static void sort_links (Nets *n)
{
  HrSheet *sheet = n->sheet;
  guint n_channels = sheet->columns->len;
  g_autofree guint *next = g_new0 (guint, n_channels + 1);
  g_autofree HrSheetLink *sorted = g_new (HrSheetLink, sheet->links->len + 1);
  for (guint i = 0; i < sheet->links->len; i++)
    sheet->first_link[g_array_index (n->channel, guint, i) + 1]++;
  for (guint c = 0; c < n_channels; c++) {
    sheet->first_link[c + 1] += sheet->first_link[c];
    next[c] = sheet->first_link[c];
  }
  for (guint i = 0; i < sheet->links->len; i++)
    sorted[next[g_array_index (n->channel, guint, i)]++] = g_array_index (sheet->links, HrSheetLink, i);
  for (guint i = 0; i < sheet->links->len; i++)
    g_array_index (sheet->links, HrSheetLink, i) = sorted[i];
}

void hr_sheet_make_nets (HrSheet *sheet)
{
  Nets n = { .sheet = sheet, .channel = g_array_new (FALSE, FALSE, sizeof (guint)) };
  guint n_places = sheet->graph->places->len;
  sheet->left_used = g_new0 (GArray *, n_places + 1);
  sheet->right_used = g_new0 (GArray *, n_places + 1);
  index_incoming (&n);
  place_starts (&n);
  for (guint place = 0; place < n_places; place++) {
    make_left (&n, place);
    make_right (&n, place);
  }
  for (guint i = 0; i < sheet->nets->len; i++)
    add_passes (&n, i);
  for (guint i = 0; i < sheet->nets->len && !sheet->pinned; i++) {
    const HrSheetNet *net = hr_sheet_net (sheet, i);
    for (guint k = 0; k < net->edges->len; k++)
      link_edge (&n, net, g_array_index (net->edges, guint, k));
    link_passes (&n, i);
  }
  sort_links (&n);
  g_free (n.first);
  g_free (n.order);
  g_array_unref (n.channel);
}

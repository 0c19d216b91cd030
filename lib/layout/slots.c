/* Slots of the upright stretches in one channel.
 *
 * Where a stretch from the left border to one wire lies on the line of a stretch from another wire to the right border,
 * the first wire has to stand left of the second, or the two would run together. Wires whose demands form a cycle are
 * split: a level stretch on a line of its own joins their two halves (Sander 2004; Schulze, Spönemann, von Hanxleden
 * 2014). Within what is left, the order is greedy by crossings: first what would cause fewest by standing left of all
 * that remain. Each wire then takes the first slot right of those before it that it would touch. */
#include <math.h>
#include <stdlib.h>

#include "layout/heap.h"
#include "layout/wires.h"

#define TOUCH_PT 5.0    /* nearer than this, two parallels are one to the eye */
#define CLEAR_PT 6.0    /* between a split's line and any other */
#define SPAN_PT 6.0     /* between the ends of two wires in one slot */
#define MOST_PAIRS 40   /* for each piece, and */
#define ANY_PAIRS 50000 /* whatever their number: more are too many to look at */

/* A wire, or the half of one that was split. */
typedef struct {
  guint wire, half;
  double low, high;
  guint first_left, n_left, first_right, n_right; /* y of its ends, in lists of their own */
  gint64 score; /* crossings that it would cause left of all, less those right of all */
  guint waits;  /* for so many that have to stand left of it */
  guint slot;
  gboolean placed;
} Piece;

typedef struct {
  guint other;
  gint64 diff; /* crossings when it stands left of the other, less those when it stands right of it */
} Pair;

typedef struct {
  guint left, right; /* wires, then pieces: one has to stand left of the other */
} Demand;

typedef struct {
  HrWires *wires;
  guint channel;
  GArray *list;   /* guint, its wires that are not flat */
  GArray *pieces; /* Piece */
  guint *piece;   /* place in list * 2 + half → piece */
  GArray *ys;     /* double, of all ends and splits, ascending */
  GArray *lefts, *rights;
  GArray *demands;
  guint *demand_first, *demand; /* piece → demands in which it is the left one */
  guint *pair_first;
  Pair *pairs;
} Slots;

static HrWire *wire_at (const Slots *s, guint i)
{
  return hr_wires_wire (s->wires, g_array_index (s->list, guint, i));
}

static const HrWireEnd *end_at (const Slots *s, const HrWire *wire, guint i)
{
  return &g_array_index (s->wires->ends, HrWireEnd, wire->first_end + i);
}

static gboolean lives_meet (const Slots *s, const HrWire *a, const HrWire *b)
{
  if (a->net == b->net || s->wires->sheet->one_moment)
    return TRUE;
  const HrSheetNet *one = hr_sheet_net (s->wires->sheet, a->net), *two = hr_sheet_net (s->wires->sheet, b->net);
  return hr_layout_life_meets (&one->life, &two->life, 0);
}

static gint compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* First of the ascending @ys that is at least @y. */
static guint find_y (const double *ys, guint n, double y)
{
  guint low = 0, high = n;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (ys[middle] < y)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void collect_wires (Slots *s)
{
  GArray *all = g_ptr_array_index (s->wires->channels, s->channel);
  for (guint i = 0; i < all->len; i++) {
    guint index = g_array_index (all, guint, i);
    const HrWire *wire = hr_wires_wire (s->wires, index);
    for (guint k = 0; k < wire->n_ends; k++)
      g_array_append_val (s->ys, end_at (s, wire, k)->y);
    if (!wire->flat)
      g_array_append_val (s->list, index);
  }
  g_array_sort (s->ys, compare_doubles);
}

typedef struct {
  double y;
  guint place; /* in the list */
} Stub;

static gint compare_stubs (gconstpointer a, gconstpointer b)
{
  const Stub *x = a, *y = b;
  if (x->y < y->y || x->y > y->y)
    return x->y < y->y ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

static GArray *collect_stubs (const Slots *s, HrWireSide side)
{
  GArray *stubs = g_array_new (FALSE, FALSE, sizeof (Stub));
  for (guint i = 0; i < s->list->len; i++) {
    const HrWire *wire = wire_at (s, i);
    for (guint k = 0; k < wire->n_ends; k++) {
      Stub stub = { end_at (s, wire, k)->y, i };
      if (end_at (s, wire, k)->side == side)
        g_array_append_val (stubs, stub);
    }
  }
  g_array_sort (stubs, compare_stubs);
  return stubs;
}

/* Who has to stand left of whom. */
static void find_demands (Slots *s)
{
  g_autoptr (GArray) lefts = collect_stubs (s, HR_END_LEFT), rights = collect_stubs (s, HR_END_RIGHT);
  guint first = 0;
  for (guint i = 0; i < lefts->len; i++) {
    const Stub *left = &g_array_index (lefts, Stub, i);
    while (first < rights->len && g_array_index (rights, Stub, first).y <= left->y - TOUCH_PT)
      first++;
    for (guint k = first; k < rights->len && g_array_index (rights, Stub, k).y < left->y + TOUCH_PT; k++) {
      const Stub *right = &g_array_index (rights, Stub, k);
      if (left->place == right->place || !lives_meet (s, wire_at (s, left->place), wire_at (s, right->place)))
        continue;
      Demand demand = { left->place, right->place };
      g_array_append_val (s->demands, demand);
    }
  }
}

static void index_demands (Slots *s, guint n)
{
  g_free (s->demand_first);
  g_free (s->demand);
  s->demand_first = g_new0 (guint, n + 2);
  s->demand = g_new (guint, s->demands->len + 1);
  for (guint i = 0; i < s->demands->len; i++)
    s->demand_first[g_array_index (s->demands, Demand, i).left + 2]++;
  for (guint i = 2; i < n + 2; i++)
    s->demand_first[i] += s->demand_first[i - 1];
  for (guint i = 0; i < s->demands->len; i++)
    s->demand[s->demand_first[g_array_index (s->demands, Demand, i).left + 1]++] = i;
}

/* Splits wires until no demands form a cycle: a walk into depth splits what it comes back to. A half that was split off
 * is the left one, or the right one, in all its demands, so that no cycle runs through it. */
static void break_cycles (Slots *s)
{
  guint n = s->list->len;
  index_demands (s, n);
  g_autofree guint *next = g_new (guint, n + 1);
  g_autofree guint8 *state = g_new0 (guint8, n + 1); /* 1 on the way, 2 done */
  g_autoptr (GArray) way = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint root = 0; root < n; root++) {
    if (state[root] != 0)
      continue;
    g_array_append_val (way, root);
    state[root] = 1;
    next[root] = s->demand_first[root];
    while (way->len > 0) {
      guint at = g_array_index (way, guint, way->len - 1);
      if (next[at] == s->demand_first[at + 1]) {
        state[at] = 2;
        g_array_set_size (way, way->len - 1);
        continue;
      }
      guint to = g_array_index (s->demands, Demand, s->demand[next[at]++]).right;
      if (state[to] == 0) {
        state[to] = 1;
        next[to] = s->demand_first[to];
        g_array_append_val (way, to);
      } else if (state[to] == 1) {
        wire_at (s, to)->split = TRUE;
      }
    }
  }
}

/* Whether nothing is level with @y, or nearly. */
static gboolean is_clear (const Slots *s, const GArray *splits, double y)
{
  const double *ys = (const double *)(const void *)s->ys->data;
  guint at = find_y (ys, s->ys->len, y - CLEAR_PT);
  if (at < s->ys->len && ys[at] < y + CLEAR_PT)
    return FALSE;
  for (guint i = 0; i < splits->len; i++)
    if (fabs (g_array_index (splits, double, i) - y) < CLEAR_PT)
      return FALSE;
  return TRUE;
}

static void place_splits (Slots *s)
{
  g_autoptr (GArray) splits = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < s->list->len; i++) {
    HrWire *wire = wire_at (s, i);
    if (!wire->split)
      continue;
    double middle = (end_at (s, wire, 0)->y + end_at (s, wire, wire->n_ends - 1)->y) / 2, off = 0;
    while (!is_clear (s, splits, middle + off))
      off = off > 0 ? -off : 2 - off;
    wire->split_y = middle + off;
    g_array_append_val (splits, wire->split_y);
  }
}

/* Which half of a split wire an end belongs to; a line below everything goes with the left ends, if there are any. */
static guint half_of (const Slots *s, const HrWire *wire, const HrWireEnd *end)
{
  if (!wire->split || end->side == HR_END_LEFT)
    return 0;
  if (end->side == HR_END_RIGHT)
    return 1;
  for (guint k = 0; k < wire->n_ends; k++)
    if (end_at (s, wire, k)->side == HR_END_LEFT)
      return 0;
  return 1;
}

static void stretch_to (Piece *piece, double y)
{
  piece->low = MIN (piece->low, y);
  piece->high = MAX (piece->high, y);
}

static void add_piece (Slots *s, guint place, guint half)
{
  const HrWire *wire = wire_at (s, place);
  Piece piece = { .wire = place, .half = half, .low = G_MAXDOUBLE, .high = -G_MAXDOUBLE };
  piece.first_left = s->lefts->len;
  piece.first_right = s->rights->len;
  for (guint k = 0; k < wire->n_ends; k++) {
    const HrWireEnd *end = end_at (s, wire, k);
    if (half_of (s, wire, end) != half)
      continue;
    stretch_to (&piece, end->y);
    if (end->side == HR_END_LEFT)
      g_array_append_val (s->lefts, end->y);
    if (end->side == HR_END_RIGHT)
      g_array_append_val (s->rights, end->y);
  }
  piece.n_left = s->lefts->len - piece.first_left;
  piece.n_right = s->rights->len - piece.first_right;
  if (wire->split)
    stretch_to (&piece, wire->split_y);
  s->piece[2 * (gsize)place + half] = s->pieces->len;
  if (!wire->split)
    s->piece[2 * (gsize)place + 1] = s->pieces->len;
  g_array_append_val (s->pieces, piece);
}

static Piece *piece_at (const Slots *s, guint i)
{
  return &g_array_index (s->pieces, Piece, i);
}

static void make_pieces (Slots *s)
{
  s->piece = g_new0 (guint, 2 * (gsize)s->list->len + 1);
  for (guint i = 0; i < s->list->len; i++) {
    add_piece (s, i, 0);
    if (wire_at (s, i)->split)
      add_piece (s, i, 1);
  }
  /* Left ends belong to the first half, right ends to the second. */
  for (guint i = 0; i < s->demands->len; i++) {
    Demand *demand = &g_array_index (s->demands, Demand, i);
    demand->left = s->piece[2 * (gsize)demand->left];
    demand->right = s->piece[2 * (gsize)demand->right + 1];
    piece_at (s, demand->right)->waits++;
  }
  index_demands (s, s->pieces->len);
}

static guint count_within (const GArray *ys, guint first, guint n, double low, double high)
{
  const double *at = (const double *)(const void *)ys->data + first;
  guint from = find_y (at, n, low + 0.001), to = find_y (at, n, high);
  return to > from ? to - from : 0;
}

/* Crossings when @left stands left of @right. */
static gint64 count_crossings (const Slots *s, const Piece *left, const Piece *right)
{
  return (gint64)count_within (s->rights, left->first_right, left->n_right, right->low, right->high) +
         count_within (s->lefts, right->first_left, right->n_left, left->low, left->high);
}

typedef struct {
  double low;
  guint piece;
} Begin;

static gint compare_begins (gconstpointer a, gconstpointer b)
{
  const Begin *x = a, *y = b;
  if (x->low < y->low || x->low > y->low)
    return x->low < y->low ? -1 : 1;
  return x->piece < y->piece ? -1 : x->piece > y->piece;
}

static Begin *sort_begins (const Slots *s)
{
  guint n = s->pieces->len;
  Begin *begins = g_new (Begin, n + 1);
  for (guint i = 0; i < n; i++)
    begins[i] = (Begin){ piece_at (s, i)->low, i };
  qsort (begins, n, sizeof (Begin), compare_begins);
  return begins;
}

/* How many pieces overlap, without looking at each. */
static guint64 count_pairs (const Slots *s, const Begin *begins)
{
  guint64 count = 0;
  for (guint i = 0; i < s->pieces->len; i++) {
    double until = piece_at (s, begins[i].piece)->high + SPAN_PT;
    guint low = i, high = s->pieces->len;
    while (low < high) {
      guint middle = (low + high) / 2;
      if (begins[middle].low < until)
        low = middle + 1;
      else
        high = middle;
    }
    count += low > i ? low - i - 1 : 0;
  }
  return count;
}

typedef struct {
  guint one, two;
  gint64 diff;
} FullPair;

static void make_pairs (Slots *s, const Begin *begins)
{
  guint n = s->pieces->len;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (FullPair));
  s->pair_first = g_new0 (guint, n + 2);
  for (guint i = 0; i < n; i++) {
    Piece *one = piece_at (s, begins[i].piece);
    for (guint k = i + 1; k < n && begins[k].low < one->high + SPAN_PT; k++) {
      Piece *two = piece_at (s, begins[k].piece);
      if (!lives_meet (s, wire_at (s, one->wire), wire_at (s, two->wire)))
        continue;
      FullPair pair = { begins[i].piece, begins[k].piece,
                        count_crossings (s, one, two) - count_crossings (s, two, one) };
      g_array_append_val (all, pair);
      s->pair_first[pair.one + 2]++;
      s->pair_first[pair.two + 2]++;
      one->score += pair.diff;
      two->score -= pair.diff;
    }
  }
  for (guint i = 2; i < n + 2; i++)
    s->pair_first[i] += s->pair_first[i - 1];
  s->pairs = g_new0 (Pair, 2 * (gsize)all->len + 1);
  for (guint i = 0; i < all->len; i++) {
    const FullPair *pair = &g_array_index (all, FullPair, i);
    s->pairs[s->pair_first[pair->one + 1]++] = (Pair){ pair->two, pair->diff };
    s->pairs[s->pair_first[pair->two + 1]++] = (Pair){ pair->one, -pair->diff };
  }
}

/* Into the heap of pieces that wait for none; entries whose score has changed since are passed over. */
static void push_ready (GArray *heap, gint64 score, guint piece)
{
  hr_heap_push (heap, (HrHeapEntry){ (double)score, piece, piece });
}

/* The next of the order takes the first slot right of all that it would touch and that stand already. */
static void take_slot (Slots *s, guint index, GArray *ready)
{
  Piece *piece = piece_at (s, index);
  piece->placed = TRUE;
  for (guint i = s->pair_first[index]; i < s->pair_first[index + 1]; i++) {
    Piece *other = piece_at (s, s->pairs[i].other);
    if (other->placed) {
      piece->slot = MAX (piece->slot, other->slot + 1);
      continue;
    }
    other->score += s->pairs[i].diff;
    if (other->waits == 0)
      push_ready (ready, other->score, s->pairs[i].other);
  }
  for (guint i = s->demand_first[index]; i < s->demand_first[index + 1]; i++) {
    guint to = g_array_index (s->demands, Demand, s->demand[i]).right;
    Piece *other = piece_at (s, to);
    other->slot = MAX (other->slot, piece->slot + 1);
    if (--other->waits == 0)
      push_ready (ready, other->score, to);
  }
}

static void order_by_crossings (Slots *s)
{
  g_autoptr (GArray) ready = hr_heap_new ();
  for (guint i = 0; i < s->pieces->len; i++)
    if (piece_at (s, i)->waits == 0)
      push_ready (ready, piece_at (s, i)->score, i);
  while (ready->len > 0) {
    HrHeapEntry next = hr_heap_pop (ready);
    const Piece *piece = piece_at (s, next.item);
    if (!piece->placed && (double)piece->score >= next.key && (double)piece->score <= next.key)
      take_slot (s, next.item, ready);
  }
}

/* Too many pairs to look at: what runs down stands the farther left the lower it begins, what runs up the farther left
 * the higher it begins, and each takes the first slot that is free over its length. */
static gint64 rank_of (const Slots *s, const Piece *piece)
{
  double left = 0, right = 0;
  for (guint i = 0; i < piece->n_left; i++)
    left += g_array_index (s->lefts, double, piece->first_left + i) / piece->n_left;
  for (guint i = 0; i < piece->n_right; i++)
    right += g_array_index (s->rights, double, piece->first_right + i) / piece->n_right;
  return (gint64)(left <= right ? -left : left);
}

static void take_free_slot (Slots *s, guint index, GPtrArray *taken, GArray *ready)
{
  Piece *piece = piece_at (s, index);
  piece->placed = TRUE;
  for (;; piece->slot++) {
    while (taken->len <= piece->slot)
      g_ptr_array_add (taken, g_array_new (FALSE, FALSE, sizeof (Begin)));
    GArray *spans = g_ptr_array_index (taken, piece->slot); /* by their beginnings; piece: whose */
    guint low = 0, high = spans->len;
    while (low < high) {
      guint middle = (low + high) / 2;
      if (g_array_index (spans, Begin, middle).low < piece->low)
        low = middle + 1;
      else
        high = middle;
    }
    if (low < spans->len && g_array_index (spans, Begin, low).low < piece->high + SPAN_PT)
      continue;
    if (low > 0 && piece_at (s, g_array_index (spans, Begin, low - 1).piece)->high + SPAN_PT > piece->low)
      continue;
    Begin span = { piece->low, index };
    g_array_insert_val (spans, low, span);
    break;
  }
  for (guint i = s->demand_first[index]; i < s->demand_first[index + 1]; i++) {
    guint to = g_array_index (s->demands, Demand, s->demand[i]).right;
    Piece *other = piece_at (s, to);
    other->slot = MAX (other->slot, piece->slot + 1);
    if (--other->waits == 0)
      push_ready (ready, other->score, to);
  }
}

static void order_by_rank (Slots *s)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  g_autoptr (GArray) ready = hr_heap_new ();
  for (guint i = 0; i < s->pieces->len; i++) {
    Piece *piece = piece_at (s, i);
    piece->score = rank_of (s, piece);
    if (piece->waits == 0)
      push_ready (ready, piece->score, i);
  }
  while (ready->len > 0)
    take_free_slot (s, hr_heap_pop (ready).item, taken, ready);
}

static guint write_slots (Slots *s)
{
  guint n = 0;
  for (guint i = 0; i < s->pieces->len; i++) {
    const Piece *piece = piece_at (s, i);
    g_assert (piece->placed);
    HrWire *wire = wire_at (s, piece->wire);
    wire->x[piece->half] = piece->slot;
    if (!wire->split)
      wire->x[1] = piece->slot;
    n = MAX (n, piece->slot + 1);
  }
  return n;
}

static void clear (Slots *s)
{
  GArray *arrays[] = { s->list, s->pieces, s->ys, s->lefts, s->rights, s->demands };
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_array_unref (arrays[i]);
  g_free (s->piece);
  g_free (s->demand_first);
  g_free (s->demand);
  g_free (s->pair_first);
  g_free (s->pairs);
}

guint hr_wires_assign_slots (HrWires *wires, guint channel)
{
  Slots s = { .wires = wires,
              .channel = channel,
              .list = g_array_new (FALSE, FALSE, sizeof (guint)),
              .pieces = g_array_new (FALSE, FALSE, sizeof (Piece)),
              .ys = g_array_new (FALSE, FALSE, sizeof (double)),
              .lefts = g_array_new (FALSE, FALSE, sizeof (double)),
              .rights = g_array_new (FALSE, FALSE, sizeof (double)),
              .demands = g_array_new (FALSE, FALSE, sizeof (Demand)) };
  collect_wires (&s);
  find_demands (&s);
  break_cycles (&s);
  place_splits (&s);
  make_pieces (&s);
  g_autofree Begin *begins = sort_begins (&s);
  if (count_pairs (&s, begins) <= ANY_PAIRS + MOST_PAIRS * (guint64)s.pieces->len) {
    make_pairs (&s, begins);
    order_by_crossings (&s);
  } else {
    order_by_rank (&s);
  }
  guint n = write_slots (&s);
  clear (&s);
  return n;
}

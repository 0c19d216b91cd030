#include <math.h>

#include "layout/layout.h"

/* Closer than this, two parallel arrows are one line to the eye. */
#define TOGETHER_PT 3.0
#define LEAST_STRETCH_PT 0.5

static gboolean is_card (const HrLayoutBox *box)
{
  switch (box->kind) {
  case HR_BOX_LANE:
  case HR_BOX_SHELF:
    return FALSE;
  case HR_BOX_FRAME:
  case HR_BOX_CHIP:
  case HR_BOX_OBJECT:
  case HR_BOX_ATOM:
    return TRUE;
  }
  return FALSE;
}

static gboolean is_level (HrPoint a, HrPoint b)
{
  return fabs (a.y - b.y) < 0.01;
}

static double overlap (double a, double b, double c, double d)
{
  return fmin (fmax (a, b), fmax (c, d)) - fmax (fmin (a, b), fmin (c, d));
}

static gboolean stretches_shared (HrPoint a, HrPoint b, HrPoint c, HrPoint d)
{
  if (is_level (a, b) && is_level (c, d))
    return fabs (a.y - c.y) < TOGETHER_PT && overlap (a.x, b.x, c.x, d.x) > LEAST_STRETCH_PT;
  if (!is_level (a, b) && !is_level (c, d))
    return fabs (a.x - c.x) < TOGETHER_PT && overlap (a.y, b.y, c.y, d.y) > LEAST_STRETCH_PT;
  return FALSE;
}

static gboolean stretches_cross (HrPoint a, HrPoint b, HrPoint c, HrPoint d)
{
  if (is_level (a, b) == is_level (c, d))
    return FALSE;
  if (!is_level (a, b))
    return stretches_cross (c, d, a, b);
  return c.x > fmin (a.x, b.x) && c.x < fmax (a.x, b.x) && a.y > fmin (c.y, d.y) && a.y < fmax (c.y, d.y);
}

/* A stretch of an arrow, or a card: what the measures look for in order, so that no step looks at all pairs. */
typedef struct {
  double at; /* a level stretch's y, an upright one's x, a card's top */
  guint arrow, k;
} Stretch;

typedef struct {
  const HrLayoutPicture *picture;
  GArray *level, *upright; /* Stretch, by at */
  GArray *cards, *by_left; /* the same of cards, by top and by left side; arrow is the box */
  double most_width, most_height;
} Search;

static gint compare_stretches (gconstpointer a, gconstpointer b)
{
  const Stretch *x = a, *y = b;
  if (x->at < y->at || x->at > y->at)
    return x->at < y->at ? -1 : 1;
  if (x->arrow != y->arrow)
    return x->arrow < y->arrow ? -1 : 1;
  return x->k < y->k ? -1 : x->k > y->k;
}

static void add (GArray *list, double at, guint arrow, guint k)
{
  Stretch stretch = { at, arrow, k };
  g_array_append_val (list, stretch);
}

static void search_init (Search *s, const HrLayoutPicture *picture)
{
  GArray **lists[] = { &s->level, &s->upright, &s->cards, &s->by_left };
  *s = (Search){ .picture = picture };
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    *lists[i] = g_array_new (FALSE, FALSE, sizeof (Stretch));
  for (guint i = 0; i < picture->n_arrows; i++)
    for (guint k = 0; k + 1 < picture->arrows[i].n_points; k++) {
      HrPoint a = picture->arrows[i].points[k], b = picture->arrows[i].points[k + 1];
      if (is_level (a, b))
        add (s->level, a.y, i, k);
      else
        add (s->upright, a.x, i, k);
    }
  for (guint i = 0; i < picture->n_boxes; i++) {
    const HrLayoutBox *box = &picture->boxes[i];
    if (!is_card (box))
      continue;
    add (s->cards, box->rect.y, i, 0);
    add (s->by_left, box->rect.x, i, 0);
    s->most_width = fmax (s->most_width, box->rect.width);
    s->most_height = fmax (s->most_height, box->rect.height);
  }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_array_sort (*lists[i], compare_stretches);
}

static void search_clear (Search *s)
{
  g_array_unref (s->level);
  g_array_unref (s->upright);
  g_array_unref (s->cards);
  g_array_unref (s->by_left);
}

static const Stretch *peek (const GArray *list, guint i)
{
  return &g_array_index (list, Stretch, i);
}

/* First that is at @at or beyond. */
static guint find (const GArray *list, double at)
{
  guint low = 0, high = list->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (peek (list, middle)->at < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static const HrPoint *points_of (const Search *s, const Stretch *stretch)
{
  return &s->picture->arrows[stretch->arrow].points[stretch->k];
}

/* Returns FALSE when it has seen enough. */
typedef gboolean (*VisitCrossing) (const Search *s, const Stretch *upright, const Stretch *level, gpointer data);

static void visit_crossings (const Search *s, VisitCrossing visit, gpointer data)
{
  for (guint i = 0; i < s->upright->len; i++) {
    const Stretch *one = peek (s->upright, i);
    const HrPoint *a = points_of (s, one);
    double until = fmax (a[0].y, a[1].y);
    for (guint k = find (s->level, fmin (a[0].y, a[1].y)); k < s->level->len && peek (s->level, k)->at < until; k++) {
      const Stretch *two = peek (s->level, k);
      const HrPoint *b = points_of (s, two);
      if (one->arrow != two->arrow && stretches_cross (a[0], a[1], b[0], b[1]) && !visit (s, one, two, data))
        return;
    }
  }
}

/* Where two lines cross, and to which objects they go. */
typedef struct {
  guint to_level, to_upright;
  int x, y; /* 1/4 pt */
} Crossing;

static guint hash_crossing (gconstpointer key)
{
  const Crossing *c = key;
  return (c->to_level * 31u + c->to_upright) * 131u + (guint)c->x * 65537u + (guint)c->y;
}

static gboolean same_crossing (gconstpointer a, gconstpointer b)
{
  const Crossing *c = a, *d = b;
  return c->to_level == d->to_level && c->to_upright == d->to_upright && c->x == d->x && c->y == d->y;
}

static gboolean add_crossing (const Search *s, const Stretch *upright, const Stretch *level, gpointer crossings)
{
  Crossing crossing = { s->picture->arrows[level->arrow].to_box, s->picture->arrows[upright->arrow].to_box,
                        (int)lround (4 * upright->at), (int)lround (4 * level->at) };
  g_hash_table_add (crossings, g_memdup2 (&crossing, sizeof crossing));
  return TRUE;
}

/* Where arrows to one object run together, what crosses them crosses one line: it counts once. */
static guint count_crossings (const Search *s)
{
  g_autoptr (GHashTable) crossings = g_hash_table_new_full (hash_crossing, same_crossing, g_free, NULL);
  visit_crossings (s, add_crossing, crossings);
  return g_hash_table_size (crossings);
}

typedef struct {
  GArray *found; /* HrLayoutCrossing */
  guint most;
} Collection;

/* One more than the most says that there are more. */
static gboolean collect_crossing (const Search *s, const Stretch *upright, const Stretch *level, gpointer data)
{
  const Collection *collection = data;
  HrLayoutCrossing crossing = { upright->arrow, upright->k, level->arrow, level->k, { upright->at, level->at } };
  (void)s;
  g_array_append_val (collection->found, crossing);
  return collection->found->len <= collection->most;
}

GArray *hr_layout_picture_find_crossings (const HrLayoutPicture *picture, guint most)
{
  Search search;
  Collection collection = { g_array_new (FALSE, FALSE, sizeof (HrLayoutCrossing)), most };
  search_init (&search, picture);
  visit_crossings (&search, collect_crossing, &collection);
  search_clear (&search);
  if (collection.found->len > most)
    g_clear_pointer (&collection.found, g_array_unref);
  return collection.found;
}

/* Adds the pairs of arrows that share one of the stretches in @list. */
static void find_shared (const Search *s, const GArray *list, GHashTable *pairs)
{
  for (guint i = 0; i < list->len; i++)
    for (guint k = i + 1; k < list->len && peek (list, k)->at < peek (list, i)->at + TOGETHER_PT; k++) {
      const Stretch *one = peek (list, i), *two = peek (list, k);
      const HrPoint *a = points_of (s, one), *b = points_of (s, two);
      if (one->arrow == two->arrow || s->picture->arrows[one->arrow].to_box == s->picture->arrows[two->arrow].to_box ||
          !stretches_shared (a[0], a[1], b[0], b[1]))
        continue;
      gint64 pair = (gint64)MIN (one->arrow, two->arrow) << 32 | MAX (one->arrow, two->arrow);
      g_hash_table_add (pairs, g_memdup2 (&pair, sizeof pair));
    }
}

static guint count_shared (const Search *s)
{
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  find_shared (s, s->level, pairs);
  find_shared (s, s->upright, pairs);
  return g_hash_table_size (pairs);
}

/* The first stretch starts inside its own card, at the dot; every other stretch has to stay out of all cards. */
static gboolean crosses (const Search *s, guint index, guint k, guint i)
{
  const HrLayoutBox *box = &s->picture->boxes[i];
  const HrLayoutArrow *arrow = &s->picture->arrows[index];
  return !(k == 0 && i == arrow->from_box) && hr_rect_crossed_by (box->rect, arrow->points[k], arrow->points[k + 1]) &&
         !(i == arrow->to_box && box->kind == HR_BOX_ATOM && k + 2 == arrow->n_points);
}

static gboolean runs_through (const Search *s, guint index)
{
  const HrLayoutArrow *arrow = &s->picture->arrows[index];
  for (guint k = 0; k + 1 < arrow->n_points; k++) {
    gboolean level = is_level (arrow->points[k], arrow->points[k + 1]);
    const GArray *cards = level ? s->cards : s->by_left;
    double at = level ? arrow->points[k].y : arrow->points[k].x;
    for (guint i = find (cards, at - (level ? s->most_height : s->most_width)); i < cards->len; i++)
      if (peek (cards, i)->at > at)
        break;
      else if (crosses (s, index, k, peek (cards, i)->arrow))
        return TRUE;
  }
  return FALSE;
}

static double moved (const HrLayoutPicture *picture, const HrLayoutPicture *previous)
{
  double most = 0;
  g_autoptr (GHashTable) before = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < previous->n_boxes; i++)
    if (previous->boxes[i].kind == HR_BOX_OBJECT || previous->boxes[i].kind == HR_BOX_ATOM)
      g_hash_table_insert (before, GUINT_TO_POINTER (previous->boxes[i].id), (gpointer)&previous->boxes[i].rect);
  for (guint i = 0; i < picture->n_boxes; i++) {
    const HrLayoutBox *box = &picture->boxes[i];
    if (box->kind != HR_BOX_OBJECT && box->kind != HR_BOX_ATOM)
      continue;
    const HrRect *old = g_hash_table_lookup (before, GUINT_TO_POINTER (box->id));
    if (old)
      most = fmax (most, hypot (box->rect.x - old->x, box->rect.y - old->y));
  }
  return most;
}

static double count_boxes (const Search *s, HrLayoutQuality *quality)
{
  double ink = 0;
  for (guint i = 0; i < s->cards->len; i++) {
    const HrLayoutBox *box = &s->picture->boxes[peek (s->cards, i)->arrow];
    double bottom = box->rect.y + box->rect.height;
    quality->objects += box->kind == HR_BOX_OBJECT || box->kind == HR_BOX_ATOM;
    ink += box->rect.width * box->rect.height;
    for (guint k = i + 1; k < s->cards->len && peek (s->cards, k)->at < bottom; k++)
      quality->overlaps += hr_rect_overlaps (box->rect, s->picture->boxes[peek (s->cards, k)->arrow].rect);
  }
  return ink;
}

void hr_layout_measure_quality (const HrLayoutPicture *picture, const HrLayoutPicture *previous,
                                HrLayoutQuality *quality)
{
  Search search;
  search_init (&search, picture);
  *quality = (HrLayoutQuality){ .arrows = picture->n_arrows };
  double ink = count_boxes (&search, quality);
  for (guint i = 0; i < picture->n_arrows; i++) {
    quality->bends += picture->arrows[i].n_points - 2;
    quality->arrows_through_cards += runs_through (&search, i) ? 1 : 0;
  }
  quality->crossings = count_crossings (&search);
  quality->shared_stretches = count_shared (&search);
  search_clear (&search);
  quality->area_pt2 = picture->size_pt.width * picture->size_pt.height;
  quality->fill = quality->area_pt2 > 0 ? ink / quality->area_pt2 : 0;
  quality->moved_pt = previous ? moved (picture, previous) : 0;
}

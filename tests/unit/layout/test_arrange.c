/* Places and routes on any graph: nothing overlaps, nothing is run through, nothing is shared. */
#include <math.h>

#include "layout/graph.h"

typedef struct {
  guint places, edges, moments;
  double type_share;
} Shape;

static gint32 pick (GRand *rand, gint32 low, gint32 high)
{
  return g_rand_int_range (rand, low, high + 1);
}

static void add_random_places (HrLayoutGraph *graph, GRand *rand, guint n)
{
  guint stack = 0;
  for (guint i = 0; i < n; i++) {
    HrLayoutPlace place = { .size_pt = { 4.0 * pick (rand, 18, 60), 4.0 * pick (rand, 14, 40) } };
    gint32 dice = i == 0 ? 0 : pick (rand, 0, 9);
    place.band = dice < 2 ? HR_BAND_STACK : dice == 9 ? HR_BAND_SHELF : HR_BAND_HEAP;
    place.pill = place.band == HR_BAND_SHELF || dice == 5;
    if (place.pill)
      place.size_pt = (HrSize){ 76, 52 };
    if (place.band == HR_BAND_STACK) {
      place.size_pt.width = 160;
      place.row = stack++;
    }
    place.like = 1 + i % 3;
    place.port_height_pt = place.pill ? 32 : place.size_pt.height;
    g_array_append_val (graph->places, place);
  }
}

static void add_random_edge (HrLayoutGraph *graph, GRand *rand, const Shape *shape)
{
  HrLayoutEdge edge = { .from = (guint)pick (rand, 0, (gint32)shape->places - 1),
                        .to = (guint)pick (rand, 0, (gint32)shape->places - 1) };
  const HrLayoutPlace *from = hr_layout_graph_place (graph, edge.from), *to = hr_layout_graph_place (graph, edge.to);
  gboolean type = g_rand_double (rand) < shape->type_share;
  if (to->band == HR_BAND_STACK || (type && (edge.from == edge.to || from->band == HR_BAND_STACK)))
    return;
  /* An atom holds nothing and is nobody's class. */
  if (type ? to->pill : from->pill)
    return;
  edge.kind = type ? HR_ARROW_TYPE : HR_ARROW_REFERENCE;
  gint32 row = pick (rand, 1, MAX (1, (gint32)(from->port_height_pt / 28) - 1));
  edge.dot = (HrPoint){ from->size_pt.width - 16, from->pill ? 16 : 28.0 * row };
  edge.row = (guint)row;
  edge.in_row = TRUE;
  edge.slot = edge.from * 100 + (guint)row;
  edge.from_width_pt = from->size_pt.width;
  edge.from_height_pt = from->size_pt.height;
  edge.to_width_pt = to->size_pt.width;
  edge.to_height_pt = to->pill ? 32 : MAX (40, to->size_pt.height / pick (rand, 1, 2));
  if (type)
    edge.slot = 100000 + graph->edges->len;
  hr_layout_life_init (&edge.life);
  /* A slot holds one thing at a time: references of one slot are told apart by their moments. */
  guint first = (guint)pick (rand, 0, (gint32)shape->moments - 1);
  for (guint m = first; m < shape->moments && m < first + 3; m++)
    hr_layout_life_add (&edge.life, m);
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *other = hr_layout_graph_edge (graph, i);
    if (other->slot == edge.slot && hr_layout_life_meets (&other->life, &edge.life, 0)) {
      hr_layout_life_clear (&edge.life);
      return;
    }
  }
  g_array_append_val (graph->edges, edge);
}

static HrLayoutGraph *random_graph (guint32 seed, const Shape *shape)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  HrLayoutGraph *graph = hr_layout_graph_new ();
  graph->top_pt = 56;
  graph->left_pt = 32;
  graph->channel_lead_pt = 52;
  graph->channel_least_pt = 112;
  graph->stack_gap_pt = 16;
  graph->shelf_title_pt = 28;
  graph->shelf_width_pt = 180;
  add_random_places (graph, rand, shape->places);
  for (guint i = 0; i < shape->edges; i++)
    add_random_edge (graph, rand, shape);
  return graph;
}

static HrRect place_rect (const HrLayoutPlace *place)
{
  return (HrRect){ place->x, place->y, place->size_pt.width, place->size_pt.height };
}

static void assert_no_overlap (const HrLayoutGraph *graph)
{
  for (guint i = 0; i < graph->places->len; i++)
    for (guint j = 0; j < i; j++)
      g_assert_false (hr_rect_overlaps (place_rect (hr_layout_graph_place (graph, i)),
                                        place_rect (hr_layout_graph_place (graph, j))));
}

/* Its own start may be inside its own place: the dot is. */
static void assert_clear_of_places (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  g_assert_cmpuint (edge->n_points, >=, 2);
  for (guint k = 0; k + 1 < edge->n_points; k++) {
    HrPoint a = edge->points[k], b = edge->points[k + 1];
    g_assert_true (fabs (a.x - b.x) < 0.01 || fabs (a.y - b.y) < 0.01);
    for (guint p = 0; p < graph->places->len; p++) {
      gboolean own = (p == edge->from && k == 0) || (p == edge->to && k + 2 == edge->n_points);
      if (!own)
        g_assert_false (hr_rect_crossed_by (place_rect (hr_layout_graph_place (graph, p)), a, b));
    }
  }
}

/* What has nothing to do with the shelf keeps off its ground. */
static void assert_clear_of_shelf (const HrLayoutGraph *graph, const HrLayoutEdge *edge)
{
  if (graph->shelf.height <= 0 || hr_layout_graph_place (graph, edge->from)->band == HR_BAND_SHELF ||
      hr_layout_graph_place (graph, edge->to)->band == HR_BAND_SHELF)
    return;
  for (guint k = 0; k + 1 < edge->n_points; k++)
    g_assert_false (hr_rect_crossed_by (graph->shelf, edge->points[k], edge->points[k + 1]));
}

static gboolean share (HrPoint a, HrPoint b, HrPoint c, HrPoint d)
{
  if (fabs (a.x - b.x) < 0.01 && fabs (c.x - d.x) < 0.01 && fabs (a.x - c.x) < 3)
    return MIN (MAX (a.y, b.y), MAX (c.y, d.y)) - MAX (MIN (a.y, b.y), MIN (c.y, d.y)) > 0.5;
  if (fabs (a.y - b.y) < 0.01 && fabs (c.y - d.y) < 0.01 && fabs (a.y - c.y) < 3)
    return MIN (MAX (a.x, b.x), MAX (c.x, d.x)) - MAX (MIN (a.x, b.x), MIN (c.x, d.x)) > 0.5;
  return FALSE;
}

static void assert_unshared (const HrLayoutEdge *a, const HrLayoutEdge *b)
{
  if (a->to == b->to || a->slot == b->slot || !hr_layout_life_meets (&a->life, &b->life, 0))
    return;
  for (guint i = 0; i + 1 < a->n_points; i++)
    for (guint j = 0; j + 1 < b->n_points; j++)
      g_assert_false (share (a->points[i], a->points[i + 1], b->points[j], b->points[j + 1]));
}

static void check_graph (guint32 seed, const Shape *shape, HrLayoutEngine engine)
{
  g_autoptr (HrLayoutGraph) graph = random_graph (seed, shape);
  hr_layout_graph_arrange_by (graph, engine);
  assert_no_overlap (graph);
  for (guint i = 0; i < graph->edges->len; i++) {
    assert_clear_of_places (graph, hr_layout_graph_edge (graph, i));
    assert_clear_of_shelf (graph, hr_layout_graph_edge (graph, i));
    for (guint j = 0; j < i; j++)
      assert_unshared (hr_layout_graph_edge (graph, i), hr_layout_graph_edge (graph, j));
  }
}

/* @n links that point to the next and back; names for the first and the last. The last may lead to the first. */
static HrLayoutGraph *new_list (guint n, gboolean ring)
{
  HrLayoutGraph *graph = random_graph (0, &(Shape){ 0, 0, 1, 0 });
  HrLayoutPlace frame = { .band = HR_BAND_STACK, .size_pt = { 160, 96 }, .port_height_pt = 96 };
  g_array_append_val (graph->places, frame);
  for (guint i = 1; i <= n; i++) {
    HrLayoutPlace link = { .band = HR_BAND_HEAP, .size_pt = { 112, 116 }, .port_height_pt = 116, .like = 1, .age = i };
    g_array_append_val (graph->places, link);
  }
  guint ends[][3] = { { 0, 1, 1 }, { 0, n, 2 } };
  for (guint i = 0; i < 2 * n + 2; i++) {
    guint link = 1 + i / 2, to = i % 2 == 0 ? link % n + 1 : (link + n - 2) % n + 1, row = 1 + i % 2;
    HrLayoutEdge edge = { .from = link, .to = to, .row = row, .in_row = TRUE };
    if (i >= 2 * n)
      edge = (HrLayoutEdge){ .from = ends[i - 2 * n][0], .to = ends[i - 2 * n][1], .row = ends[i - 2 * n][2] };
    else if (!ring && to == (i % 2 == 0 ? 1 : n))
      continue;
    edge.dot = (HrPoint){ edge.from == 0 ? 144 : 98, 14 + 28.0 * edge.row };
    edge.slot = edge.from * 100 + edge.row;
    edge.from_width_pt = edge.to_width_pt = 112;
    edge.from_height_pt = edge.to_height_pt = 88;
    hr_layout_life_init (&edge.life);
    hr_layout_life_add (&edge.life, 0);
    g_array_append_val (graph->edges, edge);
  }
  return graph;
}

/* A list stands in rows of one length, link after link, those of a row on one line; its ways back leave to the left. */
static void check_list (guint n, gboolean ring, HrLayoutEngine engine)
{
  g_autoptr (HrLayoutGraph) graph = new_list (n, ring);
  hr_layout_graph_arrange_by (graph, engine);
  const HrLayoutPlace *first = hr_layout_graph_place (graph, 1);
  guint length = 1;
  while (length < n && fabs (hr_layout_graph_place (graph, length + 1)->y - first->y) < 0.01)
    length++;
  g_assert_true (n <= 7 ? length == n : length < n);
  for (guint i = 0; i < n; i++) {
    const HrLayoutPlace *link = hr_layout_graph_place (graph, i + 1), *left = i % length > 0 ? link - 1 : NULL;
    g_assert_cmpuint (link->column, ==, first->column + i % length);
    g_assert_true (!left || fabs (left->y - link->y) < 0.01);
  }
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutEdge *edge = hr_layout_graph_edge (graph, i);
    assert_clear_of_places (graph, edge);
    for (guint k = 0; k < i; k++)
      assert_unshared (edge, hr_layout_graph_edge (graph, k));
    g_assert_cmpint (edge->leftward, ==, edge->from > 0 && edge->row == 2);
    if (edge->from > 0 && edge->from + 1 == edge->to && edge->from % length > 0)
      g_assert_cmpuint (edge->n_points, ==, 2);
  }
}

static void test_lists (void)
{
  for (guint n = 3; n < 40; n += 4) {
    check_list (n, FALSE, HR_ENGINE_GRID);
    check_list (n, TRUE, HR_ENGINE_GRID);
  }
  for (guint n = 3; n < 240; n += 12) {
    check_list (n, FALSE, HR_ENGINE_SHAPES);
    check_list (n, TRUE, HR_ENGINE_SHAPES);
  }
  check_list (1000, FALSE, HR_ENGINE_SHAPES);
}

static void check_small (HrLayoutEngine engine)
{
  for (guint32 seed = 0; seed < 150; seed++)
    check_graph (seed, &(Shape){ 3 + seed % 8, 2 + seed % 12, 1 + seed % 4, 0.2 }, engine);
}

static void check_mixed (HrLayoutEngine engine)
{
  for (guint32 seed = 0; seed < 150; seed++)
    check_graph (5000 + seed, &(Shape){ 3 + seed % 14, 2 + seed % 30, 1 + seed % 4, 0.25 }, engine);
}

static void check_middling (HrLayoutEngine engine)
{
  for (guint32 seed = 0; seed < 12; seed++)
    check_graph (1000 + seed, &(Shape){ 24, 40, 3, 0.25 }, engine);
}

static void check_crowded (HrLayoutEngine engine)
{
  for (guint32 seed = 0; seed < 4; seed++)
    check_graph (2000 + seed, &(Shape){ 8, 60, 1, 0.3 }, engine);
}

static void test_small (gconstpointer engine)
{
  check_small ((HrLayoutEngine)GPOINTER_TO_UINT (engine));
}

static void test_mixed (gconstpointer engine)
{
  check_mixed ((HrLayoutEngine)GPOINTER_TO_UINT (engine));
}

static void test_middling (gconstpointer engine)
{
  check_middling ((HrLayoutEngine)GPOINTER_TO_UINT (engine));
}

static void test_crowded (gconstpointer engine)
{
  check_crowded ((HrLayoutEngine)GPOINTER_TO_UINT (engine));
}

/* Every object is linked to three others, over one step and over several. */
static void test_dense (void)
{
  for (guint32 seed = 0; seed < 4; seed++)
    check_graph (3000 + seed, &(Shape){ 100, 300, 1 + 2 * (seed % 2), 0.05 }, HR_ENGINE_LAYERS);
}

static void test_large (void)
{
  for (guint32 seed = 0; seed < 3; seed++)
    check_graph (4000 + seed, &(Shape){ 500, 650, 1, 0.02 }, HR_ENGINE_LAYERS);
}

static void check_repeatable (HrLayoutEngine engine)
{
  Shape shape = { 14, 24, 2, 0.2 };
  g_autoptr (HrLayoutGraph) one = random_graph (7, &shape);
  g_autoptr (HrLayoutGraph) two = random_graph (7, &shape);
  hr_layout_graph_arrange_by (one, engine);
  hr_layout_graph_arrange_by (two, engine);
  for (guint i = 0; i < one->edges->len; i++) {
    const HrLayoutEdge *a = hr_layout_graph_edge (one, i), *b = hr_layout_graph_edge (two, i);
    g_assert_cmpmem (a->points, a->n_points * sizeof (HrPoint), b->points, b->n_points * sizeof (HrPoint));
  }
}

static void test_repeatable (void)
{
  check_repeatable (HR_ENGINE_GRID);
  check_repeatable (HR_ENGINE_SHAPES);
  check_repeatable (HR_ENGINE_LAYERS);
}

/* A list much longer than arrows pass columns: names in its middle are reached below everything, and so is its head
 * from its tail. */
static void test_far (void)
{
  Shape shape = { 1, 0, 1, 0 };
  g_autoptr (HrLayoutGraph) graph = random_graph (0, &shape);
  const guint n = 120, ends[][2] = { { 0, 1 }, { 0, 60 }, { 0, 100 }, { n, 1 }, { 90, 20 } };
  for (guint i = 1; i <= n; i++) {
    HrLayoutPlace place = { .band = HR_BAND_HEAP, .size_pt = { 100, 116 }, .port_height_pt = 116 };
    g_array_append_val (graph->places, place);
  }
  for (guint i = 0; i < n - 1 + G_N_ELEMENTS (ends); i++) {
    gboolean in_list = i < n - 1;
    HrLayoutEdge edge = { .from = in_list ? i + 1 : ends[i - n + 1][0], .to = in_list ? i + 2 : ends[i - n + 1][1] };
    edge.dot = (HrPoint){ edge.from == 0 ? 144 : 84, in_list ? 42 : 14 + 14.0 * (i - n + 2) };
    edge.slot = i;
    edge.from_width_pt = edge.to_width_pt = 100;
    edge.from_height_pt = edge.to_height_pt = 116;
    hr_layout_life_init (&edge.life);
    hr_layout_life_add (&edge.life, 0);
    g_array_append_val (graph->edges, edge);
  }
  hr_layout_graph_arrange (graph);
  assert_no_overlap (graph);
  for (guint i = 0; i < graph->edges->len; i++) {
    assert_clear_of_places (graph, hr_layout_graph_edge (graph, i));
    for (guint j = 0; j < i; j++)
      assert_unshared (hr_layout_graph_edge (graph, i), hr_layout_graph_edge (graph, j));
    if (i < n - 1)
      g_assert_cmpuint (hr_layout_graph_edge (graph, i)->n_points, ==, 2);
  }
}

/* Where an upright stretch of @a crosses a level one of @b, x and y in one number, in 1/4 pt. */
static void add_crossings (const HrLayoutEdge *a, const HrLayoutEdge *b, GHashTable *found)
{
  for (guint i = 0; i + 1 < a->n_points; i++)
    for (guint k = 0; k + 1 < b->n_points; k++) {
      HrPoint p = a->points[i], q = a->points[i + 1], r = b->points[k], s = b->points[k + 1];
      if (fabs (p.x - q.x) < 0.01 && fabs (r.y - s.y) < 0.01 && p.x > MIN (r.x, s.x) && p.x < MAX (r.x, s.x) &&
          r.y > MIN (p.y, q.y) && r.y < MAX (p.y, q.y))
        g_hash_table_add (found, GSIZE_TO_POINTER ((gsize)lround (4 * p.x) * 100000 + (gsize)lround (4 * r.y)));
    }
}

/* Sixteen names, in turn for two objects: their arrows join, so that few cross the other object's. */
static void test_joined (void)
{
  g_autoptr (HrLayoutGraph) graph = random_graph (0, &(Shape){ 0, 0, 1, 0 });
  HrLayoutPlace frame = { .band = HR_BAND_STACK, .size_pt = { 160, 500 } };
  HrLayoutPlace card = { .band = HR_BAND_HEAP, .size_pt = { 120, 60 }, .port_height_pt = 60 };
  g_array_append_val (graph->places, frame);
  for (guint i = 0; i < 2; i++)
    g_array_append_val (graph->places, card);
  for (guint i = 0; i < 16; i++) {
    HrLayoutEdge edge = { .from = 0, .to = 1 + i % 2, .slot = i, .row = i, .dot = { 144, 42 + 28.0 * i } };
    edge.from_width_pt = 160;
    edge.from_height_pt = 500;
    edge.to_width_pt = 120;
    edge.to_height_pt = 60;
    hr_layout_life_init (&edge.life);
    hr_layout_life_add (&edge.life, 0);
    g_array_append_val (graph->edges, edge);
  }
  hr_layout_graph_arrange_by (graph, HR_ENGINE_GRID);
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < 16; i++)
    for (guint k = 0; k < 16; k++)
      if (i % 2 != k % 2)
        add_crossings (hr_layout_graph_edge (graph, i), hr_layout_graph_edge (graph, k), found);
  g_assert_cmpuint (g_hash_table_size (found), <=, 10);
}

static void add_tests (const char *engine_name, HrLayoutEngine engine)
{
  const struct {
    const char *name;
    GTestDataFunc test;
  } tests[] = {
    { "small", test_small }, { "mixed", test_mixed }, { "middling", test_middling }, { "crowded", test_crowded }
  };
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strdup_printf ("/layout/arrange/%s/%s", engine_name, tests[i].name);
    g_test_add_data_func (path, GUINT_TO_POINTER (engine), tests[i].test);
  }
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/arrange/lists", test_lists);
  g_test_add_func ("/layout/arrange/grid/joined", test_joined);
  add_tests ("grid", HR_ENGINE_GRID);
  add_tests ("shapes", HR_ENGINE_SHAPES);
  add_tests ("layers", HR_ENGINE_LAYERS);
  g_test_add_func ("/layout/arrange/layers/dense", test_dense);
  g_test_add_func ("/layout/arrange/layers/large", test_large);
  g_test_add_func ("/layout/arrange/layers/far", test_far);
  g_test_add_func ("/layout/arrange/repeatable", test_repeatable);
  return g_test_run ();
}

/* Places for boxes. Frames of one depth share a place; so do objects that one and the same row pointed to one after the
 * other, and atoms on the shelf, when a moment lies between their lives: without it, a new object would look like the
 * old one changed. */
#include "layout/boxes.h"

typedef struct {
  HrBoxTable *table;
  HrLayoutGraph *graph;
  GArray *lives;     /* HrLayoutLife, of each place */
  GHashTable *spots; /* key → GArray of guint places that may take the next box held there */
} Sharing;

static void clear_life (gpointer data)
{
  hr_layout_life_clear (data);
}

static guint add_place (Sharing *s, HrLayoutBand band, gboolean pill)
{
  HrLayoutPlace place = { .band = band, .pill = pill };
  HrLayoutLife life;
  hr_layout_life_init (&life);
  g_array_append_val (s->graph->places, place);
  g_array_append_val (s->lives, life);
  return s->graph->places->len - 1;
}

static void settle (Sharing *s, HrBoxRecord *box, guint index)
{
  HrLayoutPlace *place = hr_layout_graph_place (s->graph, index);
  box->place = index;
  place->size_pt.width = MAX (place->size_pt.width, box->room.width);
  place->size_pt.height = MAX (place->size_pt.height, box->room.height);
  place->port_height_pt = MAX (place->port_height_pt, box->height_pt);
  place->like = box->like;
  place->tight |= box->tight;
  place->age = place->age == 0 ? box->id : MIN (place->age, box->id);
  hr_layout_life_merge (&g_array_index (s->lives, HrLayoutLife, index), &box->life);
}

static GArray *peek_spot (Sharing *s, const char *key)
{
  GArray *places = g_hash_table_lookup (s->spots, key);
  if (!places) {
    places = g_array_new (FALSE, FALSE, sizeof (guint));
    g_hash_table_insert (s->spots, g_strdup (key), places);
  }
  return places;
}

/* The first of the spot's places that is free for the box, or a new one. */
static void settle_at_spot (Sharing *s, HrBoxRecord *box, const char *key, guint gap, HrLayoutBand band)
{
  GArray *places = peek_spot (s, key);
  for (guint i = 0; i < places->len; i++) {
    guint index = g_array_index (places, guint, i);
    if (!hr_layout_life_meets (&g_array_index (s->lives, HrLayoutLife, index), &box->life, gap)) {
      settle (s, box, index);
      return;
    }
  }
  guint index = add_place (s, band, box->kind == HR_BOX_ATOM);
  g_array_append_val (places, index);
  settle (s, box, index);
}

typedef struct {
  guint32 thread;
  guint depth, box;
} StackOrder;

static gint compare_stack (gconstpointer a, gconstpointer b)
{
  const StackOrder *x = a, *y = b;
  if (x->thread != y->thread)
    return x->thread < y->thread ? -1 : 1;
  if (x->depth != y->depth)
    return x->depth < y->depth ? -1 : 1;
  return x->box < y->box ? -1 : x->box > y->box;
}

static void settle_stack (Sharing *s)
{
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (StackOrder));
  for (guint i = 0; i < s->table->boxes->len; i++) {
    const HrBoxRecord *box = hr_box_table_box (s->table, i);
    StackOrder item = { box->thread, box->depth, i };
    if (box->kind == HR_BOX_FRAME || box->kind == HR_BOX_CHIP)
      g_array_append_val (order, item);
  }
  g_array_sort (order, compare_stack);
  for (guint i = 0; i < order->len; i++) {
    HrBoxRecord *box = hr_box_table_box (s->table, g_array_index (order, StackOrder, i).box);
    g_autofree char *key = g_strdup_printf ("stack:%u:%u:%s", box->thread, box->depth, box->name ? box->name : "");
    settle_at_spot (s, box, key, 0, HR_BAND_STACK);
  }
}

static HrLayoutBand band_of (const HrBoxRecord *box)
{
  if (box->types)
    return HR_BAND_TYPES;
  return box->shelf ? HR_BAND_SHELF : HR_BAND_HEAP;
}

/* A box's size class: a place is not handed from a pill to a card. */
static void settle_object (Sharing *s, guint index)
{
  HrBoxRecord *box = hr_box_table_box (s->table, index);
  HrLayoutBand band = band_of (box);
  guint holder = box->holder == HR_NO_PLACE ? HR_NO_PLACE : hr_box_table_box (s->table, box->holder)->place;
  g_autofree char *key = NULL;
  if (band == HR_BAND_SHELF)
    key = g_strdup ("shelf");
  else if (band == HR_BAND_TYPES || holder == HR_NO_PLACE)
    key = g_strdup_printf ("own:%u", index);
  else
    key = g_strdup_printf ("held:%u:%u:%d", holder, box->holder_slot, (int)box->kind);
  settle_at_spot (s, box, key, 1, band);
  if (band == HR_BAND_TYPES)
    hr_layout_graph_place (s->graph, box->place)->row = box->metaclass ? 0 : 1;
}

/* Arrows from one row to boxes in one place are one. */
static void add_edges (Sharing *s)
{
  g_autoptr (GHashTable) index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < s->table->arrows->len; i++) {
    HrArrowRecord *arrow = hr_box_table_arrow (s->table, i);
    const HrBoxRecord *from = hr_box_table_box (s->table, arrow->from);
    const HrBoxRecord *to = hr_box_table_box (s->table, arrow->to);
    HrPoint dot = arrow->dot;
    if (arrow->dot_from_right)
      dot.x = from->shape.width_pt - dot.x;
    char *slot_key = g_strdup_printf ("%u:%u", from->place, arrow->slot);
    guint slot = hr_row_table_position (slots, slot_key);
    g_autofree char *key =
        g_strdup_printf ("%s:%u:%d:%d:%d", slot_key, to->place, (int)arrow->kind, (int)dot.x, (int)dot.y);
    g_free (slot_key);
    guint known = GPOINTER_TO_UINT (g_hash_table_lookup (index, key));
    if (known == 0) {
      HrLayoutEdge edge = { .from = from->place,
                            .to = to->place,
                            .kind = arrow->kind,
                            .slot = slot,
                            .row = arrow->slot,
                            .in_row = arrow->dot_from_right,
                            .dot = dot,
                            .from_width_pt = G_MAXDOUBLE,
                            .from_height_pt = G_MAXDOUBLE,
                            .to_width_pt = G_MAXDOUBLE,
                            .to_height_pt = G_MAXDOUBLE };
      hr_layout_life_init (&edge.life);
      g_array_append_val (s->graph->edges, edge);
      known = s->graph->edges->len;
      g_hash_table_insert (index, g_steal_pointer (&key), GUINT_TO_POINTER (known));
    }
    HrLayoutEdge *edge = hr_layout_graph_edge (s->graph, known - 1);
    edge->from_width_pt = MIN (edge->from_width_pt, arrow->from_width_pt);
    edge->from_height_pt = MIN (edge->from_height_pt, arrow->from_height_pt);
    edge->to_width_pt = MIN (edge->to_width_pt, arrow->to_width_pt);
    edge->to_height_pt = MIN (edge->to_height_pt, arrow->to_height_pt);
    hr_layout_life_merge (&edge->life, &arrow->life);
    arrow->edge = known - 1;
  }
}

void hr_box_table_fill_graph (HrBoxTable *table, HrLayoutGraph *graph)
{
  Sharing s = { table, graph, g_array_new (FALSE, FALSE, sizeof (HrLayoutLife)), NULL };
  g_array_set_clear_func (s.lives, clear_life);
  s.spots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  settle_stack (&s);
  for (guint i = 0; i < table->boxes->len; i++) {
    HrBoxKind kind = hr_box_table_box (table, i)->kind;
    if (kind == HR_BOX_OBJECT || kind == HR_BOX_ATOM)
      settle_object (&s, i);
  }
  add_edges (&s);
  g_array_unref (s.lives);
  g_hash_table_unref (s.spots);
}

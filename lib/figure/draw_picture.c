#include "figure/draw.h"

#define MOST_GAPS 4000

static const char *state_class (HrBoxState state)
{
  switch (state) {
  case HR_STATE_PLAIN:
    return "";
  case HR_STATE_NEW:
    return " new";
  case HR_STATE_CHANGED:
    return " changed";
  case HR_STATE_GHOST:
    return " ghost";
  case HR_STATE_VACANT:
    return " vacant";
  }
  g_assert_not_reached ();
}

static const char *arrow_class (HrArrowKind kind)
{
  switch (kind) {
  case HR_ARROW_REFERENCE:
    return "reference";
  case HR_ARROW_TYPE:
    return "type";
  case HR_ARROW_BASE:
    return "base";
  case HR_ARROW_WEAK:
    return "weak";
  }
  g_assert_not_reached ();
}

static const char *box_noun (HrBoxKind kind)
{
  switch (kind) {
  case HR_BOX_LANE:
    return "lane";
  case HR_BOX_FRAME:
    return "frame";
  case HR_BOX_CHIP:
    return "name";
  case HR_BOX_OBJECT:
  case HR_BOX_ATOM:
    return "object";
  case HR_BOX_SHELF:
    return "shelf";
  }
  g_assert_not_reached ();
}

/* Ids already given in this picture, with how often, so that a second arrow between the same two gets a number. */
typedef struct {
  GHashTable *counts; /* char * to guint */
} Ids;

static char *dup_unique (Ids *ids, const char *base)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (ids->counts, base)) + 1;

  g_hash_table_insert (ids->counts, g_strdup (base), GUINT_TO_POINTER (n));
  return n == 1 ? g_strdup (base) : g_strdup_printf ("%s-%u", base, n);
}

/* Frames and objects by their timeline ids; lanes, shelves and chips by their order, which a layout keeps. */
static char *dup_box_id (Ids *ids, const HrLayoutBox *box)
{
  g_autofree char *base = NULL;

  switch (box->kind) {
  case HR_BOX_LANE:
  case HR_BOX_SHELF:
  case HR_BOX_CHIP: {
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (ids->counts, box_noun (box->kind))) + 1;

    g_hash_table_insert (ids->counts, g_strdup (box_noun (box->kind)), GUINT_TO_POINTER (n));
    return g_strdup_printf ("%s-%u", box_noun (box->kind), n);
  }
  case HR_BOX_FRAME:
  case HR_BOX_OBJECT:
  case HR_BOX_ATOM:
    base = g_strdup_printf ("%s-%u", box_noun (box->kind), box->id);
    return dup_unique (ids, base);
  }
  g_assert_not_reached ();
}

static char *dup_box_classes (const HrLayoutBox *box)
{
  const char *kind = box->kind == HR_BOX_OBJECT || box->kind == HR_BOX_ATOM ? hr_figure_kind_class (box->object) : "";

  return g_strdup_printf ("%s%s%s%s%s%s%s", box_noun (box->kind), *kind != '\0' ? " " : "", kind,
                          state_class (box->state), box->kind == HR_BOX_FRAME && box->current ? " current" : "",
                          box->immutable ? " immutable" : "", box->shared ? " shared" : "");
}

static void draw_boxes (const HrFigurePen *pen, const HrLayoutPicture *picture, Ids *ids, char **box_ids)
{
  for (guint i = 0; i < picture->n_boxes; i++) {
    const HrLayoutBox *box = &picture->boxes[i];
    g_autofree char *classes = dup_box_classes (box);

    box_ids[i] = dup_box_id (ids, box);
    hr_scene_begin_group (pen->scene, box_ids[i], classes, box->tooltip, 1);
    hr_figure_draw_box (pen, picture, box);
    hr_scene_end_group (pen->scene);
  }
}

/* Where arrows cross or join, ghosts lie lowest and what just changed lies on top. */
static int arrow_depth (const HrLayoutArrow *arrow)
{
  switch (arrow->state) {
  case HR_STATE_GHOST:
  case HR_STATE_VACANT:
    return 0;
  case HR_STATE_PLAIN:
    return 1;
  case HR_STATE_NEW:
  case HR_STATE_CHANGED:
    return 2;
  }
  g_assert_not_reached ();
}

static void free_gaps (gpointer gaps)
{
  if (gaps != NULL)
    g_array_unref (gaps);
}

/* Of two that lie equally high, a type arrow passes under a reference. */
static int gap_rank (const HrLayoutArrow *arrow)
{
  gboolean reference = arrow->kind == HR_ARROW_REFERENCE || arrow->kind == HR_ARROW_WEAK;

  return 2 * arrow_depth (arrow) + (reference ? 1 : 0);
}

/* Gaps (GArray of HrFigureGap) by arrow, NULL for those without. The one that lies lower has it; of two that lie
 * equally high and are of one kind, the upright one. Where nobody could follow the arrows anyway, there are none. */
static GPtrArray *find_gaps (const HrLayoutPicture *picture)
{
  g_autoptr (GArray) crossings = hr_layout_picture_find_crossings (picture, MOST_GAPS);
  GPtrArray *gaps = g_ptr_array_new_with_free_func (free_gaps);

  g_ptr_array_set_size (gaps, (gint)picture->n_arrows);
  for (guint i = 0; crossings != NULL && i < crossings->len; i++) {
    const HrLayoutCrossing *crossing = &g_array_index (crossings, HrLayoutCrossing, i);
    if (picture->arrows[crossing->level].to_box == picture->arrows[crossing->upright].to_box)
      continue; /* they join sooner or later */
    gboolean level_is_lower =
        gap_rank (&picture->arrows[crossing->level]) < gap_rank (&picture->arrows[crossing->upright]);
    guint arrow = level_is_lower ? crossing->level : crossing->upright;
    HrFigureGap gap = { level_is_lower ? crossing->level_k : crossing->upright_k, crossing->at };

    if (gaps->pdata[arrow] == NULL)
      gaps->pdata[arrow] = g_array_new (FALSE, FALSE, sizeof (HrFigureGap));
    g_array_append_val ((GArray *)gaps->pdata[arrow], gap);
  }
  return gaps;
}

static void draw_one_arrow (const HrFigurePen *pen, const HrLayoutArrow *arrow, GArray *gaps, Ids *ids,
                            char *const *box_ids)
{
  g_autofree char *base =
      g_strdup_printf ("arrow-%s-%s-%s", arrow_class (arrow->kind), box_ids[arrow->from_box], box_ids[arrow->to_box]);
  g_autofree char *id = dup_unique (ids, base);
  g_autofree char *classes = g_strdup_printf ("arrow %s%s", arrow_class (arrow->kind), state_class (arrow->state));

  hr_scene_begin_group (pen->scene, id, classes, NULL, 1);
  hr_figure_draw_arrow (pen, arrow, gaps);
  hr_scene_end_group (pen->scene);
}

static void draw_arrows (const HrFigurePen *pen, const HrLayoutPicture *picture, Ids *ids, char *const *box_ids)
{
  g_autoptr (GPtrArray) gaps = find_gaps (picture);

  for (int depth = 0; depth <= 2; depth++)
    for (guint i = 0; i < picture->n_arrows; i++)
      if (arrow_depth (&picture->arrows[i]) == depth)
        draw_one_arrow (pen, &picture->arrows[i], gaps->pdata[i], ids, box_ids);
}

void hr_figure_draw_picture (const HrFigurePen *pen, const HrLayoutPicture *picture)
{
  g_auto (GStrv) box_ids = g_new0 (char *, picture->n_boxes + 1);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Ids ids = { counts };

  draw_boxes (pen, picture, &ids, box_ids);
  draw_arrows (pen, picture, &ids, box_ids);
}

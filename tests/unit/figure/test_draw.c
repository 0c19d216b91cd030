/* The drawing of boxes and arrows: what a picture holds is in the scene, under stable ids, with text that can be read.
 */
#include <math.h>
#include <string.h>

#include "figure/draw.h"
#include "figure/legend.h"
#include "pictures.h"
#include "readable.h"

static HrScene *draw (HrLayoutPicture *picture, HrTextMeasure *measure)
{
  HrScene *scene = hr_scene_new (picture->size_pt);

  hr_figure_draw_picture (&(HrFigurePen){ scene, measure }, picture);
  return scene;
}

static gboolean has_text (const HrScene *scene, const char *text)
{
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);

    if (node->kind == HR_NODE_TEXT && strcmp (node->text, text) == 0)
      return TRUE;
  }
  return FALSE;
}

static const HrNode *find_group (const HrScene *scene, const char *id)
{
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);

    if (node->kind == HR_NODE_GROUP_BEGIN && g_strcmp0 (node->id, id) == 0)
      return node;
  }
  return NULL;
}

static void test_every_text_is_drawn (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  HrLayoutPicture *picture = hr_test_picture_zoo ();
  g_autoptr (HrScene) scene = draw (picture, measure);

  for (guint i = 0; i < picture->n_parts; i++)
    if (picture->parts[i].text != NULL)
      g_assert_true (has_text (scene, picture->parts[i].text));
  g_assert_true (has_text (scene, "type"));
  hr_test_picture_free (picture);
}

static void assert_group (const HrScene *scene, const char *id, const char *classes)
{
  const HrNode *group = find_group (scene, id);

  g_assert_nonnull (group);
  g_assert_cmpstr (group->classes, ==, classes);
}

static void test_groups_carry_identity (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  HrLayoutPicture *picture = hr_test_picture_zoo ();
  g_autoptr (HrScene) scene = draw (picture, measure);

  assert_group (scene, "lane-1", "lane");
  assert_group (scene, "lane-2", "lane");
  assert_group (scene, "frame-1", "frame current");
  assert_group (scene, "frame-2", "frame ghost");
  assert_group (scene, "object-1", "object sequence");
  assert_group (scene, "object-2", "object sequence immutable");
  assert_group (scene, "object-3", "object sequence ghost");
  assert_group (scene, "object-20", "object atom immutable shared");
  assert_group (scene, "name-4", "name ghost");
  assert_group (scene, "arrow-reference-frame-1-object-5", "arrow reference new");
  assert_group (scene, "arrow-type-object-5-object-4", "arrow type");
  assert_group (scene, "arrow-weak-object-6-object-9", "arrow weak");
  g_assert_cmpstr (find_group (scene, "object-4")->text, ==, "class Counter");
  hr_test_picture_free (picture);
}

/* Two arrows between the same two boxes. */
static void test_repeated_arrows_have_ids_of_their_own (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  HrLayoutPicture *picture = hr_test_picture_alias ();
  g_autoptr (HrScene) scene = draw (picture, measure);

  g_assert_nonnull (find_group (scene, "arrow-reference-frame-1-object-3"));
  g_assert_nonnull (find_group (scene, "arrow-reference-frame-1-object-3-2"));
  hr_test_picture_free (picture);
}

static void test_every_text_can_be_read (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  HrLayoutPicture *picture = hr_test_picture_zoo ();
  g_autoptr (HrScene) scene = draw (picture, measure);

  hr_figure_draw_legend (&(HrFigurePen){ scene, measure }, (HrPoint){ 16, 530 }, 600);
  hr_test_assert_readable (scene);
  hr_test_picture_free (picture);
}

/* The fill and outline of the first and last rectangle of a group. */
static void get_rects (const HrScene *scene, const char *id, const HrNode **first, const HrNode **last, guint *n)
{
  gboolean inside = FALSE;

  *first = *last = NULL;
  *n = 0;
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);

    if (node->kind == HR_NODE_GROUP_BEGIN)
      inside = g_strcmp0 (node->id, id) == 0;
    if (!inside || node->kind != HR_NODE_RECT)
      continue;
    *first = *first == NULL ? node : *first;
    *last = node;
    ++*n;
  }
  g_assert_cmpuint (*n, >, 0);
}

/* No meaning by colour alone: state and mutability show in width, dash or number of lines. */
static void test_states_differ_in_form (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  HrLayoutPicture *picture = hr_test_picture_zoo ();
  g_autoptr (HrScene) scene = draw (picture, measure);
  const HrNode *first, *plain, *new, *ghost, *inner;
  guint n_plain, n;

  get_rects (scene, "object-1", &first, &plain, &n_plain);
  get_rects (scene, "object-5", &first, &new, &n);
  g_assert_cmpfloat (new->style.stroke_width_pt, >, plain->style.stroke_width_pt);
  get_rects (scene, "object-3", &first, &ghost, &n);
  g_assert_cmpint (ghost->style.dash, ==, HR_DASH_DASHED);
  get_rects (scene, "object-2", &first, &inner, &n);
  g_assert_cmpuint (n, ==, n_plain + 1);
  g_assert_cmpfloat (inner->rect.width, <, first->rect.width);
  hr_test_picture_free (picture);
}

static void test_head_ends_at_the_tip (void)
{
  static const HrArrowKind kinds[] = { HR_ARROW_REFERENCE, HR_ARROW_TYPE, HR_ARROW_BASE, HR_ARROW_WEAK };
  const HrPoint points[] = { { 10, 10 }, { 40, 10 }, { 40, 60 } };
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 100, 100 });
    HrLayoutArrow arrow = { .kind = kinds[i], .points = points, .n_points = 3 };
    const HrNode *line, *head;
    gboolean is_hollow = kinds[i] == HR_ARROW_TYPE || kinds[i] == HR_ARROW_BASE;

    hr_figure_draw_arrow (&(HrFigurePen){ scene, measure }, &arrow, NULL);
    line = hr_scene_peek_node (scene, 0);
    head = hr_scene_peek_node (scene, 1);
    g_assert_cmpfloat_with_epsilon (head->segments[0].to.x, 40, 0.01);
    g_assert_cmpfloat_with_epsilon (head->segments[0].to.y + head->style.stroke_width_pt / 2, 60, 0.01);
    /* a dashed line begins at its head */
    g_assert_cmpfloat (line->segments[line->style.dash == HR_DASH_SOLID ? line->n_segments - 1 : 0].to.y, <, 60);
    g_assert_cmpfloat (line->segments[line->style.dash == HR_DASH_SOLID ? line->n_segments - 1 : 0].to.y, >, 49);
    g_assert_true ((head->style.fill == head->style.stroke) == !is_hollow);
  }
}

/* The line ends before what it passes under and goes on behind it; near a corner it goes through. */
static void test_passes_under (void)
{
  const HrPoint points[] = { { 10, 10 }, { 40, 10 }, { 40, 80 } };
  const HrFigureGap found[] = { { 1, { 40, 50 } }, { 1, { 40, 14 } } };
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 100, 100 });
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (HrFigureGap));
  HrLayoutArrow arrow = { .kind = HR_ARROW_REFERENCE, .points = points, .n_points = 3 };
  const HrNode *before, *behind;

  g_array_append_vals (gaps, found, G_N_ELEMENTS (found));
  hr_figure_draw_arrow (&(HrFigurePen){ scene, measure }, &arrow, gaps);
  g_assert_cmpuint (hr_scene_n_nodes (scene), ==, 3);
  before = hr_scene_peek_node (scene, 0);
  behind = hr_scene_peek_node (scene, 1);
  g_assert_cmpfloat (before->segments[before->n_segments - 1].to.y, <, 49);
  g_assert_cmpfloat (before->segments[before->n_segments - 1].to.y, >, 40);
  g_assert_cmpfloat (behind->segments[0].to.y, >, 51);
  g_assert_cmpfloat (behind->segments[0].to.y, <, 60);
}

static void test_clean_line (void)
{
  g_autofree char *tabs = hr_figure_dup_clean_line ("\ta\tb");
  g_autofree char *controls = hr_figure_dup_clean_line ("x\x1b[31m\x7f");
  g_autofree char *bidi = hr_figure_dup_clean_line ("a\xe2\x80\xae b");

  g_assert_cmpstr (tabs, ==, "    a   b");
  g_assert_cmpstr (controls, ==, "x␛[31m␡");
  g_assert_cmpstr (bidi, ==, "a⟨U+202E⟩ b");
}

static void test_drawn_text_is_clean (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 10, 10 });
  HrFont font = { HR_FONT_LABEL, 10, 500, FALSE, 0 };

  hr_figure_draw_text (&(HrFigurePen){ scene, measure }, (HrPoint){ 0, 0 }, HR_ANCHOR_START, &font, HR_PAINT_TEXT,
                       "a\x1b\xe2\x80\xae");
  g_assert_cmpstr (hr_scene_peek_node (scene, 0)->text, ==, "a␛⟨U+202E⟩");
}

static void assert_prose (const char *prose, double width, double height, const char *expected)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 100, 100 });
  g_autoptr (GString) out = g_string_new (NULL);
  HrFont font = { HR_FONT_LABEL, 10, 500, FALSE, 0 };
  double found =
      hr_figure_draw_prose (&(HrFigurePen){ scene, measure }, (HrPoint){ 0, 0 }, width, &font, HR_PAINT_SOFT, prose);

  g_assert_cmpfloat_with_epsilon (found, height, 0.01);
  g_assert_cmpfloat_with_epsilon (
      hr_figure_draw_prose (&(HrFigurePen){ NULL, measure }, (HrPoint){ 0, 0 }, width, &font, HR_PAINT_SOFT, prose),
      height, 0.01);
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);

    g_assert_cmpfloat (node->at.x + node->width_pt, <=, width + 0.01);
    g_string_append_printf (out, "%s%.0f%s%s", i == 0 ? "" : " ", node->at.y,
                            node->font.family == HR_FONT_CODE ? "#" : ":", node->text);
  }
  g_assert_cmpstr (out->str, ==, expected);
}

static void test_prose (void)
{
  assert_prose ("", 100, 0, "");
  assert_prose ("`b.append(4)` put `4` there.", 400, 18, "0#b.append(4) 0:put 0#4 0:there.");
  assert_prose ("one two `three`, four", 45, 54, "0:one two 18#three 18:, 36:four");
  assert_prose ("odd ` mark", 200, 18, "0:odd ` mark");
  assert_prose ("`` a`b ``", 200, 18, "0#a`b");
  assert_prose ("`muchtoolongforit`", 40, 18, "0#mucht…");
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/every-text-is-drawn", test_every_text_is_drawn);
  g_test_add_func ("/draw/groups-carry-identity", test_groups_carry_identity);
  g_test_add_func ("/draw/repeated-arrows", test_repeated_arrows_have_ids_of_their_own);
  g_test_add_func ("/draw/every-text-can-be-read", test_every_text_can_be_read);
  g_test_add_func ("/draw/states-differ-in-form", test_states_differ_in_form);
  g_test_add_func ("/draw/head-ends-at-the-tip", test_head_ends_at_the_tip);
  g_test_add_func ("/draw/passes-under", test_passes_under);
  g_test_add_func ("/draw/clean-line", test_clean_line);
  g_test_add_func ("/draw/drawn-text-is-clean", test_drawn_text_is_clean);
  g_test_add_func ("/draw/prose", test_prose);
  return g_test_run ();
}

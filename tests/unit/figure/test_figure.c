/* Whole figures: every step of every story can be drawn, read and described; strips count, comparisons give reasons. */
#include <string.h>

#include "figure/figure.h"
#include "fixture.h"
#include "readable.h"

static HrLayout *new_layout (HrTimeline *timeline, const guint32 *steps, guint n_steps, const HrLayoutOptions *options,
                             HrTextMeasure *measure)
{
  g_autofree HrLayoutMoment *moments = g_new (HrLayoutMoment, n_steps);
  g_autoptr (GError) error = NULL;
  HrLayout *layout;

  for (guint i = 0; i < n_steps; i++)
    moments[i] = (HrLayoutMoment){ steps[i], i == 0 ? hr_timeline_since (timeline, steps[i]) : (gint64)steps[i - 1] };
  layout = hr_layout_new (timeline, moments, n_steps, options, measure, &error);
  g_assert_no_error (error);
  return layout;
}

static void check_step (HrTimeline *timeline, guint32 step, const HrLayoutOptions *layout_options,
                        HrTextMeasure *measure)
{
  static const HrFigureOptions everything = { .code = TRUE, .caption = TRUE, .title = "A title", .crop = TRUE };
  static const HrFigureOptions little = { .transparent = TRUE };
  g_autoptr (HrLayout) layout = new_layout (timeline, &step, 1, layout_options, measure);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrScene) scene = hr_figure_new_step (layout, 0, &everything, &error);
  g_autoptr (HrScene) bare = NULL;

  g_assert_no_error (error);
  hr_test_assert_readable (scene);
  hr_test_assert_inside (scene);
  g_assert_cmpstr (hr_scene_peek_title (scene), ==, "A title");
  g_assert_cmpuint (strlen (hr_scene_peek_description (scene)), >, 10);
  g_assert_null (strchr (hr_scene_peek_description (scene), '`'));
  g_assert_true (hr_scene_has_ground (scene));
  bare = hr_figure_new_step (layout, 0, &little, &error);
  g_assert_no_error (error);
  g_assert_false (hr_scene_has_ground (bare));
  g_assert_cmpuint (hr_scene_n_nodes (bare), <, hr_scene_n_nodes (scene));
  hr_test_assert_inside (bare);
}

static void test_every_step (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  const HrLayoutOptions options[] = { { .refs = HR_REFS_COUNT, .show = HR_SHOW_LEGEND },
                                      { .atoms = HR_ATOMS_HEAP, .show = HR_SHOW_TYPES | HR_SHOW_IDS },
                                      { .atoms = HR_ATOMS_INLINE, .refs = HR_REFS_COUNT } };

  for (int story = 0; story <= HR_FIXTURE_LAST; story++) {
    g_autoptr (HrTimeline) timeline = hr_fixture_story ((HrFixtureStory)story, 4);

    for (guint32 step = 0; step < hr_timeline_n_steps (timeline); step++)
      for (guint i = 0; i < G_N_ELEMENTS (options); i++)
        check_step (timeline, step, &options[i], measure);
  }
}

/* The texts of one font size and family in @paint, "1 2 1", in the order drawn. */
static char *dup_texts (const HrScene *scene, HrFontFamily family, double size_pt, int weight, HrPaint paint)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);

    if (node->kind == HR_NODE_TEXT && node->font.family == family && node->font.size_pt == size_pt &&
        node->font.weight == weight && node->paint == paint)
      g_string_append_printf (out, "%s%s", out->len == 0 ? "" : " ", node->text);
  }
  return g_string_free (out, FALSE);
}

static void test_strip_counts_references (void)
{
  static const guint32 steps[] = { 1, 2, 3, 4 };
  static const char *const focus[] = { "x", "y", NULL };
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_REFS, 0);
  HrLayoutOptions options = { .refs = HR_REFS_COUNT, .chips = TRUE, .focus = focus };
  g_autoptr (HrLayout) layout = new_layout (timeline, steps, 4, &options, measure);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrScene) scene =
      hr_figure_new_strip (&(HrFigureRow){ layout, NULL }, 1, &(HrFigureOptions){ .title = NULL }, &error);
  g_autofree char *living = NULL, *dead = NULL, *headings = NULL;

  g_assert_no_error (error);
  hr_test_assert_readable (scene);
  hr_test_assert_inside (scene);
  living = dup_texts (scene, HR_FONT_CODE, 13, 700, HR_PAINT_TEXT);
  dead = dup_texts (scene, HR_FONT_CODE, 13, 700, HR_PAINT_FREED);
  headings = dup_texts (scene, HR_FONT_CODE, 13.5, 600, HR_PAINT_TEXT);
  g_assert_cmpstr (living, ==, "1 2 1");
  g_assert_cmpstr (dead, ==, "0");
  g_assert_cmpstr (headings, ==, "x = [1, 2, 3] y = x del y del x");
  g_assert_nonnull (strstr (hr_scene_peek_description (scene), "freed"));
}

/* Two objects under the focused names: no number could stand for both. */
static void test_strip_without_one_object_has_no_meter (void)
{
  static const guint32 steps[] = { 5, 9 };
  static const char *const focus[] = { "obj1", "obj2", NULL };
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_COUNTER, 0);
  HrLayoutOptions options = { .refs = HR_REFS_COUNT, .chips = TRUE, .focus = focus };
  g_autoptr (HrLayout) layout = new_layout (timeline, steps, 2, &options, measure);
  g_autoptr (HrScene) scene =
      hr_figure_new_strip (&(HrFigureRow){ layout, NULL }, 1, &(HrFigureOptions){ .caption = TRUE }, NULL);
  g_autofree char *counts = dup_texts (scene, HR_FONT_CODE, 13, 700, HR_PAINT_TEXT);

  g_assert_cmpstr (counts, ==, "");
  hr_test_assert_readable (scene);
  hr_test_assert_inside (scene);
}

/* The step of a program of two lines that ends with @a and @b bound as said. */
static void assert_identity (const char *text, gboolean same, HrObjectKind kind, guint32 flags, const char *value,
                             HrPaint paint, const char *expected)
{
  HrFixture *f = hr_fixture_new ("identity.py", text, FALSE);
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HrTimeline) timeline = NULL;
  g_autoptr (HrLayout) layout = NULL;
  g_autoptr (HrScene) scene = NULL;
  g_autofree char *statement = NULL;
  HrLayoutOptions options = { .refs = HR_REFS_COUNT, .chips = TRUE };
  const guint32 last = 1;

  for (guint32 line = 1; line <= 2; line++) {
    hr_fixture_begin (f, HR_EVENT_LINE, 1, line, line == 1 ? 2 : 0);
    hr_fixture_frame (f, 1, "<module>", 1, 2, "a", 1u, line == 1 ? NULL : "b", same ? 1u : 2u, NULL);
    hr_fixture_atom (f, 1, kind, value, flags, 1);
    if (!same && line == 2)
      hr_fixture_atom (f, 2, kind, value, flags, 1);
    hr_fixture_end (f);
  }
  bytes = hr_fixture_take_bytes (f, FALSE);
  timeline = hr_timeline_open_bytes (bytes, NULL);
  g_assert_nonnull (timeline);
  layout = new_layout (timeline, &last, 1, &options, measure);
  scene = hr_figure_new_compare (&(HrFigurePanel){ .layout = layout, .identity = TRUE }, 1, NULL,
                                 &(HrFigureOptions){ .title = NULL }, NULL);
  g_assert_nonnull (scene);
  statement = dup_texts (scene, HR_FONT_CODE, 12.5, 600, paint);
  g_assert_cmpstr (statement, ==, expected);
  hr_test_assert_readable (scene);
  hr_test_assert_inside (scene);
}

static void test_identity (void)
{
  assert_identity ("a = 5\nb = 5\n", TRUE, HR_KIND_INT, HR_OBJECT_CACHED, "5", HR_PAINT_GOOD,
                   "a is b  →  True: one cached int");
  assert_identity ("a = 1000\nb = 1000\n", TRUE, HR_KIND_INT, 0, "1000", HR_PAINT_GOOD,
                   "a is b  →  True: one constant of the code object");
  assert_identity ("a = 1000\nb = a\n", TRUE, HR_KIND_INT, 0, "1000", HR_PAINT_GOOD, "a is b  →  True: one object");
  assert_identity ("a = int('1000')\nb = a\n", TRUE, HR_KIND_INT, 0, "1000", HR_PAINT_GOOD,
                   "a is b  →  True: one object");
  assert_identity ("a = 1000\nb = 1000\n", FALSE, HR_KIND_INT, 0, "1000", HR_PAINT_NEW,
                   "a is b  →  False: two objects");
  assert_identity ("a = 'hello'\nb = 'hello'\n", TRUE, HR_KIND_STR, HR_OBJECT_INTERNED, "'hello'", HR_PAINT_GOOD,
                   "a is b  →  True: one interned string");
  assert_identity ("a = None\nb = None\n", TRUE, HR_KIND_NONE, HR_OBJECT_CACHED, "None", HR_PAINT_GOOD,
                   "a is b  →  True: there is only one");
}

static void test_compare_heading (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_CACHED, 0);
  const guint32 steps[] = { 2, 4 };
  HrLayoutOptions options = { .chips = TRUE };
  g_autoptr (HrLayout) layout = new_layout (timeline, steps, 2, &options, measure);
  const HrFigurePanel panels[] = { { .layout = layout }, { .layout = layout, .moment = 1, .heading = "Mine\t<b>" } };
  g_autoptr (HrScene) scene = hr_figure_new_compare (panels, 2, NULL, &(HrFigureOptions){ .title = "T" }, NULL);
  g_autofree char *headings = dup_texts (scene, HR_FONT_CODE, 13.5, 600, HR_PAINT_TEXT);

  /* atoms are drawn in that font too */
  g_assert_true (g_str_has_prefix (headings, "a = 5; b = 5 "));
  g_assert_nonnull (strstr (headings, "Mine    <b>"));
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/every-step", test_every_step);
  g_test_add_func ("/figure/strip-counts-references", test_strip_counts_references);
  g_test_add_func ("/figure/strip-without-meter", test_strip_without_one_object_has_no_meter);
  g_test_add_func ("/figure/identity", test_identity);
  g_test_add_func ("/figure/compare-heading", test_compare_heading);
  return g_test_run ();
}

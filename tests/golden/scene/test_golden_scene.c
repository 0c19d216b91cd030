/* Scenes against the files beside this one, byte for byte. With UPDATE_GOLDENS set they are rewritten, and the test
 * still fails, so that nobody takes a run that rewrites for one that compares. */
#include <string.h>

#include "figure/figure.h"
#include "fixture.h"

typedef enum { SHAPE_STEP, SHAPE_STRIP, SHAPE_COMPARE } Shape;

typedef struct {
  const char *name; /* of the golden file */
  HrFixtureStory story;
  Shape shape;
  HrAtoms atoms;
  unsigned show;
  const char *focus[4];
  guint32 steps[5]; /* 0 ends */
} Golden;

static const Golden goldens[] = {
  { .name = "alias", .story = HR_FIXTURE_ALIAS, .steps = { 3 } },
  { .name = "counter", .story = HR_FIXTURE_COUNTER, .show = HR_SHOW_LEGEND, .steps = { 9 } },
  { .name = "counter-types",
    .story = HR_FIXTURE_COUNTER,
    .atoms = HR_ATOMS_HEAP,
    .show = HR_SHOW_TYPES,
    .steps = { 9 } },
  { .name = "calls", .story = HR_FIXTURE_CALLS, .steps = { 4 } },
  { .name = "calls-inline", .story = HR_FIXTURE_CALLS, .atoms = HR_ATOMS_INLINE, .steps = { 4 } },
  { .name = "calls-strip", .story = HR_FIXTURE_CALLS, .shape = SHAPE_STRIP, .focus = { "num" }, .steps = { 3, 5, 8 } },
  { .name = "refs-strip",
    .story = HR_FIXTURE_REFS,
    .shape = SHAPE_STRIP,
    .focus = { "x", "y" },
    .steps = { 1, 2, 3, 4 } },
  { .name = "cached-compare",
    .story = HR_FIXTURE_CACHED,
    .shape = SHAPE_COMPARE,
    .atoms = HR_ATOMS_HEAP,
    .steps = { 2, 4 } },
  { .name = "nested", .story = HR_FIXTURE_NESTED, .steps = { 2 } },
  { .name = "linked", .story = HR_FIXTURE_LINKED, .steps = { 1, 2, 3, 4, 6 } },
  { .name = "closure", .story = HR_FIXTURE_CLOSURE, .steps = { 8 } },
  { .name = "raise", .story = HR_FIXTURE_RAISE, .steps = { 3 } },
};

static const char *folder;

static HrScene *new_scene (const Golden *golden, HrLayout *layout, guint n_moments, GError **error)
{
  HrFigureOptions options = { .code = TRUE, .caption = TRUE, .crop = TRUE };
  HrFigurePanel panels[] = { { .layout = layout, .identity = TRUE },
                             { .layout = layout, .moment = n_moments - 1, .heading = "d = 1000", .identity = TRUE } };

  switch (golden->shape) {
  case SHAPE_STEP:
    return hr_figure_new_step (layout, n_moments - 1, &options, error);
  case SHAPE_STRIP:
    options.caption = FALSE;
    return hr_figure_new_strip (&(HrFigureRow){ layout, NULL }, 1, &options, error);
  case SHAPE_COMPARE:
    options.title = "Two answers";
    return hr_figure_new_compare (panels, G_N_ELEMENTS (panels), NULL, &options, error);
  }
  g_assert_not_reached ();
}

static char *dup_dump (const Golden *golden)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTimeline) timeline = hr_fixture_story (golden->story, 4);
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  HrLayoutOptions options = { .atoms = golden->atoms, .refs = HR_REFS_COUNT, .show = golden->show };
  HrLayoutMoment moments[G_N_ELEMENTS (golden->steps)];
  g_autoptr (HrLayout) layout = NULL;
  g_autoptr (HrScene) scene = NULL;
  GString *out = g_string_new (NULL);
  guint n = 0;

  options.chips = golden->shape != SHAPE_STEP;
  options.focus = golden->focus[0] == NULL ? NULL : golden->focus;
  for (; n < G_N_ELEMENTS (moments) && golden->steps[n] != 0; n++)
    moments[n] = (HrLayoutMoment){ golden->steps[n], n == 0 ? hr_timeline_since (timeline, golden->steps[n])
                                                            : (gint64)golden->steps[n - 1] };
  layout = hr_layout_new (timeline, moments, n, &options, measure, &error);
  g_assert_no_error (error);
  scene = new_scene (golden, layout, n, &error);
  g_assert_no_error (error);
  hr_scene_dump (scene, out);
  return g_string_free (out, FALSE);
}

static void show_difference (const char *old, const char *new)
{
  g_auto (GStrv) before = g_strsplit (old, "\n", -1);
  g_auto (GStrv) after = g_strsplit (new, "\n", -1);
  guint shown = 0;

  for (guint i = 0; before[i] != NULL && after[i] != NULL && shown < 5; i++) {
    if (strcmp (before[i], after[i]) == 0)
      continue;
    g_test_message ("line %u old:%.200s", i + 1, before[i]);
    g_test_message ("line %u new:%.200s", i + 1, after[i]);
    shown++;
  }
  g_test_message ("%u lines, now %u", g_strv_length (before), g_strv_length (after));
}

static void test_golden (gconstpointer data)
{
  const Golden *golden = (const Golden *)data;
  g_autofree char *file = g_strconcat (golden->name, ".txt", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *got = dup_dump (golden);
  g_autofree char *again = dup_dump (golden);
  g_autofree char *want = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (got, ==, again);
  if (!g_file_get_contents (path, &want, NULL, NULL))
    want = g_strdup ("");
  if (strcmp (got, want) == 0)
    return;
  show_difference (want, got);
  if (g_getenv ("UPDATE_GOLDENS") != NULL) {
    g_file_set_contents (path, got, -1, &error);
    g_assert_no_error (error);
    g_test_message ("rewrote %s", path);
  }
  g_test_fail_printf ("%s differs; if that is right: tests/golden/update", file);
}

/* A golden that no test compares would be taken for one that holds. */
static void test_no_golden_is_left_over (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);

  g_assert_no_error (error);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;) {
    gboolean is_known = !g_str_has_suffix (name, ".txt");

    for (guint i = 0; i < G_N_ELEMENTS (goldens) && !is_known; i++)
      is_known = strlen (name) == strlen (goldens[i].name) + 4 && g_str_has_prefix (name, goldens[i].name);
    if (!is_known)
      g_test_fail_printf ("%s belongs to no test", name);
  }
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  folder = argv[1];
  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++) {
    g_autofree char *path = g_strconcat ("/golden/scene/", goldens[i].name, NULL);

    g_test_add_data_func (path, &goldens[i], test_golden);
  }
  g_test_add_func ("/golden/scene/none-left-over", test_no_golden_is_left_over);
  return g_test_run ();
}

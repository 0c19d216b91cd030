/* Layouts against the files beside this one, byte for byte: all moments of a story, one after the other. With
 * UPDATE_GOLDENS set they are rewritten, and the test still fails, so that nobody takes a run that rewrites for one
 * that compares. */
#include <string.h>

#include "fixture.h"
#include "layout/layout.h"

typedef struct {
  const char *name; /* of the golden file */
  HrFixtureStory story;
  HrLayoutOptions options;
} Golden;

static const Golden goldens[] = {
  { "refs", HR_FIXTURE_REFS, { .refs = HR_REFS_COUNT } },
  { "refs-chips", HR_FIXTURE_REFS, { .refs = HR_REFS_COUNT, .chips = TRUE } },
  { "alias", HR_FIXTURE_ALIAS, { .refs = HR_REFS_COUNT } },
  { "counter", HR_FIXTURE_COUNTER, { .refs = HR_REFS_COUNT } },
  { "counter-types", HR_FIXTURE_COUNTER, { .refs = HR_REFS_COUNT, .show = HR_SHOW_TYPES | HR_SHOW_IDS } },
  { "calls", HR_FIXTURE_CALLS, { .refs = HR_REFS_COUNT } },
  { "calls-inline", HR_FIXTURE_CALLS, { .atoms = HR_ATOMS_INLINE } },
  { "cached", HR_FIXTURE_CACHED, { .refs = HR_REFS_COUNT } },
  { "nested", HR_FIXTURE_NESTED, { .refs = HR_REFS_COUNT } },
  { "nested-heap", HR_FIXTURE_NESTED, { .atoms = HR_ATOMS_HEAP, .refs = HR_REFS_COUNT } },
  { "nested-depth", HR_FIXTURE_NESTED, { .depth = 1, .refs = HR_REFS_COUNT } },
  { "linked", HR_FIXTURE_LINKED, { .refs = HR_REFS_COUNT } },
  { "closure", HR_FIXTURE_CLOSURE, { .refs = HR_REFS_COUNT, .max_items = 2 } },
  { "raise", HR_FIXTURE_RAISE, { .refs = HR_REFS_COUNT } },
};

static const char *folder;

static char *dup_dump (const Golden *golden)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTimeline) timeline = hr_fixture_story (golden->story, 4);
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  guint n = hr_timeline_n_steps (timeline);
  g_autofree HrLayoutMoment *moments = g_new (HrLayoutMoment, n);
  for (guint i = 0; i < n; i++)
    moments[i] = (HrLayoutMoment){ i, (gint64)i - 1 };
  g_autoptr (HrLayout) layout = hr_layout_new (timeline, moments, n, &golden->options, measure, &error);
  g_assert_no_error (error);
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < n; i++) {
    g_autoptr (HrLayoutPicture) picture = hr_layout_picture_new (layout, i, &error);
    g_assert_no_error (error);
    g_string_append_printf (out, "step %u\n", i);
    hr_layout_picture_dump (picture, out);
  }
  return g_string_free (out, FALSE);
}

/* The first line in which the two differ is where to look. */
static void show_difference (const char *name, const char *want, const char *got)
{
  g_auto (GStrv) old = g_strsplit (want, "\n", -1), new = g_strsplit (got, "\n", -1);
  guint i = 0;
  while (old[i] && new[i] && strcmp (old[i], new[i]) == 0)
    i++;
  g_test_message ("%s.txt, line %u\n  old: %s\n  new: %s", name, i + 1, old[i] ? old[i] : "(end)",
                  new[i] ? new[i] : "(end)");
}

static void test_golden (gconstpointer data)
{
  const Golden *golden = data;
  g_autofree char *got = dup_dump (golden), *again = dup_dump (golden), *want = NULL;
  g_autofree char *file = g_strconcat (golden->name, ".txt", NULL), *path = g_build_filename (folder, file, NULL);
  g_assert_cmpstr (got, ==, again);
  if (!g_file_get_contents (path, &want, NULL, NULL))
    want = g_strdup ("");
  if (strcmp (got, want) == 0)
    return;
  show_difference (golden->name, want, got);
  if (g_getenv ("UPDATE_GOLDENS"))
    g_assert_true (g_file_set_contents (path, got, -1, NULL));
  g_test_message ("differs from tests/golden/layout/%s; if that is right: tests/golden/update", file);
  g_test_fail ();
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert (argc == 2);
  folder = argv[1];
  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++) {
    g_autofree char *path = g_strconcat ("/golden/layout/", goldens[i].name, NULL);
    g_test_add_data_func (path, &goldens[i], test_golden);
  }
  return g_test_run ();
}

/* life and why on stories that are known, and on timelines that nobody has checked. */
#include <string.h>

#include "../../fuzz/drive.h"
#include "figure/history.h"
#include "fixture.h"
#include "timeline/state.h"

enum { N_MUTATIONS = 400, MOST_OBJECTS = 12 };

static void tell (HrTimeline *timeline, guint32 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  g_autoptr (HrFigureLife) life = hr_figure_life_new (timeline, id, "x", 6, &error);
  g_autoptr (HrFigureWhy) why = NULL;

  if (life != NULL) {
    g_autofree char *words = hr_figure_life_dup_words (life);
    g_autoptr (HrScene) scene = hr_figure_life_draw (life, measure, &(HrFigureOptions){ .title = NULL });

    g_assert_true (g_utf8_validate (words, -1, NULL));
    g_assert_cmpfloat (hr_scene_size (scene).width, >, 0);
  }
  g_clear_error (&error);
  why = hr_figure_why_new (timeline, id, "x", hr_timeline_n_steps (timeline) - 1, &error);
  if (why != NULL) {
    g_autofree char *words = hr_figure_why_dup_words (why);

    g_assert_true (g_utf8_validate (words, -1, NULL));
  }
}

/* Objects of a step in the middle, so that some have an end. */
static void tell_some (HrTimeline *timeline)
{
  g_autoptr (HrTimelineState) state = hr_timeline_state_new (timeline, hr_timeline_n_steps (timeline) / 2, NULL);
  g_autofree char *note = NULL;
  guint32 id = 0;

  for (guint i = 0; state != NULL && i < state->n_objects && i < MOST_OBJECTS; i++)
    tell (timeline, state->objects[i]->id);
  for (gint64 step = -1; step < 2; step++) {
    g_autoptr (GError) error = NULL;
    gboolean ok = step >= (gint64)hr_timeline_n_steps (timeline)
                      ? FALSE
                      : hr_figure_find_object (timeline, "a", step, &id, &note, &error);

    if (ok)
      tell (timeline, id);
    g_clear_pointer (&note, g_free);
  }
}

static void test_every_story (void)
{
  for (int story = 0; story <= HR_FIXTURE_LAST; story++) {
    g_autoptr (HrTimeline) timeline = hr_fixture_story ((HrFixtureStory)story, 4);

    tell_some (timeline);
  }
}

static void test_words_of_a_story (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_REFS, 0);
  g_autoptr (HrFigureLife) life = NULL;
  g_autofree char *note = NULL, *words = NULL;
  guint32 id = 0;
  gboolean ok = hr_figure_find_object (timeline, "x", -1, &id, &note, NULL);

  g_assert_true (ok);
  g_assert_null (note);
  life = hr_figure_life_new (timeline, id, "x", 0, NULL);
  words = hr_figure_life_dup_words (life);
  g_assert_nonnull (strstr (words, "refs 1 → 2; + y"));
  g_assert_nonnull (strstr (words, "refs 2 → 1; − y"));
  g_assert_nonnull (strstr (words, "refs 1 → 0; − x; freed: x was its last name"));
}

/* Files that are damaged, yet whose checks are right. */
static void test_mutations (void)
{
  GRand *rand = g_rand_new_with_seed (20261121);
  guint n_opened = 0;

  for (guint i = 0; i < N_MUTATIONS; i++) {
    g_autoptr (GBytes) whole = hr_fixture_story_bytes ((HrFixtureStory)(i % (HR_FIXTURE_LAST + 1)), 4, i % 2 == 0);
    gsize n_bytes = 0;
    const guint8 *data = g_bytes_get_data (whole, &n_bytes);
    g_autofree guint8 *copy = g_memdup2 (data, n_bytes);

    for (guint edits = 1 + i % 4; edits > 0; edits--)
      copy[g_rand_int_range (rand, 0, (gint32)n_bytes)] ^= (guint8)(1u << g_rand_int_range (rand, 0, 8));
    hr_fuzz_reseal_timeline (copy, n_bytes);
    g_autoptr (GBytes) bytes = g_bytes_new (copy, n_bytes);
    g_autoptr (HrTimeline) timeline = hr_timeline_open_bytes (bytes, NULL);

    if (timeline != NULL)
      tell_some (timeline);
    n_opened += timeline != NULL;
  }
  g_rand_free (rand);
  g_test_message ("%u of %u opened", n_opened, N_MUTATIONS);
  g_assert_cmpuint (n_opened, >, N_MUTATIONS / 4);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/history/every-story", test_every_story);
  g_test_add_func ("/figure/history/words", test_words_of_a_story);
  g_test_add_func ("/figure/history/mutations", test_mutations);
  return g_test_run ();
}

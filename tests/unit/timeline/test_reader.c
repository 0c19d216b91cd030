/* The reader: what the writer was told comes out again, whole files, cut ones and damaged ones. */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "fixture.h"
#include "timeline/changes.h"
#include "timeline/dump.h"
#include "timeline/state.h"
#include "timeline/wire.h"

static HrTimelineState *state_at (HrTimeline *timeline, guint32 index)
{
  g_autoptr (GError) error = NULL;
  HrTimelineState *state = hr_timeline_state_new (timeline, index, &error);
  g_assert_no_error (error);
  return state;
}

static char *dump (HrTimeline *timeline)
{
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);
  g_assert_true (hr_timeline_dump_text (timeline, out, &error));
  g_assert_no_error (error);
  return g_string_free (out, FALSE);
}

static void test_refs (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_REFS, 0);
  static const gint64 expected[] = { -1, 1, 2, 1, -1, -1 };
  g_assert_cmpuint (hr_timeline_n_steps (timeline), ==, G_N_ELEMENTS (expected));
  for (guint32 i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autoptr (HrTimelineState) state = state_at (timeline, i);
    const HrTimelineObject *list = hr_timeline_state_peek_object (state, 1);
    g_assert_cmpint (list == NULL ? -1 : list->refcount, ==, expected[i]);
  }
  g_autoptr (HrTimelineState) state = state_at (timeline, 4);
  g_assert_cmpuint (state->n_deaths, ==, 4);
  g_assert_cmpuint (state->deaths[0].id, ==, 1);
  g_assert_cmpint (state->deaths[0].why, ==, HR_GONE_FREED);
  g_assert_cmpuint (state->deaths[0].line, ==, 4);
}

/* The text of steps 0 to @n - 1, as a file that was cut after them must give it. */
static char *steps_of (const char *dump, guint n)
{
  g_autofree char *mark = g_strdup_printf ("\n#%u ", n);
  const char *from = strstr (dump, "\n#0 "), *to = strstr (dump, mark);
  return g_strndup (from, to == NULL ? (gsize)(strstr (dump, "\nend: ") - from) : (gsize)(to - from));
}

/* Cut anywhere, a file opens with every step that is whole in it; finished or not. */
static void check_cuts (GBytes *bytes, GBytes *unfinished)
{
  gsize n_bytes, n_steps_bytes = g_bytes_get_size (unfinished);
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  g_autoptr (HrTimeline) whole = hr_timeline_open_bytes (bytes, NULL);
  g_autofree char *all = dump (whole);
  guint32 n_before = 0;
  for (gsize cut = 0; cut < n_bytes; cut++) {
    g_autoptr (GBytes) part = g_bytes_new (data, cut);
    g_autoptr (GError) error = NULL;
    g_autoptr (HrTimeline) timeline = hr_timeline_open_bytes (part, &error);
    guint32 n_steps = timeline == NULL ? 0 : hr_timeline_n_steps (timeline);
    g_assert_cmpuint (n_steps, >=, n_before);
    g_assert_cmpuint (n_steps, <=, n_before + 1);
    g_assert_true ((timeline == NULL) == (error != NULL));
    if (timeline == NULL)
      g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
    else if (n_steps > n_before || cut >= n_steps_bytes) {
      g_autofree char *text = dump (timeline), *got = steps_of (text, n_steps), *want = steps_of (all, n_steps);
      g_assert_cmpstr (got, ==, want);
    }
    n_before = n_steps;
  }
  g_assert_cmpuint (n_before, ==, hr_timeline_n_steps (whole));
}

static void test_cuts (void)
{
  for (guint story = 0; story <= HR_FIXTURE_LAST; story++) {
    g_autoptr (GBytes) finished = hr_fixture_story_bytes ((HrFixtureStory)story, 3, TRUE);
    g_autoptr (GBytes) unfinished = hr_fixture_story_bytes ((HrFixtureStory)story, 3, FALSE);
    g_assert_cmpuint (g_bytes_get_size (unfinished), <, g_bytes_get_size (finished));
    check_cuts (finished, unfinished);
  }
}

static void test_is_one (void)
{
  gsize n_bytes;
  g_autoptr (GBytes) bytes = hr_fixture_story_bytes (HR_FIXTURE_LAST, 0, TRUE);
  const char *data = g_bytes_get_data (bytes, &n_bytes);
  g_assert_true (hr_timeline_is_one (data, n_bytes));
  g_assert_true (hr_timeline_is_one (data, 8));
  g_assert_false (hr_timeline_is_one (data, 7));
  g_assert_false (hr_timeline_is_one ("x = [1]\n", 8));
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/reader/refs", test_refs);
  g_test_add_func ("/timeline/reader/cuts", test_cuts);
  g_test_add_func ("/timeline/reader/is-one", test_is_one);
  return g_test_run ();
}

/* What a page holds of a recording: which steps are left, and the lives of objects. */
#include <string.h>

#include "fixture.h"
#include "report/lives.h"
#include "report/steps.h"
#include "report/thin.h"

static void check_thinned (HrTimeline *timeline, guint max_steps, const char *expected_steps, const char *expected_rule)
{
  guint n_steps = hr_timeline_n_steps (timeline);
  g_autofree guint32 *steps = g_new (guint32, n_steps);
  for (guint32 i = 0; i < n_steps; i++)
    steps[i] = i;
  g_autoptr (HrReportThinned) thinned = hr_report_thinned_new (timeline, steps, n_steps, max_steps);
  g_autoptr (GString) got = g_string_new (NULL);
  for (guint i = 0; i < thinned->steps->len; i++)
    g_string_append_printf (got, "%s%u", i > 0 ? " " : "", g_array_index (thinned->steps, guint32, i));
  g_assert_cmpstr (got->str, ==, expected_steps);
  g_assert_cmpstr (thinned->rule, ==, expected_rule);
  g_assert_cmpuint (thinned->of, ==, n_steps);
  g_assert_cmpuint (thinned->steps->len, <=, MAX (max_steps, 2));
}

/* Calls are 2 and 7, returns 5 and 10; 12 is the end. */
static void test_thinned (void)
{
  g_autoptr (HrTimeline) t = hr_fixture_story (HR_FIXTURE_CALLS, 0);
  check_thinned (t, 13, "0 1 2 3 4 5 6 7 8 9 10 11 12", NULL);
  check_thinned (t, 10, "0 1 2 4 5 7 8 10 11 12",
                 "the first, the last, calls, returns, exceptions and prints, and every 2nd of the others");
  check_thinned (t, 6, "0 2 5 7 10 12", "the first, the last, calls, returns, exceptions and prints");
  check_thinned (t, 5, "0 2 7 12", "the first, the last, and every 2nd of the calls, returns, exceptions and prints");
  check_thinned (t, 2, "0 12", "the first and the last");
  check_thinned (t, 1, "0 12", "the first and the last");
}

/* The lives of all objects of @timeline, told by @steps, all of them drawn. */
static char *dup_lives (HrTimeline *timeline, const guint32 *steps, guint n_steps, guint n_objects, unsigned *flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrReportWords) names = hr_report_words_new ();
  g_autoptr (HrReportLives) lives = hr_report_lives_new (timeline, names);
  g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 10, 10 });
  for (guint i = 1; i <= n_objects; i++) {
    g_autofree char *id = g_strdup_printf ("object-%u", i);
    hr_scene_begin_group (scene, id, "object", NULL, 1);
    hr_scene_end_group (scene);
  }
  for (guint i = 0; i < n_steps; i++) {
    g_assert_true (hr_report_lives_add_step (lives, steps[i], scene, &flags[i], &error));
    g_assert_no_error (error);
  }
  GString *out = g_string_new (NULL);
  hr_report_lives_append_json (lives, out);
  hr_report_words_append_json (names, "names", out);
  g_strdelimit (out->str, "\n", ' ');
  return g_string_free (out, FALSE);
}

/* x = [1, 2, 3]; y = x; del y; del x. The list is object 1, seen first in step 1; the fourth line frees it. Of the
 * numbers, which the interpreter shares, no count is told. */
static void test_lives (void)
{
  g_autoptr (HrTimeline) t = hr_fixture_story (HR_FIXTURE_REFS, 0);
  const guint32 steps[] = { 0, 1, 2, 3, 4 };
  unsigned flags[5] = { 0 };
  g_autofree char *got = dup_lives (t, steps, 5, 1, flags);
  g_assert_cmpuint (flags[0], ==, 0);
  g_assert_cmpuint (flags[1], ==, HR_REPORT_FRESH);
  g_assert_cmpuint (flags[2], ==, 0);
  g_assert_cmpuint (flags[4], ==, HR_REPORT_FREED);
  /* id 1 · type 0 · born in step 1, line 1 · 4 - 1 steps and one more · line 4 · names[0] · refs 1, a step later 2,
     a step later 1 · never changed */
  g_assert_cmpstr (
      got, ==,
      ", \"types\":[\"list\", \"int\"], \"objects\":{\"n\":1, \"id\":\"C\", \"born\":\"C\", \"bornLine\":\"C\", "
      "\"lasted\":\"I\", \"freedLine\":\"I\", \"freedBy\":\"C\", \"refs\":\"ACCCCB\", \"changed\":\"\"}, "
      "\"names\":[\"freed\"]");
}

/* b.append(4) changes the list of a. Of steps out of their order, only what is there is told. */
static void test_changes (void)
{
  g_autoptr (HrTimeline) t = hr_fixture_story (HR_FIXTURE_ALIAS, 0);
  const guint32 steps[] = { 1, 3, 2 };
  unsigned flags[3] = { 0 };
  g_autofree char *got = dup_lives (t, steps, 3, 1, flags);
  g_assert_cmpuint (flags[1], ==, HR_REPORT_FRESH);
  g_assert_cmpuint (flags[2], ==, 0);
  g_assert_nonnull (strstr (got, "\"refs\":\"ACCC\", \"changed\":\"C\""));
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/thinned", test_thinned);
  g_test_add_func ("/report/lives", test_lives);
  g_test_add_func ("/report/lives/changes", test_changes);
  return g_test_run ();
}

/* Selectors, marks and options in sources. */
#include <string.h>

#include "base/error.h"
#include "fixture.h"
#include "timeline/select.h"

/* The steps as "1 4 7", or the message in brackets. */
static char *selected (HrTimeline *timeline, const char *selectors)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) steps = hr_timeline_select (timeline, selectors, &error);
  if (steps == NULL) {
    g_assert_error (error, HR_ERROR, HR_ERROR_USAGE);
    return g_strdup_printf ("[%s]", error->message);
  }
  g_assert_cmpuint (steps->len, >, 0);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < steps->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", g_array_index (steps, guint32, i));
  return g_string_free (text, FALSE);
}

static void check (HrTimeline *timeline, const char *selectors, const char *expected)
{
  g_autofree char *got = selected (timeline, selectors);
  if (*expected == '[' && expected[strlen (expected) - 1] != ']') /* the beginning of a message */
    got[MIN (strlen (got), strlen (expected))] = '\0';
  g_assert_cmpstr (got, ==, expected);
}

static void test_steps (void)
{
  g_autoptr (HrTimeline) t = hr_fixture_story (HR_FIXTURE_CALLS, 0);
  check (t, "#0", "0");
  check (t, "#12", "12");
  check (t, "#3..#5", "3 4 5");
  check (t, "first", "1");
  check (t, "last", "11");
  check (t, " #4 , #2", "4 2");
  check (t, "#13", "[selector \"#13\": there is no step #13; the recording has #0 to #12]");
  check (t, "#5..#3", "[selector \"#5..#3\": the range is empty; did you mean \"#3..#5\"?]");
  check (t, "#x", "[selector \"#x\": a step is written #12, a range of them #3..#7]");
  check (t, "#99999999999999999999", "[selector \"#99999999999999999999\": a step is written");
}

static void test_lines (void)
{
  g_autoptr (HrTimeline) t = hr_fixture_story (HR_FIXTURE_CALLS, 0);
  check (t, "2", "3");
  check (t, "2#2", "8");
  check (t, "4", "5"); /* the return statement */
  check (t, "6", "6"); /* a call: when it has returned */
  check (t, "2..3", "3 4 8 9");
  check (t, "calls.py:3", "4");
  check (t, "calls.py:3#2,7", "9 11");
  check (t, "2#3", "[selector \"2#3\": line 2 ran 2 times only]");
  check (t, "5", "[selector \"5\": line 5 of calls.py never ran (lines that ran: 1 to 4, 6, 7)]");
  check (t, "70", "[selector \"70\": calls.py has 7 lines only]");
  check (t, "call.py:3",
         "[selector \"call.py:3\": the recording has no file \"call.py\"; did you mean \"calls.py\"? "
         "(files: calls.py)]");
  check (t, "7..2", "[selector \"7..2\": the range is empty; did you mean \"2..7\"?]");
  check (t, "2#0", "[selector \"2#0\": after \"#\" stands which time it happened: 1, 2, 3 …]");
  check (t, "3..x", "[selector \"3..x\": a range is written 3..7 (lines) or #3..#7 (steps)]");
}

static void test_events (void)
{
  g_autoptr (HrTimeline) t = hr_fixture_story (HR_FIXTURE_CALLS, 0);
  check (t, "call:count", "2");
  check (t, "call:count#2", "7");
  check (t, "return:count", "5");
  check (t, "call:count#3", "[selector \"call:count#3\": \"count\" was called 2 times only]");
  check (t, "call:cuont",
         "[selector \"call:cuont\": no function \"cuont\" was called; did you mean \"count\"? "
         "(there are: count)]");
  check (t, "raise", "[selector \"raise\": no exception was raised]");
  g_autoptr (HrTimeline) raised = hr_fixture_story (HR_FIXTURE_RAISE, 0);
  check (raised, "raise", "3");
  check (raised, "raise#2", "[selector \"raise#2\": an exception was raised 1 time only]");
  check (raised, "2", "3"); /* it never was completed: where it raised */
  check (raised, "last", "4");
}

/* A generator that yields twice: called once, resumed twice, returned from once. */
static void test_generator (void)
{
  static const HrEvent events[] = { HR_EVENT_CALL,  HR_EVENT_YIELD,  HR_EVENT_RESUME,
                                    HR_EVENT_YIELD, HR_EVENT_RESUME, HR_EVENT_RETURN };
  static const guint32 ran[] = { 0, 2, 2, 3, 0, 3 };
  HrFixture *f = hr_fixture_new ("g.py", "def g():\n    x = yield 1\n    yield 2\n", FALSE);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (events); i++) {
    hr_fixture_begin (f, events[i % G_N_ELEMENTS (events)], 2 + i / G_N_ELEMENTS (events), ran[i % G_N_ELEMENTS (ran)],
                      0);
    hr_fixture_frame (f, 2 + i / G_N_ELEMENTS (events), "g", 1, 1, NULL);
    hr_fixture_end (f);
  }
  g_autoptr (GBytes) bytes = hr_fixture_take_bytes (f, TRUE);
  g_autoptr (HrTimeline) t = hr_timeline_open_bytes (bytes, NULL);
  check (t, "call:g", "0");
  check (t, "call:g#2", "6");
  check (t, "return:g", "5");
  check (t, "return:g#2", "11");
  check (t, "2", "2"); /* when the frame has gone on and bound x, */
  check (t, "3", "3"); /* but when it has yielded where nothing is left to do */
  check (t, "return:g#3", "[selector \"return:g#3\": \"g\" returned 2 times only]");
}

static void test_words (void)
{
  g_autoptr (HrTimeline) t = hr_fixture_story (HR_FIXTURE_COUNTER, 0);
  check (t, "mark:two", "9");
  check (t, "mark:tow",
         "[selector \"mark:tow\": no line carries the comment \"# reel: tow\"; did you mean \"two\"? "
         "(marks: two)]");
  check (t, "two", "[selector \"two\": did you mean \"mark:two\"?]");
  check (t, "__init__", "[selector \"__init__\": did you mean \"call:__init__\"?]");
  check (t, "frist", "[selector \"frist\": names no step; did you mean \"first\"? Write 9 (after line 9),");
  check (t, "", "[no step is selected; write --at");
  check (t, "1,", "[selectors \"1,\": nothing stands after a comma]");
}

/* A recording of @text as one file in which every line ran once. */
static HrTimeline *of_source (const char *text)
{
  HrFixture *f = hr_fixture_new ("dir/src.py", text, FALSE);
  guint32 n_lines = 0;
  for (const char *at = text; *at != '\0'; at++)
    n_lines += *at == '\n';
  for (guint32 line = 0; line <= n_lines; line++) {
    hr_fixture_begin (f, line == 0 ? HR_EVENT_START : HR_EVENT_LINE, 1, line, line < n_lines ? line + 1 : 0);
    hr_fixture_frame (f, 1, "<module>", 1, line + 1, NULL);
    hr_fixture_end (f);
  }
  g_autoptr (GBytes) bytes = hr_fixture_take_bytes (f, TRUE);
  g_autoptr (GError) error = NULL;
  HrTimeline *timeline = hr_timeline_open_bytes (bytes, &error);
  g_assert_no_error (error);
  return timeline;
}

static void check_line (const char *source, const char *expected)
{
  g_autoptr (HrTimeline) timeline = of_source (source);
  g_autofree char *got = hr_timeline_dup_line (timeline, 1, 1);
  g_assert_cmpstr (got, ==, expected);
}

static void test_comments (void)
{
  check_line ("x = 1  # reel: here\n", "x = 1");
  check_line ("x = 1\t#reel:here\n", "x = 1");
  check_line ("x = 1  # a remark  # reel: here\n", "x = 1  # a remark");
  check_line ("x = 1  # unreel: no\n", "x = 1  # unreel: no");
  check_line ("x = '# reel: no'\n", "x = '# reel: no'");
  check_line ("x = 'it\\'s # reel: no'  # reel: yes\n", "x = 'it\\'s # reel: no'");
  check_line ("x = r'\\'# reel: no'\n", "x = r'\\'# reel: no'");
  check_line ("x = '''a\n# reel: no'''\n", "x = '''a");
  check_line ("x = f'{y[\"# reel: no\"]:#x}' # reel: yes\n", "x = f'{y[\"# reel: no\"]:#x}'");
  check_line ("x = f'{{# reel: no'\n", "x = f'{{# reel: no'");
  check_line ("x = f\"{d[\"k\"]}# reel: no\"\n", "x = f\"{d[\"k\"]}# reel: no\"");
  check_line ("x = f'{a:{b}# reel: no}'\n", "x = f'{a:{b}# reel: no}'");
  check_line ("x = 'never closed # reel: no\n", "x = 'never closed # reel: no");
  check_line ("# reel: alone\n", "");
  check_line ("x = 1 # reel: no newline", "x = 1");
  check_line ("", "");
  g_autoptr (HrTimeline) timeline = of_source ("x = '''\n# reel: no\n'''\ny = 2  # reel: yes\n");
  g_autofree char *inside = hr_timeline_dup_line (timeline, 1, 2), *after = hr_timeline_dup_line (timeline, 1, 4);
  g_assert_cmpstr (inside, ==, "# reel: no");
  g_assert_cmpstr (after, ==, "y = 2");
  g_autofree char *none = hr_timeline_dup_line (timeline, 1, 99), *no_file = hr_timeline_dup_line (timeline, 7, 1);
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (no_file, ==, "");
}

static void test_marks (void)
{
  g_autoptr (HrTimeline) t = of_source ("x = 1  # reel: one\n# reel: next\n\n# remark\ny = '# reel: no'\n");
  check (t, "mark:one", "1");
  check (t, "mark:next", "5"); /* alone in its line: the next with code */
  check (t, "mark:no", "[selector \"mark:no\": no line carries the comment \"# reel: no\"");
  check (t, "src.py:1,dir/src.py:5", "1 5");
}

static void check_options (const char *source, const char *expected)
{
  g_autoptr (HrTimeline) timeline = of_source (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) options = hr_timeline_reel_options (timeline, &error);
  g_autoptr (GString) got = g_string_new (options == NULL ? error->message : NULL);
  for (guint i = 0; options != NULL && i < options->len; i++) {
    const HrReelOptions *comment = &g_array_index (options, HrReelOptions, i);
    g_autofree char *words = g_strjoinv ("|", comment->words);
    g_string_append_printf (got, "%s%u:%s", i > 0 ? " " : "", comment->line, words);
  }
  g_assert_cmpstr (got->str, ==, expected);
}

static void test_options (void)
{
  check_options ("#!/usr/bin/python3\n# reel: --atoms heap --hide 'a b'\n\n# reel: --theme dark\nx = 1\n",
                 "2:--atoms|heap|--hide|a b 4:--theme|dark");
  check_options ("x = 1\n# reel: --atoms heap\n", "");
  check_options ("x = 1  # reel: --atoms heap\n", "");
  check_options ("# reel: a-mark\nx = 1\n", "");
  check_options ("# reel: --hide 'a\nx = 1\n", "dir/src.py:1: in \"# reel: --hide 'a\": a quote is not closed");
  check_options ("", "");
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/select/steps", test_steps);
  g_test_add_func ("/timeline/select/lines", test_lines);
  g_test_add_func ("/timeline/select/events", test_events);
  g_test_add_func ("/timeline/select/generator", test_generator);
  g_test_add_func ("/timeline/select/words", test_words);
  g_test_add_func ("/timeline/select/comments", test_comments);
  g_test_add_func ("/timeline/select/marks", test_marks);
  g_test_add_func ("/timeline/select/options", test_options);
  return g_test_run ();
}

/* The code strip and the identity statement: which lines are shown, what is said of them. */
#include "figure/code_strip.h"
#include "figure/identity.h"
#include "fixture.h"

static HrTimeline *one_step (const char *text, HrEvent event, guint32 ran, guint32 ran_end, guint32 next)
{
  HrFixture *f = hr_fixture_new ("strip.py", text, FALSE);
  HrTimelineWriteStep step = { .event = event,
                               .frame = 1,
                               .ran_file = 1,
                               .ran_line = ran,
                               .ran_end_line = ran_end,
                               .next_file = 1,
                               .next_line = next };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  HrTimeline *timeline;

  g_assert_true (hr_timeline_writer_step_begin (hr_fixture_peek_writer (f), &step));
  hr_fixture_frame (f, 1, "<module>", 1, 1, NULL);
  hr_fixture_end (f);
  bytes = hr_fixture_take_bytes (f, FALSE);
  timeline = hr_timeline_open_bytes (bytes, &error);
  g_assert_no_error (error);
  return timeline;
}

/* All texts of the strip, left to right and top to bottom as drawn, with "|" between. */
static void assert_strip (HrTimeline *timeline, const char *exception, double width_pt, const char *expected)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  g_autoptr (HrFigureCode) code = hr_figure_code_new (timeline, 0, exception);
  g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 900, 300 });
  g_autoptr (GString) out = g_string_new (NULL);
  HrSize size = hr_figure_code_size (code, measure);
  HrRect rect = { 16, 16, width_pt > 0 ? width_pt : size.width, size.height };

  hr_figure_code_draw (code, &(HrFigurePen){ scene, measure }, rect);
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);

    if (node->kind != HR_NODE_TEXT)
      continue;
    g_string_append_printf (out, "%s%s", out->len == 0 ? "" : "|", node->text);
    g_assert_cmpfloat (node->at.y, <, rect.y + rect.height);
    if (node->anchor == HR_ANCHOR_START)
      g_assert_cmpfloat (node->at.x + node->width_pt, <=, rect.x + rect.width);
  }
  g_assert_cmpstr (out->str, ==, expected);
}

static void test_neighbours (void)
{
  g_autoptr (HrTimeline) middle = one_step ("a = 1\n\nb = 2\nc = 3\nd = 4\n", HR_EVENT_LINE, 3, 3, 4);
  g_autoptr (HrTimeline) start = one_step ("a = 1\nb = 2\n", HR_EVENT_START, 0, 0, 1);
  g_autoptr (HrTimeline) alone = one_step ("a = 1", HR_EVENT_LINE, 1, 1, 0);

  assert_strip (middle, NULL, 0, "1|a = 1|2|3|b = 2|just ran|4|c = 3|next");
  assert_strip (start, NULL, 0, "1|a = 1|next|2|b = 2");
  assert_strip (alone, NULL, 0, "1|a = 1|just ran");
}

static void test_statement_of_several_lines (void)
{
  g_autoptr (HrTimeline) timeline = one_step ("a = [\n  1,\n  2,\n]\nb = a\n", HR_EVENT_LINE, 1, 4, 5);
  g_autoptr (HrTimeline) longer =
      one_step ("a = [\n  1,\n  2,\n  3,\n  4,\n  5,\n  6,\n]\nb = a\n", HR_EVENT_LINE, 1, 8, 9);

  assert_strip (timeline, NULL, 0, "1|a = [|just ran|2|  1,|3|  2,|4|]|5|b = a|next");
  assert_strip (longer, NULL, 0, "1|a = [|just ran|2|  1,|3|  2,|⋮|8|]|9|b = a|next");
}

static void test_next_far_away (void)
{
  g_autoptr (HrTimeline) timeline = one_step ("while x:\n  a()\n  b()\n  c()\n  d()\n  e()\n", HR_EVENT_LINE, 6, 6, 1);

  assert_strip (timeline, NULL, 0, "1|while x:|next|⋮|5|  d()|6|  e()|just ran");
}

static void test_same_line_again (void)
{
  g_autoptr (HrTimeline) timeline = one_step ("for i in r: f(i)\nx = 1\n", HR_EVENT_LINE, 1, 1, 1);

  assert_strip (timeline, NULL, 0, "1|for i in r: f(i)|just ran · next|2|x = 1");
}

static void test_events (void)
{
  g_autoptr (HrTimeline) raised = one_step ("f()\n", HR_EVENT_EXCEPTION, 1, 1, 0);
  g_autoptr (HrTimeline) returns = one_step ("return 1\n", HR_EVENT_RETURN, 1, 1, 0);
  g_autoptr (HrTimeline) nothing = one_step ("x = 1\n", HR_EVENT_END, 0, 0, 0);

  assert_strip (raised, "ValueError: bad", 0, "1|f()|raised ValueError");
  assert_strip (raised, NULL, 0, "1|f()|raised an exception");
  assert_strip (returns, NULL, 0, "1|return 1|returns");
  assert_strip (nothing, NULL, 0, "");
}

static void test_long_lines_are_cut (void)
{
  g_autoptr (HrTimeline) timeline =
      one_step ("result = function_with_a_long_name(argument, another)\n", HR_EVENT_LINE, 1, 1, 0);

  assert_strip (timeline, NULL, 300, "1|result = function_w…|just ran");
}

static void test_literals (void)
{
  g_assert_true (hr_figure_is_literal (" 1000"));
  g_assert_true (hr_figure_is_literal ("500 + 500"));
  g_assert_true (hr_figure_is_literal ("(1, 2)  # pair"));
  g_assert_true (hr_figure_is_literal ("'hello world!'"));
  g_assert_true (hr_figure_is_literal ("rb'it\\'s'"));
  g_assert_true (hr_figure_is_literal ("0xff"));
  g_assert_false (hr_figure_is_literal ("a"));
  g_assert_false (hr_figure_is_literal ("int('1000')"));
  g_assert_false (hr_figure_is_literal ("[1, 2]"));
  g_assert_false (hr_figure_is_literal (""));
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/code/neighbours", test_neighbours);
  g_test_add_func ("/code/statement-of-several-lines", test_statement_of_several_lines);
  g_test_add_func ("/code/next-far-away", test_next_far_away);
  g_test_add_func ("/code/same-line-again", test_same_line_again);
  g_test_add_func ("/code/events", test_events);
  g_test_add_func ("/code/long-lines-are-cut", test_long_lines_are_cut);
  g_test_add_func ("/code/literals", test_literals);
  return g_test_run ();
}

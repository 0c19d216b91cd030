/* What a plan decides: atoms, hiding, cutting. */
#include "fixture.h"
#include "layout/plan.h"

/* One line at the module, with a = 1000 and b = 'x'. */
static gboolean is_a_inline_after (const char *line, HrAtoms atoms)
{
  g_autoptr (GError) error = NULL;
  HrFixture *f = hr_fixture_new ("p.py", line, FALSE);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 0);
  hr_fixture_frame (f, 1, "<module>", 1, 1, "a", 1u, "b", 2u, NULL);
  hr_fixture_atom (f, 1, HR_KIND_INT, "1000", 0, 1);
  hr_fixture_atom (f, 2, HR_KIND_STR, "'x'", 0, 1);
  hr_fixture_end (f);
  g_autoptr (GBytes) bytes = hr_fixture_take_bytes (f, TRUE);
  g_autoptr (HrTimeline) timeline = hr_timeline_open_bytes (bytes, &error);
  g_assert_no_error (error);
  g_autoptr (HrTimelineState) state = hr_timeline_state_new (timeline, 0, &error);
  g_assert_no_error (error);
  HrLayoutPlan plan;
  hr_layout_plan_init (&plan, &(HrLayoutOptions){ .atoms = atoms });
  hr_layout_plan_survey (&plan, timeline, state);
  gboolean is_inline = hr_layout_plan_is_inline (&plan, hr_timeline_state_peek_object (state, 1));
  hr_layout_plan_clear (&plan);
  return is_inline;
}

static void test_identity (void)
{
  g_assert_true (is_a_inline_after ("print(a)\n", HR_ATOMS_AUTO));
  g_assert_false (is_a_inline_after ("print(a is xs[0])\n", HR_ATOMS_AUTO));
  g_assert_false (is_a_inline_after ("if a is not b: pass\n", HR_ATOMS_AUTO));
  g_assert_true (is_a_inline_after ("if b is c: pass\n", HR_ATOMS_AUTO));
  g_assert_true (is_a_inline_after ("if a is None: pass\n", HR_ATOMS_AUTO));
  g_assert_true (is_a_inline_after ("if a is not None: pass\n", HR_ATOMS_AUTO));
  g_assert_true (is_a_inline_after ("print('a is b')\n", HR_ATOMS_AUTO));
  g_assert_true (is_a_inline_after ("print('it\\'s', a)  # a is b\n", HR_ATOMS_AUTO));
  g_assert_true (is_a_inline_after ("print(a, this, island)\n", HR_ATOMS_AUTO));
  g_assert_false (is_a_inline_after ("print(a)\n", HR_ATOMS_HEAP));
  g_assert_true (is_a_inline_after ("print(a is b)\n", HR_ATOMS_INLINE));
}

static void test_names (void)
{
  const char *hide[] = { "secret", NULL }, *focus[] = { "x", NULL };
  HrTimelineName x = { "x", 0, 1 }, secret = { "secret", 0, 1 }, module = { "__name__", HR_NAME_IMPLICIT, 1 };
  HrTimelineName unset = { "y", HR_NAME_UNSET, 0 };
  HrLayoutPlan plan;
  hr_layout_plan_init (&plan, &(HrLayoutOptions){ .hide = hide });
  g_assert_true (hr_layout_plan_shows_name (&plan, &x));
  g_assert_false (hr_layout_plan_shows_name (&plan, &secret));
  g_assert_false (hr_layout_plan_shows_name (&plan, &module));
  g_assert_false (hr_layout_plan_shows_name (&plan, &unset));
  hr_layout_plan_clear (&plan);
  hr_layout_plan_init (&plan, &(HrLayoutOptions){ .focus = focus, .show = HR_SHOW_DUNDER });
  g_assert_true (hr_layout_plan_shows_name (&plan, &x));
  g_assert_false (hr_layout_plan_shows_name (&plan, &secret));
  hr_layout_plan_clear (&plan);
  hr_layout_plan_init (&plan, &(HrLayoutOptions){ .show = HR_SHOW_DUNDER });
  g_assert_true (hr_layout_plan_shows_name (&plan, &module));
  hr_layout_plan_clear (&plan);
}

static void assert_cut (guint max_items, guint n, guint head, guint tail)
{
  HrLayoutPlan plan;
  hr_layout_plan_init (&plan, &(HrLayoutOptions){ .max_items = max_items });
  HrLayoutCut cut = hr_layout_plan_cut (&plan, n);
  g_assert_cmpuint (cut.head, ==, head);
  g_assert_cmpuint (cut.tail, ==, tail);
  hr_layout_plan_clear (&plan);
}

static void test_cut (void)
{
  assert_cut (0, 0, 0, 0);
  assert_cut (0, 12, 12, 0);
  assert_cut (0, 13, 9, 3);
  assert_cut (0, 1000000, 9, 3);
  assert_cut (1, 5, 1, 0);
  assert_cut (3, 5, 2, 1);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/plan/identity", test_identity);
  g_test_add_func ("/layout/plan/names", test_names);
  g_test_add_func ("/layout/plan/cut", test_cut);
  return g_test_run ();
}

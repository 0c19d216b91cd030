#include "layout/life.h"

static void add_all (HrLayoutLife *life, const char *moments)
{
  hr_layout_life_init (life);
  for (guint i = 0; moments[i]; i++)
    if (moments[i] == 'x')
      hr_layout_life_add (life, i);
}

static gboolean meet (const char *one, const char *two, guint gap)
{
  HrLayoutLife a, b;
  add_all (&a, one);
  add_all (&b, two);
  gboolean meets = hr_layout_life_meets (&a, &b, gap);
  g_assert_cmpint (meets, ==, hr_layout_life_meets (&b, &a, gap));
  hr_layout_life_clear (&a);
  hr_layout_life_clear (&b);
  return meets;
}

static void test_meets (void)
{
  g_assert_true (meet ("..x..", "..x..", 0));
  g_assert_true (meet ("xxx..", "..xxx", 0));
  g_assert_false (meet ("xx...", "..xxx", 0));
  g_assert_true (meet ("xx...", "..xxx", 1));
  g_assert_false (meet ("xx...", "...xx", 1));
  g_assert_false (meet ("x...x", ".xxx.", 0));
  g_assert_true (meet ("x.x.x", "...xx", 0));
  g_assert_false (meet ("", "xx", 3));
}

static void test_merge (void)
{
  HrLayoutLife a, b;
  add_all (&a, "x...xx...");
  add_all (&b, "..xx....x");
  hr_layout_life_merge (&a, &b);
  g_assert_cmpuint (a.spans->len, ==, 3);
  g_assert_cmpuint (g_array_index (a.spans, HrLayoutSpan, 1).first, ==, 2);
  g_assert_cmpuint (g_array_index (a.spans, HrLayoutSpan, 1).last, ==, 5);
  hr_layout_life_clear (&a);
  hr_layout_life_clear (&b);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/life/meets", test_meets);
  g_test_add_func ("/layout/life/merge", test_merge);
  return g_test_run ();
}

#include "layout/heap.h"

/* Keys with many ties, in no order, come out by key and then by tie. */
static void test_order (void)
{
  g_autoptr (GArray) heap = hr_heap_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  for (guint i = 0; i < 500; i++)
    hr_heap_push (heap, (HrHeapEntry){ g_rand_int_range (rand, 0, 40), i, 2 * i });
  HrHeapEntry last = hr_heap_pop (heap);
  for (guint i = 1; i < 500; i++) {
    g_assert_cmpfloat (hr_heap_peek (heap)->key, >=, last.key);
    HrHeapEntry next = hr_heap_pop (heap);
    g_assert_true (next.key > last.key || next.tie > last.tie);
    g_assert_cmpuint (next.item, ==, 2 * next.tie);
    last = next;
  }
  g_assert_cmpuint (heap->len, ==, 0);
}

static void test_between (void)
{
  g_autoptr (GArray) heap = hr_heap_new ();
  hr_heap_push (heap, (HrHeapEntry){ 3, 0, 30 });
  hr_heap_push (heap, (HrHeapEntry){ 1, 1, 10 });
  g_assert_cmpuint (hr_heap_pop (heap).item, ==, 10);
  hr_heap_push (heap, (HrHeapEntry){ 2, 2, 20 });
  g_assert_cmpuint (hr_heap_pop (heap).item, ==, 20);
  g_assert_cmpuint (hr_heap_pop (heap).item, ==, 30);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/heap/order", test_order);
  g_test_add_func ("/layout/heap/between", test_between);
  return g_test_run ();
}

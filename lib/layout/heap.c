#include "layout/heap.h"

static gboolean is_before (const HrHeapEntry *a, const HrHeapEntry *b)
{
  if (a->key < b->key || a->key > b->key)
    return a->key < b->key;
  return a->tie < b->tie;
}

void hr_heap_push (GArray *heap, HrHeapEntry entry)
{
  g_array_append_val (heap, entry);
  HrHeapEntry *at = (HrHeapEntry *)(void *)heap->data;
  guint i = heap->len - 1;
  for (; i > 0 && is_before (&entry, &at[(i - 1) / 2]); i = (i - 1) / 2)
    at[i] = at[(i - 1) / 2];
  at[i] = entry;
}

HrHeapEntry hr_heap_pop (GArray *heap)
{
  HrHeapEntry *at = (HrHeapEntry *)(void *)heap->data;
  HrHeapEntry top = at[0], last = at[heap->len - 1];
  guint n = heap->len - 1, i = 0;
  for (guint child = 1; child < n; child = 2 * i + 1) {
    if (child + 1 < n && is_before (&at[child + 1], &at[child]))
      child++;
    if (!is_before (&at[child], &last))
      break;
    at[i] = at[child];
    i = child;
  }
  at[i] = last;
  heap->len = n;
  return top;
}

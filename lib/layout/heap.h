/* A binary heap: the least key comes first, of equal keys the one with the lesser tie. Private to the layout. */
#pragma once

#include <glib.h>

typedef struct {
  double key;
  guint tie, item;
} HrHeapEntry;

/* HrHeapEntry; free with g_array_unref. */
static inline GArray *hr_heap_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (HrHeapEntry));
}

static inline const HrHeapEntry *hr_heap_peek (const GArray *heap)
{
  return &g_array_index (heap, HrHeapEntry, 0);
}

void hr_heap_push (GArray *heap, HrHeapEntry entry);
/* @heap is not empty. */
HrHeapEntry hr_heap_pop (GArray *heap);

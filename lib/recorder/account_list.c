#include "recorder/account_list.h"

#include <stdlib.h>
#include <string.h>

static int compare_texts (const char *a, const char *b)
{
  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);
  return strcmp (a, b);
}

static int compare (const void *left, const void *right)
{
  const HrHolder *a = left, *b = right;

  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  if (a->object != b->object)
    return a->object < b->object ? -1 : 1;
  if (a->frame != b->frame)
    return a->frame < b->frame ? -1 : 1;
  return compare_texts (a->text, b->text);
}

void hr_holders_add (HrHolders *holders, const HrHolder *holder)
{
  for (uint32_t i = holders->n; i-- > 0;)
    if (compare (&holders->items[i], holder) == 0) {
      holders->items[i].count += holder->count;
      return;
    }
  if (holders->n == holders->capacity) {
    holders->capacity = holders->capacity > 0 ? holders->capacity * 2 : 4;
    holders->items = hr_text_realloc (holders->items, holders->capacity * sizeof *holders->items);
  }
  holders->items[holders->n] = *holder;
  holders->items[holders->n++].text = holder->text != NULL ? strdup (holder->text) : NULL;
}

int64_t hr_holders_sum (const HrHolders *holders)
{
  int64_t sum = 0;

  for (uint32_t i = 0; i < holders->n; i++)
    sum += holders->items[i].kind == HR_HOLDER_TWICE ? -holders->items[i].count : holders->items[i].count;
  return sum;
}

void hr_holders_sort (HrHolders *holders)
{
  if (holders->n > 1)
    qsort (holders->items, holders->n, sizeof *holders->items, compare);
}

void hr_holders_drop (HrHolders *holders, int64_t count)
{
  while (count > 0 && holders->n > 0) {
    HrHolder *last = &holders->items[holders->n - 1];
    int32_t taken = last->count < count ? last->count : (int32_t)count;

    count -= taken;
    last->count -= taken;
    if (last->count == 0) {
      free (last->text);
      holders->n--;
    }
  }
}

void hr_holders_clear (HrHolders *holders)
{
  for (uint32_t i = 0; i < holders->n; i++)
    free (holders->items[i].text);
  free (holders->items);
  *holders = (HrHolders){ 0 };
}

#include "layout/life.h"

void hr_layout_life_init (HrLayoutLife *life)
{
  life->spans = g_array_sized_new (FALSE, FALSE, sizeof (HrLayoutSpan), 1);
}

void hr_layout_life_clear (HrLayoutLife *life)
{
  g_clear_pointer (&life->spans, g_array_unref);
}

void hr_layout_life_add (HrLayoutLife *life, guint moment)
{
  if (life->spans->len > 0) {
    HrLayoutSpan *last = &g_array_index (life->spans, HrLayoutSpan, life->spans->len - 1);
    g_assert (moment >= last->last);
    if (moment <= last->last + 1) {
      last->last = moment;
      return;
    }
  }
  HrLayoutSpan span = { moment, moment };
  g_array_append_val (life->spans, span);
}

static gint compare_spans (gconstpointer a, gconstpointer b)
{
  const HrLayoutSpan *x = a, *y = b;
  return x->first < y->first ? -1 : x->first > y->first;
}

void hr_layout_life_merge (HrLayoutLife *life, const HrLayoutLife *other)
{
  g_array_append_vals (life->spans, other->spans->data, other->spans->len);
  g_array_sort (life->spans, compare_spans);
  guint kept = 0;
  for (guint i = 0; i < life->spans->len; i++) {
    HrLayoutSpan span = g_array_index (life->spans, HrLayoutSpan, i);
    HrLayoutSpan *last = kept > 0 ? &g_array_index (life->spans, HrLayoutSpan, kept - 1) : NULL;
    if (last && span.first <= last->last + 1)
      last->last = MAX (last->last, span.last);
    else
      g_array_index (life->spans, HrLayoutSpan, kept++) = span;
  }
  g_array_set_size (life->spans, kept);
}

gboolean hr_layout_life_meets (const HrLayoutLife *a, const HrLayoutLife *b, guint gap)
{
  guint i = 0, j = 0;
  while (i < a->spans->len && j < b->spans->len) {
    const HrLayoutSpan *x = &g_array_index (a->spans, HrLayoutSpan, i);
    const HrLayoutSpan *y = &g_array_index (b->spans, HrLayoutSpan, j);
    if (x->last + gap < y->first)
      i++;
    else if (y->last + gap < x->first)
      j++;
    else
      return TRUE;
  }
  return FALSE;
}

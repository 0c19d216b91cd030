/* When something is in the picture: spans of moments, in order. Private to the layout. */
#pragma once

#include <glib.h>

typedef struct {
  guint first, last; /* moments, both included */
} HrLayoutSpan;

/* Spans in ascending order that neither meet nor touch. */
typedef struct {
  GArray *spans; /* HrLayoutSpan */
} HrLayoutLife;

void hr_layout_life_init (HrLayoutLife *life);
void hr_layout_life_clear (HrLayoutLife *life);
/* Moments must be added in ascending order; adding one twice is harmless. */
void hr_layout_life_add (HrLayoutLife *life, guint moment);
/* Adds all of @other's moments, in any order. */
void hr_layout_life_merge (HrLayoutLife *life, const HrLayoutLife *other);
/* Whether some moment of @a lies within @gap moments of some moment of @b; with @gap 0, whether they share one. */
gboolean hr_layout_life_meets (const HrLayoutLife *a, const HrLayoutLife *b, guint gap);

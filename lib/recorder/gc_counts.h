/* How many allocations the garbage collector has counted towards its next run: what the recorder allocates for itself
 * must not bring that forward. */
#pragma once

#include "recorder/python.h"

typedef struct {
  int counts[3]; /* by generation */
} HrGcCounts;

/* Makes sure that the counts lie where this interpreter's headers say. False: they do not, and are left alone. */
bool hr_gc_counts_init (void);
HrGcCounts hr_gc_counts_get (void);
void hr_gc_counts_set (HrGcCounts counts);
/* To the youngest generation's. */
void hr_gc_counts_add (int n);

/* What the garbage collector is doing, read from its own state. */
#pragma once

#include "recorder/python.h"

/* How often each generation has been collected. */
typedef struct {
  int64_t runs[3];
} HrCollectorRuns;

/* Asks where the collector's state is. Called once, before the others. */
void hr_collector_init (void);
/* Whether a collection is under way, and of which generation: it begins by setting back the counts of the generations
 * that it takes, and counting itself for the next one. */
bool hr_collector_is_running (unsigned *generation);
HrCollectorRuns hr_collector_runs (void);

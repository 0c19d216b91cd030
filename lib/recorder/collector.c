#include "recorder/collector.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wundef"
#include <internal/pycore_interp.h>
#pragma GCC diagnostic pop

static const struct _gc_runtime_state *gc; /* NULL: nobody asked yet */

void hr_collector_init (void)
{
  gc = &PyInterpreterState_Get ()->gc;
}

bool hr_collector_is_running (unsigned *generation)
{
  if (gc == NULL || !gc->collecting)
    return false;
  *generation = gc->generations[1].count > 0 ? 0 : gc->generations[2].count > 0 ? 1 : 2;
  return true;
}

HrCollectorRuns hr_collector_runs (void)
{
  HrCollectorRuns result = { { 0 } };

  for (int i = 0; gc != NULL && i < 3; i++)
    result.runs[i] = (int64_t)gc->generation_stats[i].collections;
  return result;
}

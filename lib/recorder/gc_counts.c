#include "recorder/gc_counts.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wundef"
#include <internal/pycore_interp.h>
#pragma GCC diagnostic pop

static struct _gc_runtime_state *state; /* NULL: not where it was expected */

/* Tried out, because internal layouts may shift between patch releases: an object made is counted, and uncounted when
 * it goes. */
bool hr_gc_counts_init (void)
{
  struct _gc_runtime_state *expected = &PyInterpreterState_Get ()->gc;
  int before = expected->generations[0].count, with;
  PyObject *cell = PyCell_New (NULL);

  with = expected->generations[0].count;
  Py_XDECREF (cell);
  PyErr_Clear ();
  state = cell != NULL && with == before + 1 && expected->generations[0].count == before ? expected : NULL;
  return state != NULL;
}

HrGcCounts hr_gc_counts_get (void)
{
  HrGcCounts result = { { 0 } };

  for (int i = 0; state != NULL && i < 3; i++)
    result.counts[i] = state->generations[i].count;
  return result;
}

void hr_gc_counts_set (HrGcCounts counts)
{
  for (int i = 0; state != NULL && i < 3; i++)
    state->generations[i].count = counts.counts[i];
}

void hr_gc_counts_add (int n)
{
  if (state != NULL)
    state->generations[0].count += n;
}

/* What happens around an object's end, told as notes: its __del__ begins, it outlives that, the callback of a weak
 * reference is called, the collector has run. */
#pragma once

#include "recorder/collector.h"
#include "recorder/stack.h"
#include "recorder/walk.h"

/* An object whose __del__ has begun. */
typedef struct {
  uint32_t record, id;
  uint32_t frame; /* id of the frame that runs it */
} HrFinalized;

typedef struct {
  HrFinalized *pending;
  uint32_t n_pending, capacity;
  HrCollectorRuns runs; /* that were told of */
  bool started;
} HrFinalizers;

/* After the walk of a step. @begun: the frame whose call the step is about, or NULL; @begun_id its number. */
void hr_finalizers_tell (HrFinalizers *finalizers, HrWalk *walk, const HrStack *stack, HrPyFrame *begun,
                         uint32_t begun_id);

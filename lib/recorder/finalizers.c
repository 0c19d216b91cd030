#include "recorder/finalizers.h"

#include <stdlib.h>

#include "recorder/calls.h"

static void note (HrWalk *walk, HrNoteKind kind, uint32_t object, uint64_t number)
{
  hr_timeline_writer_note (walk->writer, &(HrTimelineWriteNote){ .kind = kind, .object = object, .number = number });
}

static uint32_t record_of (const HrWalk *walk, PyObject *object)
{
  return hr_identity_find (&walk->identity, hr_identity_key (object));
}

static void remember (HrFinalizers *finalizers, HrFinalized finalized)
{
  if (finalizers->n_pending == finalizers->capacity) {
    finalizers->capacity = finalizers->capacity > 0 ? finalizers->capacity * 2 : 8;
    finalizers->pending = hr_text_realloc (finalizers->pending, finalizers->capacity * sizeof *finalizers->pending);
  }
  finalizers->pending[finalizers->n_pending++] = finalized;
}

static void tell_begun (HrFinalizers *finalizers, HrWalk *walk, HrPyFrame *begun, uint32_t begun_id)
{
  uint32_t record;

  if (hr_call_is_finalizer (begun)) {
    record = record_of (walk, hr_call_argument (begun, 0));
    if (record == HR_IDENTITY_NONE)
      return;
    note (walk, HR_NOTE_FINALIZER, walk->identity.records[record].id, 0);
    remember (finalizers, (HrFinalized){ record, walk->identity.records[record].id, begun_id });
  } else if (hr_call_is_weak_callback (begun)) {
    record = record_of (walk, hr_call_argument (begun, 0));
    if (record != HR_IDENTITY_NONE)
      note (walk, HR_NOTE_CALLBACK, walk->identity.records[record].id, 0);
  }
}

static bool is_on_a_stack (const HrStack *stack, uint32_t frame)
{
  for (uint32_t i = 0; i < stack->n_threads; i++)
    for (uint32_t k = 0; k < stack->threads[i]->n_frames; k++)
      if (stack->threads[i]->frames[k].id == frame)
        return true;
  return false;
}

/* An object that is there when its __del__ has ended was brought back; but the collector calls all that it has to call
 * before it frees anything. */
static void tell_resurrected (HrFinalizers *finalizers, HrWalk *walk, const HrStack *stack)
{
  uint32_t n = 0;
  unsigned generation;
  bool collecting = hr_collector_is_running (&generation);

  for (uint32_t i = 0; i < finalizers->n_pending; i++) {
    HrFinalized finalized = finalizers->pending[i];
    const HrSeen *seen = &walk->identity.records[finalized.record];

    if (collecting || is_on_a_stack (stack, finalized.frame))
      finalizers->pending[n++] = finalized;
    else if (seen->key != 0 && seen->id == finalized.id)
      note (walk, HR_NOTE_RESURRECTED, finalized.id, 0);
  }
  finalizers->n_pending = n;
}

static void tell_collections (HrFinalizers *finalizers, HrWalk *walk)
{
  HrCollectorRuns runs = hr_collector_runs ();

  for (int generation = 0; generation < 3 && finalizers->started; generation++)
    for (int64_t i = finalizers->runs.runs[generation]; i < runs.runs[generation]; i++)
      note (walk, HR_NOTE_COLLECTION, 0, (uint64_t)generation);
  finalizers->runs = runs;
  finalizers->started = true;
}

void hr_finalizers_tell (HrFinalizers *finalizers, HrWalk *walk, const HrStack *stack, HrPyFrame *begun,
                         uint32_t begun_id)
{
  tell_collections (finalizers, walk);
  if (finalizers->n_pending > 0)
    tell_resurrected (finalizers, walk, stack);
  if (begun != NULL)
    tell_begun (finalizers, walk, begun, begun_id);
}

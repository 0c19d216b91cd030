#include "recorder/stack.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/text.h"

HrThread *hr_stack_thread (HrStack *stack, PyThreadState *state)
{
  HrThread *thread;

  for (uint32_t i = stack->n_threads; i-- > 0;)
    if (stack->threads[i]->state == state && stack->threads[i]->state_id == state->id)
      return stack->threads[i];
  thread = hr_text_alloc (sizeof *thread);
  *thread = (HrThread){ .state = state, .state_id = state->id, .number = stack->n_threads };
  stack->threads = hr_text_realloc (stack->threads, (stack->n_threads + 1) * sizeof (HrThread *));
  stack->threads[stack->n_threads++] = thread;
  return thread;
}

static HrStackFrame *push (HrThread *thread, HrStackFrame entry)
{
  if (thread->n_frames == thread->capacity) {
    thread->capacity = thread->capacity > 0 ? thread->capacity * 2 : 32;
    thread->frames = hr_text_realloc (thread->frames, thread->capacity * sizeof *thread->frames);
  }
  thread->frames[thread->n_frames] = entry;
  return &thread->frames[thread->n_frames++];
}

static HrStackFrame new_entry (HrStack *stack, HrPyFrame *frame, const HrCode *known)
{
  return (HrStackFrame){ .frame = frame,
                         .code = hr_py_frame_code (frame),
                         .known = known,
                         .source = known->source,
                         .id = known->comprehension ? 0 : ++stack->last_frame_id,
                         .offset = -1 };
}

/* Takes the entry of a waiting frame out. False: there is none. */
static bool take_suspended (HrStack *stack, HrPyFrame *frame, HrStackFrame *entry)
{
  for (uint32_t i = stack->n_suspended; i-- > 0;)
    if (stack->suspended[i].frame == frame && stack->suspended[i].code == hr_py_frame_code (frame)) {
      *entry = stack->suspended[i];
      stack->suspended[i] = stack->suspended[--stack->n_suspended];
      return true;
    }
  return false;
}

HrStackFrame *hr_stack_enter (HrStack *stack, HrThread *thread, HrPyFrame *frame, const HrCode *known, bool resumed)
{
  HrStackFrame entry;

  /* a frame that begins where a generator was left waiting and died takes its place, not its name */
  if (!take_suspended (stack, frame, &entry) || !resumed)
    entry = new_entry (stack, frame, known);
  return push (thread, entry);
}

HrStackFrame *hr_stack_find (HrStack *stack, HrThread *thread, HrPyFrame *frame, const HrCode *known)
{
  for (uint32_t i = thread->n_frames; i-- > 0;)
    if (thread->frames[i].frame == frame && thread->frames[i].code == hr_py_frame_code (frame)) {
      thread->n_frames = i + 1;
      return &thread->frames[i];
    }
  return hr_stack_enter (stack, thread, frame, known, true);
}

void hr_stack_leave (HrStack *stack, HrThread *thread, HrPyFrame *frame, bool suspended)
{
  for (uint32_t i = thread->n_frames; i-- > 0;) {
    if (thread->frames[i].frame != frame)
      continue;
    if (suspended) {
      if (stack->n_suspended == stack->suspended_capacity) {
        stack->suspended_capacity = stack->suspended_capacity > 0 ? stack->suspended_capacity * 2 : 16;
        stack->suspended = hr_text_realloc (stack->suspended, stack->suspended_capacity * sizeof *stack->suspended);
      }
      stack->suspended[stack->n_suspended++] = thread->frames[i];
    }
    thread->n_frames = i;
    return;
  }
}

static bool is_alive (const HrThread *thread)
{
  PyInterpreterState *interpreter = PyInterpreterState_Get ();

  for (PyThreadState *state = PyInterpreterState_ThreadHead (interpreter); state != NULL;
       state = PyThreadState_Next (state))
    if (state == thread->state)
      return state->id == thread->state_id;
  return false;
}

/* A frame that was pushed and has not come to its first instruction has no locals to show. */
static bool shows (HrPyFrame *frame)
{
  return !hr_py_frame_is_shim (frame) && hr_py_frame_offset (frame) >= 0 && hr_code_get (hr_py_frame_code (frame))->own;
}

/* Most often nothing has changed but at the end: what the interpreter's chain and ours have in common is counted from
 * the newest frame down. */
static bool agrees (const HrThread *thread)
{
  uint32_t n = thread->n_frames;

  for (HrPyFrame *frame = hr_py_current_frame (thread->state); frame != NULL; frame = frame->previous) {
    if (!shows (frame))
      continue;
    if (n == 0 || thread->frames[n - 1].frame != frame || thread->frames[n - 1].code != hr_py_frame_code (frame))
      return false;
    n--;
  }
  return n == 0;
}

static const HrStackFrame *old_entry (const HrThread *thread, HrPyFrame *frame)
{
  for (uint32_t i = thread->n_frames; i-- > 0;)
    if (thread->frames[i].frame == frame && thread->frames[i].code == hr_py_frame_code (frame))
      return &thread->frames[i];
  return NULL;
}

static void rebuild (HrStack *stack, HrThread *thread)
{
  HrThread rebuilt = { 0 };

  for (HrPyFrame *frame = hr_py_current_frame (thread->state); frame != NULL; frame = frame->previous) {
    const HrStackFrame *old;

    if (!shows (frame))
      continue;
    old = old_entry (thread, frame);
    push (&rebuilt, old != NULL ? *old : new_entry (stack, frame, hr_code_get (hr_py_frame_code (frame))));
  }
  for (uint32_t i = 0; i < rebuilt.n_frames / 2; i++) {
    HrStackFrame newer = rebuilt.frames[i];

    rebuilt.frames[i] = rebuilt.frames[rebuilt.n_frames - 1 - i];
    rebuilt.frames[rebuilt.n_frames - 1 - i] = newer;
  }
  free (thread->frames);
  thread->frames = rebuilt.frames;
  thread->n_frames = rebuilt.n_frames;
  thread->capacity = rebuilt.capacity;
}

bool hr_stack_refresh (HrStack *stack, HrThread *thread)
{
  if (!is_alive (thread)) {
    thread->n_frames = 0;
    thread->state = NULL;
    return false;
  }
  if (!agrees (thread))
    rebuild (stack, thread);
  return true;
}

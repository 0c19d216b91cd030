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
                         .generator = known->generator,
                         .id = known->comprehension ? 0 : ++stack->last_frame_id,
                         .offset = -1,
                         .instruction = -1 };
}

static uint32_t place_of (const HrStack *stack, const HrPyFrame *frame)
{
  uint64_t hash = ((uintptr_t)frame >> 4) * 0x9E3779B97F4A7C15u;

  return (uint32_t)(hash >> 32) & (stack->suspended_capacity - 1);
}

/* The entry with @frame, or the free one where it would stand. */
static HrStackFrame *find_suspended (const HrStack *stack, const HrPyFrame *frame)
{
  uint32_t place = place_of (stack, frame);

  while (stack->suspended[place].frame != NULL && stack->suspended[place].frame != frame)
    place = (place + 1) & (stack->suspended_capacity - 1);
  return &stack->suspended[place];
}

static void grow_suspended (HrStack *stack)
{
  HrStack old = *stack;

  stack->suspended_capacity = old.suspended_capacity > 0 ? old.suspended_capacity * 2 : 16;
  stack->suspended = hr_text_alloc (stack->suspended_capacity * sizeof *stack->suspended);
  memset (stack->suspended, 0, stack->suspended_capacity * sizeof *stack->suspended);
  for (uint32_t i = 0; i < old.suspended_capacity; i++)
    if (old.suspended[i].frame != NULL)
      *find_suspended (stack, old.suspended[i].frame) = old.suspended[i];
  free (old.suspended);
}

static void suspend (HrStack *stack, const HrStackFrame *entry)
{
  HrStackFrame *place;

  if (stack->n_suspended * 2 >= stack->suspended_capacity)
    grow_suspended (stack);
  place = find_suspended (stack, entry->frame);
  stack->n_suspended += place->frame == NULL;
  *place = *entry;
}

/* Takes the entry of a waiting frame out. False: there is none. */
static bool take_suspended (HrStack *stack, HrPyFrame *frame, HrStackFrame *entry)
{
  HrStackFrame *found = stack->n_suspended > 0 ? find_suspended (stack, frame) : NULL;
  uint32_t place;

  if (found == NULL || found->frame == NULL)
    return false;
  *entry = *found;
  found->frame = NULL;
  stack->n_suspended--;
  /* those behind it that stood there for want of room move up */
  place = (uint32_t)(found - stack->suspended);
  for (place = (place + 1) & (stack->suspended_capacity - 1); stack->suspended[place].frame != NULL;
       place = (place + 1) & (stack->suspended_capacity - 1)) {
    HrStackFrame moved = stack->suspended[place];

    stack->suspended[place].frame = NULL;
    *find_suspended (stack, moved.frame) = moved;
  }
  return entry->code == hr_py_frame_code (frame);
}

/* What is dropped without an end may be a frame that waits: one that an exception was thrown past, for one. */
static void drop_above (HrStack *stack, HrThread *thread, uint32_t n_frames)
{
  while (thread->n_frames > n_frames) {
    const HrStackFrame *entry = &thread->frames[--thread->n_frames];

    if (entry->generator)
      suspend (stack, entry);
  }
}

HrStackFrame *hr_stack_enter (HrStack *stack, HrThread *thread, HrPyFrame *frame, const HrCode *known, bool resumed)
{
  HrStackFrame entry;

  if (resumed)
    for (uint32_t i = thread->n_frames; i-- > 0;)
      if (thread->frames[i].frame == frame && thread->frames[i].code == hr_py_frame_code (frame)) {
        drop_above (stack, thread, i + 1);
        thread->frames[i].woken = true;
        return &thread->frames[i];
      }
  /* a frame that begins where a generator was left waiting and died takes its place, not its name */
  if (!take_suspended (stack, frame, &entry) || !resumed)
    entry = new_entry (stack, frame, known);
  entry.known = known;
  entry.woken = resumed;
  entry.resumed = resumed && entry.interrupted && !entry.passes;
  return push (thread, entry);
}

HrStackFrame *hr_stack_find (HrStack *stack, HrThread *thread, HrPyFrame *frame, const HrCode *known)
{
  for (uint32_t i = thread->n_frames; i-- > 0;)
    if (thread->frames[i].frame == frame && thread->frames[i].code == hr_py_frame_code (frame)) {
      drop_above (stack, thread, i + 1);
      return &thread->frames[i];
    }
  return hr_stack_enter (stack, thread, frame, known, true);
}

void hr_stack_leave (HrStack *stack, HrThread *thread, HrPyFrame *frame, bool suspended)
{
  for (uint32_t i = thread->n_frames; i-- > 0;) {
    if (thread->frames[i].frame != frame)
      continue;
    drop_above (stack, thread, i + 1);
    if (suspended)
      suspend (stack, &thread->frames[i]);
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
    bool next = n > 0 && thread->frames[n - 1].frame == frame && thread->frames[n - 1].code == hr_py_frame_code (frame);

    if (next && hr_py_frame_offset (frame) >= 0) /* the rest that it takes to show does not change */
      n--;
    else if (shows (frame))
      return false;
  }
  return n == 0;
}

/* The entry of a frame that the interpreter says runs: what we have of it, or a new one. A frame that was thrown into
 * stands in the chain without having been entered. */
static HrStackFrame take_entry (HrStack *stack, HrThread *thread, HrPyFrame *frame)
{
  const HrCode *known = hr_code_get (hr_py_frame_code (frame));
  HrStackFrame entry;

  for (uint32_t i = thread->n_frames; i-- > 0;)
    if (thread->frames[i].frame == frame && thread->frames[i].code == hr_py_frame_code (frame)) {
      entry = thread->frames[i];
      thread->frames[i].code = NULL;
      return entry;
    }
  if (known->generator && take_suspended (stack, frame, &entry))
    return entry;
  return new_entry (stack, frame, known);
}

static void rebuild (HrStack *stack, HrThread *thread)
{
  HrThread rebuilt = { 0 };

  for (HrPyFrame *frame = hr_py_current_frame (thread->state); frame != NULL; frame = frame->previous)
    if (shows (frame))
      push (&rebuilt, take_entry (stack, thread, frame));
  for (uint32_t i = 0; i < thread->n_frames; i++)
    if (thread->frames[i].code != NULL && thread->frames[i].generator)
      suspend (stack, &thread->frames[i]);
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

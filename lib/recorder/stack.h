/* The user's frames on every thread, each with its number and the line it is at.
 *
 * The interpreter's own chain of frames is the truth; what events say is kept beside it, and what no longer fits is
 * dropped. */
#pragma once

#include "recorder/code.h"
#include "recorder/text.h"

typedef struct {
  HrPyFrame *frame;
  PyCodeObject *code;  /* to tell a reused frame; never followed */
  const HrCode *known; /* goes with the code: to be followed while the frame is known to run */
  const HrSource *source;
  uint32_t id;
  bool generator;           /* or coroutine: can wait */
  uint32_t line, last_line; /* of the statement that runs; 0: none has begun */
  uint32_t at;              /* where it stands while a step is taken, if that is not line; 0 else */
  int instruction;          /* that was about to run last, with --steps opcodes; -1 none since the statement began */
  int n_stack;              /* values of the evaluation stack to be shown in this step */
  uint32_t physical_line;   /* that it was last seen at: a statement may span several */
  int offset;               /* of the instruction it was last seen at */
  bool interrupted;         /* that statement raised, or waits: it has been told of already */
  bool woken;               /* goes on after a wait, and no event has come since */
  bool resumed;             /* goes on after a wait, which has not been told yet */
  bool passes;              /* waits for a frame that waits itself and has been told of; so not told */
  bool flying;              /* an exception was raised here or came here, and was not caught yet */
  bool closing;             /* is closed without anything of the author's being run */
  HrFlight flight;          /* at the line it was last seen at */
  int raise_offset;         /* where it was raised */
  int wait_offset;          /* where the frame waited last */
  uintptr_t exception;      /* that flies or was caught last, by its key: it may be dead */
} HrStackFrame;

typedef struct {
  PyThreadState *state;
  uint64_t state_id;    /* thread states are reused; their ids are not */
  uint32_t number;      /* 0 is the main thread */
  HrStackFrame *frames; /* oldest first */
  uint32_t n_frames, capacity;
  HrText raised;    /* the exception raised last, in words */
  PyObject *passed; /* what the frame that was suspended last hands to the one below it; only to be compared; NULL when
                       anything else has happened since */
} HrThread;

typedef struct {
  HrThread **threads; /* by number */
  uint32_t n_threads;
  /* Of generators and coroutines that wait, by the address of the frame: a hash table with open addressing. One that
   * died waiting stays until its place in memory is used for another. */
  HrStackFrame *suspended;
  uint32_t n_suspended, suspended_capacity;
  uint32_t last_frame_id;
} HrStack;

/* The record of the thread of @state, new when it is not known. */
HrThread *hr_stack_thread (HrStack *stack, PyThreadState *state);

/* @frame began (or, with @resumed, a generator's frame goes on: then woken is set) in @thread. Valid until the next
 * call. */
HrStackFrame *hr_stack_enter (HrStack *stack, HrThread *thread, HrPyFrame *frame, const HrCode *known, bool resumed);
/* The entry of @frame if it runs in @thread, else a new one. Whatever is above it is gone. */
HrStackFrame *hr_stack_find (HrStack *stack, HrThread *thread, HrPyFrame *frame, const HrCode *known);
/* @frame has ended; with @suspended it will go on. */
void hr_stack_leave (HrStack *stack, HrThread *thread, HrPyFrame *frame, bool suspended);

/* Makes thread->frames what the interpreter says it is. False when the thread is gone. */
bool hr_stack_refresh (HrStack *stack, HrThread *thread);

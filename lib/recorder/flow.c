/* How a program goes: which of the interpreter's events make a step, and what each says. See steps.h. */
#include <string.h>

#include "recorder/identity.h"
#include "recorder/instruction.h"
#include "recorder/moment.h"
#include "recorder/stack_depth.h"
#include "recorder/steps.h"

/* The frame on top of @thread once its stack is what the interpreter says. NULL: not ours to show. */
static HrStackFrame *settle (HrThread *thread, HrPyFrame *frame)
{
  hr_moment_refresh ();
  if (thread->n_frames == 0 || thread->frames[thread->n_frames - 1].frame != frame)
    return NULL;
  return &thread->frames[thread->n_frames - 1];
}

static HrFlight flight_at (const HrStackFrame *entry, int offset)
{
  return hr_bytecode_flight (&entry->known->bytecode, offset);
}

/* The exception that the frame's handler has in hand: the innermost that is being handled at all. */
static PyObject *handled_exception (PyThreadState *state)
{
  for (_PyErr_StackItem *item = state->exc_info; item != NULL; item = item->previous_item)
    if (item->exc_value != NULL && item->exc_value != Py_None)
      return item->exc_value;
  return NULL;
}

static HrMoment moment_of (HrEvent event, HrThread *thread, const HrStackFrame *entry)
{
  return (HrMoment){ .event = event, .thread = thread, .frame = entry };
}

/* The statement that the frame was at has run, and @next_line is next. */
static HrMoment moment_after (HrEvent event, HrThread *thread, const HrStackFrame *entry, uint32_t next_line)
{
  HrMoment moment = moment_of (event, thread, entry);

  moment.ran_line = entry->line;
  moment.ran_end_line = entry->last_line;
  moment.next_line = next_line;
  return moment;
}

/* A frame that was woken has gone on with the statement it waited in. */
static void tell_resumed (HrThread *thread, HrStackFrame *entry, bool below)
{
  HrMoment moment = moment_of (HR_EVENT_RESUME, thread, entry);

  moment.next_line = entry->line;
  moment.below = below;
  hr_moment_tell (&moment);
  entry->resumed = entry->interrupted = false;
}

static void set_caught (HrStackFrame *entry, HrMoment *moment)
{
  moment->exception = hr_moment_find (entry->exception);
  moment->words =
      moment->exception == NULL && moment->thread->raised.bytes != NULL ? moment->thread->raised.bytes : NULL;
  entry->flying = false;
}

/* A clause that stands on one line with its body has caught, and goes on. */
static void tell_caught (HrThread *thread, HrStackFrame *entry, bool below)
{
  HrMoment moment = moment_after (HR_EVENT_CATCH, thread, entry, entry->line);

  set_caught (entry, &moment);
  moment.below = below;
  hr_moment_tell (&moment);
  entry->interrupted = false;
}

/* Whether the frame is past the clause that took the exception, though no line has said so. */
static bool has_caught (const HrStackFrame *entry, int offset)
{
  return entry->flying && offset != entry->raise_offset && flight_at (entry, offset) == HR_FLIGHT_NONE;
}

/* Says what has happened in the frame under the one on top, which is about to be told of. */
static void catch_up (HrThread *thread)
{
  HrStackFrame *caller = NULL;

  for (uint32_t i = thread->n_frames; caller == NULL && i >= 2; i--)
    if (!thread->frames[i - 2].known->comprehension)
      caller = &thread->frames[i - 2];
  if (caller == NULL)
    return;
  if (caller->resumed)
    tell_resumed (thread, caller, true);
  if (hr_moment_may () && has_caught (caller, hr_py_frame_offset (caller->frame)))
    tell_caught (thread, caller, true);
}

void hr_steps_enter (PyThreadState *state, HrPyFrame *frame, const HrCode *code)
{
  HrStackFrame *entry;
  HrThread *thread;
  bool resumed = code->generator && hr_py_frame_offset (frame) > code->first_offset;

  if (!hr_moment_may ())
    return;
  thread = hr_moment_thread (state);
  thread->passed = NULL;
  entry = hr_stack_enter (hr_moment_stack (), thread, frame, code, resumed);
  if (hr_moment_is_chunk (frame))
    hr_moment_begin_chunk (entry);
}

static void begin_line (HrStackFrame *entry, int line, int offset)
{
  const HrLines *lines = &entry->source->lines;

  entry->line = hr_lines_first (lines, (uint32_t)line);
  entry->last_line = hr_lines_last (lines, (uint32_t)line);
  entry->physical_line = (uint32_t)line;
  entry->offset = offset;
  entry->flight = flight_at (entry, offset);
  entry->interrupted = entry->resumed = entry->woken = false;
  entry->instruction = -1;
}

/* Whether the statement that @entry is at goes on. One of several lines comes back to lines of its own as its
 * instructions run on; a jump back is a new round of a loop, unless it is a comprehension's. */
static bool goes_on (const HrStackFrame *entry, uint32_t first_line, int line, int offset, bool again)
{
  if (entry->line != first_line || (entry->interrupted && !entry->resumed))
    return false;
  if (hr_code_in_comprehension (entry->known, offset))
    return true;
  if ((uint32_t)line == entry->physical_line)
    return !again;
  return offset > entry->offset;
}

/* A class body begins on the line of its class statement, to note its module and name: nothing the author wrote. */
static bool is_class_head (HrPyFrame *frame, uint32_t first_line)
{
  PyCodeObject *code = hr_py_frame_code (frame);

  return (code->co_flags & CO_OPTIMIZED) == 0 && frame->f_locals != frame->f_globals &&
         first_line <= (uint32_t)code->co_firstlineno;
}

/* Whether the frame has come to where an exception flies, and none was reported. */
static bool flies_unseen (const HrStackFrame *entry, HrFlight flight)
{
  return !entry->flying && !entry->interrupted && flight == HR_FLIGHT_ON && entry->flight != HR_FLIGHT_ON;
}

/* A "raise" alone makes no event of its own: it is known by the handler it comes to. Else it is an exception that
 * flies on in a finally block in which another was caught. */
static bool was_raised_again (const HrStackFrame *entry)
{
  return hr_bytecode_reraises_on_lines (&entry->known->bytecode, entry->code, (int)entry->line, (int)entry->last_line);
}

/* Whether the line that ran was the clause that caught, now that the frame is at @flight. */
static bool was_caught (const HrStackFrame *entry, HrFlight flight)
{
  if (flight == HR_FLIGHT_PART_ON)
    return entry->flying || entry->flight == HR_FLIGHT_REST;
  return entry->flying && flight == HR_FLIGHT_NONE;
}

static void set_raised (HrStackFrame *entry, PyObject *exception, int offset)
{
  entry->flying = entry->interrupted = true;
  entry->raise_offset = offset;
  entry->exception = exception != NULL ? hr_identity_key (exception) : 0;
}

static void tell_raised_again (HrThread *thread, HrStackFrame *entry, PyObject *exception, int offset)
{
  HrMoment moment = moment_after (HR_EVENT_EXCEPTION, thread, entry, 0);

  moment.exception = exception;
  hr_moment_tell (&moment);
  set_raised (entry, exception, offset);
}

/* The program begins, or a frame does. */
static void tell_begun (HrThread *thread, HrStackFrame *entry, uint32_t next_line)
{
  static bool started;
  HrMoment moment = moment_of (started ? HR_EVENT_CALL : HR_EVENT_START, thread, entry);

  started = true;
  moment.next_line = next_line;
  hr_moment_tell (&moment);
}

/* A statement has run, as @next_line is next. What that was, follows from where the frame is now. */
static void tell_ran (HrThread *thread, HrStackFrame *entry, uint32_t next_line, HrFlight flight)
{
  HrMoment moment = moment_after (HR_EVENT_LINE, thread, entry, next_line);

  if (entry->resumed) {
    moment.event = HR_EVENT_RESUME;
    if (!hr_bytecode_uses_result (&entry->known->bytecode, entry->offset))
      moment.ran_line = moment.ran_end_line = 0; /* it had nothing left to do */
  } else if (was_caught (entry, flight)) {
    moment.event = HR_EVENT_CATCH;
    set_caught (entry, &moment);
  } else if (entry->interrupted) {
    return;
  }
  if (moment.event != HR_EVENT_LINE || hr_moment_steps () != HR_SETTINGS_STEPS_CALLS)
    hr_moment_tell (&moment);
}

/* Where the frame stands is the new line already; what ran, the old one. */
static void tell_line (PyThreadState *state, HrThread *thread, HrStackFrame *entry, uint32_t next_line, int offset)
{
  HrFlight flight = flight_at (entry, offset);

  catch_up (thread);
  if (!hr_moment_may ())
    return;
  entry->at = next_line;
  if (entry->line == 0)
    tell_begun (thread, entry, next_line);
  else if (flies_unseen (entry, flight) && was_raised_again (entry))
    tell_raised_again (thread, entry, handled_exception (state), offset);
  else
    tell_ran (thread, entry, next_line, flight);
  if (flies_unseen (entry, flight)) {
    set_raised (entry, handled_exception (state), -1);
    entry->interrupted = false;
  }
  entry->at = 0;
}

void hr_steps_line (PyThreadState *state, HrPyFrame *frame, const HrCode *code, int line, int offset, bool again)
{
  HrThread *thread;
  HrStackFrame *entry;
  uint32_t first_line = hr_lines_first (&code->source->lines, (uint32_t)line);

  if (!hr_moment_may ())
    return;
  thread = hr_moment_thread (state);
  thread->passed = NULL;
  entry = hr_stack_find (hr_moment_stack (), thread, frame, code);
  if (code->comprehension) {
    begin_line (entry, line, offset);
    return;
  }
  if (flight_at (entry, offset) == HR_FLIGHT_CLEANUP)
    return;
  if (entry->line == 0 && is_class_head (frame, first_line))
    return;
  if (entry->line != 0 && goes_on (entry, first_line, line, offset, again)) {
    entry->physical_line = (uint32_t)line;
    entry->offset = offset;
    return;
  }
  entry = settle (thread, frame);
  if (entry == NULL)
    return;
  tell_line (state, thread, entry, first_line, offset);
  begin_line (entry, line, offset);
}

/* The instruction before has run, and @offset is next. */
static void tell_instruction (HrThread *thread, HrStackFrame *entry, int offset)
{
  HrMoment moment = moment_after (HR_EVENT_OPCODE, thread, entry, entry->line);
  HrText text = { 0 };

  hr_instruction_append (&text, entry->code, entry->instruction);
  hr_text_append_char (&text, '\0');
  moment.note = HR_NOTE_INSTRUCTION;
  moment.note_text = text.bytes;
  entry->n_stack = hr_stack_depth (entry->code, offset);
  hr_moment_tell (&moment);
  entry->n_stack = 0;
  hr_text_clear (&text);
}

void hr_steps_instruction (PyThreadState *state, HrPyFrame *frame, const HrCode *code, int offset)
{
  HrThread *thread;
  HrStackFrame *entry;

  if (!hr_moment_may () || code->comprehension)
    return;
  thread = hr_moment_thread (state);
  entry = hr_stack_find (hr_moment_stack (), thread, frame, code);
  if (entry->line == 0 || !hr_instruction_counts (entry->code, offset))
    return;
  if (entry->instruction >= 0 && !entry->interrupted && !entry->resumed) {
    entry = settle (thread, frame);
    if (entry == NULL)
      return;
    catch_up (thread);
    if (hr_moment_may ())
      tell_instruction (thread, entry, offset);
  }
  entry->instruction = offset;
}

/* What is worth showing of what a frame hands out as it waits. */
static PyObject *awaited (HrPyFrame *frame, PyObject *value, HrWait wait)
{
  PyObject *receiver;

  if (wait == HR_WAIT_YIELD || frame->stacktop <= hr_py_frame_code (frame)->co_nlocalsplus)
    return value;
  receiver = frame->localsplus[frame->stacktop - 1];
  if (receiver != NULL && (value == NULL || value == Py_None || PyGen_Check (receiver) || PyCoro_CheckExact (receiver)))
    return receiver;
  return value;
}

/* An asynchronous generator yields what it yields in a wrapper of the interpreter's own, which no program sees. */
static PyObject *unwrapped (PyObject *value)
{
  typedef struct {
    PyObject_HEAD PyObject *value;
  } Wrapper;

  if (value == NULL || strcmp (Py_TYPE (value)->tp_name, "async_generator_wrapped_value") != 0)
    return value;
  return ((Wrapper *)value)->value;
}

static void tell_yield (HrThread *thread, HrStackFrame *entry, PyObject *value, int offset)
{
  static const char *const words[] = { [HR_WAIT_YIELD_FROM] = "yield from", [HR_WAIT_AWAIT] = "await" };
  HrWait wait = hr_bytecode_wait (&entry->known->bytecode, offset);
  bool waits_on = entry->resumed && wait != HR_WAIT_YIELD && offset == entry->wait_offset;
  HrMoment moment;

  entry->passes = wait != HR_WAIT_YIELD && thread->passed != NULL && thread->passed == value;
  if (!entry->passes && !waits_on) {
    if (entry->resumed)
      tell_resumed (thread, entry, false);
    if (has_caught (entry, offset))
      tell_caught (thread, entry, false);
    moment = moment_after (HR_EVENT_YIELD, thread, entry, 0);
    moment.value = unwrapped (awaited (entry->frame, value, wait));
    moment.note = HR_NOTE_WAITS;
    moment.note_text = words[wait];
    hr_moment_tell (&moment);
    entry->interrupted = true;
  }
  entry->resumed = false;
  entry->offset = entry->wait_offset = offset;
  thread->passed = value;
}

static void tell_return (HrThread *thread, HrStackFrame *entry, PyObject *value)
{
  HrMoment moment;

  thread->passed = NULL;
  if (entry->resumed)
    tell_resumed (thread, entry, false);
  if (entry->flying)
    tell_caught (thread, entry, false);
  moment = moment_after (HR_EVENT_RETURN, thread, entry, 0);
  /* a module's or a class body's None is nobody's value */
  if ((entry->code->co_flags & CO_OPTIMIZED) != 0)
    moment.value = value;
  else
    moment.unseen = value;
  hr_moment_tell (&moment);
  entry->interrupted = true;
}

void hr_steps_leave (PyThreadState *state, HrPyFrame *frame, const HrCode *code, PyObject *value, bool suspends)
{
  HrThread *thread;
  HrStackFrame *entry;

  if (!hr_moment_may ())
    return;
  thread = hr_moment_thread (state);
  hr_stack_find (hr_moment_stack (), thread, frame, code);
  entry = code->comprehension ? NULL : settle (thread, frame);
  if (entry != NULL && hr_moment_is_chunk (frame)) {
    hr_moment_end_chunk (entry);
  } else if (entry != NULL) {
    catch_up (thread);
    if (suspends)
      tell_yield (thread, entry, value, hr_py_frame_offset (frame));
    else
      tell_return (thread, entry, value);
  }
  hr_stack_leave (hr_moment_stack (), thread, frame, suspends);
}

/* A loop or a wait that ends is no event in the program, though its StopIteration is reported. */
static bool is_loop_end (const HrCode *code, int offset, PyObject *exception)
{
  return (Py_IS_TYPE (exception, (PyTypeObject *)PyExc_StopIteration) ||
          Py_IS_TYPE (exception, (PyTypeObject *)PyExc_StopAsyncIteration)) &&
         hr_bytecode_ends_loop (&code->bytecode, offset);
}

/* A generator that is closed where nothing of its own would run: newer interpreters do not even wake it. */
static bool is_closed (const HrStackFrame *entry, int offset, PyObject *exception)
{
  return entry->woken && Py_IS_TYPE (exception, (PyTypeObject *)PyExc_GeneratorExit) &&
         !hr_bytecode_is_guarded (&entry->known->bytecode, entry->code, offset);
}

static void tell_raised (HrThread *thread, HrStackFrame *entry, PyObject *exception, int offset)
{
  HrMoment moment;

  if (entry->resumed)
    tell_resumed (thread, entry, false);
  if (has_caught (entry, offset))
    tell_caught (thread, entry, false);
  moment = moment_after (HR_EVENT_EXCEPTION, thread, entry, 0);
  moment.exception = exception;
  hr_moment_tell (&moment);
  set_raised (entry, exception, offset);
}

void hr_steps_raise (PyThreadState *state, HrPyFrame *frame, const HrCode *code, PyObject *exception, int n_held)
{
  HrThread *thread;
  HrStackFrame *entry;
  int offset = hr_py_frame_offset (frame);

  if (!hr_moment_may () || code->comprehension || is_loop_end (code, offset, exception))
    return;
  thread = hr_moment_thread (state);
  thread->passed = NULL;
  hr_stack_find (hr_moment_stack (), thread, frame, code);
  entry = settle (thread, frame);
  if (entry == NULL || entry->line == 0) /* one that is closed before its first line has done nothing to be shown */
    return;
  entry->closing = is_closed (entry, offset, exception);
  if (entry->closing)
    return;
  hr_moment_hold (exception, n_held);
  catch_up (thread);
  tell_raised (thread, entry, exception, offset);
  hr_moment_hold (NULL, 0);
  entry->woken = false;
}

/* A "raise" alone took the exception out of the frame. */
static void tell_unwound (HrThread *thread, HrStackFrame *entry, PyObject *exception, int offset)
{
  bool on_one_line =
      entry->flying && has_caught (entry, offset) && hr_bytecode_reraises (&entry->known->bytecode, offset);

  if (entry->line == 0 || entry->closing || (entry->flying && !on_one_line))
    return;
  if (exception == NULL)
    exception = hr_moment_find (entry->exception);
  if (exception == NULL)
    exception = handled_exception (thread->state);
  if (on_one_line)
    tell_caught (thread, entry, false);
  tell_raised_again (thread, entry, exception, offset);
}

void hr_steps_unwind (PyThreadState *state, HrPyFrame *frame, const HrCode *code, PyObject *exception)
{
  HrThread *thread;
  HrStackFrame *entry;

  if (!hr_moment_may ())
    return;
  thread = hr_moment_thread (state);
  entry = code->comprehension ? NULL : settle (thread, frame);
  if (entry != NULL)
    tell_unwound (thread, entry, exception, hr_py_frame_offset (frame));
  hr_stack_leave (hr_moment_stack (), thread, frame, false);
}

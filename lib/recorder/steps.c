#include "recorder/steps.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "recorder/account.h"
#include "recorder/bounds.h"
#include "recorder/exception.h"
#include "recorder/finalizers.h"
#include "recorder/guard.h"
#include "recorder/moment.h"
#include "recorder/unreachable.h"

/* Output that waits for the step it belongs to. */
typedef struct {
  int stream;
  size_t start, n_bytes; /* in output_text */
} OutputPiece;

static struct {
  HrTimelineWriter *writer; /* NULL: no steps are taken */
  HrStack stack;
  HrWalk walk;
  HrFrameNames names;
  HrAccount account;
  HrFinalizers finalizers;
  HrUnreachable unreachable;
  bool stepped_in_collection; /* the last step was taken in code that the collector had called */
  HrThread *last_thread;      /* whose event came last */
  const HrSettings *settings;

  bool main_ended;
  bool prompt;                     /* the main module runs in chunks … */
  HrStackFrame prompt_frame;       /* … each of which goes on where the one before left */
  PyObject *main_namespace;        /* borrowed; not touched once the interpreter is finalizing */
  HrTimelineWriteFrame main_frame; /* as it was last */
  HrFrameNames main_names;         /* a copy, for the last step */
  HrText ending;                   /* the exception that ended the program */

  OutputPiece *pieces;
  size_t n_pieces, pieces_capacity;
  HrText output_text;
} steps;

void hr_steps_init (HrTimelineWriter *writer, const HrSettings *settings, PyObject *main_namespace)
{
  steps.writer = steps.walk.writer = writer;
  steps.settings = settings;
  steps.walk.contents.max_items = settings->max_items != 0 ? (uint32_t)settings->max_items : HR_CONTENTS_MAX_ITEMS;
  steps.walk.max_objects = settings->max_objects != 0 ? (uint32_t)settings->max_objects : UINT32_MAX;
  steps.walk.depth = settings->depth != 0 ? (uint32_t)settings->depth : UINT32_MAX;
  hr_bounds_init (settings);
  steps.main_namespace = main_namespace;
  steps.walk.unreachable = &steps.unreachable;
  hr_collector_init ();
  steps.walk.uncounted = settings->refs == HR_SETTINGS_REFS_NONE;
  steps.walk.account = settings->refs == HR_SETTINGS_REFS_ACCOUNT ? &steps.account : NULL;
}

bool hr_steps_on (void)
{
  return steps.writer != NULL;
}

void hr_steps_abandon (void)
{
  if (steps.writer != NULL)
    hr_timeline_writer_abandon (steps.writer);
  steps.writer = steps.walk.writer = NULL;
}

/* The program goes on as if nothing were: all we may do is say so. */
static void give_up (void)
{
  const char *message = hr_timeline_writer_message (steps.writer);

  dprintf (STDERR_FILENO, "heapreel: recording stopped: %s\n", message != NULL ? message : "no memory left for it");
  hr_timeline_writer_free (steps.writer);
  steps.writer = steps.walk.writer = NULL;
}

static bool is_finalizing (void)
{
#if HR_PY_313
  return Py_IsFinalizing ();
#else
  return _Py_IsFinalizing ();
#endif
}

static void tell_output (void)
{
  for (size_t i = 0; i < steps.n_pieces; i++)
    hr_timeline_writer_output (steps.writer, steps.pieces[i].stream, steps.output_text.bytes + steps.pieces[i].start,
                               steps.pieces[i].n_bytes);
  steps.n_pieces = steps.output_text.n_bytes = 0;
}

/* The main module's names outlast its frame until the interpreter takes them down. */
static void remember_main (const HrStackFrame *entry, uint32_t file)
{
  steps.main_frame = (HrTimelineWriteFrame){ .id = entry->id,
                                             .name = "<module>",
                                             .name_bytes = 8,
                                             .file = file,
                                             .first_line = (uint32_t)entry->code->co_firstlineno,
                                             .line = entry->line };
  hr_frames_copy_names (&steps.main_names, &steps.names);
}

static void tell_thread (HrThread *thread, const HrMoment *moment)
{
  for (uint32_t i = 0; i < thread->n_frames; i++) {
    const HrStackFrame *entry = &thread->frames[i];
    bool about = entry == moment->frame, last;

    if (i > 0 && entry->known->comprehension)
      continue;
    last = about && i == 0 && thread->number == 0 && !steps.main_ended &&
           (moment->event == HR_EVENT_RETURN || moment->event == HR_EVENT_EXCEPTION);
    hr_frames_tell (&steps.names, &steps.walk, thread, i, about ? moment->value : NULL, last);
    if (last)
      remember_main (entry, entry->source->number);
    if (about && moment->below)
      break;
  }
}

static void tell_frames (const HrMoment *moment)
{
  if (steps.main_ended && steps.main_frame.id != 0) {
    hr_frames_tell_namespace (&steps.names, &steps.walk, &steps.main_frame, steps.main_namespace);
    hr_frames_copy_names (&steps.main_names, &steps.names);
  }
  for (uint32_t i = 0; i < steps.stack.n_threads; i++)
    if (steps.stack.threads[i]->n_frames > 0)
      tell_thread (steps.stack.threads[i], moment);
}

/* Recording is over. Unless the program is to go on it ends here: our own files are complete; what it has buffered is
 * the only thing that would be lost. */
static void stop (void)
{
  PyObject *stream = PySys_GetObject ("__stdout__");

  hr_timeline_writer_free (steps.writer);
  steps.writer = steps.walk.writer = NULL;
  if (steps.settings->run_on)
    return;
  if (stream != NULL && strcmp (Py_TYPE (stream)->tp_name, "_io.TextIOWrapper") == 0)
    Py_XDECREF (PyObject_CallMethod (stream, "flush", NULL));
  kill (getpid (), SIGKILL);
}

HrSettingsSteps hr_moment_steps (void)
{
  return steps.settings->steps;
}

bool hr_steps_wants_instructions (void)
{
  return steps.settings->steps == HR_SETTINGS_STEPS_OPCODES;
}

HrStack *hr_moment_stack (void)
{
  return &steps.stack;
}

void hr_moment_hold (PyObject *exception, int n_held)
{
  steps.walk.held = exception;
  steps.walk.n_held = n_held;
}

PyObject *hr_moment_find (uintptr_t key)
{
  uint32_t record = key != 0 ? hr_identity_find (&steps.walk.identity, key) : HR_IDENTITY_NONE;

  return record != HR_IDENTITY_NONE ? steps.walk.identity.records[record].object : NULL;
}

void hr_moment_refresh (void)
{
  for (uint32_t i = 0; i < steps.stack.n_threads; i++)
    if (steps.stack.threads[i]->state != NULL)
      hr_stack_refresh (&steps.stack, steps.stack.threads[i]);
}

/* What the exception of @moment says; kept by its thread for when it is gone. */
static const char *words_of (const HrMoment *moment)
{
  HrText *words = &moment->thread->raised;

  if (moment->exception != NULL && moment->words == NULL) {
    words->n_bytes = 0;
    hr_exception_append (words, moment->exception);
    hr_text_append_char (words, '\0');
  }
  return moment->exception != NULL || moment->words != NULL ? words->bytes : NULL;
}

static void tell_left_out (void)
{
  const HrWalk *walk = &steps.walk;

  if (walk->n_left_out > 0)
    hr_timeline_writer_note (steps.writer,
                             &(HrTimelineWriteNote){ .kind = HR_NOTE_LEFT_OUT,
                                                     .number = walk->n_left_out,
                                                     .text = walk->is_full ? "--max-objects" : "--depth" });
}

/* Whether this step is the last that is recorded; it says why then. */
static bool tell_limit (void)
{
  HrText text = { 0 };
  bool reached = hr_bounds_reached (steps.writer, &text);

  if (reached)
    hr_timeline_writer_note (steps.writer, &(HrTimelineWriteNote){ .kind = HR_NOTE_STOPPED, .text = text.bytes });
  hr_text_clear (&text);
  return reached;
}

static void take (const HrMoment *moment)
{
  bool is_last;
  const HrStackFrame *about = moment->frame;
  uint32_t file = about->source->number;
  HrTimelineWriteStep step = { .event = moment->event,
                               .thread = moment->thread->number,
                               .frame = about->id,
                               .ran_file = moment->ran_line != 0 ? file : 0,
                               .ran_line = moment->ran_line,
                               .ran_end_line = moment->ran_end_line,
                               .next_file = moment->next_line != 0 ? file : 0,
                               .next_line = moment->next_line,
                               .exception_text = words_of (moment) };
  unsigned generation;

  hr_walk_begin (&steps.walk);
  step.exception = hr_walk_visit (&steps.walk, moment->exception);
  hr_timeline_writer_step_begin (steps.writer, &step);
  hr_account_begin (&steps.account);
  steps.account.returned = moment->unseen;
  tell_frames (moment);
  hr_walk_end (&steps.walk, file, moment->ran_line != 0 ? moment->ran_line : moment->next_line);
  if (steps.walk.account != NULL)
    hr_account_step (steps.walk.account, &steps.walk, moment->exception);
  if (moment->note_text != NULL)
    hr_timeline_writer_note (steps.writer, &(HrTimelineWriteNote){ .kind = moment->note, .text = moment->note_text });
  tell_left_out ();
  steps.stepped_in_collection = hr_collector_is_running (&generation);
  hr_finalizers_tell (&steps.finalizers, &steps.walk, &steps.stack,
                      moment->event == HR_EVENT_CALL ? about->frame : NULL, about->id);
  tell_output ();
  is_last = tell_limit ();
  if (!hr_timeline_writer_step_end (steps.writer))
    give_up ();
  else if (is_last)
    stop ();
}

void hr_moment_tell (const HrMoment *moment)
{
  HrGuard guard;

  if (!HR_GUARD_ENTER (&guard)) {
    give_up ();
    return;
  }
  take (moment);
  hr_guard_leave (&guard);
}

HrThread *hr_moment_thread (PyThreadState *state)
{
  if (steps.last_thread == NULL || steps.last_thread->state != state || steps.last_thread->state_id != state->id)
    steps.last_thread = hr_stack_thread (&steps.stack, state);
  return steps.last_thread;
}

bool hr_moment_may (void)
{
  if (steps.writer != NULL && hr_guard_is_spent ())
    give_up ();
  return steps.writer != NULL && !is_finalizing ();
}

bool hr_moment_is_chunk (const HrPyFrame *frame)
{
  return steps.prompt && frame->f_globals == steps.main_namespace && frame->f_locals == frame->f_globals;
}

void hr_moment_begin_chunk (HrStackFrame *entry)
{
  if (steps.prompt_frame.id == 0)
    return;
  entry->id = steps.prompt_frame.id;
  entry->line = steps.prompt_frame.line;
  entry->last_line = steps.prompt_frame.last_line;
}

void hr_moment_end_chunk (const HrStackFrame *entry)
{
  steps.prompt_frame = *entry;
}

void hr_steps_prompt (PyObject *main_namespace)
{
  steps.prompt = steps.main_namespace == main_namespace;
}

void hr_steps_prompt_done (void)
{
  HrStackFrame *entry = &steps.prompt_frame;
  HrMoment moment = { .event = HR_EVENT_RETURN,
                      .thread = hr_moment_thread (PyThreadState_Get ()),
                      .frame = entry,
                      .ran_line = entry->line,
                      .ran_end_line = entry->last_line };

  if (!hr_moment_may () || entry->id == 0 || entry->source == NULL)
    return;
  steps.main_frame = (HrTimelineWriteFrame){ .id = entry->id,
                                             .name = "<module>",
                                             .name_bytes = 8,
                                             .file = entry->source->number,
                                             .first_line = 1,
                                             .line = entry->line };
  steps.main_ended = true;
  hr_moment_tell (&moment);
}

void hr_steps_hold (PyObject *tuple)
{
  steps.walk.held_tuple = tuple;
}

void hr_steps_main_ended (PyObject *exception)
{
  steps.main_ended = true;
  if (exception == NULL || PyObject_TypeCheck (exception, (PyTypeObject *)PyExc_SystemExit))
    return;
  hr_exception_append (&steps.ending, exception);
  hr_text_append_char (&steps.ending, '\0');
}

void hr_steps_end (void)
{
  HrTimelineWriteFrame frame = steps.main_frame;

  if (steps.writer == NULL)
    return;
  hr_timeline_writer_step_begin (
      steps.writer,
      &(HrTimelineWriteStep){ .event = HR_EVENT_END, .frame = frame.id, .exception_text = steps.ending.bytes });
  frame.names = steps.main_names.names;
  frame.n_names = steps.main_names.n_names;
  while (frame.n_names > 0 && (frame.names[frame.n_names - 1].flags & HR_NAME_RETURN) != 0)
    frame.n_names--;
  if (frame.id != 0)
    hr_timeline_writer_frame (steps.writer, &frame);
  hr_walk_tell_deaths (&steps.walk, 0, 0);
  tell_output ();
  if (!hr_timeline_writer_step_end (steps.writer)) {
    give_up ();
    return;
  }
  hr_timeline_writer_free (steps.writer);
  steps.writer = steps.walk.writer = NULL;
}

static void note_death (uintptr_t key, HrDeath how)
{
  HrGuard guard;

  if (!HR_GUARD_ENTER (&guard)) {
    give_up ();
    return;
  }
  hr_walk_note_death (&steps.walk, key, how);
  hr_guard_leave (&guard);
}

/* The cause of the death of @key that happens now. Once the collector has called the program's own code, only what was
 * found unreachable before dies by its hand; the rest has lost its last reference, as anywhere else. */
static HrDeath how_it_dies (uintptr_t key)
{
  const HrIdentity *identity = &steps.walk.identity;
  const HrSeen *seen = &identity->records[hr_identity_find (identity, key)];
  HrDeath how = { .why = HR_GONE_FREED };

  if (is_finalizing ())
    how.why = HR_GONE_EXIT;
  else if (hr_collector_is_running (&how.generation) &&
           (!steps.stepped_in_collection || seen->doomed || (seen->flags & HR_OBJECT_UNREACHABLE) != 0))
    how.why = HR_GONE_COLLECTED;
  return how;
}

void hr_steps_note_death (uintptr_t key)
{
  PyThreadState *state = steps.last_thread != NULL ? steps.last_thread->state : NULL;
  const HrThread *thread = steps.last_thread;
  HrDeath how;

  if (steps.writer == NULL)
    return;
  if (hr_identity_find (&steps.walk.identity, key) == HR_IDENTITY_NONE)
    return;
  how = how_it_dies (key);
  if (state != NULL && state != _PyThreadState_UncheckedGet ())
    thread = NULL; /* a thread whose line is not known here: the step's own will do */
  if (thread != NULL && thread->n_frames > 0) {
    const HrStackFrame *top = &thread->frames[thread->n_frames - 1];

    how.file = top->source->number;
    how.line = top->line;
  }
  note_death (key, how);
}

static void add_output (int stream, const char *bytes, size_t n_bytes)
{
  OutputPiece *last = steps.n_pieces > 0 ? &steps.pieces[steps.n_pieces - 1] : NULL;

  if (last != NULL && last->stream == stream) {
    last->n_bytes += n_bytes;
  } else {
    if (steps.pieces == NULL || steps.n_pieces == steps.pieces_capacity) {
      steps.pieces_capacity = steps.pieces_capacity > 0 ? steps.pieces_capacity * 2 : 16;
      steps.pieces = hr_text_realloc (steps.pieces, steps.pieces_capacity * sizeof *steps.pieces);
    }
    steps.pieces[steps.n_pieces++] =
        (OutputPiece){ .stream = stream, .start = steps.output_text.n_bytes, .n_bytes = n_bytes };
  }
  hr_text_append (&steps.output_text, bytes, n_bytes);
}

void hr_steps_note_output (int stream, const char *bytes, size_t n_bytes)
{
  HrGuard guard;

  if (steps.writer == NULL || n_bytes == 0)
    return;
  if (!HR_GUARD_ENTER (&guard)) {
    give_up ();
    return;
  }
  add_output (stream, bytes, n_bytes);
  hr_guard_leave (&guard);
}

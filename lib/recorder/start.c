/* How the recorder gets into the program. preload.c calls hr_start() before the interpreter's main().
 *
 * An audit hook finds the moment when there is an interpreter, and takes itself out. When the program's file is opened
 * (with -c and -m, from the hook on) every frame is evaluated by way of us, until the main module's
 * comes; there recording begins. Until then nothing differs from an interpreter without us: no module, no path, no
 * object is added. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "recorder/code.h"
#include "recorder/events.h"
#include "recorder/gc_counts.h"
#include "recorder/guard.h"
#include "recorder/kinds.h"
#include "recorder/life.h"
#include "recorder/output.h"
#include "recorder/prompt.h"
#include "recorder/sequences.h"
#include "recorder/settings.h"
#include "recorder/steps.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wundef"
#include <internal/pycore_interp.h>
#pragma GCC diagnostic pop

static HrSettings settings;
static bool awaits_file;          /* the program's, which has not been opened yet */
static PyObject *audit_arguments; /* made for our hook only; NULL once they are gone */
static pid_t launcher;            /* heapreel itself, our parent while it lives */

/* Recording that cannot begin is reported like any that stops: one line, and the program runs. */
static void complain (const char *what)
{
  dprintf (STDERR_FILENO, "heapreel: recording did not start: %s\n", what);
}

static HrTimelineWriter *open_writer (void)
{
  char version[32], message[256];
  HrTimelineRun run = { .implementation = "CPython",
                        .version = version,
                        .program = settings.program,
                        .options = settings.options != NULL ? settings.options : "",
                        .hash_seed = settings.seed,
                        .address_randomisation = settings.address_randomisation,
                        .prompt = settings.prompt };
  HrTimelineWriter *writer;

  snprintf (version, sizeof version, "%.*s", (int)strcspn (Py_GetVersion (), " "), Py_GetVersion ());
  writer = hr_timeline_writer_new (settings.reel, &run, message, sizeof message);
  if (writer == NULL)
    complain (message);
  return writer;
}

/* The code of "python -c CODE": the launcher starts the interpreter with exactly that. Newly allocated. */
static char *dup_command (void)
{
  PyObject *arguments = PySys_GetObject ("orig_argv");
  HrText text = { 0 };

  for (Py_ssize_t i = 0; arguments != NULL && PyList_Check (arguments) && i + 1 < PyList_GET_SIZE (arguments); i++)
    if (PyUnicode_CompareWithASCIIString (PyList_GET_ITEM (arguments, i), "-c") == 0) {
      hr_text_append_str (&text, PyList_GET_ITEM (arguments, i + 1));
      break;
    }
  hr_text_append_char (&text, '\0');
  return text.bytes;
}

/* The interpreter is gone. A recording whose launcher was killed is finished by nobody, and found by who knows of it.
 */
static void end_recording (void)
{
  bool recorded = hr_steps_on ();

  hr_steps_end ();
  if (recorded && getppid () != launcher)
    dprintf (STDERR_FILENO, "heapreel: stopped before the program; the recording is kept in %s\n", settings.reel);
}

static bool begin_recording (PyCodeObject *code, PyObject *namespace)
{
  HrTimelineWriter *writer = open_writer ();
  char *command = settings.what == HR_SETTINGS_CODE ? dup_command () : NULL;
  HrProgramWhat what = settings.what == HR_SETTINGS_CODE     ? HR_PROGRAM_CODE
                       : settings.what == HR_SETTINGS_MODULE ? HR_PROGRAM_MODULE
                                                             : HR_PROGRAM_FILE;
  const char *message;

  if (writer == NULL || !hr_code_init ()) {
    free (command);
    return false;
  }
  hr_kind_init ();
  hr_sequences_init ();
  hr_program_select (settings.only, settings.skip);
  hr_program_init (writer, what, code->co_filename, settings.program, command);
  free (command);
  hr_steps_init (writer, &settings, namespace);
  hr_output_init ();
  hr_life_init ();
  if (!hr_events_start (&message)) {
    complain (message);
    hr_steps_abandon ();
    return false;
  }
  pthread_atfork (NULL, NULL, hr_steps_abandon);
  Py_AtExit (end_recording);
  return true;
}

static PyObject *current_exception (void)
{
  PyObject *type, *value, *traceback;

  if (!PyErr_Occurred ())
    return NULL;
  PyErr_Fetch (&type, &value, &traceback);
  PyErr_NormalizeException (&type, &value, &traceback);
  PyErr_Restore (type, value, traceback);
  return value;
}

/* Whether @frame is the main module's: the first code to run in __main__'s own namespace. */
static bool is_main (const HrPyFrame *frame)
{
  PyObject *modules = frame->f_locals == frame->f_globals ? PySys_GetObject ("modules") : NULL;
  PyObject *module = modules != NULL && PyDict_Check (modules) ? hr_kind_dict_find (modules, "__main__") : NULL;

  return module != NULL && PyModule_Check (module) && frame->f_globals == PyModule_GetDict (module);
}

/* Without us there would be no tuple: this one must not go where tuples wait to be used again, or the next to be made
 * would not count towards a collection. */
static void drop_audit_arguments (void)
{
  PyObject *arguments = audit_arguments;

  if (Py_REFCNT (arguments) != 1)
    return;
  audit_arguments = NULL;
  PyObject_GC_UnTrack (arguments);
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (arguments); i++)
    Py_XDECREF (PyTuple_GET_ITEM (arguments, i));
  PyObject_GC_Del (arguments);
}

/* Written as it is, because the interpreter's function wants its lock held, and opens files without it. */
static void set_evaluation (_PyFrameEvalFunction function)
{
  PyInterpreterState_Main ()->eval_frame = function;
}

static PyObject *evaluate (PyThreadState *state, HrPyFrame *frame, int throwing);

/* Code that runs before the main module's. That of a file is called by nobody, so that what is called from here is not
 * it, and runs as it would without us. */
static PyObject *evaluate_other (PyThreadState *state, HrPyFrame *frame, int throwing)
{
  bool alone = settings.what == HR_SETTINGS_FILE;
  PyObject *result;

  if (alone)
    set_evaluation (NULL);
  result = _PyEval_EvalFrameDefault (state, frame, throwing);
  if (alone)
    set_evaluation (evaluate);
  return result;
}

static PyObject *run_at_prompt (PyThreadState *state, HrPyFrame *frame)
{
  char *command = settings.what == HR_SETTINGS_CODE ? dup_command () : NULL;
  PyObject *result = hr_prompt_run (state, frame, command);

  free (command);
  return result;
}

static PyObject *evaluate (PyThreadState *state, HrPyFrame *frame, int throwing)
{
  PyObject *result, *namespace = frame->f_globals;
  HrGcCounts counts;
  bool recording;

  if (audit_arguments != NULL)
    drop_audit_arguments ();
  if (awaits_file)
    set_evaluation (NULL);
  if (awaits_file)
    return _PyEval_EvalFrameDefault (state, frame, throwing);
  if (!is_main (frame))
    return evaluate_other (state, frame, throwing);
  set_evaluation (NULL);
  hr_gc_counts_init ();
  counts = hr_gc_counts_get ();
  recording = begin_recording (hr_py_frame_code (frame), namespace);
  hr_gc_counts_set (counts);
  result = settings.prompt ? run_at_prompt (state, frame) : _PyEval_EvalFrameDefault (state, frame, throwing);
  if (recording)
    hr_steps_main_ended (current_exception ());
  return result;
}

#if HR_PY_311
#define AUDIT_HOOKS _PyRuntime.audit_hook_head
#else
#define AUDIT_HOOKS _PyRuntime.audit_hooks.head
#endif

static int on_audit (const char *event, PyObject *arguments, void *data);

static void remove_audit_hook (void)
{
  for (_Py_AuditHookEntry **link = &AUDIT_HOOKS; *link != NULL; link = &(*link)->next)
    if ((*link)->hookCFunction == on_audit) {
      *link = (*link)->next; /* the entry itself is still read by whoever called us */
      return;
    }
}

/* The interpreter has read its settings by now, and has not yet read the environment for the program. */
static void restore_hash_seed (void)
{
  if (settings.hash_seed != NULL)
    setenv ("PYTHONHASHSEED", settings.hash_seed, 1);
  else
    unsetenv ("PYTHONHASHSEED");
}

static int on_audit (const char *event, PyObject *arguments, void *data)
{
  (void)event;
  (void)data;
  if (_PyThreadState_UncheckedGet () == NULL)
    return 0;
  remove_audit_hook ();
  restore_hash_seed ();
  if (PyTuple_CheckExact (arguments) && PyTuple_GET_SIZE (arguments) > 0)
    audit_arguments = Py_NewRef (arguments);
  set_evaluation (evaluate);
  awaits_file = settings.what == HR_SETTINGS_FILE;
  return 0;
}

__attribute__ ((visibility ("default"))) void hr_start_program (void);

void hr_start_program (void)
{
  awaits_file = false;
  set_evaluation (evaluate);
}

__attribute__ ((visibility ("default"))) void hr_start (const char *text);

void hr_start (const char *text)
{
  if (!hr_settings_parse (&settings, text))
    return;
  launcher = getppid ();
  hr_guard_init ();
  if (PySys_AddAuditHook (on_audit, NULL) != 0)
    complain ("the interpreter takes no audit hook");
}

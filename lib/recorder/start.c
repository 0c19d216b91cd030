/* How the recorder gets into the program: as the module "sitecustomize", which the interpreter imports before the
 * program begins.
 *
 * It takes its settings, puts the environment and the import path back to what they would be without it, makes way for
 * the user's own sitecustomize, and stays out of sys.modules. When the main module's code is about to be evaluated,
 * recording begins. */
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

static HrSettings settings;
static pid_t launcher; /* heapreel itself, our parent while it lives */

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
  PyObject *main_module = PyImport_AddModule ("__main__"); /* borrowed; it exists */

  return main_module != NULL && frame->f_globals == PyModule_GetDict (main_module) &&
         frame->f_locals == frame->f_globals;
}

static PyObject *evaluate (PyThreadState *state, HrPyFrame *frame, int throwing)
{
  PyObject *result, *namespace = frame->f_globals;
  HrGcCounts counts;
  bool recording;

  if (!is_main (frame))
    return _PyEval_EvalFrameDefault (state, frame, throwing);
  _PyInterpreterState_SetEvalFrameFunc (PyInterpreterState_Get (), _PyEval_EvalFrameDefault);
  counts = hr_gc_counts_get ();
  recording = begin_recording (hr_py_frame_code (frame), namespace);
  hr_gc_counts_set (counts);
  if (settings.prompt)
    result = hr_prompt_run (state, frame);
  else
    result = _PyEval_EvalFrameDefault (state, frame, throwing);
  if (recording)
    hr_steps_main_ended (current_exception ());
  return result;
}

/* Sets @name in os.environ, and through it in the process, to @value; NULL removes it. */
static bool set_variable (PyObject *variables, const char *name, const char *value)
{
  PyObject *key = PyUnicode_FromString (name), *text = value != NULL ? PyUnicode_DecodeFSDefault (value) : NULL;
  int result = -1;

  if (key != NULL && value == NULL)
    result = PyObject_DelItem (variables, key);
  else if (key != NULL && text != NULL)
    result = PyObject_SetItem (variables, key, text);
  Py_XDECREF (key);
  Py_XDECREF (text);
  return result == 0;
}

static bool restore_environment (void)
{
  PyObject *os = PyImport_ImportModule ("os");
  PyObject *variables = os != NULL ? PyObject_GetAttrString (os, "environ") : NULL;
  bool ok = variables != NULL && set_variable (variables, HR_SETTINGS_VARIABLE, NULL) &&
            set_variable (variables, "PYTHONPATH", settings.path) &&
            set_variable (variables, "PYTHONHASHSEED", settings.hash_seed);

  Py_XDECREF (variables);
  Py_XDECREF (os);
  return ok;
}

static bool leave_import_path (void)
{
  PyObject *path = PySys_GetObject ("path"), *cache = PySys_GetObject ("path_importer_cache");
  PyObject *folder = PyUnicode_DecodeFSDefault (settings.folder);
  Py_ssize_t index = path != NULL && folder != NULL ? PySequence_Index (path, folder) : -1;
  bool ok = index >= 0 && PySequence_DelItem (path, index) == 0;

  if (ok && cache != NULL && PyDict_DelItem (cache, folder) != 0)
    PyErr_Clear ();
  Py_XDECREF (folder);
  return ok;
}

/* Gives the import its way as if we were not there: the user's own module, or the error that there is none. */
static PyObject *import_own_sitecustomize (void)
{
  PyObject *module = PyImport_ImportModule ("sitecustomize"), *name, *message;

  if (module == NULL)
    return NULL;
  Py_DECREF (module); /* sys.modules keeps it */
  name = PyUnicode_FromString ("sitecustomize");
  message = PyUnicode_FromString ("No module named 'sitecustomize'");
  if (name != NULL && message != NULL)
    PyErr_SetImportError (message, name, NULL); /* which site.py passes over */
  Py_XDECREF (name);
  Py_XDECREF (message);
  return NULL;
}

static PyObject *create (PyObject *spec, PyModuleDef *definition)
{
  const char *text = getenv (HR_SETTINGS_VARIABLE);

  (void)spec;
  (void)definition;
  if (text == NULL || !hr_settings_parse (&settings, text)) {
    PyErr_SetString (PyExc_ImportError, "this module is started by heapreel only");
    return NULL;
  }
  launcher = getppid ();
  hr_guard_init ();
  hr_gc_counts_init ();
  if (!restore_environment () || !leave_import_path ())
    return NULL;
  _PyInterpreterState_SetEvalFrameFunc (PyInterpreterState_Get (), evaluate);
  return import_own_sitecustomize ();
}

PyMODINIT_FUNC PyInit_sitecustomize (void);

PyMODINIT_FUNC PyInit_sitecustomize (void)
{
  static PyModuleDef_Slot slots[] = { { Py_mod_create, NULL }, { 0, NULL } };
  static PyModuleDef definition = { .m_base = PyModuleDef_HEAD_INIT, .m_name = "sitecustomize", .m_slots = slots };

  PyObject *(*function) (PyObject *, PyModuleDef *) = create;

  memcpy (&slots[0].value, &function, sizeof function); /* ISO C has no cast for this */
  return PyModuleDef_Init (&definition);
}

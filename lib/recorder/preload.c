/* What the dynamic loader brings into the interpreter's process before its main() (LD_PRELOAD): takes the launcher's
 * variables out of the environment, so that the program never sees them, and loads the recorder.
 *
 * Refers to nothing of Python, so that a shell script that starts the interpreter can start too: there it does nothing,
 * and the interpreter inherits it. */
/* fopen() and fopen64() are two functions here, and both are ours. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "recorder/settings.h"

/* The program's file is opened by the interpreter with fopen(), when it is about to be run: the last moment before. */
static const char *program_path; /* NULL: not awaited */
static void (*on_program) (void);

/* By whatever name: the interpreter makes it absolute. */
static void note_open (const char *path)
{
  struct stat opened, awaited;

  if (program_path == NULL || stat (path, &opened) != 0 || stat (program_path, &awaited) != 0 ||
      opened.st_dev != awaited.st_dev || opened.st_ino != awaited.st_ino)
    return;
  program_path = NULL;
  on_program ();
}

/* The library's function of that name, which ours stands in front of. */
static FILE *open_by (const char *name, const char *path, const char *mode)
{
  void *symbol = dlsym (RTLD_NEXT, name);
  FILE *(*open_file) (const char *, const char *);

  memcpy (&open_file, &symbol, sizeof open_file); /* ISO C has no cast for this */
  return open_file (path, mode);
}

#define EXPORTED __attribute__ ((visibility ("default")))

#undef fopen
EXPORTED FILE *fopen (const char *path, const char *mode)
{
  note_open (path);
  return open_by ("fopen", path, mode);
}

#undef fopen64
EXPORTED FILE *fopen64 (const char *path, const char *mode)
{
  note_open (path);
  return open_by ("fopen64", path, mode);
}

static void complain (const char *what)
{
  (void)fprintf (stderr, "heapreel: recording did not start: %s\n", what != NULL ? what : "the recorder is damaged");
}

static void load_recorder (const HrSettings *settings, const char *text)
{
  char path[PATH_MAX];
  void *recorder, *symbol = NULL, *awaited = NULL;
  void (*start) (const char *);

  (void)snprintf (path, sizeof path, "%s/recorder.so", settings->folder);
  recorder = dlopen (path, RTLD_NOW | RTLD_LOCAL);
  if (recorder != NULL)
    symbol = dlsym (recorder, "hr_start");
  if (symbol != NULL)
    awaited = dlsym (recorder, "hr_start_program");
  if (awaited == NULL) {
    complain (dlerror ());
    if (recorder != NULL)
      (void)dlclose (recorder);
    return;
  }
  memcpy (&start, &symbol, sizeof start);
  memcpy (&on_program, &awaited, sizeof on_program);
  if (settings->what == HR_SETTINGS_FILE)
    program_path = strdup (settings->program);
  start (text);
}

__attribute__ ((constructor)) static void begin (void)
{
  const char *value = getenv (HR_SETTINGS_VARIABLE);
  HrSettings settings;
  char *text;

  if (value == NULL || dlsym (RTLD_DEFAULT, "PySys_AddAuditHook") == NULL)
    return;
  text = strdup (value);
  if (text == NULL || !hr_settings_parse (&settings, text)) {
    complain ("the launcher is of another version");
  } else {
    (void)unsetenv (HR_SETTINGS_VARIABLE);
    if (settings.preload != NULL)
      (void)setenv ("LD_PRELOAD", settings.preload, 1);
    else
      (void)unsetenv ("LD_PRELOAD");
    load_recorder (&settings, text);
    hr_settings_clear (&settings);
  }
  free (text);
}

/* What the dynamic loader brings into the interpreter's process before its main() (LD_PRELOAD): takes the launcher's
 * variables out of the environment, so that the program never sees them, and loads the recorder.
 *
 * Refers to nothing of Python, so that a shell script that starts the interpreter can start too: there it does nothing,
 * and the interpreter inherits it. */
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recorder/settings.h"

static void complain (const char *what)
{
  (void)fprintf (stderr, "heapreel: recording did not start: %s\n", what != NULL ? what : "the recorder is damaged");
}

static void load_recorder (const HrSettings *settings, const char *text)
{
  char path[PATH_MAX];
  void *recorder, *symbol = NULL;
  void (*start) (const char *);

  (void)snprintf (path, sizeof path, "%s/recorder.so", settings->folder);
  recorder = dlopen (path, RTLD_NOW | RTLD_LOCAL);
  if (recorder != NULL)
    symbol = dlsym (recorder, "hr_start");
  if (symbol == NULL) {
    complain (dlerror ());
    return;
  }
  memcpy (&start, &symbol, sizeof start); /* ISO C has no cast for this */
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

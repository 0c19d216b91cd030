/* Which Python: finds the interpreter that the user named, asks it who it is, and finds the recorder built for it.
 *
 * The same process compiles the program, so that a syntax error is known before anything runs. */
#pragma once

#include "launch/launch.h"

typedef struct {
  char *executable; /* as the interpreter calls itself: a virtual environment's own python */
  char *version;    /* "3.11.2" */
  char *recorder;   /* folder that holds its recorder */
} HrInterpreter;

/* Error: HR_ERROR_INPUT, for the interpreter or for the program's syntax. */
gboolean hr_interpreter_init (HrInterpreter *interpreter, const HrLaunchOptions *options,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_interpreter_clear (HrInterpreter *interpreter);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrInterpreter, hr_interpreter_clear)

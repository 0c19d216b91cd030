/* What is to be run: whether it is there, and the command line that runs it. */
#pragma once

#include "launch/interpreter.h"

/* Error HR_ERROR_INPUT: no such file, a folder, not readable, not named. */
gboolean hr_program_check (const HrLaunchOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "python PROGRAM ARGUMENTS…", NULL-terminated. */
char **hr_program_new_command (const HrLaunchOptions *options, const HrInterpreter *interpreter);

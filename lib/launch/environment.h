/* The environment in which the recorder wakes up, and which it puts back before the program begins. */
#pragma once

#include "launch/interpreter.h"

/* A copy of this process's environment with what the recorder needs. @reel_path is absolute;
 * @address_randomisation is how the program will run. */
char **hr_environment_new (const HrLaunchOptions *options, const HrInterpreter *interpreter, const char *reel_path,
                           gboolean address_randomisation);

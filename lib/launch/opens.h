/* What a run rested on, besides what opens.so saw: the interpreter and the recorder. */
#pragma once

#include "launch/interpreter.h"

/* Appends them to the list at @opens_path, and @reel_path as ours. Error: HR_ERROR_OUTPUT. */
gboolean hr_opens_add_tool (const char *opens_path, const char *reel_path, const HrInterpreter *interpreter,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

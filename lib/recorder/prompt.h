/* Runs a program as if it were typed at the interactive prompt: each top-level statement is compiled by itself, so that
 * constants are shared as they are there. Values are not echoed. */
#pragma once

#include "recorder/python.h"

/* Runs what @frame, the main module's, was compiled from, statement by statement (those on one line together), and ends
 * @frame without running its code: the code @command, or, where that is NULL, the frame's file. NULL with an exception
 * set as soon as one fails. New reference. */
PyObject *hr_prompt_run (PyThreadState *state, HrPyFrame *frame, const char *command);

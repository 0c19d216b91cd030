/* Runs a program as if it were typed at the interactive prompt: each top-level statement is compiled by itself, so that
 * constants are shared as they are there. Values are not echoed. */
#pragma once

#include "recorder/python.h"

/* Runs the file @file_name in @namespace, statement by statement (statements on one line together). NULL with an
 * exception set as soon as one fails. New reference. */
PyObject *hr_prompt_run (PyObject *namespace, PyObject *file_name);

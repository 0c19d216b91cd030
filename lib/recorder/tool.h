/* Our place among the tools of sys.monitoring (from 3.12), hidden from the program: the number that we listen under
 * appears free, and when the program takes it we move to another. */
#pragma once

#include "recorder/code.h"

/* Finds a free number. False: there is none, or sys.monitoring is not as expected. */
bool hr_tool_init (void);
/* sys.monitoring.DISABLE, borrowed. */
PyObject *hr_tool_disable (void);
/* The bit of the event called @name in sys.monitoring.events; 0: there is none. */
long hr_tool_event (const char *name);
/* From now on @function is called for the event with @bit. */
bool hr_tool_register (long bit, PyObject *function);
/* Listens everywhere to @everywhere; and in code that hr_tool_listen_to was called for to @local as well. */
bool hr_tool_listen (long everywhere, long local);
void hr_tool_listen_to (PyCodeObject *code, HrCode *known);
/* @known's code is being freed. */
void hr_tool_forget (HrCode *known);
/* Whether @code, about to run, is not instrumented yet for what tools listen to by now. */
bool hr_tool_is_behind (const PyCodeObject *code);

/* Calls of methods that are written in C ("a.append (x)"), on 3.11: there a traced call makes an object for a profiler
 * to see, bound to the instance. It would count towards a collection and hold a reference; ours does neither. */
#pragma once

#include "recorder/python.h"

#if HR_PY_311

void hr_method_calls_init (void);

/* What @caller calls, and with which arguments, the instance of a method among them; they lie on its stack. NULL: it is
 * not at a call. */
PyObject *hr_method_calls_callee (HrPyFrame *caller, PyObject *const **arguments, int *n_arguments);

#endif

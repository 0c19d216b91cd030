/* How near the recursion limit is, on 3.11. Tracing takes the interpreter's specialised instructions away, and some of
 * those call functions of C without counting the call: what is called back from there gets one level back. */
#pragma once

#include "recorder/python.h"

#if HR_PY_311

/* @frame begins in @state, or goes on; it stops, or ends. */
void hr_call_depth_enter (PyThreadState *state, HrPyFrame *frame);
void hr_call_depth_leave (PyThreadState *state, const HrPyFrame *frame);

#endif

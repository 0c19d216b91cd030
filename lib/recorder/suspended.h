/* Reads what the interpreter keeps of code that runs, waits or has ended: generators and coroutines, frame objects,
 * tracebacks. */
#pragma once

#include "recorder/slots.h"

/* Qualified name, state, line; locals and what it waits for while it is suspended. Those of a running one are in its
 * frame. */
void hr_suspended_fill_generator (HrContents *contents, PyObject *generator);
void hr_suspended_fill_traceback (HrContents *contents, PyObject *traceback);
/* A frame object; its locals when it has ended, because those of others are shown where they run. */
void hr_suspended_add_frame (HrContents *contents, PyFrameObject *frame);

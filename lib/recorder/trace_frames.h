/* Frame objects on 3.11. Tracing makes one for every frame; without us there is none until the program asks for it. So
 * those of tracing lie in private memory and are not counted towards a collection, and where the program is about to
 * get one it goes, and the interpreter makes another as it would have. */
#pragma once

#include "recorder/python.h"

#if HR_PY_311

void hr_trace_frames_init (void);

/* Whether an allocation of @n_bytes, now, is such an object, for @frame which runs. */
bool hr_trace_frames_want_private (const HrPyFrame *frame, size_t n_bytes);
/* Whether the program knows nothing of @object. */
bool hr_trace_frames_is_private (PyFrameObject *object);
/* The object of @frame, which runs and has raised, is in @traceback by now: another of the program's takes its place.
 * The former can be written to until it is swept. */
void hr_trace_frames_raised (HrPyFrame *frame, PyObject *traceback);
/* Of those that have been replaced so. No event is being told. */
void hr_trace_frames_sweep (void);
/* @frame, no generator's, ends now. If its object outlives it, that will ask for its caller's. */
void hr_trace_frames_ended (HrPyFrame *frame);
/* It has got into the program's hands by another way, and is the program's from now on. */
void hr_trace_frames_lose (PyFrameObject *object);
/* The frames that run in @state are shown to the program by what comes next. */
void hr_trace_frames_release_all (PyThreadState *state);

/* Every instruction of the frame of @object has an event from now on. */
void hr_trace_frames_step (PyFrameObject *object);
/* Whether the program has asked for that too. */
bool hr_trace_frames_program_steps (const PyFrameObject *object);

#endif

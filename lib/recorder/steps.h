/* When to take a step: turns the interpreter's events into the moments of a timeline.
 *
 * Events come for the user's frames only. A line has run when the next one begins, so each step is told by the event
 * after it. */
#pragma once

#include "recorder/frames.h"
#include "recorder/settings.h"

/* Begins recording into @writer. @main is the main module's namespace, borrowed. */
void hr_steps_init (HrTimelineWriter *writer, const HrSettings *settings, PyObject *main_namespace);

/* A frame of the user's begins, or goes on after a yield. */
void hr_steps_enter (PyThreadState *state, HrPyFrame *frame, const HrCode *code, bool resumed);
/* @line is about to run, from the instruction at @offset. @again: reached by a jump back if it is the same line. */
void hr_steps_line (PyThreadState *state, HrPyFrame *frame, const HrCode *code, int line, int offset, bool again);
/* The frame returns or yields (@suspends) @value. */
void hr_steps_leave (PyThreadState *state, HrPyFrame *frame, const HrCode *code, PyObject *value, bool suspends);
/* @exception was raised in @frame or reached it. @n_held: references that the event itself holds to it and to its
 * class. */
void hr_steps_raise (PyThreadState *state, HrPyFrame *frame, const HrCode *code, PyObject *exception, int n_held);
/* @tuple is the event's own: what it holds is held by us. NULL: there is none any more. */
void hr_steps_hold (PyObject *tuple);
/* The frame ends by an exception. */
void hr_steps_unwind (PyThreadState *state, HrPyFrame *frame);

/* From here on the main module is many codes that run one after the other in @main_namespace: one frame to the user. */
void hr_steps_prompt (PyObject *main_namespace);
/* The last of them has run. */
void hr_steps_prompt_done (void);

/* The main module has ended, by @exception or (NULL) in order. */
void hr_steps_main_ended (PyObject *exception);
/* The interpreter is gone: writes the last step and closes. */
void hr_steps_end (void);

/* Whether steps are still taken. */
bool hr_steps_on (void);
/* Stops, writing no more; in a forked child without touching the file. */
void hr_steps_abandon (void);

/* The object allocated at @key is about to die. */
void hr_steps_note_death (uintptr_t key);
/* The program wrote to one of its standard streams. */
void hr_steps_note_output (int stream, const char *bytes, size_t n_bytes);

/* When to take a step: turns the interpreter's events into the moments of a timeline (flow.c), and takes them
 * (steps.c).
 *
 * Events come for the user's frames only. A line has run when the next one begins, so each step is told by the event
 * after it. The interpreters differ in what they report; the steps are the same under each:
 * - A frame that waits and one that goes on make a step each. Where frames wait for one another (yield from, await),
 *   only the newest of them does: it is the one that waits for something else, and the others stand under it.
 * - An exception makes a step where it is raised and in every frame it comes to, and one in the frame whose clause
 * takes it. It is caught when a clause has taken it, not when a finally block or a with block sees it pass. */
#pragma once

#include "recorder/frames.h"
#include "recorder/settings.h"

/* Begins recording into @writer. @main is the main module's namespace, borrowed. */
void hr_steps_init (HrTimelineWriter *writer, const HrSettings *settings, PyObject *main_namespace);

/* A frame of the user's begins, or goes on after a wait. */
void hr_steps_enter (PyThreadState *state, HrPyFrame *frame, const HrCode *code);
/* @line is about to run, from the instruction at @offset. @again: reached by a jump back if it is the same line. */
void hr_steps_line (PyThreadState *state, HrPyFrame *frame, const HrCode *code, int line, int offset, bool again);
/* The instruction at @offset is about to run. Only where hr_steps_wants_instructions. */
void hr_steps_instruction (PyThreadState *state, HrPyFrame *frame, const HrCode *code, int offset);
bool hr_steps_wants_instructions (void);
/* The frame returns @value, or waits (@suspends) and hands it out. */
void hr_steps_leave (PyThreadState *state, HrPyFrame *frame, const HrCode *code, PyObject *value, bool suspends);
/* @exception was raised in @frame or reached it. @n_held: references that the event itself holds to it and to its
 * class. */
void hr_steps_raise (PyThreadState *state, HrPyFrame *frame, const HrCode *code, PyObject *exception, int n_held);
/* @tuple is the event's own: what it holds is held by us. NULL: there is none any more. */
void hr_steps_hold (PyObject *tuple);
/* The frame ends by @exception; NULL where the interpreter does not say by which. */
void hr_steps_unwind (PyThreadState *state, HrPyFrame *frame, const HrCode *code, PyObject *exception);

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

/* One step as flow.c asks for it and steps.c takes it. Internal to the two. */
#pragma once

#include "recorder/settings.h"
#include "recorder/stack.h"

#include "timeline/model.h"

typedef struct {
  HrEvent event;
  HrThread *thread;
  const HrStackFrame *frame;
  uint32_t ran_line, ran_end_line, next_line;
  PyObject *value;       /* that the frame returns or yields, or waits for; NULL none */
  PyObject *unseen;      /* that the frame returns, but that is not shown */
  PyObject *exception;   /* NULL none */
  const char *words;     /* of an exception that is not there any more; NULL: as @exception says */
  HrNoteKind note;       /* of @note_text */
  const char *note_text; /* NULL none */
  bool below;            /* frames that stand on @frame have not done anything yet: they are left out */
} HrMoment;

/* Takes the step. */
void hr_moment_tell (const HrMoment *moment);

/* Whether steps are taken, and the interpreter is not on its way out, when nothing is whole any more. */
bool hr_moment_may (void);

/* What makes a step. */
HrSettingsSteps hr_moment_steps (void);

HrStack *hr_moment_stack (void);
/* The record of @state's thread, whose event came last from now on. */
HrThread *hr_moment_thread (PyThreadState *state);
/* Makes all stacks what the interpreter says. */
void hr_moment_refresh (void);

/* The event itself holds @n_held references to @exception and to its class, in the steps told until this is called with
 * NULL. */
void hr_moment_hold (PyObject *exception, int n_held);

/* The object at @key if it has been seen and is alive, else NULL. */
PyObject *hr_moment_find (uintptr_t key);

/* At the prompt the main module is many codes. Whether @frame runs one; the next is the same frame to the user, and
 * its first line ends the last one of the chunk before. */
bool hr_moment_is_chunk (const HrPyFrame *frame);
void hr_moment_begin_chunk (HrStackFrame *entry);
void hr_moment_end_chunk (const HrStackFrame *entry);

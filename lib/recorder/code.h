/* What the recorder knows about a code object, kept in the code object itself and freed with it. */
#pragma once

#include "recorder/bytecode.h"
#include "recorder/program.h"

typedef struct HrCode {
  bool own;               /* the user's: makes steps, its frames are shown */
  bool comprehension;     /* a comprehension's own frame (before 3.12): shown as part of the frame around it */
  const HrSource *source; /* NULL when not own */
  int (*inlined)[2];      /* from 3.12: stretches of instructions that are comprehensions, loops of no line's own */
  size_t n_inlined;
  bool generator;      /* or coroutine: its frames can wait */
  int first_offset;    /* where its frames begin: a frame further on that is entered goes on after a wait */
  HrBytecode bytecode; /* of the user's code only */
  /* From 3.12: the code that sys.monitoring was asked for, and its neighbours in the list of all such (tool.c). */
  struct {
    PyCodeObject *code; /* NULL: not asked for */
    struct HrCode *before, *after;
  } listened;
} HrCode;

/* Borrowed from @code. Never NULL. */
const HrCode *hr_code_get (PyCodeObject *code);

/* Whether the instruction at @offset belongs to a comprehension inside its function. */
bool hr_code_in_comprehension (const HrCode *code, int offset);

/* Asks the interpreter for room in code objects. False when it has none. */
bool hr_code_init (void);

/* How a frame came to run: the function, its arguments as they are now, and who called it. */
#pragma once

#include "recorder/python.h"

/* The function that @frame runs, borrowed. */
PyObject *hr_call_function (const HrPyFrame *frame);
/* The local variable at @index, out of its cell if a closure shares it; NULL when it is unbound. Borrowed. */
PyObject *hr_call_local (HrPyFrame *frame, int index);
/* Likewise the positional argument; NULL too when the function takes fewer. */
PyObject *hr_call_argument (HrPyFrame *frame, int index);
/* Whether C called the frame, rather than another frame. */
bool hr_call_is_from_c (const HrPyFrame *frame);
/* The frame below it on the stack, past the interpreter's own markers; NULL for the first. */
HrPyFrame *hr_call_caller (const HrPyFrame *frame);
/* Whether its function is called @name. */
bool hr_call_is_named (HrPyFrame *frame, const char *name);

/* What @type has under @name, in itself or in a base made at run time, found without hashing; NULL. Borrowed. */
PyObject *hr_call_in_class (const PyTypeObject *type, PyObject *name);
/* Whether @type has @function for the special method that is called @name. */
bool hr_call_has_method (const PyTypeObject *type, PyObject *name, const PyObject *function);

/* Whether @frame is the __del__ of its first argument, called because that is about to die. */
bool hr_call_is_finalizer (HrPyFrame *frame);
/* Whether @frame is the callback of a weak reference whose referent has just died: its argument. */
bool hr_call_is_weak_callback (HrPyFrame *frame);

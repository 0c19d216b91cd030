/* Functions and methods of the interpreter's own, to be replaced in their tables: what the program holds and compares
 * stays the same object.
 *
 * Found by looking into dictionaries only: an attribute that is asked for leaves its name in the interpreter's cache.
 */
#pragma once

#include "recorder/python.h"

/* A module that is loaded, or NULL; borrowed. */
PyObject *hr_builtin_module (const char *name);
/* What a module or a class has under @name, or NULL; borrowed. */
PyObject *hr_builtin_find (PyObject *owner, const char *name);

/* Puts @replacement in place of a function's or method's code, if it is called as @flags say (METH_O, …). The code that
 * was there; NULL: @object is no such function. */
PyCFunction hr_builtin_replace (PyObject *object, int flags, PyCFunction replacement);

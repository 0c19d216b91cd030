/* What an object is, told from its type and memory alone. */
#pragma once

#include "recorder/python.h"

#include "timeline/model.h"

/* @own_class: the type of @object was made by the user's code (see hr_program_owns_class). */
HrObjectKind hr_kind_of (PyObject *object, bool own_class);

/* HR_OBJECT_* but CUT, which depends on what was left out. @own: a class or module of the program's own. */
uint32_t hr_kind_flags (PyObject *object, HrObjectKind kind, bool own);

/* Whether an object of @kind holds others that are recorded. */
bool hr_kind_is_entered (HrObjectKind kind);

/* Notes which objects the interpreter caches. Called once, before any other. */
void hr_kind_init (void);

/* The value of the str key @name in @dict, compared by content, without hashing and without calling __eq__; NULL when
 * there is none. Borrowed. Time grows with the dict: for what is looked up once. */
PyObject *hr_kind_dict_find (PyObject *dict, const char *name);

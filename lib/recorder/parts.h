/* Reads the objects that are made of named parts: iterators, slices, properties, views and the like. */
#pragma once

#include "recorder/slots.h"

/* Of HR_KIND_ITERATOR and HR_KIND_STRUCTURE. Nothing is read of an object whose structure is not as it should be. */
void hr_parts_fill (HrContents *contents, PyObject *object);

/* The parts that the types in C between that of @object and @base (exclusive) name themselves: default_factory of a
 * defaultdict, errno of an OSError. */
void hr_parts_add_members (HrContents *contents, PyObject *object, PyTypeObject *base);

/* What a staticmethod or classmethod wraps, borrowed; NULL nothing yet. */
PyObject *hr_parts_wrapped (PyObject *method);

/* The attributes of an instance, read where they lie: inline values, its dictionary, slots.
 *
 * Never through __dict__ or the calls behind it, which would create a dictionary that was not there. */
#pragma once

#include "recorder/python.h"

/* One attribute. @key is what stands in the dictionary, usually a str; for a slot it is NULL and @name is the slot's
 * name. @value is NULL for a slot that was never set. All borrowed. */
typedef void (*HrAttributeFunc) (void *data, PyObject *key, const char *name, PyObject *value);

/* Calls @func for each attribute of @object, in the order they were first set, slots (base classes first) before. */
void hr_attributes_each (PyObject *object, HrAttributeFunc func, void *data);

/* The dictionary that @object keeps its attributes in, borrowed; NULL when it has none, or none yet. */
PyObject *hr_attributes_dict (PyObject *object);

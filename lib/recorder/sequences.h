/* Reads the containers whose inside the interpreter keeps private, and those of a shape of their own. */
#pragma once

#include "recorder/slots.h"

/* Looks whether what is presumed of private structures is so in this interpreter. Called once, before any other. */
void hr_sequences_init (void);

/* @items: NULL while a list is being sorted, which looks empty meanwhile. */
void hr_sequences_fill (HrContents *contents, PyObject **items, Py_ssize_t n);
/* A tuple, namedtuple or structseq. */
void hr_sequences_fill_tuple (HrContents *contents, PyObject *tuple);
void hr_sequences_fill_dict (HrContents *contents, PyObject *dict);
void hr_sequences_fill_set (HrContents *contents, PyObject *set);
void hr_sequences_fill_deque (HrContents *contents, PyObject *deque);
/* Whether @object, whose type is or inherits collections.OrderedDict or array.array, is as this module knows it. */
bool hr_sequences_knows_ordered (PyObject *object);
bool hr_sequences_knows_array (PyObject *object);
void hr_sequences_fill_array (HrContents *contents, PyObject *array);

/* Which of the interpreter's own types have parts worth showing, and where those lie in an object.
 *
 * A form belongs to a type made in C; classes made in Python have the form of the type that they inherit their memory
 * from. What a form says is compared with what the interpreter says before anything is read by it. */
#pragma once

#include "recorder/python.h"

#include "timeline/model.h"

/* How one part is read. */
typedef enum {
  HR_PART_OBJECT,    /* a reference that may be NULL: then there is no such part now */
  HR_PART_OVER,      /* what an iterator goes over; NULL: it is exhausted */
  HR_PART_OVER_EACH, /* the same, a tuple of several */
  HR_PART_COUNT,     /* a Py_ssize_t */
  HR_PART_SMALL,     /* an int */
  HR_PART_NUMBER,    /* a reference to an int, of a type that need not say what it holds */
  HR_PART_NAME,      /* a str: the text of the object as a whole */
} HrPartKind;

typedef struct {
  const char *name; /* NULL: the part is only there to be told from others */
  HrPartKind kind;
  size_t offset;
} HrPart;

/* What parts cannot say. */
typedef enum {
  HR_FORM_PARTS,      /* @parts alone */
  HR_FORM_MEMBERS,    /* the type's own table of members */
  HR_FORM_ATTRIBUTES, /* a library's class made in Python: only the attributes that are named in @parts */
  HR_FORM_ORDERED_DICT,
  HR_FORM_RANGE_ITERATOR,
  HR_FORM_COUNT,
  HR_FORM_MEMORYVIEW,
  HR_FORM_FRAME,
  HR_FORM_DESCRIPTOR, /* its text is its name */
} HrFormReading;

typedef struct {
  PyTypeObject *type; /* NULL: known by its name only, because its module is not loaded by every program */
  const char *name;   /* tp_name; of HR_FORM_ATTRIBUTES module and name */
  HrObjectKind kind;
  HrFormReading reading;
  size_t basic_bytes; /* of a structure that is read by @parts; 0 when nothing is presumed */
  HrPart parts[6];    /* up to the first without a name and offset */
} HrForm;

/* The form of @type, or NULL. @made_in_python: by a class statement; only HR_FORM_ATTRIBUTES are looked for. Takes its
 * time: callers remember the answer. */
const HrForm *hr_form_find (PyTypeObject *type, bool made_in_python);

/* Whether every reference that @form says @object holds is one that the interpreter says it holds, through the
 * tp_traverse of @native. If not, once, the form is never trusted again. */
bool hr_form_holds (const HrForm *form, PyTypeObject *native, PyObject *object);

/* What an object is, told from its type and memory alone. */
#pragma once

#include "recorder/forms.h"

#include "timeline/model.h"

typedef enum { HR_TUPLE_PLAIN, HR_TUPLE_NAMED, HR_TUPLE_STRUCTSEQ } HrTupleShape;

/* What is known of all objects of one type. */
typedef struct {
  PyTypeObject *type;
  PyTypeObject *base;    /* of it, when this was found out … */
  destructor deallocate; /* … and what frees its objects */
  PyTypeObject *native;  /* the nearest base made in C, which the memory of its objects is laid out by */
  const HrForm *form;    /* NULL none */
  HrObjectKind kind;     /* OPAQUE: or an instance, of a class of the program's own */
  HrTupleShape tuple;
  bool made_in_python; /* by a class statement or the like */
  bool sized;          /* sys.getsizeof() asks nobody but object.__sizeof__ */
  unsigned version;    /* that the type had when `tuple` was found: it changes with the attributes; 0 unknown */
} HrTypeFacts;

/* Borrowed, until the next call. Quick: remembered from object to object. */
const HrTypeFacts *hr_kind_facts (PyTypeObject *type);

/* @type has died; another may come to lie where it was. */
void hr_kind_forget_type (PyTypeObject *type);

/* Whether @type was made by a class statement or by calling type(), and not in C. */
bool hr_kind_made_in_python (PyTypeObject *type);

/* @own_class: the type of @object was made by the user's code (see hr_program_owns_class). */
HrObjectKind hr_kind_of (PyObject *object, bool own_class);

/* HR_OBJECT_* but CUT, which depends on what was left out. @own: a class or module of the program's own. */
uint32_t hr_kind_flags (PyObject *object, HrObjectKind kind, bool own);

/* Whether @object of @kind holds others that are recorded, or can change in itself. @own: see hr_kind_flags. */
bool hr_kind_is_entered (PyObject *object, HrObjectKind kind, bool own);

/* What a function made in C is bound to; NULL when it is bound to nothing, or to its module. Borrowed. */
PyObject *hr_kind_builtin_self (PyObject *builtin);

/* The name of a descriptor made in C, or of that which a method-wrapper wraps; NULL unknown. Borrowed. */
PyObject *hr_kind_descriptor_name (PyObject *descriptor);

/* Notes which objects the interpreter caches. Called once, before any other. */
void hr_kind_init (void);

/* The value of the str key @name in @dict, compared by content, without hashing and without calling __eq__; NULL when
 * there is none. Borrowed. Time grows with the dict: for what is looked up once. */
PyObject *hr_kind_dict_find (PyObject *dict, const char *name);

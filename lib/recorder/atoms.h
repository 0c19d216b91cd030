/* Atoms as Python literals: what repr() would print for an exact int, float, complex, str, bytes, bool, None or range
 * (for a bytearray what it prints in parentheses), made without creating an object. */
#pragma once

#include "recorder/text.h"

#include "timeline/model.h"

/* Characters of a str, bytes of a bytes, digits of an int that are written at most. */
#define HR_ATOM_MAX_CHARACTERS 1000

typedef struct {
  uint64_t length; /* of the whole: characters, bytes; 0 for what has no length */
  bool cut;        /* the text holds only the beginning */
} HrAtomExtent;

/* Appends the literal of @object, of which @kind was found; what a subclass adds is not looked at. Nothing for kinds
 * that are not atoms. */
HrAtomExtent hr_atom_append (HrText *text, PyObject *object, HrObjectKind kind);

/* A number made from content that cannot change while the object lives, never 0; 0 for objects that cannot be reused in
 * place. Floats can: specialised opcodes write a new result into the old memory. */
uint64_t hr_atom_content (PyObject *object, HrObjectKind kind);

/* The name of @type as shown: "list", "ObjectCounter", without the module. */
void hr_atom_append_type_name (HrText *text, PyTypeObject *type);

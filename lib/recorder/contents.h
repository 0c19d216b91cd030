/* What an object holds, as slots of a timeline, with a fingerprint that tells whether it changed since last time. */
#pragma once

#include "recorder/python.h"
#include "recorder/text.h"

#include "timeline/writer.h"

/* Elements recorded of one container, head and tail together. */
#define HR_CONTENTS_MAX_ITEMS 1000

typedef uint32_t (*HrVisitFunc) (void *data, PyObject *object);

/* Where a slot's name and text begin in `names`; SIZE_MAX when they lie elsewhere or there is none. */
typedef struct {
  size_t name, text;
} HrSlotOffsets;

typedef struct {
  HrVisitFunc visit; /* gives each referent its number */
  HrVisitFunc peek;  /* the number of an object that is in view already; 0 otherwise */
  void *visit_data;
  uint32_t max_items;

  /* the result, valid until the next fill */
  uint32_t *elements;
  size_t n_elements, elements_capacity;
  HrTimelineWriteSlot *slots;
  size_t n_slots, slots_capacity;
  HrText text;
  bool has_text;
  uint64_t length;
  bool cut;
  uint64_t fingerprint;

  HrText names; /* and texts of slots, where they are not ASCII text of the program's */
  HrSlotOffsets *offsets;
} HrContents;

/* Reads @object. Of a class that is not the program's own (@own) and of functions of libraries only what they are is
 * read, not what they hold. */
void hr_contents_fill (HrContents *contents, PyObject *object, HrObjectKind kind, bool own);

/* A name of @flags made by the interpreter in the namespace of a module or a class: HR_NAME_IMPLICIT or 0. */
uint32_t hr_contents_module_name_flags (PyObject *name);
/* Names of a module's that stand for where this machine keeps it: __file__ and the like. They are left out, because the
 * same program makes the same recording in any folder. */
bool hr_contents_is_place_name (PyObject *name);
uint32_t hr_contents_class_name_flags (PyObject *name);
/* Of a function's local: ".0", the hidden argument of a generator expression. */
uint32_t hr_contents_local_name_flags (PyObject *name);

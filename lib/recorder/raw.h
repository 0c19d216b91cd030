/* The memory that says what a container holds, to be compared with what it said the last time.
 *
 * Where it is the same, byte for byte, the container holds the same references in the same order, and need not be read
 * reference by reference. A reference to an object that has died meanwhile, and whose place another has taken, looks
 * the same here: who compares must know of deaths. */
#pragma once

#include "recorder/python.h"

#include "timeline/model.h"

typedef struct {
  const void *bytes;
  size_t n_bytes;
} HrRawSpan;

enum { HR_RAW_SPANS = 2 };

typedef struct {
  uint64_t shape; /* what else its content and size depend on */
  HrRawSpan spans[HR_RAW_SPANS];
  size_t n_bytes; /* of all spans */
} HrRaw;

/* Fills @raw for @object of @kind. @own: a class that is entered. False: cannot be told this way, or not within
 * @max_items items. */
bool hr_raw_of (HrRaw *raw, PyObject *object, HrObjectKind kind, bool own, uint64_t max_items);

/* The same for the names of @frame, which stand in @namespace (NULL: none) and in its own memory. */
bool hr_raw_of_frame (HrRaw *raw, HrPyFrame *frame, PyObject *namespace, uint64_t max_items);

/* Copies the memory behind @raw to @bytes, of raw->n_bytes. */
void hr_raw_copy (const HrRaw *raw, uint8_t *bytes);
bool hr_raw_equal (const HrRaw *raw, const uint8_t *bytes);

/* Objects that left the picture alive, though nothing can reach them: their references go round in cycles, and they
 * wait for the garbage collector.
 *
 * Found as the collector would, by subtracting from the refcounts of a closed set the references within it, in tables
 * of our own. They stay in the picture, as roots of their own, until they are collected or somebody gets hold of them
 * again. When more than HR_UNREACHABLE_MAX_OBJECTS would have to be looked at, they are hidden like any other. */
#pragma once

#include "recorder/walk.h"

#define HR_UNREACHABLE_MAX_OBJECTS 20000

typedef struct {
  uint32_t record, id;
  Py_ssize_t refcount; /* when it was found unreachable */
} HrUnreachableRoot;

typedef struct HrUnreachable {
  HrUnreachableRoot *roots;
  uint32_t n_roots, capacity;
} HrUnreachable;

/* When everything that the frames lead to has been visited: finds what has become unreachable, and visits it. */
void hr_unreachable_visit (HrUnreachable *unreachable, HrWalk *walk);

/* Structures that CPython keeps to itself, as they lie in memory in the versions that the recorder knows.
 *
 * None is trusted: forms.c compares sizes with what the type says, and looks whether the references that a structure
 * claims to hold are those that the object's own tp_traverse reports. Where they differ the object is opaque. */
#pragma once

#include "recorder/python.h"

/* Of list, tuple, str, bytes, bytearray and the sequence protocol. */
typedef struct {
  PyObject ob_base;
  Py_ssize_t index;
  PyObject *over;
} HrLayoutIndexIterator;

/* reversed(): the same, and array.array's, which has one word more. */
typedef HrLayoutIndexIterator HrLayoutReversed;

typedef struct {
  PyObject ob_base;
  Py_ssize_t index;
  PyObject *over;
  void *get_item;
} HrLayoutArrayIterator;

typedef struct {
  PyObject ob_base;
#if HR_PY_311
  long index;
#endif
  long start, step, n_left; /* in 3.11: in all */
} HrLayoutRangeIterator;

typedef struct {
  PyObject ob_base;
#if HR_PY_311
  PyObject *index;
#endif
  PyObject *start, *step, *n_left;
} HrLayoutLongRangeIterator;

typedef struct {
  PyObject ob_base;
  PyObject *over;
  Py_ssize_t n_used, position;
  PyObject *result;
  Py_ssize_t n_left;
} HrLayoutDictIterator;

typedef struct {
  PyObject ob_base;
  PyObject *over;
  Py_ssize_t n_used, position, n_left;
} HrLayoutSetIterator;

typedef struct {
  PyObject ob_base;
  Py_ssize_t index;
  void *block;
  PyObject *over;
  size_t state;
  Py_ssize_t n_left;
} HrLayoutDequeIterator;

typedef struct {
  PyObject ob_base;
  int kind;
  PyObject *over;
  Py_ssize_t size;
  size_t state;
  PyObject *next_key, *result;
} HrLayoutOrderedDictIterator;

typedef struct {
  PyObject ob_base;
  Py_ssize_t index;
  PyObject *over, *result, *long_index, *one;
} HrLayoutEnumerate;

typedef struct {
  PyObject ob_base;
  Py_ssize_t n_over;
  PyObject *over, *result;
  int strict;
} HrLayoutZip;

typedef struct {
  PyObject ob_base;
  PyObject *over, *function;
} HrLayoutMap;

typedef struct {
  PyObject ob_base;
  PyObject *function, *over;
} HrLayoutFilter;

typedef struct {
  PyObject ob_base;
  PyObject *callable, *sentinel;
} HrLayoutCallIterator;

typedef struct {
  PyObject ob_base;
  Py_ssize_t count;
  PyObject *long_count, *long_step;
} HrLayoutCount;

typedef struct {
  PyObject ob_base;
  PyObject *element;
  Py_ssize_t count;
} HrLayoutRepeat;

typedef struct {
  PyObject ob_base;
  PyObject *over, *saved;
  Py_ssize_t index;
  int first_pass;
} HrLayoutCycle;

typedef struct {
  PyObject ob_base;
  PyObject *source, *active;
} HrLayoutChain;

typedef struct {
  PyObject ob_base;
  PyObject *over;
  Py_ssize_t next, stop, step, count;
} HrLayoutSlice;

/* takewhile, dropwhile */
typedef struct {
  PyObject ob_base;
  PyObject *function, *over;
  long passed;
} HrLayoutWhile;

typedef struct {
  PyObject ob_base;
  PyObject *total, *over, *function, *initial;
#if !HR_PY_311
  void *state;
#endif
} HrLayoutAccumulate;

typedef struct {
  PyObject ob_base;
  PyObject *over, *old;
#if HR_PY_313
  PyObject *result;
#endif
} HrLayoutPairwise;

typedef struct {
  PyObject ob_base;
  Py_ssize_t n_over, n_active;
  PyObject *over, *result, *fill_value;
} HrLayoutZipLongest;

typedef struct {
  PyObject ob_base;
  PyObject *pools;
  Py_ssize_t *indices;
  PyObject *result;
  int stopped;
} HrLayoutProduct;

/* combinations, with replacement too */
typedef struct {
  PyObject ob_base;
  PyObject *pool;
  Py_ssize_t *indices;
  PyObject *result;
  Py_ssize_t n;
  int stopped;
} HrLayoutCombinations;

typedef struct {
  PyObject ob_base;
  PyObject *pool;
  Py_ssize_t *indices, *cycles;
  PyObject *result;
  Py_ssize_t n;
  int stopped;
} HrLayoutPermutations;

typedef struct {
  PyObject ob_base;
  PyObject *data, *selectors;
} HrLayoutCompress;

typedef struct {
  PyObject ob_base;
  PyObject *over, *function, *target_key, *key, *value;
  const void *grouper;
#if !HR_PY_311
  void *state;
#endif
} HrLayoutGroupBy;

typedef struct {
  PyObject ob_base;
  PyObject *parent, *key;
} HrLayoutGrouper;

typedef struct {
  PyObject ob_base;
  PyObject *data;
  int index;
  PyObject *weakrefs;
#if !HR_PY_311
  void *state;
#endif
} HrLayoutTee;

typedef struct {
  PyObject ob_base;
  PyObject *over;
  int n_read, running;
  PyObject *next, *values[57];
} HrLayoutTeeData;

typedef struct {
  PyObject ob_base;
  Py_ssize_t index;
  PyObject *doc;
} HrLayoutTupleGetter;

typedef struct {
  PyObject ob_base;
  PyObject *over;
  Py_ssize_t n;
#if HR_PY_313
  bool strict;
#endif
} HrLayoutBatched;

typedef struct {
  PyObject ob_base;
  PyObject *one;
} HrLayoutOne; /* mappingproxy, coroutine_wrapper */

typedef struct {
  PyObject ob_base;
  PyObject *one, *other;
} HrLayoutTwo; /* anext_awaitable, method-wrapper */

typedef struct {
  PyObject ob_base;
  PyObject *generator, *value;
  int state;
} HrLayoutAsyncStep; /* asend(), athrow() */

typedef struct {
  PyObject ob_base;
  PyObject *name, *type_parameters, *compute_value, *value, *module;
} HrLayoutTypeAlias;

typedef struct {
  PyObject ob_base;
  PyObject *name, *bound, *evaluate_bound, *constraints, *evaluate_constraints;
#if HR_PY_313
  PyObject *default_value, *evaluate_default;
#endif
  bool covariant, contravariant, infer_variance;
} HrLayoutTypeVar;

typedef struct {
  PyObject ob_base;
  PyObject *name, *default_value, *cached;
  PyThreadState *cached_thread;
  uint64_t cached_version;
  Py_hash_t hash;
} HrLayoutContextVar;

typedef struct HrLayoutOrderedNode {
  PyObject *key;
  Py_hash_t hash;
  struct HrLayoutOrderedNode *next, *previous;
} HrLayoutOrderedNode;

typedef struct {
  PyDictObject dict;
  HrLayoutOrderedNode *first, *last;
  HrLayoutOrderedNode **fast_nodes;
  Py_ssize_t n_fast_nodes;
  void *resize_sentinel;
  size_t state;
  PyObject *attributes, *weakrefs;
} HrLayoutOrderedDict;

typedef struct {
  PyVarObject ob_base;
  void *left, *right;
  Py_ssize_t left_index, right_index;
  size_t state;
  Py_ssize_t max_length, n_free_blocks;
  void *free_blocks[16];
  PyObject *weakrefs;
} HrLayoutDeque;

/* A deque's items lie in blocks: of so many, between two links. */
enum { HR_LAYOUT_DEQUE_BLOCK = 64 };

typedef struct {
  PyVarObject ob_base;
  char *items;
  Py_ssize_t allocated;
  const struct {
    char code;
    int item_bytes;
  } * item;
  PyObject *weakrefs;
  Py_ssize_t n_exports;
} HrLayoutArray;

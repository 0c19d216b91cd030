/* Which object is which: the objects seen so far that are still alive, by the memory they were allocated in.
 *
 * An object gets its number at first sight and keeps it while it lives, in the picture or out of it. Its record holds
 * no reference, so it must be told of every death (life.c does). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recorder/links.h"
#include "recorder/python.h"

#include "timeline/model.h"

typedef struct {
  PyObject *object;
  PyTypeObject *type; /* at the last visit */
  HrLinks *links;     /* what it held when it was last read; NULL: not read yet. The record's own */
  int64_t refcount;   /* as last told to the writer */
  uint32_t id;
  uint32_t visit; /* number of the last walk that reached it */
  HrObjectKind kind;
  uint32_t flags; /* HR_OBJECT_* */
  bool told;      /* in the picture as far as the writer knows */
  bool entered;   /* its content is read at every visit; false for atoms and opaque objects */
  bool doomed;    /* was unreachable when the collection that runs began, though code that it calls has hold of it */
  bool own;       /* a class or function of the program's own, not a library's */
  uint64_t immutable; /* fingerprint of content that cannot change while the object lives; 0: not such an object */
  uintptr_t key;      /* of the allocation; 0: this record is free */
  uint64_t content;   /* fingerprint of what was last told */
} HrSeen;

/* A record is known by its index, because the array of records grows. */
typedef struct {
  HrSeen *records;
  uint32_t n_records, capacity;
  uint32_t *slots; /* hash table: index + 1, 0 empty */
  uint32_t n_slots, n_used;
  uint32_t free; /* first free record + 1, linked through `id` */
  uint32_t last_id;
} HrIdentity;

#define HR_IDENTITY_NONE UINT32_MAX

/* Where @object is kept: the start of its allocation. Static types were not allocated; they get a key that no
 * allocation has. */
uintptr_t hr_identity_key (PyObject *object);

/* The record with @key, or HR_IDENTITY_NONE. */
uint32_t hr_identity_find (const HrIdentity *identity, uintptr_t key);
/* A new record with the next number. @key must not be in the table. */
uint32_t hr_identity_add (HrIdentity *identity, uintptr_t key, PyObject *object);
/* Forgets the record: the object has died. */
void hr_identity_remove (HrIdentity *identity, uint32_t record);

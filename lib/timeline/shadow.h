/* What the writer has said so far: a copy of every object and frame in the picture, to find changes against.
 *
 * Plain C. Every function that allocates returns NULL or false when memory is out, and leaves what there was intact.
 * Inside the timeline module only. */
#pragma once

#include "timeline/buffer.h"
#include "timeline/writer.h"

/* A string said once and referred to by number; numbers hold for one chunk of the file. */
typedef struct HrShadowName HrShadowName;
struct HrShadowName {
  HrShadowName *next; /* in the same bucket */
  uint32_t hash, n_bytes;
  uint32_t chunk, number; /* number is valid in that chunk alone */
  char bytes[];
};

typedef struct {
  HrShadowName **buckets;
  size_t n_buckets, n_names;
} HrShadowNames;

HrShadowName *hr_shadow_names_get (HrShadowNames *names, const char *bytes, uint32_t n_bytes);
void hr_shadow_names_clear (HrShadowNames *names);

/* Whether @name (NULL: none) is @bytes. */
bool hr_shadow_name_is (const HrShadowName *name, const char *bytes, uint32_t n_bytes);

typedef struct {
  HrShadowName *name;
  uint32_t flags, value;
} HrShadowBinding;

typedef struct {
  uint32_t id, thread, file, first_line, line;
  HrShadowName *name;
  HrShadowBinding *names;
  size_t n_names, capacity;
  uint64_t seen; /* the step that named it last, from 1 */
  bool written;  /* it is in the file */
} HrShadowFrame;

typedef struct {
  HrShadowName *name;
  HrShadowName *text; /* in place of a value that is no object */
  uint64_t index;
  uint32_t value, key, flags;
  HrSlotRole role;
} HrShadowSlot;

typedef struct {
  HrShadowName *text;
  uint32_t object, frame, count;
  HrHolderKind kind;
} HrShadowHolder;

typedef struct {
  uint32_t id, born; /* born: the step that first showed it */
  HrObjectKind kind;
  uint32_t type, flags;
  bool hidden; /* left the picture alive; its content is forgotten */
  HrShadowName *type_name;
  int64_t refcount;
  uint64_t length, size_bytes;
  char *text; /* as it was given, valid or not */
  uint32_t text_bytes;
  uint32_t *elements;
  size_t n_elements, elements_capacity;
  HrShadowSlot *slots;
  size_t n_slots, slots_capacity;
  HrShadowHolder *holders;
  size_t n_holders;
} HrShadowObject;

enum { HR_SHADOW_PAGE_OBJECTS = 512 };
typedef struct {
  uint32_t n_objects;
  HrShadowObject *objects[HR_SHADOW_PAGE_OBJECTS];
} HrShadowPage;

/* Objects by id. Ids grow for ever, the objects alive are few: pages go when they are empty. */
typedef struct {
  HrShadowPage **pages;
  size_t n_pages;
} HrShadowObjects;

HrShadowObject *hr_shadow_objects_peek (const HrShadowObjects *objects, uint32_t id);
/* A new one without content, in its place in the table. */
HrShadowObject *hr_shadow_objects_add (HrShadowObjects *objects, uint32_t id);
void hr_shadow_objects_remove (HrShadowObjects *objects, uint32_t id);
void hr_shadow_objects_clear (HrShadowObjects *objects);
/* Frees text, elements and slots, and remembers only who it was. */
void hr_shadow_object_hide (HrShadowObject *object);

void hr_shadow_frame_free (HrShadowFrame *frame);

/* The part of a sequence that is to be replaced: @removed items after @prefix by @inserted. */
typedef struct {
  size_t prefix, removed, inserted;
  bool rebinds; /* of names: one is replaced by one that differs in its value alone */
} HrShadowSplice;

HrShadowSplice hr_shadow_splice_names (const HrShadowFrame *frame, const HrTimelineWriteName *names, size_t n_names);
HrShadowSplice hr_shadow_splice_slots (const HrShadowObject *object, const HrTimelineWriteSlot *slots, size_t n_slots);
HrShadowSplice hr_shadow_splice_elements (const HrShadowObject *object, const uint32_t *elements, size_t n_elements);

/* Bring the shadow up to what it was compared with. */
bool hr_shadow_take_names (HrShadowNames *table, HrShadowFrame *frame, const HrTimelineWriteName *names,
                           HrShadowSplice splice);
bool hr_shadow_take_slots (HrShadowNames *table, HrShadowObject *object, const HrTimelineWriteSlot *slots,
                           HrShadowSplice splice);
bool hr_shadow_take_elements (HrShadowObject *object, const uint32_t *elements, HrShadowSplice splice);
/* Whether the shadow holds exactly these. */
bool hr_shadow_same_holders (const HrShadowObject *object, const HrTimelineWriteHolder *holders, size_t n_holders);
bool hr_shadow_take_holders (HrShadowNames *table, HrShadowObject *object, const HrTimelineWriteHolder *holders,
                             size_t n_holders);
bool hr_shadow_take_text (HrShadowObject *object, const char *text, uint32_t n_bytes);

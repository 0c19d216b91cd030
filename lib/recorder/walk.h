/* One look at memory: every object reachable from the frames, told to the timeline where it differs from last time.
 *
 * Breadth first with a queue of its own, so depth costs no stack. Objects are numbered in the order they are reached:
 * oldest frame first, names in source order. Only ids leave this module, no address. */
#pragma once

#include "recorder/contents.h"
#include "recorder/identity.h"

#include "timeline/writer.h"

/* An object's end, noted when it happens and told with the next step. */
typedef struct {
  uint32_t id;
  HrGone why;
  uint32_t generation; /* with HR_GONE_COLLECTED */
  uint32_t file, line; /* during which line */
} HrDeath;

typedef struct {
  HrIdentity identity;
  HrTimelineWriter *writer;
  uint32_t number; /* of this walk, from 1 */
  uint32_t *queue; /* records reached by this walk, in order */
  uint32_t n_queue, queue_capacity;
  uint32_t *shown, *shown_ids; /* records in the picture after the last walk, and whose they were */
  uint32_t n_shown, shown_capacity;
  uint32_t *weak; /* records of weak references, told when all else of a walk has been visited */
  uint32_t n_weak, weak_capacity;
  uint32_t *floats; /* records of floats; their memory is reused without a word (see hr_walk_end) */
  uint32_t n_floats, floats_capacity;
  HrDeath *deaths;
  size_t n_deaths, deaths_capacity;
  struct {
    PyTypeObject *type;
    uint32_t number;
  } types[16];    /* visited by this walk, by address: most objects share their type with many */
  PyObject *held; /* what the event itself holds references to, and how many; its class as many */
  int n_held;
  PyObject *held_tuple; /* in which it does so; NULL: in none */
  HrContents contents;
  HrLinkList held_links;             /* of the container that is being read … */
  const HrLinks *guess;              /* … and what it held the last time; NULL unknown */
  struct HrAccount *account;         /* is told which names the frames have; NULL: nobody asked who holds what */
  struct HrUnreachable *unreachable; /* keeps what waits for the collector in the picture; NULL: nothing does */
  bool uncounted;                    /* nobody asked for refcounts: all are 0 */
  uint32_t max_objects;              /* more are left out, */
  uint32_t depth;                    /* as are those that it takes more references to come to from a name */
  uint32_t level;                    /* how many it takes to come to what is visited now */
  uint32_t *left_out;                /* by record: number of the last walk that left it out */
  uint32_t n_left_out_records;
  uint64_t n_left_out; /* by this walk: objects that were come to and are not shown */
  bool is_full;        /* some of them because there were too many */
} HrWalk;

void hr_walk_begin (HrWalk *walk);
/* The number of @object, which is in the picture from now on. 0 for NULL. */
uint32_t hr_walk_visit (HrWalk *walk, PyObject *object);
/* The same, with a link by which to find it again. @object is not NULL. */
HrLink hr_walk_link (HrWalk *walk, PyObject *object);
/* Visits what @link leads to. False: that has died, or is not what it was. */
bool hr_walk_follow (HrWalk *walk, HrLink link);
/* Follows everything visited, and tells the writer what changed, what died and what is out of sight. @file and @line
 * are what ran last. Call inside a step. False: the writer is dead. */
bool hr_walk_end (HrWalk *walk, uint32_t file, uint32_t line);

/* The object allocated at @key has died as @how says, whose id is not looked at. Nothing happens when it was never
 * seen. */
void hr_walk_note_death (HrWalk *walk, uintptr_t key, HrDeath how);
/* Tells the writer who has died since this was last called; @file and @line are for those that do not say. */
void hr_walk_tell_deaths (HrWalk *walk, uint32_t file, uint32_t line);
/* Tells @record, which this walk has come to, in full. */
void hr_walk_retell (HrWalk *walk, uint32_t record);

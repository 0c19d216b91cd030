/* The account of a refcount: who holds the references that no name and no slot of the picture shows.
 *
 * After the walk of a step, objects whose count the picture explains are left alone. For the others the running frames
 * are looked at anew each time; what lies in memory (containers, code, classes …) is searched only when the sum is not
 * what it was at the last search, because that visits every object there is. So an answer is exact for frames, and for
 * the rest as true as the sum that it makes: if one hidden holder lets go in the same step as another takes hold, the
 * older one goes on being named until the next search. What the search does not find is not guessed: it is left over.
 */
#pragma once

#include "recorder/account_list.h"
#include "recorder/walk.h"

typedef struct HrAccount HrAccount;

/* A frame of the picture, as it was told: its names by object number. */
typedef struct {
  uint32_t id, first, n; /* the names, in HrAccount's array */
  HrPyFrame *frame;      /* NULL: a module whose frame has gone */
  PyObject *dict;        /* with its namespace */
} HrAccountFrame;

typedef struct {
  uint32_t value, flags; /* object number; HR_NAME_* */
} HrAccountName;

/* What is kept of each object that was seen, by its record. */
typedef struct {
  uint32_t id;         /* 0: nothing is known */
  uint32_t visible;    /* references that the picture shows … */
  uint32_t number;     /* … in the step of that number */
  bool told;           /* has holders in the file */
  bool searched;       /* `stored` holds what the last search found, … */
  int64_t unexplained; /* … and so much was left over */
  HrHolders stored;
} HrAccountEntry;

/* One object whose count the picture does not explain. */
typedef struct {
  uint32_t record;
  PyObject *object;
  int64_t hidden;    /* references to be found */
  HrHolders passing; /* in frames and threads, found anew at each step */
  HrHolders likely;  /* on stacks whose height is known from the code alone: named as far as there is room */
  uint32_t found;    /* references from the unit that is looked at, and not from a part with a name of its own */
} HrCandidate;

/* What one holder holds: an object with its inner parts, or a frame. Its references to candidates are gathered, those
 * that the picture shows are taken off, and the rest are the hidden ones. */
typedef struct {
  uint32_t candidate;
  HrHolder holder;
  bool likely;
} HrFind;

typedef struct {
  HrFind *finds; /* from parts that have a name */
  uint32_t n_finds, finds_capacity;
  uint32_t *touched; /* candidates with `found` above 0, or that had */
  uint32_t n_touched, touched_capacity;
} HrUnit;

struct HrAccount {
  HrContents contents; /* to read slots once more, with records for numbers */
  HrWalk *walk;
  uint32_t number; /* of this step, from 1 */
  HrAccountEntry *entries;
  uint32_t n_entries;
  HrAccountFrame *frames;
  uint32_t n_frames, frames_capacity;
  HrAccountName *names;
  uint32_t n_names, names_capacity;
  HrCandidate *candidates;
  uint32_t n_candidates, candidates_capacity;
  uint32_t *table; /* candidates by address: index + 1 */
  uint32_t table_size;
  HrUnit unit;
  PyObject *raised; /* by the event of this step, or NULL */
  PyObject
      *returned; /* by it, though no name of the picture says so; NULL. Set by the caller, forgotten after the step */
  uint64_t n_searches;
};

/* A frame was told to the timeline: @frame, or the namespace @dict of one that has gone. */
void hr_account_frame (HrAccount *account, const HrTimelineWriteFrame *told, HrPyFrame *frame, PyObject *dict);
/* Before the frames of a step. */
void hr_account_begin (HrAccount *account);
/* After the walk of a step: tells the writer who holds what. @raised: the exception that is being raised. */
void hr_account_step (HrAccount *account, HrWalk *walk, PyObject *raised);

/* For the files of the account only. */

/* The candidate at @object, or NULL. */
HrCandidate *hr_account_find (const HrAccount *account, const PyObject *object);
/* The record of @object if it is in the picture, else HR_IDENTITY_NONE. */
uint32_t hr_account_shown (const HrAccount *account, PyObject *object);
/* Calls @func for the record of each reference that the picture shows from the object of @record. */
typedef void (*HrAccountFunc) (void *data, uint32_t record);
void hr_account_each_visible (HrAccount *account, uint32_t record, HrAccountFunc func, void *data);

/* A reference to @object, if that is a candidate, from the unit itself. */
void hr_unit_found (HrAccount *account, const PyObject *object);
/* From a part of it that is called so; @likely: only if there is room. */
void hr_unit_found_in (HrAccount *account, const PyObject *object, HrHolderKind kind, const char *text, bool likely);
/* The picture shows one reference to the object of @record. False: none was found. */
bool hr_unit_take (HrAccount *account, uint32_t record);
/* Files what is left under @whole (for finds without a name of their own) and @frame, and empties the unit. Into
 * `stored` or else `passing`. */
void hr_unit_file (HrAccount *account, const HrHolder *whole, bool stored);

/* Running frames and the threads' own state (account_frames.c), into the candidates' `passing`. */
void hr_account_look_at_frames (HrAccount *account);
/* All of memory (account_search.c), into the entries' `stored`. */
void hr_account_search (HrAccount *account);

/* What differs between two states: the ground for marking and captions. */
#pragma once

#include "timeline/state.h"

typedef enum {
  HR_CHANGE_NONE = 0,
  HR_CHANGE_NEW,     /* object: first seen since; name or slot: was not there */
  HR_CHANGE_REBOUND, /* name or slot: holds another object than before */
  HR_CHANGE_MUTATED, /* object: slots, length or text differ */
  HR_CHANGE_GONE,    /* name or slot: deleted; object: freed (see why) */
} HrChangeKind;

typedef struct {
  HrChangeKind kind;
  guint32 frame;         /* frame id */
  const char *name;      /* of the later state; of the earlier one when GONE. NULL: the return value */
  guint32 before, after; /* object ids, 0 none */
} HrNameChange;

typedef struct {
  HrChangeKind kind;
  guint32 object;
  HrGone why;                     /* when GONE */
  guint32 file, line;             /* when GONE and freed: during which line */
  guint32 generation;             /* when GONE and collected: of the collection */
  gint64 refs_before, refs_after; /* 0 where it did not exist */
} HrObjectChange;

typedef struct {
  HrChangeKind kind;
  guint32 object;
  HrTimelineSlot before, after; /* role 0 and value 0 where there was none; strings borrowed from the states */
} HrSlotChange;

typedef struct {
  GArray *frames_new, *frames_gone; /* guint32 frame ids */
  GArray *names;   /* HrNameChange, frames oldest first, names in source order, those gone after the others. A name that
                    * is there but unset counts as not there. Of a frame that has gone, no names */
  GArray *objects; /* HrObjectChange, by id; also those whose refcount alone changed, with kind NONE, and those that
                    * come back into the picture: NONE, refs_before 0 */
  GArray *slots;   /* HrSlotChange, by object id then position, those gone after the others; of objects that were there
                    * before and still are */
} HrTimelineChanges;

/* What happened from @before to @after, two states of @timeline, which must outlive the result. @before may be NULL:
 * everything is new; else it is no later than @after. Objects freed by any step in between are GONE even if @after is
 * many steps later; objects that lived only in between are not mentioned.
 *
 * Slots: entries are matched by key, attributes and the like by name, elements of sets by value; of other elements what
 * stays is matched wherever it stands now, so that an insertion is one new slot, and a shift one slot gone and one new.
 * The same elements in another order are other elements in the same places. An unset slot counts as not there. */
HrTimelineChanges *hr_timeline_changes_new (HrTimeline *timeline, const HrTimelineState *before,
                                            const HrTimelineState *after, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_timeline_changes_free (HrTimelineChanges *changes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTimelineChanges, hr_timeline_changes_free)

HrChangeKind hr_timeline_changes_of_object (const HrTimelineChanges *changes, guint32 object);
/* @name NULL: the return value. */
HrChangeKind hr_timeline_changes_of_name (const HrTimelineChanges *changes, guint32 frame, const char *name);
/* Of the slot @slot of @object as it stands in the later state. NONE for the slots of a new object: the whole is new.
 */
HrChangeKind hr_timeline_changes_of_slot (const HrTimelineChanges *changes, guint32 object, const HrTimelineSlot *slot);

/* The step to which a lone figure of step @index is compared: of a line that has run, or a return, the moment that line
 * began, which is the frame's step before, ahead of the line's first call; else the step before. -1 when there is none:
 * everything is new. */
gint64 hr_timeline_since (HrTimeline *timeline, guint32 index);

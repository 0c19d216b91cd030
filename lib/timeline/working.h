/* A state that records are applied to, one after the other: what stands behind every HrTimelineState.
 *
 * Knows operations and validates each; knows no file. Objects are shared between copies of a state and are copied when
 * one of them changes. Inside the timeline module only. */
#pragma once

#include "timeline/handle.h"
#include "timeline/wire.h"

/* Slots, shared by the versions of an object that differ elsewhere. */
typedef struct {
  gatomicrefcount refs;
  guint n, capacity;
  HrTimelineSlot slots[];
} HrWorkingSlots;

/* One version of an object. */
typedef struct {
  HrTimelineObject object; /* first: a pointer to it is a pointer to this */
  gatomicrefcount refs;
  HrWorkingSlots *block;
  guint n_elements; /* of the slots, those that the file holds as plain elements; they come first */
  char *text;       /* a GRefString */
  GArray *holders;  /* HrTimelineHolder, shared; NULL none */
} HrWorkingObject;

/* The names of a frame, shared likewise. */
typedef struct {
  gatomicrefcount refs;
  guint n, capacity;
  HrTimelineName names[];
} HrWorkingNames;

typedef struct {
  HrTimelineState state; /* first, as above */
  HrTimeline *timeline;
  /* what the chunk has said; empty in a copy, which does not go on */
  HrTimelineSaid said;
  GArray *forms; /* HrTimelineSpan */
  /* ids of objects, as in HrTimelineEncoder */
  HrWirePlace *places, *place;
  guint32 said_ids[HR_PLACE_IDS], n_near;
  guint32 near, before, highest;

  GArray *frames;       /* HrTimelineFrame */
  GPtrArray *names;     /* HrWorkingNames of each frame */
  GArray *ids;          /* guint32, ascending; of each object */
  GPtrArray *objects;   /* HrWorkingObject, or NULL where one has gone in this step */
  guint n_holes;        /* such NULLs */
  GHashTable *late;     /* id -> HrWorkingObject: came in this step below the highest id; NULL mostly */
  GArray *deaths;       /* HrTimelineDeath */
  GArray *notes;        /* HrTimelineNote */
  char *exception_text; /* a GRefString */
} HrWorking;

HrWorking *hr_working_new (HrTimeline *timeline);
/* One that shares all content and does not change any more. */
HrWorking *hr_working_copy (HrWorking *working);
void hr_working_free (HrWorking *working);

/* Takes the next step's record. After FALSE (HR_ERROR_INPUT) the state is not to be used. */
gboolean hr_working_apply (HrWorking *working, HrTimelineRecord *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Object table (working_objects.c). */
HrWorkingObject *hr_working_find (HrWorking *working, guint32 id);
/* Puts @object, a new reference, at its id, instead of one that may be there. */
void hr_working_put (HrWorking *working, HrWorkingObject *object);
/* FALSE: there is none. */
gboolean hr_working_drop (HrWorking *working, guint32 id);
void hr_working_drop_all (HrWorking *working);
/* Fills holes and sorts in late comers. */
void hr_working_settle (HrWorking *working);

HrWorkingObject *hr_working_object_new (guint32 id);
HrWorkingObject *hr_working_object_ref (HrWorkingObject *object);
void hr_working_object_unref (HrWorkingObject *object);
/* Replaces the holders of @object by @holders (HrTimelineHolder), a reference taken over. */
void hr_working_object_take_holders (HrWorkingObject *object, GArray *holders);
/* The object at @id to be changed: a copy in its place if others hold it too. NULL: there is none. */
HrWorkingObject *hr_working_edit (HrWorking *working, guint32 id);
/* Replaces @removed of the slots after @prefix by @inserted zeroed ones, which it returns. The @shifted slots that
 * follow belong to the same sequence: their positions move along. */
HrTimelineSlot *hr_working_object_splice (HrWorkingObject *object, guint prefix, guint removed, guint inserted,
                                          guint shifted);

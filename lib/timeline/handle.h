/* An open timeline as the module's own files see it, and the records it is made of.
 *
 * Inside the timeline module only. */
#pragma once

#include "timeline/crc.h"
#include "timeline/deaths.h"
#include "timeline/reader.h"
#include "timeline/span.h"
#include "timeline/state.h"
#include "timeline/storage.h"

#define HR_TIMELINE_RECENT 4

/* A keyframe and the steps that build on it. */
typedef struct {
  guint64 offset, end; /* in the file; sources may stand in between */
  guint32 first_step, n_steps;
} HrTimelineChunk;

struct HrTimeline {
  gatomicrefcount refs;
  HrTimelineStorage *storage;
  HrTimelineCrc crc;
  HrTimelineInfo info;
  GArray *steps;          /* HrTimelineStep */
  GArray *chunks;         /* HrTimelineChunk */
  GPtrArray *sources;     /* HrSource */
  GArray *source_offsets; /* guint64, of their records */
  guint64 steps_end;      /* where the last good record of the recording ends: index and trailer go there */
  const char *damage;     /* why the scan stopped before the end of the file; NULL */
  guint64 damage_offset;

  GMutex strings_lock;
  GStringChunk *strings;
  GMutex output_lock;
  GArray *output; /* HrTimelineOutput, once it has been asked for */
  GMutex recent_lock;
  /* Cursors that stand where states were last asked for, newest first: the next state is most likely one step on from
   * one of them. They hold no reference on the timeline while they wait here. */
  HrTimelineCursor *recent[HR_TIMELINE_RECENT];
  GMutex deaths_lock;
  HrTimelineDeathLog *deaths; /* NULL before anyone asked */
};

/* The first step of the chunk that @index stands in (state.c). */
guint32 hr_timeline_first_of_chunk (HrTimeline *timeline, guint32 index);
/* Before the timeline goes: frees the waiting cursors (state.c). */
void hr_timeline_forget_recent (HrTimeline *timeline);

/* @n_bytes of @text as a string that lives as long as @timeline; equal strings have equal addresses. */
const char *hr_timeline_intern (HrTimeline *timeline, const char *text, gsize n_bytes);
const char *hr_timeline_peek_name (const HrTimeline *timeline);
void hr_timeline_add_source (HrTimeline *timeline, char *name, char *text, guint64 offset);

typedef struct {
  guint8 type;
  guint64 offset, end; /* in the file */
  HrTimelineSpan payload;
} HrTimelineRecord;

/* The next record of @stream. FALSE at its end, or with @stream->problem set at the record's offset. */
gboolean hr_timeline_record_next (const HrTimelineCrc *crc, HrTimelineSpan *stream, HrTimelineRecord *record);

/* What the records of a chunk have said so far, for those that follow. */
typedef struct {
  GPtrArray *strings;  /* const char *, of the timeline */
  GArray *shapes;      /* HrTimelineStep: the last one of each */
  HrWirePosition last; /* of the step before */
} HrTimelineSaid;

void hr_timeline_said_init (HrTimelineSaid *said);
void hr_timeline_said_clear (HrTimelineSaid *said);

/* The front of a step's record, up to its operations. */
typedef struct {
  HrTimelineStep step; /* index is set for a keyframe */
  guint32 exception;
  const char *exception_text; /* borrowed from the span, not terminated; NULL none */
  gsize exception_text_bytes;
  guint64 output_before; /* keyframe: bytes written by the steps before */
  guint64 output_bytes;  /* written in this step */
  gsize outputs_at;      /* where its n_outputs pieces stand in the payload */
  gsize n_outputs;
} HrTimelineHead;

/* Reads @record's front and leaves its payload at the operations. @said is continued, or begun anew by a keyframe.
 * Problems are left in the payload. */
void hr_timeline_head_read (HrTimeline *timeline, HrTimelineRecord *record, HrTimelineSaid *said, HrTimelineHead *head);
/* The string whose number comes next: NULL for 0. */
const char *hr_timeline_said_string (HrTimelineSpan *span, const HrTimelineSaid *said);

/* Opens @path for its finish: without a look at an index that may be there, and even when it holds no step. */
HrTimeline *hr_timeline_open_to_finish (const char *path, GError **error);

/* Takes in a source's or the end's record; problems are left in its payload. */
void hr_timeline_take_source (HrTimeline *timeline, HrTimelineRecord *record);
void hr_timeline_take_end (HrTimeline *timeline, HrTimelineRecord *record);

/* Fills in the steps, chunks and sources of @timeline, whose header is read: from the index, or else from all records
 * up to the first that is torn or damaged. */
gboolean hr_timeline_load_index (HrTimeline *timeline);
gboolean hr_timeline_scan (HrTimeline *timeline, GError **error);

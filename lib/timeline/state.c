#include "timeline/state.h"

#include "base/error.h"
#include "timeline/wire.h"
#include "timeline/working.h"

/* Walks the records of one chunk after the other. */
struct HrTimelineCursor {
  HrWorking *working;
  GBytes *bytes;         /* of the chunk */
  HrTimelineSpan stream; /* over them */
  guint chunk;           /* its number */
  guint32 at;            /* the step to come out of the stream next */
  guint32 first, last;   /* those that are wanted; first moves on */
  gboolean damaged;
};

static guint chunk_of (HrTimeline *timeline, guint32 index)
{
  guint low = 0, high = timeline->chunks->len - 1;
  while (low < high) {
    guint middle = low + (high - low + 1) / 2;
    if (g_array_index (timeline->chunks, HrTimelineChunk, middle).first_step <= index)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

guint32 hr_timeline_first_of_chunk (HrTimeline *timeline, guint32 index)
{
  return g_array_index (timeline->chunks, HrTimelineChunk, chunk_of (timeline, index)).first_step;
}

HrTimelineCursor *hr_timeline_cursor_new (HrTimeline *timeline, guint32 first, guint32 last)
{
  HrTimelineCursor *cursor = g_new0 (HrTimelineCursor, 1);
  g_assert (first <= last && last < timeline->steps->len);
  cursor->working = hr_working_new (timeline);
  cursor->first = first;
  cursor->last = last;
  cursor->chunk = chunk_of (timeline, first);
  cursor->at = hr_timeline_first_of_chunk (timeline, first);
  return cursor;
}

void hr_timeline_cursor_free (HrTimelineCursor *cursor)
{
  if (cursor == NULL)
    return;
  hr_working_free (cursor->working);
  g_clear_pointer (&cursor->bytes, g_bytes_unref);
  g_free (cursor);
}

static gboolean load_chunk (HrTimelineCursor *cursor, GError **error)
{
  HrTimeline *timeline = cursor->working->timeline;
  const HrTimelineChunk *chunk = &g_array_index (timeline->chunks, HrTimelineChunk, cursor->chunk);
  g_clear_pointer (&cursor->bytes, g_bytes_unref);
  cursor->bytes =
      hr_timeline_storage_read (timeline->storage, chunk->offset, (gsize)(chunk->end - chunk->offset), error);
  if (cursor->bytes == NULL)
    return FALSE;
  cursor->stream = (HrTimelineSpan){ .offset = chunk->offset };
  cursor->stream.bytes = g_bytes_get_data (cursor->bytes, &cursor->stream.n_bytes);
  return TRUE;
}

/* The record of step cursor->at, with its chunk loaded. */
static gboolean next_step_record (HrTimelineCursor *cursor, HrTimelineRecord *record, GError **error)
{
  HrTimeline *timeline = cursor->working->timeline;
  const HrTimelineChunk *chunk = &g_array_index (timeline->chunks, HrTimelineChunk, cursor->chunk);
  if (cursor->at == chunk->first_step + chunk->n_steps)
    chunk = &g_array_index (timeline->chunks, HrTimelineChunk, ++cursor->chunk);
  if (cursor->at == chunk->first_step && !load_chunk (cursor, error))
    return FALSE;
  while (hr_timeline_record_next (&timeline->crc, &cursor->stream, record)) {
    gboolean keyframe = record->type == HR_RECORD_KEYFRAME;
    if (keyframe || record->type == HR_RECORD_STEP) {
      if (keyframe != (cursor->at == chunk->first_step))
        hr_timeline_span_fail (&record->payload, "a keyframe in the wrong place");
      return hr_timeline_span_check (&record->payload, hr_timeline_peek_name (timeline), error);
    }
  }
  hr_timeline_span_fail (&cursor->stream, "a step is missing");
  return hr_timeline_span_check (&cursor->stream, hr_timeline_peek_name (timeline), error);
}

gboolean hr_timeline_cursor_next (HrTimelineCursor *cursor, const HrTimelineState **state, GError **error)
{
  if (cursor->damaged || cursor->first > cursor->last)
    return FALSE;
  HrTimelineRecord record;
  do {
    if (!next_step_record (cursor, &record, error) || !hr_working_apply (cursor->working, &record, error)) {
      cursor->damaged = TRUE;
      return FALSE;
    }
    if (cursor->working->state.step.index != cursor->at++) {
      g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: damaged at offset %" G_GUINT64_FORMAT ": a wrong step number",
                   hr_timeline_peek_name (cursor->working->timeline), record.offset);
      cursor->damaged = TRUE;
      return FALSE;
    }
  } while (cursor->at <= cursor->first);
  cursor->first++;
  *state = &cursor->working->state;
  return TRUE;
}

/* Takes out the waiting cursor from which @index is nearest ahead within its chunk; NULL when there is none. */
static HrTimelineCursor *take_recent (HrTimeline *timeline, guint32 index)
{
  guint32 keyframe = g_array_index (timeline->chunks, HrTimelineChunk, chunk_of (timeline, index)).first_step;
  HrTimelineCursor *best = NULL;
  guint at = 0;
  g_mutex_lock (&timeline->recent_lock);
  for (guint i = 0; i < HR_TIMELINE_RECENT; i++) {
    HrTimelineCursor *cursor = timeline->recent[i];
    gboolean ahead = cursor != NULL && cursor->at > keyframe && cursor->at <= index + 1;
    if (ahead && (best == NULL || cursor->at > best->at)) {
      best = cursor;
      at = i;
    }
  }
  for (guint i = at; best != NULL && i < HR_TIMELINE_RECENT; i++)
    timeline->recent[i] = i + 1 < HR_TIMELINE_RECENT ? timeline->recent[i + 1] : NULL;
  g_mutex_unlock (&timeline->recent_lock);
  if (best != NULL)
    hr_timeline_ref (timeline);
  return best;
}

/* Lets @cursor wait for the next state that is asked for. */
static void keep_recent (HrTimeline *timeline, HrTimelineCursor *cursor)
{
  g_mutex_lock (&timeline->recent_lock);
  HrTimelineCursor *oldest = timeline->recent[HR_TIMELINE_RECENT - 1];
  for (guint i = HR_TIMELINE_RECENT - 1; i > 0; i--)
    timeline->recent[i] = timeline->recent[i - 1];
  timeline->recent[0] = cursor;
  if (oldest != NULL)
    hr_timeline_ref (timeline);
  g_mutex_unlock (&timeline->recent_lock);
  hr_timeline_cursor_free (oldest);
  hr_timeline_unref (timeline);
}

void hr_timeline_forget_recent (HrTimeline *timeline)
{
  g_atomic_ref_count_init (&timeline->refs);
  for (guint i = 0; i < HR_TIMELINE_RECENT; i++) {
    if (timeline->recent[i] != NULL)
      hr_timeline_ref (timeline); /* the one that the cursor gives back */
    hr_timeline_cursor_free (timeline->recent[i]);
  }
}

HrTimelineState *hr_timeline_state_new (HrTimeline *timeline, guint32 index, GError **error)
{
  HrTimelineCursor *cursor = take_recent (timeline, index);
  if (cursor == NULL)
    cursor = hr_timeline_cursor_new (timeline, index, index);
  const HrTimelineState *state = &cursor->working->state;
  cursor->first = cursor->last = index;
  if (cursor->at != index + 1 || cursor->bytes == NULL) {
    if (!hr_timeline_cursor_next (cursor, &state, error)) {
      hr_timeline_cursor_free (cursor);
      return NULL;
    }
  }
  HrTimelineState *copy = hr_timeline_state_copy (state);
  keep_recent (timeline, cursor);
  return copy;
}

HrTimelineState *hr_timeline_state_copy (const HrTimelineState *state)
{
  return &hr_working_copy ((HrWorking *)state)->state;
}

void hr_timeline_state_free (HrTimelineState *state)
{
  hr_working_free ((HrWorking *)state);
}

const HrTimelineObject *hr_timeline_state_peek_object (const HrTimelineState *state, guint32 id)
{
  HrWorkingObject *object = hr_working_find ((HrWorking *)state, id);
  return object == NULL ? NULL : &object->object;
}

const HrTimelineFrame *hr_timeline_state_peek_current_frame (const HrTimelineState *state)
{
  const HrTimelineFrame *newest = NULL;
  for (guint i = 0; i < state->n_frames; i++) {
    if (state->frames[i].id == state->step.frame)
      return &state->frames[i];
    if (state->frames[i].thread == state->step.thread)
      newest = &state->frames[i];
  }
  return newest;
}

char *hr_timeline_object_dup_name (const HrTimelineObject *object)
{
  return g_strdup_printf ("%s-%u", object->type_name, object->id);
}

#include "timeline/handle.h"

#include "timeline/tokens.h"
#include "timeline/wire.h"

/* What the scan carries from record to record. */
typedef struct {
  HrTimeline *timeline;
  HrTimelineSaid said;
  HrTimelineSpan stream;
} Scan;

static void end_chunk (HrTimeline *timeline)
{
  if (timeline->chunks->len == 0)
    return;
  HrTimelineChunk *chunk = &g_array_index (timeline->chunks, HrTimelineChunk, timeline->chunks->len - 1);
  chunk->end = timeline->steps_end;
  chunk->n_steps = timeline->steps->len - chunk->first_step;
}

static void take_step (Scan *scan, HrTimelineRecord *record)
{
  HrTimeline *timeline = scan->timeline;
  HrTimelineHead head;
  if (record->type == HR_RECORD_STEP && timeline->chunks->len == 0) {
    hr_timeline_span_fail (&record->payload, "a step without a keyframe before it");
    return;
  }
  hr_timeline_head_read (timeline, record, &scan->said, &head);
  if (record->type == HR_RECORD_KEYFRAME && head.step.index != timeline->steps->len)
    hr_timeline_span_fail (&record->payload, "a keyframe with the wrong number");
  if (record->payload.problem != NULL)
    return;
  if (record->type == HR_RECORD_KEYFRAME) {
    end_chunk (timeline);
    HrTimelineChunk chunk = { .offset = record->offset, .first_step = timeline->steps->len };
    g_array_append_val (timeline->chunks, chunk);
  }
  head.step.index = timeline->steps->len;
  g_array_append_val (timeline->steps, head.step);
}

void hr_timeline_take_source (HrTimeline *timeline, HrTimelineRecord *record)
{
  HrTimelineSpan *span = &record->payload;
  guint64 number = hr_timeline_span_number (span);
  if (number != timeline->sources->len + 1)
    hr_timeline_span_fail (span, "a source with the wrong number");
  g_autofree char *name = hr_timeline_span_dup_text (span);
  gboolean has_text = hr_timeline_span_choice (span, 1, "a source that neither has a text nor lacks one") != 0;
  g_autofree char *text = has_text ? hr_timeline_span_dup_text (span) : NULL;
  if (span->problem == NULL)
    hr_timeline_add_source (timeline, g_steal_pointer (&name), g_steal_pointer (&text), record->offset);
}

void hr_timeline_take_end (HrTimeline *timeline, HrTimelineRecord *record)
{
  HrTimelineSpan *span = &record->payload;
  HrEnding ending = (HrEnding)hr_timeline_span_choice (span, HR_ENDING_TIMEOUT, "no ending has this number");
  gint64 status = hr_timeline_span_signed (span);
  gboolean has_text = hr_timeline_span_choice (span, 1, "an ending that neither has a text nor lacks one") != 0;
  gsize n_bytes = 0;
  const char *text = has_text ? hr_timeline_span_text (span, &n_bytes) : NULL;
  if (status != (int)status)
    hr_timeline_span_fail (span, "a status is too large");
  if (span->problem != NULL)
    return;
  timeline->info.ending = ending;
  timeline->info.status = (int)status;
  timeline->info.ending_text = text == NULL ? NULL : hr_timeline_intern (timeline, text, n_bytes);
  timeline->info.complete = TRUE;
}

/* FALSE: nothing after this record can be used. */
static gboolean take_record (Scan *scan, HrTimelineRecord *record)
{
  HrTimeline *timeline = scan->timeline;
  switch (record->type) {
  case HR_RECORD_STEP:
  case HR_RECORD_KEYFRAME:
    take_step (scan, record);
    break;
  case HR_RECORD_SOURCE:
    hr_timeline_take_source (timeline, record);
    break;
  case HR_RECORD_TOKENS:
    hr_timeline_take_tokens (timeline, record); /* where they stand, another end may be written */
    return TRUE;
  case HR_RECORD_INDEX:
    return TRUE;
  case HR_RECORD_END:
    hr_timeline_take_end (timeline, record);
    return FALSE;
  default: /* a byte of the file, not one of our enums */
    if (record->type < HR_RECORD_OPTIONAL)
      hr_timeline_span_fail (&record->payload, "a record of an unknown kind");
    break;
  }
  if (record->payload.problem != NULL) {
    scan->stream.problem = record->payload.problem;
    scan->stream.problem_offset = record->payload.problem_offset;
    return FALSE;
  }
  timeline->steps_end = record->end;
  return TRUE;
}

gboolean hr_timeline_scan (HrTimeline *timeline, GError **error)
{
  guint64 start = timeline->steps_end;
  g_autoptr (GBytes) bytes = hr_timeline_storage_read (timeline->storage, start,
                                                       hr_timeline_storage_n_bytes (timeline->storage) - start, error);
  if (bytes == NULL)
    return FALSE;
  Scan scan = { .timeline = timeline, .stream = { .offset = start } };
  hr_timeline_said_init (&scan.said);
  scan.stream.bytes = g_bytes_get_data (bytes, &scan.stream.n_bytes);
  HrTimelineRecord record;
  while (hr_timeline_record_next (&timeline->crc, &scan.stream, &record) && take_record (&scan, &record))
    ;
  end_chunk (timeline);
  hr_timeline_said_clear (&scan.said);
  timeline->damage = scan.stream.problem;
  timeline->damage_offset = scan.stream.problem_offset;
  return TRUE;
}

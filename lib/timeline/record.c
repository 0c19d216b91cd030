#include "timeline/handle.h"

#include "timeline/wire.h"

gboolean hr_timeline_record_next (const HrTimelineCrc *crc, HrTimelineSpan *stream, HrTimelineRecord *record)
{
  gsize start = stream->at;
  if (hr_timeline_span_left (stream) == 0)
    return FALSE;
  record->offset = stream->offset + start;
  record->type = hr_timeline_span_byte (stream);
  guint64 n_bytes = hr_timeline_span_number (stream);
  gsize payload_at = stream->at, left = hr_timeline_span_left (stream);
  const char *problem = NULL;
  if (left < HR_WIRE_CRC_BYTES || n_bytes > left - HR_WIRE_CRC_BYTES)
    problem = "a record is cut off";
  else {
    stream->at += n_bytes;
    guint32 check = hr_timeline_crc_of (crc, stream->bytes + start, stream->at - start);
    if (check != hr_timeline_span_fixed (stream, HR_WIRE_CRC_BYTES))
      problem = "a record does not match its check";
  }
  if (problem != NULL) {
    stream->at = start;
    stream->problem = NULL; /* of a length, say: the record as a whole is the news */
    hr_timeline_span_fail (stream, problem);
    return FALSE;
  }
  record->end = stream->offset + stream->at;
  record->payload = (HrTimelineSpan){ .bytes = stream->bytes + payload_at,
                                      .n_bytes = (gsize)n_bytes,
                                      .offset = stream->offset + payload_at };
  return TRUE;
}

const char *hr_timeline_head_string (HrTimelineSpan *span, const GPtrArray *strings)
{
  guint64 number = hr_timeline_span_number (span);
  if (number == 0)
    return NULL;
  if (number <= strings->len)
    return g_ptr_array_index (strings, number - 1);
  hr_timeline_span_fail (span, "no string has this number");
  return NULL;
}

static void read_strings (HrTimeline *timeline, HrTimelineSpan *span, GPtrArray *strings)
{
  gsize n_strings = hr_timeline_span_count (span, 1);
  for (gsize i = 0; i < n_strings && span->problem == NULL; i++) {
    gsize n_bytes;
    const char *text = hr_timeline_span_text (span, &n_bytes);
    g_ptr_array_add (strings, (gpointer)hr_timeline_intern (timeline, text, n_bytes));
  }
}

static void read_outputs (HrTimelineSpan *span, HrTimelineHead *head)
{
  head->n_outputs = hr_timeline_span_count (span, 2);
  head->outputs_at = span->at;
  for (gsize i = 0; i < head->n_outputs && span->problem == NULL; i++) {
    guint stream = hr_timeline_span_choice (span, HR_STREAM_STDERR, "no stream has this number");
    if (stream < HR_STREAM_STDOUT)
      hr_timeline_span_fail (span, "no stream has this number");
    gsize n_bytes = hr_timeline_span_count (span, 1);
    hr_timeline_span_bytes (span, n_bytes);
    head->output_bytes += n_bytes;
  }
}

static void read_lines (HrTimelineSpan *span, guint mask, HrTimelineStep *step)
{
  if ((mask & HR_HEAD_RAN) != 0) {
    step->ran_file = hr_timeline_span_number32 (span);
    step->ran_line = step->ran_end_line = hr_timeline_span_number32 (span);
  }
  if ((mask & HR_HEAD_RAN_END) != 0) {
    guint32 more = hr_timeline_span_number32 (span);
    if (more > G_MAXUINT32 - step->ran_line)
      hr_timeline_span_fail (span, "a line number is too large");
    else
      step->ran_end_line = step->ran_line + more;
  }
  if ((mask & HR_HEAD_NEXT) != 0) {
    step->next_file = hr_timeline_span_number32 (span);
    step->next_line = hr_timeline_span_number32 (span);
  }
}

void hr_timeline_head_read (HrTimeline *timeline, HrTimelineRecord *record, GPtrArray *strings, HrTimelineHead *head)
{
  HrTimelineSpan *span = &record->payload;
  HrTimelineStep *step = &head->step;
  *head = (HrTimelineHead){ .exception = 0 };
  if (record->type == HR_RECORD_KEYFRAME) {
    g_ptr_array_set_size (strings, 0);
    step->index = hr_timeline_span_number32 (span);
    head->output_before = hr_timeline_span_number (span);
  }
  read_strings (timeline, span, strings);
  step->event = (HrEvent)hr_timeline_span_choice (span, HR_EVENT_LAST, "no event has this number");
  guint mask = hr_timeline_span_choice (span, HR_HEAD_ALL, "a step's fields are unknown");
  step->frame = hr_timeline_span_number32 (span);
  if ((mask & HR_HEAD_THREAD) != 0)
    step->thread = hr_timeline_span_number32 (span);
  read_lines (span, mask, step);
  if ((mask & HR_HEAD_EXCEPTION) != 0)
    head->exception = hr_timeline_span_number32 (span);
  if ((mask & HR_HEAD_EXCEPTION_TEXT) != 0)
    head->exception_text = hr_timeline_span_text (span, &head->exception_text_bytes);
  const char *name = hr_timeline_head_string (span, strings);
  step->frame_name = name != NULL ? name : "";
  step->depth = hr_timeline_span_number32 (span);
  if ((mask & HR_HEAD_OUTPUT) != 0)
    read_outputs (span, head);
}

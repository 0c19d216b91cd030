#include "timeline/handle.h"

#include "timeline/wire.h"

gboolean hr_timeline_record_next (const HrTimelineCrc *crc, HrTimelineSpan *stream, HrTimelineRecord *record)
{
  gsize start = stream->at;
  /* zeros: room that the writer made and did not come to use */
  if (hr_timeline_span_left (stream) == 0 || stream->bytes[start] == 0)
    return FALSE;
  record->offset = stream->offset + start;
  record->type = hr_timeline_span_byte (stream);
  guint64 n_bytes = hr_timeline_span_number (stream);
  gsize payload_at = stream->at, left = hr_timeline_span_left (stream);
  const char *problem = NULL;
  guint check_bytes = hr_wire_check_bytes (record->type);
  if (left < check_bytes || n_bytes > left - check_bytes)
    problem = "a record is cut off";
  else {
    stream->at += n_bytes;
    guint32 check = hr_timeline_crc_of (crc, stream->bytes + start, stream->at - start);
    if (check_bytes < HR_WIRE_CRC_BYTES)
      check &= (1u << 8 * check_bytes) - 1;
    if (check != hr_timeline_span_fixed (stream, check_bytes))
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

void hr_timeline_said_init (HrTimelineSaid *said)
{
  *said =
      (HrTimelineSaid){ .strings = g_ptr_array_new (), .shapes = g_array_new (FALSE, FALSE, sizeof (HrTimelineStep)) };
}

void hr_timeline_said_clear (HrTimelineSaid *said)
{
  g_clear_pointer (&said->strings, g_ptr_array_unref);
  g_clear_pointer (&said->shapes, g_array_unref);
}

const char *hr_timeline_said_string (HrTimelineSpan *span, const HrTimelineSaid *said)
{
  guint64 number = hr_timeline_span_number (span);
  if (number == 0)
    return NULL;
  if (number <= said->strings->len)
    return g_ptr_array_index (said->strings, number - 1);
  hr_timeline_span_fail (span, "no string has this number");
  return NULL;
}

static void read_strings (HrTimeline *timeline, HrTimelineSpan *span, HrTimelineSaid *said)
{
  gsize n_strings = hr_timeline_span_count (span, 1);
  for (gsize i = 0; i < n_strings && span->problem == NULL; i++) {
    gsize n_bytes;
    const char *text = hr_timeline_span_text (span, &n_bytes);
    g_ptr_array_add (said->strings, (gpointer)hr_timeline_intern (timeline, text, n_bytes));
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
  if ((mask & HR_SHAPE_RAN) != 0) {
    step->ran_file = hr_timeline_span_number32 (span);
    step->ran_line = step->ran_end_line = hr_timeline_span_number32 (span);
  }
  if ((mask & HR_SHAPE_RAN_END) != 0) {
    guint32 more = hr_timeline_span_number32 (span);
    if (more > G_MAXUINT32 - step->ran_line)
      hr_timeline_span_fail (span, "a line number is too large");
    else
      step->ran_end_line = step->ran_line + more;
  }
  if ((mask & HR_SHAPE_NEXT) != 0) {
    step->next_file = hr_timeline_span_number32 (span);
    step->next_line = hr_timeline_span_number32 (span);
  }
}

static void read_shape (HrTimelineSpan *span, HrTimelineSaid *said)
{
  HrTimelineStep step = { .index = 0 };
  step.event = (HrEvent)hr_timeline_span_choice (span, HR_EVENT_LAST, "no event has this number");
  guint mask = hr_timeline_span_choice (span, HR_SHAPE_ALL, "a step's fields are unknown");
  if ((mask & HR_SHAPE_THREAD) != 0)
    step.thread = hr_timeline_span_number32 (span);
  read_lines (span, mask, &step);
  const char *name = hr_timeline_said_string (span, said);
  step.frame_name = name != NULL ? name : "";
  g_array_append_val (said->shapes, step);
}

static void read_extras (HrTimelineSpan *span, HrTimelineHead *head)
{
  guint mask = hr_timeline_span_choice (span, HR_EXTRA_ALL, "a step's fields are unknown");
  if ((mask & HR_EXTRA_EXCEPTION) != 0)
    head->exception = hr_timeline_span_number32 (span);
  if ((mask & HR_EXTRA_EXCEPTION_TEXT) != 0)
    head->exception_text = hr_timeline_span_text (span, &head->exception_text_bytes);
  if ((mask & HR_EXTRA_OUTPUT) != 0)
    read_outputs (span, head);
}

void hr_timeline_head_read (HrTimeline *timeline, HrTimelineRecord *record, HrTimelineSaid *said, HrTimelineHead *head)
{
  HrTimelineSpan *span = &record->payload;
  guint32 index = 0;
  *head = (HrTimelineHead){ .exception = 0, .step = { .frame_name = "" } };
  if (record->type == HR_RECORD_KEYFRAME) {
    g_ptr_array_set_size (said->strings, 0);
    g_array_set_size (said->shapes, 0);
    said->last = (HrWirePosition){ 0, 0 };
    index = hr_timeline_span_number32 (span);
    head->output_before = hr_timeline_span_number (span);
  }
  guint64 front = hr_timeline_span_number (span), shape = front >> HR_HEAD_SHAPE_SHIFT;
  if ((front & HR_HEAD_STRINGS) != 0)
    read_strings (timeline, span, said);
  if (shape == 0) {
    read_shape (span, said);
    shape = said->shapes->len;
  }
  if (shape == 0 || shape > said->shapes->len) {
    hr_timeline_span_fail (span, "no shape of a step has this number");
    return;
  }
  HrTimelineStep *step = &g_array_index (said->shapes, HrTimelineStep, shape - 1);
  if ((front & HR_HEAD_MOVED) != 0)
    said->last = hr_timeline_span_position (span, said->last, (HrWirePosition){ step->frame, step->depth });
  step->frame = said->last.frame;
  step->depth = said->last.depth;
  if ((front & HR_HEAD_EXTRAS) != 0)
    read_extras (span, head);
  head->step = *step;
  head->step.index = index;
}

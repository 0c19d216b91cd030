#include "timeline/span.h"

#include "base/error.h"

void hr_timeline_span_fail (HrTimelineSpan *span, const char *problem)
{
  if (span->problem != NULL)
    return;
  span->problem = problem;
  span->problem_offset = span->offset + span->at;
}

gboolean hr_timeline_span_check (const HrTimelineSpan *span, const char *name, GError **error)
{
  if (span->problem == NULL)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: damaged at offset %" G_GUINT64_FORMAT ": %s", name,
               span->problem_offset, span->problem);
  return FALSE;
}

gsize hr_timeline_span_left (const HrTimelineSpan *span)
{
  return span->problem != NULL ? 0 : span->n_bytes - span->at;
}

guint8 hr_timeline_span_byte (HrTimelineSpan *span)
{
  if (hr_timeline_span_left (span) == 0) {
    hr_timeline_span_fail (span, "the record ends too early");
    return 0;
  }
  return span->bytes[span->at++];
}

guint64 hr_timeline_span_fixed (HrTimelineSpan *span, guint n_bytes)
{
  guint64 value = 0;
  for (guint i = 0; i < n_bytes; i++)
    value |= (guint64)hr_timeline_span_byte (span) << (8 * i);
  return value;
}

guint64 hr_timeline_span_number (HrTimelineSpan *span)
{
  guint64 value = 0;
  for (guint shift = 0; shift < 64; shift += 7) {
    guint8 byte = hr_timeline_span_byte (span);
    if (shift == 63 && byte > 1)
      break;
    value |= (guint64)(byte & 127) << shift;
    if (byte < 128)
      return value;
  }
  hr_timeline_span_fail (span, "a number is too long");
  return 0;
}

guint32 hr_timeline_span_number32 (HrTimelineSpan *span)
{
  guint64 value = hr_timeline_span_number (span);
  if (value <= G_MAXUINT32)
    return (guint32)value;
  hr_timeline_span_fail (span, "a number is too large");
  return 0;
}

gint64 hr_timeline_span_signed (HrTimelineSpan *span)
{
  guint64 value = hr_timeline_span_number (span);
  guint64 half = value >> 1;
  return (gint64)((value & 1) != 0 ? ~half : half);
}

guint32 hr_timeline_span_difference (HrTimelineSpan *span, guint32 base)
{
  gint64 difference = hr_timeline_span_signed (span);
  if (difference >= -(gint64)base && difference <= (gint64)(G_MAXUINT32 - base))
    return (guint32)((gint64)base + difference);
  hr_timeline_span_fail (span, "a number is out of range");
  return 0;
}

HrWirePosition hr_timeline_span_position (HrTimelineSpan *span, HrWirePosition before, HrWirePosition of_shape)
{
  guint64 code = hr_timeline_span_number (span), folded = code - HR_POSITION_DISTANCE;
  if (code == HR_POSITION_SAME)
    return of_shape;
  if (code == HR_POSITION_NEXT)
    return (HrWirePosition){ of_shape.frame + 1, of_shape.depth };
  gint64 frame = (gint64)before.frame + ((folded & 1) != 0 ? -(gint64)(folded >> 1) - 1 : (gint64)(folded >> 1));
  if (folded > (guint64)G_MAXUINT32 * 2 + 1 || frame < 0 || frame > G_MAXUINT32) {
    hr_timeline_span_fail (span, "an id is out of range");
    return before;
  }
  return (HrWirePosition){ (guint32)frame, hr_timeline_span_difference (span, before.depth) };
}

guint hr_timeline_span_choice (HrTimelineSpan *span, guint most, const char *problem)
{
  guint value = hr_timeline_span_byte (span);
  if (value <= most)
    return value;
  hr_timeline_span_fail (span, problem);
  return 0;
}

gsize hr_timeline_span_count (HrTimelineSpan *span, gsize item_bytes)
{
  guint64 value = hr_timeline_span_number (span);
  if (value <= hr_timeline_span_left (span) / item_bytes)
    return (gsize)value;
  hr_timeline_span_fail (span, "a count is larger than its record");
  return 0;
}

const guint8 *hr_timeline_span_bytes (HrTimelineSpan *span, gsize n_bytes)
{
  if (n_bytes > hr_timeline_span_left (span)) {
    hr_timeline_span_fail (span, "the record ends too early");
    return (const guint8 *)"";
  }
  const guint8 *bytes = span->bytes + span->at;
  span->at += n_bytes;
  return bytes;
}

const char *hr_timeline_span_text (HrTimelineSpan *span, gsize *n_bytes)
{
  *n_bytes = hr_timeline_span_count (span, 1);
  const char *text = (const char *)hr_timeline_span_bytes (span, *n_bytes);
  if (g_utf8_validate_len (text, *n_bytes, NULL))
    return text;
  hr_timeline_span_fail (span, "a text is not valid UTF-8");
  *n_bytes = 0;
  return "";
}

char *hr_timeline_span_dup_text (HrTimelineSpan *span)
{
  gsize n_bytes;
  const char *text = hr_timeline_span_text (span, &n_bytes);
  return g_strndup (text, n_bytes);
}

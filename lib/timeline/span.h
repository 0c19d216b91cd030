/* Reading numbers and texts out of bytes that nobody has checked.
 *
 * The first problem is remembered with its offset in the file; from then on everything reads as 0, so callers check
 * once at the end, and before they allocate. Inside the timeline module only. */
#pragma once

#include <glib.h>

#include "timeline/wire.h"

typedef struct {
  const guint8 *bytes;
  gsize n_bytes, at;
  guint64 offset; /* of bytes[0] in the file */
  const char *problem;
  guint64 problem_offset;
} HrTimelineSpan;

void hr_timeline_span_fail (HrTimelineSpan *span, const char *problem);
/* Sets HR_ERROR_INPUT "NAME: damaged at offset N: problem" and returns FALSE if there was one. */
gboolean hr_timeline_span_check (const HrTimelineSpan *span, const char *name, GError **error);

gsize hr_timeline_span_left (const HrTimelineSpan *span);
guint8 hr_timeline_span_byte (HrTimelineSpan *span);
/* Little-endian. */
guint64 hr_timeline_span_fixed (HrTimelineSpan *span, guint n_bytes);
guint64 hr_timeline_span_number (HrTimelineSpan *span);
guint32 hr_timeline_span_number32 (HrTimelineSpan *span);
gint64 hr_timeline_span_signed (HrTimelineSpan *span);
/* @base and a signed difference: an id or a line. */
guint32 hr_timeline_span_difference (HrTimelineSpan *span, guint32 base);
/* As hr_timeline_buffer_position() wrote it. */
HrWirePosition hr_timeline_span_position (HrTimelineSpan *span, HrWirePosition before, HrWirePosition of_shape);
/* At most @most. */
guint hr_timeline_span_choice (HrTimelineSpan *span, guint most, const char *problem);
/* How many items follow that take at least @item_bytes each: never more than there is room for. */
gsize hr_timeline_span_count (HrTimelineSpan *span, gsize item_bytes);
/* Borrowed, not terminated. */
const guint8 *hr_timeline_span_bytes (HrTimelineSpan *span, gsize n_bytes);
/* Length and text: valid UTF-8 without NUL. Borrowed, not terminated; "" after a problem. */
const char *hr_timeline_span_text (HrTimelineSpan *span, gsize *n_bytes);
char *hr_timeline_span_dup_text (HrTimelineSpan *span);

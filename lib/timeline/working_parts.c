#include "timeline/working_parts.h"

#include <string.h>

HrWorkingSplice hr_working_read_splice (HrTimelineSpan *span, guint n, gsize item_bytes)
{
  guint32 prefix = hr_timeline_span_number32 (span), removed = hr_timeline_span_number32 (span);
  gsize inserted = hr_timeline_span_count (span, item_bytes);
  if (prefix > n || removed > n - prefix || inserted > G_MAXINT32 - (gsize)n)
    hr_timeline_span_fail (span, "a change lies outside what it changes");
  if (span->problem != NULL)
    return (HrWorkingSplice){ .prefix = 0 };
  return (HrWorkingSplice){ prefix, removed, (guint)inserted };
}

/* The id that @code stands for, out of range when there is no such. */
static gint64 near_id (const HrWorking *working, guint64 code, guint32 n)
{
  const HrWirePlace *place = working->place;
  gint64 same = n < place->n_ids ? (gint64)place->ids[n] : 0;
  if (code == HR_NEAR_SAME)
    return same;
  if (code == HR_NEAR_ALONG)
    return same == 0 ? 0 : (gint64)(guint32)(place->ids[n] + (working->before - place->highest));
  guint64 folded = code - HR_NEAR_DISTANCE;
  if (folded > (guint64)G_MAXUINT32 * 2 + 1)
    return 0;
  return (gint64)working->near + ((folded & 1) != 0 ? -(gint64)(folded >> 1) - 1 : (gint64)(folded >> 1));
}

guint32 hr_working_read_near (HrWorking *working, HrTimelineSpan *span)
{
  guint64 code = hr_timeline_span_number (span);
  guint32 n = working->n_near++;
  gint64 id = code == HR_NEAR_NONE ? 0 : near_id (working, code, n);
  if (code != HR_NEAR_NONE && (id < 1 || id > G_MAXUINT32)) {
    hr_timeline_span_fail (span, "an id is out of range");
    id = 0;
  }
  if (n < HR_PLACE_IDS)
    working->said_ids[n] = (guint32)id;
  if (id != 0)
    working->near = (guint32)id;
  return (guint32)id;
}

void hr_working_leave_place (HrWorking *working)
{
  working->place->n_ids = MIN (working->n_near, HR_PLACE_IDS);
  working->place->highest = working->before;
  memcpy (working->place->ids, working->said_ids, working->place->n_ids * sizeof *working->said_ids);
}

HrTimelineSpan hr_working_read_form (HrWorking *working, HrTimelineSpan *span)
{
  HrTimelineSpan form = { .offset = span->offset };
  guint64 number = hr_timeline_span_number (span);
  if (number == 0) {
    form.n_bytes = hr_timeline_span_count (span, 1);
    form.offset = span->offset + span->at;
    form.bytes = hr_timeline_span_bytes (span, form.n_bytes);
    g_array_append_val (working->forms, form);
  } else if (number <= working->forms->len)
    form = g_array_index (working->forms, HrTimelineSpan, number - 1);
  else
    hr_timeline_span_fail (span, "no form has this number");
  return form;
}

void hr_working_leave_form (HrTimelineSpan *span, const HrTimelineSpan *form)
{
  if (form->problem != NULL)
    hr_timeline_span_fail (span, form->problem);
}

/* Which objects went in which step, for those who look back over a stretch of steps again and again.
 *
 * Inside the timeline module only. */
#pragma once

#include "timeline/state.h"

/* What has been found out about steps in a row, and where to go on. */
typedef struct HrTimelineDeathLog HrTimelineDeathLog;

typedef void HrTimelineDeathVisit (const HrTimelineDeath *death, gpointer data);

/* Calls @visit for all that went in the steps @first to @last, in their order. A stretch that begins where one asked
 * for before began, or goes on from there, decodes no step twice. Error: a damaged record. */
gboolean hr_timeline_deaths_visit (HrTimeline *timeline, guint32 first, guint32 last, HrTimelineDeathVisit *visit,
                                   gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Before @timeline goes. */
void hr_timeline_forget_deaths (HrTimeline *timeline);

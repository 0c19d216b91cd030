/* Which steps stay when there are too many for one page. */
#pragma once

#include "timeline/reader.h"

/* What is left of the steps. */
typedef struct {
  GArray *steps; /* guint32 */
  guint of;      /* how many there were; as many as are left when nothing was to be left out */
  char *rule;    /* which are left, in words; NULL: all */
} HrReportThinned;

/* At most @max_steps (2 or more) of @steps, in their order: the first and the last; calls, returns, exceptions (and
 * where they were caught), yields, resumptions and steps that print; then every k-th of the others. Where those that go
 * first are too many by themselves, every k-th of them. */
HrReportThinned *hr_report_thinned_new (HrTimeline *timeline, const guint32 *steps, guint n_steps, guint max_steps);
void hr_report_thinned_free (HrReportThinned *thinned);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrReportThinned, hr_report_thinned_free)

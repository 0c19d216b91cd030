/* The walkthrough's steps as columns: what steps of one line have in common stands once, as a place.
 *
 * Knows what a step says of itself, no memory and no pictures. */
#pragma once

#include "report/columns.h"
#include "timeline/reader.h"

/* What happened since the step shown before. */
enum {
  HR_REPORT_PRINTED = 1 << 0,
  HR_REPORT_FREED = 1 << 1,     /* an object was */
  HR_REPORT_COLLECTED = 1 << 2, /* the garbage collector ran, in this very step */
  HR_REPORT_FRESH = 1 << 3,     /* an object is new */
};

typedef struct HrReportSteps HrReportSteps;

HrReportSteps *hr_report_steps_new (void);
void hr_report_steps_free (HrReportSteps *steps);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrReportSteps, hr_report_steps_free)

/* Adds the next shown step: @n_output pieces of output are there by then, @flags are HR_REPORT_*. */
void hr_report_steps_add (HrReportSteps *steps, const HrTimelineStep *step, guint n_output, const char *caption,
                          unsigned flags);

/* ,"events":[…],"captions":[…],"places":{…},"steps":{…}: templates/DATA.md has what is in them. @names takes the names
 * of marks. @edits as hr_report_lines_append_edits() writes them. */
void hr_report_steps_append_json (const HrReportSteps *steps, const char *edits, GString *out);
/* The names that @steps' marks have, for those of others to be added. */
HrReportWords *hr_report_steps_peek_names (HrReportSteps *steps);

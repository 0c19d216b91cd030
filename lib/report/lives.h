/* The lives of the objects that a walkthrough draws, as columns: where each was first seen, the shown steps in which
 * its content or its count changed, how it ended.
 *
 * Knows states and what differs between two; asks the scene only which objects it draws. */
#pragma once

#include "report/columns.h"
#include "scene/scene.h"
#include "timeline/state.h"

typedef struct HrReportLives HrReportLives;

/* @timeline is borrowed; @names too: it gets the words for ends. */
HrReportLives *hr_report_lives_new (HrTimeline *timeline, HrReportWords *names);
void hr_report_lives_free (HrReportLives *lives);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrReportLives, hr_report_lives_free)

/* Goes on to the next shown step, recorded step @step, whose picture is @scene. *flags gets what happened since the
 * last (HR_REPORT_FREED, _COLLECTED, _FRESH). Error: a damaged record. */
gboolean hr_report_lives_add_step (HrReportLives *lives, guint32 step, const HrScene *scene, unsigned *flags,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ,"types":[…],"objects":{…}: templates/DATA.md has what is in them. Of objects that no picture drew, nothing. */
void hr_report_lives_append_json (const HrReportLives *lives, GString *out);

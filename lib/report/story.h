/* What the reports share: the layout of their steps, and what they tell beside the pictures: which output came by which
 * step, the listing, the facts in the header. */
#pragma once

#include "layout/layout.h"

/* The layout of @steps, each compared to the one shown before it; the first, and one shown after a later one, to the
 * moment its line began. */
HrLayout *hr_report_layout_new (HrTimeline *timeline, const guint32 *steps, guint n_steps,
                                const HrLayoutOptions *options, HrTextMeasure *measure,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Program output that a page holds, at the most; the rest is only counted. */
#define HR_REPORT_MAX_OUTPUT_BYTES ((gsize)1024 * 1024)

/* What was written between the step shown before and this one, to one stream. */
typedef struct {
  gboolean error; /* stderr */
  char *text;
} HrReportOutput;

typedef struct {
  GArray *pieces;    /* HrReportOutput, in the order written */
  GArray *n_by_step; /* guint for each shown step: how many of the pieces were written by then */
} HrReportOutputs;

/* The output of the shown @steps, in any order. */
HrReportOutputs *hr_report_outputs_new (HrTimeline *timeline, const guint32 *steps, guint n_steps);
void hr_report_outputs_free (HrReportOutputs *outputs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrReportOutputs, hr_report_outputs_free)

/* All that was written just before shown step @step, both streams together. Newly allocated, "" when nothing. */
char *hr_report_outputs_dup_fresh (const HrReportOutputs *outputs, guint step);

/* The program's name without its folder. Newly allocated. */
char *hr_report_dup_program (HrTimeline *timeline);
/* The name of source @file without its folder; "program" for what has none. Newly allocated. */
char *hr_report_dup_file (HrTimeline *timeline, guint32 file);
/* "CPython 3.11.2". Newly allocated. */
char *hr_report_dup_python (HrTimeline *timeline);
/* "counter.py · CPython 3.11.2 · 13 steps" (or "13 of 500 steps", when @n_steps of @n_all are shown), and how it ended
 * when that was not well; without the program's name where
 * @title is that already. Newly allocated. */
char *hr_report_dup_facts (HrTimeline *timeline, const char *title, guint n_steps, guint n_all);

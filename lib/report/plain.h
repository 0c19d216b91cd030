/* The walkthrough for readers without scripts: every step's heading, caption, picture and output, one after the other,
 * up to a stated number of steps and bytes. Parts that pictures share stand once, in <defs>. */
#pragma once

#include "base/geometry.h"

#include <glib.h>

/* Where the list ends, at the latest; the page says that there is more. */
#define HR_REPORT_PLAIN_MAX_STEPS 100
#define HR_REPORT_PLAIN_MAX_BYTES ((gsize)128 * 1024)

typedef struct HrReportPlain HrReportPlain;

/* For a page of @n_steps. */
HrReportPlain *hr_report_plain_new (guint n_steps);
void hr_report_plain_free (HrReportPlain *plain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrReportPlain, hr_report_plain_free)

/* Adds the next step, unless the list is full. @markup: the picture's lines without the <svg> around them; @caption
 * with names in backquotes; @output what this step wrote, or "". */
void hr_report_plain_add_step (HrReportPlain *plain, const char *title, const char *caption, const char *markup,
                               HrSize size_pt, const char *output);

/* The whole as HTML. Newly allocated. */
char *hr_report_plain_dup_markup (const HrReportPlain *plain);

/* @caption as HTML: what stands in backquotes as <code>. */
void hr_report_plain_append_caption (GString *out, const char *caption);

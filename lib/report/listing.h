/* The program's text as HTML, in the colours of its tokens. */
#pragma once

#include "timeline/reader.h"

/* The listing of every file in which one of @steps ran or will run, as HTML, for a script to mark lines in:
 * <div class="file" data-file="1"><ol class="lines"><li><code>, and in it <span class="k"> for keywords, "s" strings,
 * "n" numbers, "c" comments, "d" names that are defined, "a" decorators, "b" names built in. All of it escaped; the
 * characters are added to *@characters. */
void hr_report_listing_append (GString *out, HrTimeline *timeline, const guint32 *steps, guint n_steps,
                               GString *characters);

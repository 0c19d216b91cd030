/* Whether two names hold one object, and why. Internal to the figure. */
#pragma once

#include "layout/layout.h"

/* "a is b  →  True: one cached int" for the first two names that the running frame shows and that hold one object, or
 * else objects of one type, @good being the answer; NULL when there are no such two. Newly allocated. */
char *hr_figure_dup_identity (HrTimeline *timeline, const HrTimelineState *state, const HrLayoutOptions *options,
                              gboolean *good);

/* Whether @text is an expression of literals alone, which the compiler makes a constant: "1000", "'x' * 3", "(1, 2)".
 */
gboolean hr_figure_is_literal (const char *text);
/* Whether @text is one name and nothing else. */
gboolean hr_figure_is_name (const char *text);
/* In "a = 1; b = 2": the right-hand side for @name; NULL when the line assigns nothing to it in this plain form. */
char *hr_figure_dup_assigned (const char *line, const char *name);

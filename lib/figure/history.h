/* One object: which one a name means, its whole life as a figure, and what keeps it alive at a step.
 *
 * Knows timelines, and for the figures layouts. What is told in figures is told in plain words, too. */
#pragma once

#include "figure/figure.h"

/* The object that @name means: "x" (a name, the module's before any function's), "f.x" (a name of f's frames, or an
 * attribute), or "list-3". @step: as things are after it, or were last until then; -1: the first object that the name
 * has meant, and that is more than a value such as 5. *id gets it; *note what else the name has meant, or NULL, newly
 * allocated. Error: HR_ERROR_USAGE, with a suggestion. */
gboolean hr_figure_find_object (HrTimeline *timeline, const char *name, gint64 step, guint32 *id, char **note,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where it was made, each step that changed it, who held it from when to when, how its count went, and its end. */
typedef struct HrFigureLife HrFigureLife;

/* @called: how the user calls it, for the title. At most @max_events are kept, the first and the last; 0 is 16. Error:
 * a damaged record. */
HrFigureLife *hr_figure_life_new (HrTimeline *timeline, guint32 object, const char *called, guint max_events,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_figure_life_free (HrFigureLife *life);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrFigureLife, hr_figure_life_free)
HrScene *hr_figure_life_draw (const HrFigureLife *life, HrTextMeasure *measure, const HrFigureOptions *options);
/* One line an event. Newly allocated. */
char *hr_figure_life_dup_words (const HrFigureLife *life);

/* The references that keep an object alive after a step, and the shortest way to each. Where it was freed by then:
 * those that it had before, and how it ended. */
typedef struct HrFigureWhy HrFigureWhy;

HrFigureWhy *hr_figure_why_new (HrTimeline *timeline, guint32 object, const char *called, guint32 step,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_figure_why_free (HrFigureWhy *why);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrFigureWhy, hr_figure_why_free)
/* The moment to lay out; @options gets the objects to show, borrowed from @why. */
HrLayoutMoment hr_figure_why_set_options (const HrFigureWhy *why, HrLayoutOptions *options);
/* @layout is of that one moment. */
HrScene *hr_figure_why_draw (const HrFigureWhy *why, HrLayout *layout, const HrFigureOptions *options,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One line a reference. Newly allocated. */
char *hr_figure_why_dup_words (const HrFigureWhy *why);

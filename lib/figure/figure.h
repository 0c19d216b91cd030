/* Layouts to scenes: one step, a film strip, panels compared. Gives every box its colours, writes captions and
 * descriptions.
 *
 * Knows the drawing language; knows no file format and reads no timeline records itself. */
#pragma once

#include "layout/layout.h"
#include "scene/scene.h"

typedef struct {
  gboolean code;        /* the code strip above: the line that ran and its neighbours */
  gboolean caption;     /* the caption below */
  const char *title;    /* heading above; NULL none */
  gboolean transparent; /* no ground */
  gboolean crop;        /* cut to what this one moment shows, instead of the layout's whole extent */
} HrFigureOptions;

/* Moment @moment of @layout as a picture of its own. Error: a damaged record. */
HrScene *hr_figure_new_step (HrLayout *layout, guint moment, const HrFigureOptions *options,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All moments of @layout side by side, the code line over each, arrows between, a refs meter for the focused object. */
HrScene *hr_figure_new_strip (HrLayout *layout, const HrFigureOptions *options,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A panel of a comparison. */
typedef struct {
  HrLayout *layout;
  guint moment;
  const char *heading; /* NULL: the code line that ran */
  gboolean identity;   /* state under the panel whether its first two names are one object, read from the timeline */
} HrFigurePanel;

HrScene *hr_figure_new_compare (const HrFigurePanel *panels, guint n_panels, const HrFigureOptions *options,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What changed at @moment, in words, one or two sentences, plain text with names in backquotes: "`b` now names the list
 * that `a` names: refs 1 → 2." Newly allocated. */
char *hr_figure_dup_caption (HrLayout *layout, guint moment, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same without a layout: what changed from step @since (-1: from nothing) to @step. Of @options, what hides names
 * and refs counts. */
char *hr_figure_dup_step_caption (HrTimeline *timeline, guint32 step, gint64 since, const HrLayoutOptions *options,
                                  GError **error);

/* A caption or another of these sentences without its backquotes, for places that know no markup. */
char *hr_figure_dup_plain (const char *prose);

/* The caption and then the whole picture in words, for <desc> and screen readers: frames and their names, then objects.
 * Plain, without backquotes. Newly allocated. */
char *hr_figure_dup_description (HrLayout *layout, guint moment, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "After line 9: obj2 = ObjectCounter()"; "Call of f, line 3", "f returns, line 4: return x"; "Before line 1: …".
 * Plain. Newly allocated. */
char *hr_figure_dup_title (HrTimeline *timeline, guint32 step);

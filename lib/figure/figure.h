/* Layouts to scenes: one step, a film strip, panels compared. Gives every box its colours, writes captions and
 * descriptions.
 *
 * Knows the drawing language; knows no file format and reads no timeline records itself. */
#pragma once

#include "layout/layout.h"
#include "scene/scene.h"

typedef struct {
  gboolean code;           /* the code strip above: the line that ran and its neighbours */
  gboolean caption;        /* the caption below */
  const char *title;       /* heading above; NULL none */
  const char *prose;       /* below one step, instead of its own caption; NULL: that, if it is asked for */
  const char *description; /* instead of one step's own; NULL: that */
  gboolean transparent;    /* no ground */
  gboolean crop;           /* cut to what this one moment shows, instead of the layout's whole extent */
  gboolean tight;          /* no margin around what is drawn */
} HrFigureOptions;

/* Moment @moment of @layout as a picture of its own. Error: a damaged record. */
HrScene *hr_figure_new_step (HrLayout *layout, guint moment, const HrFigureOptions *options,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A row of a film strip: all moments of a layout. */
typedef struct {
  HrLayout *layout;
  const char *heading; /* "" or NULL none */
} HrFigureRow;

/* The moments of each row side by side, numbered, the code line over each, arrows between, a refs meter for the focused
 * object. */
HrScene *hr_figure_new_strip (const HrFigureRow *rows, guint n_rows, const HrFigureOptions *options,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A panel of a comparison. */
typedef struct {
  HrLayout *layout;
  guint moment;
  const char *row;     /* heading of the row that begins with it, "" for none; NULL: it goes on */
  const char *heading; /* NULL: the code line that ran */
  gboolean identity;   /* state under the panel whether its first two names are one object, read from the timeline */
} HrFigurePanel;

/* @note: a line below all; NULL none. */
HrScene *hr_figure_new_compare (const HrFigurePanel *panels, guint n_panels, const char *note,
                                const HrFigureOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the picture of one panel shows otherwise than that of another, which are of the same program and line under two
 * interpreters: "the list that a names: refs 2, not refs 1"; the first few, and how many more. *text gets it, newly
 * allocated; NULL: they show the same. Error: a damaged record. */
gboolean hr_figure_dup_difference (const HrFigurePanel *panel, const HrFigurePanel *other, char **text,
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

/* "After line 9: obj2 = ObjectCounter()"; "Call of f, line 3", "f returns, line 4: return x"; "Before line 1: …".
 * Plain. Newly allocated. */
char *hr_figure_dup_title (HrTimeline *timeline, guint32 step);

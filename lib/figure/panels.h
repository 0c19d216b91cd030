/* Panels side by side: strips and comparisons. Internal to the figure.
 *
 * Knows how panels are sized, placed and drawn. Knows nothing of why they stand there. */
#pragma once

#include "figure/draw.h"
#include "figure/panel.h"

typedef struct {
  HrFigurePanelView view;
  const char *row;    /* heading of the row that begins with it, "" for none; NULL: it goes on. Borrowed */
  gboolean ground;    /* on a ground of its own; FALSE for a picture that brings its lanes. Alike in a row */
  guint number;       /* before the heading; 0 none */
  char *heading;      /* a line of code */
  char *caption;      /* prose below the picture, or NULL */
  char *statement;    /* a line of code at the bottom, or NULL */
  gboolean good;      /* its colour */
  gint64 meter;       /* references of the object followed; -1 no meter */
  guint meter_places; /* 0: too many to draw one by one */
} HrFigurePanelPicture;

/* An array of HrFigurePanelPicture that frees what is in it. */
GArray *hr_figure_panels_new (void);
/* Adds moment @moment of @layout; what is not its picture is the caller's to fill in. NULL: error. */
HrFigurePanelPicture *hr_figure_panels_add (GArray *panels, HrLayout *layout, guint moment, GError **error);

typedef struct {
  const char *title; /* NULL none */
  const char *note;  /* a line below all; NULL none */
  gboolean legend;   /* below all */
  gboolean arrows;   /* from each panel to the next of its row */
  double width_pt;   /* rows are broken past it */
} HrFigurePanelsOptions;

/* Draws all into the scene of @pen and sets its size. */
void hr_figure_panels_draw (const GArray *panels, const HrFigurePen *pen, const HrFigurePanelsOptions *options);

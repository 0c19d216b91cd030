/* A layout's picture cut and fitted for one place in a figure. Internal to the figure.
 *
 * Knows extents and lanes; draws nothing. */
#pragma once

#include "figure/figure.h"

/* A view of a layout's picture: the same parts and arrows, boxes of its own where lanes had to grow or shrink. */
typedef struct {
  HrLayoutPicture *whole; /* owns the texts */
  HrLayoutPicture view;   /* draw this */
  HrLayoutBox *boxes;
} HrFigurePanelView;

gboolean hr_figure_view_init (HrFigurePanelView *view, HrLayout *layout, guint moment, GError **error);
void hr_figure_view_clear (HrFigurePanelView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrFigurePanelView, hr_figure_view_clear)

/* Cuts the view on the right and below to what this moment shows. */
void hr_figure_view_crop (HrFigurePanelView *view);
/* Makes the view at least @width_pt wide; the last lane takes the room. */
void hr_figure_view_widen (HrFigurePanelView *view, double width_pt);
/* The view without its margin, as a scene of its own whose origin is the margin's inner corner. */
HrScene *hr_figure_view_new_scene (const HrFigurePanelView *view, HrTextMeasure *measure);
/* The size of that scene. */
HrSize hr_figure_view_inner_size (const HrFigurePanelView *view);

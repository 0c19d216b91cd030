#include "figure/panel.h"

#include <math.h>

#include "figure/draw.h"
#include "layout/metrics.h"

#define LANE_PAD_PT 16.0

gboolean hr_figure_view_init (HrFigurePanelView *view, HrLayout *layout, guint moment, GError **error)
{
  *view = (HrFigurePanelView){ .whole = hr_layout_picture_new (layout, moment, error) };
  if (view->whole == NULL)
    return FALSE;
  view->boxes = (HrLayoutBox *)g_memdup2 (view->whole->boxes, view->whole->n_boxes * sizeof *view->boxes);
  view->view = *view->whole;
  view->view.boxes = view->boxes;
  return TRUE;
}

void hr_figure_view_clear (HrFigurePanelView *view)
{
  hr_layout_picture_free (view->whole);
  g_free (view->boxes);
  *view = (HrFigurePanelView){ 0 };
}

HrScene *hr_figure_finish (HrScene *scene, const HrFigureOptions *options, const char *title, const char *description)
{
  HrScene *cropped;

  hr_scene_set_title (scene, options->title != NULL ? options->title : title);
  hr_scene_set_description (scene, description);
  hr_scene_set_ground (scene, !options->transparent);
  if (!options->tight)
    return scene;
  cropped = hr_scene_new_cropped (scene);
  hr_scene_free (scene);
  return cropped;
}

static HrPoint right_bottom (HrRect rect)
{
  return (HrPoint){ rect.x + rect.width, rect.y + rect.height };
}

static HrPoint farther (HrPoint a, HrPoint b)
{
  return (HrPoint){ fmax (a.x, b.x), fmax (a.y, b.y) };
}

/* The right and lower end of everything but the lanes. A part's rectangle bounds its text. */
static HrPoint content_end (const HrLayoutPicture *picture)
{
  HrPoint end = { 0, 0 };

  for (guint i = 0; i < picture->n_boxes; i++) {
    const HrLayoutBox *box = &picture->boxes[i];

    if (box->kind != HR_BOX_LANE)
      end = farther (end, right_bottom (box->rect));
    for (guint p = box->first_part; p < box->first_part + box->n_parts; p++)
      end = farther (end, right_bottom (picture->parts[p].rect));
  }
  for (guint i = 0; i < picture->n_arrows; i++)
    for (guint p = 0; p < picture->arrows[i].n_points; p++)
      end = farther (end, picture->arrows[i].points[p]);
  return end;
}

/* The lane that reaches farthest to the right, or NULL. */
static HrLayoutBox *find_last_lane (HrFigurePanelView *view)
{
  HrLayoutBox *last = NULL;

  for (guint i = 0; i < view->view.n_boxes; i++)
    if (view->boxes[i].kind == HR_BOX_LANE &&
        (last == NULL || right_bottom (view->boxes[i].rect).x > right_bottom (last->rect).x))
      last = &view->boxes[i];
  return last;
}

void hr_figure_view_crop (HrFigurePanelView *view)
{
  HrPoint end = content_end (&view->view);
  HrLayoutBox *last = find_last_lane (view);
  double pad = last == NULL ? 0 : LANE_PAD_PT;
  HrSize size = { fmin (view->view.size_pt.width, end.x + pad + HR_METRICS_MARGIN_PT),
                  fmin (view->view.size_pt.height, end.y + pad + HR_METRICS_MARGIN_PT) };

  if (last != NULL)
    last->rect.width = size.width - HR_METRICS_MARGIN_PT - last->rect.x;
  for (guint i = 0; i < view->view.n_boxes; i++)
    if (view->boxes[i].kind == HR_BOX_LANE)
      view->boxes[i].rect.height = size.height - HR_METRICS_MARGIN_PT - view->boxes[i].rect.y;
  view->view.size_pt = size;
}

void hr_figure_view_widen (HrFigurePanelView *view, double width_pt)
{
  HrLayoutBox *last = find_last_lane (view);

  if (width_pt <= view->view.size_pt.width)
    return;
  if (last != NULL)
    last->rect.width += width_pt - view->view.size_pt.width;
  view->view.size_pt.width = width_pt;
}

HrSize hr_figure_view_inner_size (const HrFigurePanelView *view)
{
  return (HrSize){ fmax (0, view->view.size_pt.width - 2 * HR_METRICS_MARGIN_PT),
                   fmax (0, view->view.size_pt.height - 2 * HR_METRICS_MARGIN_PT) };
}

HrScene *hr_figure_view_new_scene (const HrFigurePanelView *view, HrTextMeasure *measure)
{
  g_autoptr (HrScene) whole = hr_scene_new (view->view.size_pt);
  HrScene *inner = hr_scene_new (hr_figure_view_inner_size (view));
  HrFigurePen pen = { whole, measure };

  hr_figure_draw_picture (&pen, &view->view);
  hr_scene_add_scene (inner, whole, (HrPoint){ -HR_METRICS_MARGIN_PT, -HR_METRICS_MARGIN_PT }, "");
  return inner;
}

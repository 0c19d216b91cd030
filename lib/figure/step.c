/* One step as a picture of its own: title, code strip, lanes, caption, one below the other. */
#include <math.h>

#include "figure/code_strip.h"
#include "figure/describe.h"
#include "figure/draw.h"
#include "figure/ending.h"
#include "figure/legend.h"
#include "figure/panel.h"
#include "layout/metrics.h"

#define GAP_PT 12.0
#define TITLE_PT 24.0
#define WIDEST_FOR_CODE_PT 720.0
#define NARROWEST_FOR_PROSE_PT 360.0

static const HrFont title_font = { HR_FONT_LABEL, 14, 600, FALSE, 0 };

/* The pieces of a step's figure, made before their places are known. */
typedef struct {
  const HrFigureOptions *options;
  HrTextMeasure *measure;
  HrFigureCode *code; /* NULL without a strip */
  HrFigurePanelView view;
  char *caption; /* or only how the program ended; NULL none */
  char *note;    /* NULL none */
  gboolean legend;
} StepFigure;

static void clear_figure (StepFigure *figure)
{
  hr_figure_code_free (figure->code);
  hr_figure_view_clear (&figure->view);
  g_free (figure->caption);
  g_free (figure->note);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StepFigure, clear_figure)

static void add_left_out (GString *out, guint n, const char *what)
{
  if (n > 0)
    g_string_append_printf (out, "%s%u more %s%s not drawn", out->len > 0 ? "; " : "", n, what,
                            n == 1 ? " is" : "s are");
}

/* What the recording does not have, and what the picture does not show of it. NULL: nothing. */
static char *dup_left_out_note (HrLayout *layout, guint moment, const HrLayoutPicture *picture)
{
  guint32 step = hr_layout_peek_moment (layout, moment)->step;
  g_autoptr (HrTimelineState) state = hr_timeline_state_new (hr_layout_peek_timeline (layout), step, NULL);
  g_autofree char *not_recorded = state == NULL ? NULL : hr_figure_left_out_dup (state);
  GString *out = g_string_new (not_recorded);

  add_left_out (out, picture->n_frames_left_out, "frame");
  add_left_out (out, picture->n_left_out, "object");
  return g_string_free (out, out->len == 0);
}

static gboolean init_code (StepFigure *figure, HrLayout *layout, guint moment, GError **error)
{
  HrTimeline *timeline = hr_layout_peek_timeline (layout);
  guint32 step = hr_layout_peek_moment (layout, moment)->step;
  g_autoptr (HrTimelineState) state = hr_timeline_state_new (timeline, step, error);

  if (state == NULL)
    return FALSE;
  figure->code = hr_figure_code_new (timeline, step, state->exception_text);
  return TRUE;
}

static gboolean init_figure (StepFigure *figure, HrLayout *layout, guint moment, const HrFigureOptions *options,
                             GError **error)
{
  figure->options = options;
  figure->measure = hr_layout_peek_measure (layout);
  figure->legend = (hr_layout_peek_options (layout)->show & HR_SHOW_LEGEND) != 0;
  if (!hr_figure_view_init (&figure->view, layout, moment, error))
    return FALSE;
  if (options->crop)
    hr_figure_view_crop (&figure->view);
  if (options->code && !init_code (figure, layout, moment, error))
    return FALSE;
  figure->caption = g_strdup (options->prose);
  if (options->caption && figure->caption == NULL &&
      (figure->caption = hr_figure_dup_caption (layout, moment, error)) == NULL)
    return FALSE;
  if (figure->caption == NULL)
    figure->caption =
        hr_figure_ending_dup_note (hr_layout_peek_timeline (layout), hr_layout_peek_moment (layout, moment)->step);
  figure->note = dup_left_out_note (layout, moment, &figure->view.view);
  return TRUE;
}

/* As wide as the picture, or wider for the code, up to a limit past which code is cut rather than the page widened. */
static double find_width (const StepFigure *figure)
{
  double width = figure->view.view.size_pt.width - 2 * HR_METRICS_MARGIN_PT;

  if (figure->code != NULL)
    width = fmax (width, fmin (WIDEST_FOR_CODE_PT, hr_figure_code_size (figure->code, figure->measure).width));
  if (figure->options->title != NULL)
    width = fmax (
        width, fmin (WIDEST_FOR_CODE_PT, hr_text_measure_width (figure->measure, &title_font, figure->options->title)));
  if (figure->caption != NULL)
    width = fmax (width, NARROWEST_FOR_PROSE_PT);
  return ceil (width);
}

static double draw_title (const HrFigurePen *pen, const StepFigure *figure, double y, double width)
{
  g_autofree char *clean = NULL, *text = NULL;

  if (figure->options->title == NULL)
    return y;
  clean = hr_figure_dup_clean_line (figure->options->title);
  text = hr_text_measure_dup_elided (pen->measure, &title_font, clean, width);
  hr_figure_draw_text (pen, (HrPoint){ HR_METRICS_MARGIN_PT, y + 15 }, HR_ANCHOR_START, &title_font, HR_PAINT_TEXT,
                       text);
  return y + TITLE_PT + GAP_PT / 2;
}

static double draw_code (const HrFigurePen *pen, const StepFigure *figure, double y, double width)
{
  HrSize size = { 0, 0 };

  if (figure->code != NULL)
    size = hr_figure_code_size (figure->code, pen->measure);
  if (size.height <= 0)
    return y;
  hr_figure_code_draw (figure->code, pen, (HrRect){ HR_METRICS_MARGIN_PT, y, width, size.height });
  return y + size.height + GAP_PT;
}

/* Caption, what was left out, legend: everything below the picture. */
static double draw_below (const HrFigurePen *pen, const StepFigure *figure, double y, double width)
{
  static const HrFont note_font = { HR_FONT_LABEL, 11, 400, TRUE, 0 };
  HrFont caption_font = hr_metrics_font_caption ();
  HrPoint at = { HR_METRICS_MARGIN_PT, y + GAP_PT + 13 };

  if (figure->caption != NULL && *figure->caption != '\0') {
    hr_scene_begin_group (pen->scene, "caption", "caption", NULL, 1);
    at.y += hr_figure_draw_prose (pen, at, width, &caption_font, HR_PAINT_SOFT, figure->caption);
    hr_scene_end_group (pen->scene);
    y = at.y - 13;
  }
  if (figure->note != NULL) {
    at.y = y + GAP_PT + 8;
    hr_figure_draw_text (pen, at, HR_ANCHOR_START, &note_font, HR_PAINT_FAINT, figure->note);
    y = at.y + 4;
  }
  if (figure->legend)
    y += GAP_PT + hr_figure_draw_legend (pen, (HrPoint){ HR_METRICS_MARGIN_PT, y + GAP_PT }, width);
  return y;
}

static void draw_figure (HrScene *scene, StepFigure *figure)
{
  HrFigurePen pen = { scene, figure->measure };
  double width = find_width (figure), y = HR_METRICS_MARGIN_PT;
  g_autoptr (HrScene) picture = NULL;

  hr_figure_view_widen (&figure->view, width + 2 * HR_METRICS_MARGIN_PT);
  picture = hr_figure_view_new_scene (&figure->view, figure->measure);
  y = draw_title (&pen, figure, y, width);
  y = draw_code (&pen, figure, y, width);
  hr_scene_add_scene (scene, picture, (HrPoint){ HR_METRICS_MARGIN_PT, y }, "");
  y = draw_below (&pen, figure, y + hr_scene_size (picture).height, width);
  hr_scene_set_size (scene, (HrSize){ width + 2 * HR_METRICS_MARGIN_PT, ceil (y + HR_METRICS_MARGIN_PT) });
}

HrScene *hr_figure_new_step (HrLayout *layout, guint moment, const HrFigureOptions *options, GError **error)
{
  g_auto (StepFigure) figure = { 0 };
  g_autofree char *title = NULL, *description = g_strdup (options->description);
  HrScene *scene;

  if (!init_figure (&figure, layout, moment, options, error))
    return NULL;
  if (description == NULL)
    description = hr_figure_describe (layout, moment, &figure.view.view, error);
  if (description == NULL)
    return NULL;
  title = hr_figure_dup_title (hr_layout_peek_timeline (layout), hr_layout_peek_moment (layout, moment)->step);
  scene = hr_scene_new ((HrSize){ 0, 0 });
  draw_figure (scene, &figure);
  return hr_figure_finish (scene, options, title, description);
}

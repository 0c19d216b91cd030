#include "report/deck.h"

#include "figure/figure.h"
#include "output/output.h"
#include "report/slide.h"
#include "report/story.h"

/* Every moment's picture, and the largest size among them. */
static GPtrArray *pictures_new (HrLayout *layout, const HrProgress *progress, HrSize *largest_pt, GError **error)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify)hr_scene_free);
  *largest_pt = (HrSize){ 1, 1 };
  for (guint i = 0; i < hr_layout_n_moments (layout); i++) {
    hr_progress_tell (progress, i + 1, hr_layout_n_moments (layout));
    HrFigureOptions options = { .transparent = TRUE };
    HrScene *picture = hr_figure_new_step (layout, i, &options, error);
    if (picture == NULL)
      return NULL;
    g_ptr_array_add (pictures, picture);
    HrSize size = hr_scene_size (picture);
    *largest_pt = (HrSize){ MAX (largest_pt->width, size.width), MAX (largest_pt->height, size.height) };
  }
  return g_steal_pointer (&pictures);
}

static GPtrArray *slides_new (HrTimeline *timeline, HrLayout *layout, const HrProgress *progress,
                              HrTextMeasure *measure, GError **error)
{
  HrSize largest = { 0, 0 };
  g_autoptr (GPtrArray) pictures = pictures_new (layout, progress, &largest, error);
  g_autoptr (GPtrArray) slides = g_ptr_array_new_with_free_func ((GDestroyNotify)hr_scene_free);
  double code_pt = 0;
  for (guint32 file = 1; file <= hr_timeline_n_sources (timeline); file++)
    code_pt = MAX (code_pt, hr_report_slide_code_width (timeline, file, measure));
  for (guint i = 0; pictures != NULL && i < pictures->len; i++) {
    guint32 step = hr_layout_peek_moment (layout, i)->step;
    g_autofree char *title = hr_figure_dup_title (timeline, step);
    g_autofree char *caption = hr_figure_dup_caption (layout, i, error);
    if (caption == NULL)
      return NULL;
    HrReportSlide slide = {
      timeline, step, i + 1, pictures->len, title, caption, pictures->pdata[i], largest, code_pt
    };
    g_ptr_array_add (slides, hr_report_slide_new (&slide, measure));
  }
  return pictures != NULL ? g_steal_pointer (&slides) : NULL;
}

GBytes *hr_report_deck_new (HrTimeline *timeline, const guint32 *steps, guint n_steps,
                            const HrReportDeckOptions *options, HrTextMeasure *measure, GError **error)
{
  g_assert (n_steps > 0);
  g_autoptr (HrLayout) layout = hr_report_layout_new (timeline, steps, n_steps, &options->layout, measure, error);
  g_autoptr (GPtrArray) slides =
      layout != NULL ? slides_new (timeline, layout, &options->progress, measure, error) : NULL;
  if (slides == NULL)
    return NULL;
  HrOutputOptions output = { .theme = options->theme,
                             .document_title = options->title,
                             .page_pt = { HR_REPORT_SLIDE_WIDTH_PT, HR_REPORT_SLIDE_HEIGHT_PT } };
  return hr_output_render (HR_OUTPUT_PDF, (const HrScene *const *)slides->pdata, slides->len, &output, error);
}

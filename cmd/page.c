/* heapreel page: the walkthrough, one HTML file. */
#include "report/page.h"
#include "input.h"
#include "measure.h"
#include "progress.h"
#include "report/template.h"
#include "target.h"
#include "timeline/select.h"
#include "verb.h"

static void note_unknown_templates (const HrCmdOptions *options)
{
  g_auto (GStrv) unknown =
      options->templates_dir != NULL ? hr_report_template_dup_unknown (options->templates_dir) : NULL;
  for (gsize i = 0; unknown != NULL && unknown[i] != NULL; i++)
    hr_cmd_note (options, "%s/%s: no template has this name, nothing reads it; see templates/DATA.md",
                 options->templates_dir, unknown[i]);
}

static void note_thinned (const HrCmdOptions *options, const HrReportThinned *thinned)
{
  if (thinned->rule == NULL)
    return;
  hr_cmd_note (options,
               "%u steps are too many for one page; it shows %u: %s. Choose with --at, record fewer with --steps calls "
               "or --only, or raise --max-page-steps",
               thinned->of, thinned->steps->len, thinned->rule);
}

gboolean hr_cmd_page (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  g_autoptr (HrTextMeasure) measure = hr_cmd_measure_new (options, error);
  if (measure == NULL)
    return FALSE;
  g_autoptr (HrCmdInput) input = hr_cmd_input_open (options, 0, g_strcmp0 (options->output, "-") == 0, error);
  if (input == NULL)
    return FALSE;
  g_autoptr (GArray) steps = NULL;
  if (options->at != NULL) {
    steps = hr_timeline_select (input->timeline, options->at, error);
    if (steps == NULL)
      return FALSE;
  }
  HrReportPageOptions page = {
    .title = options->title,
    .templates_dir = options->templates_dir,
    .theme = input->display->theme,
    .layout = hr_cmd_options_layout (input->display, NULL),
    .max_steps = options->max_page_steps,
    .embed = options->embed,
    .progress = hr_cmd_progress_of ("drawing step"),
  };
  g_autoptr (HrReportThinned) thinned = NULL;
  g_autoptr (GBytes) bytes =
      hr_report_page_new (input->timeline, steps != NULL ? (const guint32 *)(gconstpointer)steps->data : NULL,
                          steps != NULL ? steps->len : 0, &page, measure, &thinned, error);
  if (bytes == NULL)
    return FALSE;
  note_unknown_templates (options);
  note_thinned (options, thinned);
  g_autofree char *own = g_strconcat (input->stem, ".html", NULL);
  return hr_cmd_write_bytes (options, bytes, options->output != NULL ? options->output : own, error);
}

/* heapreel deck: slides, a PDF with one step a page. */
#include "report/deck.h"

#include "base/error.h"
#include "input.h"
#include "measure.h"
#include "progress.h"
#include "target.h"
#include "timeline/select.h"
#include "verb.h"

static gboolean check_output (const HrCmdOptions *options, GError **error)
{
  if (options->output == NULL || g_str_equal (options->output, "-") || g_str_has_suffix (options->output, ".pdf"))
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "-o %s: a deck is a PDF; end the name in .pdf", options->output);
  return FALSE;
}

gboolean hr_cmd_deck (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  if (!check_output (options, error))
    return FALSE;
  g_autoptr (HrTextMeasure) measure = hr_cmd_measure_new (options, error);
  if (measure == NULL)
    return FALSE;
  g_autoptr (HrCmdInput) input = hr_cmd_input_open (options, 0, g_strcmp0 (options->output, "-") == 0, error);
  if (input == NULL)
    return FALSE;
  g_autofree char *every = g_strdup_printf ("#0..#%u", hr_timeline_n_steps (input->timeline) - 1);
  g_autoptr (GArray) steps = hr_timeline_select (input->timeline, options->at != NULL ? options->at : every, error);
  if (steps == NULL)
    return FALSE;
  g_autofree char *name = g_utf8_make_valid (input->stem, -1);
  HrReportDeckOptions deck = {
    .title = options->title != NULL ? options->title : name,
    .theme = input->display->theme,
    .layout = hr_cmd_options_layout (input->display, NULL),
    .progress = hr_cmd_progress_of ("drawing slide"),
  };
  g_autoptr (GBytes) bytes = hr_report_deck_new (input->timeline, (const guint32 *)(gconstpointer)steps->data,
                                                 steps->len, &deck, measure, error);
  if (bytes == NULL)
    return FALSE;
  g_autofree char *own = g_strconcat (input->stem, ".pdf", NULL);
  return hr_cmd_write_bytes (options, bytes, options->output != NULL ? options->output : own, error);
}

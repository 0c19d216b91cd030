/* heapreel life and heapreel why: one object's whole life, and what keeps it alive. */
#include "figure/history.h"

#include <string.h>

#include "base/error.h"
#include "measure.h"
#include "moments.h"
#include "target.h"
#include "verb.h"

/* What both verbs begin with. */
typedef struct {
  HrCmdInput *input;
  HrCmdTarget target;
  char *stem;
  gint64 step; /* that --at names; -1 none */
  guint32 object;
} History;

static void history_clear (History *history)
{
  g_clear_pointer (&history->input, hr_cmd_input_free);
  g_clear_pointer (&history->stem, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (History, history_clear)

/* -1 in *step without --at and a fallback. */
static gboolean find_step (const HrCmdInput *input, const char *fallback, gint64 *step, GError **error)
{
  *step = -1;
  if (input->display->at == NULL && fallback == NULL)
    return TRUE;
  g_autoptr (GArray) moments = hr_cmd_moments_select (input, fallback, error);
  if (moments == NULL)
    return FALSE;
  *step = g_array_index (moments, HrLayoutMoment, moments->len - 1).step;
  return TRUE;
}

/* In words, the figure's options do not count, nor does what a file name ends in. */
static gboolean init_target (History *history, const HrCmdOptions *options, const char *stem, GError **error)
{
  return options->words_only || hr_cmd_target_init (&history->target, options, stem, 1, 1, error);
}

static gboolean history_init (History *history, const HrCmdOptions *options, const char *fallback, GError **error)
{
  gboolean to_stdout = options->words_only ? options->output == NULL || strcmp (options->output, "-") == 0
                                           : g_strcmp0 (options->output, "-") == 0;
  g_autofree char *note = NULL;
  if (!init_target (history, options, "", error))
    return FALSE;
  history->input = hr_cmd_input_open (options, 0, to_stdout, error);
  if (history->input == NULL)
    return FALSE;
  history->stem = g_strdup_printf ("%s-%s", history->input->stem, options->verb);
  if (!init_target (history, options, history->stem, error) ||
      !find_step (history->input, fallback, &history->step, error) ||
      !hr_figure_find_object (history->input->timeline, options->subject, history->step, &history->object, &note,
                              error))
    return FALSE;
  if (note != NULL && history->input->display->at == NULL)
    hr_cmd_note (options, "%s", note);
  return TRUE;
}

static gboolean write_words (const HrCmdOptions *options, const char *words, GError **error)
{
  return hr_cmd_write_text (options, words, options->output != NULL ? options->output : "-", error);
}

static gboolean write_scene (const History *history, const HrScene *scene, GError **error)
{
  g_autofree char *path = hr_cmd_target_dup_path (&history->target, 1);
  return hr_cmd_write_scene (history->input->display, scene, history->target.format, path, error);
}

gboolean hr_cmd_life (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  g_auto (History) history = { 0 };
  if (!history_init (&history, options, NULL, error))
    return FALSE;
  const HrCmdOptions *display = history.input->display;
  g_autoptr (HrFigureLife) life =
      hr_figure_life_new (history.input->timeline, history.object, options->subject, display->max_items, error);
  if (life == NULL)
    return FALSE;
  if (options->words_only) {
    g_autofree char *words = hr_figure_life_dup_words (life);
    return write_words (options, words, error);
  }
  g_autoptr (HrTextMeasure) measure = hr_cmd_measure_new (options, error);
  if (measure == NULL)
    return FALSE;
  HrFigureOptions figure = hr_cmd_options_figure (display);
  g_autoptr (HrScene) scene = hr_figure_life_draw (life, measure, &figure);
  return write_scene (&history, scene, error);
}

static gboolean draw_why (const History *history, const HrFigureWhy *why, const HrCmdOptions *options, GError **error)
{
  const HrCmdInput *input = history->input;
  g_autoptr (HrTextMeasure) measure = hr_cmd_measure_new (options, error);
  if (measure == NULL)
    return FALSE;
  HrLayoutOptions shown = hr_cmd_options_layout (input->display, NULL);
  HrLayoutMoment moment = hr_figure_why_set_options (why, &shown);
  g_autoptr (HrLayout) layout = hr_layout_new (input->timeline, &moment, 1, &shown, measure, error);
  if (layout == NULL)
    return FALSE;
  HrFigureOptions figure = hr_cmd_options_figure (input->display);
  g_autoptr (HrScene) scene = hr_figure_why_draw (why, layout, &figure, error);
  return scene != NULL && write_scene (history, scene, error);
}

gboolean hr_cmd_why (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  g_auto (History) history = { 0 };
  if (!history_init (&history, options, "last", error))
    return FALSE;
  g_autoptr (HrFigureWhy) why =
      hr_figure_why_new (history.input->timeline, history.object, options->subject, (guint32)history.step, error);
  if (why == NULL)
    return FALSE;
  if (!options->words_only)
    return draw_why (&history, why, options, error);
  g_autofree char *words = hr_figure_why_dup_words (why);
  return write_words (options, words, error);
}

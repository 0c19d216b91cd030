/* heapreel draw: one figure a step. */
#include "jobs.h"
#include "measure.h"
#include "moments.h"
#include "progress.h"
#include "target.h"
#include "verb.h"

typedef struct {
  const HrCmdInput *input;
  HrLayout *layout;
  HrCmdTarget target;
  HrFigureOptions figure;
  guint first_number; /* of the files; --all: the number is the step's */
  gboolean tells;     /* how far it is: several figures, in one process */
} Drawing;

static gboolean draw_one (gpointer data, guint moment, GError **error)
{
  const Drawing *drawing = (const Drawing *)data;
  if (drawing->tells)
    hr_cmd_progress_tell ("drawing figure", moment + 1, drawing->target.n_files);
  g_autoptr (HrScene) scene = hr_figure_new_step (drawing->layout, moment, &drawing->figure, error);
  if (scene == NULL)
    return FALSE;
  g_autofree char *path = hr_cmd_target_dup_path (&drawing->target, drawing->first_number + moment);
  return hr_cmd_write_scene (drawing->input->display, scene, drawing->target.format, path, error);
}

/* By several processes: what they wrote is told here, in its order. */
static gboolean draw_apart (Drawing *drawing, guint n_jobs, guint n_moments, GError **error)
{
  HrCmdOptions *display = drawing->input->display;
  gboolean quiet = display->quiet;
  display->quiet = TRUE;
  gboolean good = hr_cmd_jobs_run (n_jobs, n_moments, draw_one, drawing, error);
  display->quiet = quiet;
  for (guint i = 0; good && i < n_moments; i++) {
    g_autofree char *path = hr_cmd_target_dup_path (&drawing->target, drawing->first_number + i);
    hr_cmd_depends_add_target (display->depends, path);
    hr_cmd_note (display, "wrote %s", path);
  }
  return good;
}

static gboolean draw_all (Drawing *drawing, const HrCmdOptions *options, guint n_moments, GError **error)
{
  gboolean apart = options->jobs > 1 && n_moments > 1 && options->outlet == NULL;
  drawing->tells = !apart && n_moments > 1;
  return apart ? draw_apart (drawing, options->jobs, n_moments, error)
               : hr_cmd_jobs_run (1, n_moments, draw_one, drawing, error);
}

gboolean hr_cmd_draw (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  Drawing drawing = { 0 };
  if (!hr_cmd_target_init (&drawing.target, options, "", 1, 1, error)) /* before anything runs */
    return FALSE;
  g_autoptr (HrTextMeasure) measure = hr_cmd_measure_new (options, error);
  if (measure == NULL)
    return FALSE;
  g_autoptr (HrCmdInput) input = hr_cmd_input_open (options, 0, g_strcmp0 (options->output, "-") == 0, error);
  if (input == NULL)
    return FALSE;
  g_autoptr (GArray) moments = options->all ? hr_cmd_moments_all (input) : hr_cmd_moments_select (input, "last", error);
  if (moments == NULL || !hr_cmd_target_init (&drawing.target, options, input->stem, moments->len,
                                              options->all ? moments->len - 1 : moments->len, error))
    return FALSE;
  g_autoptr (HrLayout) layout = hr_cmd_moments_layout (input, moments, HR_CMD_LANES, NULL, measure, error);
  if (layout == NULL)
    return FALSE;
  drawing.input = input;
  drawing.layout = layout;
  drawing.figure = hr_cmd_options_figure (input->display);
  drawing.figure.crop = moments->len == 1 || options->crop;
  drawing.first_number = options->all ? 0 : 1;
  return draw_all (&drawing, options, moments->len, error);
}

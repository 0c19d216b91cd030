/* heapreel draw: one figure a step. */
#include "measure.h"
#include "moments.h"
#include "target.h"
#include "verb.h"

typedef struct {
  const HrCmdInput *input;
  HrLayout *layout;
  HrCmdTarget target;
  HrFigureOptions figure;
} Drawing;

static gboolean draw_one (const Drawing *drawing, guint moment, guint number, GError **error)
{
  g_autoptr (HrScene) scene = hr_figure_new_step (drawing->layout, moment, &drawing->figure, error);
  if (scene == NULL)
    return FALSE;
  g_autofree char *path = hr_cmd_target_dup_path (&drawing->target, number);
  return hr_cmd_write_scene (drawing->input->display, scene, drawing->target.format, path, error);
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
  for (guint i = 0; i < moments->len; i++)
    if (!draw_one (&drawing, i, options->all ? i : i + 1, error)) /* --all: the number is the step's */
      return FALSE;
  return TRUE;
}

/* heapreel strip: steps side by side, arrows between. */
#include "base/error.h"
#include "measure.h"
#include "moments.h"
#include "target.h"
#include "verb.h"

static gboolean check_steps (const HrCmdOptions *options, GError **error)
{
  if (options->at != NULL)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "strip needs to know which steps: --at SEL,SEL or a range, --at 1..4");
  return FALSE;
}

gboolean hr_cmd_strip (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  HrCmdTarget target;
  if (!hr_cmd_target_init (&target, options, "", 1, 1, error) || !check_steps (options, error))
    return FALSE;
  g_autoptr (HrTextMeasure) measure = hr_cmd_measure_new (options, error);
  if (measure == NULL)
    return FALSE;
  g_autoptr (HrCmdInput) input = hr_cmd_input_open (options, 0, g_strcmp0 (options->output, "-") == 0, error);
  if (input == NULL)
    return FALSE;
  g_autoptr (GArray) moments = hr_cmd_moments_select (input, NULL, error);
  if (moments == NULL || !hr_cmd_target_init (&target, options, input->stem, 1, 1, error))
    return FALSE;
  g_autoptr (HrLayout) layout =
      hr_cmd_moments_layout (input, moments, hr_cmd_moments_are_flat (input, moments), measure, error);
  if (layout == NULL)
    return FALSE;
  HrFigureOptions figure = hr_cmd_options_figure (input->display);
  g_autoptr (HrScene) scene = hr_figure_new_strip (layout, &figure, error);
  if (scene == NULL)
    return FALSE;
  g_autofree char *path = hr_cmd_target_dup_path (&target, 1);
  return hr_cmd_write_scene (input->display, scene, target.format, path, error);
}

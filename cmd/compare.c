/* heapreel compare: programs or steps as panels. */
#include "base/error.h"
#include "measure.h"
#include "moments.h"
#include "target.h"
#include "verb.h"

/* What the panels point into, freed together. */
typedef struct {
  GPtrArray *inputs;  /* HrCmdInput */
  GPtrArray *layouts; /* HrLayout, one a panel: a panel stands alone */
  GArray *panels;     /* HrFigurePanel */
} Panels;

static void panels_clear (Panels *panels)
{
  g_clear_pointer (&panels->panels, g_array_unref);
  g_clear_pointer (&panels->layouts, g_ptr_array_unref);
  g_clear_pointer (&panels->inputs, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Panels, panels_clear)

/* Every panel is a figure of its own: its step against the moment that its line began. */
static gboolean add_panel (Panels *panels, const HrCmdInput *input, guint32 step, HrTextMeasure *measure,
                           GError **error)
{
  g_autoptr (GArray) alone = g_array_new (FALSE, FALSE, sizeof (HrLayoutMoment));
  HrLayoutMoment moment = { .step = step, .since = hr_timeline_since (input->timeline, step) };
  g_array_append_val (alone, moment);
  HrLayout *layout = hr_cmd_moments_layout (input, alone, hr_cmd_moments_are_flat (input, alone), measure, error);
  if (layout == NULL)
    return FALSE;
  g_ptr_array_add (panels->layouts, layout);
  HrFigurePanel panel = { .layout = layout, .identity = TRUE };
  g_array_append_val (panels->panels, panel);
  return TRUE;
}

static gboolean add_input (Panels *panels, const HrCmdOptions *options, guint index, HrTextMeasure *measure,
                           GError **error)
{
  HrCmdInput *input = hr_cmd_input_open (options, index, g_strcmp0 (options->output, "-") == 0, error);
  if (input == NULL)
    return FALSE;
  g_ptr_array_add (panels->inputs, input);
  g_autoptr (GArray) moments = hr_cmd_moments_select (input, "last", error);
  if (moments == NULL)
    return FALSE;
  for (guint i = 0; i < moments->len; i++)
    if (!add_panel (panels, input, g_array_index (moments, HrLayoutMoment, i).step, measure, error))
      return FALSE;
  return TRUE;
}

static gboolean check_panels (const Panels *panels, GError **error)
{
  if (panels->panels->len > 1)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE,
               "compare needs two panels: give two programs, or one and two steps, --at SEL,SEL");
  return FALSE;
}

gboolean hr_cmd_compare (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  HrCmdTarget target;
  g_autofree char *stem = hr_cmd_input_dup_stem (options, 0);
  if (!hr_cmd_target_init (&target, options, stem, 1, 1, error))
    return FALSE;
  g_autoptr (HrTextMeasure) measure = hr_cmd_measure_new (options, error);
  if (measure == NULL)
    return FALSE;
  g_auto (Panels) panels = {
    .inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)hr_cmd_input_free),
    .layouts = g_ptr_array_new_with_free_func ((GDestroyNotify)hr_layout_free),
    .panels = g_array_new (FALSE, FALSE, sizeof (HrFigurePanel)),
  };
  for (guint i = 0; i < hr_cmd_input_count (options); i++)
    if (!add_input (&panels, options, i, measure, error))
      return FALSE;
  if (!check_panels (&panels, error))
    return FALSE;
  const HrCmdInput *first = g_ptr_array_index (panels.inputs, 0);
  HrFigureOptions figure = hr_cmd_options_figure (first->display);
  g_autoptr (HrScene) scene = hr_figure_new_compare ((const HrFigurePanel *)(gconstpointer)panels.panels->data,
                                                     panels.panels->len, &figure, error);
  if (scene == NULL)
    return FALSE;
  g_autofree char *path = hr_cmd_target_dup_path (&target, 1);
  return hr_cmd_write_scene (first->display, scene, target.format, path, error);
}

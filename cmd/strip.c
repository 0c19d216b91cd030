/* heapreel strip: steps side by side, arrows between. */
#include "base/error.h"
#include "measure.h"
#include "moments.h"
#include "target.h"
#include "verb.h"

/* What the rows point into. */
typedef struct {
  GPtrArray *layouts; /* HrLayout */
  GArray *rows;       /* HrFigureRow */
} Rows;

static void rows_clear (Rows *rows)
{
  g_clear_pointer (&rows->rows, g_array_unref);
  g_clear_pointer (&rows->layouts, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

static gboolean add_row (Rows *rows, const HrCmdInput *input, const HrCmdRow *row, HrTextMeasure *measure,
                         GError **error)
{
  g_autoptr (GArray) moments =
      row != NULL ? hr_cmd_moments_select_at (input, row->at, error) : hr_cmd_moments_select (input, NULL, error);
  HrLayout *layout =
      moments == NULL ? NULL : hr_cmd_moments_layout (input, moments, HR_CMD_PANELS, row, measure, error);
  if (layout == NULL)
    return FALSE;
  g_ptr_array_add (rows->layouts, layout);
  HrFigureRow made = { .layout = layout, .heading = row != NULL ? row->heading : NULL };
  g_array_append_val (rows->rows, made);
  return TRUE;
}

static gboolean add_rows (Rows *rows, const HrCmdInput *input, HrTextMeasure *measure, GError **error)
{
  const HrCmdOptions *display = input->display;
  if (display->at == NULL && display->rows->len == 0) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE,
                 "strip needs to know which steps: --at SEL,SEL or a range, --at 1..4");
    return FALSE;
  }
  if (display->at != NULL && !add_row (rows, input, NULL, measure, error))
    return FALSE;
  for (guint i = 0; i < display->rows->len; i++)
    if (!add_row (rows, input, g_ptr_array_index (display->rows, i), measure, error))
      return FALSE;
  return TRUE;
}

gboolean hr_cmd_strip (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  HrCmdTarget target;
  if (!hr_cmd_target_init (&target, options, "", 1, 1, error))
    return FALSE;
  g_autoptr (HrTextMeasure) measure = hr_cmd_measure_new (options, error);
  if (measure == NULL)
    return FALSE;
  g_autoptr (HrCmdInput) input = hr_cmd_input_open (options, 0, g_strcmp0 (options->output, "-") == 0, error);
  if (input == NULL || !hr_cmd_target_init (&target, options, input->stem, 1, 1, error))
    return FALSE;
  g_auto (Rows) rows = {
    .layouts = g_ptr_array_new_with_free_func ((GDestroyNotify)hr_layout_free),
    .rows = g_array_new (FALSE, FALSE, sizeof (HrFigureRow)),
  };
  if (!add_rows (&rows, input, measure, error))
    return FALSE;
  HrFigureOptions figure = hr_cmd_options_figure (input->display);
  g_autoptr (HrScene) scene =
      hr_figure_new_strip ((const HrFigureRow *)(gconstpointer)rows.rows->data, rows.rows->len, &figure, error);
  if (scene == NULL)
    return FALSE;
  g_autofree char *path = hr_cmd_target_dup_path (&target, 1);
  return hr_cmd_write_scene (input->display, scene, target.format, path, error);
}

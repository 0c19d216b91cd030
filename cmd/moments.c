#include "moments.h"

#include "timeline/select.h"

static void add_moment (const HrCmdInput *input, GArray *moments, guint32 step, gint64 since)
{
  HrLayoutMoment moment = { .step = step, .since = input->display->marks == HR_CMD_MARKS_NONE ? -1 : since };
  g_array_append_val (moments, moment);
}

GArray *hr_cmd_moments_select (const HrCmdInput *input, const char *fallback, GError **error)
{
  return hr_cmd_moments_select_at (input, input->display->at != NULL ? input->display->at : fallback, error);
}

GArray *hr_cmd_moments_select_at (const HrCmdInput *input, const char *at, GError **error)
{
  g_autoptr (GArray) steps = hr_timeline_select (input->timeline, at, error);
  if (steps == NULL)
    return NULL;
  GArray *moments = g_array_sized_new (FALSE, FALSE, sizeof (HrLayoutMoment), steps->len);
  for (guint i = 0; i < steps->len; i++) {
    guint32 step = g_array_index (steps, guint32, i);
    guint32 before = i > 0 ? g_array_index (steps, guint32, i - 1) : step;
    /* a step shown after a later one has nothing before it in the story */
    add_moment (input, moments, step, before < step ? (gint64)before : hr_timeline_since (input->timeline, step));
  }
  return moments;
}

GArray *hr_cmd_moments_alone (const HrCmdInput *input, guint32 step)
{
  GArray *moments = g_array_new (FALSE, FALSE, sizeof (HrLayoutMoment));
  add_moment (input, moments, step, hr_timeline_since (input->timeline, step));
  return moments;
}

GArray *hr_cmd_moments_all (const HrCmdInput *input)
{
  guint32 n_steps = hr_timeline_n_steps (input->timeline);
  GArray *moments = g_array_sized_new (FALSE, FALSE, sizeof (HrLayoutMoment), n_steps);
  for (guint32 step = 0; step < n_steps; step++)
    add_moment (input, moments, step, (gint64)step - 1);
  return moments;
}

static gboolean are_flat (const HrCmdInput *input, const GArray *moments)
{
  for (guint i = 0; i < moments->len; i++) {
    const HrTimelineStep *step =
        hr_timeline_peek_step (input->timeline, g_array_index (moments, HrLayoutMoment, i).step);
    if (step->depth > 1)
      return FALSE;
  }
  return TRUE;
}

HrLayout *hr_cmd_moments_layout (const HrCmdInput *input, const GArray *moments, HrCmdSetting setting,
                                 const HrCmdRow *row, HrTextMeasure *measure, GError **error)
{
  HrLayoutOptions options = hr_cmd_options_layout (input->display, row);
  options.chips = setting == HR_CMD_PANELS && are_flat (input, moments);
  options.bare = setting == HR_CMD_PANELS && options.focus != NULL;
  return hr_layout_new (input->timeline, (const HrLayoutMoment *)(gconstpointer)moments->data, moments->len, &options,
                        measure, error);
}

/* heapreel dump: a timeline and what is made of it, as text. */
#include "timeline/dump.h"

#include "base/error.h"
#include "base/escape.h"
#include "measure.h"
#include "moments.h"
#include "target.h"
#include "verb.h"

static gboolean dump_layout (const HrCmdInput *input, HrTextMeasure *measure, GString *out, GError **error)
{
  g_autoptr (GArray) moments = hr_cmd_moments_select (input, "last", error);
  g_autoptr (HrLayout) layout =
      moments == NULL ? NULL : hr_cmd_moments_layout (input, moments, HR_CMD_LANES, NULL, measure, error);
  if (layout == NULL)
    return FALSE;
  for (guint i = 0; i < moments->len; i++) {
    g_autoptr (HrLayoutPicture) picture = hr_layout_picture_new (layout, i, error);
    if (picture == NULL)
      return FALSE;
    g_string_append_printf (out, "step %u\n", g_array_index (moments, HrLayoutMoment, i).step);
    hr_layout_picture_dump (picture, out);
  }
  return TRUE;
}

static gboolean dump_scene (const HrCmdInput *input, HrTextMeasure *measure, GString *out, GError **error)
{
  g_autoptr (GArray) moments = hr_cmd_moments_select (input, "last", error);
  g_autoptr (HrLayout) layout =
      moments == NULL ? NULL : hr_cmd_moments_layout (input, moments, HR_CMD_LANES, NULL, measure, error);
  if (layout == NULL)
    return FALSE;
  HrFigureOptions figure = hr_cmd_options_figure (input->display);
  figure.crop = moments->len == 1;
  for (guint i = 0; i < moments->len; i++) {
    g_autoptr (HrScene) scene = hr_figure_new_step (layout, i, &figure, error);
    if (scene == NULL)
      return FALSE;
    g_string_append_printf (out, "step %u\n", g_array_index (moments, HrLayoutMoment, i).step);
    hr_scene_dump (scene, out);
  }
  return TRUE;
}

static void append_measure (GString *out, const char *name, double value, int decimals)
{
  g_string_append_printf (out, ",\"%s\":", name);
  hr_escape_number (out, value, decimals);
}

static void append_quality (GString *out, const HrLayoutQuality *quality)
{
  g_string_append_printf (out,
                          "{\"step\":%u,\"objects\":%u,\"arrows\":%u,\"overlaps\":%u,\"arrows_through_cards\":%u,"
                          "\"shared_stretches\":%u,\"crossings\":%u,\"bends\":%u",
                          quality->step, quality->objects, quality->arrows, quality->overlaps,
                          quality->arrows_through_cards, quality->shared_stretches, quality->crossings, quality->bends);
  append_measure (out, "area_pt2", quality->area_pt2, 2);
  append_measure (out, "fill", quality->fill, 4);
  append_measure (out, "moved_pt", quality->moved_pt, 2);
  g_string_append (out, "}\n");
}

static gboolean dump_quality (const HrCmdInput *input, HrTextMeasure *measure, GString *out, GError **error)
{
  g_autoptr (GArray) moments =
      input->display->at != NULL ? hr_cmd_moments_select (input, NULL, error) : hr_cmd_moments_all (input);
  g_autoptr (HrLayout) layout =
      moments == NULL ? NULL : hr_cmd_moments_layout (input, moments, HR_CMD_LANES, NULL, measure, error);
  if (layout == NULL)
    return FALSE;
  g_autoptr (HrLayoutPicture) previous = NULL;
  for (guint i = 0; i < moments->len; i++) {
    g_autoptr (HrLayoutPicture) picture = hr_layout_picture_new (layout, i, error);
    if (picture == NULL)
      return FALSE;
    HrLayoutQuality quality = { .step = g_array_index (moments, HrLayoutMoment, i).step };
    hr_layout_measure_quality (picture, previous, &quality);
    quality.step = g_array_index (moments, HrLayoutMoment, i).step;
    append_quality (out, &quality);
    g_clear_pointer (&previous, hr_layout_picture_free);
    previous = g_steal_pointer (&picture);
  }
  return TRUE;
}

/* The stages after the timeline, which need the fonts. */
static gboolean dump_stage (const HrCmdOptions *options, const HrCmdInput *input, GString *out, GError **error)
{
  g_autoptr (HrTextMeasure) measure = hr_cmd_measure_new (options, error);
  if (measure == NULL)
    return FALSE;
  if (options->dump_layout)
    return dump_layout (input, measure, out, error);
  if (options->dump_scene)
    return dump_scene (input, measure, out, error);
  return dump_quality (input, measure, out, error);
}

gboolean hr_cmd_dump (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  int kinds =
      options->dump_text + options->dump_json + options->dump_layout + options->dump_scene + options->dump_quality;
  if (kinds > 1) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE,
                 "dump writes one thing at a time: --text, --json, --layout, --scene or --quality");
    return FALSE;
  }
  const char *output = options->output != NULL ? options->output : "-";
  g_autoptr (HrCmdInput) input = hr_cmd_input_open (options, 0, g_str_equal (output, "-"), error);
  if (input == NULL)
    return FALSE;
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean done = options->dump_json ? hr_timeline_dump_json (input->timeline, out, error)
                  : options->dump_layout || options->dump_scene || options->dump_quality
                      ? dump_stage (options, input, out, error)
                      : hr_timeline_dump_text (input->timeline, out, error);
  return done && hr_cmd_write_text (options, out->str, output, error);
}

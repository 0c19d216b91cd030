#include "target.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/output_file.h"
#include "verb.h"

/* The place of a number in a path, "%d" or "%03d": where it starts, how long it is, how wide the number. */
typedef struct {
  const char *start;
  gsize n_bytes;
  int width;
} Place;

/* FALSE when @path holds a '%' that is not exactly one such place. */
static gboolean find_place (const char *path, Place *place)
{
  *place = (Place){ 0 };
  const char *percent = strchr (path, '%');
  if (percent == NULL)
    return TRUE;
  const char *end = percent + 1;
  if (*end == '0')
    end++;
  if (g_ascii_isdigit (*end))
    place->width = *end++ - '0';
  if (*end != 'd' || strchr (end, '%') != NULL)
    return FALSE;
  place->start = percent;
  place->n_bytes = (gsize)(end + 1 - percent);
  return TRUE;
}

static const char *ending (HrOutputFormat format)
{
  switch (format) {
  case HR_OUTPUT_SVG:
    return ".svg";
  case HR_OUTPUT_PNG:
    return ".png";
  case HR_OUTPUT_PDF:
    return ".pdf";
  }
  g_assert_not_reached ();
}

static int digits (guint number)
{
  int n = 1;
  for (; number >= 10; number /= 10)
    n++;
  return n;
}

char *hr_cmd_target_dup_path (const HrCmdTarget *target, guint number)
{
  g_autofree char *own = g_strconcat (target->stem, ending (target->format), NULL);
  const char *path = target->output != NULL ? target->output : own;
  Place place;
  gboolean is_pattern = find_place (path, &place) && place.start != NULL;
  if (target->output != NULL && is_pattern)
    return g_strdup_printf ("%.*s%0*u%s", (int)(place.start - path), path, place.width, number,
                            place.start + place.n_bytes);
  if (target->n_files == 1)
    return g_strdup (path);
  const char *dot = strrchr (path, '.'); /* there is one: the ending was checked */
  return g_strdup_printf ("%.*s-%0*u%s", (int)(dot - path), path, digits (target->last_number), number, dot);
}

static gboolean check_path (HrCmdTarget *target, gboolean format_given, GError **error)
{
  Place place;
  if (!find_place (target->output, &place)) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "-o %s: one %%d (or %%03d) stands for the number, and no other %%",
                 target->output);
    return FALSE;
  }
  HrOutputFormat format = target->format;
  if (!hr_output_format_from_path (target->output, &format, error))
    return FALSE;
  if (format_given && format != target->format) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "-o %s and --format %s contradict each other; leave --format out",
                 target->output, ending (target->format) + 1);
    return FALSE;
  }
  target->format = format;
  return TRUE;
}

gboolean hr_cmd_target_init (HrCmdTarget *target, const HrCmdOptions *options, const char *stem, guint n_files,
                             guint last_number, GError **error)
{
  *target = (HrCmdTarget){
    .output = options->output,
    .stem = stem,
    .format = options->format >= 0 ? (HrOutputFormat)options->format : HR_OUTPUT_SVG,
    .n_files = n_files,
    .last_number = last_number,
  };
  if (target->output == NULL)
    return TRUE;
  if (strcmp (target->output, "-") != 0)
    return check_path (target, options->format >= 0, error);
  if (n_files == 1)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "-o - takes one figure, and these are %u; give a pattern, -o f-%%d.svg",
               n_files);
  return FALSE;
}

gboolean hr_cmd_target_spares_inputs (const HrCmdOptions *options, GError **error)
{
  GStatBuf output, input;
  if (options->output == NULL || g_stat (options->output, &output) != 0 || !S_ISREG (output.st_mode))
    return TRUE;
  for (guint i = 0; i < options->inputs->len; i++) {
    const char *path = g_ptr_array_index (options->inputs, i);
    if (g_stat (path, &input) == 0 && input.st_dev == output.st_dev && input.st_ino == output.st_ino) {
      g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "-o %s would replace the input %s; name another file",
                   options->output, path);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean deliver (const HrCmdOptions *options, GBytes *bytes, const HrScene *scene, const char *path,
                         GError **error)
{
  if (options->outlet != NULL)
    return options->outlet->take (options->outlet, path, bytes, scene, error);
  gsize n_bytes = 0;
  const void *data = g_bytes_get_data (bytes, &n_bytes);
  if (!hr_output_file_write (path, data, n_bytes, error))
    return FALSE;
  hr_cmd_depends_add_target (options->depends, path);
  if (strcmp (path, "-") != 0)
    hr_cmd_note (options, "wrote %s", path);
  return TRUE;
}

gboolean hr_cmd_write_bytes (const HrCmdOptions *options, GBytes *bytes, const char *path, GError **error)
{
  return deliver (options, bytes, NULL, path, error);
}

gboolean hr_cmd_write_text (const HrCmdOptions *options, const char *text, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  return hr_cmd_write_bytes (options, bytes, path, error);
}

gboolean hr_cmd_write_scene (const HrCmdOptions *display, const HrScene *scene, HrOutputFormat format, const char *path,
                             GError **error)
{
  HrOutputOptions options = hr_cmd_options_output (display);
  g_autoptr (GBytes) bytes = hr_output_render (format, &scene, 1, &options, error);
  return bytes != NULL && deliver (display, bytes, scene, path, error);
}

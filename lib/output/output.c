#include "output/output.h"

#include <string.h>

#include "base/error.h"
#include "output/backend.h"
#include "output/fonts.h"

static const HrOutputBackend *backend_of (HrOutputFormat format)
{
  switch (format) {
  case HR_OUTPUT_SVG:
    return &hr_output_backend_svg;
  case HR_OUTPUT_PNG:
    return &hr_output_backend_png;
  case HR_OUTPUT_PDF:
    return &hr_output_backend_pdf;
  }
  g_assert_not_reached ();
}

gboolean hr_output_format_from_path (const char *path, HrOutputFormat *format, GError **error)
{
  static const HrOutputFormat formats[] = { HR_OUTPUT_SVG, HR_OUTPUT_PNG, HR_OUTPUT_PDF };
  gsize length = strlen (path);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    const char *ending = backend_of (formats[i])->ending;
    gsize n = strlen (ending);
    if (length > n && g_ascii_strcasecmp (path + length - n, ending) == 0) {
      *format = formats[i];
      return TRUE;
    }
  }
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "%s: no format has this ending; use .svg, .png or .pdf", path);
  return FALSE;
}

GBytes *hr_output_render (HrOutputFormat format, const HrScene *const *scenes, guint n_scenes,
                          const HrOutputOptions *options, GError **error)
{
  const HrOutputBackend *backend = backend_of (format);
  g_assert (n_scenes == 1 || (backend->several_pages && n_scenes > 1));
  return backend->render (scenes, n_scenes, options, error);
}

char *hr_output_dup_fragment_css (const HrScene *const *scenes, guint n_scenes, const HrOutputOptions *options,
                                  GError **error)
{
  g_autoptr (HrOutputFonts) fonts = hr_output_fonts_new ();
  for (guint i = 0; i < n_scenes; i++)
    hr_output_fonts_add_scene (fonts, scenes[i]);
  return hr_output_fonts_dup_fragment_css (fonts, options, error);
}

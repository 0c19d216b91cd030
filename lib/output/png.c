#include <math.h>

#include "base/error.h"
#include "output/backend.h"
#include "output/draw.h"

#define DEFAULT_SCALE 2.0
/* cairo's image surfaces end here. */
#define MAX_SIDE_PX 32767
/* A gigabyte of pixels: more is a mistake, and would not be seen whole anywhere. */
#define MAX_PIXELS (268435456.0)

static gboolean check_size (double width_px, double height_px, GError **error)
{
  if (width_px <= MAX_SIDE_PX && height_px <= MAX_SIDE_PX && width_px * height_px <= MAX_PIXELS)
    return TRUE;
  g_set_error (
      error, HR_ERROR, HR_ERROR_OUTPUT,
      "the PNG would be %.0f × %.0f pixels, more than can be drawn; use a smaller --scale, fewer steps, or SVG",
      width_px, height_px);
  return FALSE;
}

static GBytes *render (const HrScene *const *scenes, guint n_scenes, const HrOutputOptions *options, GError **error)
{
  g_assert (n_scenes == 1);
  double scale = options->scale > 0 ? options->scale : DEFAULT_SCALE;
  HrSize size = hr_scene_size (scenes[0]);
  double width_px = fmax (ceil (size.width * scale - 1e-6), 1), height_px = fmax (ceil (size.height * scale - 1e-6), 1);
  g_autoptr (HrTextContext) context = hr_text_shape_context_new (error);
  if (context == NULL || !check_size (width_px, height_px, error))
    return NULL;

  cairo_format_t format = hr_scene_has_ground (scenes[0]) ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32;
  g_autoptr (cairo_surface_t) surface = cairo_image_surface_create (format, (int)width_px, (int)height_px);
  g_autoptr (cairo_t) cr = cairo_create (surface);
  if (hr_scene_has_ground (scenes[0])) { /* the last row and column may be covered in part only */
    guint32 rgb = hr_theme_rgb (hr_output_theme (options), FALSE, HR_PAINT_GROUND);
    cairo_set_source_rgb (cr, (rgb >> 16 & 0xFF) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0);
    cairo_paint (cr);
  }
  cairo_scale (cr, scale, scale);
  hr_output_draw (cr, context, scenes[0], options);
  if (!hr_output_check_cairo (cairo_status (cr), error))
    return NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  if (!hr_output_check_cairo (cairo_surface_write_to_png_stream (surface, hr_output_append_bytes, bytes), error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

const HrOutputBackend hr_output_backend_png = { .ending = ".png", .several_pages = FALSE, .render = render };

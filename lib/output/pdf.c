#include <cairo-pdf.h>
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "output/backend.h"
#include "output/draw.h"

/* Seconds since 1970: a date that says that it is none, and that every system can show. */
#define NO_DATE_UNIX_S 315532800 /* 1980-01-01T00:00:00Z */

/* The date that the file carries; see reproducible-builds.org/specs/source-date-epoch. Newly allocated ISO 8601. */
static char *dup_creation_date (GError **error)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  guint64 seconds = NO_DATE_UNIX_S;
  if (epoch != NULL && *epoch != '\0' &&
      !g_ascii_string_to_unsigned (epoch, 10, 0, 253402300799, &seconds, NULL)) { /* the year 9999 */
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE,
                 "SOURCE_DATE_EPOCH is \"%s\"; it must be a number of seconds since 1970", epoch);
    return NULL;
  }
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc ((gint64)seconds);
  return g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
}

static void set_metadata (cairo_surface_t *surface, const char *title, const char *date)
{
  if (title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "heapreel");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

/* A page's outline entry and label. */
static void add_page_entry (cairo_surface_t *surface, const char *title, guint page)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autofree char *target = g_strdup_printf ("page=%u", page + 1);
  const char *label = title != NULL ? title : number;
  cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, label, target, CAIRO_PDF_OUTLINE_FLAG_OPEN);
  cairo_pdf_surface_set_page_label (surface, label);
}

/* Scales and moves so that a scene of @size stands in the middle of its page. Returns the page. */
static HrSize fit_page (cairo_t *cr, HrSize size, HrSize page)
{
  if (page.width <= 0 || page.height <= 0)
    return size;
  double scale = MIN (page.width / size.width, page.height / size.height);
  cairo_identity_matrix (cr);
  cairo_translate (cr, (page.width - size.width * scale) / 2, (page.height - size.height * scale) / 2);
  cairo_scale (cr, scale, scale);
  return page;
}

static GBytes *render (const HrScene *const *scenes, guint n_scenes, const HrOutputOptions *options, GError **error)
{
  g_autofree char *date = dup_creation_date (error);
  g_autoptr (HrTextContext) context = date != NULL ? hr_text_shape_context_new (error) : NULL;
  if (context == NULL)
    return NULL;
  HrSize first = hr_scene_size (scenes[0]);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (cairo_surface_t) surface =
      cairo_pdf_surface_create_for_stream (hr_output_append_bytes, bytes, first.width, first.height);
  const char *title = options->document_title != NULL ? options->document_title : hr_scene_peek_title (scenes[0]);
  set_metadata (surface, title, date);
  g_autoptr (cairo_t) cr = cairo_create (surface);
  for (guint i = 0; i < n_scenes; i++) {
    HrSize size = fit_page (cr, hr_scene_size (scenes[i]), options->page_pt);
    cairo_pdf_surface_set_size (surface, size.width, size.height);
    add_page_entry (surface, hr_scene_peek_title (scenes[i]), i);
    hr_output_draw (cr, context, scenes[i], options);
    cairo_show_page (cr);
  }
  if (!hr_output_check_cairo (cairo_status (cr), error))
    return NULL;
  cairo_surface_finish (surface);
  if (!hr_output_check_cairo (cairo_surface_status (surface), error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

const HrOutputBackend hr_output_backend_pdf = { .ending = ".pdf", .several_pages = TRUE, .render = render };

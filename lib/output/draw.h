/* Scenes on a cairo context: what PNG and PDF share. Private to lib/output. */
#pragma once

#include <cairo.h>

#include "output/output.h"
#include "text/shape.h"

/* Draws @scene at the context's origin, one user unit a pt. A theme that follows the reader draws as for light. */
void hr_output_draw (cairo_t *cr, HrTextContext *context, const HrScene *scene, const HrOutputOptions *options);

/* TRUE when @status is a success; else HR_ERROR_OUTPUT with cairo's words. */
gboolean hr_output_check_cairo (cairo_status_t status, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A cairo_write_func_t that appends to the GByteArray @closure. */
cairo_status_t hr_output_append_bytes (void *closure, const unsigned char *data, unsigned n_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (cairo_t, cairo_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cairo_surface_t, cairo_surface_destroy)

/* Text set by pango, the one way that measuring, embedding and drawing share: unhinted, glyph positions not rounded,
 * English, left to right at the base, no ligatures (code must show the characters that it has).
 *
 * Knows nothing of any picture. */
#pragma once

#include <pango/pango.h>

#include "text/families.h"
#include "text/measure.h"

/* pango has autoptrs for all of its types but the context. */
typedef PangoContext HrTextContext;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTextContext, g_object_unref)

/* The one context there is, with a font map of its own; not for several threads at once. Error HR_ERROR_INPUT when a
 * family is not installed, naming the Debian package to install. Free with g_object_unref. */
HrTextContext *hr_text_shape_context_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One line of valid UTF-8 in @font; newlines do not break it. Pango units are 1/PANGO_SCALE pt. Free with
 * g_object_unref. */
PangoLayout *hr_text_shape_layout_new (HrTextContext *context, const HrFont *font, const char *text);

/* The face for @font as pango finds it. Free with g_object_unref. Error HR_ERROR_INPUT when there is none of that
 * family. */
PangoFont *hr_text_shape_font_new (HrTextContext *context, const HrFont *font,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Subsets of the fonts, for embedding. Uses HarfBuzz's subsetter; the container is WOFF 1.0 (W3C Recommendation, 13
 * December 2012). */
#pragma once

#include "text/measure.h"

/* The face for @font holding only the glyphs that @characters (UTF-8, order and repeats do not matter) need, as WOFF.
 * The same bytes for the same font file and characters. Error HR_ERROR_INPUT when the font is not installed. */
GBytes *hr_text_subset_new_woff (const HrFont *font, const char *characters, GError **error) G_GNUC_WARN_UNUSED_RESULT;

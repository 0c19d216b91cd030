/* Subsets of the fonts, for embedding. Uses HarfBuzz's subsetter; the container is WOFF 1.0 (W3C Recommendation, 13
 * December 2012). */
#pragma once

#include "text/measure.h"

/* The face for @font holding only the glyphs that @characters (UTF-8, order and repeats do not matter) need, as WOFF.
 * The same bytes for the same font file and characters. Error HR_ERROR_INPUT when the font is not installed. */
GBytes *hr_text_subset_new_woff (const HrFont *font, const char *characters, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A subset of another font, in which pango sets characters that @font's own has not. */
typedef struct {
  char *family; /* "DejaVu Sans" */
  GBytes *woff;
} HrTextFallback;
void hr_text_fallback_free (HrTextFallback *fallback);

/* The fallbacks that @clusters need, ordered by family: a GPtrArray of HrTextFallback that frees them. @clusters are
 * valid UTF-8, each a character with the marks on it. What no installed font has is left out. Error as above. */
GPtrArray *hr_text_subset_new_fallbacks (const HrFont *font, const char *const *clusters, guint n_clusters,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

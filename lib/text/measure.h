/* How wide a text is. Two measures behind one vtable: pango with the real fonts, and a fixed advance for goldens that
 * need no font. */
#pragma once

#include <glib.h>

/* The faces a picture uses. */
typedef enum {
  HR_FONT_LABEL, /* Inter: labels, pills, captions */
  HR_FONT_CODE,  /* JetBrains Mono: names, values, code */
} HrFontFamily;

typedef struct {
  HrFontFamily family;
  double size_pt;
  int weight; /* 400, 500, 600, 700 */
  gboolean italic;
  double letter_spacing_pt; /* between characters, none after the last */
} HrFont;

typedef struct HrTextMeasure HrTextMeasure;

/* pango and fontconfig, unhinted, glyph positions not rounded. Error HR_ERROR_INPUT when a font is not installed,
 * naming the Debian package to install. */
HrTextMeasure *hr_text_measure_new_pango (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Every character advances 0.6 em (code) or 0.55 em (label), wide East Asian ones twice that, combining ones 0. */
HrTextMeasure *hr_text_measure_new_fixed (void);
void hr_text_measure_free (HrTextMeasure *measure);

/* @missing: the characters of all measured texts that no installed font has, each once, in the order in which they
 * came; they are drawn as boxes. */
typedef void (*HrTextMissingFunc) (const char *missing, gconstpointer data);
/* Has @func called with @data by hr_text_measure_free, when there are any. @data must live until then. */
void hr_text_measure_set_missing_func (HrTextMeasure *measure, HrTextMissingFunc func, gconstpointer data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTextMeasure, hr_text_measure_free)

/* Advance width in pt of one line of valid UTF-8. */
double hr_text_measure_width (HrTextMeasure *measure, const HrFont *font, const char *text);
/* @text cut to at most @max_width_pt with "…" at the end when it had to be cut. Newly allocated. */
char *hr_text_measure_dup_elided (HrTextMeasure *measure, const HrFont *font, const char *text, double max_width_pt);
/* The end of the character at @text, with the marks that stand on it and what a joiner binds to it: where a text may be
 * cut. @text is valid UTF-8 and not empty. */
const char *hr_text_cluster_end (const char *text);

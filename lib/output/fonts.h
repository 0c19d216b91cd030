/* Which fonts and characters some pictures use, and the CSS for them. For pages that hold many pictures, and for the
 * SVG writer's own style element. */
#pragma once

#include "output/output.h"

typedef struct HrOutputFonts HrOutputFonts;

HrOutputFonts *hr_output_fonts_new (void);
void hr_output_fonts_free (HrOutputFonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrOutputFonts, hr_output_fonts_free)

/* Notes every character of @text, valid UTF-8, in @font. */
void hr_output_fonts_add_text (HrOutputFonts *fonts, const HrFont *font, const char *text);
void hr_output_fonts_add_scene (HrOutputFonts *fonts, const HrScene *scene);

/* The class that stands for @font in SVG text, "hr-c13w5": JetBrains Mono, 13 pt, weight 500. Newly allocated. */
char *hr_output_fonts_dup_class (const HrFont *font);

/* @font-face rules, one for each family, weight and slant, named @prefix-l and @prefix-c, in a fixed order; each
 * followed by those for characters that the family has not, named @prefix-l-dejavu-sans and the like. */
gboolean hr_output_fonts_append_faces (HrOutputFonts *fonts, GString *out, const char *prefix,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Rules for the font classes of texts inside @scope ("#id "): font-family names the subsets that have been
 * appended before (none when @prefix is NULL), the family itself, then what comes nearest on other systems. */
void hr_output_fonts_append_classes (const HrOutputFonts *fonts, GString *out, const char *scope, const char *prefix);

/* For a page whose fragments use @fonts: all that hr_output_dup_fragment_css gives. */
char *hr_output_fonts_dup_fragment_css (HrOutputFonts *fonts, const HrOutputOptions *options,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

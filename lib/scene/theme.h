/* Colours for the roles: light, dark and print, values from the mock-ups' two palettes, and themes that people write.
 */
#pragma once

#include "scene/scene.h"

/* Never changes once it is made. */
typedef struct HrTheme HrTheme;

/* Borrowed; they live as long as the process. */
const HrTheme *hr_theme_light (void);
const HrTheme *hr_theme_dark (void);
const HrTheme *hr_theme_auto (void);  /* light, and dark where the reader prefers it; PNG and PDF draw light */
const HrTheme *hr_theme_print (void); /* black on white: what is new or changed has a pattern and heavier lines */

/* "light", "dark", "auto", "print", or the path of a theme file, which has a '.' or '/' in it:
 *
 *   [theme]
 *   like = light            # light, dark or print: what the file does not say is as there; light when left out
 *   [colours]
 *   ground = #fffdf5        # a role as its class calls it, without "hr-"
 *   [dark]                  # when it is there, the theme follows the reader; what it does not say is as in dark
 *   ground = #101418
 *
 * Free with hr_theme_free. Errors: HR_ERROR_USAGE for a name, HR_ERROR_INPUT for a file that cannot be read or whose
 * groups, roles or colours are not these. */
HrTheme *hr_theme_new (const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_theme_free (HrTheme *theme);

/* 0xRRGGBB. @dark: for a reader who prefers dark; makes no difference to a theme that does not follow the reader.
 * HR_PAINT_NONE is not a colour (asserted). */
guint32 hr_theme_rgb (const HrTheme *theme, gboolean dark, HrPaint paint);
gboolean hr_theme_follows_reader (const HrTheme *theme);
/* Whether its ground is dark: what a page tells the browser. */
gboolean hr_theme_is_dark (const HrTheme *theme, gboolean dark);

/* What a fill is made of where colour is not to be needed: strokes of its colour on HR_PAINT_CARD's. */
typedef enum { HR_PATTERN_PLAIN, HR_PATTERN_HATCH, HR_PATTERN_DOTS } HrPattern;
HrPattern hr_theme_pattern (const HrTheme *theme, HrPaint paint);
/* For the backends: distance from stripe to stripe and from dot to dot, their width, and the hatch's angle. */
#define HR_PATTERN_STEP_PT 5.0
#define HR_PATTERN_LINE_PT 1.1
#define HR_PATTERN_DEGREES 45.0
/* What the width of a stroke in @paint is multiplied with. */
double hr_theme_stroke_scale (const HrTheme *theme, HrPaint paint);

/* A short stable class name for the role, "hr-text". */
const char *hr_theme_class (HrPaint paint);

/* How far two colours stand out from one another: the contrast ratio of WCAG 2.1, 1 to 21. */
double hr_theme_contrast (guint32 a, guint32 b);

/* The texts that stand on a ground in pictures. */
typedef struct {
  HrPaint ground;
  HrPaint texts[11]; /* ends with HR_PAINT_NONE */
} HrThemePairing;
const HrThemePairing *hr_theme_peek_pairings (guint *n_pairings);

/* The text that stands out least from a ground on which it stands, and how far, as a contrast ratio of WCAG 2.1. Below
 * 4.5 it is hard to read. */
double hr_theme_poorest_contrast (const HrTheme *theme, gboolean dark, HrPaint *text, HrPaint *ground);

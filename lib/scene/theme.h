/* Colours for the roles, light, dark and print. Values from the mock-ups' two palettes. */
#pragma once

#include "scene/scene.h"

typedef enum {
  HR_THEME_LIGHT,
  HR_THEME_DARK,
  HR_THEME_AUTO,  /* light, and dark where the reader prefers it; PNG and PDF draw light */
  HR_THEME_PRINT, /* black on white */
} HrTheme;

/* "light", "dark", "auto", "print". FALSE with HR_ERROR_USAGE otherwise. */
gboolean hr_theme_parse (const char *name, HrTheme *theme, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* 0xRRGGBB. @dark chooses for HR_THEME_AUTO. HR_PAINT_NONE is not a colour (asserted). */
guint32 hr_theme_rgb (HrTheme theme, gboolean dark, HrPaint paint);
/* A short stable class name for the role, "hr-text". */
const char *hr_theme_class (HrPaint paint);

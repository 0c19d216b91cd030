#include "scene/theme.h"

#include <string.h>

#include "base/error.h"

typedef struct {
  const char *class_name;
  guint32 light, dark, print;
} PaintRow;

/* Print tells new, changed and freed by line weight, dash and ground, never by hue: everything is a grey. */
static const PaintRow paints[HR_PAINT_LAST + 1] = {
  [HR_PAINT_GROUND] = { "hr-ground", 0xffffff, 0x0f172a, 0xffffff },
  [HR_PAINT_LANE] = { "hr-lane", 0xf8fafc, 0x131c31, 0xfafafa },
  [HR_PAINT_CARD] = { "hr-card", 0xffffff, 0x182238, 0xffffff },
  [HR_PAINT_RULE] = { "hr-rule", 0xcbd5e1, 0x334155, 0x9a9a9a },
  [HR_PAINT_TEXT] = { "hr-text", 0x0f172a, 0xe2e8f0, 0x000000 },
  [HR_PAINT_SOFT] = { "hr-soft", 0x475569, 0xa8b5c8, 0x333333 },
  [HR_PAINT_FAINT] = { "hr-faint", 0x5b6b82, 0x94a3b8, 0x555555 },
  [HR_PAINT_FRAME] = { "hr-frame", 0x1d4ed8, 0x60a5fa, 0x000000 },
  [HR_PAINT_FRAME_TINT] = { "hr-frame-tint", 0xeff6ff, 0x1a2a4a, 0xeeeeee },
  [HR_PAINT_NEW] = { "hr-new", 0xc2410c, 0xfb923c, 0x000000 },
  [HR_PAINT_NEW_TINT] = { "hr-new-tint", 0xfff7ed, 0x2b2019, 0xeeeeee },
  [HR_PAINT_CHANGED] = { "hr-changed", 0x92400e, 0xeab308, 0x000000 },
  [HR_PAINT_CHANGED_TINT] = { "hr-changed-tint", 0xfef3c7, 0x3b3113, 0xdddddd },
  [HR_PAINT_FREED] = { "hr-freed", 0xb91c1c, 0xf87171, 0x000000 },
  [HR_PAINT_SEQUENCE] = { "hr-sequence", 0x1d6fb8, 0x7cc0f5, 0x222222 },
  [HR_PAINT_SEQUENCE_TINT] = { "hr-sequence-tint", 0xeaf3fb, 0x17304a, 0xf2f2f2 },
  [HR_PAINT_MAPPING] = { "hr-mapping", 0x0f766e, 0x5fd8c8, 0x222222 },
  [HR_PAINT_MAPPING_TINT] = { "hr-mapping-tint", 0xe6f6f4, 0x123331, 0xf2f2f2 },
  [HR_PAINT_SET] = { "hr-set", 0x6d3fc0, 0xbfa8f7, 0x222222 },
  [HR_PAINT_SET_TINT] = { "hr-set-tint", 0xf2edfc, 0x2a2350, 0xf2f2f2 },
  [HR_PAINT_INSTANCE] = { "hr-instance", 0x15803d, 0x7ddc9a, 0x222222 },
  [HR_PAINT_INSTANCE_TINT] = { "hr-instance-tint", 0xeaf7ee, 0x15331f, 0xf2f2f2 },
  [HR_PAINT_CLASS] = { "hr-class", 0x9d3c86, 0xe3a5d3, 0x222222 },
  [HR_PAINT_CLASS_TINT] = { "hr-class-tint", 0xfaeef7, 0x38203a, 0xf2f2f2 },
  [HR_PAINT_FUNCTION] = { "hr-function", 0x946007, 0xe7c268, 0x222222 },
  [HR_PAINT_FUNCTION_TINT] = { "hr-function-tint", 0xfbf5e4, 0x352b12, 0xf2f2f2 },
  [HR_PAINT_ATOM] = { "hr-atom", 0x475569, 0xa7b3c5, 0x222222 },
  [HR_PAINT_ATOM_TINT] = { "hr-atom-tint", 0xf1f5f9, 0x222d44, 0xf7f7f7 },
  [HR_PAINT_OPAQUE] = { "hr-opaque", 0x5f5a52, 0xbdb6ab, 0x222222 },
  [HR_PAINT_OPAQUE_TINT] = { "hr-opaque-tint", 0xf3f1ed, 0x2b2926, 0xf2f2f2 },
  [HR_PAINT_GOOD] = { "hr-good", 0x15803d, 0x7ddc9a, 0x000000 },
};

gboolean hr_theme_parse (const char *name, HrTheme *theme, GError **error)
{
  static const char *const names[] = { "light", "dark", "auto", "print", NULL };

  for (guint i = 0; names[i] != NULL; i++) {
    if (strcmp (name, names[i]) == 0) {
      *theme = (HrTheme)i;
      return TRUE;
    }
  }
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "“%s” is not a theme: choose light, dark, auto or print", name);
  return FALSE;
}

guint32 hr_theme_rgb (HrTheme theme, gboolean dark, HrPaint paint)
{
  g_assert (paint > HR_PAINT_NONE && paint <= HR_PAINT_LAST);
  switch (theme) {
  case HR_THEME_LIGHT:
    return paints[paint].light;
  case HR_THEME_DARK:
    return paints[paint].dark;
  case HR_THEME_AUTO:
    return dark ? paints[paint].dark : paints[paint].light;
  case HR_THEME_PRINT:
    return paints[paint].print;
  }
  g_assert_not_reached ();
}

const char *hr_theme_class (HrPaint paint)
{
  g_assert (paint > HR_PAINT_NONE && paint <= HR_PAINT_LAST);
  return paints[paint].class_name;
}

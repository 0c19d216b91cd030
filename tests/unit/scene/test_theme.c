/* Themes: names, classes, and the contrast of every text with every ground it stands on. */
#include <string.h>

#include "base/error.h"
#include "contrast.h"
#include "scene/theme.h"

/* Which text paints stand on which grounds; test-draw measures what the figure really does. */
typedef struct {
  HrPaint ground;
  HrPaint texts[14]; /* ends with HR_PAINT_NONE */
} Pairing;

static const Pairing pairings[] = {
  { HR_PAINT_GROUND,
    { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_FAINT, HR_PAINT_FRAME, HR_PAINT_NEW, HR_PAINT_FREED, HR_PAINT_GOOD,
      HR_PAINT_CLASS } },
  { HR_PAINT_LANE,
    { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_FAINT, HR_PAINT_FRAME, HR_PAINT_NEW, HR_PAINT_FREED, HR_PAINT_GOOD,
      HR_PAINT_CLASS, HR_PAINT_ATOM } },
  { HR_PAINT_CARD,
    { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_FAINT, HR_PAINT_FRAME, HR_PAINT_NEW, HR_PAINT_FREED, HR_PAINT_CLASS,
      HR_PAINT_FUNCTION, HR_PAINT_OPAQUE } },
  { HR_PAINT_FRAME_TINT, { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_FAINT, HR_PAINT_FRAME, HR_PAINT_FREED } },
  { HR_PAINT_NEW_TINT, { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_FAINT, HR_PAINT_NEW, HR_PAINT_FREED } },
  { HR_PAINT_CHANGED_TINT, { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_CHANGED } },
  { HR_PAINT_SEQUENCE_TINT, { HR_PAINT_SEQUENCE, HR_PAINT_TEXT } },
  { HR_PAINT_MAPPING_TINT, { HR_PAINT_MAPPING, HR_PAINT_TEXT } },
  { HR_PAINT_SET_TINT, { HR_PAINT_SET, HR_PAINT_TEXT } },
  { HR_PAINT_INSTANCE_TINT, { HR_PAINT_INSTANCE, HR_PAINT_TEXT } },
  { HR_PAINT_CLASS_TINT, { HR_PAINT_CLASS, HR_PAINT_TEXT } },
  { HR_PAINT_FUNCTION_TINT, { HR_PAINT_FUNCTION, HR_PAINT_TEXT } },
  { HR_PAINT_ATOM_TINT, { HR_PAINT_ATOM, HR_PAINT_TEXT, HR_PAINT_SOFT } },
  { HR_PAINT_OPAQUE_TINT, { HR_PAINT_OPAQUE, HR_PAINT_TEXT } },
};

static void check_contrast (HrTheme theme, const char *theme_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairings); i++) {
    guint32 ground = hr_theme_rgb (theme, FALSE, pairings[i].ground);

    for (const HrPaint *text = pairings[i].texts; *text != HR_PAINT_NONE; text++) {
      double ratio = hr_test_contrast (ground, hr_theme_rgb (theme, FALSE, *text));

      if (ratio < 4.5)
        g_test_fail_printf ("%s: %s on %s is %.2f:1", theme_name, hr_theme_class (*text),
                            hr_theme_class (pairings[i].ground), ratio);
    }
  }
}

static void test_text_contrast (void)
{
  g_assert_cmpfloat_with_epsilon (hr_test_contrast (0x000000, 0xffffff), 21, 1e-9);
  check_contrast (HR_THEME_LIGHT, "light");
  check_contrast (HR_THEME_DARK, "dark");
  check_contrast (HR_THEME_PRINT, "print");
}

/* Arrows and outlines carry meaning too: 3:1, WCAG 2.1 1.4.11. */
static void test_line_contrast (void)
{
  static const HrPaint lines[] = { HR_PAINT_SOFT,     HR_PAINT_FRAME,    HR_PAINT_NEW,    HR_PAINT_FREED,
                                   HR_PAINT_SEQUENCE, HR_PAINT_MAPPING,  HR_PAINT_SET,    HR_PAINT_CLASS,
                                   HR_PAINT_INSTANCE, HR_PAINT_FUNCTION, HR_PAINT_OPAQUE, HR_PAINT_ATOM };
  static const HrTheme themes[] = { HR_THEME_LIGHT, HR_THEME_DARK, HR_THEME_PRINT };

  for (guint t = 0; t < G_N_ELEMENTS (themes); t++)
    for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
      g_assert_cmpfloat (
          hr_test_contrast (hr_theme_rgb (themes[t], FALSE, HR_PAINT_LANE), hr_theme_rgb (themes[t], FALSE, lines[i])),
          >=, 3);
}

static void test_print_is_grey (void)
{
  for (int paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++) {
    guint32 rgb = hr_theme_rgb (HR_THEME_PRINT, FALSE, (HrPaint)paint);

    g_assert_cmpuint (rgb >> 16, ==, rgb & 0xff);
    g_assert_cmpuint ((rgb >> 8) & 0xff, ==, rgb & 0xff);
  }
}

static void test_classes_are_distinct (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++) {
    const char *name = hr_theme_class ((HrPaint)paint);

    g_assert_true (g_str_has_prefix (name, "hr-"));
    g_assert_true (g_hash_table_add (seen, (gpointer)name));
  }
}

static void test_parse (void)
{
  g_autoptr (GError) error = NULL;
  HrTheme theme = HR_THEME_LIGHT;

  g_assert_true (hr_theme_parse ("print", &theme, &error));
  g_assert_cmpint (theme, ==, HR_THEME_PRINT);
  g_assert_false (hr_theme_parse ("Dark", &theme, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "Dark"));
}

static void test_auto_follows_the_reader (void)
{
  g_assert_cmphex (hr_theme_rgb (HR_THEME_AUTO, TRUE, HR_PAINT_TEXT), ==,
                   hr_theme_rgb (HR_THEME_DARK, FALSE, HR_PAINT_TEXT));
  g_assert_cmphex (hr_theme_rgb (HR_THEME_AUTO, FALSE, HR_PAINT_TEXT), ==,
                   hr_theme_rgb (HR_THEME_LIGHT, TRUE, HR_PAINT_TEXT));
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theme/text-contrast", test_text_contrast);
  g_test_add_func ("/theme/line-contrast", test_line_contrast);
  g_test_add_func ("/theme/print-is-grey", test_print_is_grey);
  g_test_add_func ("/theme/classes-are-distinct", test_classes_are_distinct);
  g_test_add_func ("/theme/parse", test_parse);
  g_test_add_func ("/theme/auto", test_auto_follows_the_reader);
  return g_test_run ();
}

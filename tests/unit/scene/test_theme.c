/* Themes: names, classes, and the contrast of every text with every ground it stands on. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "scene/theme.h"

static void check_contrast (const HrTheme *theme, const char *theme_name)
{
  guint n_pairings = 0;
  const HrThemePairing *pairings = hr_theme_peek_pairings (&n_pairings);

  for (guint i = 0; i < n_pairings; i++) {
    guint32 ground = hr_theme_rgb (theme, FALSE, pairings[i].ground);

    for (const HrPaint *text = pairings[i].texts; *text != HR_PAINT_NONE; text++) {
      double ratio = hr_theme_contrast (ground, hr_theme_rgb (theme, FALSE, *text));

      if (ratio < 4.5)
        g_test_fail_printf ("%s: %s on %s is %.2f:1", theme_name, hr_theme_class (*text),
                            hr_theme_class (pairings[i].ground), ratio);
    }
  }
}

static void test_text_contrast (void)
{
  g_assert_cmpfloat_with_epsilon (hr_theme_contrast (0x000000, 0xffffff), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (hr_theme_contrast (0x123456, 0x123456), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (hr_theme_contrast (0x767676, 0xffffff), 4.542,
                                  1e-3); /* W3C's example of just enough */
  check_contrast (hr_theme_light (), "light");
  check_contrast (hr_theme_dark (), "dark");
  check_contrast (hr_theme_print (), "print");
}

/* Arrows and outlines carry meaning too: 3:1, WCAG 2.1 1.4.11. */
static void test_line_contrast (void)
{
  static const HrPaint lines[] = { HR_PAINT_SOFT,     HR_PAINT_FRAME,    HR_PAINT_NEW,    HR_PAINT_FREED,
                                   HR_PAINT_SEQUENCE, HR_PAINT_MAPPING,  HR_PAINT_SET,    HR_PAINT_CLASS,
                                   HR_PAINT_INSTANCE, HR_PAINT_FUNCTION, HR_PAINT_OPAQUE, HR_PAINT_ATOM };
  const HrTheme *themes[] = { hr_theme_light (), hr_theme_dark (), hr_theme_print () };

  for (guint t = 0; t < G_N_ELEMENTS (themes); t++)
    for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
      g_assert_cmpfloat (
          hr_theme_contrast (hr_theme_rgb (themes[t], FALSE, HR_PAINT_LANE), hr_theme_rgb (themes[t], FALSE, lines[i])),
          >=, 3);
}

static void test_print_is_grey (void)
{
  for (int paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++) {
    guint32 rgb = hr_theme_rgb (hr_theme_print (), FALSE, (HrPaint)paint);

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

static void test_names (void)
{
  static const char *const names[] = { "light", "dark", "auto", "print" };
  const HrTheme *same[] = { hr_theme_light (), hr_theme_dark (), hr_theme_auto (), hr_theme_print () };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    HrTheme *theme = hr_theme_new (names[i], &error);
    g_assert_no_error (error);
    for (HrPaint paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++) {
      g_assert_cmphex (hr_theme_rgb (theme, FALSE, paint), ==, hr_theme_rgb (same[i], FALSE, paint));
      g_assert_cmphex (hr_theme_rgb (theme, TRUE, paint), ==, hr_theme_rgb (same[i], TRUE, paint));
    }
    g_assert_true (hr_theme_follows_reader (theme) == hr_theme_follows_reader (same[i]));
    hr_theme_free (theme);
  }
  g_autoptr (GError) error = NULL;
  g_assert_null (hr_theme_new ("Dark", &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "Dark"));
}

static HrTheme *theme_of (const char *text, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("heapreel-XXXXXX.theme", &path, NULL);
  g_assert_cmpint (fd, >=, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  HrTheme *theme = hr_theme_new (path, error);
  g_unlink (path);
  close (fd);
  return theme;
}

static void test_file (void)
{
  g_autoptr (GError) error = NULL;
  HrTheme *theme =
      theme_of ("# mine\n[theme]\nlike = dark  # a night's\n[colours]\nground = #123\nnew-tint=#A0b1C2\n", &error);
  g_assert_no_error (error);
  g_assert_cmphex (hr_theme_rgb (theme, FALSE, HR_PAINT_GROUND), ==, 0x112233);
  g_assert_cmphex (hr_theme_rgb (theme, TRUE, HR_PAINT_NEW_TINT), ==, 0xa0b1c2);
  g_assert_cmphex (hr_theme_rgb (theme, FALSE, HR_PAINT_TEXT), ==,
                   hr_theme_rgb (hr_theme_dark (), FALSE, HR_PAINT_TEXT));
  g_assert_false (hr_theme_follows_reader (theme));
  g_assert_true (hr_theme_is_dark (theme, FALSE));
  hr_theme_free (theme);
  theme = theme_of ("[colours]\ntext = #101010\n[dark]\ntext = #fafafa\n", &error);
  g_assert_no_error (error);
  g_assert_true (hr_theme_follows_reader (theme));
  g_assert_cmphex (hr_theme_rgb (theme, FALSE, HR_PAINT_TEXT), ==, 0x101010);
  g_assert_cmphex (hr_theme_rgb (theme, TRUE, HR_PAINT_TEXT), ==, 0xfafafa);
  g_assert_cmphex (hr_theme_rgb (theme, TRUE, HR_PAINT_CARD), ==, hr_theme_rgb (hr_theme_dark (), TRUE, HR_PAINT_CARD));
  hr_theme_free (theme);
  theme = theme_of ("[theme]\nlike=print\n", &error);
  g_assert_no_error (error);
  g_assert_cmpint (hr_theme_pattern (theme, HR_PAINT_CHANGED_TINT), ==, HR_PATTERN_HATCH);
  hr_theme_free (theme);
}

static void test_bad_file (void)
{
  static const struct {
    const char *text, *says;
  } bad[] = {
    { "[colours]\ngroud = #fff\n", "did you mean ground?" },
    { "[colours]\nground = white\n", "#rrggbb" },
    { "[colours]\nground = #12345\n", "#rrggbb" },
    { "[colors]\n", "[colors]" },
    { "[theme]\nlike = auto\n", "light, dark or print" },
    { "[theme]\nlikes = dark\n", "light, dark or print" },
    { "ground = #fff\n", "theme " },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (theme_of (bad[i].text, &error));
    g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
    g_assert_nonnull (strstr (error->message, bad[i].says));
  }
  g_autoptr (GError) error = NULL;
  g_assert_null (hr_theme_new ("./is-not-there.theme", &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
}

static void test_poorest_contrast (void)
{
  HrPaint text = HR_PAINT_NONE, ground = HR_PAINT_NONE;
  double ratio = hr_theme_poorest_contrast (hr_theme_auto (), TRUE, &text, &ground);
  double own =
      hr_theme_contrast (hr_theme_rgb (hr_theme_dark (), FALSE, text), hr_theme_rgb (hr_theme_dark (), FALSE, ground));
  g_assert_cmpfloat_with_epsilon (ratio, own, 1e-9);
  g_autoptr (GError) error = NULL;
  HrTheme *theme = theme_of ("[colours]\nfaint = #cccccc\n", &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (hr_theme_poorest_contrast (theme, FALSE, &text, &ground), <, 4.5);
  g_assert_cmpint (text, ==, HR_PAINT_FAINT);
  hr_theme_free (theme);
}

/* A colour as it is seen without one kind of cones: Viénot, Brettel, Mollon, "Digital video colourmaps for checking the
 * legibility of displays by dichromats", 1999, and for the third kind the plane of Brettel, Viénot, Mollon, 1997, that
 * holds for most colours; in linear RGB. */
typedef struct {
  const char *name;
  double matrix[3][3];
} Blindness;

static const Blindness blindnesses[] = {
  { "protanopia", { { 0.11238, 0.88762, 0 }, { 0.11238, 0.88762, 0 }, { 0.00401, -0.00401, 1 } } },
  { "deuteranopia", { { 0.29275, 0.70725, 0 }, { 0.29275, 0.70725, 0 }, { -0.02234, 0.02234, 1 } } },
  { "tritanopia", { { 1, 0.14461, -0.14461 }, { 0, 0.85924, 0.14076 }, { 0, 0.85924, 0.14076 } } },
};

static guint32 seen_without (const Blindness *blindness, guint32 rgb)
{
  double linear[3];
  guint32 seen = 0;
  for (int i = 0; i < 3; i++) {
    double c = (double)(rgb >> (16 - 8 * i) & 0xff) / 255;
    linear[i] = c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
  }
  for (int i = 0; i < 3; i++) {
    double c = 0;
    for (int k = 0; k < 3; k++)
      c += blindness->matrix[i][k] * linear[k];
    c = CLAMP (c, 0, 1);
    c = c <= 0.0031308 ? 12.92 * c : 1.055 * pow (c, 1 / 2.4) - 0.055;
    seen = seen << 8 | (guint32)lround (255 * c);
  }
  return seen;
}

/* Whoever sees fewer colours can read every text as well. */
static void test_blindness (void)
{
  const HrTheme *themes[] = { hr_theme_light (), hr_theme_dark (), hr_theme_print () };
  guint n_pairings = 0;
  const HrThemePairing *pairings = hr_theme_peek_pairings (&n_pairings);
  g_assert_cmphex (seen_without (&blindnesses[0], 0x808080), ==, 0x808080);
  g_assert_cmphex (seen_without (&blindnesses[1], 0xff0000), !=, 0xff0000);
  for (gsize t = 0; t < G_N_ELEMENTS (themes); t++)
    for (gsize k = 0; k < G_N_ELEMENTS (blindnesses); k++)
      for (gsize i = 0; i < n_pairings; i++)
        for (const HrPaint *text = pairings[i].texts; *text != HR_PAINT_NONE; text++) {
          guint32 ground = seen_without (&blindnesses[k], hr_theme_rgb (themes[t], FALSE, pairings[i].ground));
          double ratio =
              hr_theme_contrast (ground, seen_without (&blindnesses[k], hr_theme_rgb (themes[t], FALSE, *text)));
          if (ratio < 4.5)
            g_test_fail_printf ("%s: %s on %s is %.2f:1", blindnesses[k].name, hr_theme_class (*text),
                                hr_theme_class (pairings[i].ground), ratio);
        }
}

static void test_auto_follows_the_reader (void)
{
  g_assert_cmphex (hr_theme_rgb (hr_theme_auto (), TRUE, HR_PAINT_TEXT), ==,
                   hr_theme_rgb (hr_theme_dark (), FALSE, HR_PAINT_TEXT));
  g_assert_cmphex (hr_theme_rgb (hr_theme_auto (), FALSE, HR_PAINT_TEXT), ==,
                   hr_theme_rgb (hr_theme_light (), TRUE, HR_PAINT_TEXT));
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theme/text-contrast", test_text_contrast);
  g_test_add_func ("/theme/line-contrast", test_line_contrast);
  g_test_add_func ("/theme/print-is-grey", test_print_is_grey);
  g_test_add_func ("/theme/classes-are-distinct", test_classes_are_distinct);
  g_test_add_func ("/theme/names", test_names);
  g_test_add_func ("/theme/file", test_file);
  g_test_add_func ("/theme/bad-file", test_bad_file);
  g_test_add_func ("/theme/poorest-contrast", test_poorest_contrast);
  g_test_add_func ("/theme/blindness", test_blindness);
  g_test_add_func ("/theme/auto", test_auto_follows_the_reader);
  return g_test_run ();
}

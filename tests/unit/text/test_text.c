/* lib/text: widths by both measures, elision, subsets that a browser and HarfBuzz can read. */
#include <glib.h>
#include <hb.h>
#include <math.h>
#include <string.h>
#include <zlib.h>

#include "text/measure.h"
#include "text/shape.h"
#include "text/subset.h"

static const HrFont code = { .family = HR_FONT_CODE, .size_pt = 10, .weight = 500 };
static const HrFont label = { .family = HR_FONT_LABEL, .size_pt = 10, .weight = 400 };

/* GLib's own comparison goes through long double, which clang warns of. */
static void assert_near (double got, double expected, double tolerance)
{
  if (!(fabs (got - expected) <= tolerance))
    g_error ("%g is not %g ± %g", got, expected, tolerance);
}

static void test_fixed (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  assert_near (hr_text_measure_width (measure, &code, "abc"), 18, 1e-9);
  assert_near (hr_text_measure_width (measure, &label, "abc"), 16.5, 1e-9);
  assert_near (hr_text_measure_width (measure, &code, "中"), 12, 1e-9);
  assert_near (hr_text_measure_width (measure, &code, "e\u0301"), 6, 1e-9);
  assert_near (hr_text_measure_width (measure, &code, ""), 0, 0);
  HrFont spaced = label;
  spaced.letter_spacing_pt = 2;
  assert_near (hr_text_measure_width (measure, &spaced, "abc"), 20.5, 1e-9);
}

/* Advances are the font's design units times the size: JetBrains Mono's are 600 of 1000. */
static void test_pango_unhinted (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_pango (&error);
  g_assert_no_error (error);
  HrFont odd = code;
  odd.size_pt = 12.7;
  double one = hr_text_measure_width (measure, &odd, "x");
  assert_near (one, 0.6 * 12.7, 0.002);
  g_autofree char *many = g_strnfill (100, 'x');
  assert_near (hr_text_measure_width (measure, &odd, many), 60 * 12.7, 0.2);
  g_assert_true (hr_text_measure_width (measure, &label, "iii") < hr_text_measure_width (measure, &label, "mmm"));
  HrFont bold = label;
  bold.weight = 700;
  g_assert_true (hr_text_measure_width (measure, &bold, "heap") > hr_text_measure_width (measure, &label, "heap"));
}

/* "->" is a ligature in JetBrains Mono; code must show both characters, at their own places. */
static void test_no_ligatures (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTextContext) context = hr_text_shape_context_new (&error);
  g_assert_no_error (error);
  g_autoptr (PangoLayout) layout = hr_text_shape_layout_new (context, &code, "a != b -> c");
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  g_autoptr (PangoLayout) plain = hr_text_shape_layout_new (context, &code, "!");
  PangoLayoutLine *plain_line = pango_layout_get_line_readonly (plain, 0);
  const PangoGlyphItem *item = line->runs->data, *single = plain_line->runs->data;
  g_assert_cmpuint (item->glyphs->glyphs[2].glyph, ==, single->glyphs->glyphs[0].glyph);
}

static void test_letter_spacing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_pango (&error);
  g_assert_no_error (error);
  HrFont spaced = label;
  spaced.letter_spacing_pt = 1.5;
  double plain = hr_text_measure_width (measure, &label, "STACK");
  assert_near (hr_text_measure_width (measure, &spaced, "STACK"), plain + 4 * 1.5, 0.02);
}

static void check_elided (HrTextMeasure *measure, const char *text, double max_width_pt, const char *expected)
{
  g_autofree char *got = hr_text_measure_dup_elided (measure, &code, text, max_width_pt);
  g_assert_cmpstr (got, ==, expected);
}

static void test_elided (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  check_elided (measure, "abcdef", 36, "abcdef");
  check_elided (measure, "abcdef", 35, "abcd…");
  check_elided (measure, "ab cdef", 24, "ab…");
  check_elided (measure, "abcdef", 6, "…");
  check_elided (measure, "abcdef", 1, "…");
  check_elided (measure, "", 0, "");
  check_elided (measure, "ae\u0301ccc", 18, "ae\u0301…");
  check_elided (measure, "aaaaae\u0301c", 36, "aaaaa…");
}

static guint32 read_u32 (const guint8 *at)
{
  return (guint32)at[0] << 24 | (guint32)at[1] << 16 | (guint32)at[2] << 8 | at[3];
}

/* Unpacks table @tag of a WOFF; empty when there is none. Checks the directory on the way. */
static GByteArray *woff_table_new (GBytes *woff, const char *tag)
{
  gsize n = 0;
  const guint8 *data = g_bytes_get_data (woff, &n);
  g_assert_cmpuint (read_u32 (data + 8), ==, n);
  GByteArray *table = g_byte_array_new ();
  guint n_tables = (guint)data[12] << 8 | data[13];
  for (guint i = 0; i < n_tables; i++) {
    const guint8 *entry = data + 44 + 20 * (gsize)i;
    guint32 offset = read_u32 (entry + 4), stored = read_u32 (entry + 8), plain = read_u32 (entry + 12);
    g_assert_cmpuint (offset % 4, ==, 0);
    g_assert_cmpuint (offset + stored, <=, n);
    if (memcmp (entry, tag, 4) != 0)
      continue;
    g_byte_array_set_size (table, plain);
    uLongf length = plain;
    if (stored == plain)
      memcpy (table->data, data + offset, plain);
    else
      g_assert_cmpint (uncompress (table->data, &length, data + offset, stored), ==, Z_OK);
    g_assert_cmpuint (length, ==, plain);
  }
  return table;
}

static void check_subset (const HrFont *font)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) one = hr_text_subset_new_woff (font, "hello, heap", &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) two = hr_text_subset_new_woff (font, "paeh ,lllo", &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (one, two));
  g_assert_cmpuint (g_bytes_get_size (one), <, 6000);
  g_assert_cmpint (memcmp (g_bytes_get_data (one, NULL), "wOFF", 4), ==, 0);
  g_autoptr (GByteArray) maxp = woff_table_new (one, "maxp");
  guint n_glyphs = (guint)maxp->data[4] << 8 | maxp->data[5];
  g_assert_cmpuint (n_glyphs, >=, 9); /* .notdef and eight characters */
  g_assert_cmpuint (n_glyphs, <, 20);
  g_autoptr (GByteArray) cmap = woff_table_new (one, "cmap");
  g_assert_cmpuint (cmap->len, >, 0);
}

static void test_subset (void)
{
  HrFont bold_italic = label;
  bold_italic.weight = 600;
  bold_italic.italic = TRUE;
  check_subset (&code);
  check_subset (&label);
  check_subset (&bold_italic);
}

/* Each weight and slant is a face of its own, not the regular one again. */
static void test_subset_faces (void)
{
  g_autoptr (GError) error = NULL;
  HrFont bold = label, italic = label;
  bold.weight = 700;
  italic.italic = TRUE;
  g_autoptr (GBytes) regular = hr_text_subset_new_woff (&label, "heap", &error);
  g_autoptr (GBytes) heavy = hr_text_subset_new_woff (&bold, "heap", &error);
  g_autoptr (GBytes) slanted = hr_text_subset_new_woff (&italic, "heap", &error);
  g_assert_no_error (error);
  g_assert_false (g_bytes_equal (regular, heavy));
  g_assert_false (g_bytes_equal (regular, slanted));
}

static void test_cluster_end (void)
{
  static const char *const clusters[] = {
    "a", "e\u0301", "\u5024", "o\u0308\u0304", "\U0001F469\u200D\U0001F4BB", " "
  };
  g_autofree char *text =
      g_strconcat (clusters[0], clusters[1], clusters[2], clusters[3], clusters[4], clusters[5], NULL);
  const char *at = text;
  for (gsize i = 0; i < G_N_ELEMENTS (clusters); i++) {
    const char *end = hr_text_cluster_end (at);
    g_autofree char *cluster = g_strndup (at, (gsize)(end - at));
    g_assert_cmpstr (cluster, ==, clusters[i]);
    at = end;
  }
  g_assert_cmpint (*at, ==, '\0');
}

static GPtrArray *fallbacks_new (const char *const *clusters, guint n_clusters)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *fallbacks = hr_text_subset_new_fallbacks (&code, clusters, n_clusters, &error);
  g_assert_no_error (error);
  return fallbacks;
}

/* One subset for each font that is needed, none for what the family has or no font has. */
static void test_fallbacks (void)
{
  static const char *const clusters[] = { "a", "\u00E9", "\u0416", "\u05D0", "\u4E2D", "\U00010A00", "\u05D1" };
  g_autoptr (GPtrArray) fallbacks = fallbacks_new (clusters, G_N_ELEMENTS (clusters));
  g_assert_cmpuint (fallbacks->len, ==, 2);
  const HrTextFallback *hebrew = g_ptr_array_index (fallbacks, 0), *chinese = g_ptr_array_index (fallbacks, 1);
  g_assert_cmpstr (hebrew->family, ==, "DejaVu Sans");
  g_assert_cmpstr (chinese->family, ==, "WenQuanYi Zen Hei");
  g_assert_cmpuint (g_bytes_get_size (hebrew->woff), <, 8000);
  g_autoptr (GByteArray) cmap = woff_table_new (chinese->woff, "cmap");
  g_assert_cmpuint (cmap->len, >, 0);
  g_autoptr (GPtrArray) none = fallbacks_new (clusters, 3);
  g_assert_cmpuint (none->len, ==, 0);
}

static void append_missing (const char *missing, gconstpointer data)
{
  g_string_append (*(GString *const *)data, missing);
}

static void test_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) said = g_string_new (NULL);
  HrTextMeasure *measure = hr_text_measure_new_pango (&error);
  g_assert_no_error (error);
  hr_text_measure_set_missing_func (measure, append_missing, &said);
  (void)hr_text_measure_width (measure, &code, "a\u4E2D\U00010A00");
  (void)hr_text_measure_width (measure, &label, "\U000104B5\U00010A00");
  hr_text_measure_free (measure);
  g_assert_cmpstr (said->str, ==, "\U00010A00\U000104B5");
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fixed", test_fixed);
  g_test_add_func ("/text/pango-unhinted", test_pango_unhinted);
  g_test_add_func ("/text/no-ligatures", test_no_ligatures);
  g_test_add_func ("/text/letter-spacing", test_letter_spacing);
  g_test_add_func ("/text/elided", test_elided);
  g_test_add_func ("/text/subset", test_subset);
  g_test_add_func ("/text/subset-faces", test_subset_faces);
  g_test_add_func ("/text/cluster-end", test_cluster_end);
  g_test_add_func ("/text/fallbacks", test_fallbacks);
  g_test_add_func ("/text/missing", test_missing);
  return g_test_run ();
}

/* lib/output: the three formats of one scene: escaping, identity, repeatability, limits. */
#include <glib.h>
#include <hb.h>
#include <string.h>

#include "base/error.h"
#include "output/fonts.h"
#include "output/output.h"
#include "sample_scene.h"
#include "text/shape.h"

static char *dup_render (HrOutputFormat format, const HrScene *scene, const HrOutputOptions *options, gsize *n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = hr_output_render (format, &scene, 1, options, &error);
  g_assert_no_error (error);
  gsize n = g_bytes_get_size (bytes);
  char *copy = g_malloc0 (n + 1);
  memcpy (copy, g_bytes_get_data (bytes, NULL), n);
  if (n_bytes != NULL)
    *n_bytes = n;
  return copy;
}

static char *dup_sample_svg (const HrOutputOptions *options)
{
  g_autoptr (HrScene) scene = sample_scene_new ();
  return dup_render (HR_OUTPUT_SVG, scene, options, NULL);
}

static void assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("missing: %s", part);
}

static void assert_lacks (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("must not be there: %s", part);
}

static void assert_well_formed (const char *xml)
{
  static const GMarkupParser parser = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, NULL, NULL);
  g_assert_true (g_markup_parse_context_parse (context, xml, -1, &error));
  g_assert_no_error (error);
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
}

static void test_format_from_path (void)
{
  g_autoptr (GError) error = NULL;
  HrOutputFormat format = HR_OUTPUT_SVG;
  g_assert_true (hr_output_format_from_path ("a.b/c.PDF", &format, &error));
  g_assert_cmpint (format, ==, HR_OUTPUT_PDF);
  g_assert_true (hr_output_format_from_path ("x.png", &format, &error));
  g_assert_cmpint (format, ==, HR_OUTPUT_PNG);
  g_assert_false (hr_output_format_from_path ("x.gif", &format, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_USAGE);
  assert_contains (error->message, ".svg");
  g_clear_error (&error);
  g_assert_false (hr_output_format_from_path (".svg", &format, &error));
}

/* The whole of a fragment, so that a change to the writer shows here. */
static void test_fragment (void)
{
  static const char *const expected =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"p\" class=\"hr-picture\" viewBox=\"0 0 330 190\" width=\"330\" "
      "height=\"190\" stroke-linejoin=\"round\" role=\"img\" aria-labelledby=\"p-title p-desc\">\n"
      "<title id=\"p-title\">After line 3: b.append(\"&lt;4&gt;\") &amp; more</title>\n"
      "<desc id=\"p-desc\">Stack: &lt;module&gt; has a, b. Heap: one list.</desc>\n"
      "<rect x=\"0\" y=\"0\" width=\"330\" height=\"190\" class=\"hr-ground\"/>\n"
      "<rect x=\"8\" y=\"8\" width=\"120\" height=\"174\" rx=\"12\" class=\"hr-lane\"/>\n"
      "<text x=\"20\" y=\"30\" class=\"hr-l11w6s1_4 hr-soft\">STACK</text>\n"
      "<text x=\"20\" y=\"64\" class=\"hr-c13w5 hr-new\" xml:space=\"preserve\">  a != b</text>\n"
      "<text x=\"20\" y=\"90\" class=\"hr-c13w5 hr-text\" textLength=\"52\" lengthAdjust=\"spacingAndGlyphs\">"
      "'日本 🐍'</text>\n"
      "<g id=\"p-object-3\" class=\"object list new\"><title>list-3, refs 2 &lt;\"made\" &amp; kept&gt;</title>\n"
      "<rect x=\"150\" y=\"40\" width=\"160\" height=\"76\" rx=\"8\" class=\"hr-card hr-new-s\" "
      "stroke-width=\"1.8\"/>\n"
      "<text x=\"162\" y=\"58\" class=\"hr-c13w5 hr-sequence\">list</text>\n"
      "<text x=\"300\" y=\"58\" text-anchor=\"end\" class=\"hr-l10_5w6 hr-soft\">refs 1 → 2</text>\n"
      "<text x=\"230\" y=\"84\" text-anchor=\"middle\" class=\"hr-c13w5 "
      "hr-text\">'&lt;/text&gt;&lt;script&gt;'</text>\n"
      "<text x=\"162\" y=\"106\" class=\"hr-l12w4i hr-faint\">… 94 more</text>\n"
      "</g>\n"
      "<g id=\"p-arrow-1\" class=\"arrow\">\n"
      "<circle cx=\"110\" cy=\"60\" r=\"3.2\" class=\"hr-soft\"/>\n"
      "<path d=\"M110 60H122Q130 60 130 68Q130 76 138 76H150\" class=\"hr-soft-s\" fill=\"none\" "
      "stroke-width=\"1.7\"/>\n"
      "<path d=\"M150 76L141 71V81Z\" class=\"hr-soft\"/>\n"
      "</g>\n"
      "<g id=\"p-object-4\" class=\"object ghost\" opacity=\"0.5\">\n"
      "<rect x=\"150\" y=\"130\" width=\"160\" height=\"40\" rx=\"8\" class=\"hr-card hr-freed-s\" "
      "stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>\n"
      "<text x=\"230\" y=\"155\" text-anchor=\"middle\" class=\"hr-l10_5w6 hr-freed\">freed</text>\n"
      "</g>\n"
      "</svg>\n";
  g_autofree char *svg = dup_sample_svg (&(HrOutputOptions){ .fragment = TRUE, .id_prefix = "p" });
  g_assert_cmpstr (svg, ==, expected);
}

static void test_svg_embeds (void)
{
  g_autofree char *svg = dup_sample_svg (&(HrOutputOptions){ .theme = hr_theme_light () });
  assert_well_formed (svg);
  assert_contains (svg, "@font-face");
  assert_contains (svg, "src:url(data:font/woff;base64,d09GR"); /* "wOFF" */
  assert_contains (svg, "fill=\"#b93e0b\"");
  assert_lacks (svg, "prefers-color-scheme");
  g_autofree char *again = dup_sample_svg (&(HrOutputOptions){ .theme = hr_theme_light () });
  g_assert_cmpstr (svg, ==, again);
}

/* What a browser could run or fetch, and what librsvg draws black. */
static void test_svg_is_inert (void)
{
  static const char *const banned[] = { "<script", "foreignObject", "var(", "@import", "<a ", "<image", "<use" };
  const HrTheme *themes[] = { hr_theme_light (), hr_theme_dark (), hr_theme_auto (), hr_theme_print () };
  for (gsize t = 0; t < G_N_ELEMENTS (themes); t++) {
    g_autofree char *svg = dup_sample_svg (&(HrOutputOptions){ .theme = themes[t], .text = HR_OUTPUT_TEXT_SYSTEM });
    assert_well_formed (svg);
    for (gsize i = 0; i < G_N_ELEMENTS (banned); i++)
      assert_lacks (svg, banned[i]);
    g_assert_false (g_regex_match_simple ("<[^>]* (on[a-z]+|style|href)=", svg, 0, 0));
    g_assert_null (strstr (strstr (svg, "2000/svg") + 1, "http"));
  }
}

static void test_svg_auto (void)
{
  g_autofree char *svg = dup_sample_svg (&(HrOutputOptions){ .theme = hr_theme_auto () });
  assert_well_formed (svg);
  assert_contains (svg, "@media (prefers-color-scheme:dark)");
  assert_contains (svg, "class=\"hr-card hr-new-s\" fill=\"#ffffff\" stroke=\"#b93e0b\"");
  assert_contains (svg, ".hr-new-s{stroke:#fb923c}");
}

static void test_svg_system (void)
{
  g_autofree char *svg = dup_sample_svg (&(HrOutputOptions){ .text = HR_OUTPUT_TEXT_SYSTEM });
  assert_lacks (svg, "@font-face");
  assert_contains (svg, "font-family:'JetBrains Mono','DejaVu Sans Mono',monospace");
  assert_contains (svg, "textLength=\"31.2\"");
}

static void test_svg_outline (void)
{
  g_autofree char *svg = dup_sample_svg (&(HrOutputOptions){ .text = HR_OUTPUT_TEXT_OUTLINE });
  assert_well_formed (svg);
  assert_lacks (svg, "<text");
  assert_lacks (svg, "<style");
  assert_contains (svg, "<desc"); /* what it says is still there in words */
}

/* Two pictures in one page must not share an id; one picture has the same ones each time. */
static void test_svg_prefix (void)
{
  g_autoptr (HrScene) one = sample_scene_new ();
  g_autoptr (HrScene) two = sample_scene_new ();
  hr_scene_set_title (two, "After line 4");
  HrOutputOptions options = { .fragment = TRUE };
  g_autofree char *first = dup_render (HR_OUTPUT_SVG, one, &options, NULL);
  g_autofree char *second = dup_render (HR_OUTPUT_SVG, two, &options, NULL);
  const char *first_id = strstr (first, "id=\""), *second_id = strstr (second, "id=\"");
  g_assert_cmpint (strncmp (first_id, second_id, 14), !=, 0);
  g_assert_cmpint (strncmp (first_id, "id=\"hr", 6), ==, 0);
}

/* A character that is drawn without a guard must be in both families, in every face that is embedded. */
static void test_unguarded_characters (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTextContext) context = hr_text_shape_context_new (&error);
  g_assert_no_error (error);
  guint n_unguarded = 0;
  for (gunichar c = 0x20; c < 0x3000; c++) {
    char text[7] = "";
    g_unichar_to_utf8 (c, text);
    g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 10, 10 });
    HrFont code = { .family = HR_FONT_CODE, .size_pt = 10, .weight = 400 }, label = code;
    label.family = HR_FONT_LABEL;
    hr_scene_add_text (scene, (HrPoint){ 0, 0 }, HR_ANCHOR_START, &code, HR_PAINT_TEXT, 6, text);
    g_autofree char *svg = dup_render (HR_OUTPUT_SVG, scene, &(HrOutputOptions){ .fragment = TRUE }, NULL);
    if (strstr (svg, "textLength") != NULL || !g_unichar_isprint (c))
      continue;
    n_unguarded++;
    g_autoptr (PangoFont) code_font = hr_text_shape_font_new (context, &code, &error);
    g_autoptr (PangoFont) label_font = hr_text_shape_font_new (context, &label, &error);
    hb_codepoint_t glyph = 0;
    if (!hb_font_get_nominal_glyph (pango_font_get_hb_font (code_font), c, &glyph) ||
        !hb_font_get_nominal_glyph (pango_font_get_hb_font (label_font), c, &glyph))
      g_error ("U+%04X is drawn without a guard, but a family lacks it", c);
  }
  g_assert_cmpuint (n_unguarded, >, 190);
}

static guint32 png_u32 (const char *at)
{
  guint32 value = 0;
  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_BE (value);
}

static void test_png (void)
{
  g_autoptr (HrScene) scene = sample_scene_new ();
  gsize n = 0, n_again = 0;
  HrOutputOptions options = { .scale = 1.5 };
  g_autofree char *png = dup_render (HR_OUTPUT_PNG, scene, &options, &n);
  g_autofree char *again = dup_render (HR_OUTPUT_PNG, scene, &options, &n_again);
  g_assert_cmpmem (png, n, again, n_again);
  g_assert_cmpint (memcmp (png, "\x89PNG", 4), ==, 0);
  g_assert_cmpuint (png_u32 (png + 16), ==, 495);
  g_assert_cmpuint (png_u32 (png + 20), ==, 285);
}

static void test_png_too_large (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 20000, 100 });
  const HrScene *scenes[] = { scene };
  g_assert_null (hr_output_render (HR_OUTPUT_PNG, scenes, 1, &(HrOutputOptions){ .scale = 2 }, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_OUTPUT);
  assert_contains (error->message, "40000 × 200");
}

static GBytes *sample_pdf_new (guint n_pages, GError **error)
{
  g_autoptr (HrScene) scene = sample_scene_new ();
  const HrScene *scenes[] = { scene, scene, scene };
  return hr_output_render (HR_OUTPUT_PDF, scenes, n_pages, &(HrOutputOptions){ .theme = hr_theme_auto () }, error);
}

static void test_pdf (void)
{
  g_autoptr (GError) error = NULL;
  g_unsetenv ("SOURCE_DATE_EPOCH");
  g_autoptr (GBytes) one = sample_pdf_new (3, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) two = sample_pdf_new (3, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (one, two));
  g_assert_cmpint (memcmp (g_bytes_get_data (one, NULL), "%PDF", 4), ==, 0);

  g_setenv ("SOURCE_DATE_EPOCH", "1700000000", TRUE);
  g_autoptr (GBytes) dated = sample_pdf_new (3, &error);
  g_assert_no_error (error);
  g_assert_false (g_bytes_equal (one, dated));
  g_setenv ("SOURCE_DATE_EPOCH", "yesterday", TRUE);
  g_assert_null (sample_pdf_new (1, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_USAGE);
  g_unsetenv ("SOURCE_DATE_EPOCH");
}

static void test_fragment_css (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrScene) scene = sample_scene_new ();
  const HrScene *scenes[] = { scene, scene };
  g_autofree char *css =
      hr_output_dup_fragment_css (scenes, 2, &(HrOutputOptions){ .theme = hr_theme_auto () }, &error);
  g_assert_no_error (error);
  assert_contains (css, "@font-face{font-family:hr-c;font-weight:500;src:url(data:font/woff;base64,");
  assert_contains (
      css, "{font-family:hr-c,hr-c-symbola,hr-c-wenquanyi-zen-hei,'JetBrains Mono','Symbola','WenQuanYi Zen Hei',");
  assert_contains (css, ".hr-c13w5{font-size:13px;font-weight:500}");
  assert_contains (css, "--hr-new:#fb923c");
  assert_contains (css, ":root[data-theme=dark]{");
  assert_contains (css, ".hr-new-s{stroke:var(--hr-new)}");
  /* Classes come in a fixed order, whichever is used first. */
  g_autoptr (HrOutputFonts) fonts = hr_output_fonts_new ();
  HrFont big = { .family = HR_FONT_LABEL, .size_pt = 20, .weight = 400 }, small = big;
  small.size_pt = 8.25;
  hr_output_fonts_add_text (fonts, &big, "a");
  hr_output_fonts_add_text (fonts, &small, "b");
  g_autoptr (GString) classes = g_string_new (NULL);
  hr_output_fonts_append_classes (fonts, classes, "", NULL);
  g_assert_true (strstr (classes->str, ".hr-l8_25w4{font-size") < strstr (classes->str, ".hr-l20w4{font-size"));
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/output/format-from-path", test_format_from_path);
  g_test_add_func ("/output/svg/fragment", test_fragment);
  g_test_add_func ("/output/svg/embeds", test_svg_embeds);
  g_test_add_func ("/output/svg/inert", test_svg_is_inert);
  g_test_add_func ("/output/svg/auto", test_svg_auto);
  g_test_add_func ("/output/svg/system", test_svg_system);
  g_test_add_func ("/output/svg/outline", test_svg_outline);
  g_test_add_func ("/output/svg/prefix", test_svg_prefix);
  g_test_add_func ("/output/svg/unguarded-characters", test_unguarded_characters);
  g_test_add_func ("/output/png/repeatable", test_png);
  g_test_add_func ("/output/png/too-large", test_png_too_large);
  g_test_add_func ("/output/pdf", test_pdf);
  g_test_add_func ("/output/fragment-css", test_fragment_css);
  return g_test_run ();
}

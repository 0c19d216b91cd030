#include "output/fonts.h"

#include <math.h>
#include <string.h>

#include "base/escape.h"
#include "output/backend.h"
#include "text/shape.h"
#include "text/subset.h"

#define LAST_LATIN 0x17F /* both families have all up to here */

/* A font as used: one class in the CSS. */
typedef struct {
  HrFont font;
  GHashTable *characters; /* gunichar set */
  GHashTable *clusters;   /* set of char *: what a font for Latin may not have */
  gboolean ascii[128];    /* in @characters already */
} FontUse;

struct HrOutputFonts {
  GPtrArray *uses;         /* FontUse, ordered by compare_fonts */
  GPtrArray *fallbacks[2]; /* by HrFontFamily: char *, the other families embedded for it, in order */
};

static void font_use_free (gpointer data)
{
  FontUse *use = data;
  g_hash_table_unref (use->characters);
  g_hash_table_unref (use->clusters);
  g_free (use);
}

HrOutputFonts *hr_output_fonts_new (void)
{
  HrOutputFonts *fonts = g_new0 (HrOutputFonts, 1);
  fonts->uses = g_ptr_array_new_with_free_func (font_use_free);
  for (gsize i = 0; i < G_N_ELEMENTS (fonts->fallbacks); i++)
    fonts->fallbacks[i] = g_ptr_array_new_with_free_func (g_free);
  return fonts;
}

void hr_output_fonts_free (HrOutputFonts *fonts)
{
  if (fonts == NULL)
    return;
  g_ptr_array_unref (fonts->uses);
  for (gsize i = 0; i < G_N_ELEMENTS (fonts->fallbacks); i++)
    g_ptr_array_unref (fonts->fallbacks[i]);
  g_free (fonts);
}

/* Lengths as the classes name them: two decimals. */
static int hundredths (double length_pt)
{
  return (int)lround (length_pt * 100);
}

/* The face: what needs a font file of its own. */
static int compare_faces (const HrFont *a, const HrFont *b)
{
  if (a->family != b->family)
    return (int)a->family - (int)b->family;
  if (a->weight != b->weight)
    return a->weight - b->weight;
  return (a->italic != FALSE) - (b->italic != FALSE);
}

static int compare_fonts (const HrFont *a, const HrFont *b)
{
  int order = compare_faces (a, b);
  if (order == 0)
    order = hundredths (a->size_pt) - hundredths (b->size_pt);
  return order != 0 ? order : hundredths (a->letter_spacing_pt) - hundredths (b->letter_spacing_pt);
}

/* Few fonts, so a linear search keeps the order. */
static FontUse *ensure_use (HrOutputFonts *fonts, const HrFont *font)
{
  guint at = 0;
  for (; at < fonts->uses->len; at++) {
    FontUse *use = g_ptr_array_index (fonts->uses, at);
    int order = compare_fonts (font, &use->font);
    if (order == 0)
      return use;
    if (order < 0)
      break;
  }
  FontUse *use = g_new0 (FontUse, 1);
  use->font = *font;
  use->characters = g_hash_table_new (g_direct_hash, g_direct_equal);
  use->clusters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_insert (fonts->uses, (int)at, use);
  return use;
}

void hr_output_fonts_add_text (HrOutputFonts *fonts, const HrFont *font, const char *text)
{
  FontUse *use = ensure_use (fonts, font);
  const char *known = text;
  while (*known > 0 && use->ascii[(guchar)*known])
    known++;
  if (*known == '\0')
    return;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (*p > 0)
      use->ascii[(guchar)*p] = TRUE;
    g_hash_table_add (use->characters, GUINT_TO_POINTER (g_utf8_get_char (p)));
  }
  for (const char *p = text, *end; *p != '\0'; p = end) {
    end = hr_text_cluster_end (p);
    if (g_utf8_get_char (p) > LAST_LATIN || end != g_utf8_next_char (p))
      g_hash_table_add (use->clusters, g_strndup (p, (gsize)(end - p)));
  }
}

void hr_output_fonts_add_scene (HrOutputFonts *fonts, const HrScene *scene)
{
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);
    if (node->kind == HR_NODE_TEXT)
      hr_output_fonts_add_text (fonts, &node->font, node->text);
  }
}

static void append_class_number (GString *out, char letter, double value)
{
  gsize start = out->len;
  g_string_append_c (out, letter);
  hr_escape_number (out, value, 2);
  for (gsize i = start; i < out->len; i++)
    if (out->str[i] == '.')
      out->str[i] = '_'; /* a dot would end the class name in a selector */
}

char *hr_output_fonts_dup_class (const HrFont *font)
{
  GString *out = g_string_new ("hr-");
  append_class_number (out, font->family == HR_FONT_CODE ? 'c' : 'l', font->size_pt);
  append_class_number (out, 'w', font->weight / 100.0);
  if (hundredths (font->letter_spacing_pt) != 0)
    append_class_number (out, 's', font->letter_spacing_pt);
  if (font->italic)
    g_string_append_c (out, 'i');
  return g_string_free (out, FALSE);
}

static char family_letter (HrFontFamily family)
{
  return family == HR_FONT_CODE ? 'c' : 'l';
}

/* "@prefix-l", or for another family that stands in for it "@prefix-l-dejavu-sans". */
static void append_embedded_name (GString *out, const char *prefix, HrFontFamily family, const char *fallback)
{
  g_string_append_printf (out, "%s-%c", prefix, family_letter (family));
  if (fallback == NULL)
    return;
  g_string_append_c (out, '-');
  for (const char *p = fallback; *p != '\0'; p++)
    g_string_append_c (out, g_ascii_isalnum (*p) ? g_ascii_tolower (*p) : '-');
}

static void append_family (const HrOutputFonts *fonts, GString *out, HrFontFamily family, const char *prefix)
{
  if (prefix != NULL) {
    append_embedded_name (out, prefix, family, NULL);
    g_string_append_c (out, ',');
    for (guint i = 0; i < fonts->fallbacks[family]->len; i++) {
      append_embedded_name (out, prefix, family, g_ptr_array_index (fonts->fallbacks[family], i));
      g_string_append_c (out, ',');
    }
  }
  g_string_append_printf (out, "'%s',", hr_text_family_name (family));
  for (guint i = 0; prefix != NULL && i < fonts->fallbacks[family]->len; i++)
    g_string_append_printf (out, "'%s',", (const char *)g_ptr_array_index (fonts->fallbacks[family], i));
  g_string_append (out, family == HR_FONT_CODE ? "'DejaVu Sans Mono',monospace" : "'DejaVu Sans',sans-serif");
}

/* All characters used in the face of use @first and of those after it that share that face; *@next is the first that
 * does not. Newly allocated UTF-8 in no particular order: subsetting makes a set of it. */
static char *dup_face_characters (const HrOutputFonts *fonts, guint first, guint *next)
{
  const FontUse *face = g_ptr_array_index (fonts->uses, first);
  GString *characters = g_string_new (NULL);
  guint i = first;
  for (; i < fonts->uses->len; i++) {
    const FontUse *use = g_ptr_array_index (fonts->uses, i);
    if (compare_faces (&use->font, &face->font) != 0)
      break;
    GHashTableIter iter;
    gpointer character;
    g_hash_table_iter_init (&iter, use->characters);
    while (g_hash_table_iter_next (&iter, &character, NULL))
      g_string_append_unichar (characters, GPOINTER_TO_UINT (character));
  }
  *next = i;
  return g_string_free (characters, FALSE);
}

static void append_face (GString *out, const HrFont *font, const char *prefix, const char *fallback, GBytes *woff)
{
  g_autofree char *encoded = g_base64_encode (g_bytes_get_data (woff, NULL), g_bytes_get_size (woff));
  g_string_append (out, "@font-face{font-family:");
  append_embedded_name (out, prefix, font->family, fallback);
  g_string_append_printf (out, ";font-weight:%d;", font->weight);
  if (font->italic)
    g_string_append (out, "font-style:italic;");
  g_string_append (out, "src:url(data:font/woff;base64,");
  g_string_append (out, encoded);
  g_string_append (out, ")}\n");
}

static gint compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Clusters of the uses from @first to before @end, in order, each once, borrowed. */
static GPtrArray *face_clusters_new (const HrOutputFonts *fonts, guint first, guint end)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *clusters = g_ptr_array_new ();
  for (guint i = first; i < end; i++) {
    GHashTableIter iter;
    gpointer cluster;
    g_hash_table_iter_init (&iter, ((const FontUse *)g_ptr_array_index (fonts->uses, i))->clusters);
    while (g_hash_table_iter_next (&iter, &cluster, NULL))
      if (g_hash_table_add (seen, cluster))
        g_ptr_array_add (clusters, cluster);
  }
  g_ptr_array_sort (clusters, compare_strings);
  return clusters;
}

static gboolean append_fallbacks (HrOutputFonts *fonts, GString *out, const HrFont *font, const char *prefix,
                                  GPtrArray *clusters, GError **error)
{
  if (clusters->len == 0)
    return TRUE;
  g_autoptr (GPtrArray) found =
      hr_text_subset_new_fallbacks (font, (const char *const *)clusters->pdata, clusters->len, error);
  if (found == NULL)
    return FALSE;
  GPtrArray *names = fonts->fallbacks[font->family];
  for (guint i = 0; i < found->len; i++) {
    const HrTextFallback *fallback = g_ptr_array_index (found, i);
    append_face (out, font, prefix, fallback->family, fallback->woff);
    if (!g_ptr_array_find_with_equal_func (names, fallback->family, g_str_equal, NULL))
      g_ptr_array_add (names, g_strdup (fallback->family));
  }
  return TRUE;
}

gboolean hr_output_fonts_append_faces (HrOutputFonts *fonts, GString *out, const char *prefix, GError **error)
{
  for (guint i = 0; i < fonts->uses->len;) {
    const HrFont *font = &((const FontUse *)g_ptr_array_index (fonts->uses, i))->font;
    guint first = i;
    g_autofree char *characters = dup_face_characters (fonts, i, &i);
    g_autoptr (GBytes) woff = hr_text_subset_new_woff (font, characters, error);
    g_autoptr (GPtrArray) clusters = face_clusters_new (fonts, first, i);
    if (woff == NULL)
      return FALSE;
    append_face (out, font, prefix, NULL, woff);
    if (!append_fallbacks (fonts, out, font, prefix, clusters, error))
      return FALSE;
  }
  return TRUE;
}

/* For the page around the pictures, whose texts are in the same fonts. */
static void append_family_properties (const HrOutputFonts *fonts, GString *out, const char *prefix)
{
  g_string_append (out, ":root{--hr-label-font:");
  append_family (fonts, out, HR_FONT_LABEL, prefix);
  g_string_append (out, ";--hr-code-font:");
  append_family (fonts, out, HR_FONT_CODE, prefix);
  g_string_append (out, "}\n");
}

static void append_family_rule (const HrOutputFonts *fonts, GString *out, HrFontFamily family, const char *prefix)
{
  g_string_append (out, "{font-family:");
  append_family (fonts, out, family, prefix);
  g_string_append (out, "}\n");
}

/* Labels' family is every text's; the code font's classes say otherwise. */
static void append_family_rules (const HrOutputFonts *fonts, GString *out, const char *scope, const char *prefix)
{
  g_string_append_printf (out, "%stext", scope);
  append_family_rule (fonts, out, HR_FONT_LABEL, prefix);
  gboolean any = FALSE;
  for (guint i = 0; i < fonts->uses->len; i++) {
    const HrFont *font = &((const FontUse *)g_ptr_array_index (fonts->uses, i))->font;
    if (font->family != HR_FONT_CODE)
      continue;
    g_autofree char *class_name = hr_output_fonts_dup_class (font);
    g_string_append_printf (out, "%s%s.%s", any ? "," : "", scope, class_name);
    any = TRUE;
  }
  if (any)
    append_family_rule (fonts, out, HR_FONT_CODE, prefix);
}

/* Sizes and weights are the same in every picture that names the class: they need no scope. */
static void append_font_rule (GString *out, const HrFont *font)
{
  g_autofree char *class_name = hr_output_fonts_dup_class (font);
  g_string_append_printf (out, ".%s{font-size:", class_name);
  hr_escape_number (out, font->size_pt, 2);
  g_string_append_printf (out, "px;font-weight:%d", font->weight);
  if (font->italic)
    g_string_append (out, ";font-style:italic");
  if (hundredths (font->letter_spacing_pt) != 0) {
    g_string_append (out, ";letter-spacing:");
    hr_escape_number (out, font->letter_spacing_pt, 2);
    g_string_append (out, "px");
  }
  g_string_append (out, "}\n");
}

void hr_output_fonts_append_classes (const HrOutputFonts *fonts, GString *out, const char *scope, const char *prefix)
{
  append_family_rules (fonts, out, scope, prefix);
  for (guint i = 0; i < fonts->uses->len; i++)
    append_font_rule (out, &((const FontUse *)g_ptr_array_index (fonts->uses, i))->font);
}

/* Every role as a custom property. */
static void append_properties (GString *out, const char *selector, const HrTheme *theme, gboolean dark)
{
  g_string_append_printf (out, "%s{color-scheme:%s;", selector, hr_theme_is_dark (theme, dark) ? "dark" : "light");
  for (HrPaint paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++)
    g_string_append_printf (out, "--%s:#%06x;", hr_theme_class (paint), hr_theme_rgb (theme, dark, paint));
  g_string_append (out, "}\n");
}

char *hr_output_fonts_dup_fragment_css (HrOutputFonts *fonts, const HrOutputOptions *options, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const HrTheme *theme = hr_output_theme (options);
  const char *prefix = options->text == HR_OUTPUT_TEXT_EMBED ? "hr" : NULL;
  if (prefix != NULL && !hr_output_fonts_append_faces (fonts, out, prefix, error))
    return NULL;
  append_family_properties (fonts, out, prefix);
  append_properties (out, ":root", theme, FALSE);
  if (hr_theme_follows_reader (theme)) {
    g_string_append (out, "@media (prefers-color-scheme:dark){\n");
    append_properties (out, ":root", theme, TRUE);
    g_string_append (out, "}\n");
  }
  append_properties (out, ":root[data-theme=light]", hr_theme_is_dark (theme, FALSE) ? hr_theme_light () : theme,
                     FALSE);
  append_properties (out, ":root[data-theme=dark]", hr_theme_is_dark (theme, TRUE) ? theme : hr_theme_dark (), TRUE);
  for (HrPaint paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++) {
    const char *name = hr_theme_class (paint);
    g_string_append_printf (out, ".%s{fill:var(--%s)}\n.%s-s{stroke:var(--%s)}\n", name, name, name, name);
  }
  hr_output_fonts_append_classes (fonts, out, ".hr-picture ", prefix);
  g_string_append (out, ".hr-picture text{white-space:pre;font-variant-ligatures:none}\n");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

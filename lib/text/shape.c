#include "text/shape.h"

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "base/error.h"
#include "text/fontset.h"

static gboolean fail_missing (HrFontFamily family, GError **error)
{
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "font \"%s\" is not installed; on Debian: apt install %s",
               hr_text_family_name (family), hr_text_family_package (family));
  return FALSE;
}

static gboolean check_family (HrTextContext *context, HrFontFamily family, GError **error)
{
  PangoFontMap *map = pango_context_get_font_map (context);
  return pango_font_map_get_family (map, hr_text_family_name (family)) != NULL || fail_missing (family, error);
}

static HrTextContext *context_new (GError **error)
{
  g_autoptr (PangoFontMap) map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (map), hr_text_fontset_peek ());
  g_autoptr (HrTextContext) context = pango_font_map_create_context (map);
  if (!check_family (context, HR_FONT_LABEL, error) || !check_family (context, HR_FONT_CODE, error))
    return NULL;

  /* Hinted advances are whole pixels: text came out 3 % wider in a browser than measured so. */
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);

  /* The locale must not choose glyphs. */
  pango_context_set_language (context, pango_language_from_string ("en"));
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  return g_steal_pointer (&context);
}

/* One font map for all: it opens every font once. */
HrTextContext *hr_text_shape_context_new (GError **error)
{
  static HrTextContext *shared;
  if (shared == NULL)
    shared = context_new (error);
  return shared != NULL ? g_object_ref (shared) : NULL;
}

static PangoFontDescription *font_description_new (const HrFont *font)
{
  PangoFontDescription *description = pango_font_description_new ();
  pango_font_description_set_family_static (description, hr_text_families (font->family));
  pango_font_description_set_absolute_size (description, font->size_pt * PANGO_SCALE);
  pango_font_description_set_weight (description, (PangoWeight)font->weight);
  pango_font_description_set_style (description, font->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  return description;
}

PangoLayout *hr_text_shape_layout_new (HrTextContext *context, const HrFont *font, const char *text)
{
  PangoLayout *layout = pango_layout_new (context);
  g_autoptr (PangoFontDescription) description = font_description_new (font);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("liga=0, clig=0, dlig=0, calt=0"));
  if (font->letter_spacing_pt > 0)
    pango_attr_list_insert (attributes, pango_attr_letter_spacing_new ((int)(font->letter_spacing_pt * PANGO_SCALE)));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

PangoFont *hr_text_shape_font_new (HrTextContext *context, const HrFont *font, GError **error)
{
  g_autoptr (PangoFontDescription) description = font_description_new (font);
  g_autoptr (PangoFont) found = pango_context_load_font (context, description);
  g_autoptr (PangoFontDescription) actual = found != NULL ? pango_font_describe (found) : NULL;
  if (actual == NULL ||
      g_ascii_strcasecmp (pango_font_description_get_family (actual), hr_text_family_name (font->family)) != 0) {
    fail_missing (font->family, error);
    return NULL;
  }
  return g_steal_pointer (&found);
}

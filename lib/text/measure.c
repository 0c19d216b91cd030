#include "text/measure.h"

#include <string.h>

#include "text/shape.h"

/* Widths kept before all are dropped: enough for a timeline's labels, some megabytes at most. */
#define CACHE_LIMIT 65536

struct HrTextMeasure {
  HrTextContext *context; /* NULL: the fixed measure */
  GHashTable *widths;     /* "font key, text" → double */
};

HrTextMeasure *hr_text_measure_new_pango (GError **error)
{
  g_autoptr (HrTextContext) context = hr_text_shape_context_new (error);
  if (context == NULL)
    return NULL;
  HrTextMeasure *measure = g_new0 (HrTextMeasure, 1);
  measure->context = g_steal_pointer (&context);
  measure->widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return measure;
}

HrTextMeasure *hr_text_measure_new_fixed (void)
{
  return g_new0 (HrTextMeasure, 1);
}

void hr_text_measure_free (HrTextMeasure *measure)
{
  if (measure == NULL)
    return;
  g_clear_object (&measure->context);
  g_clear_pointer (&measure->widths, g_hash_table_unref);
  g_free (measure);
}

/* Whether @c stands on the character before it or joins it, so that a cut before it would change that one. */
static gboolean continues_cluster (gunichar c)
{
  return g_unichar_ismark (c) || g_unichar_iszerowidth (c) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

static double fixed_width (const HrFont *font, const char *text)
{
  double em = font->family == HR_FONT_CODE ? 0.6 : 0.55, width = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!continues_cluster (c))
      width += em * font->size_pt * (g_unichar_iswide (c) ? 2 : 1) + font->letter_spacing_pt;
  }
  return MAX (width - font->letter_spacing_pt, 0);
}

static double pango_width (HrTextContext *context, const HrFont *font, const char *text)
{
  g_autoptr (PangoLayout) layout = hr_text_shape_layout_new (context, font, text);
  int width = 0;
  pango_layout_get_size (layout, &width, NULL);
  return (double)width / PANGO_SCALE;
}

static double cached_width (HrTextMeasure *measure, const HrFont *font, const char *text)
{
  g_autofree char *key =
      g_strdup_printf ("%d %d %d %d %d %s", font->family, (int)(font->size_pt * PANGO_SCALE), font->weight,
                       font->italic, (int)(font->letter_spacing_pt * PANGO_SCALE), text);
  const double *known = g_hash_table_lookup (measure->widths, key);
  if (known != NULL)
    return *known;
  if (g_hash_table_size (measure->widths) >= CACHE_LIMIT)
    g_hash_table_remove_all (measure->widths);
  double width = pango_width (measure->context, font, text);
  g_hash_table_insert (measure->widths, g_steal_pointer (&key), g_memdup2 (&width, sizeof width));
  return width;
}

double hr_text_measure_width (HrTextMeasure *measure, const HrFont *font, const char *text)
{
  if (*text == '\0')
    return 0;
  return measure->context != NULL ? cached_width (measure, font, text) : fixed_width (font, text);
}

/* Where @text may be cut: byte offsets of the beginnings of clusters, and its length. */
static GArray *cut_offsets_new (const char *text)
{
  GArray *offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  gunichar before = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gsize offset = (gsize)(p - text);
    if (offset == 0 || (!continues_cluster (c) && before != 0x200D)) /* ZERO WIDTH JOINER binds both sides */
      g_array_append_val (offsets, offset);
    before = c;
  }
  return offsets;
}

char *hr_text_measure_dup_elided (HrTextMeasure *measure, const HrFont *font, const char *text, double max_width_pt)
{
  if (hr_text_measure_width (measure, font, text) <= max_width_pt)
    return g_strdup (text);
  g_autoptr (GArray) offsets = cut_offsets_new (text);
  guint fits = 0, too_long = offsets->len; /* clusters kept; none always counts as fitting */
  while (too_long - fits > 1) {
    guint middle = fits + (too_long - fits) / 2;
    g_autofree char *cut = g_strdup_printf ("%.*s…", (int)g_array_index (offsets, gsize, middle), text);
    if (hr_text_measure_width (measure, font, cut) <= max_width_pt)
      fits = middle;
    else
      too_long = middle;
  }
  gsize n_bytes = offsets->len > 0 ? g_array_index (offsets, gsize, fits) : 0;
  while (n_bytes > 0 && text[n_bytes - 1] == ' ')
    n_bytes--;
  return g_strdup_printf ("%.*s…", (int)n_bytes, text);
}

#include "text/measure.h"

#include <string.h>

#include "text/shape.h"

/* Widths kept before all are dropped: enough for a timeline's labels, some megabytes at most. */
#define CACHE_LIMIT 65536

/* A text in a font, and how wide it is. */
typedef struct {
  HrFont font;
  char *text;
  double width_pt;
} Measured;

struct HrTextMeasure {
  HrTextContext *context; /* NULL: the fixed measure */
  GHashTable *widths;     /* Measured → itself */
  GString *missing;       /* characters that no font has */
  HrTextMissingFunc missing_func;
  gconstpointer missing_data;
};

static guint measured_hash (gconstpointer data)
{
  const Measured *measured = data;
  return g_str_hash (measured->text) ^ (guint)measured->font.family ^ (guint)(measured->font.size_pt * 1024) ^
         (guint)measured->font.weight << 16;
}

static gboolean measured_equal (gconstpointer a, gconstpointer b)
{
  const Measured *left = a, *right = b;
  const HrFont *one = &left->font, *other = &right->font;
  return one->family == other->family && one->size_pt == other->size_pt && one->weight == other->weight &&
         one->italic == other->italic && one->letter_spacing_pt == other->letter_spacing_pt &&
         strcmp (left->text, right->text) == 0;
}

static void measured_free (gpointer data)
{
  g_free (((Measured *)data)->text);
  g_free (data);
}

HrTextMeasure *hr_text_measure_new_pango (GError **error)
{
  g_autoptr (HrTextContext) context = hr_text_shape_context_new (error);
  if (context == NULL)
    return NULL;
  HrTextMeasure *measure = g_new0 (HrTextMeasure, 1);
  measure->context = g_steal_pointer (&context);
  measure->widths = g_hash_table_new_full (measured_hash, measured_equal, measured_free, NULL);
  measure->missing = g_string_new (NULL);
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
  if (measure->missing_func != NULL && measure->missing->len > 0)
    measure->missing_func (measure->missing->str, measure->missing_data);
  if (measure->missing != NULL)
    g_string_free (measure->missing, TRUE);
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

void hr_text_measure_set_missing_func (HrTextMeasure *measure, HrTextMissingFunc func, gconstpointer data)
{
  measure->missing_func = func;
  measure->missing_data = data;
}

static void note_missing (HrTextMeasure *measure, const HrFont *font, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    char c[8] = { 0 };
    g_unichar_to_utf8 (g_utf8_get_char (p), c);
    g_autoptr (PangoLayout) layout = hr_text_shape_layout_new (measure->context, font, c);
    if (pango_layout_get_unknown_glyphs_count (layout) > 0 && strstr (measure->missing->str, c) == NULL)
      g_string_append (measure->missing, c);
  }
}

static double pango_width (HrTextMeasure *measure, const HrFont *font, const char *text)
{
  g_autoptr (PangoLayout) layout = hr_text_shape_layout_new (measure->context, font, text);
  int width = 0;
  pango_layout_get_size (layout, &width, NULL);
  if (pango_layout_get_unknown_glyphs_count (layout) > 0)
    note_missing (measure, font, text);
  return (double)width / PANGO_SCALE;
}

static double cached_width (HrTextMeasure *measure, const HrFont *font, const char *text)
{
  const Measured wanted = { .font = *font, .text = (char *)text };
  const Measured *known = g_hash_table_lookup (measure->widths, &wanted);
  if (known != NULL)
    return known->width_pt;
  if (g_hash_table_size (measure->widths) >= CACHE_LIMIT)
    g_hash_table_remove_all (measure->widths);
  Measured *measured = g_memdup2 (&wanted, sizeof wanted);
  measured->text = g_strdup (text);
  measured->width_pt = pango_width (measure, font, text);
  g_hash_table_add (measure->widths, measured);
  return measured->width_pt;
}

double hr_text_measure_width (HrTextMeasure *measure, const HrFont *font, const char *text)
{
  if (*text == '\0')
    return 0;
  return measure->context != NULL ? cached_width (measure, font, text) : fixed_width (font, text);
}

const char *hr_text_cluster_end (const char *text)
{
  gunichar before = g_utf8_get_char (text);
  const char *p = g_utf8_next_char (text);
  for (; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!continues_cluster (c) && before != 0x200D) /* ZERO WIDTH JOINER binds both sides */
      break;
    before = c;
  }
  return p;
}

/* Where @text may be cut: byte offsets of the beginnings of clusters. */
static GArray *cut_offsets_new (const char *text)
{
  GArray *offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  for (const char *p = text; *p != '\0'; p = hr_text_cluster_end (p)) {
    gsize offset = (gsize)(p - text);
    g_array_append_val (offsets, offset);
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

#include "text/subset.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "text/shape.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (hb_face_t, hb_face_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (hb_subset_input_t, hb_subset_input_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (hb_blob_t, hb_blob_destroy)

static GBytes *fail (const HrFont *font, const char *what, GError **error)
{
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "font \"%s\": %s; reinstall it (on Debian: %s), or use --text=system",
               hr_text_family_name (font->family), what, hr_text_family_package (font->family));
  return NULL;
}

/* Kerning and mark placement stay; ligatures, alternates and the rest of a designer's font would be bytes that no
 * picture uses. */
static void keep_layout_features (hb_subset_input_t *input)
{
  static const hb_tag_t kept[] = { HB_TAG ('k', 'e', 'r', 'n'), HB_TAG ('m', 'a', 'r', 'k'),
                                   HB_TAG ('m', 'k', 'm', 'k'), HB_TAG ('c', 'c', 'm', 'p') };
  hb_set_t *features = hb_subset_input_set (input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
  hb_set_clear (features);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    hb_set_add (features, kept[i]);
}

/* A variable font is pinned to the one weight and slant that is embedded. */
static void pin_axes (hb_subset_input_t *input, hb_face_t *face, const HrFont *font)
{
  unsigned n_axes = hb_ot_var_get_axis_count (face);
  g_autofree hb_ot_var_axis_info_t *axes = g_new0 (hb_ot_var_axis_info_t, n_axes);
  hb_ot_var_get_axis_infos (face, 0, &n_axes, axes);
  for (unsigned i = 0; i < n_axes; i++) {
    float weight = CLAMP ((float)font->weight, axes[i].min_value, axes[i].max_value);
    if (axes[i].tag == HB_OT_TAG_VAR_AXIS_WEIGHT)
      hb_subset_input_pin_axis_location (input, face, axes[i].tag, weight);
    else
      hb_subset_input_pin_axis_to_default (input, face, axes[i].tag);
  }
}

static hb_subset_input_t *subset_input_new (hb_face_t *face, const HrFont *font, const char *characters, gboolean own)
{
  hb_subset_input_t *input = hb_subset_input_create_or_fail ();
  g_assert (input != NULL);
  hb_set_t *unicodes = hb_subset_input_unicode_set (input);
  for (const char *p = characters; *p != '\0'; p = g_utf8_next_char (p))
    hb_set_add (unicodes, g_utf8_get_char (p));
  hb_subset_input_set_flags (input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE |
                                        HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
  hb_set_clear (hb_subset_input_set (input, HB_SUBSET_SETS_NAME_ID));
  if (own) /* other scripts are shaped by theirs */
    keep_layout_features (input);
  pin_axes (input, face, font);
  return input;
}

/* One table of the font, as WOFF wants it. */
typedef struct {
  hb_tag_t tag;
  guint32 n_bytes, checksum;
  guint8 *stored; /* compressed, or as it is when that is not larger */
  guint32 n_stored;
} WoffTable;

static void woff_table_clear (gpointer data)
{
  g_free (((WoffTable *)data)->stored);
}

static void append_u16 (GByteArray *out, guint16 value)
{
  guint16 big = GUINT16_TO_BE (value);
  g_byte_array_append (out, (const guint8 *)&big, sizeof big);
}

static void append_u32 (GByteArray *out, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);
  g_byte_array_append (out, (const guint8 *)&big, sizeof big);
}

static guint32 padded (guint32 n_bytes)
{
  return (n_bytes + 3) & ~3U;
}

/* Sum of the big-endian words of a table, as the OpenType specification defines it; the head table's own adjustment
 * field counts as 0. */
static guint32 table_checksum (hb_tag_t tag, const guint8 *data, guint32 n_bytes)
{
  guint32 sum = 0;
  for (guint32 i = 0; i < n_bytes; i++)
    if (tag != HB_TAG ('h', 'e', 'a', 'd') || i < 8 || i >= 12)
      sum += (guint32)data[i] << (24 - 8 * (i % 4));
  return sum;
}

static WoffTable woff_table (hb_face_t *face, hb_tag_t tag)
{
  g_autoptr (hb_blob_t) blob = hb_face_reference_table (face, tag);
  unsigned n_bytes = 0;
  const guint8 *data = (const guint8 *)hb_blob_get_data (blob, &n_bytes);
  WoffTable table = { .tag = tag, .n_bytes = n_bytes, .checksum = table_checksum (tag, data, n_bytes) };
  uLongf n_packed = compressBound (n_bytes);
  g_autofree guint8 *packed = g_malloc (n_packed);
  int status = compress2 (packed, &n_packed, data, n_bytes, Z_BEST_COMPRESSION);
  g_assert (status == Z_OK);
  if (n_packed < n_bytes) {
    table.stored = g_steal_pointer (&packed);
    table.n_stored = (guint32)n_packed;
  } else {
    table.stored = g_memdup2 (data, n_bytes);
    table.n_stored = n_bytes;
  }
  return table;
}

static int compare_tables (gconstpointer a, gconstpointer b)
{
  hb_tag_t left = ((const WoffTable *)a)->tag, right = ((const WoffTable *)b)->tag;
  return left < right ? -1 : left > right;
}

static GArray *woff_tables_new (hb_face_t *face)
{
  unsigned n_tables = hb_face_get_table_tags (face, 0, NULL, NULL);
  g_autofree hb_tag_t *tags = g_new (hb_tag_t, n_tables);
  hb_face_get_table_tags (face, 0, &n_tables, tags);
  GArray *tables = g_array_new (FALSE, FALSE, sizeof (WoffTable));
  g_array_set_clear_func (tables, woff_table_clear);
  for (unsigned i = 0; i < n_tables; i++) {
    WoffTable table = woff_table (face, tags[i]);
    g_array_append_val (tables, table);
  }
  g_array_sort (tables, compare_tables);
  return tables;
}

#define WOFF_HEADER_BYTES 44
#define WOFF_ENTRY_BYTES 20
#define SFNT_HEADER_BYTES 12
#define SFNT_ENTRY_BYTES 16

/* WOFF 1.0, sections 3 and 4: header, then the directory. */
static void append_woff_head (GByteArray *out, const GArray *tables)
{
  guint32 start = WOFF_HEADER_BYTES + WOFF_ENTRY_BYTES * tables->len, length = start;
  guint32 sfnt_length = SFNT_HEADER_BYTES + SFNT_ENTRY_BYTES * tables->len;
  gboolean cff = FALSE;
  for (guint i = 0; i < tables->len; i++) {
    const WoffTable *table = &g_array_index (tables, WoffTable, i);
    length += padded (table->n_stored);
    sfnt_length += padded (table->n_bytes);
    cff = cff || table->tag == HB_TAG ('C', 'F', 'F', ' ');
  }
  append_u32 (out, HB_TAG ('w', 'O', 'F', 'F'));
  append_u32 (out, cff ? HB_TAG ('O', 'T', 'T', 'O') : 0x00010000);
  append_u32 (out, length);
  append_u16 (out, (guint16)tables->len);
  append_u16 (out, 0);
  append_u32 (out, sfnt_length);
  append_u32 (out, 0x00010000);
  for (int i = 0; i < 5; i++) /* no metadata block, no private block */
    append_u32 (out, 0);
  guint32 offset = start;
  for (guint i = 0; i < tables->len; i++) {
    const WoffTable *table = &g_array_index (tables, WoffTable, i);
    append_u32 (out, table->tag);
    append_u32 (out, offset);
    append_u32 (out, table->n_stored);
    append_u32 (out, table->n_bytes);
    append_u32 (out, table->checksum);
    offset += padded (table->n_stored);
  }
}

static GBytes *woff_new (hb_face_t *face)
{
  static const guint8 zeros[4] = { 0 };
  g_autoptr (GArray) tables = woff_tables_new (face);
  GByteArray *out = g_byte_array_new ();
  append_woff_head (out, tables);
  for (guint i = 0; i < tables->len; i++) {
    const WoffTable *table = &g_array_index (tables, WoffTable, i);
    g_byte_array_append (out, table->stored, table->n_stored);
    g_byte_array_append (out, zeros, padded (table->n_stored) - table->n_stored);
  }
  return g_byte_array_free_to_bytes (out);
}

/* @own: the face is of the family that @font names. */
static GBytes *subset_new (PangoFont *found, const HrFont *font, const char *characters, gboolean own, GError **error)
{
  hb_face_t *face = hb_font_get_face (pango_font_get_hb_font (found));
  g_autoptr (hb_subset_input_t) input = subset_input_new (face, font, characters, own);
  g_autoptr (hb_face_t) subset = hb_subset_or_fail (face, input);
  if (subset == NULL)
    return fail (font, "cannot be subset", error);
  /* hb_subset builds its tables in memory; a blob of them makes a face whose tables can be listed in file order. */
  g_autoptr (hb_blob_t) blob = hb_face_reference_blob (subset);
  if (hb_blob_get_length (blob) == 0)
    return fail (font, "has no tables to embed", error);
  g_autoptr (hb_face_t) flat = hb_face_create (blob, 0);
  return woff_new (flat);
}

GBytes *hr_text_subset_new_woff (const HrFont *font, const char *characters, GError **error)
{
  g_autoptr (HrTextContext) context = hr_text_shape_context_new (error);
  g_autoptr (PangoFont) found = context != NULL ? hr_text_shape_font_new (context, font, error) : NULL;
  return found != NULL ? subset_new (found, font, characters, TRUE, error) : NULL;
}

void hr_text_fallback_free (HrTextFallback *fallback)
{
  g_free (fallback->family);
  g_bytes_unref (fallback->woff);
  g_free (fallback);
}

/* A font that pango chose, and the clusters for which it did. */
typedef struct {
  PangoFont *font;
  char *family;
  GString *characters;
} Choice;

static void choice_free (gpointer data)
{
  Choice *choice = data;
  g_object_unref (choice->font);
  g_free (choice->family);
  g_string_free (choice->characters, TRUE);
  g_free (choice);
}

static char *dup_family (PangoFont *font)
{
  g_autoptr (PangoFontDescription) description = pango_font_describe (font);
  return g_strdup (pango_font_description_get_family (description));
}

static void add_choice (GPtrArray *choices, PangoFont *font, const char *cluster)
{
  g_autofree char *family = dup_family (font);
  for (guint i = 0; i < choices->len; i++) {
    Choice *known = g_ptr_array_index (choices, i);
    if (strcmp (known->family, family) == 0) {
      g_string_append (known->characters, cluster);
      return;
    }
  }
  Choice *choice = g_new0 (Choice, 1);
  choice->font = g_object_ref (font);
  choice->family = g_steal_pointer (&family);
  choice->characters = g_string_new (cluster);
  g_ptr_array_add (choices, choice);
}

static gboolean is_drawn (const PangoGlyphItem *run)
{
  for (int i = 0; i < run->glyphs->num_glyphs; i++)
    if (run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
      return FALSE;
  return TRUE;
}

/* A browser takes one font for a whole cluster: all of it goes to each font that a part of it needs. */
static void choose (HrTextContext *context, const HrFont *font, const char *cluster, GPtrArray *choices)
{
  g_autoptr (PangoLayout) layout = hr_text_shape_layout_new (context, font, cluster);
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  for (const GSList *item = line->runs; item != NULL; item = item->next) {
    const PangoGlyphItem *run = item->data;
    g_autofree char *family = dup_family (run->item->analysis.font);
    if (strcmp (family, hr_text_family_name (font->family)) != 0 && is_drawn (run))
      add_choice (choices, run->item->analysis.font, cluster);
  }
}

static gint compare_choices (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(Choice *const *)a)->family, (*(Choice *const *)b)->family);
}

GPtrArray *hr_text_subset_new_fallbacks (const HrFont *font, const char *const *clusters, guint n_clusters,
                                         GError **error)
{
  g_autoptr (HrTextContext) context = hr_text_shape_context_new (error);
  if (context == NULL)
    return NULL;
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (choice_free);
  for (guint i = 0; i < n_clusters; i++)
    choose (context, font, clusters[i], choices);
  g_ptr_array_sort (choices, compare_choices);
  g_autoptr (GPtrArray) fallbacks = g_ptr_array_new_with_free_func ((GDestroyNotify)hr_text_fallback_free);
  for (guint i = 0; i < choices->len; i++) {
    Choice *choice = g_ptr_array_index (choices, i);
    GBytes *woff = subset_new (choice->font, font, choice->characters->str, FALSE, error);
    if (woff == NULL)
      return NULL;
    HrTextFallback *fallback = g_new0 (HrTextFallback, 1);
    fallback->family = g_steal_pointer (&choice->family);
    fallback->woff = woff;
    g_ptr_array_add (fallbacks, fallback);
  }
  return g_steal_pointer (&fallbacks);
}

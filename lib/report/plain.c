#include "report/plain.h"

#include <string.h>

#include "base/caption.h"
#include "base/escape.h"

struct HrReportPlain {
  guint n_steps, n_added;
  GHashTable *parts; /* markup → number, for <use> */
  GString *definitions, *articles;
};

HrReportPlain *hr_report_plain_new (guint n_steps)
{
  HrReportPlain *plain = g_new0 (HrReportPlain, 1);
  plain->n_steps = n_steps;
  plain->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  plain->definitions = g_string_new (NULL);
  plain->articles = g_string_new (NULL);
  return plain;
}

void hr_report_plain_free (HrReportPlain *plain)
{
  if (plain == NULL)
    return;
  g_hash_table_unref (plain->parts);
  g_string_free (plain->definitions, TRUE);
  g_string_free (plain->articles, TRUE);
  g_free (plain);
}

void hr_report_plain_append_caption (GString *out, const char *caption)
{
  gboolean is_code = FALSE;
  char *piece;
  while ((piece = hr_caption_next (&caption, &is_code)) != NULL) {
    g_string_append (out, is_code ? "<code>" : "");
    hr_escape_xml_text (out, piece);
    g_string_append (out, is_code ? "</code>" : "");
    g_free (piece);
  }
}

/* Two versions of a part are two definitions, which must not share the part's id. */
static void append_without_id (GString *out, const char *part)
{
  static const char begin[] = "<g id=\"";
  const char *end = g_str_has_prefix (part, begin) ? strchr (part + strlen (begin), '"') : NULL;
  if (end == NULL) {
    g_string_append (out, part);
    return;
  }
  g_string_append (out, "<g");
  g_string_append (out, end + 1);
}

static guint ensure_part (HrReportPlain *plain, const char *part)
{
  gpointer number = NULL;
  if (g_hash_table_lookup_extended (plain->parts, part, NULL, &number))
    return GPOINTER_TO_UINT (number);
  guint next = g_hash_table_size (plain->parts);
  g_hash_table_insert (plain->parts, g_strdup (part), GUINT_TO_POINTER (next));
  g_string_append_printf (plain->definitions, "<g id=\"d%u\">", next);
  append_without_id (plain->definitions, part);
  g_string_append (plain->definitions, "</g>\n");
  return next;
}

static void append_use (HrReportPlain *plain, const char *begin, const char *end)
{
  if (begin == end)
    return;
  g_autofree char *part = g_strndup (begin, (gsize)(end - begin));
  g_string_append_printf (plain->articles, "<use href=\"#d%u\"/>", ensure_part (plain, part));
}

/* A part is a top-level group, or the elements between two of them. */
static void append_parts (HrReportPlain *plain, const char *markup)
{
  const char *begin = markup;
  guint depth = 0;
  for (const char *p = markup; *p != '\0';) {
    const char *next = p + strcspn (p, "\n");
    next += *next == '\n';
    if (g_str_has_prefix (p, "</g>")) {
      depth--;
      if (depth == 0) {
        append_use (plain, begin, next);
        begin = next;
      }
    } else if (g_str_has_prefix (p, "<g")) {
      if (depth == 0) {
        append_use (plain, begin, p);
        begin = p;
      }
      depth++;
    }
    p = next;
  }
  append_use (plain, begin, begin + strlen (begin));
}

static void append_size (GString *out, HrSize size_pt)
{
  g_string_append (out, "viewBox=\"0 0 ");
  hr_escape_number (out, size_pt.width, 2);
  g_string_append_c (out, ' ');
  hr_escape_number (out, size_pt.height, 2);
  g_string_append (out, "\" width=\"");
  hr_escape_number (out, size_pt.width, 2);
  g_string_append (out, "\" height=\"");
  hr_escape_number (out, size_pt.height, 2);
  g_string_append_c (out, '"');
}

static gboolean is_full (const HrReportPlain *plain)
{
  return plain->n_added >= HR_REPORT_PLAIN_MAX_STEPS ||
         plain->definitions->len + plain->articles->len >= HR_REPORT_PLAIN_MAX_BYTES;
}

void hr_report_plain_add_step (HrReportPlain *plain, const char *title, const char *caption, const char *markup,
                               HrSize size_pt, const char *output)
{
  GString *out = plain->articles;
  if (is_full (plain))
    return;
  plain->n_added++;
  g_string_append_printf (out, "<article>\n<h3>Step %u of %u. ", plain->n_added, plain->n_steps);
  hr_escape_xml_text (out, title);
  g_string_append (out, "</h3>\n<p>");
  hr_report_plain_append_caption (out, caption);
  g_string_append (out, "</p>\n<svg class=\"hr-picture\" role=\"img\" stroke-linejoin=\"round\" aria-label=\"");
  hr_escape_xml_attribute (out, caption);
  g_string_append (out, "\" ");
  append_size (out, size_pt);
  g_string_append_c (out, '>');
  append_parts (plain, markup);
  g_string_append (out, "</svg>\n");
  if (*output != '\0') {
    g_string_append (out, "<pre>");
    hr_escape_xml_text (out, output);
    g_string_append (out, "</pre>\n");
  }
  g_string_append (out, "</article>\n");
}

char *hr_report_plain_dup_markup (const HrReportPlain *plain)
{
  GString *out = g_string_new ("<svg id=\"parts\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>\n");
  g_string_append (out, plain->definitions->str);
  g_string_append (out, "</defs></svg>\n");
  g_string_append (out, plain->articles->str);
  if (plain->n_added < plain->n_steps)
    g_string_append_printf (out, "<p>Steps %u to %u are shown where scripts may run.</p>\n", plain->n_added + 1,
                            plain->n_steps);
  return g_string_free (out, FALSE);
}

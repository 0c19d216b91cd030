#include "report/columns.h"

#include "base/escape.h"

#define DIGIT_BITS 5
#define MORE_FOLLOW (1 << DIGIT_BITS)

void hr_report_number_append (GString *out, gint64 number)
{
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  guint64 left = number < 0 ? 2 * (guint64) - (number + 1) + 1 : 2 * (guint64)number;
  for (; left >= MORE_FOLLOW; left >>= DIGIT_BITS)
    g_string_append_c (out, digits[MORE_FOLLOW | (left & (MORE_FOLLOW - 1))]);
  g_string_append_c (out, digits[left]);
}

void hr_report_column_init (HrReportColumn *column)
{
  *column = (HrReportColumn){ .text = g_string_new (NULL) };
}

void hr_report_column_clear (HrReportColumn *column)
{
  if (column->text != NULL)
    g_string_free (column->text, TRUE);
  *column = (HrReportColumn){ 0 };
}

void hr_report_column_add (HrReportColumn *column, gint64 number)
{
  hr_report_number_append (column->text, number - column->last);
  column->last = number;
  column->filled |= number != 0;
}

void hr_report_column_append_json (const HrReportColumn *column, const char *name, GString *out)
{
  if (column->filled)
    g_string_append_printf (out, ",\n\"%s\":\"%s\"", name, column->text->str);
}

struct HrReportWords {
  GPtrArray *texts;    /* char *, by number; owned by @numbers */
  GHashTable *numbers; /* text → number */
};

HrReportWords *hr_report_words_new (void)
{
  HrReportWords *words = g_new0 (HrReportWords, 1);
  words->texts = g_ptr_array_new ();
  words->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return words;
}

void hr_report_words_free (HrReportWords *words)
{
  if (words == NULL)
    return;
  g_ptr_array_unref (words->texts);
  g_hash_table_unref (words->numbers);
  g_free (words);
}

guint hr_report_words_add (HrReportWords *words, const char *text)
{
  gpointer number = NULL;
  if (g_hash_table_lookup_extended (words->numbers, text, NULL, &number))
    return GPOINTER_TO_UINT (number);
  char *kept = g_strdup (text);
  guint next = words->texts->len;
  g_hash_table_insert (words->numbers, kept, GUINT_TO_POINTER (next));
  g_ptr_array_add (words->texts, kept);
  return next;
}

guint hr_report_words_count (const HrReportWords *words)
{
  return words->texts->len;
}

void hr_report_words_append_json (const HrReportWords *words, const char *name, GString *out)
{
  g_string_append_printf (out, ",\n\"%s\":[", name);
  for (guint i = 0; i < words->texts->len; i++) {
    g_string_append (out, i > 0 ? ",\n" : "");
    hr_escape_json (out, g_ptr_array_index (words->texts, i));
  }
  g_string_append_c (out, ']');
}

/* Numbers as text, for the page's data: short where they are small, and where they change little from row to row.
 *
 * A number n is folded (0, -1, 1, -2, 2 … to 0, 1, 2, 3, 4 …) and written in base 32, low digits first, each digit one
 * of the 64 characters A–Z a–z 0–9 + /: those from "g" on say that more follow. It is the base 64 VLQ of source maps,
 * but for the sign, and safe inside JSON strings and script elements. */
#pragma once

#include <glib.h>

void hr_report_number_append (GString *out, gint64 number);

/* A column of a table: each number as its difference from the one above, the first from 0. */
typedef struct {
  GString *text;
  gint64 last;
  gboolean filled; /* some number is other than 0 */
} HrReportColumn;

void hr_report_column_init (HrReportColumn *column);
void hr_report_column_clear (HrReportColumn *column);
void hr_report_column_add (HrReportColumn *column, gint64 number);
/* ,"name":"…" into a JSON object; nothing when all are 0. */
void hr_report_column_append_json (const HrReportColumn *column, const char *name, GString *out);

/* Texts that come again and again: each stands once, in the order of first use. */
typedef struct HrReportWords HrReportWords;

HrReportWords *hr_report_words_new (void);
void hr_report_words_free (HrReportWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrReportWords, hr_report_words_free)
/* The number of @text, from 0. */
guint hr_report_words_add (HrReportWords *words, const char *text);
guint hr_report_words_count (const HrReportWords *words);
/* ,"name":["…", …] */
void hr_report_words_append_json (const HrReportWords *words, const char *name, GString *out);

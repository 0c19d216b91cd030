/* Many pictures as one table of lines: each distinct line of markup once, each picture as the lines that differ from
 * the one before. Pictures of one layout share their coordinates, so most lines are shared, and the bytes grow with
 * what changes. Knows lines, not what is in them. */
#pragma once

#include <glib.h>

typedef struct HrReportLines HrReportLines;

/* In place of @n_removed lines of the picture before, from line @at on, stand @n_added of this one from @first_added.
 */
typedef struct {
  guint at, n_removed;
  guint first_added, n_added;
} HrReportEdit;

HrReportLines *hr_report_lines_new (void);
void hr_report_lines_free (HrReportLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrReportLines, hr_report_lines_free)

/* Adds the next picture: @markup's lines, without their newlines. */
void hr_report_lines_add_picture (HrReportLines *lines, const char *markup);

/* All lines as hr_report_pieces_append() writes them; a line's number is its place, from 0. For a script element of a
 * type that does not run: a line must hold neither "</script" nor "<!--", which the SVG writer's lines never do
 * (asserted). */
void hr_report_lines_append_table (const HrReportLines *lines, GString *out);
/* How each picture comes of the one before, a space between; numbers as hr_report_number_append() writes them. An edit
 * is how many lines stay since the last one, how many are taken out, how many more than those are put in, and their
 * numbers: each less the one before it in this picture and less 1, the first less the count of lines that the pictures
 * before have used. So what comes in a row, or is new, is 0. Borrowed. */
const char *hr_report_lines_peek_edits (const HrReportLines *lines);

/* What table and edits weigh so far. */
gsize hr_report_lines_count_bytes (const HrReportLines *lines);

/* The edits (a GArray of HrReportEdit, ascending) that make @b of @a: shortest, by Myers' O(ND) algorithm (1986), where
 * no more than a thousand lines differ. */
GArray *hr_report_lines_diff (const guint32 *a, guint n_a, const guint32 *b, guint n_b);

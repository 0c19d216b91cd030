#include "report/lines.h"

#include <string.h>

#include "report/columns.h"
#include "report/pieces.h"

/* Beyond this the search costs more than the bytes it saves. */
#define MAX_DIFFERENCES 1000

struct HrReportLines {
  GPtrArray *texts;    /* char *, by number */
  GHashTable *numbers; /* text → number */
  GArray *last;        /* guint32: the latest picture's lines */
  GString *edits;      /* of all pictures, as they go into the page */
  guint n_pictures;
  gsize n_bytes; /* of the texts */
};

HrReportLines *hr_report_lines_new (void)
{
  HrReportLines *lines = g_new0 (HrReportLines, 1);
  lines->texts = g_ptr_array_new_with_free_func (g_free);
  lines->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  lines->last = g_array_new (FALSE, FALSE, sizeof (guint32));
  lines->edits = g_string_new (NULL);
  return lines;
}

void hr_report_lines_free (HrReportLines *lines)
{
  if (lines == NULL)
    return;
  g_hash_table_unref (lines->numbers);
  g_ptr_array_unref (lines->texts);
  g_array_unref (lines->last);
  g_string_free (lines->edits, TRUE);
  g_free (lines);
}

static guint32 intern (HrReportLines *lines, const char *line)
{
  gpointer number = NULL;
  if (g_hash_table_lookup_extended (lines->numbers, line, NULL, &number))
    return GPOINTER_TO_UINT (number);
  guint32 next = lines->texts->len;
  char *kept = g_strdup (line);
  lines->n_bytes += strlen (line) + 1;
  g_hash_table_insert (lines->numbers, kept, GUINT_TO_POINTER (next));
  g_ptr_array_add (lines->texts, kept);
  return next;
}

static GArray *intern_all (HrReportLines *lines, const char *markup)
{
  GArray *picture = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *copy = g_strdup (markup);
  for (char *line = copy, *end; *line != '\0'; line = end) {
    end = strchr (line, '\n');
    if (end == NULL)
      end = line + strlen (line);
    else
      *end++ = '\0';
    guint32 number = intern (lines, line);
    g_array_append_val (picture, number);
  }
  return picture;
}

/* The furthest reaching paths of Myers' algorithm, a row for each number of differences: row d holds, for each diagonal
 * k = -d … d in steps of 2, how far in @a it got. */
typedef struct {
  const guint32 *a, *b;
  int n_a, n_b;
  GPtrArray *rows; /* int[d + 1] */
} Search;

static int row_get (const Search *search, int d, int k)
{
  return ((const int *)g_ptr_array_index (search->rows, d))[(k + d) / 2];
}

/* Whether path @k of row @d comes from the diagonal above (a line added) rather than from the one below (removed). */
static gboolean comes_by_adding (const Search *search, int d, int k)
{
  return k == -d || (k != d && row_get (search, d - 1, k - 1) < row_get (search, d - 1, k + 1));
}

static int path_start (const Search *search, int d, int k)
{
  if (d == 0)
    return 0;
  return comes_by_adding (search, d, k) ? row_get (search, d - 1, k + 1) : row_get (search, d - 1, k - 1) + 1;
}

/* Fills rows until the end of both is reached; the number of differences, or -1 when there are too many. */
static int search_forward (Search *search)
{
  for (int d = 0; d <= MAX_DIFFERENCES; d++) {
    int *row = g_new (int, d + 1);
    g_ptr_array_add (search->rows, row);
    for (int k = -d; k <= d; k += 2) {
      int x = path_start (search, d, k), y = x - k;
      while (x >= 0 && y >= 0 && x < search->n_a && y < search->n_b && search->a[x] == search->b[y])
        x++, y++;
      row[(k + d) / 2] = x;
      if (x >= search->n_a && y >= search->n_b)
        return d;
    }
  }
  return -1;
}

/* Adds one difference before all that @edits holds, back to front; neighbours become one edit. */
static void add_difference (GArray *edits, gboolean added, int x, int y)
{
  HrReportEdit edit = { (guint)x, !added, (guint)y, added };
  HrReportEdit *next = edits->len > 0 ? &g_array_index (edits, HrReportEdit, edits->len - 1) : NULL;
  if (next != NULL && edit.at + edit.n_removed == next->at && edit.first_added + edit.n_added == next->first_added) {
    next->at = edit.at;
    next->first_added = edit.first_added;
    next->n_removed += edit.n_removed;
    next->n_added += edit.n_added;
  } else {
    g_array_append_val (edits, edit);
  }
}

static void walk_back (const Search *search, int n_differences, GArray *edits)
{
  int x = search->n_a, y = search->n_b;
  for (int d = n_differences; d > 0; d--) {
    int k = x - y;
    gboolean added = comes_by_adding (search, d, k);
    int before_k = added ? k + 1 : k - 1;
    x = row_get (search, d - 1, before_k);
    y = x - before_k;
    add_difference (edits, added, x, y);
  }
}

static void reverse (GArray *edits)
{
  for (guint i = 0; i < edits->len / 2; i++) {
    HrReportEdit *left = &g_array_index (edits, HrReportEdit, i);
    HrReportEdit *right = &g_array_index (edits, HrReportEdit, edits->len - 1 - i);
    HrReportEdit kept = *left;
    *left = *right;
    *right = kept;
  }
}

GArray *hr_report_lines_diff (const guint32 *a, guint n_a, const guint32 *b, guint n_b)
{
  GArray *edits = g_array_new (FALSE, FALSE, sizeof (HrReportEdit));
  guint head = 0, tail = 0;
  while (head < n_a && head < n_b && a[head] == b[head])
    head++;
  while (tail < n_a - head && tail < n_b - head && a[n_a - 1 - tail] == b[n_b - 1 - tail])
    tail++;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  HrReportEdit all = { 0, n_a - head - tail, 0, n_b - head - tail };
  if (all.n_removed == 0 && all.n_added == 0)
    return edits;
  Search search = { .rows = rows, .n_a = (int)all.n_removed, .n_b = (int)all.n_added };
  int n_differences = -1;
  if (search.n_a > 0 && search.n_b > 0) {
    search.a = a + head;
    search.b = b + head;
    n_differences = search_forward (&search);
  }
  if (n_differences < 0) {
    g_array_append_val (edits, all);
  } else {
    walk_back (&search, n_differences, edits);
    reverse (edits);
  }
  for (guint i = 0; i < edits->len; i++) {
    g_array_index (edits, HrReportEdit, i).at += head;
    g_array_index (edits, HrReportEdit, i).first_added += head;
  }
  return edits;
}

static void append_edits (GString *out, const GArray *edits, const guint32 *lines, guint n_known)
{
  gint64 expected = n_known;
  guint done = 0;
  for (guint i = 0; i < edits->len; i++) {
    const HrReportEdit *edit = &g_array_index (edits, HrReportEdit, i);
    hr_report_number_append (out, edit->at - done);
    hr_report_number_append (out, edit->n_removed);
    hr_report_number_append (out, (gint64)edit->n_added - edit->n_removed);
    for (guint k = edit->first_added; k < edit->first_added + edit->n_added; k++) {
      hr_report_number_append (out, lines[k] - expected);
      expected = (gint64)lines[k] + 1;
    }
    done = edit->at + edit->n_removed;
  }
}

void hr_report_lines_add_picture (HrReportLines *lines, const char *markup)
{
  guint n_known = lines->texts->len;
  GArray *picture = intern_all (lines, markup);
  const guint32 *now = (const guint32 *)(void *)picture->data;
  g_autoptr (GArray) edits =
      hr_report_lines_diff ((const guint32 *)(void *)lines->last->data, lines->last->len, now, picture->len);
  if (lines->n_pictures++ > 0)
    g_string_append_c (lines->edits, ' ');
  append_edits (lines->edits, edits, now, n_known);
  g_array_unref (lines->last);
  lines->last = picture;
}

void hr_report_lines_append_table (const HrReportLines *lines, GString *out)
{
  gsize start = out->len;
  hr_report_pieces_append (lines->texts, out);
  g_assert (strstr (out->str + start, "</s") == NULL && strstr (out->str + start, "<!") == NULL);
}

const char *hr_report_lines_peek_edits (const HrReportLines *lines)
{
  return lines->edits->str;
}

gsize hr_report_lines_count_bytes (const HrReportLines *lines)
{
  return lines->n_bytes + lines->edits->len;
}

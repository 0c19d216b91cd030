#include "base/diff.h"

#include <string.h>

enum {
  CONTEXT_LINES = 3,
  LONGEST_LINE = 160,      /* bytes shown of one: embedded fonts are a line */
  MOST_CELLS = 4 * 1000000 /* of the table below */
};

typedef struct {
  const char *at;
  gsize n_bytes; /* with its newline */
} Line;

/* A line of the result: kept, taken out or put in. */
typedef struct {
  char mark; /* ' ', '-', '+' */
  Line line;
  guint old, new; /* how many lines stand before it */
} Edit;

static GArray *split (const char *text, gsize n_bytes)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  for (const char *at = text; at < text + n_bytes;) {
    const char *newline = memchr (at, '\n', (gsize)(text + n_bytes - at));
    Line line = { .at = at, .n_bytes = newline != NULL ? (gsize)(newline + 1 - at) : (gsize)(text + n_bytes - at) };
    g_array_append_val (lines, line);
    at += line.n_bytes;
  }
  return lines;
}

static const Line *peek (const GArray *lines, guint i)
{
  return &g_array_index (lines, Line, i);
}

static gboolean same (const Line *a, const Line *b)
{
  return a->n_bytes == b->n_bytes && memcmp (a->at, b->at, a->n_bytes) == 0;
}

static void add (GArray *edits, char mark, const Line *line, guint old, guint new)
{
  Edit edit = { .mark = mark, .line = *line, .old = old, .new = new };
  g_array_append_val (edits, edit);
}

/* The longest common subsequence of old[from_old, to_old) and new[from_new, to_new): how long it is from each pair of
 * lines on, row by row. NULL when the table would be too large. */
static guint *new_table (const GArray *old, guint from_old, guint to_old, const GArray *new, guint from_new,
                         guint to_new)
{
  gsize rows = to_old - from_old, columns = to_new - from_new;
  if (rows * columns > MOST_CELLS)
    return NULL;
  guint *table = g_new0 (guint, (rows + 1) * (columns + 1));
  for (gsize r = rows; r-- > 0;)
    for (gsize c = columns; c-- > 0;) {
      guint *cell = table + r * (columns + 1) + c;
      gboolean equal = same (peek (old, from_old + (guint)r), peek (new, from_new + (guint)c));
      *cell = equal ? cell[columns + 2] + 1 : MAX (cell[columns + 1], cell[1]);
    }
  return table;
}

static void add_middle (GArray *edits, const GArray *old, guint from_old, guint to_old, const GArray *new,
                        guint from_new, guint to_new)
{
  g_autofree guint *table = new_table (old, from_old, to_old, new, from_new, to_new);
  gsize columns = to_new - from_new + 1;
  guint o = from_old, n = from_new;
  while (o < to_old || n < to_new) {
    const guint *cell = table != NULL ? table + (gsize)(o - from_old) * columns + (n - from_new) : NULL;
    if (cell != NULL && o < to_old && n < to_new && same (peek (old, o), peek (new, n))) {
      add (edits, ' ', peek (old, o), o, n);
      o++, n++;
    } else if (o < to_old && (n == to_new || cell == NULL || cell[columns] >= cell[1])) {
      add (edits, '-', peek (old, o), o, n);
      o++;
    } else {
      add (edits, '+', peek (new, n), o, n);
      n++;
    }
  }
}

static GArray *compare (const GArray *old, const GArray *new)
{
  GArray *edits = g_array_new (FALSE, FALSE, sizeof (Edit));
  guint head = 0, tail = 0;
  while (head < old->len && head < new->len &&same (peek (old, head), peek (new, head)))
    head++;
  while (tail < old->len - head &&
         tail < new->len - head &&same (peek (old, old->len - 1 - tail), peek (new, new->len - 1 - tail)))
    tail++;
  for (guint i = 0; i < head; i++)
    add (edits, ' ', peek (old, i), i, i);
  add_middle (edits, old, head, old->len - tail, new, head, new->len - tail);
  for (guint i = 0; i < tail; i++)
    add (edits, ' ', peek (old, old->len - tail + i), old->len - tail + i, new->len - tail + i);
  return edits;
}

static void append_line (GString *out, const Edit *edit)
{
  gsize n_bytes = edit->line.n_bytes;
  gboolean ended = edit->line.at[n_bytes - 1] == '\n';
  n_bytes -= ended ? 1 : 0;
  g_string_append_c (out, edit->mark);
  if (n_bytes > LONGEST_LINE) {
    const char *cut = edit->line.at + LONGEST_LINE;
    while ((*cut & 0xC0) == 0x80)
      cut--;
    g_string_append_len (out, edit->line.at, cut - edit->line.at);
    g_string_append_printf (out, "… (%" G_GSIZE_FORMAT " bytes)", n_bytes);
  } else
    g_string_append_len (out, edit->line.at, (gssize)n_bytes);
  g_string_append (out, ended ? "\n" : "\n\\ No newline at end of file\n");
}

/* The edits [first, end) as one hunk. */
static void append_hunk (GString *out, const GArray *edits, guint first, guint end)
{
  guint n_old = 0, n_new = 0;
  const Edit *begin = &g_array_index (edits, Edit, first);
  for (guint i = first; i < end; i++) {
    n_old += g_array_index (edits, Edit, i).mark != '+' ? 1 : 0;
    n_new += g_array_index (edits, Edit, i).mark != '-' ? 1 : 0;
  }
  g_string_append_printf (out, "@@ -%u,%u +%u,%u @@\n", begin->old + (n_old > 0 ? 1 : 0), n_old,
                          begin->new + (n_new > 0 ? 1 : 0), n_new);
  for (guint i = first; i < end; i++)
    append_line (out, &g_array_index (edits, Edit, i));
}

/* The first change at or after @from; edits->len when there is none. */
static guint next_change (const GArray *edits, guint from)
{
  while (from < edits->len && g_array_index (edits, Edit, from).mark == ' ')
    from++;
  return from;
}

void hr_diff_append (GString *out, const char *name, const char *old, gsize n_old, const char *new, gsize n_new)
{
  g_autoptr (GArray) old_lines = split (old, n_old), new_lines = split (new, n_new);
  g_autoptr (GArray) edits = compare (old_lines, new_lines);
  guint change = next_change (edits, 0);
  if (change == edits->len)
    return;
  g_string_append_printf (out, "--- %s\n+++ %s\n", name, name);
  while (change < edits->len) {
    guint first = change > CONTEXT_LINES ? change - CONTEXT_LINES : 0, last = change, next = change;
    while (next < edits->len && next <= last + 2 * CONTEXT_LINES) {
      last = next;
      next = next_change (edits, next + 1);
    }
    append_hunk (out, edits, first, MIN (edits->len, last + CONTEXT_LINES + 1));
    change = next;
  }
}

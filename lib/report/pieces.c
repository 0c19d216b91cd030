#include "report/pieces.h"

#include <string.h>

#define MARK '~'
#define SHORTEST 4
/* What a piece must save before it gets one of the signs. */
#define LEAST_SAVED_BYTES 32

/* None that could end the element around, or be taken for the mark. */
static const char signs[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#$%()*+,.:;=?@[]^_{|}";

const char *hr_report_pieces_signs (void)
{
  return signs;
}

typedef struct {
  char *text;
  gsize n_bytes;
  guint64 count, saved_bytes;
  char sign; /* 0: none */
} Piece;

static void piece_free (gpointer data)
{
  g_free (((Piece *)data)->text);
  g_free (data);
}

static gboolean is_of_number (char c)
{
  return g_ascii_isdigit (c) || c == '.';
}

/* The bytes at @p that are all of numbers, or all not. */
static gsize run_of (const char *p)
{
  gsize n = 1;
  gboolean number = is_of_number (*p);
  while (p[n] != '\0' && is_of_number (p[n]) == number)
    n++;
  return n;
}

/* The piece that is the @n_bytes at @text, which @scratch is for; NULL when it is none. */
static Piece *find_piece (GHashTable *pieces, const char *text, gsize n_bytes, GString *scratch)
{
  if (n_bytes < SHORTEST || is_of_number (*text))
    return NULL;
  g_string_truncate (scratch, 0);
  g_string_append_len (scratch, text, (gssize)n_bytes);
  return g_hash_table_lookup (pieces, scratch->str);
}

static GHashTable *count_pieces (const GPtrArray *lines)
{
  GHashTable *pieces = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, piece_free);
  g_autoptr (GString) scratch = g_string_new (NULL);
  for (guint i = 0; i < lines->len; i++) {
    for (const char *p = g_ptr_array_index (lines, i); *p != '\0';) {
      gsize n = run_of (p);
      Piece *piece = find_piece (pieces, p, n, scratch);
      if (piece == NULL && n >= SHORTEST && !is_of_number (*p)) {
        piece = g_new0 (Piece, 1);
        piece->text = g_strndup (p, n);
        piece->n_bytes = n;
        g_hash_table_insert (pieces, piece->text, piece);
      }
      if (piece != NULL)
        piece->count++;
      p += n;
    }
  }
  return pieces;
}

/* By what they save, most first; then by their text, so that the same lines make the same bytes. */
static int compare_pieces (gconstpointer a, gconstpointer b)
{
  const Piece *left = *(const Piece *const *)a, *right = *(const Piece *const *)b;
  if (left->saved_bytes != right->saved_bytes)
    return left->saved_bytes < right->saved_bytes ? 1 : -1;
  return strcmp (left->text, right->text);
}

/* Gives signs to the best; those, in the order of their signs. */
static GPtrArray *choose (GHashTable *pieces)
{
  GPtrArray *best = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, pieces);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Piece *piece = value;
    piece->saved_bytes = (piece->n_bytes - 2) * (piece->count - 1);
    if (piece->saved_bytes >= LEAST_SAVED_BYTES)
      g_ptr_array_add (best, piece);
  }
  g_ptr_array_sort (best, compare_pieces);
  if (best->len > strlen (signs))
    g_ptr_array_set_size (best, (gint)strlen (signs));
  for (guint i = 0; i < best->len; i++)
    ((Piece *)g_ptr_array_index (best, i))->sign = signs[i];
  return best;
}

static void append_raw (GString *out, const char *text, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++) {
    if (text[i] == MARK)
      g_string_append_c (out, MARK);
    g_string_append_c (out, text[i]);
  }
}

static void append_line (GString *out, const char *line, GHashTable *pieces, GString *scratch)
{
  for (const char *p = line; *p != '\0';) {
    gsize n = run_of (p);
    const Piece *piece = find_piece (pieces, p, n, scratch);
    if (piece != NULL && piece->sign != 0) {
      g_string_append_c (out, MARK);
      g_string_append_c (out, piece->sign);
    } else {
      append_raw (out, p, n);
    }
    p += n;
  }
}

void hr_report_pieces_append (const GPtrArray *lines, GString *out)
{
  g_autoptr (GHashTable) pieces = count_pieces (lines);
  g_autoptr (GPtrArray) best = choose (pieces);
  g_autoptr (GString) scratch = g_string_new (NULL);
  g_string_append_printf (out, "%u", best->len);
  for (guint i = 0; i < best->len; i++)
    g_string_append_printf (out, "\n%s", ((const Piece *)g_ptr_array_index (best, i))->text);
  for (guint i = 0; i < lines->len; i++) {
    g_string_append_c (out, '\n');
    append_line (out, g_ptr_array_index (lines, i), pieces, scratch);
  }
}

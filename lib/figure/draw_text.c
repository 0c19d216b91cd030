#include <string.h>

#include "base/caption.h"
#include "base/escape.h"
#include "figure/draw.h"
#include "layout/metrics.h"

#define TAB_COLUMNS 4

static gboolean is_bidi_control (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static void append_clean (GString *out, gunichar c, glong *column)
{
  if (c == '\t') {
    do
      g_string_append_c (out, ' ');
    while (++*column % TAB_COLUMNS != 0);
    return;
  }
  ++*column;
  if (c < 0x20)
    g_string_append_unichar (out, 0x2400 + c);
  else if (c == 0x7f)
    g_string_append_unichar (out, 0x2421);
  else if (is_bidi_control (c) || (c > 0x7f && g_unichar_iscntrl (c)) || c == 0x2028 || c == 0x2029)
    g_string_append_printf (out, "⟨U+%04X⟩", c);
  else
    g_string_append_unichar (out, c);
}

char *hr_figure_dup_clean_line (const char *text)
{
  gsize n_plain = hr_escape_plain_bytes (text);
  GString *out;
  glong column = 0;

  if (text[n_plain] == '\0')
    return g_strndup (text, n_plain);
  out = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    append_clean (out, g_utf8_get_char (p), &column);
  return g_string_free (out, FALSE);
}

/* Names and messages come from programs and, in a stranger's timeline, from anybody: here they all pass. */
void hr_figure_draw_text (const HrFigurePen *pen, HrPoint at, HrAnchor anchor, const HrFont *font, HrPaint paint,
                          const char *text)
{
  g_autofree char *clean = hr_figure_dup_clean_line (text);

  hr_scene_add_text (pen->scene, at, anchor, font, paint, hr_text_measure_width (pen->measure, font, clean), clean);
}

/* A word of prose in one font. Code keeps its inner spaces and is broken only when it is wider than a line. */
typedef struct {
  char *text;
  gboolean is_code;
  gboolean space_before;
} Word;

static void clear_word (gpointer data)
{
  g_free (((Word *)data)->text);
}

static void append_word (GArray *words, const char *text, gsize n_bytes, gboolean is_code, gboolean *space)
{
  Word word = { g_strndup (text, n_bytes), is_code, *space };

  g_array_append_val (words, word);
  *space = FALSE;
}

static void append_words (GArray *words, const char *text, gboolean *space)
{
  for (const char *p = text; *p != '\0';) {
    gsize n = strcspn (p, " ");

    if (n > 0)
      append_word (words, p, n, FALSE, space);
    *space = p[n] == ' ';
    p += n + strspn (p + n, " ");
  }
}

static GArray *split_prose (const char *prose)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  gboolean space = FALSE, is_code = FALSE;
  char *piece;

  g_array_set_clear_func (words, clear_word);
  while ((piece = hr_caption_next (&prose, &is_code)) != NULL) {
    if (is_code)
      append_word (words, piece, strlen (piece), TRUE, &space);
    else
      append_words (words, piece, &space);
    g_free (piece);
  }
  return words;
}

typedef struct {
  const HrFigurePen *pen;
  HrFont label, code;
  HrPaint paint;
  double space_pt, width_pt;
  HrPoint start;
  double x;      /* from start, where the next text goes */
  guint n_lines; /* begun */
  GString *run;  /* words of one font on one line, not drawn yet */
  gboolean run_is_code;
} ProseCursor;

static const HrFont *word_font (const ProseCursor *cursor, const Word *word)
{
  return word->is_code ? &cursor->code : &cursor->label;
}

/* Punctuation right after code belongs to it: the pair stays on one line. */
static double width_to_next_break (const ProseCursor *cursor, const GArray *words, guint from)
{
  double width = 0;

  for (guint i = from; i < words->len; i++) {
    const Word *word = &g_array_index (words, Word, i);

    if (i > from && word->space_before)
      break;
    width += hr_text_measure_width (cursor->pen->measure, word_font (cursor, word), word->text);
  }
  return width;
}

/* Draws what has been gathered: one text for all words of a font that follow one another on a line. */
static void flush_run (ProseCursor *cursor)
{
  const HrFont *font = cursor->run_is_code ? &cursor->code : &cursor->label;
  HrPoint at = { cursor->start.x + cursor->x, cursor->start.y + (cursor->n_lines - 1) * HR_FIGURE_PROSE_LINE_PT };

  if (cursor->run->len == 0)
    return;
  if (cursor->pen->scene != NULL)
    hr_figure_draw_text (cursor->pen, at, HR_ANCHOR_START, font, cursor->run_is_code ? HR_PAINT_TEXT : cursor->paint,
                         cursor->run->str);
  cursor->x += hr_text_measure_width (cursor->pen->measure, font, cursor->run->str);
  g_string_truncate (cursor->run, 0);
}

/* How far the line would reach with what has been gathered. */
static double reach (const ProseCursor *cursor)
{
  const HrFont *font = cursor->run_is_code ? &cursor->code : &cursor->label;

  return cursor->x + (cursor->run->len == 0 ? 0 : hr_text_measure_width (cursor->pen->measure, font, cursor->run->str));
}

static void put_word (ProseCursor *cursor, const Word *word)
{
  g_autofree char *text =
      hr_text_measure_dup_elided (cursor->pen->measure, word_font (cursor, word), word->text, cursor->width_pt);
  gboolean at_start = reach (cursor) <= 0;

  if (cursor->run->len > 0 && (word->is_code || cursor->run_is_code))
    flush_run (cursor);
  if (cursor->run->len > 0 && word->space_before)
    g_string_append_c (cursor->run, ' ');
  else if (word->space_before && !at_start)
    cursor->x += cursor->space_pt;
  cursor->run_is_code = word->is_code;
  g_string_append (cursor->run, text);
}

double hr_figure_draw_prose (const HrFigurePen *pen, HrPoint at, double width_pt, const HrFont *font, HrPaint paint,
                             const char *prose)
{
  g_autoptr (GArray) words = split_prose (prose);
  g_autoptr (GString) run = g_string_new (NULL);
  ProseCursor cursor = { .pen = pen,
                         .label = *font,
                         .code = *font,
                         .paint = paint,
                         .width_pt = width_pt,
                         .start = at,
                         .n_lines = 1,
                         .run = run };

  cursor.code.family = HR_FONT_CODE;
  cursor.space_pt =
      hr_text_measure_width (pen->measure, font, "n n") - 2 * hr_text_measure_width (pen->measure, font, "n");
  for (guint i = 0; i < words->len; i++) {
    const Word *word = &g_array_index (words, Word, i);

    if (word->space_before && reach (&cursor) + cursor.space_pt + width_to_next_break (&cursor, words, i) > width_pt) {
      flush_run (&cursor);
      cursor.n_lines += cursor.x > 0 ? 1 : 0;
      cursor.x = 0;
    }
    put_word (&cursor, word);
  }
  flush_run (&cursor);
  return words->len == 0 ? 0 : cursor.n_lines * HR_FIGURE_PROSE_LINE_PT;
}

#include "timeline/comments.h"

#include <string.h>

enum { DEEPEST = 100 }; /* f-strings in f-strings: more is no program of anyone's */

typedef struct {
  const char *source, *at;
  guint32 line;
  guint depth;
  GArray *found;
} Scanner;

static void clear_comment (gpointer data)
{
  HrReelComment *comment = data;
  g_free (comment->text);
}

static const char *end_of_line (const char *at)
{
  const char *end = strchr (at, '\n');
  return end != NULL ? end : at + strlen (at);
}

/* What follows "#", blanks and "reel:" at @at, or NULL. */
static const char *directive (const char *at, const char *end)
{
  static const char word[] = "reel:";
  if (*at != '#')
    return NULL;
  for (at++; at < end && (*at == ' ' || *at == '\t'); at++)
    ;
  gsize n = sizeof word - 1;
  return (gsize)(end - at) >= n && strncmp (at, word, n) == 0 ? at + n : NULL;
}

static gboolean alone_in_line (const Scanner *scanner, const char *at)
{
  while (at > scanner->source && (at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\f'))
    at--;
  return at == scanner->source || at[-1] == '\n';
}

/* At "#". One comment may hold another's text first: "# a remark  # reel: NAME". */
static void comment (Scanner *scanner)
{
  const char *start = scanner->at, *end = end_of_line (start);
  for (const char *at = start; at < end; at++) {
    gboolean begins = at == start || at[-1] == ' ' || at[-1] == '\t';
    const char *text = begins ? directive (at, end) : NULL;
    if (text == NULL)
      continue;
    HrReelComment found = { .line = scanner->line, .start = (gsize)(at - scanner->source) };
    found.alone = alone_in_line (scanner, start);
    found.text = g_strstrip (g_strndup (text, (gsize)(end - text)));
    g_array_append_val (scanner->found, found);
    break;
  }
  scanner->at = end;
}

static void string (Scanner *scanner, gboolean formatted);

/* Whether the string at @at (a quote) is formatted: its prefix holds an f or a t. */
static gboolean is_formatted (const Scanner *scanner, const char *at)
{
  gboolean formatted = FALSE;
  while (at > scanner->source && strchr ("fFrRbBuUtT", at[-1]) != NULL) {
    at--;
    formatted = formatted || strchr ("fFtT", *at) != NULL;
  }
  /* letters that go on before it make it no prefix; no program has that */
  return formatted && (at == scanner->source || !(g_ascii_isalnum (at[-1]) || at[-1] == '_'));
}

static void newline (Scanner *scanner)
{
  scanner->line++;
  scanner->at++;
}

/* Code up to the end, or, inside a formatted string, up to what ends the expression: "}", or ":" before a format. */
static void code (Scanner *scanner, gboolean inside)
{
  guint brackets = 0;
  while (*scanner->at != '\0') {
    char character = *scanner->at;
    if (inside && brackets == 0 && (character == '}' || character == ':'))
      return;
    if (character == '#')
      comment (scanner);
    else if (character == '\n')
      newline (scanner);
    else if (character == '"' || character == '\'')
      string (scanner, is_formatted (scanner, scanner->at));
    else {
      if (strchr ("([{", character) != NULL)
        brackets++;
      else if (brackets > 0 && strchr (")]}", character) != NULL)
        brackets--;
      scanner->at++;
    }
  }
}

/* At "{" in a formatted string: an expression, perhaps a format with more of them, and "}". */
static void field (Scanner *scanner, const char *closing, gsize n_closing)
{
  scanner->at++;
  if (++scanner->depth > DEEPEST)
    scanner->at += strlen (scanner->at);
  code (scanner, TRUE);
  if (*scanner->at == ':')
    scanner->at++;
  while (*scanner->at != '\0' && *scanner->at != '}' && strncmp (scanner->at, closing, n_closing) != 0) {
    if (*scanner->at == '{')
      field (scanner, closing, n_closing);
    else if (*scanner->at == '\n')
      newline (scanner);
    else
      scanner->at++;
  }
  if (*scanner->at == '}')
    scanner->at++;
  scanner->depth--;
}

/* At a quote. A string that is not closed ends with its line, as the program would not run anyway. */
static void string (Scanner *scanner, gboolean formatted)
{
  char quote = *scanner->at;
  gboolean triple = scanner->at[1] == quote && scanner->at[2] == quote;
  char closing[] = { quote, triple ? quote : '\0', triple ? quote : '\0', '\0' };
  gsize n_closing = triple ? 3 : 1;
  scanner->at += n_closing;
  while (*scanner->at != '\0' && strncmp (scanner->at, closing, n_closing) != 0) {
    char character = *scanner->at, next = scanner->at[1];
    if (character == '\n' && !triple)
      return;
    if (character == '\n')
      newline (scanner);
    else if (character == '\\' && next != '\0') {
      scanner->at++;
      if (next == '\n')
        newline (scanner);
      else
        scanner->at++;
    } else if (formatted && character == '{' && next == '{')
      scanner->at += 2;
    else if (formatted && character == '{')
      field (scanner, closing, n_closing);
    else
      scanner->at++;
  }
  if (*scanner->at != '\0')
    scanner->at += n_closing;
}

GArray *hr_timeline_find_reel_comments (const char *source)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (HrReelComment));
  g_array_set_clear_func (found, clear_comment);
  Scanner scanner = { .source = source, .at = source, .line = 1, .found = found };
  code (&scanner, FALSE);
  return found;
}

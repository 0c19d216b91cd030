#include "recorder/lines.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "recorder/text.h"

typedef struct {
  const char *text;
  size_t n_bytes, at;
} Scanner;

static bool is_quote_run (const Scanner *scanner, size_t at, char quote)
{
  return at + 3 <= scanner->n_bytes && scanner->text[at] == quote && scanner->text[at + 1] == quote &&
         scanner->text[at + 2] == quote;
}

/* Moves past a string whose quote is at scanner->at. Counts newlines into @n_newlines. A one-line string that does not
 * end on its line (an f-string with quotes of its own inside braces may look so) ends with the line. */
static void skip_string (Scanner *scanner, uint32_t *n_newlines)
{
  char quote = scanner->text[scanner->at];
  bool triple = is_quote_run (scanner, scanner->at, quote);

  scanner->at += triple ? 3 : 1;
  while (scanner->at < scanner->n_bytes) {
    char c = scanner->text[scanner->at];

    if (c == '\\' && scanner->at + 1 < scanner->n_bytes) {
      *n_newlines += scanner->text[scanner->at + 1] == '\n';
      scanner->at += 2;
    } else if (c == '\n' && !triple) {
      return;
    } else if (c == quote && (!triple || is_quote_run (scanner, scanner->at, quote))) {
      scanner->at += triple ? 3 : 1;
      return;
    } else {
      *n_newlines += c == '\n';
      scanner->at++;
    }
  }
}

/* Moves to the newline that ends the logical line, or to the end; counts the newlines inside it. */
static uint32_t skip_logical_line (Scanner *scanner)
{
  uint32_t n_newlines = 0;
  int depth = 0;

  while (scanner->at < scanner->n_bytes) {
    char c = scanner->text[scanner->at];

    if (c == '#') {
      while (scanner->at < scanner->n_bytes && scanner->text[scanner->at] != '\n')
        scanner->at++;
      continue;
    }
    if (c == '"' || c == '\'') {
      skip_string (scanner, &n_newlines);
      continue;
    }
    if (c == '\n' && depth <= 0)
      break;
    if (c == '\\' && scanner->at + 1 < scanner->n_bytes)
      c = scanner->text[++scanner->at];
    depth += (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
    n_newlines += c == '\n';
    scanner->at++;
  }
  return n_newlines;
}

static uint32_t count_lines (const char *text, size_t n_bytes)
{
  uint32_t n = n_bytes > 0 && text[n_bytes - 1] != '\n';

  for (size_t i = 0; i < n_bytes; i++)
    n += text[i] == '\n';
  return n;
}

void hr_lines_init (HrLines *lines, const char *text, size_t n_bytes)
{
  Scanner scanner = { .text = text, .n_bytes = n_bytes };
  uint32_t n_lines = count_lines (text, n_bytes);

  *lines = (HrLines){ .n_lines = n_lines,
                      .first = hr_text_alloc (n_lines * sizeof (uint32_t)),
                      .last = hr_text_alloc (n_lines * sizeof (uint32_t)) };
  for (uint32_t line = 1; line <= n_lines;) {
    uint32_t last = line + skip_logical_line (&scanner);

    scanner.at++; /* over the newline */
    if (last > n_lines)
      last = n_lines;
    for (uint32_t i = line; i <= last; i++) {
      lines->first[i - 1] = line;
      lines->last[i - 1] = last;
    }
    line = last + 1;
  }
}

uint32_t hr_lines_first (const HrLines *lines, uint32_t line)
{
  return line >= 1 && line <= lines->n_lines ? lines->first[line - 1] : line;
}

uint32_t hr_lines_last (const HrLines *lines, uint32_t line)
{
  return line >= 1 && line <= lines->n_lines ? lines->last[line - 1] : line;
}

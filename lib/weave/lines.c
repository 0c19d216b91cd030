#include "weave/lines.h"

#include <string.h>

#include "base/escape.h"

static gboolean is_wordy (char c)
{
  return g_ascii_isalnum (c) || (c & 0x80) != 0;
}

/* Whether the character at @at means something there. An underscore does at the edge of a word, "&" before a name. */
static gboolean needs_escape (const char *text, const char *at)
{
  if (*at == '_')
    return at == text || !is_wordy (at[-1]) || !is_wordy (at[1]);
  if (*at == '&')
    return at[1] == '#' || g_ascii_isalpha (at[1]);
  return strchr ("\\`*[]<>~$|{}", *at) != NULL;
}

void hr_weave_escape (GString *out, const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    if (g_ascii_isspace (*at))
      g_string_append_c (out, ' ');
    else if (c < 0x20 || c == 0x7f)
      g_string_append_unichar (out, c == 0x7f ? 0x2421 : 0x2400 + c);
    else if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029)
      g_string_append_printf (out, "⟨U+%04X⟩", c); /* its effect would leave the text */
    else if (c < 0x80) {
      if (needs_escape (text, at))
        g_string_append_c (out, '\\');
      g_string_append_c (out, *at);
    } else
      g_string_append_unichar (out, c);
  }
}

/* Whether @markdown can stand in brackets: its own are in pairs. */
static gboolean has_paired_brackets (const char *markdown)
{
  int depth = 0;
  for (const char *at = markdown; *at != '\0' && depth >= 0; at++) {
    if (*at == '\\' && at[1] != '\0')
      at++;
    else
      depth += *at == '[' ? 1 : *at == ']' ? -1 : 0;
  }
  return depth == 0 && !g_str_has_suffix (markdown, "\\");
}

static void append_bracketed (GString *out, const HrWeaveLines *lines, const char *own)
{
  g_string_append_c (out, '[');
  if (own != NULL && has_paired_brackets (own))
    g_string_append (out, own);
  else
    hr_weave_escape (out, own != NULL ? own : lines->words);
  g_string_append_c (out, ']');
}

/* A link's address: what is not plain in one is written by number. */
static void append_address (GString *out, const char *path)
{
  g_autofree char *address = g_uri_escape_string (path, "/", FALSE);
  g_string_append (out, address);
}

/* For an attribute: plain text, so the author's marks of code are taken out. */
static void append_alt_attribute (GString *out, const HrWeaveLines *lines)
{
  const char *text = lines->alt != NULL ? lines->alt : lines->caption != NULL ? lines->caption : lines->words;
  GString *plain = g_string_new (NULL);
  for (; *text != '\0'; text++)
    if (*text != '`')
      g_string_append_c (plain, *text);
  hr_escape_xml_attribute (out, plain->str);
  (void)g_string_free (plain, TRUE);
}

/* The caption where it is not the alternative text, after @before. It is set in italics unless it has marks of its own,
 * which would meet these. */
static void append_caption (GString *out, const HrWeaveLines *lines, const char *before)
{
  if (lines->caption == NULL || lines->alt == NULL)
    return;
  const char *mark = strpbrk (lines->caption, "*_") == NULL ? "*" : "";
  g_string_append_printf (out, "%s%s%s%s\n", before, mark, lines->caption, mark);
}

/* Where the image's line ends, and below it in the same paragraph the caption. */
static void end_image (GString *out, const HrWeaveLines *lines)
{
  gsize n_bytes = out->len;
  append_caption (out, lines, "<br>\n");
  if (out->len == n_bytes)
    g_string_append_c (out, '\n');
}

static void append_image (GString *out, const HrWeaveLines *lines)
{
  g_string_append_c (out, '!');
  append_bracketed (out, lines, lines->alt != NULL ? lines->alt : lines->caption);
  g_string_append_c (out, '(');
  append_address (out, lines->path);
  g_string_append_c (out, ')');
  end_image (out, lines);
}

static void append_picture (GString *out, const HrWeaveLines *lines)
{
  g_string_append (out, "<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"");
  append_address (out, lines->dark);
  g_string_append (out, "\"><img src=\"");
  append_address (out, lines->path);
  g_string_append (out, "\" alt=\"");
  append_alt_attribute (out, lines);
  g_string_append (out, "\"></picture>");
  end_image (out, lines);
}

/* A block of HTML ends at a blank line: there is none inside. */
static void append_inline (GString *out, const HrWeaveLines *lines)
{
  const char *svg = strstr (lines->svg, "<svg");
  g_auto (GStrv) rows = g_strsplit (svg != NULL ? svg : lines->svg, "\n", -1);
  g_string_append (out, "<div role=\"img\" aria-label=\"");
  append_alt_attribute (out, lines);
  g_string_append (out, "\">\n");
  for (guint i = 0; rows[i] != NULL; i++)
    if (*rows[i] != '\0')
      g_string_append_printf (out, "%s\n", rows[i]);
  g_string_append (out, "</div>\n");
  append_caption (out, lines, "\n");
}

static void append_form (GString *out, const HrWeaveLines *lines)
{
  switch (lines->form) {
  case HR_WEAVE_IMAGE:
    append_image (out, lines);
    return;
  case HR_WEAVE_PICTURE:
    append_picture (out, lines);
    return;
  case HR_WEAVE_INLINE:
    append_inline (out, lines);
    return;
  case HR_WEAVE_LINK:
    append_bracketed (out, lines, lines->caption);
    g_string_append_c (out, '(');
    append_address (out, lines->path);
    g_string_append (out, ")\n");
    return;
  }
  g_assert_not_reached ();
}

void hr_weave_lines_append (GString *out, const HrWeaveLines *lines)
{
  static const char *const names[] = { "", "left", "center", "right" };
  if (lines->align != HR_WEAVE_ALIGN_DEFAULT) /* markdown: Python-Markdown looks inside only if told to */
    g_string_append_printf (out, "<div align=\"%s\" markdown=\"1\">\n\n", names[lines->align]);
  append_form (out, lines);
  if (lines->align != HR_WEAVE_ALIGN_DEFAULT)
    g_string_append (out, "\n</div>\n");
}

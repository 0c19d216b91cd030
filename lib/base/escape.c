#include "base/escape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Characters that change the direction of the text around them, end a line or take no room; shown by number, because
 * their effect would leave the string, or nobody would know of them. Joiners, which shape the letters around them,
 * stay. */
static gboolean is_unseen (gunichar c)
{
  return c == 0xAD || c == 0x061C || c == 0x180E || c == 0x200B || (c >= 0x200E && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

/* Appends @c if it needs showing rather than copying; FALSE otherwise. */
static gboolean append_shown (GString *out, gunichar c)
{
  if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
    g_string_append_unichar (out, 0x2400 + c);
    return TRUE;
  }
  if (c == 0x7F) {
    g_string_append_unichar (out, 0x2421);
    return TRUE;
  }
  if (is_unseen (c) || (c >= 0x80 && c < 0xA0) || c == 0xFFFE || c == 0xFFFF) {
    g_string_append_printf (out, "\u27E8U+%04X\u27E9", c);
    return TRUE;
  }
  return FALSE;
}

gsize hr_escape_plain_bytes (const char *text)
{
  gsize n = 0;
  while (text[n] >= ' ' && text[n] < 0x7F)
    n++;
  return n;
}

/* What needs nothing, all at once. */
static const char *append_unmarked (GString *out, const char *text)
{
  const char *p = text;
  while (*p >= ' ' && *p < 0x7F && *p != '&' && *p != '<' && *p != '>' && *p != '"')
    p++;
  g_string_append_len (out, text, p - text);
  return p;
}

static void escape_xml (GString *out, const char *text, gboolean attribute)
{
  for (const char *p = append_unmarked (out, text); *p != '\0'; p = append_unmarked (out, g_utf8_next_char (p))) {
    gunichar c = g_utf8_get_char (p);
    if (c == '&')
      g_string_append (out, "&amp;");
    else if (c == '<')
      g_string_append (out, "&lt;");
    else if (c == '>')
      g_string_append (out, "&gt;");
    else if (attribute && c == '"')
      g_string_append (out, "&quot;");
    else if (attribute && (c == '\t' || c == '\n' || c == '\r'))
      g_string_append_printf (out, "&#%u;", c);
    else if (c == '\r')
      g_string_append (out, "&#13;");
    else if (!append_shown (out, c))
      g_string_append_unichar (out, c);
  }
}

void hr_escape_xml_text (GString *out, const char *text)
{
  escape_xml (out, text, FALSE);
}

void hr_escape_xml_attribute (GString *out, const char *text)
{
  escape_xml (out, text, TRUE);
}

void hr_escape_json (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (c == '"' || c == '\\')
      g_string_append_printf (out, "\\%c", (char)c);
    else if (c == '\n')
      g_string_append (out, "\\n");
    else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x7F || c == 0x2028 || c == 0x2029)
      g_string_append_printf (out, "\\u%04x", c);
    else
      g_string_append_unichar (out, c);
  }
  g_string_append_c (out, '"');
}

/* The many short numbers of a drawing, without printf. FALSE where rounding is too near to call: printf rounds the
 * exact binary value. */
static gboolean append_short_number (GString *out, double value, int decimals)
{
  static const int powers[] = { 1, 10, 100, 1000 };
  if (decimals > 3 || fabs (value) >= 1e6)
    return FALSE;
  double scaled = fabs (value) * powers[decimals];
  int rounded = (int)(scaled + 0.5);
  if (fabs (scaled - floor (scaled) - 0.5) < 1e-6)
    return FALSE;
  char text[16], *end = text + sizeof text, *at = end;
  for (int i = 0, rest = rounded % powers[decimals]; i < decimals; i++, rest /= 10)
    if (at < end || rest % 10 != 0)
      *--at = (char)('0' + rest % 10);
  if (at < end)
    *--at = '.';
  int whole = rounded / powers[decimals];
  do
    *--at = (char)('0' + whole % 10);
  while ((whole /= 10) > 0);
  if (value < 0 && rounded > 0)
    *--at = '-';
  g_string_append_len (out, at, end - at);
  return TRUE;
}

void hr_escape_number (GString *out, double value, int decimals)
{
  char format[16], digits[G_ASCII_DTOSTR_BUF_SIZE + 32];
  g_assert (isfinite (value) && decimals >= 0 && decimals <= 9);
  if (append_short_number (out, value, decimals))
    return;
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (digits, sizeof digits, format, value);
  if (strchr (digits, '.') != NULL) {
    char *end = digits + strlen (digits);
    while (end[-1] == '0')
      end--;
    if (end[-1] == '.')
      end--;
    *end = '\0';
  }
  g_string_append (out, strcmp (digits, "-0") == 0 ? "0" : digits);
}

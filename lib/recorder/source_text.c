#include "recorder/source_text.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_COOKIE_BYTES = 64 };

static bool read_all (HrText *bytes, int fd)
{
  for (;;) {
    ssize_t n;

    hr_text_reserve (bytes, 65536);
    n = read (fd, bytes->bytes + bytes->n_bytes, 65536);
    if (n <= 0)
      return n == 0;
    bytes->n_bytes += (size_t)n;
  }
}

/* The name after "coding:" or "coding=" in a comment on the line at @line, as the language reference has it. */
static bool cookie_in_line (const char *line, const char *end, char *name)
{
  const char *at = line;
  size_t n = 0;

  while (at < end && (*at == ' ' || *at == '\t' || *at == '\f'))
    at++;
  if (at == end || *at != '#')
    return false;
  for (; end - at > 7; at++)
    if (memcmp (at, "coding", 6) == 0 && (at[6] == ':' || at[6] == '='))
      break;
  if (end - at <= 7)
    return false;
  for (at += 7; at < end && (*at == ' ' || *at == '\t'); at++)
    ;
  for (; at < end && n < MAX_COOKIE_BYTES - 1 && (isalnum ((unsigned char)*at) || strchr ("-_.", *at) != NULL); at++)
    name[n++] = *at;
  name[n] = '\0';
  return n > 0;
}

/* A cookie counts in the first line, and in the second when the first is blank or a comment. */
static void find_cookie (const char *bytes, size_t n_bytes, char *name)
{
  const char *end = bytes + n_bytes, *line = bytes;

  memcpy (name, "utf-8", sizeof "utf-8");
  for (int i = 0; i < 2 && line < end; i++) {
    const char *newline = memchr (line, '\n', (size_t)(end - line)), *line_end = newline != NULL ? newline : end;
    const char *first = line;

    if (cookie_in_line (line, line_end, name))
      return;
    while (first < line_end && isspace ((unsigned char)*first))
      first++;
    if (first < line_end && *first != '#')
      return;
    line = line_end < end ? line_end + 1 : end;
  }
}

static bool is_named (const char *name, const char *const *aliases)
{
  for (; *aliases != NULL; aliases++)
    if (strcasecmp (name, *aliases) == 0)
      return true;
  return false;
}

static bool decode_by_codec (HrText *text, const char *bytes, size_t n_bytes, const char *name)
{
  /* The interpreter has used this codec to compile the file: nothing is imported that was not there. */
  PyObject *str = PyUnicode_Decode (bytes, (Py_ssize_t)n_bytes, name, "strict");

  if (str == NULL) {
    PyErr_Clear ();
    return false;
  }
  hr_text_append_str (text, str);
  Py_DECREF (str);
  return true;
}

static bool is_utf8 (const char *bytes, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes;) {
    unsigned char c = (unsigned char)bytes[i];
    size_t n = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;

    if (n == 0 || n > n_bytes - i)
      return false;
    for (size_t j = 1; j < n; j++)
      if (((unsigned char)bytes[i + j] & 0xC0) != 0x80)
        return false;
    if (n >= 3) {
      unsigned second = (unsigned char)bytes[i + 1];

      /* overlong forms, surrogates, and what lies beyond the last plane */
      if ((c == 0xE0 && second < 0xA0) || (c == 0xED && second > 0x9F) || (c == 0xF0 && second < 0x90) ||
          (c == 0xF4 && second > 0x8F))
        return false;
    }
    i += n;
  }
  return true;
}

static void unify_newlines (HrText *text)
{
  size_t to = 0;

  for (size_t from = 0; from < text->n_bytes; from++) {
    char c = text->bytes[from];

    if (c == '\r' && from + 1 < text->n_bytes && text->bytes[from + 1] == '\n')
      continue;
    text->bytes[to++] = c == '\r' ? '\n' : c;
  }
  text->n_bytes = to;
}

bool hr_source_text_decode (HrText *text, const char *bytes, size_t n_bytes)
{
  static const char *const utf8[] = { "utf-8", "utf8", "utf_8", "u8", "utf-8-sig", "ascii", "us-ascii", NULL };
  static const char *const latin1[] = { "latin-1", "latin1", "iso-8859-1", "iso8859-1", "iso_8859_1", "l1", NULL };
  char name[MAX_COOKIE_BYTES];

  if (n_bytes >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0) {
    bytes += 3;
    n_bytes -= 3;
  }
  find_cookie (bytes, n_bytes, name);
  if (is_named (name, utf8)) {
    if (!is_utf8 (bytes, n_bytes))
      return false;
    hr_text_append (text, bytes, n_bytes);
  } else if (is_named (name, latin1)) {
    for (size_t i = 0; i < n_bytes; i++)
      hr_text_append_code_point (text, (unsigned char)bytes[i]);
  } else if (!decode_by_codec (text, bytes, n_bytes, name))
    return false;
  unify_newlines (text);
  return true;
}

bool hr_source_text_read (HrText *text, const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  HrText bytes = { 0 };
  bool ok;

  if (fd < 0)
    return false;
  ok = fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && read_all (&bytes, fd);
  close (fd);
  ok = ok && hr_source_text_decode (text, bytes.bytes != NULL ? bytes.bytes : "", bytes.n_bytes);
  hr_text_clear (&bytes);
  return ok;
}

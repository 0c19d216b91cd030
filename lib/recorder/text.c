#include "recorder/text.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/guard.h"

void *hr_text_realloc (void *memory, size_t n_bytes)
{
  void *result = realloc (memory, n_bytes > 0 ? n_bytes : 1);

  if (result == NULL)
    result = hr_guard_realloc (memory, n_bytes > 0 ? n_bytes : 1);
  if (result == NULL)
    Py_FatalError ("heapreel: no memory left to record in");
  return result;
}

void *hr_text_alloc (size_t n_bytes)
{
  return hr_text_realloc (NULL, n_bytes);
}

void hr_text_reserve (HrText *text, size_t n_more)
{
  if (text->capacity - text->n_bytes >= n_more)
    return;
  text->capacity = (text->n_bytes + n_more) * 2;
  text->bytes = hr_text_realloc (text->bytes, text->capacity);
}

void hr_text_append (HrText *text, const char *bytes, size_t n_bytes)
{
  if (n_bytes == 0)
    return;
  hr_text_reserve (text, n_bytes);
  memcpy (text->bytes + text->n_bytes, bytes, n_bytes);
  text->n_bytes += n_bytes;
}

void hr_text_append_z (HrText *text, const char *string)
{
  hr_text_append (text, string, strlen (string));
}

void hr_text_append_char (HrText *text, char c)
{
  hr_text_append (text, &c, 1);
}

static void append_surrogate (HrText *text, Py_UCS4 c)
{
  static const char hex[] = "0123456789abcdef";
  const char escape[] = { '\\', 'u', hex[c >> 12 & 15], hex[c >> 8 & 15], hex[c >> 4 & 15], hex[c & 15] };

  hr_text_append (text, escape, sizeof escape);
}

void hr_text_append_code_point (HrText *text, Py_UCS4 c)
{
  char utf8[4];

  if (c < 0x80) {
    utf8[0] = (char)c;
    hr_text_append (text, utf8, 1);
  } else if (c < 0x800) {
    utf8[0] = (char)(0xC0 | c >> 6);
    utf8[1] = (char)(0x80 | (c & 0x3F));
    hr_text_append (text, utf8, 2);
  } else if (c >= 0xD800 && c < 0xE000) {
    append_surrogate (text, c);
  } else if (c < 0x10000) {
    utf8[0] = (char)(0xE0 | c >> 12);
    utf8[1] = (char)(0x80 | (c >> 6 & 0x3F));
    utf8[2] = (char)(0x80 | (c & 0x3F));
    hr_text_append (text, utf8, 3);
  } else {
    utf8[0] = (char)(0xF0 | c >> 18);
    utf8[1] = (char)(0x80 | (c >> 12 & 0x3F));
    utf8[2] = (char)(0x80 | (c >> 6 & 0x3F));
    utf8[3] = (char)(0x80 | (c & 0x3F));
    hr_text_append (text, utf8, 4);
  }
}

void hr_text_append_str (HrText *text, PyObject *str)
{
  Py_ssize_t length = PyUnicode_GET_LENGTH (str);
  int kind = PyUnicode_KIND (str);
  const void *data = PyUnicode_DATA (str);

  if (PyUnicode_IS_ASCII (str)) {
    hr_text_append (text, data, (size_t)length);
    return;
  }
  for (Py_ssize_t i = 0; i < length; i++)
    hr_text_append_code_point (text, PyUnicode_READ (kind, data, i));
}

void hr_text_clear (HrText *text)
{
  free (text->bytes);
  *text = (HrText){ 0 };
}

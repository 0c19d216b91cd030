/* The example of FORMAT.md, byte for byte: what is decoded there by hand is what the writer makes. */
#include <string.h>

#include "fixture.h"
#include "timeline/state.h"

static GBytes *example (void)
{
  HrFixture *f = hr_fixture_new ("t.py", "x = 5\ndel x\n", FALSE);
  hr_fixture_begin (f, HR_EVENT_START, 1, 0, 1);
  hr_fixture_frame (f, 1, "<module>", 1, 1, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 2);
  hr_fixture_frame (f, 1, "<module>", 1, 2, "x", 1u, NULL);
  hr_fixture_atom (f, 1, HR_KIND_INT, "5", HR_OBJECT_CACHED, 0);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_RETURN, 1, 2, 0);
  hr_fixture_frame (f, 1, "<module>", 1, 2, NULL);
  hr_timeline_writer_gone (hr_fixture_peek_writer (f), 1, HR_GONE_HIDDEN, 0, 0, 0);
  hr_fixture_end (f);
  return hr_fixture_take_bytes (f, TRUE);
}

/* The bytes in the fenced block after "## An example": pairs of hex digits up to a line's "|". */
static GByteArray *documented (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (FORMAT_MD, &text, NULL, &error);
  g_assert_no_error (error);
  const char *section = strstr (text, "## An example");
  g_assert_nonnull (section);
  const char *start = strstr (section, "```\n"), *end = start == NULL ? NULL : strstr (start + 4, "```\n");
  g_assert_nonnull (end);
  g_autofree char *block = g_strndup (start + 4, (gsize)(end - start - 4));
  g_auto (GStrv) lines = g_strsplit (block, "\n", -1);
  GByteArray *bytes = g_byte_array_new ();
  for (guint i = 0; lines[i] != NULL; i++) {
    for (const char *at = lines[i]; *at != '|' && *at != '\0'; at++) {
      if (*at == ' ')
        continue;
      g_assert_true (g_ascii_isxdigit (at[0]) && g_ascii_isxdigit (at[1]));
      guint8 byte = (guint8)(g_ascii_xdigit_value (at[0]) * 16 + g_ascii_xdigit_value (at[1]));
      g_byte_array_append (bytes, &byte, 1);
      at++;
    }
  }
  return bytes;
}

static void print (GBytes *bytes)
{
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  g_autoptr (GString) text = g_string_new ("the writer makes");
  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_printf (text, "%s%02x", i % 16 == 0 ? "\n" : " ", data[i]);
  g_test_message ("%s", text->str);
}

static void test_example (void)
{
  g_autoptr (GBytes) bytes = example ();
  g_autoptr (GByteArray) expected = documented ();
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  print (bytes);
  g_assert_cmpmem (data, n_bytes, expected->data, expected->len);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/format/example", test_example);
  return g_test_run ();
}

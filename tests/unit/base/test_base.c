/* lib/base: suggestions, escaping, rectangles, files that appear whole. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/caption.h"
#include "base/diff.h"
#include "base/error.h"
#include "base/escape.h"
#include "base/geometry.h"
#include "base/output_file.h"

static void test_suggest (void)
{
  const char *const verbs[] = { "record", "page", "draw", "strip", NULL };
  g_assert_cmpstr (hr_error_suggest ("recrod", verbs), ==, "record");
  g_assert_cmpstr (hr_error_suggest ("drow", verbs), ==, "draw");
  g_assert_cmpstr (hr_error_suggest ("darw", verbs), ==, "draw"); /* neighbours changed places: the commonest slip */
  g_assert_null (hr_error_suggest ("elephant", verbs));
}

static void test_exit_status (void)
{
  g_autoptr (GError) ours = g_error_new_literal (HR_ERROR, HR_ERROR_OUTPUT, "x");
  g_autoptr (GError) foreign = g_error_new_literal (G_FILE_ERROR, 99, "x");
  g_assert_cmpint (hr_error_exit_status (ours), ==, 4);
  g_assert_cmpint (hr_error_exit_status (foreign), ==, 3);
}

static void check_escape (void (*escape) (GString *, const char *), const char *in, const char *out)
{
  g_autoptr (GString) got = g_string_new (NULL);
  escape (got, in);
  g_assert_cmpstr (got->str, ==, out);
}

static void test_escape (void)
{
  check_escape (hr_escape_xml_text, "a<b>&\"c\"", "a&lt;b&gt;&amp;\"c\"");
  check_escape (hr_escape_xml_attribute, "\"\n<", "&quot;&#10;&lt;");
  check_escape (hr_escape_xml_text, "\x01\x1b[0m\x7f", "\u2401\u241b[0m\u2421");
  check_escape (hr_escape_xml_text, "a\u202Eb", "a\u27E8U+202E\u27E9b");
  check_escape (hr_escape_xml_text, "a\u2028b\u200B", "a\u27E8U+2028\u27E9b\u27E8U+200B\u27E9");
  check_escape (hr_escape_xml_text, "a\u200Db", "a\u200Db");
  check_escape (hr_escape_json, "</script>&\u2028\"\\\n\x01",
                "\"\\u003c/script\\u003e\\u0026\\u2028\\\"\\\\\\n\\u0001\"");
}

static void check_number (double value, int decimals, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);
  hr_escape_number (out, value, decimals);
  g_assert_cmpstr (out->str, ==, expected);
}

static void test_number (void)
{
  check_number (1.50, 2, "1.5");
  check_number (100, 2, "100");
  check_number (100, 0, "100");
  check_number (-0.001, 2, "0");
  check_number (1.0 / 3, 3, "0.333");
}

static void test_rect (void)
{
  HrRect a = { 0, 0, 10, 10 }, beside = { 10, 0, 10, 10 }, over = { 5, 5, 10, 10 };
  g_assert_false (hr_rect_overlaps (a, beside));
  g_assert_true (hr_rect_overlaps (a, over));
  HrRect both = hr_rect_union (a, over);
  g_assert_cmpfloat (both.width, ==, 15);
  g_assert_true (hr_rect_crossed_by (a, (HrPoint){ -5, 5 }, (HrPoint){ 20, 5 }));
  g_assert_false (hr_rect_crossed_by (a, (HrPoint){ -5, 10 }, (HrPoint){ 20, 10 }));
}

static void test_output_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("heapreel-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (folder, "out.svg", NULL);
  g_assert_true (hr_output_file_write (path, "one", 3, &error));
  g_assert_true (hr_output_file_write (path, "two!", 4, &error));
  g_autofree char *data = NULL;
  gsize n = 0;
  g_assert_true (hr_output_file_read (path, &data, &n, &error));
  g_assert_cmpmem (data, n, "two!", 4);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "out.svg");
  g_assert_null (g_dir_read_name (dir));

  g_autofree char *missing = g_build_filename (folder, "no", "such.svg", NULL);
  g_assert_false (hr_output_file_write (missing, "x", 1, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_OUTPUT);
  g_assert_nonnull (strstr (error->message, missing));
  g_clear_error (&error);
  g_assert_false (hr_output_file_write (folder, "x", 1, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_OUTPUT);
  g_clear_error (&error);
  g_autofree char *nothing = NULL;
  g_assert_false (hr_output_file_read (folder, &nothing, &n, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  g_clear_error (&error);
  g_autofree char *text = hr_output_file_read_text (path, &error);
  g_assert_cmpstr (text, ==, "two!");
  g_assert_true (hr_output_file_write (path, "a\xff", 2, &error));
  g_assert_null (hr_output_file_read_text (path, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_true (hr_output_file_write (path, "a\0b", 3, &error));
  g_assert_null (hr_output_file_read_text (path, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  g_remove (path);
  g_rmdir (folder);
}

/* The pieces of @caption, code in brackets. */
static void check_caption (const char *caption, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean is_code = FALSE;
  char *piece;
  while ((piece = hr_caption_next (&caption, &is_code)) != NULL) {
    g_string_append_printf (out, is_code ? "[%s]" : "{%s}", piece);
    g_free (piece);
  }
  g_assert_cmpstr (out->str, ==, expected);
}

static void test_caption (void)
{
  check_caption ("", "");
  check_caption ("no code", "{no code}");
  check_caption ("`b` names `a x`.", "[b]{ names }[a x]{.}");
  check_caption ("the str `` '`' ``, and", "{the str }['`']{, and}");
  check_caption ("``` `` ```", "[``]");
  check_caption ("`a``b`", "[a``b]");
  check_caption ("a ` alone", "{a }{` alone}");
  check_caption ("`` ends", "{`` ends}");
  check_caption ("` x `", "[ x ]");
}

static void check_diff (const char *old, const char *new, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);
  hr_diff_append (out, "f", old, strlen (old), new, strlen (new));
  g_assert_cmpstr (out->str, ==, expected);
}

static void test_diff (void)
{
  check_diff ("a\n", "a\n", "");
  check_diff ("", "a\n", "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n");
  check_diff ("a\nb\nc", "a\nx\nc", "--- f\n+++ f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n\\ No newline at end of file\n");
  check_diff ("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n",
              "--- f\n+++ f\n@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -6,4 +7,3 @@\n 6\n 7\n 8\n-9\n");
}

static void test_diff_of_much (void)
{
  g_autoptr (GString) old = g_string_new (NULL), new = g_string_new (NULL), out = g_string_new (NULL);
  for (guint i = 0; i < 5000; i++) {
    g_string_append_printf (old, "old %u\n", i);
    g_string_append_printf (new, "new %u\n", i);
  }
  for (guint i = 0; i < 300; i++)
    g_string_append (new, "é");
  hr_diff_append (out, "f", old->str, old->len, new->str, new->len);
  g_assert_true (g_str_has_prefix (out->str, "--- f\n+++ f\n@@ -1,5000 +1,5001 @@\n-old 0\n-old 1\n"));
  g_assert_true (g_str_has_suffix (out->str, "é… (600 bytes)\n\\ No newline at end of file\n"));
  g_assert_true (g_utf8_validate (out->str, -1, NULL));
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/caption", test_caption);
  g_test_add_func ("/base/suggest", test_suggest);
  g_test_add_func ("/base/exit-status", test_exit_status);
  g_test_add_func ("/base/escape", test_escape);
  g_test_add_func ("/base/number", test_number);
  g_test_add_func ("/base/rect", test_rect);
  g_test_add_func ("/base/diff", test_diff);
  g_test_add_func ("/base/diff-of-much", test_diff_of_much);
  g_test_add_func ("/base/output-file", test_output_file);
  return g_test_run ();
}

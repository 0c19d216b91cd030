/* lib/report, what needs no recording: shared lines, templates and their escaping, the plain list, set captions. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "report/columns.h"
#include "report/lines.h"
#include "report/pieces.h"
#include "report/plain.h"
#include "report/prose.h"
#include "report/template.h"

/* Applies @edits to @a as the page's script does, and holds the result to @b. */
static void check_edits (const GArray *edits, const guint32 *a, guint n_a, const guint32 *b, guint n_b)
{
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint at = 0;
  for (guint i = 0; i < edits->len; i++) {
    const HrReportEdit *edit = &g_array_index (edits, HrReportEdit, i);
    g_assert_cmpuint (edit->at, >=, at);
    g_array_append_vals (made, a + at, edit->at - at);
    g_array_append_vals (made, b + edit->first_added, edit->n_added);
    at = edit->at + edit->n_removed;
  }
  g_assert_cmpuint (at, <=, n_a);
  g_array_append_vals (made, a + at, n_a - at);
  g_assert_cmpmem (made->data, made->len * sizeof (guint32), b, n_b * sizeof (guint32));
}

static guint count_touched (const GArray *edits)
{
  guint n = 0;
  for (guint i = 0; i < edits->len; i++)
    n += g_array_index (edits, HrReportEdit, i).n_removed + g_array_index (edits, HrReportEdit, i).n_added;
  return n;
}

static void test_diff_known (void)
{
  const guint32 a[] = { 1, 2, 3, 1, 2, 2, 1 }, b[] = { 3, 2, 1, 2, 1, 3 }; /* Myers' own example: ABCABBA, CBABAC */
  g_autoptr (GArray) edits = hr_report_lines_diff (a, 7, b, 6);
  check_edits (edits, a, 7, b, 6);
  g_assert_cmpuint (count_touched (edits), ==, 5);
  g_autoptr (GArray) none = hr_report_lines_diff (a, 7, a, 7);
  g_assert_cmpuint (none->len, ==, 0);
  g_autoptr (GArray) all = hr_report_lines_diff (a, 0, b, 6);
  check_edits (all, a, 0, b, 6);
  g_autoptr (GArray) gone = hr_report_lines_diff (a, 7, b, 0);
  check_edits (gone, a, 7, b, 0);
}

static void fill_random (GRand *rand, guint32 *numbers, guint n, int kinds)
{
  for (guint i = 0; i < n; i++)
    numbers[i] = (guint32)g_rand_int_range (rand, 0, kinds);
}

static void test_diff_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  for (int round = 0; round < 500; round++) {
    guint32 a[40], b[40];
    guint n_a = (guint)g_rand_int_range (rand, 0, 40), n_b = (guint)g_rand_int_range (rand, 0, 40);
    fill_random (rand, a, n_a, 6);
    fill_random (rand, b, n_b, 6);
    g_autoptr (GArray) edits = hr_report_lines_diff (a, n_a, b, n_b);
    check_edits (edits, a, n_a, b, n_b);
  }
}

/* More differences than are searched for: still right, if not shortest. */
static void test_diff_large (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  static guint32 a[3000], b[3000];
  fill_random (rand, a, 3000, 1000000);
  fill_random (rand, b, 3000, 1000000);
  g_autoptr (GArray) edits = hr_report_lines_diff (a, 3000, b, 3000);
  check_edits (edits, a, 3000, b, 3000);
}

static void check_number (gint64 number, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);
  hr_report_number_append (out, number);
  g_assert_cmpstr (out->str, ==, expected);
}

static void test_numbers (void)
{
  check_number (0, "A");
  check_number (-1, "B");
  check_number (1, "C");
  check_number (15, "e");
  check_number (-16, "f");
  check_number (16, "gB");
  check_number (-17, "hB");
  check_number (1000, "w+B");
  check_number (G_MAXINT64, "+///////////P");
  check_number (G_MININT64, "////////////P");
}

static void test_column (void)
{
  HrReportColumn column;
  g_autoptr (GString) out = g_string_new (NULL);
  hr_report_column_init (&column);
  hr_report_column_add (&column, 0);
  hr_report_column_append_json (&column, "zeros", out);
  g_assert_cmpstr (out->str, ==, "");
  hr_report_column_add (&column, 7);
  hr_report_column_add (&column, 7);
  hr_report_column_add (&column, 6);
  hr_report_column_append_json (&column, "some", out);
  g_assert_cmpstr (out->str, ==, ",\n\"some\":\"AOAB\"");
  hr_report_column_clear (&column);
}

static void test_words (void)
{
  g_autoptr (HrReportWords) words = hr_report_words_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_assert_cmpuint (hr_report_words_add (words, "a"), ==, 0);
  g_assert_cmpuint (hr_report_words_add (words, "</script>"), ==, 1);
  g_assert_cmpuint (hr_report_words_add (words, "a"), ==, 0);
  g_assert_cmpuint (hr_report_words_count (words), ==, 2);
  hr_report_words_append_json (words, "w", out);
  g_assert_cmpstr (out->str, ==, ",\n\"w\":[\"a\",\n\"\\u003c/script\\u003e\"]");
}

static void test_lines (void)
{
  g_autoptr (HrReportLines) lines = hr_report_lines_new ();
  hr_report_lines_add_picture (lines, "a\nb\nc\nd\n");
  hr_report_lines_add_picture (lines, "a\nx\nc\nd\n");
  hr_report_lines_add_picture (lines, "a\nx\nc\nd\n");
  hr_report_lines_add_picture (lines, "a\nb\nc\n");
  /* 0 stay, 0 go, 4 more come, all new · 1 stays, 1 goes, none more, a new one · nothing · line 1 comes back for line 4
     (1 - 5), and after 1 more that stays one goes */
  g_assert_cmpstr (hr_report_lines_peek_edits (lines), ==, "AAIAAAA CCAA  CCAHCCB");
  g_autoptr (GString) table = g_string_new (NULL);
  hr_report_lines_append_table (lines, table);
  g_assert_cmpstr (table->str, ==, "0\na\nb\nc\nd\nx");
}

static void test_pieces (void)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) out = g_string_new (NULL), expected = g_string_new ("2\n\" width=\"\n<rect x=\"");
  for (int i = 0; i < 10; i++) {
    g_ptr_array_add (lines, g_strdup_printf ("<rect x=\"%d.5\" width=\"7\"/>~%d", i, i));
    g_string_append_printf (expected, "\n~b%d.5~a7\"/>~~%d", i, i);
  }
  hr_report_pieces_append (lines, out);
  g_assert_cmpstr (out->str, ==, expected->str);
  g_assert_null (strpbrk (hr_report_pieces_signs (), "~</!-&\""));
}

static const HrReportValue values[] = { { "title", "<a> & \"b\"", FALSE }, { "body", "<p>ok</p>", TRUE } };

static void check_filled (const char *template_text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *got = hr_report_template_fill ("t.html", template_text, values, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (got, ==, expected);
}

static void check_refused (const char *template_text, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (hr_report_template_fill ("t.html", template_text, values, 2, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, message));
}

static void test_template (void)
{
  check_filled ("{{text:title}}|{{attribute:title}}|{{markup:body}}",
                "&lt;a&gt; &amp; \"b\"|&lt;a&gt; &amp; &quot;b&quot;|<p>ok</p>");
  check_filled ("{{json:title}} {", "\"\\u003ca\\u003e \\u0026 \\\"b\\\"\" {");
  check_refused ("\n\n{{text:titel}}", "t.html:3: {{text:titel}}: no such value");
  check_refused ("{{raw:title}}", "no such escaping");
  check_refused ("{{markup:title}}", "is no markup");
  check_refused ("{{text:body}}", "takes no other escaping");
  check_refused ("{{title}}", "{{escaping:name}}");
  check_refused ("{{text:title", "{{escaping:name}}");
}

static void test_template_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("heapreel-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (folder, "walkthrough.css", NULL);
  g_assert_true (g_file_set_contents (path, "p{}", -1, &error));
  g_autofree char *own = hr_report_template_load (folder, "walkthrough.css", &error);
  g_assert_cmpstr (own, ==, "p{}");
  g_autofree char *compiled = hr_report_template_load (NULL, "walkthrough.html", &error);
  g_autofree char *fallback = hr_report_template_load (folder, "walkthrough.html", &error);
  g_assert_cmpstr (compiled, ==, fallback);
  g_assert_true (g_file_set_contents (path, "\xff", -1, &error));
  g_assert_null (hr_report_template_load (folder, "walkthrough.css", &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_null (hr_report_template_load (path, "walkthrough.css", &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  g_remove (path);
  g_rmdir (folder);
}

static guint count (const char *text, const char *part)
{
  guint n = 0;
  for (const char *p = text; (p = strstr (p, part)) != NULL; p += strlen (part))
    n++;
  return n;
}

static void test_plain (void)
{
  static const char *const first = "<rect/>\n<g id=\"p-a\" class=\"x\">\n<g>\n</g>\n</g>\n<text>t</text>\n";
  static const char *const second = "<rect/>\n<g id=\"p-a\" class=\"y\">\n</g>\n<text>t</text>\n";
  g_autoptr (HrReportPlain) plain = hr_report_plain_new (3);
  hr_report_plain_add_step (plain, "A <b>", "`<i>` is 1 & 2", first, (HrSize){ 10, 20 }, "out <u>\n");
  hr_report_plain_add_step (plain, "B", "", second, (HrSize){ 10, 20 }, "");
  g_autofree char *markup = hr_report_plain_dup_markup (plain);
  g_assert_cmpuint (count (markup, "<g id=\"d"), ==, 4); /* rect, text, and two versions of the group */
  g_assert_cmpuint (count (markup, "<use href=\"#d0\"/>"), ==, 2);
  g_assert_cmpuint (count (markup, "id=\"p-a\""), ==, 0);
  g_assert_cmpuint (count (markup, "<article>"), ==, 2);
  g_assert_nonnull (strstr (markup, "<h3>Step 1 of 3. A &lt;b&gt;</h3>\n<p><code>&lt;i&gt;</code> is 1 &amp; 2</p>"));
  g_assert_nonnull (strstr (markup, "<pre>out &lt;u&gt;\n</pre>"));
  g_assert_nonnull (strstr (markup, "Steps 3 to 3 "));
}

static void test_plain_is_bounded (void)
{
  g_autoptr (HrReportPlain) plain = hr_report_plain_new (1000);
  for (guint i = 0; i < 1000; i++) {
    g_autofree char *markup = g_strdup_printf ("<g>\n<text>%0500u</text>\n</g>\n", i);
    hr_report_plain_add_step (plain, "t", "c", markup, (HrSize){ 1, 1 }, "");
  }
  g_autofree char *markup = hr_report_plain_dup_markup (plain);
  g_assert_cmpuint (strlen (markup), <, HR_REPORT_PLAIN_MAX_BYTES + 4096);
  g_assert_cmpuint (count (markup, "<article>"), ==, HR_REPORT_PLAIN_MAX_STEPS);
  g_assert_nonnull (strstr (markup, "Steps 101 to 1000 are shown where scripts may run."));
}

static void test_prose (void)
{
  g_autoptr (HrTextMeasure) measure = hr_text_measure_new_fixed ();
  g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 200, 100 });
  guint n = hr_report_prose_draw (scene, measure, "`b` now names the list that `a x` names", (HrPoint){ 10, 20 }, 80,
                                  10, 15, 2);
  g_assert_cmpuint (n, ==, 2);
  const HrNode *name = hr_scene_peek_node (scene, 0), *word = hr_scene_peek_node (scene, 1);
  g_assert_cmpstr (name->text, ==, "b");
  g_assert_cmpint (name->font.family, ==, HR_FONT_CODE);
  g_assert_cmpstr (word->text, ==, "now");
  g_assert_cmpint (word->font.family, ==, HR_FONT_LABEL);
  const HrNode *last = hr_scene_peek_node (scene, hr_scene_n_nodes (scene) - 1);
  g_assert_cmpstr (last->text, ==, " …");
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);
    g_assert_true (node->at.x + node->width_pt <= 90.001);
    g_assert_true (node->at.y == 20 || node->at.y == 35);
  }
  g_autoptr (HrScene) quoted = hr_scene_new ((HrSize){ 400, 100 });
  n = hr_report_prose_draw (quoted, measure, "`s` is `` '`' ``.", (HrPoint){ 10, 20 }, 300, 10, 15, 2);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (hr_scene_n_nodes (quoted), ==, 4);
  const HrNode *value = hr_scene_peek_node (quoted, 2);
  g_assert_cmpstr (value->text, ==, "'`'");
  g_assert_cmpint (value->font.family, ==, HR_FONT_CODE);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/diff/known", test_diff_known);
  g_test_add_func ("/report/diff/random", test_diff_random);
  g_test_add_func ("/report/diff/large", test_diff_large);
  g_test_add_func ("/report/numbers", test_numbers);
  g_test_add_func ("/report/column", test_column);
  g_test_add_func ("/report/words", test_words);
  g_test_add_func ("/report/lines", test_lines);
  g_test_add_func ("/report/pieces", test_pieces);
  g_test_add_func ("/report/template/fill", test_template);
  g_test_add_func ("/report/template/folder", test_template_folder);
  g_test_add_func ("/report/plain", test_plain);
  g_test_add_func ("/report/plain/bounded", test_plain_is_bounded);
  g_test_add_func ("/report/prose", test_prose);
  return g_test_run ();
}

/* lib/weave: figure lines go in, everything else stays. */
#include <string.h>

#include "base/error.h"
#include "weave/weave.h"

/* What the made-up figures are like. */
typedef struct {
  HrWeaveForm form;
  HrWeaveAlign align;
  const char *caption, *alt, *words, *label, *bytes;
} Kind;

static gboolean make (gpointer data, const HrWeaveFence *fence, guint request, HrWeaveAnswer *answer,
                      G_GNUC_UNUSED GError **error)
{
  const Kind *kind = data;
  const HrWeaveRequest *from = g_ptr_array_index (fence->requests, request);
  const char *bytes = kind->bytes != NULL ? kind->bytes : fence->code != NULL ? fence->code : "none";
  g_autoptr (GBytes) light = g_bytes_new (bytes, strlen (bytes)), dark = g_bytes_new ("dark", 4);
  answer->form = kind->form;
  answer->align = kind->align;
  answer->caption = g_strdup (kind->caption);
  answer->alt = g_strdup (kind->alt);
  answer->label = g_strdup (kind->label);
  if (from->words[0] == NULL || !g_str_equal (from->words[0], "run"))
    hr_weave_answer_add (answer, light, kind->form == HR_WEAVE_PICTURE ? dark : NULL, "svg",
                         kind->words != NULL ? kind->words : "words");
  return TRUE;
}

static HrWeaveResult *weave_with (const char *text, const HrWeaveOptions *how, const Kind *kind)
{
  g_autoptr (GError) error = NULL;
  HrWeaveResult *result = hr_weave (text, strlen (text), how, make, (gpointer)kind, &error);
  g_assert_no_error (error);
  return result;
}

static const HrWeaveOptions plain = { .name = "post.md", .stem = "post", .folder = "" };
static const char bare[] = "<!-- reel: at=1 -->\n```python\nx\n```\n";

/* What stands between the fence and the closing comment of a document that is nothing but one fence. */
static void check_lines (const Kind *kind, const HrWeaveOptions *how, const char *expected)
{
  g_autoptr (HrWeaveResult) result = weave_with (bare, how, kind);
  char *close = strstr (result->text->str, "\n<!-- /reel ");
  g_assert_true (g_str_has_prefix (result->text->str, bare));
  g_assert_nonnull (close);
  *close = '\0';
  g_assert_cmpstr (result->text->str + strlen (bare), ==, expected);
}

static void test_forms (void)
{
  check_lines (&(Kind){ .words = "a_b names [1]" }, &plain, "\n![a_b names \\[1\\]](post-1.svg)\n");
  check_lines (&(Kind){ .caption = "One *list*" }, &plain, "\n![One *list*](post-1.svg)\n");
  check_lines (&(Kind){ .caption = "One ]" }, &plain, "\n![One \\]](post-1.svg)\n");
  check_lines (&(Kind){ .caption = "One", .alt = "Two" }, &plain, "\n![Two](post-1.svg)<br>\n*One*\n");
  check_lines (&(Kind){ .caption = "One `a_b`", .alt = "Two" }, &plain, "\n![Two](post-1.svg)<br>\nOne `a_b`\n");
  check_lines (&(Kind){ .form = HR_WEAVE_LINK, .caption = "Step" }, &plain, "\n[Step](post-1.svg)\n");
  check_lines (&(Kind){ .form = HR_WEAVE_PICTURE, .alt = "A `b` & \"c\"" }, &plain,
               "\n<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"post-1-dark.svg\">"
               "<img src=\"post-1-light.svg\" alt=\"A b &amp; &quot;c&quot;\"></picture>\n");
  check_lines (&(Kind){ .form = HR_WEAVE_INLINE, .bytes = "<?xml?>\n<svg>\n\n</svg>\n" }, &plain,
               "\n<div role=\"img\" aria-label=\"words\">\n<svg>\n</svg>\n</div>\n");
  check_lines (&(Kind){ .align = HR_WEAVE_ALIGN_CENTER, .caption = "c" }, &plain,
               "\n<div align=\"center\" markdown=\"1\">\n\n![c](post-1.svg)\n\n</div>\n");
}

static void test_names (void)
{
  HrWeaveOptions how = { .name = "a b.md", .stem = "a b", .folder = "my img" };
  check_lines (&(Kind){ 0 }, &how, "\n![words](my%20img/a%20b-1.svg)\n");
  how.hashed = TRUE;
  check_lines (&(Kind){ .bytes = "x\n" }, &how, "\n![words](my%20img/a%20b-1.73cb3858.svg)\n");
  check_lines (&(Kind){ .label = "../x" }, &plain, "\n![words](post----x.svg)\n");
}

static void test_hostile_words (void)
{
  check_lines (
      &(Kind){ .words = "](javascript:x) <b> &lt; `c` *d* __e__ \n\x01 \u202e \\" }, &plain,
      "\n![\\](javascript:x) \\<b\\> \\&lt; \\`c\\` \\*d\\* \\_\\_e\\_\\_  \u2401 ⟨U+202E⟩ \\\\](post-1.svg)\n");
}

static void test_same_name_twice (void)
{
  g_autofree char *two = g_strconcat (bare, "\n", bare, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrWeaveResult) result = hr_weave (two, strlen (two), &plain, make, &(Kind){ .label = "a" }, &error);
  g_assert_null (result);
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  g_assert_cmpstr (error->message, ==, "post.md:6: a second figure named post-a; give it another label");
}

static void test_twice_is_once (void)
{
  const char text[] =
      "a\r\n\r\n> <!-- reel: at=1 -->\r\n> <!-- reel: at=2 -->\r\n> ```python\r\n> x\r\n> ```\r\n> b\r\n\r\n"
      "<!-- reel: run -->\r\n```python\r\ny\r\n```\r\nc";
  g_autoptr (HrWeaveResult) once = weave_with (text, &plain, &(Kind){ 0 });
  g_autoptr (HrWeaveResult) twice = weave_with (once->text->str, &plain, &(Kind){ 0 });
  g_assert_cmpstr (once->text->str, ==, twice->text->str);
  g_assert_nonnull (strstr (
      once->text->str, "> ```\r\n>\r\n> ![words](post-1.svg)\r\n>\r\n> ![words](post-2.svg)\r\n>\r\n> <!-- /reel "));
  g_assert_nonnull (
      strstr (once->text->str, " -->\r\n>\r\n> b\r\n\r\n<!-- reel: run -->\r\n```python\r\ny\r\n```\r\nc"));
  g_assert_cmpuint (once->files->len, ==, 2);
}

static void test_new_figure_replaces_old_lines (void)
{
  g_autoptr (HrWeaveResult) once = weave_with (bare, &plain, &(Kind){ .caption = "one", .bytes = "1" });
  g_autofree char *more = g_strconcat (once->text->str, "end\n", NULL);
  g_autoptr (HrWeaveResult) other = weave_with (more, &plain, &(Kind){ .caption = "two", .bytes = "2" });
  g_assert_null (strstr (other->text->str, "one"));
  g_assert_nonnull (strstr (other->text->str, "![two](post-1.svg)"));
  g_assert_true (g_str_has_suffix (other->text->str, " -->\nend\n"));
}

static void check_edited (const char *text, gboolean refused)
{
  g_autoptr (GError) error = NULL;
  HrWeaveOptions how = plain;
  g_autoptr (HrWeaveResult) result = hr_weave (text, strlen (text), &how, make, &(Kind){ 0 }, &error);
  g_assert_true ((result == NULL) == refused);
  if (refused)
    g_assert_nonnull (strstr (error->message, "changed by hand; --force"));
  how.force = TRUE;
  g_autoptr (HrWeaveResult) forced = weave_with (text, &how, &(Kind){ 0 });
  g_assert_nonnull (strstr (forced->text->str, "![words](post-1.svg)"));
}

static void test_hand_edited_lines (void)
{
  g_autoptr (HrWeaveResult) once = weave_with (bare, &plain, &(Kind){ 0 });
  g_auto (GStrv) parts = g_strsplit (once->text->str, "![words]", 2);
  g_autofree char *edited = g_strjoinv ("![my words]", parts), *spaced = g_strjoinv ("\n\n![words]", parts);
  check_edited (edited, TRUE);
  check_edited (spaced, FALSE);
  check_edited ("<!-- reel: at=1 -->\n```python\nx\n```\n![mine](x.svg)\n<!-- /reel -->\n", FALSE);
  check_edited ("<!-- reel: at=1 -->\n```python\nx\n```\nMy text.\n\n<!-- /reel -->\n", TRUE);
}

static void test_recorded (void)
{
  g_autoptr (HrWeaveResult) result = weave_with (bare, &plain, &(Kind){ .bytes = "picture" });
  g_assert_true (hr_weave_is_recorded (result->text->str, "picture", 7));
  g_assert_false (hr_weave_is_recorded (result->text->str, "picturE", 7));
  g_assert_false (hr_weave_is_recorded (bare, "picture", 7));
}

/* Random documents: from these pieces, so that fences, comments and containers meet in every way. */
static const char *const pieces[] = {
  "<!-- reel: at=1 -->\n",
  "<!-- reel: run -->\n",
  "<!-- reel: setup\ny\n-->\n",
  "```python\n",
  "```\n",
  "~~~\n",
  "~~~ py\n",
  "x = 1\n",
  "#| fig-cap: c\n",
  "#| label\n",
  "> ",
  ">",
  "- ",
  "1. ",
  "    ",
  "  ",
  "\t",
  "\n",
  "\n",
  "\n",
  "\r\n",
  "text\n",
  "<div>\n",
  "</div>\n",
  "<!-- /reel -->\n",
  "<!--",
  "-->",
  "# h\n",
  "---\n",
  "* * *\n",
  "``` python\n",
  "````\n",
  "é",
  "\r",
};

static GString *random_document (GRand *rand)
{
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (rand, 1, 40);
  while (n-- > 0) {
    if (g_rand_int_range (rand, 0, 6) == 0) /* most random fences ask for nothing */
      g_string_append (text, "\n<!-- reel: at=1 -->\n```python\nx\n```\n");
    else
      g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  }
  return text;
}

static gboolean is_figure_line (const char *line)
{
  const char *at = line + strspn (line, " \t>");
  return *at == '\0' || g_str_has_prefix (at, "![words](post-") || g_str_has_prefix (at, "<!-- /reel ");
}

/* Every line of @before stands in @after, in order, and what is between them are figure lines. */
static void check_rest_is_same (const char *before, const char *after)
{
  g_auto (GStrv) old = g_strsplit (before, "\n", -1), new = g_strsplit (after, "\n", -1);
  guint o = 0;
  for (guint n = 0; new[n] != NULL; n++) {
    g_autofree char *bare_new = g_strdelimit (g_strdup (new[n]), "\r", ' ');
    g_autofree char *bare_old = g_strdelimit (g_strdup (old[o] != NULL ? old[o] : ""), "\r", ' ');
    if (old[o] != NULL && g_str_equal (g_strchomp (bare_old), g_strchomp (bare_new)))
      o++;
    else if (!is_figure_line (bare_new))
      g_error ("\"%s\" is new in:\n%s\nfrom:\n%s", new[n], after, before);
  }
  while (old[o] != NULL && is_figure_line (g_strdelimit (old[o], "\r", ' ')))
    o++; /* a line that closed by hand */
  if (old[o] != NULL)
    g_error ("\"%s\" is not in:\n%s", old[o], after);
}

/* Takes out what closes by hand: such lines are replaced. */
static void drop_closes (GString *text)
{
  for (char *at = strstr (text->str, "<!-- /reel -->"); at != NULL; at = strstr (text->str, "<!-- /reel -->"))
    g_string_erase (text, at - text->str, (gssize)strlen ("<!-- /reel -->"));
}

static void test_random_documents (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  guint n_woven = 0, n_figures = 0;
  for (guint i = 0; i < 10000; i++) {
    g_autoptr (GString) text = random_document (rand);
    gboolean has_closes = i % 4 == 0; /* by hand: what they take away may open or close what follows */
    if (!has_closes)
      drop_closes (text);
    g_autoptr (HrWeaveResult) once = hr_weave (text->str, text->len, &plain, make, &(Kind){ 0 }, NULL);
    if (once == NULL)
      continue;
    if (has_closes)
      continue;
    check_rest_is_same (text->str, once->text->str);
    g_autoptr (GError) error = NULL;
    g_autoptr (HrWeaveResult) twice = hr_weave (once->text->str, once->text->len, &plain, make, &(Kind){ 0 }, &error);
    if (twice == NULL || !g_str_equal (once->text->str, twice->text->str))
      g_error ("woven once:\n%s\ntwice:\n%s\nfrom:\n%s", once->text->str,
               twice != NULL ? twice->text->str : error->message, text->str);
    n_woven++;
    n_figures += once->files->len;
  }
  g_assert_cmpuint (n_woven, >, 1000);
  g_assert_cmpuint (n_figures, >, 1000);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weave/forms", test_forms);
  g_test_add_func ("/weave/names", test_names);
  g_test_add_func ("/weave/hostile-words", test_hostile_words);
  g_test_add_func ("/weave/same-name-twice", test_same_name_twice);
  g_test_add_func ("/weave/twice-is-once", test_twice_is_once);
  g_test_add_func ("/weave/new-figure", test_new_figure_replaces_old_lines);
  g_test_add_func ("/weave/hand-edited-lines", test_hand_edited_lines);
  g_test_add_func ("/weave/recorded", test_recorded);
  g_test_add_func ("/weave/random-documents", test_random_documents);
  return g_test_run ();
}

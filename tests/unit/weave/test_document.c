/* lib/weave: what is found in a document, and what is said about what cannot be. */
#include <string.h>

#include "base/error.h"
#include "weave/directive.h"
#include "weave/document.h"
#include "weave/program.h"

static HrWeaveDocument *read_document (const char *text)
{
  g_autoptr (GError) error = NULL;
  HrWeaveDocument *document = hr_weave_document_new ("post.md", text, strlen (text), &error);
  g_assert_no_error (error);
  return document;
}

static const HrWeaveFence *fence_of (const HrWeaveDocument *document, guint i)
{
  g_assert_cmpuint (i, <, document->fences->len);
  return g_ptr_array_index (document->fences, i);
}

static char *dup_request (const HrWeaveFence *fence, guint i)
{
  g_assert_cmpuint (i, <, fence->requests->len);
  const HrWeaveRequest *request = g_ptr_array_index (fence->requests, i);
  return g_strjoinv (" ", request->words);
}

static void check_words (const HrWeaveFence *fence, guint i, const char *words)
{
  g_autofree char *got = dup_request (fence, i);
  g_assert_cmpstr (got, ==, words);
}

static void refuse (const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrWeaveDocument) document = hr_weave_document_new ("post.md", text, strlen (text), &error);
  g_assert_null (document);
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  if (strstr (error->message, message) == NULL)
    g_error ("\"%s\" is not in: %s", message, error->message);
}

static void test_plain (void)
{
  g_autoptr (HrWeaveDocument) document =
      read_document ("# Title\n\n<!-- reel: at=last theme=auto -->\n```python\nx = 1\n\n```\nText.\n");
  g_assert_cmpuint (document->fences->len, ==, 1);
  const HrWeaveFence *fence = fence_of (document, 0);
  g_assert_cmpstr (fence->code, ==, "x = 1\n\n");
  g_assert_cmpuint (fence->line, ==, 3);
  g_assert_cmpuint (fence->code_line, ==, 5);
  g_assert_false (fence->is_woven);
  g_assert_cmpstr (document->text + fence->start, ==, "Text.\n");
  check_words (fence, 0, "--at=last --theme=auto");
}

static void test_what_asks_for_nothing (void)
{
  g_autoptr (HrWeaveDocument) document =
      read_document ("```python\nx\n```\n\n    <!-- reel: at=1 -->\n    ```python\n\n`<!-- reel: at=1 -->`\n\n"
                     "````\n<!-- reel: at=1 -->\n```python\nx\n```\n````\n\n<div>\n<!-- reel: at=1 -->\n</div>\n\n"
                     "<!-- a reel: of film -->\n\n```python\n#| echo: false\n# reel: --atoms heap\n```\n");
  g_assert_cmpuint (document->fences->len, ==, 0);
}

static void test_several_requests (void)
{
  g_autoptr (HrWeaveDocument) document = read_document (
      "<!-- reel: draw\n     at=2\n     fig-cap=\"Two 'names'\" -->\n<!--reel: strip at=1..2-->\n~~~ python\nx\n~~~\n");
  const HrWeaveFence *fence = fence_of (document, 0);
  check_words (fence, 0, "draw --at=2 --fig-cap=Two 'names'");
  check_words (fence, 1, "strip --at=1..2");
  g_assert_cmpuint (((const HrWeaveRequest *)g_ptr_array_index (fence->requests, 1))->line, ==, 4);
  g_assert_cmpstr (fence->code, ==, "x\n");
}

static void test_setup_and_defaults (void)
{
  g_autoptr (HrWeaveDocument) document = read_document (
      "<!-- reel: defaults theme=dark text=system -->\n\n<!-- reel: setup\nimport math\nif 1:\n  y = 2\n-->\n"
      "<!-- reel: at=1 -->\n```python\nx\n```\n\n<!-- reel: run -->\n```py\nz\n```\n");
  g_assert_cmpuint (document->fences->len, ==, 2);
  const HrWeaveFence *fence = fence_of (document, 0);
  g_assert_cmpstr (fence->setup, ==, "import math\nif 1:\n  y = 2\n");
  g_assert_cmpuint (fence->setup_line, ==, 4);
  const HrWeaveRequest *request = g_ptr_array_index (fence->requests, 0);
  g_assert_cmpstr (request->defaults[0], ==, "--theme=dark");
  g_assert_cmpstr (request->defaults[1], ==, "--text=system");
  check_words (fence_of (document, 1), 0, "run");
}

static void test_cell_options (void)
{
  g_autoptr (HrWeaveDocument) document = read_document (
      "```python\n#| label: fig-names\n#| fig-cap: \"Two \\\"names\\\"\"\n#| fig-alt: 'It''s one'\n#| echo: "
      "false\nx = 1\n```\n\n"
      "<!-- reel: at=1 -->\n```python\n#| fig-width: 6\n#| reel: strip at=1..2\nx = 1\n```\n");
  check_words (fence_of (document, 0), 0, "--label=fig-names --fig-cap=Two \"names\" --fig-alt=It's one");
  check_words (fence_of (document, 1), 0, "--at=1 --fig-width=6");
  check_words (fence_of (document, 1), 1, "strip --at=1..2");
}

static void test_containers (void)
{
  g_autoptr (HrWeaveDocument) document =
      read_document ("> 1. <!-- reel: at=1 -->\n>    ```python\n>    if x:\n>      y\n>    "
                     "```\n>    after\n\n- ```python\n  #| label: a\n  z\n  ```\n");
  const HrWeaveFence *quoted = fence_of (document, 0), *listed = fence_of (document, 1);
  g_assert_cmpstr (quoted->code, ==, "if x:\n  y\n");
  g_assert_cmpstr (quoted->prefix, ==, ">    ");
  g_assert_true (g_str_has_prefix (document->text + quoted->start, ">    after"));
  g_assert_cmpstr (listed->prefix, ==, "  ");
  g_assert_cmpstr (listed->code, ==, "#| label: a\nz\n");
}

static void test_line_ends (void)
{
  g_autoptr (HrWeaveDocument) document =
      read_document ("<!-- reel: at=1 -->\r\n```python\r\nx\r\ny\r\n```\r\n![a](b.svg)\r\n<!-- /reel -->\r\nText\r\n");
  const HrWeaveFence *fence = fence_of (document, 0);
  g_assert_cmpstr (document->line_end, ==, "\r\n");
  g_assert_cmpstr (fence->code, ==, "x\ny\n");
  g_assert_true (fence->is_woven);
  g_assert_cmpstr (document->text + fence->end, ==, "\r\nText\r\n");
}

static void test_closed (void)
{
  g_autoptr (HrWeaveDocument) document =
      read_document ("<!-- reel: at=1 -->\n```python\nx\n```\n\n<div>\n<!-- /reel 1234abcd -->\n</div>\n\n"
                     "<!-- reel: at=1 -->\n```python\nx\n```\n\n```\n<!-- /reel -->\n```\n\n"
                     "<!-- reel: file=x.py -->\n\n<!-- reel: at=1 -->\n```python\nx\n```\n<!-- /reel -->\n");
  g_assert_cmpuint (document->fences->len, ==, 4);
  g_assert_true (fence_of (document, 0)->is_woven);
  g_assert_false (fence_of (document, 1)->is_woven);
  g_assert_false (fence_of (document, 2)->is_woven);
  g_assert_null (fence_of (document, 2)->code);
  g_assert_true (fence_of (document, 3)->is_woven);
}

static void test_hashes (void)
{
  g_auto (GStrv) two = hr_weave_document_split_close ("> <!-- /reel 5f2a9c01 77de0b12 -->");
  g_auto (GStrv) none = hr_weave_document_split_close ("<!--/reel-->");
  g_assert_cmpuint (g_strv_length (two), ==, 2);
  g_assert_cmpstr (two[1], ==, "77de0b12");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_null (hr_weave_document_split_close ("<!-- /reels -->"));
  g_assert_null (hr_weave_document_split_close ("text <!-- /reel -->"));
  g_assert_null (hr_weave_document_split_close ("<!-- /reel"));
}

static void test_refused (void)
{
  refuse ("a\n\n<!-- reel: at='1 -->\n```python\nx\n```\n", "post.md:3: a quote or a backslash is not closed");
  refuse ("<!-- reel: at=1 --> text\n```python\nx\n```\n", "post.md:1: text after");
  refuse ("<!-- reel: at=1 -->\n```js\nx\n```\n", "post.md:2: a figure is asked for, but this is no ```python fence");
  refuse ("<!-- reel: at=1 -->\n```python\nx\n", "post.md:2: this fence is not closed");
  refuse ("> <!-- reel: at=1 -->\n> ```python\n> x\n\n```\n", "post.md:2: this fence is not closed");
  refuse ("text\n\n<!-- /reel -->\n", "post.md:3: this closes nothing");
  refuse ("<!-- reel: setup\nx = 1\n-->\n```python\nx\n```\n", "post.md:1: set-up code, but no request");
  refuse ("```python\n#| label: a\n#| fig-cpa: x\n```\n",
          "post.md:3: \"#| fig-cpa:\" is not known; did you mean fig-cap?");
  refuse ("a\n\xff\n", "post.md:2: not UTF-8");
}

static void test_split (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = hr_weave_directive_split (" strip row=\"A=b c=1,2\" at=#12 --crop x='a\n   b'\n", &error);
  g_assert_no_error (error);
  g_autofree char *joined = g_strjoinv ("|", words);
  g_assert_cmpstr (joined, ==, "strip|--row=A=b c=1,2|--at=#12|--crop|--x=a b");
}

static void test_programs (void)
{
  g_autoptr (HrWeaveProgram) first = hr_weave_program_new (NULL);
  hr_weave_program_add (first, "a\nb\n", 10);
  g_autoptr (HrWeaveProgram) second = hr_weave_program_new (first);
  hr_weave_program_add (second, "", 0);
  hr_weave_program_add (second, "c\n", 20);
  g_assert_cmpstr (hr_weave_program_peek_text (second), ==, "a\nb\nc\n");
  g_assert_cmpuint (hr_weave_program_n_lines (first), ==, 2);
  g_assert_cmpuint (hr_weave_program_line (second, 2), ==, 11);
  g_assert_cmpuint (hr_weave_program_line (second, 3), ==, 20);
  g_assert_cmpuint (hr_weave_program_line (second, 4), ==, 0);
}

static void test_shift (void)
{
  g_autofree char *shifted = hr_weave_shift_selectors ("2,4#2,1..3,#7,#1..#2,call:f,mark:3,last", 10);
  g_assert_cmpstr (shifted, ==, "12,14#2,11..13,#7,#1..#2,call:f,mark:3,last");
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weave/document/plain", test_plain);
  g_test_add_func ("/weave/document/what-asks-for-nothing", test_what_asks_for_nothing);
  g_test_add_func ("/weave/document/several-requests", test_several_requests);
  g_test_add_func ("/weave/document/setup-and-defaults", test_setup_and_defaults);
  g_test_add_func ("/weave/document/cell-options", test_cell_options);
  g_test_add_func ("/weave/document/containers", test_containers);
  g_test_add_func ("/weave/document/line-ends", test_line_ends);
  g_test_add_func ("/weave/document/closed", test_closed);
  g_test_add_func ("/weave/document/hashes", test_hashes);
  g_test_add_func ("/weave/document/refused", test_refused);
  g_test_add_func ("/weave/directive/split", test_split);
  g_test_add_func ("/weave/program/lines", test_programs);
  g_test_add_func ("/weave/program/shift", test_shift);
  return g_test_run ();
}

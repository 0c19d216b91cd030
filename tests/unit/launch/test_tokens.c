/* What an interpreter answers about sources is believed only where it can be true. */
#include <glib/gstdio.h>

#include "fixture.h"
#include "launch/tokens.h"

/* The tokens of the one source, as a shell that stands in for Python says: "1:0-1 k", or NULL when it is not believed.
 */
static char *answered (const char *script)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_ALIAS, 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("heapreel-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "python", NULL);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s\n", script);
  g_assert_true (g_file_set_contents (path, text, -1, &error));
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
  g_autoptr (GPtrArray) tokens = hr_tokens_new (timeline, path);
  g_unlink (path);
  g_rmdir (folder);
  if (tokens == NULL)
    return NULL;
  g_assert_cmpuint (tokens->len, ==, 1);
  GString *out = g_string_new (NULL);
  const GArray *of_file = g_ptr_array_index (tokens, 0);
  for (guint i = 0; i < of_file->len; i++) {
    const HrTimelineToken *token = &g_array_index (of_file, HrTimelineToken, i);
    g_string_append_printf (out, "%s%u:%u-%u %d", i > 0 ? ", " : "", token->line, token->start, token->end,
                            token->kind);
  }
  return g_string_free (out, FALSE);
}

static void check (const char *script, const char *expected)
{
  g_autofree char *got = answered (script);
  g_assert_cmpstr (got, ==, expected);
}

static void test_answers (void)
{
  check ("cat >/dev/null; printf '1 0 1 1\\n1 1 2 3\\n3 0 4 7\\n\\n'", "1:0-1 1, 1:1-2 3, 3:0-4 7");
  check ("cat >/dev/null; echo", "");
  check ("echo; exit 1", NULL);
  check ("true", NULL);
  check ("cat >/dev/null; printf '1 0 1 1\\n'", NULL);              /* cut */
  check ("cat >/dev/null; printf '1 0 1 8\\n\\n'", NULL);           /* no such kind */
  check ("cat >/dev/null; printf '0 0 1 1\\n\\n'", NULL);           /* no such line */
  check ("cat >/dev/null; printf '1 4 4 1\\n\\n'", NULL);           /* nothing */
  check ("cat >/dev/null; printf '1 4 6 1\\n1 5 7 1\\n\\n'", NULL); /* one over the other */
  check ("cat >/dev/null; printf '2 0 1 1\\n1 0 1 1\\n\\n'", NULL); /* out of order */
  check ("cat >/dev/null; printf '1 0 99999999999 1\\n\\n'", NULL);
  check ("cat >/dev/null; printf '1 0 -1 1\\n\\n'", NULL);
  check ("cat >/dev/null; head -c 100000 /dev/zero", NULL);
}

static void test_no_interpreter (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_ALIAS, 0);
  g_assert_null (hr_tokens_new (timeline, "/nowhere/python"));
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tokens/answers", test_answers);
  g_test_add_func ("/tokens/no-interpreter", test_no_interpreter);
  return g_test_run ();
}

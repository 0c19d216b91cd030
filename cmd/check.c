#include "check.h"

#include <stdio.h>
#include <string.h>

#include "base/diff.h"
#include "base/error.h"
#include "base/output_file.h"

enum { MOST_NAMED = 3 };

/* Whether both are text, so that their difference can be read. */
static gboolean are_text (const char *old, gsize n_old, const char *new, gsize n_new)
{
  return g_utf8_validate_len (old, n_old, NULL) && g_utf8_validate_len (new, n_new, NULL);
}

static void show (const char *path, const char *old, gsize n_old, const char *new, gsize n_new)
{
  g_autoptr (GString) out = g_string_new (NULL);
  if (are_text (old, n_old, new, n_new))
    hr_diff_append (out, path, old, n_old, new, n_new);
  else
    g_string_append_printf (out, "%s: %" G_GSIZE_FORMAT " bytes, would be %" G_GSIZE_FORMAT " others\n", path, n_old,
                            n_new);
  (void)fputs (out->str, stdout);
}

static gboolean take (HrCmdOutlet *outlet, const char *path, GBytes *bytes, G_GNUC_UNUSED const HrScene *scene,
                      GError **error)
{
  HrCmdCheck *check = (HrCmdCheck *)outlet;
  gsize n_new = 0, n_old = 0;
  const char *new = g_bytes_get_data (bytes, &n_new);
  g_autofree char *old = NULL;
  if (strcmp (path, "-") == 0) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "--check compares with a file: name it with -o");
    return FALSE;
  }
  gboolean is_there = g_file_test (path, G_FILE_TEST_EXISTS);
  if (is_there && !hr_output_file_read (path, &old, &n_old, error))
    return FALSE;
  if (is_there && n_old == n_new && memcmp (old, new, n_new) == 0)
    return TRUE;
  g_ptr_array_add (check->stale, g_strconcat (path, is_there ? "" : " is not there", NULL));
  if (check->shows_diff)
    show (path, is_there ? old : "", n_old, new, n_new);
  return TRUE;
}

void hr_cmd_check_init (HrCmdCheck *check, gboolean shows_diff)
{
  *check = (HrCmdCheck){
    .outlet.take = take,
    .shows_diff = shows_diff,
    .stale = g_ptr_array_new_with_free_func (g_free),
  };
}

void hr_cmd_check_clear (HrCmdCheck *check)
{
  g_clear_pointer (&check->stale, g_ptr_array_unref);
}

gboolean hr_cmd_check_finish (const HrCmdCheck *check, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  if (check->stale->len == 0)
    return TRUE;
  for (guint i = 0; i < check->stale->len && i < MOST_NAMED; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index (check->stale, i));
  if (check->stale->len > MOST_NAMED)
    g_string_append_printf (names, " and %u more", check->stale->len - MOST_NAMED);
  g_set_error (error, HR_ERROR, HR_ERROR_STALE, "out of date: %s; the same command without --check%s writes %s",
               names->str, check->shows_diff ? " or --diff" : "", check->stale->len > 1 ? "them" : "it");
  return FALSE;
}

/* heapreel record: run a program and keep its timeline. */
#include "base/error.h"
#include "base/output_file.h"
#include "input.h"
#include "target.h"
#include "temporary.h"
#include "verb.h"

/* -o -: recorded into a temporary file first, because a timeline is finished in place. */
static gboolean record_to_stdout (const HrCmdOptions *options, int *status, GError **error)
{
  g_autofree char *stem = hr_cmd_input_dup_stem (options, 0);
  g_autofree char *path = hr_cmd_temporary_new (stem, error);
  g_autofree char *data = NULL;
  gsize n_bytes = 0;
  if (path == NULL)
    return FALSE;
  gboolean done = hr_cmd_input_record (options, path, TRUE, status, error) &&
                  hr_output_file_read (path, &data, &n_bytes, error) &&
                  hr_output_file_write ("-", data, n_bytes, error);
  hr_cmd_temporary_remove (path);
  return done;
}

gboolean hr_cmd_record (const HrCmdOptions *options, int *status, GError **error)
{
  int ended = 0;
  if (g_strcmp0 (options->output, "-") == 0) {
    if (!record_to_stdout (options, &ended, error))
      return FALSE;
  } else {
    g_autofree char *stem = hr_cmd_input_dup_stem (options, 0);
    g_autofree char *path = options->output != NULL ? g_strdup (options->output) : g_strconcat (stem, ".reel", NULL);
    if (!hr_cmd_input_record (options, path, FALSE, &ended, error))
      return FALSE;
    hr_cmd_depends_add_target (options->depends, path);
    hr_cmd_note (options, "wrote %s", path);
  }
  if (options->exit_status)
    *status = ended;
  return hr_cmd_input_check_strict (options, ended, error);
}

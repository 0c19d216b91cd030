/* heapreel record: run a program and keep its timeline. */
#include <string.h>

#include "base/error.h"
#include "base/output_file.h"
#include "input.h"
#include "target.h"
#include "temporary.h"
#include "verb.h"

/* For stdout, or for --check: recorded into a temporary file first. A timeline is finished in place. */
static gboolean record_aside (const HrCmdOptions *options, const char *path, int *status, GError **error)
{
  g_autofree char *stem = hr_cmd_input_dup_stem (options, 0);
  g_autofree char *aside = hr_cmd_temporary_new (stem, error);
  g_autofree char *data = NULL;
  gsize n_bytes = 0;
  if (aside == NULL)
    return FALSE;
  gboolean done = hr_cmd_input_record (options, aside, strcmp (path, "-") == 0, status, error) &&
                  hr_output_file_read (aside, &data, &n_bytes, error);
  hr_cmd_temporary_remove (aside);
  g_autoptr (GBytes) bytes = done ? g_bytes_new_take (g_steal_pointer (&data), n_bytes) : NULL;
  return done && hr_cmd_write_bytes (options, bytes, path, error);
}

static gboolean record_in_place (const HrCmdOptions *options, const char *path, int *status, GError **error)
{
  if (!hr_cmd_input_record (options, path, FALSE, status, error))
    return FALSE;
  hr_cmd_depends_add_target (options->depends, path);
  hr_cmd_note (options, "wrote %s", path);
  return TRUE;
}

gboolean hr_cmd_record (const HrCmdOptions *options, int *status, GError **error)
{
  int ended = 0;
  g_autofree char *stem = hr_cmd_input_dup_stem (options, 0);
  g_autofree char *path = options->output != NULL ? g_strdup (options->output) : g_strconcat (stem, ".reel", NULL);
  gboolean aside = strcmp (path, "-") == 0 || options->outlet != NULL;
  if (!(aside ? record_aside : record_in_place) (options, path, &ended, error))
    return FALSE;
  if (options->exit_status)
    *status = ended;
  return hr_cmd_input_check_strict (options, ended, error);
}

#include "launch/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "launch/environment.h"
#include "launch/process.h"
#include "launch/program.h"
#include "timeline/reader.h"

/* Found out before the program runs, not after. */
static gboolean make_empty_file (const char *path, GError **error)
{
  GStatBuf info;
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0666);

  if (fd < 0) {
    g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "%s: cannot write: %s", path, g_strerror (errno));
    return FALSE;
  }
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode)) {
    close (fd);
    g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "%s: cannot write: a recording needs a regular file", path);
    return FALSE;
  }
  return g_close (fd, error);
}

/* The recorder stops the program hard when it has all its steps. */
static gboolean has_all_steps (const char *path, guint64 max_steps)
{
  g_autoptr (HrTimeline) timeline = max_steps > 0 ? hr_timeline_open (path, NULL) : NULL;

  return timeline != NULL && hr_timeline_n_steps (timeline) >= max_steps;
}

static gboolean finish (const char *path, const HrLaunchOptions *options, const HrProcessEnd *end, GError **error)
{
  const HrLaunchResult *result = &end->result;
  g_autofree char *text = NULL;
  HrEnding ending = result->exited ? HR_ENDING_EXIT : HR_ENDING_SIGNAL;

  if (end->timed_out) {
    ending = HR_ENDING_TIMEOUT;
    text = g_strdup_printf ("stopped after %u s (--timeout)", options->timeout_s);
  } else if (!result->exited && result->status == SIGKILL && has_all_steps (path, options->max_steps)) {
    ending = HR_ENDING_LIMIT;
    text = g_strdup_printf ("stopped after %" G_GUINT64_FORMAT " steps (--max-steps)", options->max_steps);
  }
  return hr_timeline_finish (path, ending, result->status, text, error);
}

static gboolean check_recorded (const char *path, const HrInterpreter *interpreter, GError **error)
{
  GStatBuf info = { .st_mode = 0 };

  if (g_stat (path, &info) == 0 && info.st_size > 0)
    return TRUE;
  if (S_ISREG (info.st_mode)) /* not a device that was given */
    g_unlink (path);
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
               "%s: the program was run, but nothing was recorded: the recorder in %s did not start", path,
               interpreter->recorder);
  return FALSE;
}

gboolean hr_launch_record (const HrLaunchOptions *options, const char *reel_path, HrLaunchResult *result,
                           GError **error)
{
  g_auto (HrInterpreter) interpreter = { 0 };
  g_autofree char *absolute = g_canonicalize_filename (reel_path, NULL);
  HrProcessEnd end = { 0 };

  if (!hr_program_check (options, error) || !hr_interpreter_init (&interpreter, options, error) ||
      !make_empty_file (absolute, error))
    return FALSE;
  g_auto (GStrv) command = hr_program_new_command (options, &interpreter);
  g_auto (GStrv) environment = hr_environment_new (options, &interpreter, absolute, !hr_process_can_fix_addresses ());
  if (!hr_process_run (command, environment, options, &end, error) || !check_recorded (absolute, &interpreter, error))
    return FALSE;
  *result = end.result;
  return finish (absolute, options, &end, error);
}

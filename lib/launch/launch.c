#include "launch/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "launch/environment.h"
#include "launch/opens.h"
#include "launch/process.h"
#include "launch/program.h"
#include "launch/tokens.h"
#include "timeline/state.h"

/* What the beginning of any recording needs. */
enum { LEAST_BYTES = 16 << 10 };

/* FALSE only where the disk is known to be full: not every file system can say so beforehand. */
static gboolean has_room (int fd)
{
  gboolean full = fallocate (fd, 0, 0, LEAST_BYTES) != 0 && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG);

  return ftruncate (fd, 0) == 0 && !full;
}

static gboolean fail_without_room (const char *path, GError **error)
{
  g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT,
               "%s: no space left on the disk to record to; make room there, or record elsewhere (-o, TMPDIR)", path);
  return FALSE;
}

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
  if (!has_room (fd)) {
    close (fd);
    g_unlink (path);
    return fail_without_room (path, error);
  }
  return g_close (fd, error);
}

/* What the recorder said when it stopped at a limit; NULL when it did not. */
static char *dup_limit (const char *path)
{
  g_autoptr (HrTimeline) timeline = hr_timeline_open (path, NULL);
  guint32 n_steps = timeline != NULL ? hr_timeline_n_steps (timeline) : 0;
  g_autoptr (HrTimelineState) last = n_steps > 0 ? hr_timeline_state_new (timeline, n_steps - 1, NULL) : NULL;

  for (guint i = 0; last != NULL && i < last->n_notes; i++)
    if (last->notes[i].kind == HR_NOTE_STOPPED)
      return g_strdup (last->notes[i].text);
  return NULL;
}

/* HrTimelineTokenize */
static GPtrArray *tokenize (HrTimeline *timeline, gpointer interpreter)
{
  return hr_tokens_new (timeline, ((const HrInterpreter *)interpreter)->executable);
}

static gboolean finish (const char *path, const HrLaunchOptions *options, HrInterpreter *interpreter,
                        const HrProcessEnd *end, GError **error)
{
  const HrLaunchResult *result = &end->result;
  g_autofree char *text =
      end->timed_out ? g_strdup_printf ("stopped after %u s (--timeout)", options->limits.timeout_s) : dup_limit (path);
  HrTimelineTokenize *how = options->untokenized ? NULL : tokenize;
  gboolean was_stopped = !result->exited && options->limits.after == HR_LAUNCH_AFTER_STOP;

  if (end->timed_out)
    return hr_timeline_finish_tokenized (path, HR_ENDING_TIMEOUT, result->status, text, how, interpreter, error);
  if (text != NULL) /* a status that the recorder's own signal gave it says nothing */
    return hr_timeline_finish_tokenized (path, HR_ENDING_LIMIT,
                                         was_stopped      ? 0
                                         : result->exited ? result->status
                                                          : 128 + result->status,
                                         text, how, interpreter, error);
  return hr_timeline_finish_tokenized (path, result->exited ? HR_ENDING_EXIT : HR_ENDING_SIGNAL, result->status, NULL,
                                       how, interpreter, error);
}

static gboolean check_recorded (const char *path, const HrLaunchOptions *options, const HrInterpreter *interpreter,
                                const HrLaunchResult *result, GError **error)
{
  GStatBuf info = { .st_mode = 0 };
  gboolean full;
  int fd;

  if (g_stat (path, &info) == 0 && info.st_size > 0)
    return TRUE;
  fd = S_ISREG (info.st_mode) ? g_open (path, O_WRONLY | O_CLOEXEC, 0) : -1;
  full = fd >= 0 && !has_room (fd);
  if (fd >= 0) {
    close (fd);
    g_unlink (path);
  }
  if (full)
    return fail_without_room (path, error);
  if (options->what == HR_LAUNCH_MODULE && result->exited && result->status == 1) { /* as the interpreter says */
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "-m %s: the interpreter could not run this module; see its message",
                 options->program);
    return FALSE;
  }
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
  if (!hr_process_run (command, environment, options, &end, error) ||
      !check_recorded (absolute, options, &interpreter, &end.result, error))
    return FALSE;
  *result = end.result;
  if (options->opens_path != NULL && !hr_opens_add_tool (options->opens_path, absolute, &interpreter, error))
    return FALSE;
  return finish (absolute, options, &interpreter, &end, error);
}

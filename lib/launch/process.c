#include "launch/process.h"

#include <errno.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

#define ASK 0xffffffffUL

enum { POLL_US = 10000, GRACE_US = 2000000 };

/* For the signal handlers, which can be given nothing. */
static volatile sig_atomic_t running_pid;
static volatile sig_atomic_t n_requests; /* to end */

gboolean hr_process_can_fix_addresses (void)
{
  int before = personality (ASK);
  gboolean can = before >= 0 && personality ((unsigned long)before | ADDR_NO_RANDOMIZE) >= 0 &&
                 (personality (ASK) & ADDR_NO_RANDOMIZE) != 0;

  if (before >= 0)
    personality ((unsigned long)before);
  return can;
}

/* A request to end is the program's to answer: with a traceback, a handler of its own, or not at all. What the terminal
 * sends has reached it too; what was sent to us alone is passed on. A second request is meant for us as well. */
static void on_request (int number, siginfo_t *info, void *context)
{
  (void)context;
  if (running_pid <= 0)
    return;
  if (n_requests++ > 0)
    kill (running_pid, SIGKILL);
  else if (info->si_code == SI_USER || info->si_code == SI_QUEUE)
    kill (running_pid, number);
}

enum { N_CAUGHT = 4 };

typedef struct {
  int number;
  struct sigaction before;
} Caught;

static void catch_signals (Caught *caught)
{
  for (guint i = 0; i < N_CAUGHT; i++) {
    struct sigaction action = { .sa_sigaction = on_request, .sa_flags = SA_RESTART | SA_SIGINFO };

    sigaction (caught[i].number, NULL, &caught[i].before);
    /* what was ignored when we were started stays so, for the program too */
    if (caught[i].before.sa_handler != SIG_IGN)
      sigaction (caught[i].number, &action, NULL);
  }
}

static void release_signals (const Caught *caught)
{
  for (guint i = 0; i < N_CAUGHT; i++)
    sigaction (caught[i].number, &caught[i].before, NULL);
}

/* What the child is to be told of. */
typedef struct {
  const HrLaunchOptions *options;
  const Caught *caught;
} Child;

/* In the child, between fork and exec: system calls only. */
static void set_up_child (gpointer data)
{
  const Child *child = data;
  int before = personality (ASK);

  if (before >= 0)
    personality ((unsigned long)before | ADDR_NO_RANDOMIZE);
  (void)signal (SIGXFSZ, SIG_DFL);     /* which this process may ignore */
  for (guint i = 0; i < N_CAUGHT; i++) /* GLib has begun some of them anew */
    if (child->caught[i].before.sa_handler == SIG_IGN)
      (void)signal (child->caught[i].number, SIG_IGN);
  if (child->options->output_to_stderr)
    dup2 (STDERR_FILENO, STDOUT_FILENO);
}

/* Waits at most @timeout_us; FALSE when the process still runs. */
static gboolean wait_for (GPid pid, gint64 timeout_us, int *status)
{
  gint64 end = g_get_monotonic_time () + timeout_us;
  pid_t reaped;

  while ((reaped = waitpid (pid, status, WNOHANG)) == 0 || (reaped < 0 && errno == EINTR)) {
    if (g_get_monotonic_time () >= end)
      return FALSE;
    g_usleep (POLL_US);
  }
  return TRUE;
}

static void wait_long (GPid pid, int *status)
{
  while (waitpid (pid, status, 0) < 0 && errno == EINTR)
    ;
}

/* As long as it takes, or at most @timeout_us, 0 for any time; FALSE when the process still runs. Tells how long it has
 * been to whoever asks for it. */
static gboolean wait_telling (GPid pid, gint64 timeout_us, const HrProgress *progress, int *status)
{
  if (progress->tell == NULL && timeout_us == 0) {
    wait_long (pid, status);
    return TRUE;
  }
  for (gint64 waited_us = 0; timeout_us == 0 || waited_us < timeout_us;) {
    gint64 left_us = timeout_us == 0 ? G_USEC_PER_SEC : MIN (timeout_us - waited_us, G_USEC_PER_SEC);
    if (wait_for (pid, left_us, status))
      return TRUE;
    waited_us += left_us;
    hr_progress_tell (progress, (guint)(waited_us / G_USEC_PER_SEC), 0);
  }
  return FALSE;
}

/* TRUE when the time was over before the program was. */
static gboolean wait_or_stop (GPid pid, guint timeout_s, const HrProgress *progress, int *status)
{
  if (wait_telling (pid, (gint64)timeout_s * G_USEC_PER_SEC, progress, status))
    return FALSE;
  kill (pid, SIGTERM);
  if (!wait_for (pid, GRACE_US, status)) {
    kill (pid, SIGKILL);
    wait_long (pid, status);
  }
  return TRUE;
}

gboolean hr_process_run (char **command, char **environment, const HrLaunchOptions *options, HrProcessEnd *end,
                         GError **error)
{
  const HrLaunchLimits *limits = &options->limits;
  Caught caught[N_CAUGHT] = {
    { .number = SIGINT }, { .number = SIGQUIT }, { .number = SIGTERM }, { .number = SIGHUP }
  };
  Child child = { .options = options, .caught = caught };
  g_autoptr (GError) local = NULL;
  GPid pid;
  int status = 0;
  gboolean started;

  catch_signals (caught);
  started = g_spawn_async (NULL, command, environment,
                           G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CHILD_INHERITS_STDIN | G_SPAWN_LEAVE_DESCRIPTORS_OPEN,
                           set_up_child, &child, &pid, &local);
  if (started) {
    running_pid = pid;
    n_requests = 0;
    end->timed_out =
        wait_or_stop (pid, limits->after == HR_LAUNCH_AFTER_STOP ? limits->timeout_s : 0, &options->progress, &status);
    running_pid = 0;
    end->result = (HrLaunchResult){ .exited = WIFEXITED (status),
                                    .status = WIFEXITED (status) ? WEXITSTATUS (status) : WTERMSIG (status),
                                    .stopped = n_requests > 1 };
  } else {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: cannot be run: %s", command[0], local->message);
  }
  release_signals (caught);
  return started;
}

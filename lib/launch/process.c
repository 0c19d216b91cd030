#include "launch/process.h"

#include <errno.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

#define ASK 0xffffffffUL

enum { POLL_US = 10000, GRACE_US = 2000000 };

/* For the signal handler, which can be given nothing. */
static volatile sig_atomic_t running_pid;

gboolean hr_process_can_fix_addresses (void)
{
  int before = personality (ASK);
  gboolean can = before >= 0 && personality ((unsigned long)before | ADDR_NO_RANDOMIZE) >= 0 &&
                 (personality (ASK) & ADDR_NO_RANDOMIZE) != 0;

  if (before >= 0)
    personality ((unsigned long)before);
  return can;
}

/* In the child, between fork and exec: system calls only. */
static void set_up_child (gpointer data)
{
  const HrLaunchOptions *options = data;
  int before = personality (ASK);

  if (before >= 0)
    personality ((unsigned long)before | ADDR_NO_RANDOMIZE);
  if (options->output_to_stderr)
    dup2 (STDERR_FILENO, STDOUT_FILENO);
}

/* The terminal has sent it to the program too, which decides what it means. */
static void leave_to_program (int number)
{
  (void)number;
}

static void pass_on (int number)
{
  if (running_pid > 0)
    kill (running_pid, number);
}

typedef struct {
  int number;
  void (*handler) (int);
  struct sigaction before;
} Caught;

static void catch_signals (Caught *caught, guint n)
{
  for (guint i = 0; i < n; i++) {
    struct sigaction action = { .sa_handler = caught[i].handler, .sa_flags = SA_RESTART };

    sigaction (caught[i].number, NULL, &caught[i].before);
    /* what was ignored when we were started stays so, for the program too */
    if (caught[i].before.sa_handler != SIG_IGN)
      sigaction (caught[i].number, &action, NULL);
  }
}

static void release_signals (const Caught *caught, guint n)
{
  for (guint i = 0; i < n; i++)
    sigaction (caught[i].number, &caught[i].before, NULL);
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

/* TRUE when the time was over before the program was. */
static gboolean wait_or_stop (GPid pid, guint timeout_s, int *status)
{
  if (timeout_s == 0) {
    wait_long (pid, status);
    return FALSE;
  }
  if (wait_for (pid, (gint64)timeout_s * G_USEC_PER_SEC, status))
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
  Caught caught[] = { { .number = SIGINT, .handler = leave_to_program },
                      { .number = SIGQUIT, .handler = leave_to_program },
                      { .number = SIGTERM, .handler = pass_on },
                      { .number = SIGHUP, .handler = pass_on } };
  g_autoptr (GError) local = NULL;
  GPid pid;
  int status = 0;
  gboolean started;

  catch_signals (caught, G_N_ELEMENTS (caught));
  started = g_spawn_async (NULL, command, environment,
                           G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CHILD_INHERITS_STDIN | G_SPAWN_LEAVE_DESCRIPTORS_OPEN,
                           set_up_child, (gpointer)options, &pid, &local);
  if (started) {
    running_pid = pid;
    end->timed_out = wait_or_stop (pid, options->timeout_s, &status);
    running_pid = 0;
    end->result = WIFEXITED (status) ? (HrLaunchResult){ TRUE, WEXITSTATUS (status) }
                                     : (HrLaunchResult){ FALSE, WTERMSIG (status) };
  } else {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: cannot be run: %s", command[0], local->message);
  }
  release_signals (caught, G_N_ELEMENTS (caught));
  return started;
}

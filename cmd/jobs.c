#include "jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

typedef struct {
  guint n_jobs, n_tasks;
  HrCmdTask *task;
  gpointer data;
} Work;

/* A process that does the tasks number @first, @first + n_jobs, … */
typedef struct {
  pid_t child;
  int fd; /* where it says what went wrong */
} Worker;

/* What goes over the pipe: the index, the error's code, and then its message. */
typedef struct {
  guint index;
  int code;
} Failure;

static gboolean do_some (const Work *work, guint first, guint step, guint *index, GError **error)
{
  for (*index = first; *index < work->n_tasks; *index += step)
    if (!work->task (work->data, *index, error))
      return FALSE;
  return TRUE;
}

static int run_worker (const Work *work, guint first, int fd)
{
  g_autoptr (GError) error = NULL;
  Failure failure = { 0 };
  if (do_some (work, first, work->n_jobs, &failure.index, &error))
    return 0;
  failure.code = error->code;
  FILE *out = fdopen (fd, "w");
  if (out != NULL) {
    (void)fwrite (&failure, sizeof failure, 1, out);
    (void)fputs (error->message, out);
    (void)fclose (out);
  }
  return 1;
}

static gboolean worker_start (Worker *worker, const Work *work, guint first)
{
  int ends[2] = { -1, -1 };
  worker->child = pipe2 (ends, O_CLOEXEC) == 0 ? fork () : -1;
  if (worker->child == 0) {
    (void)close (ends[0]);
    _exit (run_worker (work, first, ends[1]));
  }
  worker->fd = ends[0];
  if (ends[1] >= 0)
    (void)close (ends[1]);
  return worker->child > 0;
}

/* Waits for it. *lowest is the index of the failure in @error so far; G_MAXUINT none. */
static void worker_finish (Worker *worker, guint *lowest, GError **error)
{
  Failure failure = { .index = G_MAXUINT - 1, .code = HR_ERROR_OUTPUT };
  int status = 0;
  FILE *in = fdopen (worker->fd, "r");
  g_autoptr (GString) message = g_string_new (NULL);
  if (in != NULL && fread (&failure, sizeof failure, 1, in) == 1)
    for (int c; (c = getc (in)) != EOF;)
      g_string_append_c (message, (char)c);
  if (in != NULL)
    (void)fclose (in);
  while (waitpid (worker->child, &status, 0) < 0 && errno == EINTR)
    ; /* a signal for us alone */
  if ((WIFEXITED (status) && WEXITSTATUS (status) == 0) || failure.index >= *lowest)
    return;
  if (message->len == 0)
    g_string_assign (message, "a process of --jobs was ended by a signal; try fewer");
  *lowest = failure.index;
  g_clear_error (error);
  g_set_error_literal (error, HR_ERROR, failure.code, message->str);
}

gboolean hr_cmd_jobs_run (guint n_jobs, guint n_tasks, HrCmdTask *task, gpointer data, GError **error)
{
  Work work = { MIN (MAX (n_jobs, 1), n_tasks), n_tasks, task, data };
  guint lowest = G_MAXUINT, index = 0;
  if (work.n_jobs <= 1)
    return do_some (&work, 0, 1, &index, error);
  (void)fflush (stdout);
  g_autofree Worker *workers = g_new0 (Worker, work.n_jobs);
  g_autoptr (GError) cause = NULL;
  guint n_started = 0;
  while (n_started < work.n_jobs && worker_start (&workers[n_started], &work, n_started))
    n_started++;
  if (n_started < work.n_jobs) {
    g_set_error (&cause, HR_ERROR, HR_ERROR_OUTPUT, "cannot start a process for --jobs: %s", g_strerror (errno));
    lowest = 0;
  }
  for (guint i = 0; i < n_started; i++)
    worker_finish (&workers[i], &lowest, &cause);
  if (cause != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  return lowest == G_MAXUINT;
}

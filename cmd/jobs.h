/* --jobs: independent pieces of work in several processes. */
#pragma once

#include <glib.h>

/* One piece of work, in a process of its own copy of all there is: what it changes in memory is lost. */
typedef gboolean HrCmdTask (gpointer data, guint index, GError **error);

/* Does @task for 0 to @n_tasks - 1 in up to @n_jobs processes; with one, here, and in order. Error: of the lowest index
 * that failed; what comes after it in the same process is not begun. HR_ERROR_OUTPUT when a process ended otherwise. */
gboolean hr_cmd_jobs_run (guint n_jobs, guint n_tasks, HrCmdTask *task, gpointer data,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "message.h"
#include "verb.h"

/* How often it is looked, and how long an editor may take over a file. */
#define LOOK_US (G_USEC_PER_SEC / 5)
#define SETTLE_US (G_USEC_PER_SEC / 20)

/* What tells a file from what it was. All 0 for one that is not there. */
typedef struct {
  gint64 changed_ns;
  guint64 n_bytes, inode;
} Look;

typedef struct {
  char *path;
  Look look;
} Watched;

static void watched_clear (gpointer data)
{
  g_free (((Watched *)data)->path);
}

static Look look_at (const char *path)
{
  GStatBuf info;
  if (g_stat (path, &info) != 0)
    return (Look){ 0 };
  return (Look){
    .changed_ns = (gint64)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec,
    .n_bytes = (guint64)info.st_size,
    .inode = (guint64)info.st_ino,
  };
}

static gboolean is_same (const Look *a, const Look *b)
{
  return a->changed_ns == b->changed_ns && a->n_bytes == b->n_bytes && a->inode == b->inode;
}

static void add_path (GArray *files, const char *path)
{
  for (guint i = 0; i < files->len; i++)
    if (strcmp (g_array_index (files, Watched, i).path, path) == 0)
      return;
  Watched file = { g_strdup (path), look_at (path) };
  g_array_append_val (files, file);
}

/* In the child: runs, and writes the names of what it rests on to @fd, each with a NUL. Its exit status. */
static int run_child (HrCmdWatched *watched, gpointer data, int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrCmdDepends) depends = hr_cmd_depends_new (&error);
  gboolean good = depends != NULL && watched (data, depends, &error);
  int status = good ? 0 : hr_error_exit_status (error);
  if (!good)
    hr_cmd_message_error (error->message, status);
  g_autoptr (GPtrArray) files = depends != NULL ? hr_cmd_depends_files (depends, NULL) : NULL;
  FILE *out = fdopen (fd, "w");
  for (guint i = 0; files != NULL && out != NULL && i < files->len; i++)
    (void)fwrite (files->pdata[i], 1, strlen (files->pdata[i]) + 1, out);
  if (out != NULL)
    (void)fclose (out);
  (void)fflush (stdout);
  return status;
}

static GByteArray *read_all (int fd)
{
  GByteArray *all = g_byte_array_new ();
  guint8 part[4096];
  for (ssize_t n; (n = read (fd, part, sizeof part)) > 0 || (n < 0 && errno == EINTR);)
    if (n > 0)
      g_byte_array_append (all, part, (guint)n);
  return all;
}

/* What to look at from now on. After a run that failed it may have seen only a part: the others stay. */
static void note_names (GArray *files, const GByteArray *names, gboolean good)
{
  if (good)
    g_array_set_size (files, 0);
  for (guint i = 0; i < names->len; i += (guint)strlen ((const char *)names->data + i) + 1)
    add_path (files, (const char *)names->data + i);
  for (guint i = 0; i < files->len; i++) {
    Watched *file = &g_array_index (files, Watched, i);
    file->look = look_at (file->path);
  }
}

/* One run; @files gets what it rests on. *good says whether it did its work. FALSE when there could be none. */
static gboolean run_apart (HrCmdWatched *watched, gpointer data, GArray *files, gboolean *good, GError **error)
{
  int status = 0, ends[2] = { -1, -1 };
  (void)fflush (stdout);
  pid_t child = pipe2 (ends, O_CLOEXEC) == 0 ? fork () : -1;
  if (child == 0) {
    (void)close (ends[0]);
    _exit (run_child (watched, data, ends[1]));
  }
  if (child < 0) {
    g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "cannot start a process to watch over: %s", g_strerror (errno));
    return FALSE;
  }
  (void)close (ends[1]);
  g_autoptr (GByteArray) names = read_all (ends[0]);
  (void)close (ends[0]);
  while (waitpid (child, &status, 0) < 0 && errno == EINTR)
    ; /* a signal for us alone: the child is still at it */
  *good = WIFEXITED (status) && WEXITSTATUS (status) == 0;
  note_names (files, names, *good);
  return TRUE;
}

/* Whether one was changed after @began and before now, while it may have been read already. */
static gboolean changed_meanwhile (const GArray *files, gint64 began_us)
{
  gint64 now_ns = g_get_real_time () * 1000;
  for (guint i = 0; i < files->len; i++) {
    gint64 changed_ns = g_array_index (files, Watched, i).look.changed_ns;
    if (changed_ns > began_us * 1000 && changed_ns <= now_ns)
      return TRUE;
  }
  return FALSE;
}

/* Waits until a file is another; its path, borrowed. */
static const char *wait_for_change (const GArray *files)
{
  for (;;) {
    g_usleep (LOOK_US);
    for (guint i = 0; i < files->len; i++) {
      const Watched *file = &g_array_index (files, Watched, i);
      Look look = look_at (file->path);
      if (!is_same (&look, &file->look))
        return file->path;
    }
  }
}

gboolean hr_cmd_watch (const HrCmdOptions *options, HrCmdWatched *watched, gpointer data, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (Watched));
  g_array_set_clear_func (files, watched_clear);
  for (;;) {
    gint64 began_us = g_get_real_time ();
    gboolean good = FALSE;
    if (!run_apart (watched, data, files, &good, error))
      return FALSE;
    if (good && changed_meanwhile (files, began_us))
      continue;
    hr_cmd_note (options, "watching %u files; Ctrl-C ends it", files->len);
    hr_cmd_note (options, "%s changed", wait_for_change (files));
    g_usleep (SETTLE_US);
  }
}

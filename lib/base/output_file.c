#include "base/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

static gboolean write_all (int fd, const char *data, gsize n_bytes)
{
  while (n_bytes > 0) {
    gssize n = write (fd, data, n_bytes);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    data += n;
    n_bytes -= (gsize)n;
  }
  return TRUE;
}

static gboolean fail (const char *path, int saved_errno, GError **error)
{
  gboolean full = saved_errno == ENOSPC || saved_errno == EDQUOT;
  g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "%s: cannot write: %s%s", path, g_strerror (saved_errno),
               full ? "; make room there, or write elsewhere (-o)" : "");
  return FALSE;
}

/* The mode a new file gets under the user's umask, or that of the file to be replaced. */
static mode_t wanted_mode (const char *path)
{
  struct stat st;
  if (stat (path, &st) == 0)
    return st.st_mode & 07777;
  mode_t mask = umask (0);
  umask (mask);
  return 0666 & ~mask;
}

/* What @path leads to when it is a symbolic link, so that the link itself stays. */
static char *dup_target (const char *path)
{
  char *real = realpath (path, NULL);
  char *target = g_strdup (real != NULL ? real : path);
  free (real);
  return target;
}

gboolean hr_output_file_write (const char *path, const void *data, gsize n_bytes, GError **error)
{
  if (strcmp (path, "-") == 0)
    return write_all (STDOUT_FILENO, data, n_bytes) || fail ("standard output", errno, error);

  struct stat st;
  if (stat (path, &st) == 0 && S_ISDIR (st.st_mode)) {
    g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "%s: is a directory; give a file name with -o", path);
    return FALSE;
  }
  if (stat (path, &st) == 0 && !S_ISREG (st.st_mode)) { /* a pipe, /dev/null: nothing to replace */
    int device = open (path, O_WRONLY | O_CLOEXEC);
    gboolean written = device >= 0 && write_all (device, data, n_bytes);
    int saved_errno = errno;
    if (device >= 0 && close (device) != 0 && written) {
      written = FALSE;
      saved_errno = errno;
    }
    return written || fail (path, saved_errno, error);
  }

  g_autofree char *target = dup_target (path);
  g_autofree char *temporary = g_strconcat (target, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (path, errno, error);
  gboolean ok = write_all (fd, data, n_bytes) && fchmod (fd, wanted_mode (target)) == 0;
  int saved_errno = errno;
  if (close (fd) != 0 && ok) {
    ok = FALSE;
    saved_errno = errno;
  }
  if (ok && rename (temporary, target) != 0) {
    ok = FALSE;
    saved_errno = errno;
  }
  if (!ok) {
    unlink (temporary);
    return fail (path, saved_errno, error);
  }
  return TRUE;
}

static gboolean read_stdin (char **data, gsize *n_bytes, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[65536];
  for (;;) {
    gssize n = read (STDIN_FILENO, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "standard input: cannot read: %s", g_strerror (errno));
      return FALSE;
    }
    if (n == 0)
      break;
    g_byte_array_append (bytes, buffer, (guint)n);
  }
  *n_bytes = bytes->len;
  g_byte_array_append (bytes, (const guint8 *)"", 1);
  *data = (char *)g_byte_array_free (g_steal_pointer (&bytes), FALSE);
  return TRUE;
}

gboolean hr_output_file_read (const char *path, char **data, gsize *n_bytes, GError **error)
{
  if (strcmp (path, "-") == 0)
    return read_stdin (data, n_bytes, error);
  if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: is a directory; give a file in it", path);
    return FALSE;
  }
  g_autoptr (GError) cause = NULL;
  if (g_file_get_contents (path, data, n_bytes, &cause))
    return TRUE;
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: no such file", path);
  else
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: cannot read: %s", path, cause->message);
  return FALSE;
}

char *hr_output_file_read_text (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize n_bytes = 0;
  if (!hr_output_file_read (path, &text, &n_bytes, error))
    return NULL;
  if (g_utf8_validate_len (text, n_bytes, NULL))
    return g_steal_pointer (&text);
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: is not UTF-8 text", path);
  return NULL;
}

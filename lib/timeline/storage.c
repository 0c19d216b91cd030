#include "timeline/storage.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/output_file.h"

struct HrTimelineStorage {
  char *name;
  GBytes *bytes; /* NULL: read from fd */
  int fd;
  guint64 n_bytes;
};

HrTimelineStorage *hr_timeline_storage_new_bytes (GBytes *bytes)
{
  HrTimelineStorage *storage = g_new0 (HrTimelineStorage, 1);
  storage->name = g_strdup ("timeline");
  storage->bytes = g_bytes_ref (bytes);
  storage->n_bytes = g_bytes_get_size (bytes);
  storage->fd = -1;
  return storage;
}

static HrTimelineStorage *new_whole (const char *path, GError **error)
{
  char *data = NULL;
  gsize n_bytes = 0;
  if (!hr_output_file_read (path, &data, &n_bytes, error))
    return NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, n_bytes);
  HrTimelineStorage *storage = hr_timeline_storage_new_bytes (bytes);
  g_free (storage->name);
  storage->name = g_strdup (g_str_equal (path, "-") ? "standard input" : path);
  return storage;
}

HrTimelineStorage *hr_timeline_storage_new (const char *path, GError **error)
{
  struct stat status;
  int fd = g_str_equal (path, "-") ? -1 : open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd >= 0 && fstat (fd, &status) == 0 && S_ISREG (status.st_mode)) {
    HrTimelineStorage *storage = g_new0 (HrTimelineStorage, 1);
    storage->name = g_strdup (path);
    storage->fd = fd;
    storage->n_bytes = (guint64)status.st_size;
    return storage;
  }
  if (fd >= 0)
    close (fd);
  return new_whole (path, error); /* which has the words for what is wrong */
}

void hr_timeline_storage_free (HrTimelineStorage *storage)
{
  g_free (storage->name);
  g_clear_pointer (&storage->bytes, g_bytes_unref);
  if (storage->fd >= 0)
    close (storage->fd);
  g_free (storage);
}

guint64 hr_timeline_storage_n_bytes (const HrTimelineStorage *storage)
{
  return storage->n_bytes;
}

const char *hr_timeline_storage_peek_name (const HrTimelineStorage *storage)
{
  return storage->name;
}

GBytes *hr_timeline_storage_read (HrTimelineStorage *storage, guint64 offset, gsize n_bytes, GError **error)
{
  g_assert (offset <= storage->n_bytes && n_bytes <= storage->n_bytes - offset);
  if (storage->bytes != NULL)
    return g_bytes_new_from_bytes (storage->bytes, offset, n_bytes);
  g_autofree guint8 *data = g_try_malloc (MAX (n_bytes, 1));
  gsize done = 0;
  errno = ENOMEM;
  while (data != NULL && done < n_bytes) {
    gssize n = pread (storage->fd, data + done, n_bytes - done, (off_t)(offset + done));
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      errno = n == 0 ? 0 : errno;
      break;
    }
    done += (gsize)n;
  }
  if (data != NULL && done == n_bytes)
    return g_bytes_new_take (g_steal_pointer (&data), n_bytes);
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: cannot read at offset %" G_GUINT64_FORMAT ": %s", storage->name,
               offset + done, errno == 0 ? "the file has become shorter" : g_strerror (errno));
  return NULL;
}

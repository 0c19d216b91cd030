#include "timeline/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

/* Programs see the descriptors they open: 3, 4, 5 … are left to them. */
static int move_up (int fd)
{
  static const int wanted[] = { 1000, 500, 200, 60 };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    int moved = fcntl (fd, F_DUPFD_CLOEXEC, wanted[i]);
    if (moved < 0)
      continue;
    close (fd);
    return moved;
  }
  return fd;
}

int hr_timeline_sink_init (HrTimelineSink *sink, int fd)
{
  *sink = (HrTimelineSink){ .fd = move_up (fd) };
  if (fstat (sink->fd, &sink->identity) == 0) {
    sink->start = lseek (sink->fd, 0, SEEK_CUR); /* -1 where there are no positions: a pipe */
    return 0;
  }
  int reason = errno;
  close (sink->fd);
  return reason;
}

/* The program may have closed our descriptor, and it may stand for a file of its own by now. */
static bool still_ours (const HrTimelineSink *sink)
{
  struct stat now;
  return fstat (sink->fd, &now) == 0 && now.st_dev == sink->identity.st_dev && now.st_ino == sink->identity.st_ino;
}

/* The same before every write, for less than half the time: another file does not stand just where ours does. */
static bool stands_where_it_did (const HrTimelineSink *sink)
{
  if (sink->start < 0)
    return still_ours (sink);
  return lseek (sink->fd, 0, SEEK_CUR) == sink->start + (off_t)sink->n_bytes;
}

/* The program may have set a limit to its files, ours included: writing past it is a signal that ends the program. */
static bool may_grow (const HrTimelineSink *sink, size_t n_bytes)
{
  struct rlimit limit;
  return sink->start < 0 || getrlimit (RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
         (uint64_t)sink->start + sink->n_bytes + n_bytes <= limit.rlim_cur;
}

static int write_all (HrTimelineSink *sink, const uint8_t *bytes, size_t n_bytes)
{
  while (n_bytes > 0) {
    ssize_t n = write (sink->fd, bytes, n_bytes);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      struct pollfd wait = { .fd = sink->fd, .events = POLLOUT };
      poll (&wait, 1, -1);
      continue;
    }
    if (n <= 0)
      return n == 0 ? ENOSPC : errno;
    bytes += n;
    n_bytes -= (size_t)n;
  }
  return 0;
}

int hr_timeline_sink_write (HrTimelineSink *sink, const uint8_t *bytes, size_t n_bytes)
{
  if (!stands_where_it_did (sink))
    return EBADF;
  if (!may_grow (sink, n_bytes))
    return EFBIG;
  int reason = write_all (sink, bytes, n_bytes);
  if (reason == 0)
    sink->n_bytes += n_bytes;
  else if (S_ISREG (sink->identity.st_mode) && ftruncate (sink->fd, sink->start + (off_t)sink->n_bytes) != 0)
    return reason; /* readers cope with a torn end */
  return reason;
}

bool hr_timeline_sink_close (HrTimelineSink *sink)
{
  return still_ours (sink) && close (sink->fd) == 0;
}

#include "timeline/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* Windows grow with the file between these. */
#define WINDOW_BYTES ((size_t)256 << 10)
#define MOST_WINDOW_BYTES ((size_t)4 << 20)

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

static bool is_file (const HrTimelineSink *sink, int fd)
{
  struct stat now;
  return fstat (fd, &now) == 0 && now.st_dev == sink->identity.st_dev && now.st_ino == sink->identity.st_ino;
}

/* The program may have closed our descriptor, and it may stand for a file of its own by now. */
static bool still_ours (const HrTimelineSink *sink)
{
  return is_file (sink, sink->fd);
}

/* The same before every write, for less than half the time: another file does not stand just where ours does. */
static bool stands_where_it_did (const HrTimelineSink *sink)
{
  if (sink->start < 0)
    return still_ours (sink);
  return lseek (sink->fd, 0, SEEK_CUR) == sink->start + (off_t)sink->n_bytes;
}

/* The program may have set a limit to its files, ours included: growing past it is a signal that ends the program. */
static bool may_grow_to (uint64_t n_bytes)
{
  struct rlimit limit;
  return getrlimit (RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || n_bytes <= limit.rlim_cur;
}

/* A descriptor of the file, of which only the path is kept. -1: it cannot be had, or is another file. */
static int open_again (const HrTimelineSink *sink)
{
  int fd = open (sink->path, O_RDWR | O_CLOEXEC);
  if (fd >= 0 && !is_file (sink, fd)) {
    close (fd);
    return -1;
  }
  return fd;
}

static void close_window (HrTimelineSink *sink)
{
  if (sink->window != NULL)
    munmap (sink->window, sink->window_bytes);
  sink->window = NULL;
}

/* Maps @n_bytes of the file behind @fd from @at on, all of them allocated. 0 or an errno. */
static int map_window (HrTimelineSink *sink, int fd, uint64_t at, size_t n_bytes)
{
  if (!may_grow_to (at + n_bytes))
    return EFBIG;
  if (fallocate (fd, 0, (off_t)at, (off_t)n_bytes) != 0)
    return errno;
  void *window = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)at);
  if (window == MAP_FAILED)
    return errno;
  madvise (window, n_bytes, MADV_DONTFORK); /* a child that goes its own way cannot write here */
  close_window (sink);
  sink->window = window;
  sink->window_at = at;
  sink->window_bytes = n_bytes;
  return 0;
}

/* Moves the window on to where @n_bytes more can be written; smaller ones where the disk has no room for a large one.
 */
static int move_window (HrTimelineSink *sink, int fd, size_t n_bytes)
{
  size_t page = (size_t)sysconf (_SC_PAGESIZE);
  uint64_t at = sink->n_bytes / page * page;
  size_t least = ((size_t)(sink->n_bytes - at) + n_bytes + page - 1) / page * page, wanted = WINDOW_BYTES;
  while (wanted < MOST_WINDOW_BYTES && wanted < sink->n_bytes / 4)
    wanted *= 2;
  int reason = EFBIG;
  for (wanted = wanted > least ? wanted : least; wanted >= least; wanted = wanted / 2 / page * page) {
    reason = map_window (sink, fd, at, wanted);
    if ((reason != ENOSPC && reason != EDQUOT && reason != EFBIG && reason != ENOMEM) || wanted < 2 * page)
      break;
  }
  return reason;
}

int hr_timeline_sink_create (HrTimelineSink *sink, const char *path)
{
  struct stat old;
  /* another recording may be writing to that one through a window: it keeps its file, which loses its name */
  if (lstat (path, &old) == 0 && S_ISREG (old.st_mode) && access (path, W_OK) == 0)
    unlink (path);
  int fd = open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0)
    fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666); /* a pipe */
  if (fd < 0)
    return errno;
  int reason = hr_timeline_sink_init (sink, fd);
  if (reason != 0 || !S_ISREG (sink->identity.st_mode))
    return reason;
  sink->path = realpath (path, NULL);
  if (sink->path == NULL || move_window (sink, sink->fd, 1) != 0)
    return 0; /* the descriptor does as well */
  close (sink->fd);
  sink->fd = -1;
  return 0;
}

/* The window cannot move on: what is written goes through a descriptor again. */
static int fall_back (HrTimelineSink *sink, int fd)
{
  close_window (sink);
  sink->fd = move_up (fd);
  return lseek (sink->fd, sink->start + (off_t)sink->n_bytes, SEEK_SET) < 0 ? errno : 0;
}

static int make_room (HrTimelineSink *sink, size_t n_bytes)
{
  if (sink->n_bytes + n_bytes <= sink->window_at + sink->window_bytes)
    return 0;
  int fd = open_again (sink);
  if (fd < 0)
    return EBADF;
  int reason = move_window (sink, fd, n_bytes);
  if (reason != 0)
    return fall_back (sink, fd);
  close (fd);
  return 0;
}

static void put (HrTimelineSink *sink, const uint8_t *bytes, size_t n_bytes)
{
  uint8_t *at = sink->window + (sink->n_bytes - sink->window_at);
  memcpy (at + 1, bytes + 1, n_bytes - 1);
  __atomic_store_n (at, bytes[0], __ATOMIC_RELEASE); /* a zero in front ends the file for a reader */
  sink->n_bytes += n_bytes;
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
  int reason = sink->window != NULL ? make_room (sink, n_bytes) : 0;
  if (reason != 0 || n_bytes == 0)
    return reason;
  if (sink->window != NULL) {
    put (sink, bytes, n_bytes);
    return 0;
  }
  if (!stands_where_it_did (sink))
    return EBADF;
  if (sink->start >= 0 && !may_grow_to ((uint64_t)sink->start + sink->n_bytes + n_bytes))
    return EFBIG;
  reason = write_all (sink, bytes, n_bytes);
  if (reason == 0)
    sink->n_bytes += n_bytes;
  else if (S_ISREG (sink->identity.st_mode) && ftruncate (sink->fd, sink->start + (off_t)sink->n_bytes) != 0)
    return reason; /* readers cope with a torn end */
  return reason;
}

bool hr_timeline_sink_close (HrTimelineSink *sink)
{
  bool mapped = sink->window != NULL;
  if (mapped) {
    close_window (sink);
    sink->fd = open_again (sink);
  }
  free (sink->path);
  sink->path = NULL;
  bool cut = sink->fd >= 0 && still_ours (sink);
  if (cut && S_ISREG (sink->identity.st_mode))
    cut = ftruncate (sink->fd, sink->start + (off_t)sink->n_bytes) == 0;
  return sink->fd >= 0 && still_ours (sink) && close (sink->fd) == 0 && cut;
}

void hr_timeline_sink_abandon (HrTimelineSink *sink)
{
  free (sink->path);
  sink->path = NULL;
  sink->window = NULL; /* the child has no such mapping */
  if (sink->fd >= 0 && still_ours (sink))
    close (sink->fd);
}

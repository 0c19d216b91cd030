/* The file that a writer writes to.
 *
 * A file that is known by its path is written through a window of shared memory, and no descriptor stays open: a step
 * costs no system call, survives the end of the process at any moment as the kernel holds the pages, and is not in the
 * way of a program that counts or closes its descriptors. The room in the window is allocated beforehand, so that a
 * full disk is an error and not a signal; until the sink is closed zeros stand behind what was written. Where that
 * cannot be had (pipes, some network file systems) every write is a write().
 *
 * Plain C. Knows files and the ways they fail; knows nothing of what is written. Inside the timeline module only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

typedef struct {
  char *path;           /* NULL: known by descriptor only */
  int fd;               /* -1 while the window is used */
  struct stat identity; /* of the file */
  off_t start;          /* where we began in it; -1 where there are no positions */
  uint64_t n_bytes;     /* written */
  uint8_t *window;      /* NULL: none */
  uint64_t window_at;   /* its place in the file, in bytes */
  size_t window_bytes;
} HrTimelineSink;

/* Makes an empty file at @path; one that was there is left to whoever has it open. All of these: 0 or an errno. */
int hr_timeline_sink_create (HrTimelineSink *sink, const char *path);
/* Takes @fd over, and closes it on failure. */
int hr_timeline_sink_init (HrTimelineSink *sink, int fd);
/* All of it, or none where the file can be cut back. The first byte becomes visible last. EBADF: the program closed the
 * descriptor, or put a file of its own there, or at @path. */
int hr_timeline_sink_write (HrTimelineSink *sink, const uint8_t *bytes, size_t n_bytes);

/* Cuts the file to what was written and closes it if it is still ours. */
bool hr_timeline_sink_close (HrTimelineSink *sink);
/* In a forked child: leaves the file alone. */
void hr_timeline_sink_abandon (HrTimelineSink *sink);

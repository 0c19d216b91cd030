/* The file that a writer writes to.
 *
 * Plain C. Knows descriptors and the ways they fail; knows nothing of what is written. Inside the timeline module only.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

typedef struct {
  int fd;
  struct stat identity; /* of the file behind fd */
  off_t start;          /* where we began in it; -1 where there are no positions */
  uint64_t n_bytes;     /* written */
} HrTimelineSink;

/* Takes @fd over, and closes it on failure. This and writing: 0 or an errno. */
int hr_timeline_sink_init (HrTimelineSink *sink, int fd);
/* All of it, or none where the file can be cut back. EBADF: the program closed the descriptor, or put a file of its own
 * there. */
int hr_timeline_sink_write (HrTimelineSink *sink, const uint8_t *bytes, size_t n_bytes);

/* Closes the file if it is still ours. */
bool hr_timeline_sink_close (HrTimelineSink *sink);

/* What opens.so writes down: every file that the process opens, for whoever must know on what a recording rests.
 *
 * The file that HEAPREEL_OPENS names gets, for each, one byte that says how it was opened, its absolute path and a NUL.
 * It is only appended to, so that it is whole however the process ends. */
#pragma once

#define HR_OPENS_VARIABLE "HEAPREEL_OPENS"

enum {
  HR_OPENS_READ = 'r',
  HR_OPENS_WRITE = 'w',     /* for writing too: made by the program rather than needed by it */
  HR_OPENS_EXTENSION = 'x', /* an extension module that was loaded */
};

/* Errors: one domain for the whole tool, with codes that name the exit status.
 *
 * Knows how a failure is classed. Knows nothing about where it is shown: only cmd/ prints. */
#pragma once

#include <glib.h>

#define HR_ERROR (hr_error_quark ())

/* What went wrong, in the words of the documented exit statuses. */
typedef enum {
  HR_ERROR_PROGRAM = 1, /* the recorded program failed, and --strict was given */
  HR_ERROR_USAGE = 2,   /* wrong command line: option, selector, verb */
  HR_ERROR_INPUT = 3,   /* a file that cannot be read or is not what it should be */
  HR_ERROR_OUTPUT = 4,  /* a file that cannot be written */
  HR_ERROR_STALE = 5,   /* --check found an output out of date */
} HrErrorCode;

GQuark hr_error_quark (void);

/* The exit status for @error: its code in our domain, HR_ERROR_INPUT for a foreign domain. */
int hr_error_exit_status (const GError *error);

/* The entry of @known (NULL-terminated) nearest to @word by edit distance, or NULL when none is near
 * enough to be meant. Borrowed from @known. For "did you mean …?". */
const char *hr_error_suggest (const char *word, const char *const *known);

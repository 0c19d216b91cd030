/* What happens when there is no memory left to record in: the recording ends, and the program goes on.
 *
 * A step is taken under a guard. An allocation that fails inside jumps out of it, and nothing of the recorder's state
 * is used again. Outside a guard little is allocated: that comes out of a reserve. */
#pragma once

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct HrGuard {
  jmp_buf place;
  struct HrGuard *before;
} HrGuard;

/* True: guarded from here on, until hr_guard_leave. False: comes a second time, when memory ran out, and the guard has
 * been left. A macro, because the place to jump to must be in the caller's own frame. */
#define HR_GUARD_ENTER(guard) (hr_guard_push (guard), setjmp ((guard)->place) == 0)
void hr_guard_push (HrGuard *guard);
void hr_guard_leave (HrGuard *guard);

/* Lays the reserve by. */
void hr_guard_init (void);
/* realloc failed for @memory. Jumps to the guard; or, where there is none, tries again with the reserve, and sets
 * hr_guard_is_spent. NULL: in vain. */
void *hr_guard_realloc (void *memory, size_t n_bytes);
/* Whether the reserve is used up: recording must stop. */
bool hr_guard_is_spent (void);

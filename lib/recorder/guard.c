#include "recorder/guard.h"

#include <stdlib.h>

enum { RESERVE_BYTES = 256 << 10 };

static struct {
  HrGuard *current;
  void *reserve;
  bool spent;
} guards;

void hr_guard_push (HrGuard *guard)
{
  guard->before = guards.current;
  guards.current = guard;
}

void hr_guard_leave (HrGuard *guard)
{
  guards.current = guard->before;
}

void hr_guard_init (void)
{
  guards.reserve = malloc (RESERVE_BYTES);
}

void *hr_guard_realloc (void *memory, size_t n_bytes)
{
  HrGuard *guard = guards.current;

  if (guard != NULL) {
    hr_guard_leave (guard);
    longjmp (guard->place, 1);
  }
  free (guards.reserve);
  guards.reserve = NULL;
  guards.spent = true;
  return realloc (memory, n_bytes);
}

bool hr_guard_is_spent (void)
{
  return guards.spent;
}

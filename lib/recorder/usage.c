/* The names that are redefined for the rest of the recorder mean what they say here. */
#undef malloc
#undef calloc
#undef realloc
#undef free

#include "recorder/usage.h"

#include <malloc.h>
#include <stdlib.h>

static uint64_t n_bytes_used;

static void *count (void *memory)
{
  if (memory != NULL)
    n_bytes_used += malloc_usable_size (memory);
  return memory;
}

/* What a function of the C library allocated was not counted in. */
static void discount (void *memory)
{
  size_t bytes = memory != NULL ? malloc_usable_size (memory) : 0;

  n_bytes_used -= bytes < n_bytes_used ? bytes : n_bytes_used;
}

void *hr_usage_malloc (size_t n_bytes)
{
  return count (malloc (n_bytes));
}

void *hr_usage_calloc (size_t n, size_t n_bytes)
{
  return count (calloc (n, n_bytes));
}

void *hr_usage_realloc (void *memory, size_t n_bytes)
{
  size_t before = memory != NULL ? malloc_usable_size (memory) : 0;
  void *moved = realloc (memory, n_bytes);

  if (moved == NULL)
    return NULL;
  n_bytes_used -= before < n_bytes_used ? before : n_bytes_used;
  return count (moved);
}

void hr_usage_free (void *memory)
{
  discount (memory);
  free (memory);
}

uint64_t hr_usage_bytes (void)
{
  return n_bytes_used;
}

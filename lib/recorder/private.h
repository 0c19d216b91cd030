/* Memory that the interpreter allocates because of us lies apart from the program's, so that the program's objects get
 * the addresses, and the interpreter counts the blocks, that there would be without us.
 *
 * Small blocks only: larger ones are malloc's, which no program can see into. Everything here needs the interpreter's
 * lock. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HR_PRIVATE_MOST_BYTES 1024

/* Between these, what the interpreter allocates is ours. They nest. */
void hr_private_begin (void);
void hr_private_end (void);
bool hr_private_is_on (void);

/* NULL: no memory, or @n_bytes too many. */
void *hr_private_malloc (size_t n_bytes);
bool hr_private_owns (const void *memory);
void hr_private_free (void *memory);
/* What a block of ours has room for. */
size_t hr_private_bytes (const void *memory);
/* A mark that its block carries, false at first. */
bool *hr_private_mark (void *memory);

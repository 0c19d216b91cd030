/* How much memory recording takes: malloc and its like, as every other file of the recorder calls them.
 *
 * The build has the compiler read malloc, calloc, realloc and free as these (meson.build), in the writer too, so that
 * nothing has to be said where memory is used. */
#pragma once

#include <stddef.h>
#include <stdint.h>

void *hr_usage_malloc (size_t n_bytes);
void *hr_usage_calloc (size_t n, size_t n_bytes);
void *hr_usage_realloc (void *memory, size_t n_bytes);
void hr_usage_free (void *memory);

/* Bytes in use. */
uint64_t hr_usage_bytes (void);

/* Bytes that grow, and the UTF-8 of Python's strings, made without creating an object.
 *
 * Plain malloc, never the interpreter's allocators: what the recorder needs must not show in the program's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recorder/python.h"

typedef struct {
  char *bytes; /* not NUL-terminated */
  size_t n_bytes, capacity;
} HrText;

/* Room for @n_more at the end. Out of memory is guard.h's. */
void hr_text_reserve (HrText *text, size_t n_more);
void hr_text_append (HrText *text, const char *bytes, size_t n_bytes);
void hr_text_append_z (HrText *text, const char *string);
void hr_text_append_char (HrText *text, char c);
/* One code point as UTF-8; a surrogate as the six characters \\udXXX, because UTF-8 cannot hold it. */
void hr_text_append_code_point (HrText *text, Py_UCS4 c);
/* All of @str, as by the above. */
void hr_text_append_str (HrText *text, PyObject *str);
void hr_text_clear (HrText *text);

/* malloc and realloc that end the process when there is no memory. */
void *hr_text_alloc (size_t n_bytes) __attribute__ ((returns_nonnull));
void *hr_text_realloc (void *memory, size_t n_bytes) __attribute__ ((returns_nonnull));

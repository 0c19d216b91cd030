/* The interpreter's events, handed to steps.h: by the C trace function on 3.11, by sys.monitoring from 3.12. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "recorder/python.h"

/* Begins to listen, on this thread and those to come. False, with a message in @message, when the interpreter refuses.
 */
bool hr_events_start (const char **message);
/* Whether an allocation of @n_bytes, now, is one that the interpreter would not make without us. */
bool hr_events_want_private (size_t n_bytes);
/* It has been given private @memory; that is being freed. */
void hr_events_made_private (const void *memory, size_t n_bytes);
void hr_events_freed_private (const void *memory);
/* Another has been given @memory. */
void hr_events_made (const void *memory, size_t n_bytes);
/* @object, a container, has lost its last reference. True: there would be none without us, and it is gone. */
bool hr_events_drop (PyObject *object);

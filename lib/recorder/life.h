/* Hears of every death: a hook on the allocator of objects, and a wrap around the deallocators of the types that keep
 * their freed objects for reuse, which the allocator never hears of.
 *
 * The user's objects die exactly when they would: nothing is held, the trashcan that spares the C stack is kept. */
#pragma once

#include "recorder/python.h"

/* Begins to listen. The hooks stay until the process ends. */
void hr_life_init (void);

/* Before what the interpreter allocates because of us: sees to it that nobody else is told. */
void hr_life_stay_in_front (void);

/* @type, made in C, was seen for the first time: listens to the deaths of its objects where that has to be. */
void hr_life_note_type (PyTypeObject *type);

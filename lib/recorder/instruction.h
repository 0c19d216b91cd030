/* An instruction in words: "LOAD_NAME x". */
#pragma once

#include "recorder/text.h"

/* Appends the instruction at @offset of @code. */
void hr_instruction_append (HrText *text, PyCodeObject *code, int offset);
/* Whether it does anything that a reader would care about: caches, prefixes and what marks a place do not. */
bool hr_instruction_counts (PyCodeObject *code, int offset);

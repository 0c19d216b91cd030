/* How many values lie on a frame's evaluation stack at each instruction, found from the code alone: the interpreter
 * does not keep the count while a call into C runs. */
#pragma once

#include "recorder/python.h"

/* Values on the stack before the instruction at @offset of @code runs; 0 where it is never reached. The answer is kept
 * for as long as the process lives. */
int hr_stack_depth (PyCodeObject *code, int offset);
/* The instruction at @offset, without what instrumentation and specialisation made of it, and its argument. */
int hr_stack_opcode (PyCodeObject *code, int offset, int *argument);

/* Which physical lines belong to one logical line: brackets, triple quotes and backslashes join lines. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t *first; /* by line number - 1: where its logical line begins … */
  uint32_t *last;  /* … and ends */
  uint32_t n_lines;
} HrLines;

/* Scans Python source with \n newlines. A text that does not tokenize gives lines of one each from there on. */
void hr_lines_init (HrLines *lines, const char *text, size_t n_bytes);

/* The logical line that @line stands in; @line itself when it is out of range. */
uint32_t hr_lines_first (const HrLines *lines, uint32_t line);
uint32_t hr_lines_last (const HrLines *lines, uint32_t line);

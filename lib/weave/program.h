/* The program behind a fence: what came before it in its session, hidden set-up code, its own lines. Knows which line
 * of the document each line of it is. */
#pragma once

#include <glib.h>

typedef struct HrWeaveProgram HrWeaveProgram;

/* One that goes on where @before ends; NULL: from nothing. */
HrWeaveProgram *hr_weave_program_new (const HrWeaveProgram *before);
void hr_weave_program_free (HrWeaveProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrWeaveProgram, hr_weave_program_free)

/* Adds @code, whose first line is @line of the document. */
void hr_weave_program_add (HrWeaveProgram *program, const char *code, guint line);
const char *hr_weave_program_peek_text (const HrWeaveProgram *program);
guint hr_weave_program_n_lines (const HrWeaveProgram *program);
/* The document's line for line @number of the program, both from 1; 0 when there is no such line. */
guint hr_weave_program_line (const HrWeaveProgram *program, guint number);

/* @selectors with all line numbers @by higher: "2,4#2,1..3,#7,call:f" by 10 is "12,14#2,11..13,#7,call:f". Newly
 * allocated. */
char *hr_weave_shift_selectors (const char *selectors, guint by);

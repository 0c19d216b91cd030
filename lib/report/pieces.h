/* Many lines of markup with what they have in common written once. Between the numbers of a line stand the same few
 * pieces again and again: the most worthwhile of them get a sign of two characters. */
#pragma once

#include <glib.h>

/* Writes @lines (char *, none with a newline): how many pieces there are, each of them, then each line, a newline
 * between. In a line "~" and a character stands for a piece, in the order of hr_report_pieces_signs(); "~~" for a "~".
 */
void hr_report_pieces_append (const GPtrArray *lines, GString *out);

/* The characters that stand for pieces, in their order. */
const char *hr_report_pieces_signs (void);

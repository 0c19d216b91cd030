/* Captions: words with code between equal runs of backquotes, as in Markdown. A run longer than one stands around code
 * that has backquotes itself, with a space on either side of the code. */
#pragma once

#include <glib.h>

/* The next piece of *caption, which gets past it, all code or all words; NULL at the end. Newly allocated. A run of
 * backquotes without its like is words. */
char *hr_caption_next (const char **caption, gboolean *is_code);

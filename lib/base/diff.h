/* What is different between two texts, line by line, as diff -u writes it. */
#pragma once

#include <glib.h>

/* Appends the difference from @old to @new, which are UTF-8, under @name; nothing when they are the same. Long lines
 * are cut in the middle of what is shown; texts that differ in very many lines are shown as all old, all new. */
void hr_diff_append (GString *out, const char *name, const char *old, gsize n_old, const char *new, gsize n_new);

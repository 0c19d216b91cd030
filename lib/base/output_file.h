/* Files that appear whole or not at all: written beside the target, closed, checked, renamed. */
#pragma once

#include <glib.h>

/* Puts @data at @path, replacing an older file; "-" is stdout. Missing parent directories are an error.
 * On failure the old file stands and no temporary file is left. Error: HR_ERROR_OUTPUT, naming @path. */
gboolean hr_output_file_write (const char *path, const void *data, gsize n_bytes,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The whole of @path ("-" is stdin). Error: HR_ERROR_INPUT, with what to do; a directory says that it is one. */
gboolean hr_output_file_read (const char *path, char **data, gsize *n_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a text, newly allocated. Error: HR_ERROR_INPUT, also when it is not UTF-8 or holds NUL. */
char *hr_output_file_read_text (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Recordings that a verb needs only until its picture is written: files in the folder for temporary ones.
 *
 * A program cannot be run again just like that. So a recording outlives heapreel when it is stopped before it has
 * drawn: it says where the file is, which is named after the program. */
#pragma once

#include <glib.h>

/* Creates the file for the program that outputs are named after @stem. Its path, newly allocated. Error
 * HR_ERROR_OUTPUT.
 */
char *hr_cmd_temporary_new (const char *stem, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The file is no longer needed. */
void hr_cmd_temporary_remove (const char *path);

/* The options of a project: heapreel.options in the folder of the first input, or in the nearest folder above it.
 *
 * Its lines are options as on the command line, "#" begins a comment. Below a line "[draw strip]" they are those verbs'
 * alone. What a verb has no use for it passes over; the program's own "# reel:" comments and the command line have the
 * last word. */
#pragma once

#include "verb.h"

/* The path of the file for @options, or NULL where there is none. Newly allocated. */
char *hr_cmd_project_find (const HrCmdOptions *options);

/* Its options for @verb. NULL-terminated, for g_strfreev. Error: HR_ERROR_INPUT when it cannot be read, HR_ERROR_USAGE
 * for what is no option, both with file and line. @verbs is the whole table. */
char **hr_cmd_project_read (const char *path, const HrCmdVerb *verbs, const HrCmdVerb *verb,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

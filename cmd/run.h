/* A verb with all that is around it: the project's options, --check, --depfile, --watch. */
#pragma once

#include "verb.h"

/* Runs @verb on the command line @words (without program and verb); @verbs is the whole table. *status is the exit
 * status on success. Errors: of the command line, of the options file, and the verb's. */
gboolean hr_cmd_run (const HrCmdVerb *verbs, const HrCmdVerb *verb, const char *const *words, int *status,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

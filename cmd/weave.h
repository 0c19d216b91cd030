/* A chapter of a book, woven without being written. */
#pragma once

#include "options.h"

/* @text, which is that of the file @path, with its figures' lines: newly allocated. The figures are written into the
 * folder of @path, each under a name with its hash, and their whole paths are added to @made, whose keys are g_free's.
 * Programs run in that folder. Errors: those of weaving, by @path and line. */
char *hr_cmd_weave_chapter (const HrCmdOptions *options, const char *path, const char *text, GHashTable *made,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --cache: recordings kept by what they were made of, so that a build records again only what has changed.
 *
 * A recording is kept under the hash of how it was asked for: program and arguments, interpreter, limits, and the
 * variables of the environment by which interpreters are found and set. Beside it stand the files on which it rests,
 * with the hashes of their contents; while all are the same, the program need not run. Not seen are the clock, the
 * network, the program's stdin, files that are not there yet, and other processes. */
#pragma once

#include "launch/launch.h"

/* What hr_launch_record does, or the same recording from the folder @cache. *files gets what it rests on (char *, for
 * g_ptr_array_unref); *found whether the program was not run. A program that left files it wrote is never kept. Errors:
 * those of hr_launch_record; HR_ERROR_OUTPUT when the folder cannot be written to. */
gboolean hr_cmd_cache_record (const char *cache, const HrLaunchOptions *launch, const char *reel_path,
                              HrLaunchResult *result, GPtrArray **files, gboolean *found,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

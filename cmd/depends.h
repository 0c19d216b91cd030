/* --depfile: what the outputs of a command rest on, in the form of a makefile's rule, as compilers write it for make
 * and ninja. */
#pragma once

#include <glib.h>

typedef struct HrCmdDepends HrCmdDepends;

/* Error: HR_ERROR_OUTPUT when there is no room for what runs write down. */
HrCmdDepends *hr_cmd_depends_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_cmd_depends_free (HrCmdDepends *depends);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrCmdDepends, hr_cmd_depends_free)

/* All that follows does nothing where @depends is NULL, and with "-" and paths that are NULL. */

/* An output. */
void hr_cmd_depends_add_target (HrCmdDepends *depends, const char *path);
/* What outputs rest on; of a folder, every file in it and below. */
void hr_cmd_depends_add_file (HrCmdDepends *depends, const char *path);
/* The list that runs append to, for HrLaunchOptions.opens_path; NULL where @depends is. */
const char *hr_cmd_depends_peek_opens (const HrCmdDepends *depends);

/* The files, in the order of their names, those below the working directory as seen from it. Free with
 * g_ptr_array_unref. */
GPtrArray *hr_cmd_depends_files (HrCmdDepends *depends, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes "TARGETS: FILES" to @path, and a rule without a recipe for each file, so that make goes on when one is gone.
 * Error: HR_ERROR_OUTPUT. */
gboolean hr_cmd_depends_write (HrCmdDepends *depends, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --check and --diff: an outlet that compares what would be written with what is there, and writes nothing. */
#pragma once

#include "outlet.h"

typedef struct {
  HrCmdOutlet outlet;
  gboolean shows_diff; /* on stdout */
  GPtrArray *stale;    /* char *: paths */
} HrCmdCheck;

void hr_cmd_check_init (HrCmdCheck *check, gboolean shows_diff);
void hr_cmd_check_clear (HrCmdCheck *check);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrCmdCheck, hr_cmd_check_clear)

/* HR_ERROR_STALE, naming them, when any file was missing or would be another. */
gboolean hr_cmd_check_finish (const HrCmdCheck *check, GError **error) G_GNUC_WARN_UNUSED_RESULT;

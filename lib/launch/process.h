/* The program's process: started with our own descriptors and without address randomisation, waited for, stopped when
 * its time is over. */
#pragma once

#include "launch/launch.h"

typedef struct {
  HrLaunchResult result;
  gboolean timed_out;
} HrProcessEnd;

/* Whether this system lets a program run at repeatable addresses. */
gboolean hr_process_can_fix_addresses (void);

/* Runs @command until it ends. Signals that ask us to end are the program's to answer; asked a second time, we kill it.
 * Error HR_ERROR_INPUT: it cannot be started. */
gboolean hr_process_run (char **command, char **environment, const HrLaunchOptions *options, HrProcessEnd *end,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

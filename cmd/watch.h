/* --watch: a command again whenever something changes on which its outputs rest. */
#pragma once

#include "depends.h"
#include "options.h"

/* What is run, and run again; @depends gets what it rests on. */
typedef gboolean HrCmdWatched (gpointer data, HrCmdDepends *depends, GError **error);

/* Runs @watched in a process of its own, waits for a change of a file that it rests on, and so on until the user
 * interrupts it; a run that fails says why, and is tried again. FALSE: it could not begin. */
gboolean hr_cmd_watch (const HrCmdOptions *options, HrCmdWatched *watched, gpointer data, GError **error);

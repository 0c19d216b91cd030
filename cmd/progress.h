/* A line on the terminal that says how far a long command is. There is one terminal, and so one line.
 *
 * It is on stderr, from a second after the start on, drawn anew at most ten times a second, and gone before anything
 * else is said there. Where stderr is no terminal there is nothing. While a program is recorded the terminal is the
 * program's; then the window's title says it. */
#pragma once

#include "base/progress.h"

#include "options.h"

/* The time begins now. Nothing is shown with --quiet and --log json, and on a terminal that cannot erase. */
void hr_cmd_progress_start (const HrCmdOptions *options);
/* "drawing 3 of 40": part @part of @of is begun; @of 0: not known how many. @what is kept, a literal. */
void hr_cmd_progress_tell (const char *what, guint part, guint of);
/* The same for other modules to call. */
HrProgress hr_cmd_progress_of (const char *what);
/* For a recording: "heapreel: recording, 12 s" as the title of the terminal's window, which is put back by
 * hr_cmd_progress_untitle. It takes no place on the screen. */
HrProgress hr_cmd_progress_of_recording (void);
void hr_cmd_progress_untitle (void);
/* Erases the line if there is one. */
void hr_cmd_progress_hide (void);

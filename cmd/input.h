/* Inputs of a verb: programs, which are recorded first, and timelines, which are opened. */
#pragma once

#include "options.h"
#include "timeline/reader.h"

typedef struct {
  HrTimeline *timeline;
  char *stem;            /* what outputs are named after: "counter" for "src/counter.py" */
  char *recording;       /* the timeline's file, to be removed; NULL: it is the user's */
  HrCmdOptions *display; /* the program's own options, then the command line's */
} HrCmdInput;

/* Input number @index of the command line (below hr_cmd_input_count). @stdout_is_ours: the program's output goes to
 * stderr. Errors: those of hr_launch_record and hr_timeline_open; HR_ERROR_PROGRAM when the program failed and --strict
 * was given. */
HrCmdInput *hr_cmd_input_open (const HrCmdOptions *options, guint index, gboolean stdout_is_ours,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same under @python (a path, a name or 3.12) whatever the command line says; NULL: as that says. */
HrCmdInput *hr_cmd_input_open_under (const HrCmdOptions *options, guint index, const char *python,
                                     gboolean stdout_is_ours, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_cmd_input_free (HrCmdInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrCmdInput, hr_cmd_input_free)

/* How many inputs the command line gives; -c and -m are one. */
guint hr_cmd_input_count (const HrCmdOptions *options);

/* What outputs of input @index are named after; "program" for -c and stdin. Newly allocated. */
char *hr_cmd_input_dup_stem (const HrCmdOptions *options, guint index);

/* Records the first input, a program, into @reel_path. *status gets the program's status as a shell would report it
 * (128 + n for signal n). Errors as above, without --strict's. */
gboolean hr_cmd_input_record (const HrCmdOptions *options, const char *reel_path, gboolean stdout_is_ours, int *status,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* HR_ERROR_PROGRAM, unless @status is 0 or --strict was not given. */
gboolean hr_cmd_input_check_strict (const HrCmdOptions *options, int status, GError **error) G_GNUC_WARN_UNUSED_RESULT;

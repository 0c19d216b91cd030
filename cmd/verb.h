/* Verbs: what each file in cmd/ gives to the table in heapreel.c. */
#pragma once

#include "options.h"

/* Does the verb's work. *status is the exit status on success, 0 unless the verb sets it. Prints its outputs and notes;
 * errors are printed by main. */
typedef gboolean HrCmdRun (const HrCmdOptions *options, int *status, GError **error);

typedef struct {
  const char *name;
  const char *synopsis; /* after "heapreel NAME" */
  const char *summary;  /* one line */
  const char *details;  /* a paragraph for --help, or NULL */
  unsigned groups;      /* HR_CMD_GROUP_* of the options it takes */
  guint max_inputs;
  HrCmdRun *run;
} HrCmdVerb;

HrCmdRun hr_cmd_record, hr_cmd_page, hr_cmd_draw, hr_cmd_strip, hr_cmd_compare, hr_cmd_deck, hr_cmd_life, hr_cmd_why,
    hr_cmd_dump;

/* The help texts, on stdout. */
void hr_cmd_help_all (const HrCmdVerb *verbs);
void hr_cmd_help_verb (const HrCmdVerb *verb);

/* A line on stderr, "heapreel: …", unless --quiet. */
void hr_cmd_note (const HrCmdOptions *options, const char *format, ...) G_GNUC_PRINTF (2, 3);

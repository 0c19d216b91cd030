/* Verbs: what each file in cmd/ gives to the table in heapreel.c. */
#pragma once

#include "message.h"
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
  const char *examples; /* for the manual: lines in pairs, a command line and what it makes */
} HrCmdVerb;

HrCmdRun hr_cmd_record, hr_cmd_page, hr_cmd_draw, hr_cmd_strip, hr_cmd_compare, hr_cmd_deck, hr_cmd_life, hr_cmd_why,
    hr_cmd_weave, hr_cmd_mdbook, hr_cmd_dump;

/* The verb of that name, or NULL. */
const HrCmdVerb *hr_cmd_verb_find (const char *name);

/* Options under one heading. */
typedef struct {
  const char *heading;
  unsigned groups;
} HrCmdSection;

/* What a verb's options are told under, ended by a NULL heading. */
#define HR_CMD_MAX_SECTIONS 6
void hr_cmd_verb_sections (const HrCmdVerb *verb, HrCmdSection sections[HR_CMD_MAX_SECTIONS + 1]);

/* An exit status and what it says. All of them, ended by a NULL meaning. */
typedef struct {
  int status;
  const char *meaning;
} HrCmdStatus;
const HrCmdStatus *hr_cmd_peek_statuses (void);

/* All on stdout, all from the table of verbs and the table of options: the help texts; the manual page of @verb, or of
 * the whole where it is NULL, for man (7); the rules by which a shell completes command lines. Error: a shell that is
 * not known. */
void hr_cmd_help_all (const HrCmdVerb *verbs);
void hr_cmd_help_verb (const HrCmdVerb *verb);
void hr_cmd_manual (const HrCmdVerb *verbs, const HrCmdVerb *verb);
gboolean hr_cmd_completion (const HrCmdVerb *verbs, const char *shell, GError **error);

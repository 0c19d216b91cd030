/* How figures are made by what builds a manual: a fragment for each tool, the same in the help and in the manual page.
 */
#pragma once

typedef struct {
  const char *tool;  /* "Meson" */
  const char *file;  /* where it stands: "meson.build" */
  const char *words; /* what there is to say of it, a paragraph */
  const char *text;  /* lines, each with a newline */
} HrCmdFragment;

/* All of them, ended by a NULL tool. */
const HrCmdFragment *hr_cmd_peek_fragments (void);

/* On stdout: "heapreel help builds", and the manual page heapreel-builds (7). */
void hr_cmd_help_builds (void);
void hr_cmd_manual_builds (void);

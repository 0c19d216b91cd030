/* heapreel --help and heapreel VERB --help. */
#include <stdio.h>

#include "verb.h"

void hr_cmd_help_all (const HrCmdVerb *verbs)
{
  g_autoptr (GString) out = g_string_new (
      "heapreel runs a Python program, records what memory looked like after every step, and draws it.\n\n"
      "  heapreel PROGRAM.py      the walkthrough: PROGRAM.html, one file\n");
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++)
    g_string_append_printf (out, "  heapreel %-15s %s\n", verb->name, verb->summary);
  g_string_append (
      out, "  heapreel VERB --help     the options of a verb\n"
           "  heapreel --version\n\n"
           "Every verb takes a program, which it records first, or a recording (.reel); - is stdin or stdout;\n"
           "the program's own arguments follow --. Options may stand in a program's first comment lines too:\n"
           "  # reel: --atoms heap --hide helper\n\n"
           "Status: 0 done, 1 the program failed (with --strict), 2 wrong usage, 3 bad input, 4 cannot write.\n");
  (void)fputs (out->str, stdout);
}

static void append_section (GString *out, const char *heading, unsigned groups)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  hr_cmd_options_describe (groups, lines);
  if (lines->len > 0)
    g_string_append_printf (out, "\n%s\n%s", heading, lines->str);
}

void hr_cmd_help_verb (const HrCmdVerb *verb)
{
  unsigned running = HR_CMD_GROUP_RECORD | HR_CMD_GROUP_STATUS, showing = HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_PANELS;
  unsigned recording = HR_CMD_GROUP_LIMITS;
  gboolean is_record = (verb->groups & HR_CMD_GROUP_STATUS) != 0;
  g_autoptr (GString) out = g_string_new (NULL);
  g_string_append_printf (out, "heapreel %s %s\n%s\n", verb->name, verb->synopsis, verb->summary);
  if (verb->details != NULL)
    g_string_append_printf (out, "\n%s\n", verb->details);
  append_section (out, "What it makes:", verb->groups & ~(running | showing | recording));
  append_section (out, "What is shown:", verb->groups & showing);
  if (is_record) {
    append_section (out, "How the program is run:", verb->groups & running);
    append_section (out, "What is recorded:", verb->groups & recording);
  } else if ((verb->groups & recording) != 0) {
    g_string_append (out,
                     "\nand how the program is run, -c -m --python --strict --prompt, and what is recorded, --steps "
                     "--only --skip\nand limits: see heapreel record --help\n");
  }
  (void)fputs (out->str, stdout);
}

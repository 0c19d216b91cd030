/* heapreel --help and heapreel VERB --help. */
#include <stdio.h>

#include "verb.h"

static const HrCmdStatus statuses[] = {
  { 0, "done" },         { 1, "the program failed (with --strict)" },
  { 2, "wrong usage" },  { 3, "bad input" },
  { 4, "cannot write" }, { 5, "out of date" },
  { 0, NULL },
};

const HrCmdStatus *hr_cmd_peek_statuses (void)
{
  return statuses;
}

void hr_cmd_verb_sections (const HrCmdVerb *verb, HrCmdSection sections[HR_CMD_MAX_SECTIONS + 1])
{
  unsigned running = HR_CMD_GROUP_RECORD | HR_CMD_GROUP_STATUS, showing = HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_PANELS;
  unsigned building = HR_CMD_GROUP_BUILD | HR_CMD_GROUP_CHECK;
  const HrCmdSection all[HR_CMD_MAX_SECTIONS] = {
    { "What it makes", ~(running | showing | HR_CMD_GROUP_LIMITS | building | HR_CMD_GROUP_REQUEST) },
    { "In a request, as key=value beside the options of its verb", HR_CMD_GROUP_REQUEST },
    { "What is shown", showing },
    { "How the program is run", running & ~showing },
    { "What is recorded", HR_CMD_GROUP_LIMITS },
    { "For builds", building },
  };
  unsigned groups = verb->groups | ((verb->groups & HR_CMD_GROUP_WEAVE) != 0 ? HR_CMD_GROUP_REQUEST : 0);
  guint n = 0;
  for (guint i = 0; i < HR_CMD_MAX_SECTIONS; i++) {
    HrCmdSection section = { all[i].heading, all[i].groups & groups };
    HrCmdOptionText option;
    guint index = 0;
    if (hr_cmd_options_next (section.groups, &index, &option))
      sections[n++] = section;
  }
  sections[n].heading = NULL;
}

void hr_cmd_help_all (const HrCmdVerb *verbs)
{
  g_autoptr (GString) out = g_string_new (
      "heapreel runs a Python program, records what memory looked like after every step, and draws it.\n\n"
      "  heapreel PROGRAM.py      the walkthrough: PROGRAM.html, one file\n");
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++)
    g_string_append_printf (out, "  heapreel %-15s %s\n", verb->name, verb->summary);
  g_string_append (out,
                   "  heapreel VERB --help     the options of a verb\n"
                   "  heapreel help --man VERB its manual page, for man -l -; help builds: how Meson or Make call it\n"
                   "  heapreel completion SHELL   what bash, zsh or fish complete by\n"
                   "  heapreel --version\n\n"
                   "Every verb takes a program, which it records first, or a recording (.reel); - is stdin or stdout;\n"
                   "the program's own arguments follow --. Options may stand in a program's first comment lines too:\n"
                   "  # reel: --atoms heap --hide helper\n\n"
                   "Status:");
  for (const HrCmdStatus *status = statuses; status->meaning != NULL; status++)
    g_string_append_printf (out, "%s %d %s", status > statuses ? "," : "", status->status, status->meaning);
  g_string_append (out, ".\n");
  (void)fputs (out->str, stdout);
}

static void append_option (GString *out, const HrCmdOptionText *option)
{
  const char *name = option->name != NULL ? option->name : "";
  g_autofree char *left =
      g_strdup_printf ("%s%s%s%s", *name != '\0' ? "--" : "", name, option->value != NULL && *name != '\0' ? " " : "",
                       option->value != NULL ? option->value : "");
  glong wide = g_utf8_strlen (left, -1);
  g_string_append_printf (out, "  %c%c%c %s%*s%s\n", option->letter != 0 ? '-' : ' ',
                          option->letter != 0 ? option->letter : ' ', option->letter != 0 && *name != '\0' ? ',' : ' ',
                          left, (int)MAX (2, 18 - wide), "", option->help);
}

/* Options that few people type: their names, and where the rest is. */
static void append_build_line (GString *out, const HrCmdVerb *verb)
{
  HrCmdOptionText option;
  g_string_append (out, "\nFor builds,");
  for (guint index = 0;
       hr_cmd_options_next (verb->groups & (HR_CMD_GROUP_BUILD | HR_CMD_GROUP_CHECK), &index, &option);)
    g_string_append_printf (out, " --%s", option.name);
  g_string_append_printf (out, "\nsee heapreel help --man %s\n", verb->name);
}

/* Sections that are told in full elsewhere. */
static gboolean is_told_elsewhere (const HrCmdVerb *verb, const HrCmdSection *section)
{
  unsigned running = HR_CMD_GROUP_RECORD | HR_CMD_GROUP_LIMITS;
  if ((section->groups & HR_CMD_GROUP_BUILD) != 0)
    return TRUE;
  gboolean shows = (section->groups & HR_CMD_GROUP_DISPLAY) != 0;
  if ((verb->groups & HR_CMD_GROUP_WEAVE) != 0)
    return shows || (section->groups & running) != 0;
  return (verb->groups & HR_CMD_GROUP_STATUS) == 0 && !shows && (section->groups & running) != 0;
}

void hr_cmd_help_verb (const HrCmdVerb *verb)
{
  HrCmdSection sections[HR_CMD_MAX_SECTIONS + 1];
  HrCmdOptionText option;
  gboolean is_record = (verb->groups & HR_CMD_GROUP_STATUS) != 0;
  g_autoptr (GString) out = g_string_new (NULL);
  g_string_append_printf (out, "heapreel %s %s\n%s\n", verb->name, verb->synopsis, verb->summary);
  if (verb->details != NULL)
    g_string_append_printf (out, "\n%s\n", verb->details);
  hr_cmd_verb_sections (verb, sections);
  for (const HrCmdSection *section = sections; section->heading != NULL; section++) {
    if (is_told_elsewhere (verb, section))
      continue;
    g_string_append_printf (out, "\n%s:\n", section->heading);
    for (guint index = 0; hr_cmd_options_next (section->groups, &index, &option);)
      append_option (out, &option);
  }
  if ((verb->groups & HR_CMD_GROUP_WEAVE) != 0)
    g_string_append (out,
                     "\nand for all figures what is shown, --theme --show --refs --width, and what is recorded: see "
                     "heapreel draw --help\n");
  else if (!is_record && (verb->groups & HR_CMD_GROUP_LIMITS) != 0)
    g_string_append (out,
                     "\nand how the program is run and recorded, -c -m --python --prompt --steps, limits: see heapreel "
                     "record --help\n");
  if ((verb->groups & HR_CMD_GROUP_BUILD) != 0)
    append_build_line (out, verb);
  (void)fputs (out->str, stdout);
}

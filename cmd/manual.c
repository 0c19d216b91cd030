/* heapreel help --man: manual pages, in the macros of man (7), from the tables that --help is made of. */
#include <stdio.h>
#include <string.h>

#include "builds.h"
#include "verb.h"

/* How steps are named; lib/timeline/select.h says it to programmers. */
static const char *const selectors[][2] = {
  { "9", "after line 9 has first run; of a call, when it has returned" },
  { "9#2", "the second time" },
  { "3..7", "the lines 3 to 7, each after it has first run" },
  { "helper.py:9", "a line of another file" },
  { "#12, #3..#7", "steps by their numbers, as the walkthrough and dump give them" },
  { "call:f, call:f#2", "the first call of f, the second" },
  { "return:f", "where it returned" },
  { "raise", "where an exception came up" },
  { "first, last", "after the first statement, after the last" },
  { "mark:NAME", "after the line that carries the comment \"# reel: NAME\"" },
};

/* @text as roff sees it: no escapes, no requests, and dashes that can be copied. */
static void append_text (GString *out, const char *text)
{
  g_assert (text != NULL);
  for (const char *p = text; *p != '\0'; p++) {
    gboolean starts_line = out->len == 0 || out->str[out->len - 1] == '\n';
    if (starts_line && (*p == '.' || *p == '\''))
      g_string_append (out, "\\&");
    if (*p == '\\')
      g_string_append (out, "\\e");
    else if (*p == '-')
      g_string_append (out, "\\-");
    else if (*p == '\'')
      g_string_append (out, "\\(aq");
    else if (*p == '^' || *p == '~')
      g_string_append (out, *p == '^' ? "\\(ha" : "\\(ti");
    else
      g_string_append_c (out, *p);
  }
}

static void append_line (GString *out, const char *before, const char *text, const char *after)
{
  g_string_append (out, before);
  append_text (out, text);
  g_string_append (out, after);
}

/* A term in bold, and what it means. */
static void append_entry (GString *out, const char *term, const char *meaning)
{
  append_line (out, ".TP\n\\fB", term, "\\fR\n");
  append_line (out, "", meaning, "\n");
}

static void append_header (GString *out, const char *name, const char *section, const char *summary)
{
  g_autofree char *title = g_ascii_strup (name, -1);
  append_line (out, ".TH \"", title, "\" ");
  append_line (out, "\"", section, "\" \"\" \"heapreel " HR_VERSION "\" \"heapreel\"\n");
  append_line (out, ".SH NAME\n", name, " \\- ");
  append_line (out, "", summary, "\n");
}

static void append_option (GString *out, const HrCmdOptionText *option)
{
  g_string_append (out, ".TP\n");
  if (option->letter != 0)
    g_string_append_printf (out, "\\fB\\-%c\\fR%s", option->letter, option->name != NULL ? ", " : "");
  if (option->name != NULL)
    append_line (out, "\\fB\\-\\-", option->name, "\\fR");
  if (option->value != NULL)
    append_line (out, " \\fI", option->value, "\\fR");
  append_line (out, "\n", option->help, "\n");
  if (option->negated)
    append_line (out, "(\\-\\-no\\-", option->name, " takes it back.)\n");
}

static void append_examples (GString *out, const char *examples)
{
  g_auto (GStrv) lines = g_strsplit (examples, "\n", -1);
  g_string_append (out, ".SH EXAMPLES\n");
  for (gsize i = 0; lines[i] != NULL && lines[i + 1] != NULL; i += 2) {
    append_line (out, ".TP\n\\fB", lines[i], "\\fR\n");
    append_line (out, "", lines[i + 1], "\n");
  }
}

static void append_statuses (GString *out)
{
  g_string_append (out, ".SH EXIT STATUS\n");
  for (const HrCmdStatus *status = hr_cmd_peek_statuses (); status->meaning != NULL; status++) {
    g_autofree char *number = g_strdup_printf ("%d", status->status);
    append_entry (out, number, status->meaning);
  }
}

static void append_verb (GString *out, const HrCmdVerb *verb)
{
  g_autofree char *name = g_strconcat ("heapreel-", verb->name, NULL);
  HrCmdSection sections[HR_CMD_MAX_SECTIONS + 1];
  HrCmdOptionText option;
  append_header (out, name, "1", verb->summary);
  append_line (out, ".SH SYNOPSIS\n\\fBheapreel ", verb->name, "\\fR ");
  append_line (out, "", verb->synopsis, "\n.SH DESCRIPTION\n");
  append_line (out, "", verb->details != NULL ? verb->details : verb->summary, "\n");
  hr_cmd_verb_sections (verb, sections);
  g_string_append (out, ".SH OPTIONS\n");
  for (const HrCmdSection *section = sections; section->heading != NULL; section++) {
    append_line (out, ".SS ", section->heading, "\n");
    for (guint index = 0; hr_cmd_options_next (section->groups, &index, &option);)
      append_option (out, &option);
  }
  append_examples (out, verb->examples);
  append_statuses (out);
  g_string_append (out, ".SH SEE ALSO\n.BR heapreel (1)\n");
}

static void append_overview (GString *out, const HrCmdVerb *verbs)
{
  append_header (out, "heapreel", "1", "draw what a Python program's memory looks like, step by step");
  g_string_append (out, ".SH SYNOPSIS\n\\fBheapreel\\fR [OPTION\\[u2026]] PROGRAM.py\n.br\n"
                        "\\fBheapreel\\fR VERB [OPTION\\[u2026]] PROGRAM.py|FILE.reel [\\-\\- ARGUMENT\\[u2026]]\n"
                        ".SH DESCRIPTION\n"
                        "heapreel runs a Python program on CPython, records what memory looked like after every step, "
                        "and draws it: stack frames, objects, references, reference counts, what was just created and "
                        "what was just freed.\n.PP\n"
                        "Every verb takes a program, which it records first, or a recording (.reel). \\- is standard "
                        "input or output. The program\\(aqs own arguments follow \\-\\-. Without a verb it is page.\n"
                        ".SH VERBS\n");
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++)
    append_entry (out, verb->name, verb->summary);
  append_entry (out, "help [--man] [VERB]", "the help text or the manual page, on standard output");
  append_entry (out, "completion SHELL", "what bash, zsh or fish complete command lines by, on standard output");
  g_string_append (out, ".SH SELECTORS\nSteps are named the same way everywhere; commas separate several.\n");
  for (gsize i = 0; i < G_N_ELEMENTS (selectors); i++)
    append_entry (out, selectors[i][0], selectors[i][1]);
  g_string_append (out, ".SH OPTIONS IN PROGRAMS\nWhat a picture shows and what is recorded may stand in a "
                        "program\\(aqs first comment lines; the command line has the last word:\n.PP\n"
                        ".nf\n\\fB# reel: \\-\\-atoms heap \\-\\-hide helper\\fR\n.fi\n");
  append_statuses (out);
  g_string_append (out, ".SH ENVIRONMENT\n");
  append_entry (out, "SOURCE_DATE_EPOCH", "the date that a PDF carries, in seconds since 1970; without it, 1980 began");
  append_entry (out, "PATH", "where python3, and the interpreters that --python names by a version, are looked for");
  append_entry (out, "TMPDIR", "where recordings stand that nothing was asked to keep");
  g_string_append (out, ".SH SEE ALSO\n");
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++)
    g_string_append_printf (out, ".BR heapreel\\-%s (1),\n", verb->name);
  g_string_append (out, ".BR heapreel\\-builds (7)\n");
}

void hr_cmd_manual (const HrCmdVerb *verbs, const HrCmdVerb *verb)
{
  g_autoptr (GString) out = g_string_new (NULL);
  if (verb != NULL)
    append_verb (out, verb);
  else
    append_overview (out, verbs);
  (void)fputs (out->str, stdout);
}

void hr_cmd_manual_builds (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  append_header (out, "heapreel-builds", "7", "figures made by what builds a manual");
  g_string_append (out,
                   ".SH DESCRIPTION\nEach of these makes a figure anew exactly when something changed that it rests "
                   "on: the program, what it imports and reads, options files, themes, heapreel itself.\n");
  for (const HrCmdFragment *fragment = hr_cmd_peek_fragments (); fragment->tool != NULL; fragment++) {
    append_line (out, ".SH ", fragment->tool, "\n");
    append_line (out, "In ", fragment->file, ". ");
    append_line (out, "", fragment->words, "\n.PP\n.nf\n");
    append_line (out, "", fragment->text, ".fi\n");
  }
  g_string_append (out, ".SH SEE ALSO\n.BR heapreel (1)\n");
  (void)fputs (out->str, stdout);
}

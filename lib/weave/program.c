#include "weave/program.h"

#include <string.h>

struct HrWeaveProgram {
  GString *text;
  GArray *lines; /* guint: the document's line of each */
};

HrWeaveProgram *hr_weave_program_new (const HrWeaveProgram *before)
{
  HrWeaveProgram *program = g_new0 (HrWeaveProgram, 1);
  program->text = g_string_new (before != NULL ? before->text->str : NULL);
  program->lines = before != NULL ? g_array_copy (before->lines) : g_array_new (FALSE, FALSE, sizeof (guint));
  return program;
}

void hr_weave_program_free (HrWeaveProgram *program)
{
  (void)g_string_free (program->text, TRUE);
  g_array_unref (program->lines);
  g_free (program);
}

void hr_weave_program_add (HrWeaveProgram *program, const char *code, guint line)
{
  g_string_append (program->text, code);
  for (const char *at = code; *at != '\0'; line++) {
    g_array_append_val (program->lines, line);
    const char *end = strchr (at, '\n');
    at = end != NULL ? end + 1 : at + strlen (at);
  }
}

const char *hr_weave_program_peek_text (const HrWeaveProgram *program)
{
  return program->text->str;
}

guint hr_weave_program_n_lines (const HrWeaveProgram *program)
{
  return program->lines->len;
}

guint hr_weave_program_line (const HrWeaveProgram *program, guint number)
{
  return number > 0 && number <= program->lines->len ? g_array_index (program->lines, guint, number - 1) : 0;
}

static void append_shifted (GString *out, const char *selector, guint by)
{
  char *rest = NULL;
  guint64 line = g_ascii_isdigit (*selector) ? g_ascii_strtoull (selector, &rest, 10) : 0;
  if (rest != NULL && line < G_MAXUINT32)
    g_string_append_printf (out, "%" G_GUINT64_FORMAT "%s", line + by, rest);
  else
    g_string_append (out, selector);
}

char *hr_weave_shift_selectors (const char *selectors, guint by)
{
  GString *out = g_string_new (NULL);
  g_auto (GStrv) words = g_strsplit (selectors, ",", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    g_auto (GStrv) ends = g_strsplit (words[i], "..", 2);
    g_string_append (out, i > 0 ? "," : "");
    for (guint k = 0; ends[k] != NULL; k++) {
      g_string_append (out, k > 0 ? ".." : "");
      append_shifted (out, ends[k], by);
    }
  }
  return g_string_free (out, FALSE);
}

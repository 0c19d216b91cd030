#include "weave_program.h"

#include <string.h>

#include "base/error.h"
#include "base/output_file.h"

static void program_free (gpointer data)
{
  HrCmdWeaveProgram *program = data;
  g_clear_pointer (&program->text, hr_weave_program_free);
  g_free (program->file);
  g_free (program->name);
  g_free (program->label);
  g_free (program->session);
  g_free (program);
}

HrCmdWeavePrograms *hr_cmd_weave_programs_new (const char *document)
{
  HrCmdWeavePrograms *programs = g_new0 (HrCmdWeavePrograms, 1);
  programs->document = document;
  programs->all = g_ptr_array_new_with_free_func (program_free);
  return programs;
}

void hr_cmd_weave_programs_free (HrCmdWeavePrograms *programs)
{
  g_ptr_array_unref (programs->all);
  g_free (programs);
}

const HrCmdWeaveProgram *hr_cmd_weave_programs_find (const HrCmdWeavePrograms *programs, const char *name)
{
  for (guint i = programs->all->len; i-- > 0;) {
    const HrCmdWeaveProgram *program = g_ptr_array_index (programs->all, i);
    if (g_strcmp0 (program->label, name) == 0 || g_strcmp0 (program->session, name) == 0)
      return program;
  }
  return NULL;
}

/* What the fence goes on after. *before is NULL when that is nothing. */
static gboolean find_before (const HrCmdWeavePrograms *programs, const HrCmdOptions *options,
                             const HrCmdWeaveProgram **before, GError **error)
{
  const char *name = options->from_session;
  *before = options->session != NULL ? hr_cmd_weave_programs_find (programs, options->session) : NULL;
  if (name == NULL)
    return TRUE;
  gboolean is_last = *name == '\0' && programs->all->len > 0;
  *before =
      is_last ? g_ptr_array_index (programs->all, programs->all->len - 1) : hr_cmd_weave_programs_find (programs, name);
  if (*before == NULL)
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "continue%s%s: no fence before this has that label or session",
                 *name != '\0' ? "=" : "", name);
  else if ((*before)->text == NULL)
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "continue: %s is a file, which ends where it ends", (*before)->file);
  return *before != NULL && (*before)->text != NULL;
}

/* "3-9" or "3", from 1; without it the whole file. */
static gboolean read_range (const char *text, guint n_lines, guint *first, guint *last, GError **error)
{
  char *end = NULL;
  *first = 1;
  *last = n_lines;
  if (text == NULL)
    return TRUE;
  guint64 from = g_ascii_strtoull (text, &end, 10), to = from;
  if (end != text && *end == '-')
    to = g_ascii_strtoull (end + 1, &end, 10);
  gboolean good = *end == '\0' && from >= 1 && from <= to && to <= n_lines;
  if (!good)
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "lines=%s: needs lines from 1 to %u, as 3-9", text, n_lines);
  *first = (guint)from;
  *last = (guint)to;
  return good;
}

/* The least indentation of lines that are not empty. */
static gsize indentation (char *const *lines, guint n_lines)
{
  gsize least = G_MAXSIZE;
  for (guint i = 0; i < n_lines; i++) {
    gsize n = strspn (lines[i], " \t");
    if (lines[i][n] != '\0')
      least = MIN (least, n);
  }
  return least;
}

static const char *dedented (const char *line, gsize by)
{
  return line + MIN (by, strlen (line));
}

/* @shown: the fence's lines without "#|". */
static gboolean is_part (const char *file, char *const *shown, guint first_shown, char *const *lines, guint first,
                         guint n_lines, GError **error)
{
  guint n_shown = g_strv_length ((char **)shown);
  gsize left = indentation (shown, n_shown), right = indentation (lines + first - 1, n_lines);
  for (guint i = 0; i < MAX (n_shown, n_lines); i++) {
    const char *here = i < n_shown ? dedented (shown[i], left) : NULL;
    const char *there = i < n_lines ? dedented (lines[first - 1 + i], right) : NULL;
    if (g_strcmp0 (here, there) == 0)
      continue;
    if (there == NULL)
      g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "line %u has more than the lines of %s", first_shown + i, file);
    else
      g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "the fence %s line %u of %s: %s",
                   here == NULL ? "ends before" : "differs from", first + i, file, there);
    return FALSE;
  }
  return TRUE;
}

/* @text's lines without those that begin with "#|" at its start. *n_left_out gets how many. */
static char **split_code (const char *text, guint *n_left_out)
{
  *n_left_out = 0;
  for (; g_str_has_prefix (text, "#|"); (*n_left_out)++) {
    const char *end = strchr (text, '\n');
    text = end != NULL ? end + 1 : text + strlen (text);
  }
  g_autofree char *copy = g_strdup (text);
  if (g_str_has_suffix (copy, "\n"))
    copy[strlen (copy) - 1] = '\0';
  return g_strsplit (copy, "\n", -1);
}

static gboolean check_file (const HrWeaveFence *fence, const HrCmdOptions *options, GError **error)
{
  g_autofree char *data = hr_output_file_read_text (options->file, error);
  guint first = 0, last = 0, n_left_out = 0, none = 0;
  if (data == NULL)
    return FALSE;
  g_auto (GStrv) parts = g_strsplit (data, "\r\n", -1);
  g_autofree char *text = g_strjoinv ("\n", parts);
  g_auto (GStrv) lines = split_code (text, &none);
  if (!read_range (options->file_lines, g_strv_length (lines), &first, &last, error))
    return FALSE;
  if (fence->code == NULL)
    return TRUE;
  g_auto (GStrv) shown = split_code (fence->code, &n_left_out);
  return is_part (options->file, shown, fence->code_line + n_left_out, lines, first, last - first + 1, error);
}

static gboolean check_options (const HrWeaveFence *fence, const HrCmdOptions *options, GError **error)
{
  gboolean goes_on = options->session != NULL || options->from_session != NULL;
  if (options->file != NULL && (goes_on || *fence->setup != '\0')) {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
                 "file= is a whole program: session, continue and set-up do not go with it");
    return FALSE;
  }
  if (options->file == NULL && options->file_lines != NULL) {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "lines= needs file=");
    return FALSE;
  }
  if (options->file == NULL && fence->code == NULL && options->from_session == NULL && *fence->setup == '\0') {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
                 "no ```python fence follows directly; without one a request needs file= or continue");
    return FALSE;
  }
  return TRUE;
}

const HrCmdWeaveProgram *hr_cmd_weave_programs_add (HrCmdWeavePrograms *programs, const HrWeaveFence *fence,
                                                    const HrCmdOptions *options, GError **error)
{
  const HrCmdWeaveProgram *before = NULL;
  if (!check_options (fence, options, error) || !find_before (programs, options, &before, error) ||
      (options->file != NULL && !check_file (fence, options, error)))
    return NULL;
  HrCmdWeaveProgram *program = g_new0 (HrCmdWeaveProgram, 1);
  program->label = g_strdup (options->label);
  program->session = g_strdup (options->session != NULL ? options->session : before != NULL ? before->session : NULL);
  program->file = g_strdup (options->file);
  program->name =
      options->file != NULL ? g_strdup (options->file) : g_strdup_printf ("%s:%u", programs->document, fence->line);
  if (options->file == NULL) {
    program->text = hr_weave_program_new (before != NULL ? before->text : NULL);
    hr_weave_program_add (program->text, fence->setup, fence->setup_line);
    program->n_before =
        before != NULL && fence->code == NULL ? before->n_before : hr_weave_program_n_lines (program->text);
    if (fence->code != NULL)
      hr_weave_program_add (program->text, fence->code, fence->code_line);
  }
  g_ptr_array_add (programs->all, program);
  return program;
}

#include "project.h"

#include <string.h>

#include "base/error.h"
#include "base/output_file.h"

#define FILE_NAME "heapreel.options"

char *hr_cmd_project_find (const HrCmdOptions *options)
{
  if (options->options_file != NULL)
    return strcmp (options->options_file, "none") == 0 ? NULL : g_strdup (options->options_file);
  const char *input = options->inputs->len > 0 ? g_ptr_array_index (options->inputs, 0) : "-";
  g_autofree char *folder = strcmp (input, "-") == 0 ? g_strdup (".") : g_path_get_dirname (input);
  for (g_autofree char *at = g_canonicalize_filename (folder, NULL);;) {
    char *path = g_build_filename (at, FILE_NAME, NULL);
    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return path;
    g_free (path);
    char *above = g_path_get_dirname (at);
    gboolean is_top = strcmp (above, at) == 0;
    g_free (at);
    at = above;
    if (is_top)
      return NULL;
  }
}

/* A line "[draw strip]": whether it is for @verb. */
static gboolean read_heading (const char *line, const HrCmdVerb *verbs, const HrCmdVerb *verb, gboolean *concerns,
                              GError **error)
{
  gsize n_bytes = strlen (line);
  if (line[n_bytes - 1] != ']') {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "\"%s\" needs a \"]\" at its end", line);
    return FALSE;
  }
  g_autofree char *inner = g_strndup (line + 1, n_bytes - 2);
  g_auto (GStrv) names = g_strsplit_set (inner, " \t,", -1);
  *concerns = FALSE;
  for (gsize i = 0; names[i] != NULL; i++) {
    const HrCmdVerb *named = verbs;
    while (named->name != NULL && strcmp (named->name, names[i]) != 0)
      named++;
    if (*names[i] != '\0' && named->name == NULL) {
      g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "\"%s\" is no verb; see heapreel --help", names[i]);
      return FALSE;
    }
    *concerns |= named == verb;
  }
  return TRUE;
}

/* Adds the options of @line that @verb knows to @words; where that is NULL, only looks whether they are options. */
static gboolean read_options (const char *line, const char *folder, const HrCmdVerb *verb, GPtrArray *words,
                              GError **error)
{
  g_auto (GStrv) own = NULL;
  GError *cause = NULL;
  if (!g_shell_parse_argv (line, NULL, &own, &cause)) {
    gboolean empty = g_error_matches (cause, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING);
    if (!empty)
      g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "a quote is not closed: %s", line);
    g_error_free (cause);
    return empty;
  }
  g_auto (GStrv) known = hr_cmd_options_filter ((const char *const *)own, folder, verb->groups, error);
  for (gsize i = 0; known != NULL && words != NULL && known[i] != NULL; i++)
    g_ptr_array_add (words, g_strdup (known[i]));
  return known != NULL;
}

char **hr_cmd_project_read (const char *path, const HrCmdVerb *verbs, const HrCmdVerb *verb, GError **error)
{
  g_autofree char *text = hr_output_file_read_text (path, error);
  if (text == NULL)
    return NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean concerns = TRUE, good = TRUE;
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strstrip (lines[i]);
    if (*line == '[')
      good = read_heading (line, verbs, verb, &concerns, error);
    else if (*line != '\0' && *line != '#') /* a slip is told whichever verb it is for */
      good = read_options (line, folder, concerns ? verb : verbs, concerns ? words : NULL, error);
    if (!good) {
      g_prefix_error (error, "%s:%u: ", path, i + 1);
      return NULL;
    }
  }
  g_ptr_array_add (words, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

#include "weave/directive.h"

#include <string.h>

#include "base/error.h"

/* Quarto's names that mean the same here, and ours for what stands in a comment else. */
static const char *const cell_names[] = { "fig-cap", "fig-alt", "fig-width", "fig-align", "label", "reel", NULL };

/* How many bytes of @word are a name before "=", 0 when there is none. */
static gsize name_length (const char *word)
{
  gsize n = 0;
  while (g_ascii_isalnum (word[n]) || word[n] == '-')
    n++;
  return word[n] == '=' ? n : 0;
}

/* A value that goes on in the next line of a comment: one blank stands for the line's end and the indentation. */
static void join_lines (char *word)
{
  char *to = word;
  for (const char *from = word; *from != '\0'; from++) {
    gboolean ends = *from == '\n' || *from == '\r';
    while (ends && g_ascii_isspace (from[1]))
      from++;
    *to++ = ends ? ' ' : *from;
  }
  *to = '\0';
}

char **hr_weave_directive_split (const char *text, GError **error)
{
  g_autoptr (GError) cause = NULL;
  char **words = NULL;
  int n_words = 0;
  if (!g_shell_parse_argv (text, &n_words, &words, &cause)) {
    if (g_error_matches (cause, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
      return g_new0 (char *, 1);
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "a quote or a backslash is not closed: %s", text);
    return NULL;
  }
  for (int i = 0; i < n_words; i++) {
    join_lines (words[i]);
    if (name_length (words[i]) > 0) {
      char *word = g_strconcat ("--", words[i], NULL);
      g_free (words[i]);
      words[i] = word;
    }
  }
  return words;
}

/* A scalar as YAML writes it: in quotes, or plain. */
static char *dup_scalar (const char *text)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  gsize n = strlen (plain);
  gboolean quoted = n >= 2 && (plain[0] == '"' || plain[0] == '\'') && plain[n - 1] == plain[0];
  if (!quoted)
    return g_steal_pointer (&plain);
  GString *out = g_string_new (NULL);
  for (gsize i = 1; i < n - 1; i++) {
    if ((plain[0] == '"' && plain[i] == '\\' && i + 1 < n - 1) || (plain[0] == '\'' && plain[i] == '\''))
      i++; /* a backslash in double quotes, a second quote in single ones: what follows is meant */
    g_string_append_c (out, plain[i]);
  }
  return g_string_free (out, FALSE);
}

static gboolean add_option (HrWeaveCellOptions *options, const char *key, const char *value, GError **error)
{
  if (!g_strv_contains (cell_names, key)) {
    const char *near = hr_error_suggest (key, cell_names);
    if (near == NULL)
      return TRUE; /* another tool's */
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "\"#| %s:\" is not known; did you mean %s?", key, near);
    return FALSE;
  }
  g_autofree char *scalar = dup_scalar (value);
  if (strcmp (key, "reel") == 0)
    g_ptr_array_add (options->requests, g_steal_pointer (&scalar));
  else
    g_ptr_array_add (options->words, g_strdup_printf ("--%s=%s", key, scalar));
  return TRUE;
}

gboolean hr_weave_cell_options_init (HrWeaveCellOptions *options, const char *code, guint *line, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (code, "\n", -1);
  options->words = g_ptr_array_new_with_free_func (g_free);
  options->requests = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] != NULL && g_str_has_prefix (lines[i], "#|"); i++) {
    char *colon = strchr (lines[i], ':');
    if (colon == NULL)
      continue;
    g_autofree char *key = g_strstrip (g_strndup (lines[i] + 2, (gsize)(colon - lines[i] - 2)));
    if (!add_option (options, key, colon + 1, error)) {
      *line = i + 1;
      return FALSE;
    }
  }
  return TRUE;
}

void hr_weave_cell_options_clear (HrWeaveCellOptions *options)
{
  g_clear_pointer (&options->words, g_ptr_array_unref);
  g_clear_pointer (&options->requests, g_ptr_array_unref);
}

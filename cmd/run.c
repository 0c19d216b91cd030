#include "run.h"

#include <string.h>

#include "base/error.h"
#include "check.h"
#include "depends.h"
#include "input.h"
#include "message.h"
#include "progress.h"
#include "project.h"
#include "target.h"
#include "watch.h"

static gboolean check_inputs (const HrCmdVerb *verb, const HrCmdOptions *options, GError **error)
{
  gboolean weaves = (verb->groups & HR_CMD_GROUP_WEAVE) != 0;
  gboolean inline_program = options->code != NULL || options->module != NULL;
  if (inline_program && (options->inputs->len > 0 || (options->code != NULL && options->module != NULL))) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE,
                 "a file, -c CODE or -m MODULE: give one of them; arguments follow --");
    return FALSE;
  }
  if (hr_cmd_input_count (options) == 0) {
    const char *what = weaves                                       ? "a Markdown file"
                       : (verb->groups & HR_CMD_GROUP_SUBJECT) != 0 ? "a name and a program or a recording"
                                                                    : "a program or a recording";
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "%s needs %s: heapreel %s %s", verb->name, what, verb->name,
                 verb->synopsis);
    return FALSE;
  }
  if (hr_cmd_input_count (options) > verb->max_inputs) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "%s takes one %s; \"%s\" is one too many%s", verb->name,
                 weaves ? "document" : "program", (const char *)g_ptr_array_index (options->inputs, verb->max_inputs),
                 weaves ? "" : " (arguments follow --)");
    return FALSE;
  }
  return hr_cmd_target_spares_inputs (options, error);
}

static void add_stdin (const HrCmdVerb *verb, HrCmdOptions *options)
{
  if ((verb->groups & HR_CMD_GROUP_STDIN) != 0 && options->inputs->len == 0)
    g_ptr_array_add (options->inputs, g_strdup ("-"));
}

static gboolean run_verb (const HrCmdVerb *verb, HrCmdOptions *options, int *status, GError **error)
{
  gboolean good = verb->run (options, status, error);
  hr_cmd_progress_hide ();
  return good;
}

static gboolean run_or_check (const HrCmdVerb *verb, HrCmdOptions *options, int *status, GError **error)
{
  if (!options->check && !options->diff)
    return run_verb (verb, options, status, error);
  g_auto (HrCmdCheck) check = { 0 };
  hr_cmd_check_init (&check, options->diff);
  options->outlet = &check.outlet;
  gboolean good = run_verb (verb, options, status, error) && hr_cmd_check_finish (&check, error);
  options->outlet = NULL;
  return good;
}

static gboolean run_noting (const HrCmdVerb *verb, HrCmdOptions *options, const char *project, HrCmdDepends *depends,
                            int *status, GError **error)
{
  hr_cmd_depends_add_file (depends, project);
  hr_cmd_depends_add_file (depends, options->theme_file);
  hr_cmd_depends_add_file (depends, options->templates_dir);
  options->depends = depends;
  hr_cmd_progress_start (options);
  return run_or_check (verb, options, status, error) &&
         (options->depfile == NULL || hr_cmd_depends_write (depends, options->depfile, error));
}

/* A command line that was understood. */
typedef struct {
  const HrCmdVerb *verbs, *verb;
  const char *const *words;
  const HrCmdOptions *line;
} Command;

/* Puts the options of the project's file, NULL for none, before those of the command line. NULL-terminated. */
static char **add_project (const Command *command, const char *path, guint *n_project, GError **error)
{
  g_auto (GStrv) project =
      path != NULL ? hr_cmd_project_read (path, command->verbs, command->verb, error) : g_new0 (char *, 1);
  if (project == NULL)
    return NULL;
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  *n_project = g_strv_length (project);
  g_strv_builder_addv (all, (const char **)project);
  g_strv_builder_addv (all, (const char **)command->words);
  return g_strv_builder_end (all);
}

/* Runs it once. @depends: notes what is made and of what; NULL: nobody asks. */
static gboolean run_once (const Command *command, HrCmdDepends *depends, int *status, GError **error)
{
  const HrCmdVerb *verb = command->verb;
  guint n_project = 0;
  g_autofree char *project = hr_cmd_project_find (command->line);
  hr_cmd_depends_add_file (depends, project); /* so that it is watched though it is wrong */
  g_auto (GStrv) all = add_project (command, project, &n_project, error);
  g_autoptr (HrCmdOptions) options = hr_cmd_options_new ();
  if (all == NULL || !hr_cmd_options_parse (options, verb->name, verb->groups, (const char *const *)all, error))
    return FALSE;
  options->n_project_words = n_project;
  add_stdin (verb, options);
  hr_cmd_message_style ((HrCmdLog)options->log, (HrCmdAnnotations)options->annotations);
  if (!check_inputs (verb, options, error))
    return FALSE;
  if (options->cache_dir != NULL) { /* weave goes to another folder */
    char *whole = g_canonicalize_filename (options->cache_dir, NULL);
    g_free (options->cache_dir);
    options->cache_dir = whole;
  }
  if (depends != NULL || options->depfile == NULL)
    return run_noting (verb, options, project, depends, status, error);
  g_autoptr (HrCmdDepends) own = hr_cmd_depends_new (error);
  return own != NULL && run_noting (verb, options, project, own, status, error);
}

static gboolean run_watched (gpointer data, HrCmdDepends *depends, GError **error)
{
  int status = 0;
  return run_once (data, depends, &status, error);
}

/* What is read once cannot be read again, and what is written to stdout is no file that could be replaced. */
static gboolean check_watch (const HrCmdOptions *line, GError **error)
{
  const char *input = line->inputs->len > 0 ? g_ptr_array_index (line->inputs, 0) : "";
  if (strcmp (input, "-") != 0 && g_strcmp0 (line->output, "-") != 0)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "--watch needs files: name the program, and -o FILE");
  return FALSE;
}

gboolean hr_cmd_run (const HrCmdVerb *verbs, const HrCmdVerb *verb, const char *const *words, int *status,
                     GError **error)
{
  g_autoptr (HrCmdOptions) line = hr_cmd_options_new ();
  gboolean known = hr_cmd_options_parse (line, verb->name, verb->groups, words, error);
  hr_cmd_message_style ((HrCmdLog)line->log, (HrCmdAnnotations)line->annotations);
  if (!known)
    return FALSE;
  if (line->help) {
    hr_cmd_help_verb (verb);
    return TRUE;
  }
  add_stdin (verb, line);
  Command command = { verbs, verb, words, line };
  if (line->watch)
    return check_watch (line, error) && hr_cmd_watch (line, run_watched, &command, error);
  return run_once (&command, NULL, status, error);
}

#include "input.h"

#include <fnmatch.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "base/error.h"
#include "base/output_file.h"
#include "cache.h"
#include "launch/launch.h"
#include "progress.h"
#include "temporary.h"
#include "timeline/select.h"
#include "verb.h"

enum { RECORDED_ITEMS = 1000 }; /* without an option */

/* One input, once it is known what it is. */
typedef struct {
  const char *name;  /* as messages call it */
  GBytes *timeline;  /* from stdin */
  const char *path;  /* a timeline's file */
  HrLaunchWhat what; /* a program's */
  char *program;
  const char *python; /* instead of the command line's; NULL: that one */
} Source;

static void source_clear (Source *source)
{
  g_clear_pointer (&source->timeline, g_bytes_unref);
  g_clear_pointer (&source->program, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

guint hr_cmd_input_count (const HrCmdOptions *options)
{
  return options->code != NULL || options->module != NULL ? 1 : options->inputs->len;
}

char *hr_cmd_input_dup_stem (const HrCmdOptions *options, guint index)
{
  static const char *const endings[] = { ".py", ".pyw", ".reel" };
  if (options->module != NULL)
    return g_strdelimit (g_strdup (options->module), "/", '.');
  if (options->code != NULL)
    return g_strdup ("program");
  const char *input = g_ptr_array_index (options->inputs, index);
  if (strcmp (input, "-") == 0)
    return g_strdup ("program");
  g_autofree char *base = g_path_get_basename (input);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (base, endings[i]) && strlen (base) > strlen (endings[i]))
      return g_strndup (base, strlen (base) - strlen (endings[i]));
  return g_steal_pointer (&base);
}

/* stdin: a timeline if it starts like one, else a program, run as code. */
static gboolean read_stdin (Source *source, GError **error)
{
  g_autofree char *data = NULL;
  gsize n_bytes = 0;
  source->name = "stdin";
  if (!hr_output_file_read ("-", &data, &n_bytes, error))
    return FALSE;
  if (hr_timeline_is_one (data, n_bytes)) {
    source->timeline = g_bytes_new_take (g_steal_pointer (&data), n_bytes);
    return TRUE;
  }
  if (strlen (data) != n_bytes) {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
                 "stdin is neither a timeline nor a Python program: it holds NUL bytes");
    return FALSE;
  }
  source->what = HR_LAUNCH_CODE;
  source->program = g_steal_pointer (&data);
  return TRUE;
}

/* A name that ends in .reel is a timeline whatever it holds, so that a damaged one is not run as a program. */
static gboolean is_timeline_file (const char *path)
{
  char head[64];
  if (g_str_has_suffix (path, ".reel"))
    return TRUE;
  FILE *file = fopen (path, "rbe");
  if (file == NULL)
    return FALSE;
  gsize n_bytes = fread (head, 1, sizeof head, file);
  (void)fclose (file);
  return hr_timeline_is_one (head, n_bytes);
}

static gboolean source_find (const HrCmdOptions *options, guint index, Source *source, GError **error)
{
  *source = (Source){ .python = source->python };
  if (options->code != NULL || options->module != NULL) {
    const char *code_name = options->source_name != NULL ? options->source_name : "-c";
    source->what = options->code != NULL ? HR_LAUNCH_CODE : HR_LAUNCH_MODULE;
    source->name = options->code != NULL ? code_name : options->module;
    source->program = g_strdup (options->code != NULL ? options->code : options->module);
    return TRUE;
  }
  source->name = g_ptr_array_index (options->inputs, index);
  if (strcmp (source->name, "-") == 0)
    return read_stdin (source, error);
  hr_cmd_depends_add_file (options->depends, source->name);
  if (is_timeline_file (source->name)) {
    source->path = source->name;
    return TRUE;
  }
  source->what = HR_LAUNCH_FILE;
  source->program = g_strdup (source->name);
  return TRUE;
}

/* Says how the program ended where that is not plain success, and gives its status as a shell would. A limit that the
 * user set is not the program's failure; running out of time has the status that timeout(1) gives it. */
static int note_ending (const HrCmdOptions *options, const char *name, const HrTimelineInfo *info)
{
  switch (info->ending) {
  case HR_ENDING_LIMIT:
  case HR_ENDING_TIMEOUT:
    hr_cmd_note (options, "%s: %s", name, info->ending_text);
    return info->ending == HR_ENDING_TIMEOUT ? 124 : info->status;
  case HR_ENDING_SIGNAL:
    hr_cmd_note (options, "%s was ended by signal %d (%s); its steps until then are recorded", name, info->status,
                 g_strsignal (info->status));
    return 128 + info->status;
  case HR_ENDING_EXIT:
    if (info->status != 0)
      hr_cmd_note (options, "%s ended with status %d; its steps until then are recorded", name, info->status);
    return info->status;
  case HR_ENDING_UNKNOWN:
    return 0;
  }
  g_assert_not_reached ();
}

static HrLaunchRefs launch_refs (const HrCmdOptions *options)
{
  switch ((HrRefs)options->refs) {
  case HR_REFS_NONE:
    return HR_LAUNCH_REFS_NONE;
  case HR_REFS_COUNT:
    return HR_LAUNCH_REFS_COUNT;
  case HR_REFS_ACCOUNT:
    return HR_LAUNCH_REFS_ACCOUNT;
  }
  g_assert_not_reached ();
}

/* The user asked twice: what was recorded stays where it is. */
static void stop_with (const HrCmdOptions *options, const char *reel_path)
{
  hr_cmd_note (options, "stopped; the recording is kept in %s", reel_path);
  (void)signal (SIGINT, SIG_DFL);
  (void)raise (SIGINT);
}

/* Reads what a program's first comment lines say into @options; @name is what messages call it. */
static gboolean read_comments (HrCmdOptions *options, const char *name, const GArray *comments, GError **error)
{
  for (guint i = 0; i < comments->len; i++) {
    const HrReelOptions *comment = &g_array_index (comments, HrReelOptions, i);
    gboolean good =
        hr_cmd_options_parse (options, "# reel:", HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_PANELS | HR_CMD_GROUP_LIMITS,
                              (const char *const *)comment->words, error);
    if (good && options->inputs->len == 0)
      continue;
    if (good)
      g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "\"%s\" is not an option",
                   (const char *)g_ptr_array_index (options->inputs, 0));
    g_prefix_error (error, "%s:%u: \"# reel:\" comment: ", name, comment->line);
    return FALSE;
  }
  return TRUE;
}

/* The command line once more, on top of what the program's first comment lines say, on top of the project's options. */
static HrCmdOptions *read_again (const HrCmdOptions *options, const char *name, const GArray *comments, GError **error)
{
  g_autoptr (HrCmdOptions) again = hr_cmd_options_new ();
  if ((options->groups & HR_CMD_GROUP_ACCOUNT) != 0)
    again->refs = HR_REFS_ACCOUNT;
  again->depends = options->depends;
  again->outlet = options->outlet;
  const char *const *line = options->words + options->n_project_words;
  g_auto (GStrv) project = g_new0 (char *, options->n_project_words + 1);
  for (guint i = 0; i < options->n_project_words; i++)
    project[i] = g_strdup (options->words[i]);
  if (comments == NULL ||
      !hr_cmd_options_parse (again, options->verb, options->groups, (const char *const *)project, error) ||
      !read_comments (again, name, comments, error) ||
      !hr_cmd_options_parse (again, options->verb, options->groups, line, error))
    return NULL;
  return g_steal_pointer (&again);
}

/* How @source is to be recorded: its own options count, where it is a file whose text can be read. */
static HrCmdOptions *recording_options (const HrCmdOptions *options, const Source *source, GError **error)
{
  g_autofree char *text = NULL;
  gboolean is_text = source->what == HR_LAUNCH_FILE && g_file_get_contents (source->program, &text, NULL, NULL) &&
                     g_utf8_validate (text, -1, NULL);
  g_autoptr (GArray) comments = hr_timeline_reel_options_of (source->name, is_text ? text : "", error);
  return read_again (options, source->name, comments, error);
}

static const char *const *peek_list (const GPtrArray *list)
{
  return list->len > 0 ? (const char *const *)list->pdata : NULL;
}

/* What a picture leaves out need not be left out of the recording; but what it shows must be there. */
static HrLaunchLimits launch_limits (const HrCmdOptions *options)
{
  gboolean shows = (options->groups & HR_CMD_GROUP_DISPLAY) != 0;
  return (HrLaunchLimits){
    .max_objects = options->max_objects,
    .max_items = shows && options->max_items < RECORDED_ITEMS ? 0 : options->max_items,
    .depth = shows ? 0 : options->depth,
    .max_steps = options->max_steps,
    .max_file_bytes = options->max_file_bytes,
    .memory_bytes = options->memory_bytes,
    .timeout_s = options->timeout_s,
    .after = (HrLaunchAfter)options->after_limit,
  };
}

/* A pattern is only known to be wrong when the program has run. */
static void note_unmatched (const HrCmdOptions *options, const char *option, const GPtrArray *patterns,
                            HrTimeline *timeline)
{
  for (guint i = 0; i + 1 < patterns->len; i++) {
    const char *pattern = g_ptr_array_index (patterns, i);
    g_autofree char *ending = g_strconcat ("*/", pattern, NULL);
    gboolean found = FALSE;
    for (guint32 file = 1; file <= hr_timeline_n_sources (timeline) && !found; file++) {
      const char *name = hr_timeline_peek_source (timeline, file)->name;
      found = fnmatch (pattern, name, 0) == 0 || fnmatch (ending, name, 0) == 0;
    }
    if (!found)
      hr_cmd_note (options, "--%s %s: the program ran no such file", option, pattern);
  }
}

/* The library's own modules can be run by name too. */
static void note_nothing_own (const HrCmdOptions *options, const char *name, HrTimeline *timeline)
{
  if (hr_timeline_n_steps (timeline) == 1 && hr_timeline_peek_step (timeline, 0)->event == HR_EVENT_END)
    hr_cmd_note (options,
                 "%s: none of its lines made a step: the library's files make none, nor what --skip leaves out", name);
}

/* Records, or takes what the cache has of the same program. */
static gboolean record_or_fetch (const HrCmdOptions *line, const Source *source, const HrLaunchOptions *launch,
                                 const char *reel_path, HrLaunchResult *result, GError **error)
{
  g_autoptr (GPtrArray) files = NULL;
  gboolean found = FALSE;
  if (line->cache_dir == NULL)
    return hr_launch_record (launch, reel_path, result, error);
  if (!hr_cmd_cache_record (line->cache_dir, launch, reel_path, result, &files, &found, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    hr_cmd_depends_add_file (line->depends, files->pdata[i]);
  if (found)
    hr_cmd_note (line, "%s: recorded before, from the cache", source->name);
  return TRUE;
}

/* Whether the recording may come to a page: a page's, one that is kept, a document's. */
static gboolean may_show_code (const HrCmdOptions *line)
{
  return (line->groups & (HR_CMD_GROUP_PAGE | HR_CMD_GROUP_STATUS)) != 0 || line->cache_dir != NULL ||
         line->source_name != NULL;
}

/* Records and opens. *status gets the program's. */
static HrTimeline *source_record (const HrCmdOptions *line, const Source *source, const char *reel_path,
                                  gboolean stdout_is_ours, int *status, GError **error)
{
  g_autoptr (HrCmdOptions) options = recording_options (line, source, error);
  HrLaunchResult result = { 0 };
  if (options == NULL)
    return NULL;
  HrLaunchOptions launch = {
    .what = source->what,
    .program = source->program,
    .arguments = (const char *const *)options->arguments,
    .python = source->python != NULL ? source->python : options->python,
    .prompt = options->prompt,
    .refs = launch_refs (options),
    .output_to_stderr = stdout_is_ours,
    .steps = (HrLaunchSteps)options->steps,
    .only = peek_list (options->only),
    .skip = peek_list (options->skip),
    .limits = launch_limits (options),
    .progress = hr_cmd_progress_of_recording (),
    .untokenized = !may_show_code (line),
    .opens_path = hr_cmd_depends_peek_opens (line->depends),
  };
  hr_cmd_progress_hide (); /* the terminal is the program's */
  gboolean recorded = record_or_fetch (line, source, &launch, reel_path, &result, error);
  hr_cmd_progress_untitle ();
  if (!recorded)
    return NULL;
  if (result.stopped)
    stop_with (options, reel_path);
  HrTimeline *timeline = hr_timeline_open (reel_path, error);
  if (timeline == NULL)
    return NULL;
  *status = note_ending (options, source->name, hr_timeline_peek_info (timeline));
  note_nothing_own (options, source->name, timeline);
  note_unmatched (options, "only", options->only, timeline);
  note_unmatched (options, "skip", options->skip, timeline);
  return timeline;
}

gboolean hr_cmd_input_record (const HrCmdOptions *options, const char *reel_path, gboolean stdout_is_ours, int *status,
                              GError **error)
{
  g_auto (Source) source = { 0 };
  if (!source_find (options, 0, &source, error))
    return FALSE;
  if (source.program == NULL) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "%s is a timeline already; record takes a program", source.name);
    return FALSE;
  }
  g_autoptr (HrTimeline) timeline = source_record (options, &source, reel_path, stdout_is_ours, status, error);
  return timeline != NULL;
}

gboolean hr_cmd_input_check_strict (const HrCmdOptions *options, int status, GError **error)
{
  if (!options->strict || status == 0)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_PROGRAM, "the program failed (status %d), and --strict was given", status);
  return FALSE;
}

/* Whether @path holds something of a recording whose end could not be written. */
static gboolean is_worth_keeping (const char *path, const GError *error)
{
  GStatBuf info;
  return g_error_matches (error, HR_ERROR, HR_ERROR_OUTPUT) && g_stat (path, &info) == 0 && info.st_size > 0;
}

/* Records into a file that lives as long as it takes to draw it. *recording gets its path. */
static HrTimeline *record_and_open (const HrCmdOptions *options, const Source *source, const char *stem,
                                    gboolean stdout_is_ours, char **recording, GError **error)
{
  g_autofree char *path = hr_cmd_temporary_new (stem, error);
  g_autoptr (GError) local = NULL;
  int status = 0;
  if (path == NULL)
    return NULL;
  g_autoptr (HrTimeline) timeline = source_record (options, source, path, stdout_is_ours, &status, &local);
  if (timeline != NULL && hr_cmd_input_check_strict (options, status, &local)) {
    *recording = g_steal_pointer (&path);
    return g_steal_pointer (&timeline);
  }
  if (is_worth_keeping (path, local))
    hr_cmd_note (options, "the recording is kept in %s", path);
  else
    hr_cmd_temporary_remove (path);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static HrTimeline *source_open (const HrCmdOptions *options, const Source *source, gboolean stdout_is_ours,
                                HrCmdInput *input, GError **error)
{
  if (source->timeline != NULL)
    return hr_timeline_open_bytes (source->timeline, error);
  if (source->path != NULL)
    return hr_timeline_open (source->path, error);
  return record_and_open (options, source, input->stem, stdout_is_ours, &input->recording, error);
}

/* A theme of the user's may be hard to read. */
static void note_contrast (const HrCmdOptions *display)
{
  for (gboolean dark = FALSE; dark <= hr_theme_follows_reader (display->theme); dark++) {
    HrPaint text = HR_PAINT_NONE, ground = HR_PAINT_NONE;
    double ratio = hr_theme_poorest_contrast (display->theme, dark, &text, &ground);
    if (ratio < 4.5)
      hr_cmd_note (display, "this theme%s has %s on %s at a contrast of %.1f:1; below 4.5:1 it is hard to read",
                   dark ? ", in the dark," : "", hr_theme_class (text) + strlen ("hr-"),
                   hr_theme_class (ground) + strlen ("hr-"), ratio);
  }
}

static gboolean read_display (HrCmdInput *input, const HrCmdOptions *options, GError **error)
{
  g_autoptr (GArray) comments = hr_timeline_reel_options (input->timeline, error);
  input->display = read_again (options, hr_timeline_peek_info (input->timeline)->program, comments, error);
  if (input->display == NULL)
    return FALSE;
  note_contrast (input->display);
  hr_cmd_depends_add_file (options->depends, input->display->theme_file);
  return TRUE;
}

HrCmdInput *hr_cmd_input_open (const HrCmdOptions *options, guint index, gboolean stdout_is_ours, GError **error)
{
  return hr_cmd_input_open_under (options, index, NULL, stdout_is_ours, error);
}

HrCmdInput *hr_cmd_input_open_under (const HrCmdOptions *options, guint index, const char *python,
                                     gboolean stdout_is_ours, GError **error)
{
  g_auto (Source) source = { .python = python };
  if (!source_find (options, index, &source, error))
    return NULL;
  g_autoptr (HrCmdInput) input = g_new0 (HrCmdInput, 1);
  input->stem = hr_cmd_input_dup_stem (options, index);
  input->timeline = source_open (options, &source, stdout_is_ours, input, error);
  if (input->timeline == NULL)
    return NULL;
  return read_display (input, options, error) ? g_steal_pointer (&input) : NULL;
}

void hr_cmd_input_free (HrCmdInput *input)
{
  g_clear_pointer (&input->timeline, hr_timeline_unref);
  g_clear_pointer (&input->display, hr_cmd_options_free);
  if (input->recording != NULL)
    hr_cmd_temporary_remove (input->recording);
  g_free (input->recording);
  g_free (input->stem);
  g_free (input);
}

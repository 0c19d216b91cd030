#include "weave_make.h"

#include <string.h>

#include "base/error.h"
#include "input.h"
#include "progress.h"
#include "temporary.h"
#include "weave_program.h"
#include "weave_request.h"

struct HrCmdWeaveMaker {
  const HrCmdOptions *options;
  const char *stem;
  char **given; /* weave's options that are every request's */
  HrCmdWeavePrograms *programs;
  GHashTable *recordings;       /* char *: program and how it is recorded → char *: path */
  const HrCmdWeaveProgram *now; /* of the fence whose requests come */
  guint n_made;                 /* figures so far */
};

/* Takes what a verb makes. */
typedef struct {
  HrCmdOutlet outlet;
  GPtrArray *bytes; /* GBytes */
  GPtrArray *words; /* char * */
} Collector;

static gboolean collect (HrCmdOutlet *outlet, G_GNUC_UNUSED const char *path, GBytes *bytes, const HrScene *scene,
                         G_GNUC_UNUSED GError **error)
{
  Collector *collector = (Collector *)outlet;
  const char *words = scene != NULL ? hr_scene_peek_description (scene) : "";
  /* what stands where is in the file; what changed comes first */
  const char *details = strstr (words, " Stack: ");
  g_ptr_array_add (collector->bytes, g_bytes_ref (bytes));
  g_ptr_array_add (collector->words, details != NULL ? g_strndup (words, (gsize)(details - words)) : g_strdup (words));
  return TRUE;
}

static void collector_init (Collector *collector)
{
  collector->outlet.take = collect;
  collector->bytes = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  collector->words = g_ptr_array_new_with_free_func (g_free);
}

static void collector_clear (Collector *collector)
{
  g_clear_pointer (&collector->bytes, g_ptr_array_unref);
  g_clear_pointer (&collector->words, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Collector, collector_clear)

HrCmdWeaveMaker *hr_cmd_weave_maker_new (const HrCmdOptions *options, const char *document, const char *stem)
{
  HrCmdWeaveMaker *maker = g_new0 (HrCmdWeaveMaker, 1);
  maker->options = options;
  maker->stem = stem;
  maker->given = hr_cmd_options_dup_words (options, HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_LIMITS | HR_CMD_GROUP_FIGURE |
                                                        HR_CMD_GROUP_PYTHON);
  maker->programs = hr_cmd_weave_programs_new (document);
  maker->recordings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return maker;
}

void hr_cmd_weave_maker_free (HrCmdWeaveMaker *maker)
{
  GHashTableIter iter;
  gpointer path = NULL;
  g_hash_table_iter_init (&iter, maker->recordings);
  while (g_hash_table_iter_next (&iter, NULL, &path))
    hr_cmd_temporary_remove (path);
  g_hash_table_unref (maker->recordings);
  hr_cmd_weave_programs_free (maker->programs);
  g_strfreev (maker->given);
  g_free (maker);
}

static gboolean stdout_is_ours (const HrCmdWeaveMaker *maker)
{
  const HrCmdOptions *options = maker->options;
  return strcmp (options->output != NULL ? options->output : g_ptr_array_index (options->inputs, 0), "-") == 0;
}

/* What recording depends on. */
static char *dup_key (const HrCmdWeaveProgram *program, const HrCmdOptions *options)
{
  GString *key = g_string_new (NULL);
  g_string_append_printf (key, "%s %d %d %d %u %u %u %u %u %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %d %u",
                          options->python != NULL ? options->python : "", options->prompt, options->refs,
                          options->steps, options->max_steps, options->max_objects, options->max_items, options->depth,
                          options->timeout_s, options->memory_bytes, options->max_file_bytes, options->after_limit,
                          options->groups & HR_CMD_GROUP_ACCOUNT);
  for (guint i = 0; i + 1 < options->only->len; i++)
    g_string_append_printf (key, " only %s", (const char *)g_ptr_array_index (options->only, i));
  for (guint i = 0; i + 1 < options->skip->len; i++)
    g_string_append_printf (key, " skip %s", (const char *)g_ptr_array_index (options->skip, i));
  g_string_append_printf (key, "\n%s",
                          program->file != NULL ? program->file : hr_weave_program_peek_text (program->text));
  return g_string_free (key, FALSE);
}

/* @program as the input of @options. */
static void set_input (HrCmdOptions *options, const HrCmdWeaveProgram *program)
{
  options->source_name = program->name;
  if (program->file != NULL)
    g_ptr_array_add (options->inputs, g_strdup (program->file));
  else
    options->code = g_strdup (hr_weave_program_peek_text (program->text));
}

/* A syntax error is told by its line of the program; here by the document's. */
static void set_place (const HrCmdWeaveMaker *maker, const HrCmdWeaveProgram *program, GError **error)
{
  static const char start[] = "-c:";
  GError *cause = *error;
  if (program->text == NULL || !g_str_has_prefix (cause->message, start))
    return;
  char *rest = NULL;
  guint64 number = g_ascii_strtoull (cause->message + strlen (start), &rest, 10);
  guint line = hr_weave_program_line (program->text, (guint)number);
  *error = g_error_new (HR_ERROR, cause->code, "%s:%u%s", maker->programs->document,
                        line > 0 ? line : hr_weave_program_line (program->text, 1), rest);
  g_error_free (cause);
}

/* Records @program as @request says, or finds the recording. The path, borrowed. */
static const char *record (HrCmdWeaveMaker *maker, const HrCmdWeaveProgram *program, const HrCmdWeaveRequest *request,
                           GError **error)
{
  const HrCmdOptions *wanted = request->options;
  g_autofree char *key = dup_key (program, wanted);
  const char *known = g_hash_table_lookup (maker->recordings, key);
  if (known != NULL)
    return known;
  g_autoptr (HrCmdOptions) options = hr_cmd_options_new ();
  if (!hr_cmd_options_parse (options, wanted->verb, wanted->groups, wanted->words, error))
    return NULL;
  set_input (options, program);
  options->quiet = maker->options->quiet;
  options->depends = maker->options->depends;
  options->cache_dir = g_strdup (maker->options->cache_dir);
  char *path = hr_cmd_temporary_new (maker->stem, error);
  int status = 0;
  if (path == NULL)
    return NULL;
  g_hash_table_insert (maker->recordings, g_steal_pointer (&key), path);
  g_autoptr (GError) cause = NULL;
  if (hr_cmd_input_record (options, path, stdout_is_ours (maker), &status, &cause) &&
      hr_cmd_input_check_strict (options, status, &cause))
    return path;
  set_place (maker, program, &cause);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* Whether the verb has to record by itself: each program by several interpreters. */
static gboolean records_itself (const HrCmdOptions *options)
{
  return options->python != NULL && strchr (options->python, ',') != NULL;
}

/* What stands before the fence's program in a comparison. */
static gboolean add_others (HrCmdWeaveMaker *maker, const HrCmdWeaveRequest *request, GError **error)
{
  HrCmdOptions *options = request->options;
  for (guint i = 0; i + 1 < options->with->len; i++) {
    const char *name = g_ptr_array_index (options->with, i);
    const HrCmdWeaveProgram *other = hr_cmd_weave_programs_find (maker->programs, name);
    HrCmdWeaveProgram file = { .file = (char *)name, .name = (char *)name };
    if (other == NULL && !g_file_test (name, G_FILE_TEST_EXISTS)) {
      g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "with=%s: neither a label or session before this nor a file", name);
      return FALSE;
    }
    const char *path = record (maker, other != NULL ? other : &file, request, error);
    if (path == NULL)
      return FALSE;
    g_ptr_array_add (options->inputs, g_strdup (path));
  }
  return TRUE;
}

static gboolean set_inputs (HrCmdWeaveMaker *maker, const HrCmdWeaveRequest *request, GError **error)
{
  if (records_itself (request->options)) {
    set_input (request->options, maker->now);
    return TRUE;
  }
  if (!add_others (maker, request, error))
    return FALSE;
  const char *path = record (maker, maker->now, request, error);
  if (path == NULL)
    return FALSE;
  g_ptr_array_add (request->options->inputs, g_strdup (path));
  return TRUE;
}

static void set_title (const HrCmdWeaveMaker *maker, HrCmdOptions *options)
{
  gboolean is_document = g_str_equal (options->verb, "page") || g_str_equal (options->verb, "deck");
  if (is_document && options->title == NULL)
    options->title = g_strdup (options->label != NULL ? options->label : maker->stem);
}

/* Runs the verb of request @from, with @more after its words, into @collector. */
static gboolean run_verb (HrCmdWeaveMaker *maker, const HrWeaveRequest *from, const char *more, Collector *collector,
                          GError **error)
{
  HrCmdWeaveSetting setting = { .given = maker->given, .shift = maker->now->n_before, .more = more };
  g_auto (HrCmdWeaveRequest) request = { 0 };
  int status = 0;
  if (!hr_cmd_weave_request_init (&request, from, &setting, error) || !set_inputs (maker, &request, error))
    return FALSE;
  set_title (maker, request.options);
  request.options->quiet = TRUE; /* the recording has told what there is to tell */
  request.options->outlet = &collector->outlet;
  hr_cmd_progress_tell ("weaving figure", ++maker->n_made, 0);
  return request.verb->run (request.options, &status, error);
}

static const char *ending_of (const HrCmdOptions *options)
{
  static const char *const formats[] = { "svg", "png", "pdf" };
  if (g_str_equal (options->verb, "page"))
    return "html";
  if (g_str_equal (options->verb, "deck"))
    return "pdf";
  return formats[MAX (0, options->format)];
}

static gboolean check_form (const HrCmdOptions *options, HrWeaveForm form, GError **error)
{
  if (form == HR_WEAVE_INLINE && options->format > HR_OUTPUT_SVG) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "as=inline puts SVG into the document: leave format= out");
    return FALSE;
  }
  if (form != HR_WEAVE_LINK && options->format == HR_OUTPUT_PDF) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "no browser shows a PDF as an image: format=svg or format=png");
    return FALSE;
  }
  return TRUE;
}

static gboolean add_figures (HrCmdWeaveMaker *maker, const HrWeaveRequest *from, const HrCmdOptions *options,
                             HrWeaveAnswer *answer, GError **error)
{
  gboolean two = answer->form == HR_WEAVE_PICTURE;
  g_auto (Collector) light = { 0 }, dark = { 0 };
  collector_init (&light);
  collector_init (&dark);
  if (!run_verb (maker, from, two ? "--theme=light" : NULL, &light, error) ||
      (two && !run_verb (maker, from, "--theme=dark", &dark, error)))
    return FALSE;
  g_assert (!two || light.bytes->len == dark.bytes->len);
  const char *link = g_str_equal (options->verb, "deck") ? "Slides" : "Step through it";
  for (guint i = 0; i < light.bytes->len; i++)
    hr_weave_answer_add (answer, g_ptr_array_index (light.bytes, i), two ? g_ptr_array_index (dark.bytes, i) : NULL,
                         ending_of (options),
                         answer->form == HR_WEAVE_LINK ? link : g_ptr_array_index (light.words, i));
  return TRUE;
}

/* What selects a program stands with the first request of a fence. */
static gboolean begin_fence (HrCmdWeaveMaker *maker, const HrWeaveFence *fence, guint number,
                             const HrCmdOptions *options, GError **error)
{
  if (number == 0) {
    maker->now = hr_cmd_weave_programs_add (maker->programs, fence, options, error);
    return maker->now != NULL;
  }
  if (options->session == NULL && options->from_session == NULL && options->file == NULL && options->file_lines == NULL)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
               "session, continue, file and lines stand in the first request of a fence");
  return FALSE;
}

static gboolean answer_request (HrCmdWeaveMaker *maker, const HrWeaveFence *fence, guint number, HrWeaveAnswer *answer,
                                GError **error)
{
  const HrWeaveRequest *from = g_ptr_array_index (fence->requests, number);
  HrCmdWeaveSetting setting = { .given = maker->given };
  g_auto (HrCmdWeaveRequest) request = { 0 };
  if (!hr_cmd_weave_request_init (&request, from, &setting, error) ||
      !begin_fence (maker, fence, number, request.options, error))
    return FALSE;
  if (request.verb == NULL)
    return TRUE;
  const HrCmdOptions *options = request.options;
  gboolean is_link = g_str_equal (options->verb, "page") || g_str_equal (options->verb, "deck");
  answer->form = is_link ? HR_WEAVE_LINK : (HrWeaveForm)options->form;
  answer->align = is_link ? HR_WEAVE_ALIGN_DEFAULT : (HrWeaveAlign)options->fig_align;
  answer->caption = g_strdup (options->fig_cap);
  answer->alt = g_strdup (options->fig_alt);
  answer->label = g_strdup (options->label);
  return check_form (options, answer->form, error) && add_figures (maker, from, options, answer, error);
}

/* What CPython calls code that came without a file. */
static char *dup_named (const char *message)
{
  g_auto (GStrv) parts = g_strsplit (message, "<string>", -1);
  return g_strjoinv ("the program", parts);
}

gboolean hr_cmd_weave_make (gpointer data, const HrWeaveFence *fence, guint request, HrWeaveAnswer *answer,
                            GError **error)
{
  HrCmdWeaveMaker *maker = data;
  const HrWeaveRequest *from = g_ptr_array_index (fence->requests, request);
  g_autoptr (GError) cause = NULL;
  if (answer_request (maker, fence, request, answer, &cause))
    return TRUE;
  g_autofree char *start = g_strconcat (maker->programs->document, ":", NULL);
  g_autofree char *message = dup_named (cause->message), *place = NULL, *note = NULL;
  guint n_before = maker->now != NULL ? maker->now->n_before : 0;
  if (!g_str_has_prefix (message, start)) /* else it names its own place there */
    place = g_strdup_printf ("%s%u: ", start, from->line);
  if (n_before > 0 && strstr (message, "line") != NULL)
    note = g_strdup_printf (" (line 1 of the fence is line %u of its program)", n_before + 1);
  g_set_error (error, cause->domain, cause->code, "%s%s%s", place != NULL ? place : "", message,
               note != NULL ? note : "");
  return FALSE;
}

#include "launch/environment.h"

#include <string.h>

/* The names and the separator are those that the recorder's settings.h reads. */
#define VARIABLE "HEAPREEL_RECORD"
#define OPENS_VARIABLE "HEAPREEL_OPENS" /* opens.h has it, too */
#define SEPARATOR '\x1f'

static void add (GString *settings, const char *key, const char *value)
{
  if (value == NULL)
    return;
  if (settings->len > 0)
    g_string_append_c (settings, SEPARATOR);
  g_string_append_printf (settings, "%s=%s", key, value);
}

static char *dup_seed (const char *hash_seed)
{
  guint64 seed;

  return g_ascii_string_to_unsigned (hash_seed, 10, 0, G_MAXUINT32, &seed, NULL) ? g_strdup (hash_seed)
                                                                                 : g_strdup ("-1");
}

/* Limits that hold unless others are asked for. */
enum { MAX_OBJECTS = 100000, MAX_ITEMS = 1000 };
#define MAX_FILE_BYTES (G_GUINT64_CONSTANT (1) << 30)

static void add_number (GString *settings, const char *key, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  add (settings, key, text);
}

static void add_list (GString *settings, const char *key, const char *const *list)
{
  g_autofree char *text = list == NULL ? NULL : g_strjoinv ("\x1e", (char **)list);

  add (settings, key, text);
}

/* By their first letters the recorder's settings.c knows them. */
static const char *const steps_words[] = {
  [HR_LAUNCH_STEPS_LINES] = "lines", [HR_LAUNCH_STEPS_CALLS] = "calls", [HR_LAUNCH_STEPS_OPCODES] = "opcodes"
};

static void add_limits (GString *settings, const HrLaunchOptions *options)
{
  const HrLaunchLimits *limits = &options->limits;

  add (settings, "steps", steps_words[options->steps]);
  add_list (settings, "only", options->only);
  add_list (settings, "skip", options->skip);
  add_number (settings, "max-steps", limits->max_steps);
  add_number (settings, "max-objects", limits->max_objects != 0 ? limits->max_objects : MAX_OBJECTS);
  add_number (settings, "max-items", limits->max_items != 0 ? limits->max_items : MAX_ITEMS);
  add_number (settings, "depth", limits->depth);
  add_number (settings, "max-file", limits->max_file_bytes != 0 ? limits->max_file_bytes : MAX_FILE_BYTES);
  add_number (settings, "memory", limits->memory_bytes);
  add (settings, "after-limit", limits->after == HR_LAUNCH_AFTER_RUN ? "run" : "stop");
  /* a program that is to be stopped is stopped by the launcher, though it may never come to another step */
  if (limits->after == HR_LAUNCH_AFTER_RUN)
    add_number (settings, "timeout", limits->timeout_s);
}

/* By their first letters the recorder's settings.c knows them. */
static const char *const refs_words[] = {
  [HR_LAUNCH_REFS_COUNT] = "count", [HR_LAUNCH_REFS_NONE] = "none", [HR_LAUNCH_REFS_ACCOUNT] = "account"
};

static void add_count_words (GStrvBuilder *words, const char *option, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  if (number == 0)
    return;
  g_strv_builder_add (words, option);
  g_strv_builder_add (words, text);
}

static void add_list_words (GStrvBuilder *words, const char *option, const char *const *list)
{
  g_autofree char *text = list == NULL ? NULL : g_strjoinv (",", (char **)list);
  g_autofree char *quoted = text == NULL ? NULL : g_shell_quote (text);

  if (text == NULL)
    return;
  g_strv_builder_add (words, option);
  g_strv_builder_add (words, quoted);
}

static void add_limit_words (GStrvBuilder *words, const HrLaunchOptions *options)
{
  const HrLaunchLimits *limits = &options->limits;

  if (options->steps != HR_LAUNCH_STEPS_LINES) {
    g_strv_builder_add (words, "--steps");
    g_strv_builder_add (words, steps_words[options->steps]);
  }
  add_list_words (words, "--only", options->only);
  add_list_words (words, "--skip", options->skip);
  add_count_words (words, "--max-steps", limits->max_steps);
  add_count_words (words, "--max-objects", limits->max_objects);
  add_count_words (words, "--max-items", limits->max_items);
  add_count_words (words, "--depth", limits->depth);
  add_count_words (words, "--max-file", limits->max_file_bytes);
  add_count_words (words, "--memory", limits->memory_bytes);
  add_count_words (words, "--timeout", limits->timeout_s);
}

/* Those that change what is in the file, for its header. */
static char *dup_options (const HrLaunchOptions *options)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  if (options->prompt)
    g_strv_builder_add (words, "--prompt");
  if (options->refs != HR_LAUNCH_REFS_COUNT) {
    g_strv_builder_add (words, "--refs");
    g_strv_builder_add (words, refs_words[options->refs]);
  }
  add_limit_words (words, options);
  g_auto (GStrv) list = g_strv_builder_end (words);
  return g_strjoinv (" ", list);
}

/* What the recording is called in its own header. */
static char *dup_program_name (const HrLaunchOptions *options)
{
  switch (options->what) {
  case HR_LAUNCH_FILE:
    return g_strdup (options->program);
  case HR_LAUNCH_CODE:
    return g_strdup ("-c");
  case HR_LAUNCH_MODULE:
    return g_strconcat ("-m ", options->program, NULL);
  }
  g_assert_not_reached ();
}

/* With the colon that separates it from the next; one at the end is as good as none. */
static void add_library (GString *libraries, const HrInterpreter *interpreter, const char *name)
{
  g_autofree char *path = g_build_filename (interpreter->recorder, "..", name, NULL);

  g_string_append_printf (libraries, "%s:", path);
}

char **hr_environment_new (const HrLaunchOptions *options, const HrInterpreter *interpreter, const char *reel_path,
                           gboolean address_randomisation)
{
  char **environment = g_get_environ ();
  /* copies: what is set below replaces these very strings */
  g_autofree char *preload = g_strdup (g_environ_getenv (environment, "LD_PRELOAD"));
  g_autofree char *own_seed = g_strdup (g_environ_getenv (environment, "PYTHONHASHSEED"));
  const char *hash_seed = options->hash_seed != NULL              ? options->hash_seed
                          : own_seed != NULL && *own_seed != '\0' ? own_seed
                                                                  : "0";
  static const char *const what_letters[] = {
    [HR_LAUNCH_FILE] = "f", [HR_LAUNCH_CODE] = "c", [HR_LAUNCH_MODULE] = "m"
  };
  g_autoptr (GString) settings = g_string_new (NULL);
  g_autofree char *program = dup_program_name (options);
  g_autofree char *said = dup_options (options);
  g_autofree char *seed = dup_seed (hash_seed);

  add (settings, "reel", reel_path);
  add (settings, "folder", interpreter->recorder);
  add (settings, "program", program);
  add (settings, "options", said);
  add (settings, "preload", preload);
  add (settings, "hash-seed", own_seed);
  add (settings, "seed", seed);
  add (settings, "what", what_letters[options->what]);
  add (settings, "prompt", options->prompt ? "1" : "0");
  add (settings, "randomised", address_randomisation ? "1" : "0");
  add (settings, "refs", refs_words[options->refs]);
  add_limits (settings, options);

  g_autoptr (GString) libraries = g_string_new (NULL);
  add_library (libraries, interpreter, "preload.so");
  if (options->opens_path != NULL) {
    g_autofree char *opens_path = g_canonicalize_filename (options->opens_path, NULL);
    add_library (libraries, interpreter, "opens.so");
    environment = g_environ_setenv (environment, OPENS_VARIABLE, opens_path, TRUE);
  }
  if (preload != NULL && *preload != '\0')
    g_string_append (libraries, preload);
  environment = g_environ_setenv (environment, "LD_PRELOAD", libraries->str, TRUE);
  environment = g_environ_setenv (environment, "PYTHONHASHSEED", hash_seed, TRUE);
  return g_environ_setenv (environment, VARIABLE, settings->str, TRUE);
}

#include "options.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "option_table.h"

static void free_row (gpointer data)
{
  HrCmdRow *row = (HrCmdRow *)data;
  g_free (row->heading);
  g_free (row->at);
  g_ptr_array_unref (row->hide);
  g_ptr_array_unref (row->focus);
  g_free (row);
}

HrCmdOptions *hr_cmd_options_new (void)
{
  HrCmdOptions *options = g_new0 (HrCmdOptions, 1);
  options->inputs = g_ptr_array_new_with_free_func (g_free);
  options->hide = g_ptr_array_new_with_free_func (g_free);
  options->focus = g_ptr_array_new_with_free_func (g_free);
  options->only = g_ptr_array_new_with_free_func (g_free);
  options->skip = g_ptr_array_new_with_free_func (g_free);
  options->rows = g_ptr_array_new_with_free_func (free_row);
  options->headings = g_ptr_array_new_with_free_func (g_free);
  options->with = g_ptr_array_new_with_free_func (g_free);
  options->refs = HR_REFS_COUNT;
  options->theme = hr_theme_new ("auto", NULL);
  options->format = -1;
  return options;
}

void hr_cmd_options_free (HrCmdOptions *options)
{
  g_ptr_array_unref (options->inputs);
  g_ptr_array_unref (options->only);
  g_ptr_array_unref (options->skip);
  g_ptr_array_unref (options->hide);
  g_ptr_array_unref (options->focus);
  g_ptr_array_unref (options->rows);
  g_ptr_array_unref (options->headings);
  g_ptr_array_unref (options->with);
  g_strfreev (options->arguments);
  hr_theme_free (options->theme);
  g_free (options->theme_file);
  g_free (options->subject);
  guint n_options = 0;
  const HrCmdOption *table = hr_cmd_option_table (&n_options);
  for (guint i = 0; i < n_options; i++)
    if (table[i].kind == HR_CMD_KIND_PATH || table[i].kind == HR_CMD_KIND_TEXT)
      g_free (G_STRUCT_MEMBER (char *, options, table[i].offset));
  g_free (options);
}

static void set_unknown_error (const char *word, const char *name, const char *verb, unsigned groups, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  HrCmdOptionText option;
  for (guint index = 0; hr_cmd_options_next (groups, &index, &option);)
    if (option.name != NULL)
      g_ptr_array_add (known, (gpointer)option.name);
  g_ptr_array_add (known, NULL);
  const char *near = hr_error_suggest (name, (const char *const *)known->pdata);
  g_autofree char *hint = near != NULL ? g_strdup_printf ("did you mean --%s?", near)
                          : hr_cmd_option_find (name, ~0u) != NULL
                              ? g_strdup ("other verbs have it: see heapreel --help")
                              : g_strdup_printf ("see heapreel %s --help", verb);
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "%s has no option %s; %s", verb, word, hint);
}

/* "500M": the letter at the end of @text as a factor, which *end gets past; 1 for none. */
static double read_factor (const char **end, const char *letters, const double *factors)
{
  const char *found = **end == '\0' ? NULL : strchr (letters, **end);
  if (found == NULL)
    return 1;
  (*end)++;
  return factors[found - letters];
}

static gboolean read_measure (const HrCmdOption *option, const char *text, double *number, GError **error)
{
  static const double bytes[] = { 1024, 1024, 1048576, 1073741824 }, seconds[] = { 1, 60, 3600 };
  gboolean is_size = option->kind == HR_CMD_KIND_SIZE;
  char *after = NULL;
  *number = g_ascii_strtod (text, &after);
  const char *end = after;
  if (end != text)
    *number *= is_size ? read_factor (&end, "kKMG", bytes) : read_factor (&end, "smh", seconds);
  if (end != text && *end == '\0' && isfinite (*number) && *number >= 1 && *number <= (is_size ? 1e15 : 1e8))
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "--%s needs a %s, not \"%s\"", option->name,
               is_size ? "size, as 200k, 500M or 2G" : "time, as 30s or 2m", text);
  return FALSE;
}

static gboolean read_number (const HrCmdOption *option, const char *text, double *number, GError **error)
{
  char *end = NULL;
  *number = g_ascii_strtod (text, &end);
  gboolean whole = option->kind == HR_CMD_KIND_COUNT;
  if (end != text && *end == '\0' && isfinite (*number) && *number > 0 && *number <= 1e9 &&
      (!whole || *number == floor (*number)))
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "--%s needs a %snumber above 0, not \"%s\"", option->name,
               whole ? "whole " : "", text);
  return FALSE;
}

/* The position of @text in the option's choices; -1 with an error when it is none of them. */
static int read_choice (const HrCmdOption *option, const char *text, GError **error)
{
  for (int i = 0; option->choices[i] != NULL; i++)
    if (strcmp (option->choices[i], text) == 0)
      return i;
  g_autofree char *all = g_strjoinv (", ", (char **)option->choices);
  const char *near = hr_error_suggest (text, option->choices);
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "--%s knows %s, not \"%s\"%s%s%s", option->name, all, text,
               near != NULL ? "; did you mean " : "", near != NULL ? near : "", near != NULL ? "?" : "");
  return -1;
}

static gboolean read_set (const HrCmdOption *option, const char *text, guint *set, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  for (gsize i = 0; words[i] != NULL; i++) {
    int bit = read_choice (option, words[i], error);
    if (bit < 0)
      return FALSE;
    *set |= 1u << bit;
  }
  return TRUE;
}

static gboolean read_theme (HrCmdOptions *options, const HrCmdOption *option, const char *text, GError **error)
{
  HrTheme *found = hr_theme_new (text, error);
  if (found == NULL)
    return FALSE;
  hr_theme_free (options->theme);
  options->theme = found;
  g_free (options->theme_file);
  options->theme_file = g_strv_contains (option->choices, text) ? NULL : g_strdup (text);
  return TRUE;
}

static void read_names (const char *text, GPtrArray *names)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  if (names->len > 0) /* off with the NULL, which comes back below */
    g_ptr_array_set_size (names, (int)names->len - 1);
  for (gsize i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (names, g_strdup (words[i]));
  g_ptr_array_add (names, NULL);
}

static gpointer copy_name (gconstpointer name, G_GNUC_UNUSED gpointer data)
{
  return g_strdup (name);
}

/* The last "=" divides: a heading may hold some, selectors hold none. */
static gboolean read_row (HrCmdOptions *options, const char *text, GError **error)
{
  const char *equals = strrchr (text, '=');
  if (equals == NULL || equals[1] == '\0') {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "--row needs a heading and steps, \"HEADING=SEL,SEL\", not \"%s\"",
                 text);
    return FALSE;
  }
  HrCmdRow *row = g_new0 (HrCmdRow, 1);
  row->heading = g_strndup (text, (gsize)(equals - text));
  row->at = g_strdup (equals + 1);
  row->hide = g_ptr_array_copy (options->hide, copy_name, NULL);
  row->focus = g_ptr_array_copy (options->focus, copy_name, NULL);
  g_ptr_array_add (options->rows, row);
  return TRUE;
}

/* Where names of @option go: into the row that was begun, if there is one. */
static GPtrArray *peek_list_of (const HrCmdOptions *options, const HrCmdOption *option)
{
  GPtrArray *own = G_STRUCT_MEMBER (GPtrArray *, options, option->offset);
  const HrCmdRow *row = options->rows->len > 0 ? g_ptr_array_index (options->rows, options->rows->len - 1) : NULL;
  if (row == NULL || (own != options->hide && own != options->focus))
    return own;
  return own == options->hide ? row->hide : row->focus;
}

static guint bit_of (const HrCmdOption *option)
{
  guint bit = 0;
  while (strcmp (option->choices[bit], option->name) != 0)
    bit++;
  return 1u << bit;
}

static gboolean set_value (HrCmdOptions *options, const HrCmdOption *option, const char *text, GError **error)
{
  gpointer place = G_STRUCT_MEMBER_P (options, option->offset);
  double number = 0;
  int choice = 0;
  g_assert (text != NULL || option->kind == HR_CMD_KIND_FLAG || option->kind == HR_CMD_KIND_BIT);
  switch (option->kind) {
  case HR_CMD_KIND_FLAG:
    *(gboolean *)place = TRUE;
    return TRUE;
  case HR_CMD_KIND_PATH:
  case HR_CMD_KIND_TEXT:
    g_free (*(char **)place);
    *(char **)place = g_strdup (text);
    return TRUE;
  case HR_CMD_KIND_NAMES:
    read_names (text, peek_list_of (options, option));
    return TRUE;
  case HR_CMD_KIND_BIT:
    *(guint *)place |= bit_of (option);
    return TRUE;
  case HR_CMD_KIND_LIST:
    g_ptr_array_add (*(GPtrArray **)place, g_strdup (text));
    return TRUE;
  case HR_CMD_KIND_ROW:
    return read_row (options, text, error);
  case HR_CMD_KIND_COUNT:
    if (!read_number (option, text, &number, error))
      return FALSE;
    *(guint *)place = (guint)number;
    return TRUE;
  case HR_CMD_KIND_SIZE:
    if (!read_measure (option, text, &number, error))
      return FALSE;
    *(guint64 *)place = (guint64)number;
    return TRUE;
  case HR_CMD_KIND_TIME:
    if (!read_measure (option, text, &number, error))
      return FALSE;
    *(guint *)place = (guint)number;
    return TRUE;
  case HR_CMD_KIND_NUMBER:
    if (!read_number (option, text, &number, error))
      return FALSE;
    *(double *)place = number;
    return TRUE;
  case HR_CMD_KIND_CHOICE:
    choice = read_choice (option, text, error);
    *(int *)place = MAX (choice, 0);
    return choice >= 0;
  case HR_CMD_KIND_THEME:
    return read_theme (options, option, text, error);
  case HR_CMD_KIND_SET:
    return read_set (option, text, (guint *)place, error);
  }
  g_assert_not_reached ();
}

/* "--no-caption": FALSE when it is no such word. */
static gboolean clear_bit (HrCmdOptions *options, unsigned groups, const char *word)
{
  const HrCmdOption *option =
      g_str_has_prefix (word, "--no-") ? hr_cmd_option_find (word + strlen ("--no-"), groups) : NULL;
  if (option == NULL || option->kind != HR_CMD_KIND_BIT)
    return FALSE;
  G_STRUCT_MEMBER (guint, options, option->offset) &= ~bit_of (option);
  return TRUE;
}

/* One option that starts at @words[0]. Returns how many words it took, 0 on error. */
static guint parse_option (HrCmdOptions *options, const char *verb, unsigned groups, const char *const *words,
                           GError **error)
{
  const char *word = words[0];
  gboolean is_long = g_str_has_prefix (word, "--");
  const char *equals = is_long ? strchr (word, '=') : NULL;
  g_autofree char *name = is_long
                              ? g_strndup (word + 2, equals != NULL ? (gsize)(equals - word - 2) : strlen (word) - 2)
                              : g_strndup (word + 1, 1);
  const HrCmdOption *option = is_long ? hr_cmd_option_find (name, groups) : hr_cmd_option_find_letter (word[1], groups);
  if (clear_bit (options, groups, word))
    return 1;
  if (option == NULL) {
    set_unknown_error (word, name, verb, groups, error);
    return 0;
  }
  const char *value = equals != NULL ? equals + 1 : !is_long && word[2] != '\0' ? word + 2 : NULL;
  if (!hr_cmd_option_takes_value (option) && value != NULL) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "--%s takes no value: \"%s\"", option->name, word);
    return 0;
  }
  guint taken = 1;
  if (hr_cmd_option_takes_value (option) && value == NULL) {
    value = words[1];
    taken = 2;
    if (value == NULL) {
      g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "%s needs a value: %s", word, option->value);
      return 0;
    }
  }
  if (value != NULL && option->kind != HR_CMD_KIND_PATH && !g_utf8_validate (value, -1, NULL)) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "--%s: its value is not UTF-8", option->name);
    return 0;
  }
  return set_value (options, option, value, error) ? taken : 0;
}

gboolean hr_cmd_options_parse (HrCmdOptions *options, const char *verb, unsigned groups, const char *const *words,
                               GError **error)
{
  options->verb = verb;
  options->groups = groups;
  options->words = words;
  for (guint i = 0; words[i] != NULL;) {
    if (strcmp (words[i], "--") == 0) {
      options->arguments = g_strdupv ((char **)words + i + 1);
      return TRUE;
    }
    if (words[i][0] != '-' || words[i][1] == '\0') {
      if ((groups & HR_CMD_GROUP_SUBJECT) != 0 && options->subject == NULL)
        options->subject = g_strdup (words[i]);
      else
        g_ptr_array_add (options->inputs, g_strdup (words[i]));
      i++;
      continue;
    }
    guint taken = parse_option (options, verb, groups, words + i, error);
    if (taken == 0)
      return FALSE;
    i += taken;
  }
  return TRUE;
}

/* @value of @option, where it names a file as seen from @folder. Newly allocated. */
static char *dup_seen_from (const char *folder, const HrCmdOption *option, const char *value)
{
  gboolean names_file = option->kind == HR_CMD_KIND_PATH || option->kind == HR_CMD_KIND_THEME;
  g_autofree char *path = g_build_filename (folder, value, NULL);
  return names_file && !g_path_is_absolute (value) && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path)
                                                                                             : g_strdup (value);
}

/* One option of an options file, *words, into @taken where @groups have it. *words gets past it. */
static gboolean filter_one (HrCmdOptions *scratch, const char *const **words, const char *folder, unsigned groups,
                            GPtrArray *taken, GError **error)
{
  /* what says which program, which steps and which file stands on the command line */
  unsigned allowed = HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_LIMITS | HR_CMD_GROUP_RECORD | HR_CMD_GROUP_FIGURE |
                     HR_CMD_GROUP_PAGE | HR_CMD_GROUP_COMMON | HR_CMD_GROUP_BUILD | HR_CMD_GROUP_WEAVE;
  const char *word = *(*words)++;
  const HrCmdOption *option = word[0] == '-' ? hr_cmd_option_find_word (word, allowed) : NULL;
  const char *equals = strchr (word, '=');
  g_autofree char *value = NULL, *whole = g_strdup (word);
  if (word[0] != '-' || strcmp (word, "--") == 0) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "\"%s\" is not an option", word);
    return FALSE;
  }
  if (option != NULL && option->name != NULL && hr_cmd_option_takes_value (option) &&
      (equals != NULL || **words != NULL)) {
    value = dup_seen_from (folder, option, equals != NULL ? equals + 1 : *(*words)++);
    g_free (whole);
    whole = g_strdup_printf ("--%s=%s", option->name, value);
  }
  if (parse_option (scratch, "an options file", allowed, (const char *const[]){ whole, NULL }, error) == 0)
    return FALSE;
  if (scratch->help || scratch->code != NULL || scratch->module != NULL || scratch->options_file != NULL ||
      scratch->depfile != NULL || scratch->watch) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "%s stands on the command line only", word);
    return FALSE;
  }
  if (option != NULL && (option->group & groups) != 0)
    g_ptr_array_add (taken, g_steal_pointer (&whole));
  return TRUE;
}

char **hr_cmd_options_filter (const char *const *words, const char *folder, unsigned groups, GError **error)
{
  g_autoptr (HrCmdOptions) scratch = hr_cmd_options_new ();
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func (g_free);
  while (*words != NULL)
    if (!filter_one (scratch, &words, folder, groups, taken, error))
      return NULL;
  g_ptr_array_add (taken, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&taken), FALSE);
}

char **hr_cmd_options_dup_words (const HrCmdOptions *options, unsigned groups)
{
  g_autofree char *here = g_get_current_dir ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; options->words[i] != NULL && strcmp (options->words[i], "--") != 0; i++) {
    const char *word = options->words[i];
    if (word[0] != '-' || word[1] == '\0')
      continue;
    const HrCmdOption *option = hr_cmd_option_find_word (word, options->groups);
    const char *equals = strchr (word, '=');
    gboolean has_value = option != NULL && hr_cmd_option_takes_value (option);
    const char *value = word[1] != '-' ? word + 2 : equals != NULL ? equals + 1 : "";
    if (has_value && *value == '\0' && equals == NULL)
      value = options->words[++i];
    if (option == NULL || option->name == NULL || (option->group & groups) == 0)
      continue;
    g_autofree char *whole = has_value ? dup_seen_from (here, option, value) : NULL;
    g_autofree char *copy = has_value ? g_strdup_printf ("--%s=%s", option->name, whole) : g_strdup (word);
    g_strv_builder_add (builder, copy);
  }
  return g_strv_builder_end (builder);
}

static const char *const *peek_names (const GPtrArray *names)
{
  return names->len > 0 ? (const char *const *)names->pdata : NULL;
}

HrLayoutOptions hr_cmd_options_layout (const HrCmdOptions *options, const HrCmdRow *row)
{
  return (HrLayoutOptions){
    .atoms = (HrAtoms)options->atoms,
    .refs = (HrRefs)options->refs,
    .show = options->show & ~(unsigned)HR_CMD_SHOW_CAPTION,
    .hide = peek_names (row != NULL ? row->hide : options->hide),
    .focus = peek_names (row != NULL ? row->focus : options->focus),
    .nest = options->nest,
    .depth = options->depth,
    .max_items = options->max_items,
    .max_objects = options->max_objects,
    .width_pt = options->width_pt,
  };
}

HrFigureOptions hr_cmd_options_figure (const HrCmdOptions *options)
{
  return (HrFigureOptions){
    .code = (options->show & HR_SHOW_CODE) != 0,
    .caption = (options->show & HR_CMD_SHOW_CAPTION) != 0,
    .title = options->title,
    .transparent = options->ground == HR_CMD_GROUND_NONE,
    .tight = options->crop,
  };
}

HrOutputOptions hr_cmd_options_output (const HrCmdOptions *options)
{
  return (HrOutputOptions){
    .theme = options->theme,
    .text = (HrOutputText)options->text,
    .scale = options->scale,
    .document_title = options->title,
  };
}

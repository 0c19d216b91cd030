#include "options.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

/* How a value is read, and what stands at its offset in HrCmdOptions. */
typedef enum {
  KIND_FLAG,   /* gboolean; takes no value */
  KIND_PATH,   /* char *, any bytes */
  KIND_TEXT,   /* char *, UTF-8 */
  KIND_NAMES,  /* GPtrArray of char *, UTF-8, NULL-terminated: commas separate, repeating adds */
  KIND_COUNT,  /* guint, above 0 */
  KIND_SIZE,   /* guint64 bytes, above 0: a number, with k, M or G */
  KIND_TIME,   /* guint seconds, above 0: a number, with s, m or h */
  KIND_NUMBER, /* double, above 0 */
  KIND_CHOICE, /* int: position in choices */
  KIND_THEME,  /* HrTheme * */
  KIND_SET,    /* guint: bits by position in choices, commas separate, repeating adds */
  KIND_BIT,    /* guint: the bit of a choice that is named as the option; takes no value, and --no-NAME clears it */
  KIND_LIST,   /* GPtrArray of char *, UTF-8: repeating adds */
  KIND_ROW,    /* GPtrArray of HrCmdRow: repeating adds */
} Kind;

typedef struct {
  const char *name;
  char letter;
  unsigned group;
  Kind kind;
  gsize offset;
  const char *value; /* what the help calls it; NULL for a flag */
  const char *const *choices;
  const char *help;
} Option;

static const char *const atoms_choices[] = { "auto", "heap", "inline", NULL };
static const char *const refs_choices[] = { "none", "count", "account", NULL };
static const char *const steps_choices[] = { "lines", "calls", "opcodes", NULL };
static const char *const after_choices[] = { "stop", "run", NULL };
static const char *const show_choices[] = { "types", "ids", "code", "sizes", "dunder", "legend", "caption", NULL };
static const char *const text_choices[] = { "embed", "system", "outline", NULL };
static const char *const marks_choices[] = { "changes", "none", NULL };
static const char *const ground_choices[] = { "filled", "none", NULL };
static const char *const theme_choices[] = { "light", "dark", "auto", "print", NULL }; /* or a file */
static const char *const log_choices[] = { "text", "json", NULL };
static const char *const annotations_choices[] = { "none", "github", NULL };
static const char *const format_choices[] = { "svg", "png", "pdf", NULL };

#define AT(field) G_STRUCT_OFFSET (HrCmdOptions, field)

static const Option option_table[] = {
  { "output", 'o', HR_CMD_GROUP_OUTPUT, KIND_PATH, AT (output), "FILE", NULL, "write there; - is stdout" },
  { "at", 0, HR_CMD_GROUP_SELECT, KIND_TEXT, AT (at), "SEL,…", NULL,
    "steps: #12 9 9#2 3..7 call:f return:f raise first last mark:NAME" },
  { "all", 0, HR_CMD_GROUP_ALL, KIND_FLAG, AT (all), NULL, NULL, "every step, files numbered by step" },
  { "format", 0, HR_CMD_GROUP_FIGURE, KIND_CHOICE, AT (format), "FORMAT", format_choices,
    "svg, png or pdf, where -o does not say it" },
  { "text", 0, HR_CMD_GROUP_DUMP, KIND_FLAG, AT (dump_text), NULL, NULL, "the timeline, to be read (the default)" },
  { "json", 0, HR_CMD_GROUP_DUMP, KIND_FLAG, AT (dump_json), NULL, NULL, "the timeline, a JSON object a line" },
  { "layout", 0, HR_CMD_GROUP_DUMP, KIND_FLAG, AT (dump_layout), NULL, NULL, "where everything stands at --at" },
  { "scene", 0, HR_CMD_GROUP_DUMP, KIND_FLAG, AT (dump_scene), NULL, NULL, "the display list of the figure at --at" },
  { "quality", 0, HR_CMD_GROUP_DUMP, KIND_FLAG, AT (dump_quality), NULL, NULL,
    "measures of every step's layout, a JSON object a line" },
  { "words", 0, HR_CMD_GROUP_SUBJECT, KIND_FLAG, AT (words_only), NULL, NULL,
    "in words instead of a figure: on stdout, or into -o FILE" },
  { "title", 0, HR_CMD_GROUP_TITLE, KIND_TEXT, AT (title), "TEXT", NULL, "heading; a page's and a deck's title" },
  { "templates", 0, HR_CMD_GROUP_PAGE, KIND_PATH, AT (templates_dir), "DIR", NULL, "page templates of your own" },
  { "embed", 0, HR_CMD_GROUP_PAGE, KIND_FLAG, AT (embed), NULL, NULL, "a compact page, for a frame in another page" },
  { "max-page-steps", 0, HR_CMD_GROUP_PAGE, KIND_COUNT, AT (max_page_steps), "N", NULL,
    "of more steps, show N (10000, or fewer if they weigh much)" },
  { "theme", 0, HR_CMD_GROUP_DISPLAY, KIND_THEME, AT (theme), "THEME", theme_choices,
    "light, dark, auto, print, or a file of colours" },
  { "atoms", 0, HR_CMD_GROUP_DISPLAY, KIND_CHOICE, AT (atoms), "WHERE", atoms_choices,
    "auto, heap (each an object) or inline (boxed beside the name)" },
  { "refs", 0, HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_RECORD, KIND_CHOICE, AT (refs), "WHAT", refs_choices,
    "refcounts: none, count (the default) or account (who holds them too; slow)" },
  { "show", 0, HR_CMD_GROUP_DISPLAY, KIND_SET, AT (show), "WHAT,…", show_choices,
    "more: types ids code sizes dunder legend caption" },
  { "code", 0, HR_CMD_GROUP_DISPLAY, KIND_BIT, AT (show), NULL, show_choices, "the line that ran, above" },
  { "caption", 0, HR_CMD_GROUP_DISPLAY, KIND_BIT, AT (show), NULL, show_choices,
    "what changed, in words, below; --no-caption" },
  { "nest", 0, HR_CMD_GROUP_DISPLAY, KIND_FLAG, AT (nest), NULL, NULL,
    "small containers inside the cell that alone holds them" },
  { "hide", 0, HR_CMD_GROUP_DISPLAY, KIND_NAMES, AT (hide), "NAME,…", NULL, "leave these names out" },
  { "focus", 0, HR_CMD_GROUP_DISPLAY, KIND_NAMES, AT (focus), "NAME,…", NULL, "only these names and what they reach" },
  { "depth", 0, HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_STATUS, KIND_COUNT, AT (depth), "N", NULL,
    "follow at most N references from a name" },
  { "max-items", 0, HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_STATUS, KIND_COUNT, AT (max_items), "N", NULL,
    "cells and rows kept of an object" },
  { "width", 0, HR_CMD_GROUP_DISPLAY, KIND_NUMBER, AT (width_pt), "PT", NULL,
    "wrap panels, or the heap, to this width" },
  { "row", 0, HR_CMD_GROUP_PANELS, KIND_ROW, AT (rows), "HEADING=SEL,…", NULL,
    "a row of panels; --focus and --hide after it are its own" },
  { "heading", 0, HR_CMD_GROUP_HEADINGS, KIND_LIST, AT (headings), "TEXT", NULL,
    "over a panel instead of its code; one for each" },
  { "marks", 0, HR_CMD_GROUP_FIGURE, KIND_CHOICE, AT (marks), "WHAT", marks_choices,
    "changes (new, changed, freed), or none: as things are" },
  { "crop", 0, HR_CMD_GROUP_FIGURE, KIND_FLAG, AT (crop), NULL, NULL, "cut to what is drawn, without a margin" },
  { "ground", 0, HR_CMD_GROUP_FIGURE, KIND_CHOICE, AT (ground), "WHAT", ground_choices,
    "filled, or none: the page shows through" },
  { "text", 0, HR_CMD_GROUP_FIGURE, KIND_CHOICE, AT (text), "HOW", text_choices,
    "fonts in SVG: embed, system or outline" },
  { "scale", 0, HR_CMD_GROUP_FIGURE, KIND_NUMBER, AT (scale), "N", NULL, "PNG: pixels per point (2)" },
  { NULL, 'c', HR_CMD_GROUP_RECORD, KIND_PATH, AT (code), "CODE", NULL, "run this code instead of a file" },
  { "module", 'm', HR_CMD_GROUP_RECORD, KIND_PATH, AT (module), "NAME", NULL, "run this module, as python -m does" },
  { "python", 0, HR_CMD_GROUP_RECORD, KIND_PATH, AT (python), "PY", NULL, "interpreter: a path, a name or 3.12" },
  { "prompt", 0, HR_CMD_GROUP_LIMITS, KIND_FLAG, AT (prompt), NULL, NULL,
    "compile line by line, as the >>> prompt does" },
  { "steps", 0, HR_CMD_GROUP_LIMITS, KIND_CHOICE, AT (steps), "WHAT", steps_choices,
    "a step for: lines, calls (only those) or opcodes (those too)" },
  { "only", 0, HR_CMD_GROUP_LIMITS, KIND_NAMES, AT (only), "FILE,…", NULL,
    "steps in these files only; names or patterns, *_test.py" },
  { "skip", 0, HR_CMD_GROUP_LIMITS, KIND_NAMES, AT (skip), "FILE,…", NULL, "no steps in these files" },
  { "max-steps", 0, HR_CMD_GROUP_LIMITS, KIND_COUNT, AT (max_steps), "N", NULL, "stop after N steps" },
  { "max-objects", 0, HR_CMD_GROUP_LIMITS, KIND_COUNT, AT (max_objects), "N", NULL,
    "leave out what is more than N objects (100000)" },
  { "timeout", 0, HR_CMD_GROUP_LIMITS, KIND_TIME, AT (timeout_s), "TIME", NULL, "stop after 30s or 2m" },
  { "memory", 0, HR_CMD_GROUP_LIMITS, KIND_SIZE, AT (memory_bytes), "SIZE", NULL,
    "stop when recording takes so much memory: 500M" },
  { "max-file", 0, HR_CMD_GROUP_LIMITS, KIND_SIZE, AT (max_file_bytes), "SIZE", NULL,
    "stop when the recording is so large (1G)" },
  { "after-limit", 0, HR_CMD_GROUP_LIMITS, KIND_CHOICE, AT (after_limit), "WHAT", after_choices,
    "stop the program, or let it run on unrecorded" },
  { "strict", 0, HR_CMD_GROUP_RECORD, KIND_FLAG, AT (strict), NULL, NULL, "status 1 when the program fails" },
  { "exit-status", 0, HR_CMD_GROUP_STATUS, KIND_FLAG, AT (exit_status), NULL, NULL, "pass the program's status on" },
  { "quiet", 'q', HR_CMD_GROUP_COMMON, KIND_FLAG, AT (quiet), NULL, NULL, "say nothing but errors" },
  { "options", 0, HR_CMD_GROUP_COMMON, KIND_PATH, AT (options_file), "FILE", NULL,
    "the project's options; else the nearest heapreel.options; none" },
  { "log", 0, HR_CMD_GROUP_COMMON, KIND_CHOICE, AT (log), "FORM", log_choices,
    "messages on stderr: text, or json, an object a line" },
  { "annotations", 0, HR_CMD_GROUP_COMMON, KIND_CHOICE, AT (annotations), "SERVICE", annotations_choices,
    "errors also where the service shows them: github" },
  { "help", 'h', HR_CMD_GROUP_COMMON, KIND_FLAG, AT (help), NULL, NULL, "this text" },
};

#undef AT

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
  g_strfreev (options->arguments);
  hr_theme_free (options->theme);
  g_free (options->subject);
  for (gsize i = 0; i < G_N_ELEMENTS (option_table); i++)
    if (option_table[i].kind == KIND_PATH || option_table[i].kind == KIND_TEXT)
      g_free (G_STRUCT_MEMBER (char *, options, option_table[i].offset));
  g_free (options);
}

static const Option *find_long (const char *name, unsigned groups)
{
  for (gsize i = 0; i < G_N_ELEMENTS (option_table); i++)
    if ((option_table[i].group & groups) != 0 && option_table[i].name != NULL &&
        strcmp (option_table[i].name, name) == 0)
      return &option_table[i];
  return NULL;
}

static const Option *find_short (char letter, unsigned groups)
{
  for (gsize i = 0; i < G_N_ELEMENTS (option_table); i++)
    if ((option_table[i].group & groups) != 0 && option_table[i].letter == letter)
      return &option_table[i];
  return NULL;
}

static void set_unknown_error (const char *word, const char *name, const char *verb, unsigned groups, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (option_table); i++)
    if ((option_table[i].group & groups) != 0 && option_table[i].name != NULL)
      g_ptr_array_add (known, (gpointer)option_table[i].name);
  g_ptr_array_add (known, NULL);
  const char *near = hr_error_suggest (name, (const char *const *)known->pdata);
  g_autofree char *hint = near != NULL                    ? g_strdup_printf ("did you mean --%s?", near)
                          : find_long (name, ~0u) != NULL ? g_strdup ("other verbs have it: see heapreel --help")
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

static gboolean read_measure (const Option *option, const char *text, double *number, GError **error)
{
  static const double bytes[] = { 1024, 1024, 1048576, 1073741824 }, seconds[] = { 1, 60, 3600 };
  gboolean is_size = option->kind == KIND_SIZE;
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

static gboolean read_number (const Option *option, const char *text, double *number, GError **error)
{
  char *end = NULL;
  *number = g_ascii_strtod (text, &end);
  gboolean whole = option->kind == KIND_COUNT;
  if (end != text && *end == '\0' && isfinite (*number) && *number > 0 && *number <= 1e9 &&
      (!whole || *number == floor (*number)))
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "--%s needs a %snumber above 0, not \"%s\"", option->name,
               whole ? "whole " : "", text);
  return FALSE;
}

/* The position of @text in the option's choices; -1 with an error when it is none of them. */
static int read_choice (const Option *option, const char *text, GError **error)
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

static gboolean read_set (const Option *option, const char *text, guint *set, GError **error)
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

static gboolean read_theme (const char *text, HrTheme **theme, GError **error)
{
  HrTheme *found = hr_theme_new (text, error);
  if (found == NULL)
    return FALSE;
  hr_theme_free (*theme);
  *theme = found;
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
static GPtrArray *peek_list_of (const HrCmdOptions *options, const Option *option)
{
  GPtrArray *own = G_STRUCT_MEMBER (GPtrArray *, options, option->offset);
  const HrCmdRow *row = options->rows->len > 0 ? g_ptr_array_index (options->rows, options->rows->len - 1) : NULL;
  if (row == NULL || (own != options->hide && own != options->focus))
    return own;
  return own == options->hide ? row->hide : row->focus;
}

static guint bit_of (const Option *option)
{
  guint bit = 0;
  while (strcmp (option->choices[bit], option->name) != 0)
    bit++;
  return 1u << bit;
}

static gboolean set_value (HrCmdOptions *options, const Option *option, const char *text, GError **error)
{
  gpointer place = G_STRUCT_MEMBER_P (options, option->offset);
  double number = 0;
  int choice = 0;
  switch (option->kind) {
  case KIND_FLAG:
    *(gboolean *)place = TRUE;
    return TRUE;
  case KIND_PATH:
  case KIND_TEXT:
    g_free (*(char **)place);
    *(char **)place = g_strdup (text);
    return TRUE;
  case KIND_NAMES:
    read_names (text, peek_list_of (options, option));
    return TRUE;
  case KIND_BIT:
    *(guint *)place |= bit_of (option);
    return TRUE;
  case KIND_LIST:
    g_ptr_array_add (*(GPtrArray **)place, g_strdup (text));
    return TRUE;
  case KIND_ROW:
    return read_row (options, text, error);
  case KIND_COUNT:
    if (!read_number (option, text, &number, error))
      return FALSE;
    *(guint *)place = (guint)number;
    return TRUE;
  case KIND_SIZE:
    if (!read_measure (option, text, &number, error))
      return FALSE;
    *(guint64 *)place = (guint64)number;
    return TRUE;
  case KIND_TIME:
    if (!read_measure (option, text, &number, error))
      return FALSE;
    *(guint *)place = (guint)number;
    return TRUE;
  case KIND_NUMBER:
    if (!read_number (option, text, &number, error))
      return FALSE;
    *(double *)place = number;
    return TRUE;
  case KIND_CHOICE:
    choice = read_choice (option, text, error);
    *(int *)place = MAX (choice, 0);
    return choice >= 0;
  case KIND_THEME:
    return read_theme (text, (HrTheme **)place, error);
  case KIND_SET:
    return read_set (option, text, (guint *)place, error);
  }
  g_assert_not_reached ();
}

static gboolean takes_value (const Option *option)
{
  return option->kind != KIND_FLAG && option->kind != KIND_BIT;
}

/* "--no-caption": FALSE when it is no such word. */
static gboolean clear_bit (HrCmdOptions *options, unsigned groups, const char *word)
{
  const Option *option = g_str_has_prefix (word, "--no-") ? find_long (word + strlen ("--no-"), groups) : NULL;
  if (option == NULL || option->kind != KIND_BIT)
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
  const Option *option = is_long ? find_long (name, groups) : find_short (word[1], groups);
  if (clear_bit (options, groups, word))
    return 1;
  if (option == NULL) {
    set_unknown_error (word, name, verb, groups, error);
    return 0;
  }
  const char *value = equals != NULL ? equals + 1 : !is_long && word[2] != '\0' ? word + 2 : NULL;
  if (!takes_value (option) && value != NULL) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "--%s takes no value: \"%s\"", option->name, word);
    return 0;
  }
  guint taken = 1;
  if (takes_value (option) && value == NULL) {
    value = words[1];
    taken = 2;
    if (value == NULL) {
      g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "%s needs a value: %s", word, option->value);
      return 0;
    }
  }
  if (value != NULL && option->kind != KIND_PATH && !g_utf8_validate (value, -1, NULL)) {
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

/* The option that @word names, "--scale=2", "--no-caption" or "-q". */
static const Option *find_word (const char *word, unsigned groups)
{
  if (word[1] != '-')
    return find_short (word[1], groups);
  const char *name = word + (g_str_has_prefix (word, "--no-") ? strlen ("--no-") : strlen ("--"));
  g_autofree char *whole = g_strndup (name, strcspn (name, "="));
  return find_long (whole, groups);
}

/* @value of @option, where it names a file as seen from @folder. Newly allocated. */
static char *dup_seen_from (const char *folder, const Option *option, const char *value)
{
  gboolean names_file = option->kind == KIND_PATH || option->kind == KIND_THEME;
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
                     HR_CMD_GROUP_PAGE | HR_CMD_GROUP_COMMON;
  const char *word = *(*words)++;
  const Option *option = word[0] == '-' ? find_word (word, allowed) : NULL;
  const char *equals = strchr (word, '=');
  g_autofree char *value = NULL, *whole = g_strdup (word);
  if (word[0] != '-' || strcmp (word, "--") == 0) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "\"%s\" is not an option", word);
    return FALSE;
  }
  if (option != NULL && option->name != NULL && takes_value (option) && (equals != NULL || **words != NULL)) {
    value = dup_seen_from (folder, option, equals != NULL ? equals + 1 : *(*words)++);
    g_free (whole);
    whole = g_strdup_printf ("--%s=%s", option->name, value);
  }
  if (parse_option (scratch, "an options file", allowed, (const char *const[]){ whole, NULL }, error) == 0)
    return FALSE;
  if (scratch->help || scratch->options_file != NULL) {
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

gboolean hr_cmd_options_next (unsigned groups, guint *index, HrCmdOptionText *text)
{
  while (*index < G_N_ELEMENTS (option_table) && (option_table[*index].group & groups) == 0)
    (*index)++;
  if (*index == G_N_ELEMENTS (option_table))
    return FALSE;
  const Option *option = &option_table[(*index)++];
  gboolean negated = option->kind == KIND_BIT;
  *text = (HrCmdOptionText){
    .name = option->name,
    .letter = option->letter,
    .value = option->value,
    .choices = negated ? NULL : option->choices,
    .several = option->kind == KIND_SET || option->kind == KIND_NAMES,
    .negated = negated,
    .help = option->help,
  };
  return TRUE;
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

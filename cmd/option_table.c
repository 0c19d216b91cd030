#include "option_table.h"

#include <string.h>

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

static const char *const names_choices[] = { "plain", "hash", NULL };
static const char *const form_choices[] = { "image", "picture", "inline", NULL };
static const char *const align_choices[] = { "default", "left", "center", "right", NULL };

#define AT(field) G_STRUCT_OFFSET (HrCmdOptions, field)

static const HrCmdOption option_table[] = {
  { "output", 'o', HR_CMD_GROUP_OUTPUT, HR_CMD_KIND_PATH, AT (output), "FILE", NULL, "write there; - is stdout" },
  { "depfile", 0, HR_CMD_GROUP_BUILD, HR_CMD_KIND_PATH, AT (depfile), "FILE", NULL,
    "what the output rests on, for make and ninja" },
  { "at", 0, HR_CMD_GROUP_SELECT, HR_CMD_KIND_TEXT, AT (at), "SEL,…", NULL,
    "steps: #12 9 9#2 3..7 call:f return:f raise first last mark:NAME" },
  { "all", 0, HR_CMD_GROUP_ALL, HR_CMD_KIND_FLAG, AT (all), NULL, NULL, "every step, files numbered by step" },
  { "jobs", 0, HR_CMD_GROUP_ALL, HR_CMD_KIND_COUNT, AT (jobs), "N", NULL, "draw with N processes at a time (1)" },
  { "format", 0, HR_CMD_GROUP_FIGURE, HR_CMD_KIND_CHOICE, AT (format), "FORMAT", format_choices,
    "svg, png or pdf, where -o does not say it" },
  { "text", 0, HR_CMD_GROUP_DUMP, HR_CMD_KIND_FLAG, AT (dump_text), NULL, NULL,
    "the timeline, to be read (the default)" },
  { "json", 0, HR_CMD_GROUP_DUMP, HR_CMD_KIND_FLAG, AT (dump_json), NULL, NULL, "the timeline, a JSON object a line" },
  { "layout", 0, HR_CMD_GROUP_DUMP, HR_CMD_KIND_FLAG, AT (dump_layout), NULL, NULL, "where everything stands at --at" },
  { "scene", 0, HR_CMD_GROUP_DUMP, HR_CMD_KIND_FLAG, AT (dump_scene), NULL, NULL,
    "the display list of the figure at --at" },
  { "quality", 0, HR_CMD_GROUP_DUMP, HR_CMD_KIND_FLAG, AT (dump_quality), NULL, NULL,
    "measures of every step's layout, a JSON object a line" },
  { "words", 0, HR_CMD_GROUP_SUBJECT, HR_CMD_KIND_FLAG, AT (words_only), NULL, NULL,
    "in words instead of a figure: on stdout, or into -o FILE" },
  { "title", 0, HR_CMD_GROUP_TITLE, HR_CMD_KIND_TEXT, AT (title), "TEXT", NULL,
    "heading; a page's and a deck's title" },
  { "templates", 0, HR_CMD_GROUP_PAGE, HR_CMD_KIND_PATH, AT (templates_dir), "DIR", NULL,
    "page templates of your own" },
  { "embed", 0, HR_CMD_GROUP_PAGE, HR_CMD_KIND_FLAG, AT (embed), NULL, NULL,
    "a compact page, for a frame in another page" },
  { "max-page-steps", 0, HR_CMD_GROUP_PAGE, HR_CMD_KIND_COUNT, AT (max_page_steps), "N", NULL,
    "of more steps, show N (10000, or fewer if they weigh much)" },
  { "theme", 0, HR_CMD_GROUP_DISPLAY, HR_CMD_KIND_THEME, AT (theme), "THEME", theme_choices,
    "light, dark, auto, print, or a file of colours" },
  { "atoms", 0, HR_CMD_GROUP_DISPLAY, HR_CMD_KIND_CHOICE, AT (atoms), "WHERE", atoms_choices,
    "auto, heap (each an object) or inline (boxed beside the name)" },
  { "refs", 0, HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_RECORD, HR_CMD_KIND_CHOICE, AT (refs), "WHAT", refs_choices,
    "refcounts: none, count (the default) or account (who holds them too; slow)" },
  { "show", 0, HR_CMD_GROUP_DISPLAY, HR_CMD_KIND_SET, AT (show), "WHAT,…", show_choices,
    "more: types ids code sizes dunder legend caption" },
  { "code", 0, HR_CMD_GROUP_DISPLAY, HR_CMD_KIND_BIT, AT (show), NULL, show_choices, "the line that ran, above" },
  { "caption", 0, HR_CMD_GROUP_DISPLAY, HR_CMD_KIND_BIT, AT (show), NULL, show_choices,
    "what changed, in words, below; --no-caption" },
  { "nest", 0, HR_CMD_GROUP_DISPLAY, HR_CMD_KIND_FLAG, AT (nest), NULL, NULL,
    "small containers inside the cell that alone holds them" },
  { "hide", 0, HR_CMD_GROUP_DISPLAY, HR_CMD_KIND_NAMES, AT (hide), "NAME,…", NULL, "leave these names out" },
  { "focus", 0, HR_CMD_GROUP_DISPLAY, HR_CMD_KIND_NAMES, AT (focus), "NAME,…", NULL,
    "only these names and what they reach" },
  { "depth", 0, HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_STATUS, HR_CMD_KIND_COUNT, AT (depth), "N", NULL,
    "follow at most N references from a name" },
  { "max-items", 0, HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_STATUS, HR_CMD_KIND_COUNT, AT (max_items), "N", NULL,
    "cells and rows kept of an object" },
  { "width", 0, HR_CMD_GROUP_DISPLAY, HR_CMD_KIND_NUMBER, AT (width_pt), "PT", NULL,
    "wrap panels, or the heap, to this width" },
  { "row", 0, HR_CMD_GROUP_PANELS, HR_CMD_KIND_ROW, AT (rows), "HEADING=SEL,…", NULL,
    "a row of panels; --focus and --hide after it are its own" },
  { "heading", 0, HR_CMD_GROUP_HEADINGS, HR_CMD_KIND_LIST, AT (headings), "TEXT", NULL,
    "over a panel instead of its code; one for each" },
  { "marks", 0, HR_CMD_GROUP_FIGURE, HR_CMD_KIND_CHOICE, AT (marks), "WHAT", marks_choices,
    "changes (new, changed, freed), or none: as things are" },
  { "crop", 0, HR_CMD_GROUP_FIGURE, HR_CMD_KIND_FLAG, AT (crop), NULL, NULL, "cut to what is drawn, without a margin" },
  { "ground", 0, HR_CMD_GROUP_FIGURE, HR_CMD_KIND_CHOICE, AT (ground), "WHAT", ground_choices,
    "filled, or none: the page shows through" },
  { "text", 0, HR_CMD_GROUP_FIGURE, HR_CMD_KIND_CHOICE, AT (text), "HOW", text_choices,
    "fonts in SVG: embed, system or outline" },
  { "scale", 0, HR_CMD_GROUP_FIGURE, HR_CMD_KIND_NUMBER, AT (scale), "N", NULL, "PNG: pixels per point (2)" },
  { NULL, 'c', HR_CMD_GROUP_RECORD, HR_CMD_KIND_PATH, AT (code), "CODE", NULL, "run this code instead of a file" },
  { "module", 'm', HR_CMD_GROUP_RECORD, HR_CMD_KIND_PATH, AT (module), "NAME", NULL,
    "run this module, as python -m does" },
  { "python", 0, HR_CMD_GROUP_RECORD | HR_CMD_GROUP_PYTHON, HR_CMD_KIND_PATH, AT (python), "PY", NULL,
    "interpreter: a path, a name or 3.12" },
  { "prompt", 0, HR_CMD_GROUP_LIMITS, HR_CMD_KIND_FLAG, AT (prompt), NULL, NULL,
    "compile line by line, as the >>> prompt does" },
  { "steps", 0, HR_CMD_GROUP_LIMITS, HR_CMD_KIND_CHOICE, AT (steps), "WHAT", steps_choices,
    "a step for: lines, calls (only those) or opcodes (those too)" },
  { "only", 0, HR_CMD_GROUP_LIMITS, HR_CMD_KIND_NAMES, AT (only), "FILE,…", NULL,
    "steps in these files only; names or patterns, *_test.py" },
  { "skip", 0, HR_CMD_GROUP_LIMITS, HR_CMD_KIND_NAMES, AT (skip), "FILE,…", NULL, "no steps in these files" },
  { "max-steps", 0, HR_CMD_GROUP_LIMITS, HR_CMD_KIND_COUNT, AT (max_steps), "N", NULL, "stop after N steps" },
  { "max-objects", 0, HR_CMD_GROUP_LIMITS, HR_CMD_KIND_COUNT, AT (max_objects), "N", NULL,
    "leave out what is more than N objects (100000)" },
  { "timeout", 0, HR_CMD_GROUP_LIMITS, HR_CMD_KIND_TIME, AT (timeout_s), "TIME", NULL, "stop after 30s or 2m" },
  { "memory", 0, HR_CMD_GROUP_LIMITS, HR_CMD_KIND_SIZE, AT (memory_bytes), "SIZE", NULL,
    "stop when recording takes so much memory: 500M" },
  { "max-file", 0, HR_CMD_GROUP_LIMITS, HR_CMD_KIND_SIZE, AT (max_file_bytes), "SIZE", NULL,
    "stop when the recording is so large (1G)" },
  { "after-limit", 0, HR_CMD_GROUP_LIMITS, HR_CMD_KIND_CHOICE, AT (after_limit), "WHAT", after_choices,
    "stop the program, or let it run on unrecorded" },
  { "strict", 0, HR_CMD_GROUP_RECORD, HR_CMD_KIND_FLAG, AT (strict), NULL, NULL, "status 1 when the program fails" },
  { "exit-status", 0, HR_CMD_GROUP_STATUS, HR_CMD_KIND_FLAG, AT (exit_status), NULL, NULL,
    "pass the program's status on" },
  { "check", 0, HR_CMD_GROUP_CHECK, HR_CMD_KIND_FLAG, AT (check), NULL, NULL,
    "write nothing; status 5 when a file there is out of date" },
  { "diff", 0, HR_CMD_GROUP_CHECK, HR_CMD_KIND_FLAG, AT (diff), NULL, NULL,
    "the same, and show on stdout what differs" },
  { "figures", 0, HR_CMD_GROUP_WEAVE, HR_CMD_KIND_TEXT, AT (figures_dir), "DIR", NULL,
    "figures go there, as seen from the document" },
  { "names", 0, HR_CMD_GROUP_WEAVE, HR_CMD_KIND_CHOICE, AT (names), "HOW", names_choices,
    "of figures: plain, post-1.svg, or hash, post-1.5f2a9c01.svg" },
  { "force", 0, HR_CMD_GROUP_WEAVE, HR_CMD_KIND_FLAG, AT (force), NULL, NULL,
    "replace figures that were changed by hand" },
  { "fig-cap", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_TEXT, AT (fig_cap), "TEXT", NULL, "caption; a link's text" },
  { "fig-alt", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_TEXT, AT (fig_alt), "TEXT", NULL,
    "alternative text: else the caption, else what changed" },
  { "fig-width", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_NUMBER, AT (fig_width_in), "IN", NULL, "--width in inches" },
  { "fig-align", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_CHOICE, AT (fig_align), "SIDE", align_choices,
    "left, center, right" },
  { "as", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_CHOICE, AT (form), "FORM", form_choices,
    "image, picture (light and dark) or inline (the SVG itself)" },
  { "label", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_TEXT, AT (label), "NAME", NULL, "names the file, and the fence" },
  { "session", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_TEXT, AT (session), "NAME", NULL,
    "fences of one name go on where the last ended" },
  { "continue", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_TEXT, AT (from_session), "NAME", NULL,
    "go on after that label or session; alone: the fence before" },
  { "file", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_PATH, AT (file), "FILE", NULL,
    "the program, of which the fence is a part" },
  { "lines", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_TEXT, AT (file_lines), "3-9", NULL,
    "which part; it must be the same" },
  { "with", 0, HR_CMD_GROUP_REQUEST, HR_CMD_KIND_NAMES, AT (with), "NAME,…", NULL,
    "compare: labels, sessions or files that stand before it" },
  { "quiet", 'q', HR_CMD_GROUP_COMMON, HR_CMD_KIND_FLAG, AT (quiet), NULL, NULL, "say nothing but errors" },
  { "options", 0, HR_CMD_GROUP_BUILD, HR_CMD_KIND_PATH, AT (options_file), "FILE", NULL,
    "the project's options; else the nearest heapreel.options; none" },
  { "cache", 0, HR_CMD_GROUP_BUILD, HR_CMD_KIND_PATH, AT (cache_dir), "DIR", NULL,
    "keep recordings there, and record again only what changed" },
  { "watch", 0, HR_CMD_GROUP_BUILD, HR_CMD_KIND_FLAG, AT (watch), NULL, NULL,
    "do it again whenever something changes that it rests on" },
  { "log", 0, HR_CMD_GROUP_BUILD, HR_CMD_KIND_CHOICE, AT (log), "FORM", log_choices,
    "messages on stderr: text, or json, an object a line" },
  { "annotations", 0, HR_CMD_GROUP_BUILD, HR_CMD_KIND_CHOICE, AT (annotations), "SERVICE", annotations_choices,
    "errors also where the service shows them: github" },
  { "help", 'h', HR_CMD_GROUP_COMMON, HR_CMD_KIND_FLAG, AT (help), NULL, NULL, "this text" },
};

#undef AT

const HrCmdOption *hr_cmd_option_table (guint *n_options)
{
  *n_options = G_N_ELEMENTS (option_table);
  return option_table;
}

const HrCmdOption *hr_cmd_option_find (const char *name, unsigned groups)
{
  for (gsize i = 0; i < G_N_ELEMENTS (option_table); i++)
    if ((option_table[i].group & groups) != 0 && option_table[i].name != NULL &&
        strcmp (option_table[i].name, name) == 0)
      return &option_table[i];
  return NULL;
}

const HrCmdOption *hr_cmd_option_find_letter (char letter, unsigned groups)
{
  for (gsize i = 0; i < G_N_ELEMENTS (option_table); i++)
    if ((option_table[i].group & groups) != 0 && option_table[i].letter == letter)
      return &option_table[i];
  return NULL;
}

/* The option that @word names, "--scale=2", "--no-caption" or "-q". */
const HrCmdOption *hr_cmd_option_find_word (const char *word, unsigned groups)
{
  if (word[1] != '-')
    return hr_cmd_option_find_letter (word[1], groups);
  const char *name = word + (g_str_has_prefix (word, "--no-") ? strlen ("--no-") : strlen ("--"));
  g_autofree char *whole = g_strndup (name, strcspn (name, "="));
  return hr_cmd_option_find (whole, groups);
}

gboolean hr_cmd_option_takes_value (const HrCmdOption *option)
{
  return option->kind != HR_CMD_KIND_FLAG && option->kind != HR_CMD_KIND_BIT;
}

gboolean hr_cmd_options_next (unsigned groups, guint *index, HrCmdOptionText *text)
{
  while (*index < G_N_ELEMENTS (option_table) && (option_table[*index].group & groups) == 0)
    (*index)++;
  if (*index == G_N_ELEMENTS (option_table))
    return FALSE;
  const HrCmdOption *option = &option_table[(*index)++];
  gboolean negated = option->kind == HR_CMD_KIND_BIT;
  *text = (HrCmdOptionText){
    .name = option->name,
    .letter = option->letter,
    .value = option->value,
    .choices = negated ? NULL : option->choices,
    .several = option->kind == HR_CMD_KIND_SET || option->kind == HR_CMD_KIND_NAMES,
    .negated = negated,
    .help = option->help,
  };
  return TRUE;
}

/* The command line: one table of options for all verbs, so that an option has one name everywhere.
 *
 * Knows names, values and help texts; does nothing with them. The same table reads the options in a program's first
 * comment lines. */
#pragma once

#include "depends.h"
#include "figure/figure.h"
#include "layout/layout.h"
#include "outlet.h"
#include "output/output.h"

/* Groups of options; a verb takes some of them. */
enum {
  HR_CMD_GROUP_RECORD = 1 << 0,  /* how the program is run */
  HR_CMD_GROUP_DISPLAY = 1 << 1, /* what a picture shows; may stand in the program too */
  HR_CMD_GROUP_SELECT = 1 << 2,  /* which steps */
  HR_CMD_GROUP_FIGURE = 1 << 3,  /* how figures become files */
  HR_CMD_GROUP_OUTPUT = 1 << 4,
  HR_CMD_GROUP_STATUS = 1 << 5,
  HR_CMD_GROUP_ALL = 1 << 6, /* --all */
  HR_CMD_GROUP_PAGE = 1 << 7,
  HR_CMD_GROUP_DUMP = 1 << 8,
  HR_CMD_GROUP_TITLE = 1 << 9,
  HR_CMD_GROUP_STRICT = 1 << 10,
  HR_CMD_GROUP_COMMON = 1 << 11, /* every verb's */
  HR_CMD_GROUP_BUILD = 1 << 21,  /* for builds */
  HR_CMD_GROUP_PANELS = 1 << 12, /* how panels are set; may stand in the program too */
  HR_CMD_GROUP_HEADINGS = 1 << 14,
  HR_CMD_GROUP_SUBJECT = 1 << 15, /* the first word is a name in the program */
  HR_CMD_GROUP_ACCOUNT = 1 << 16, /* --refs account unless the command line says otherwise */
  HR_CMD_GROUP_LIMITS = 1 << 13,  /* what is recorded of the program; may stand in it too */
  HR_CMD_GROUP_CHECK = 1 << 18,   /* compare instead of writing */
  HR_CMD_GROUP_WEAVE = 1 << 19,   /* how weave writes */
  HR_CMD_GROUP_PYTHON = 1 << 20,  /* which interpreter */
  HR_CMD_GROUP_REQUEST = 1 << 22, /* stand in a Markdown document only */
  HR_CMD_GROUP_STDIN = 1 << 23,   /* none: without an input the verb reads stdin */
};

/* A row of panels, --row "HEADING=SEL,SEL": its own steps, and the names that stood on the command line before it or
 * follow it, up to the next. */
typedef struct {
  char *heading, *at;
  GPtrArray *hide, *focus;
} HrCmdRow;

/* What a command line says. Filled with the defaults by _new; strings are owned. */
typedef struct {
  const char *verb;         /* borrowed: whose line it is, */
  unsigned groups;          /* the options it takes, */
  const char *const *words; /* and the line itself, to be read again on top of a program's own options, */
  guint n_project_words;    /* which are above the first so many: those of the project's options file */
  HrCmdDepends *depends;    /* borrowed: what is made and of what, noted on the way; NULL: nobody asks */
  char *depfile;            /* --depfile */
  char *cache_dir;          /* --cache */
  char *options_file;       /* --options: a path, or "none"; NULL: looked for */
  char *subject;            /* the name that stands before them; NULL none */
  GPtrArray *inputs;        /* programs and timelines, as given */
  char **arguments;         /* after "--"; NULL none */
  char *code;               /* -c */
  char *module;             /* -m */
  char *output;             /* -o; NULL: named after the program */
  gboolean help, quiet, watch;
  int log;         /* HrCmdLog */
  int annotations; /* HrCmdAnnotations */
  gboolean check, diff;
  HrCmdOutlet *outlet;     /* borrowed: takes what would be written; NULL: it is written */
  const char *source_name; /* borrowed: what messages call -c's code; NULL: "-c" */

  char *python;
  gboolean prompt, strict, exit_status;
  guint max_steps, max_objects, timeout_s;
  guint64 memory_bytes, max_file_bytes;
  int after_limit; /* HrLaunchAfter */
  int steps;       /* HrLaunchSteps */
  GPtrArray *only, *skip;

  char *at; /* selectors; NULL: the verb's default */
  gboolean all;
  guint jobs; /* 0 not given */

  int atoms; /* HrAtoms */
  int refs;  /* HrRefs */
  HrTheme *theme;
  char *theme_file; /* it was read from; NULL: one of ours */
  guint show;       /* bits in the order of the names: HR_SHOW_*, then HR_CMD_SHOW_CAPTION */
  GPtrArray *hide, *focus;
  guint depth, max_items;
  double width_pt;
  gboolean nest, crop;
  int marks;           /* HrCmdMarks */
  int ground;          /* HrCmdGround */
  GPtrArray *rows;     /* HrCmdRow */
  GPtrArray *headings; /* of panels, in their order */

  int text;   /* HrOutputText */
  int format; /* HrOutputFormat; -1 not given */
  double scale;

  char *title;
  char *templates_dir;
  guint max_page_steps; /* 0: the page's own */
  gboolean embed;
  gboolean words_only; /* --words */

  char *figures_dir; /* weave's */
  int names;         /* HrCmdNames */
  gboolean force;

  char *fig_cap, *fig_alt, *label, *session, *from_session, *file, *file_lines; /* a request's */
  GPtrArray *with;
  double fig_width_in; /* 0 not given */
  int fig_align;       /* HrWeaveAlign */
  int form;            /* HrWeaveForm */

  gboolean dump_text, dump_json, dump_quality, dump_layout, dump_scene;
} HrCmdOptions;

#define HR_CMD_SHOW_CAPTION (1 << 6)

typedef enum { HR_CMD_GROUND_FILLED, HR_CMD_GROUND_NONE } HrCmdGround;
typedef enum { HR_CMD_MARKS_CHANGES, HR_CMD_MARKS_NONE } HrCmdMarks;

typedef enum { HR_CMD_NAMES_PLAIN, HR_CMD_NAMES_HASH } HrCmdNames;

HrCmdOptions *hr_cmd_options_new (void);
void hr_cmd_options_free (HrCmdOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrCmdOptions, hr_cmd_options_free)

/* Reads @words (NULL-terminated, without program and verb) into @options; later words win, lists grow. Only options of
 * @groups are known; @verb names the verb in messages. Error: HR_ERROR_USAGE with a suggestion where one is near. */
gboolean hr_cmd_options_parse (HrCmdOptions *options, const char *verb, unsigned groups, const char *const *words,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those of @words, options of an options file in @folder, that a verb of @groups takes, each with its value; files
 * among the values as seen from that folder. NULL-terminated, for g_strfreev. Error: HR_ERROR_USAGE for what is no
 * option, or none for an options file. */
char **hr_cmd_options_filter (const char *const *words, const char *folder, unsigned groups,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those options of the line that @options was read from that are of @groups, each as one word, files among their values
 * by their whole path: the same line for another folder. NULL-terminated, for g_strfreev. */
char **hr_cmd_options_dup_words (const HrCmdOptions *options, unsigned groups);

/* An option as texts about it need it. All borrowed. */
typedef struct {
  const char *name;           /* without its dashes; NULL where it is a letter alone */
  char letter;                /* 0: none */
  const char *value;          /* what its value is called; NULL: takes none */
  const char *const *choices; /* the values that it knows; NULL: any */
  gboolean several;           /* values with commas between */
  gboolean negated;           /* --no-NAME takes it back */
  const char *help;           /* one line */
} HrCmdOptionText;

/* The next option of @groups from *@index on, which starts at 0; FALSE when there is none left. */
gboolean hr_cmd_options_next (unsigned groups, guint *index, HrCmdOptionText *text);

/* The parts of @options that other modules ask for. What they point to is borrowed from @options. */
HrLayoutOptions hr_cmd_options_layout (const HrCmdOptions *options, const HrCmdRow *row /* NULL: of none */);
HrFigureOptions hr_cmd_options_figure (const HrCmdOptions *options);
HrOutputOptions hr_cmd_options_output (const HrCmdOptions *options);

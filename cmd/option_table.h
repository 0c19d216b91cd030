/* The table of all options. Between options.c, which reads command lines by it, and the texts about it. */
#pragma once

#include "options.h"

/* How a value is read, and what stands at its offset in HrCmdOptions. */
typedef enum {
  HR_CMD_KIND_FLAG,   /* gboolean; takes no value */
  HR_CMD_KIND_PATH,   /* char *, any bytes */
  HR_CMD_KIND_TEXT,   /* char *, UTF-8 */
  HR_CMD_KIND_NAMES,  /* GPtrArray of char *, UTF-8, NULL-terminated: commas separate, repeating adds */
  HR_CMD_KIND_COUNT,  /* guint, above 0 */
  HR_CMD_KIND_SIZE,   /* guint64 bytes, above 0: a number, with k, M or G */
  HR_CMD_KIND_TIME,   /* guint seconds, above 0: a number, with s, m or h */
  HR_CMD_KIND_NUMBER, /* double, above 0 */
  HR_CMD_KIND_CHOICE, /* int: position in choices */
  HR_CMD_KIND_THEME,  /* HrTheme * */
  HR_CMD_KIND_SET,    /* guint: bits by position in choices, commas separate, repeating adds */
  HR_CMD_KIND_BIT, /* guint: the bit of a choice that is named as the option; takes no value, and --no-NAME clears it */
  HR_CMD_KIND_LIST, /* GPtrArray of char *, UTF-8: repeating adds */
  HR_CMD_KIND_ROW,  /* GPtrArray of HrCmdRow: repeating adds */
} HrCmdKind;

typedef struct {
  const char *name;
  char letter;
  unsigned group;
  HrCmdKind kind;
  gsize offset;
  const char *value; /* what the help calls it; NULL for a flag */
  const char *const *choices;
  const char *help;
} HrCmdOption;

/* All of them, *n_options. */
const HrCmdOption *hr_cmd_option_table (guint *n_options);

/* An option of @groups by its name or letter, by the word that gives it ("--scale=2", "--no-caption", "-q"); NULL. */
const HrCmdOption *hr_cmd_option_find (const char *name, unsigned groups);
const HrCmdOption *hr_cmd_option_find_letter (char letter, unsigned groups);
const HrCmdOption *hr_cmd_option_find_word (const char *word, unsigned groups);

gboolean hr_cmd_option_takes_value (const HrCmdOption *option);

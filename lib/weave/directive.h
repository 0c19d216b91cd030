/* What a request says: the text of a comment, and "#|" lines in a fence, as words of a command line. Private to
 * lib/weave, and for its tests.
 *
 * Knows quotes and "key=value"; does not know which options there are. */
#pragma once

#include <glib.h>

/* The words of "strip at=1..4 fig-cap='Two names'": "strip", "--at=1..4", "--fig-cap=Two names". A word without "="
 * stays as it is; in quotes, the end of a line and the indentation after it are one blank. NULL-terminated, for
 * g_strfreev. Error: HR_ERROR_INPUT when a quote is not closed, without place. */
char **hr_weave_directive_split (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the "#| key: value" lines at the start of @code ask for. Both are empty where there are none. */
typedef struct {
  GPtrArray *words;    /* "--fig-cap=Two names" and what else has one of Quarto's names that we know */
  GPtrArray *requests; /* the values of "reel", each like the text of a comment */
} HrWeaveCellOptions;

/* Fills @options. Error: HR_ERROR_INPUT for a name that is a slip of one of ours; *line gets its line, from 1. */
gboolean hr_weave_cell_options_init (HrWeaveCellOptions *options, const char *code, guint *line,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_weave_cell_options_clear (HrWeaveCellOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrWeaveCellOptions, hr_weave_cell_options_clear)

/* Templates: text with insertion points that name their escaping, {{text:title}}.
 *
 * "text" inserts as HTML character data, "attribute" as an attribute value in double quotes, "json" as a JSON string
 * for a script element. "markup" inserts what is markup already: only values that were made as such can go there, and
 * they can go nowhere else, so no template can let a string of the program in unescaped. */
#pragma once

#include <glib.h>

typedef struct {
  const char *name;
  const char *value;
  gboolean markup; /* @value is markup, style or script of ours */
} HrReportValue;

/* The template @file ("walkthrough.html") of @folder, or the compiled-in one when @folder is NULL or has none. Newly
 * allocated. Error HR_ERROR_INPUT: no such folder; not UTF-8. */
char *hr_report_template_load (const char *folder, const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The templates @files one after the other, as one text. Newly allocated. Errors as above. */
char *hr_report_template_load_all (const char *folder, const char *const *files,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Files of @folder that look like templates and are none, with the names of those that there are: NULL-terminated,
 * "x.css". Nobody reads them. */
char **hr_report_template_dup_unknown (const char *folder);

/* @text with every insertion point filled. Error HR_ERROR_INPUT, naming @file and line: a name, an escaping or a pair
 * of them that there is not. */
char *hr_report_template_fill (const char *file, const char *text, const HrReportValue *values, guint n_values,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

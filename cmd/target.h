/* Where outputs go: names, numbers in names, formats by ending, and writing them, or handing them to the options'
 * outlet. */
#pragma once

#include "options.h"

/* How many files, and what they are called. */
typedef struct {
  const char *output;    /* -o: a path, a pattern with one %d (or %03d), "-", or NULL */
  const char *stem;      /* for names of our own: STEM.FORMAT */
  HrOutputFormat format; /* by the path's ending, else by --format */
  guint n_files;
  guint last_number; /* the largest number, for zero-padding */
} HrCmdTarget;

/* Fills @target from -o and --format. Strings are borrowed. Error: HR_ERROR_USAGE for an ending that is none or
 * contradicts --format, a bad pattern, or several files for stdout. */
gboolean hr_cmd_target_init (HrCmdTarget *target, const HrCmdOptions *options, const char *stem, guint n_files,
                             guint last_number, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The path of the file with @number. Newly allocated. */
char *hr_cmd_target_dup_path (const HrCmdTarget *target, guint number);

/* Whether -o names a file that is also an input: HR_ERROR_USAGE if so. */
gboolean hr_cmd_target_spares_inputs (const HrCmdOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Renders @scene and writes it. */
gboolean hr_cmd_write_scene (const HrCmdOptions *display, const HrScene *scene, HrOutputFormat format, const char *path,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes @bytes and notes it on stderr. */
gboolean hr_cmd_write_bytes (const HrCmdOptions *options, GBytes *bytes, const char *path,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of @text. */
gboolean hr_cmd_write_text (const HrCmdOptions *options, const char *text, const char *path,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens a timeline file and gives any of its steps.
 *
 * Trusts nothing: sizes, counts, ids and UTF-8 are checked, and every error names the offset. A file that was cut
 * opens with all its complete steps. Knows nothing of Python and nothing of pictures. FORMAT.md is the format. */
#pragma once

#include <glib.h>

#include "timeline/model.h"

typedef struct HrTimeline HrTimeline; /* immutable once open; a GLib-style refcount lets several users share it */

/* One step, without its state. Strings are borrowed from the timeline. Lines are 1-based, 0 is none; files are source
 * numbers. */
typedef struct {
  guint32 index; /* from 0, as #0 in selectors */
  HrEvent event;
  guint32 thread;
  guint32 frame;
  const char *frame_name; /* "<module>", "f" */
  guint32 depth;          /* frames on the stack of this thread, 1 for the module alone */
  guint32 ran_file, ran_line, ran_end_line;
  guint32 next_file, next_line;
} HrTimelineStep;

typedef struct {
  const char *name; /* as the interpreter had it */
  const char *text; /* NULL when it could not be had */
  guint n_lines;
} HrTimelineSource;

/* A piece of a line. */
typedef struct {
  guint32 line;       /* from 1 */
  guint32 start, end; /* bytes in the line */
  HrTokenKind kind;
} HrTimelineToken;

typedef struct {
  const char *implementation, *version, *program, *options;
  gint64 hash_seed; /* -1 random */
  gboolean address_randomisation, prompt;
  HrEnding ending;
  int status;              /* exit status or signal number, by ending */
  const char *ending_text; /* which limit; NULL */
  gboolean complete;       /* has a trailer; FALSE: the file was cut off */
} HrTimelineInfo;

/* Whether @data (the first bytes of a file will do) begins as a timeline does. */
gboolean hr_timeline_is_one (const void *data, gsize n_bytes);

/* Opens @path ("-" is stdin). Error: HR_ERROR_INPUT: not a timeline; made by a newer version; damaged at offset N (only
 * when not even one step is readable). */
HrTimeline *hr_timeline_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from memory; takes its own reference on @bytes. */
HrTimeline *hr_timeline_open_bytes (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HrTimeline *hr_timeline_ref (HrTimeline *timeline);
void hr_timeline_unref (HrTimeline *timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTimeline, hr_timeline_unref)

const HrTimelineInfo *hr_timeline_peek_info (HrTimeline *timeline);
guint32 hr_timeline_n_steps (HrTimeline *timeline);
const HrTimelineStep *hr_timeline_peek_step (HrTimeline *timeline, guint32 index);
guint32 hr_timeline_n_sources (HrTimeline *timeline);
/* @file is a source number from 1. NULL when there is none. */
const HrTimelineSource *hr_timeline_peek_source (HrTimeline *timeline, guint32 file);
/* Line @line of @file without its newline and without a "# reel:" comment; newly allocated; "" when unknown. */
char *hr_timeline_dup_line (HrTimeline *timeline, guint32 file, guint32 line);

/* What stands in @file, in order, as far as it was found out; what is not of one of the kinds is left out. Borrowed;
 * NULL when nothing is known. */
const HrTimelineToken *hr_timeline_peek_tokens (HrTimeline *timeline, guint32 file, guint *n_tokens);

/* Appends index and trailer to a file whose recorder has closed it (or died): called by the launcher when it knows how
 * the program ended. A torn last record is cut away. Error: HR_ERROR_INPUT or HR_ERROR_OUTPUT. */
gboolean hr_timeline_finish (const char *path, HrEnding ending, int status, const char *text,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Finds out about the sources of @timeline: for each file an array of HrTimelineToken in order, or NULL. NULL as a
 * whole: nothing is known. */
typedef GPtrArray *HrTimelineTokenize (HrTimeline *timeline, gpointer data);
/* The same, with the tokens of the sources; without them where they do not fit on the disk. */
gboolean hr_timeline_finish_tokenized (const char *path, HrEnding ending, int status, const char *text,
                                       HrTimelineTokenize *tokenize, gpointer data,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

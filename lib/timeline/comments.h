/* Comments in a Python source: where they really are, and what they tell us.
 *
 * Knows strings, f-strings with what is nested in them, and line ends; no other grammar. Inside the timeline module
 * only. */
#pragma once

#include <glib.h>

/* "# reel: TEXT" in a comment. */
typedef struct {
  guint32 line;   /* from 1 */
  gsize start;    /* byte offset of its "#" in the source */
  gboolean alone; /* nothing but comments and blanks in its line */
  char *text;     /* trimmed */
} HrReelComment;

/* The HrReelComments of @source in order, for g_array_unref. */
GArray *hr_timeline_find_reel_comments (const char *source);

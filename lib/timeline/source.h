/* A source of the program, its lines and the "# reel:" comments in it. Inside the timeline module only. */
#pragma once

#include "timeline/comments.h"
#include "timeline/reader.h"

typedef struct {
  HrTimelineSource source; /* first: a pointer to it is a pointer to this */
  GArray *line_starts;     /* gsize, byte offsets in the text */
  GArray *reels;           /* HrReelComment */
  GArray *tokens;          /* HrTimelineToken; NULL unknown */
} HrSource;

/* Takes both strings over; @text may be NULL. */
HrSource *hr_source_new (char *name, char *text);
void hr_source_free (HrSource *source);

const HrSource *hr_timeline_peek_source_lines (HrTimeline *timeline, guint32 file);
/* Line @line without its newline and, where @stripped, without a "# reel:" comment and the blanks before it. */
char *hr_source_dup_line (const HrSource *source, guint32 line, gboolean stripped);
/* The line that @mark is about: its own, or, where it stands alone, the next one that holds code. */
guint32 hr_source_line_of (const HrSource *source, const HrReelComment *mark);
/* A "# reel:" comment that names its line; the others give options. */
gboolean hr_reel_comment_is_mark (const HrReelComment *comment);

/* The source of the program itself, as opposed to what it imports; 0 when there is none. */
guint32 hr_timeline_main_file (HrTimeline *timeline);

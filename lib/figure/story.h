/* What happened between two states, as sentences, the most telling first. Internal to the figure.
 *
 * Knows states and changes. Knows nothing of pictures; hidden names are left out of the words as they are of the
 * picture. */
#pragma once

#include "figure/phrase.h"
#include "layout/layout.h"
#include "timeline/changes.h"

/* What a clause is about, for counting those that there is no room for. */
typedef enum { HR_STORY_EVENT, HR_STORY_NAME, HR_STORY_OBJECT, HR_STORY_FREED, HR_STORY_OUTPUT } HrStorySubject;
#define HR_STORY_LAST HR_STORY_OUTPUT

typedef struct {
  HrTimeline *timeline;
  const HrTimelineStep *step;
  gint64 since;                    /* -1: from nothing */
  HrTimelineState *before, *after; /* before NULL: from nothing */
  HrTimelineChanges *changes;
  const HrLayoutOptions *options;
  GArray *clauses;   /* of text and subject */
  GHashTable *fates; /* ids of freed objects that a clause has told of */
} HrFigureStory;

gboolean hr_figure_story_init (HrFigureStory *story, HrTimeline *timeline, guint32 step, gint64 since,
                               const HrLayoutOptions *options, GError **error);
void hr_figure_story_clear (HrFigureStory *story);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrFigureStory, hr_figure_story_clear)

/* Adds a clause: a sentence without its first capital and its full stop. Takes @text. */
void hr_figure_story_add (HrFigureStory *story, HrStorySubject subject, char *text);
/* The clauses as one to three sentences; a long tail is counted. Newly allocated, "" for no clause. */
char *hr_figure_story_dup_text (const HrFigureStory *story);

/* Whether the picture shows this name at all. */
gboolean hr_figure_story_shows (const HrFigureStory *story, const char *name, guint32 flags);

/* The change of object @id, or NULL. */
const HrObjectChange *hr_figure_story_find_change (const HrFigureStory *story, guint32 id);
/* ": refs 1 → 2" when the count of @id changed and says something, else "". Newly allocated. */
char *hr_figure_story_dup_refs (const HrFigureStory *story, guint32 id);

/* What @name is said to name: "a new list", "the list that `a` names", "the same int `5` as `a`". */
char *hr_figure_story_dup_named (const HrFigureStory *story, const char *name, guint32 id);

/* Clauses on names: of the running frame only, or of the others only. */
void hr_figure_story_tell_names (HrFigureStory *story, gboolean running_frame);
/* Clauses on elements, entries and attributes. */
void hr_figure_story_tell_slots (HrFigureStory *story);
/* A clause on an object made of parts, of whose slots the changes from @first, @n of them, changed. FALSE: it is no
 * such object. */
gboolean hr_figure_story_tell_parts (HrFigureStory *story, const HrTimelineObject *before,
                                     const HrTimelineObject *after, guint first, guint n);
/* One name's change; @before and @after are objects, 0 for none. Used for names in cells too. */
void hr_figure_story_tell_name (HrFigureStory *story, const char *name, guint32 before, guint32 after);
/* The clause for what the step is: a call, a return, an exception, the end. */
void hr_figure_story_tell_event (HrFigureStory *story);
void hr_figure_story_tell_freed (HrFigureStory *story);
/* Objects that nothing leads to any more, though they live. */
void hr_figure_story_tell_unreachable (HrFigureStory *story);
/* Finalizers, callbacks of weak references, the collector. */
void hr_figure_story_tell_notes (HrFigureStory *story);
void hr_figure_story_tell_output (HrFigureStory *story);

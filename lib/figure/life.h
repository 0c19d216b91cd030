/* One object's life as data: events, and holders from event to event. Internal to the figure.
 *
 * Knows states; draws nothing. */
#pragma once

#include "figure/history.h"
#include "timeline/state.h"
#include "timeline/vocabulary.h"

typedef struct {
  guint32 step, line; /* line 0: none */
  char *code;         /* the statement that ran, or what else the step is */
  char *what;         /* prose: what became of the object itself; NULL: only its holders or its count changed */
  gint64 refs;        /* after it; -1: shared, or nobody counted */
  gboolean ended;
  guint skipped; /* events left out before it */
} HrLifeEvent;

typedef struct {
  char *key;   /* tells holders apart from step to step */
  char *label; /* "x", "f.x", "rows[0]" */
  guint first; /* event with which it began to hold */
  guint end;   /* event with which it let go; G_MAXUINT: never */
} HrLifeHolder;

struct HrFigureLife {
  char *called;     /* as the user calls it */
  char *name;       /* "list-3" */
  char *noun;       /* "a list" */
  GArray *events;   /* HrLifeEvent */
  GArray *holders;  /* HrLifeHolder, by their first events */
  gint64 most;      /* the highest count */
  gboolean shared;  /* by the interpreter: there is no count to tell */
  guint n_left_out; /* events */
};

/* Who holds object @id in @state: an array of keys, one a reference. */
GPtrArray *hr_life_holders_keys (const HrTimelineState *state, guint32 id);
/* Notes at event @event who in @keys is new and who has let go since. */
void hr_life_holders_update (GArray *holders, const GPtrArray *keys, const HrTimelineState *state, guint32 id,
                             guint event);
/* Whether @keys are those that hold at the end of @holders. */
gboolean hr_life_holders_are (const GArray *holders, const GPtrArray *keys);

/* What @object holds, as it would be written, shortened: "[1, 2, 3]", "name='a', next=Node-4"; NULL where that says
 * nothing. Newly allocated. */
char *hr_figure_dup_literal (const HrTimelineState *state, const HrTimelineObject *object);

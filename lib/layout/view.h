/* What is in the picture at one moment: frames, the objects reached from their names, and ghosts of what just went.
 * Private to the layout. */
#pragma once

#include "layout/plan.h"

typedef struct {
  const HrTimelineFrame *frame;
  gboolean ghost;
  guint depth;     /* in its thread, from 0 */
  gboolean lowest; /* a ghost below which no frame of its thread stands */
} HrViewFrame;

typedef struct {
  const HrTimelineObject *object;
  gboolean ghost;
} HrViewObject;

typedef struct {
  HrTimelineState *state, *since; /* since is NULL when there is none */
  HrTimelineChanges *changes;     /* NULL when nothing is to be marked */
  GArray *frames;                 /* HrViewFrame, oldest first, thread by thread */
  GArray *objects;                /* HrViewObject, in the order in which they are reached */
  GHashTable *index;              /* id → position + 1 in objects */
  GHashTable *left_out;           /* ids that a limit kept out */
  guint n_frames_left_out;
} HrLayoutView;

HrLayoutView *hr_layout_view_new (const HrLayoutPlan *plan, HrTimeline *timeline, const HrLayoutMoment *moment,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_layout_view_free (HrLayoutView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrLayoutView, hr_layout_view_free)

/* The object as it is drawn, a ghost as it last was; NULL when it is not in the picture. */
const HrViewObject *hr_layout_view_peek (const HrLayoutView *view, guint32 id);
/* The state in which to look up what a ghost or a living thing holds. */
const HrTimelineState *hr_layout_view_state (const HrLayoutView *view, gboolean ghost);
guint hr_layout_view_n_left_out (const HrLayoutView *view);

/* Whether an arrow shows that @object is an instance of its class, which is in the picture. */
gboolean hr_layout_view_shows_type (const HrLayoutPlan *plan, const HrLayoutView *view, const HrTimelineObject *object);

/* What a layout decides once, over all its moments: which atoms stand on the heap, which sequences stand upright, what
 * is hidden. So nothing flips from picture to picture. Private to the layout. */
#pragma once

#include "layout/layout.h"
#include "timeline/vocabulary.h"

typedef struct {
  HrLayoutOptions options; /* strings owned below */
  char **hide, **focus;
  GHashTable *only;    /* ids; NULL: all objects */
  GHashTable *asked;   /* ids of atoms whose identity some line asks for with `is`, under one of their names */
  GHashTable *upright; /* ids of sequences that hold references: one row for each element */
  GHashTable *nested, *unnested; /* ids of small containers that one cell holds; and of those that are more at times */
  GHashTable *crowded; /* ids of classes with so many instances at once that arrows to them would hide the rest */
} HrLayoutPlan;

void hr_layout_plan_init (HrLayoutPlan *plan, const HrLayoutOptions *options);
void hr_layout_plan_clear (HrLayoutPlan *plan);

/* Looks at the line of one step, at the names in it, and at how many instances its classes have. */
void hr_layout_plan_survey (HrLayoutPlan *plan, HrTimeline *timeline, const HrTimelineState *state);

/* Whether instances of the class @type have arrows to it although nobody asked for types. */
gboolean hr_layout_plan_shows_type_of_instances (const HrLayoutPlan *plan, guint32 type);

/* Whether a slot that holds @object writes its value, instead of pointing to it. */
gboolean hr_layout_plan_is_inline (const HrLayoutPlan *plan, const HrTimelineObject *object);
/* The same for a name in a frame. */
gboolean hr_layout_plan_is_boxed_beside_name (const HrLayoutPlan *plan, const HrTimelineObject *object);

gboolean hr_layout_plan_shows_name (const HrLayoutPlan *plan, const HrTimelineName *name);
/* Whether the slot has a row or cell in its object's card, as far as the kind of slot goes. */
gboolean hr_layout_plan_shows_slot (const HrLayoutPlan *plan, const HrTimelineSlot *slot);

/* Whether object @id may be in the picture. */
gboolean hr_layout_plan_admits (const HrLayoutPlan *plan, guint32 id);
/* Which small containers can be nested at all moments: called for each. */
void hr_layout_plan_survey_nests (HrLayoutPlan *plan, const HrTimelineState *state);
gboolean hr_layout_plan_is_nested (const HrLayoutPlan *plan, guint32 id);

/* Whether @object's card has room for @slot, as far as the picture is about something. */
gboolean hr_layout_plan_slot_matters (const HrLayoutPlan *plan, const HrTimelineObject *object,
                                      const HrTimelineSlot *slot);

/* Whether a dict's key is an object that a card shows: one that is known by what it is and not by what it says. Atoms,
 * and tuples of nothing but atoms, are written. */
gboolean hr_layout_plan_points_to_key (const HrTimelineState *state, guint32 key);

/* Which of @n rows are shown: the first @head and the last @tail; all when head is @n. */
typedef struct {
  guint head, tail;
} HrLayoutCut;
HrLayoutCut hr_layout_plan_cut (const HrLayoutPlan *plan, guint n);

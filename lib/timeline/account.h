/* The account of an object's refcount at one step: who holds its references, each by name.
 *
 * Those that the picture shows follow from the state: names, slots, and the class that an instance of a class made at
 * run time holds. The others were found by the recorder where it was asked (--refs account). What is left is
 * unexplained, and said to be. Knows states; knows nothing of pictures. */
#pragma once

#include "timeline/state.h"

/* One reference that the picture shows; borrowed from the state. */
typedef struct {
  guint32 value;                  /* the object referred to */
  const HrTimelineFrame *frame;   /* by a name of it, */
  const HrTimelineName *name;     /* which may be a return value or one on the evaluation stack; or */
  const HrTimelineObject *object; /* by an object: */
  const HrTimelineSlot *slot;     /* by this slot; NULL: as its class */
  gboolean key;                   /* by the key of that slot, not the value */
} HrTimelineReference;

typedef void (*HrTimelineReferenceFunc) (gpointer data, const HrTimelineReference *reference);

/* Calls @func for each reference that counts, names first (frames oldest first), then slots (by object). */
void hr_timeline_each_reference (const HrTimelineState *state, HrTimelineReferenceFunc func, gpointer data);
/* "name x of f", "element 2 of list-3", "class of Point-4". Newly allocated. */
char *hr_timeline_reference_dup_text (const HrTimelineState *state, const HrTimelineReference *reference);

typedef struct {
  char *text;            /* "name x of f", "element 2 of list-3", "constant of f" */
  gboolean visible;      /* a name or a slot of the picture */
  HrHolderKind kind;     /* where it is not visible */
  guint32 object, frame; /* ids of the holder in the picture, or 0 */
  guint count;           /* references, from 1 */
} HrTimelineAccountHolder;

typedef struct {
  gint64 refcount;
  gint64 explained;   /* references that `holders` make up; never more than there are names for */
  gint64 unexplained; /* refcount less explained; below 0 when the picture shows more than there are */
  GArray *holders;    /* HrTimelineAccountHolder: names (frames oldest first), slots (by object), then the others */
} HrTimelineAccount;

/* The account of object @id. NULL when the state does not hold it, or it is shared: such a count says nothing. */
HrTimelineAccount *hr_timeline_account_new (const HrTimelineState *state, guint32 id);
void hr_timeline_account_free (HrTimelineAccount *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTimelineAccount, hr_timeline_account_free)

/* Whether the recorder was asked to find holders (--refs account). */
gboolean hr_timeline_has_accounts (HrTimeline *timeline);

/* How many references of each object the holders explain, all at once: id → count. For whoever wants all objects of a
 * state; objects that nothing holds are not in the table. */
GHashTable *hr_timeline_account_new_counts (const HrTimelineState *state);

/* Why object @id, which was there in @before and died by @after, lost its last reference: "`x` was its last name",
 * "`f`, where it was named `x`, has returned", "it was element 2 of list-3" … Where several references went, one of
 * them: names come first. NULL when @before shows none. Newly allocated; names of the program's stand in backquotes. */
char *hr_timeline_death_dup_cause (const HrTimelineState *before, const HrTimelineState *after, guint32 id);

/* The same for all that were freed in @after, at the price of one: id → cause. */
GHashTable *hr_timeline_death_new_causes (const HrTimelineState *before, const HrTimelineState *after);

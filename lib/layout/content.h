/* What a box says at one moment, before anything is measured: its title, its rows or cells, what they hold or point to.
 * Private to the layout. */
#pragma once

#include "layout/view.h"

typedef enum {
  HR_ENTRY_ROW,  /* name on the left, value or dot on the right */
  HR_ENTRY_CELL, /* bordered, beside one another, index above */
  HR_ENTRY_NOTE, /* a row in italics; in a sequence of cells it stands in the place of one */
  HR_ENTRY_TEXT, /* a row of code: a signature */
} HrEntryKind;

typedef struct {
  HrEntryKind kind;
  HrBoxState state;
  gboolean named;    /* a row that its name holds for life; others count their own positions, after those */
  gboolean returned; /* a frame's return value */
  gboolean remark;   /* a row in italics on the object as a whole; its name is all of it */
  guint position;    /* which row or cell; stays the same while the box lives */
  char *name;        /* row label, index; NULL none */
  char *value;       /* written inside; NULL when it points or is a mere label */
  gboolean boxed;    /* value in a box of its own */
  guint32 target;    /* object it points to, 0 none */
  gboolean weak;     /* points without holding */
} HrEntry;

typedef struct {
  HrBoxKind box;
  HrBoxState state;
  guint32 id;
  const char *name; /* chips: which name of the frame; borrowed from the view */
  HrObjectKind object;
  gboolean current, immutable, shared, unreachable;
  gboolean indexed; /* cells carry their index */
  gboolean fluid;   /* cells: as wide as there are cells now, while a card of rows keeps its width */
  char *title, *label, *tooltip;
  char *refs;      /* the pill: "refs 2", "shared", "thread 2" where a frame begins another thread's stack; NULL none */
  GArray *entries; /* HrEntry */
} HrContent;

/* Rows, cells and notes of one box have numbers of their own. */
static inline guint hr_entry_slot (const HrEntry *entry)
{
  return entry->position * 2 + (entry->named ? 1 : 0);
}

/* The row that a name or attribute has for life in a box: name → number + 1. Names not yet there are appended. */
typedef GHashTable HrRowTable;
HrRowTable *hr_row_table_new (void);
guint hr_row_table_position (HrRowTable *rows, const char *name);

HrContent *hr_content_new_object (const HrLayoutPlan *plan, const HrLayoutView *view, HrTimeline *timeline,
                                  const HrViewObject *item, HrRowTable *rows);
HrContent *hr_content_new_frame (const HrLayoutPlan *plan, const HrLayoutView *view, const HrViewFrame *item,
                                 HrRowTable *rows);
/* A chip for @name of the frame. NULL when it has none because the name is hidden. */
HrContent *hr_content_new_chip (const HrLayoutPlan *plan, const HrLayoutView *view, const HrViewFrame *item,
                                const HrTimelineName *name);
void hr_content_free (HrContent *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrContent, hr_content_free)

static inline const HrEntry *hr_content_entry (const HrContent *content, guint index)
{
  return &g_array_index (content->entries, HrEntry, index);
}

/* The header of an object's box. */
void hr_content_fill_header (HrContent *content, const HrLayoutPlan *plan, const HrLayoutView *view,
                             HrTimeline *timeline, const HrViewObject *item);
/* Rows on the object's references that no arrow shows, below all others (remarks.c). */
void hr_content_add_remarks (HrContent *content, const HrLayoutPlan *plan, const HrLayoutView *view,
                             HrTimeline *timeline, const HrViewObject *item);
/* " + constant of f": the same in one line, for an atom's label; "" when there is nothing to say. */
char *hr_content_dup_holders (const HrTimelineState *state, guint32 id);
/* A small container as it would be written, "[1, 2]", or NULL: it is none, or holds more than atoms (nest.c). */
char *hr_content_dup_nested (const HrTimelineState *state, const HrTimelineObject *object);
/* @text with what cannot be seen made visible: control characters as pictures, direction marks by number. */
char *hr_content_dup_visible (const char *text);
/* The row of code under the title, or NULL: a signature, a literal, where suspended code stands. */
char *hr_content_dup_summary (const HrTimelineObject *object);
/* Whether title or summary say what is in @slot, so that it needs no row. */
gboolean hr_content_is_summarised (const HrTimelineObject *object, const HrTimelineSlot *slot);
/* The title of a card that is named by its type. */
char *hr_content_dup_type_title (const HrTimelineObject *object);

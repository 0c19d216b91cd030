/* The union over all moments: every box and arrow that ever is, with what stays the same about it. Private to the
 * layout. */
#pragma once

#include "layout/card.h"
#include "layout/graph.h"

#define HR_NO_PLACE G_MAXUINT

/* What tells whether a box is, or stands in, a matrix (matrix.h). */
typedef struct {
  guint outer, outer_slot; /* the one box and row of the heap that points to it; HR_NO_PLACE none */
  gboolean shared;         /* more than those do */
  gboolean mixed, bears;   /* some of its entries point nowhere; some point somewhere */
  gboolean in_cells, is_container;
  double cells_pt; /* its height */
} HrBoxInner;

typedef struct {
  HrBoxKind kind; /* FRAME, CHIP, OBJECT or ATOM */
  guint32 id;     /* of the frame or object */
  char *name;     /* CHIP */
  HrCardShape shape;
  HrRowTable *rows;
  HrLayoutLife life;
  HrSize room;      /* the largest it is, labels included */
  double height_pt; /* the highest it is, without labels */
  double label_pt;  /* what its label takes below it */
  guint like;       /* boxes of one number hold objects of one type */
  gboolean shelf, types, metaclass;
  gboolean tight; /* the next inner container stands close below it */
  HrBoxInner inner;
  guint32 thread;
  guint depth;
  guint holder, holder_slot; /* the box and row that pointed to it first; HR_NO_PLACE when none did */
  guint place;
} HrBoxRecord;

/* An arrow between two boxes, all moments together. */
typedef struct {
  guint from, to; /* records */
  HrArrowKind kind;
  guint slot; /* row or cell of its start */
  HrPoint dot;
  gboolean dot_from_right;                                         /* dot.x counts from the right border */
  double from_width_pt, from_height_pt, to_width_pt, to_height_pt; /* least */
  HrLayoutLife life;
  guint edge; /* of the graph */
} HrArrowRecord;

typedef struct {
  GArray *boxes;                        /* HrBoxRecord, in the order of first appearance */
  GArray *arrows;                       /* HrArrowRecord */
  GHashTable *frames, *objects, *chips; /* key → index + 1 */
  GHashTable *arrow_index;              /* "from:slot:to:kind" → index + 1 */
  HrRowTable *types;                    /* names of types → number */
} HrBoxTable;

void hr_box_table_init (HrBoxTable *table);
void hr_box_table_clear (HrBoxTable *table);

static inline HrBoxRecord *hr_box_table_box (const HrBoxTable *table, guint index)
{
  return &g_array_index (table->boxes, HrBoxRecord, index);
}

static inline HrArrowRecord *hr_box_table_arrow (const HrBoxTable *table, guint index)
{
  return &g_array_index (table->arrows, HrArrowRecord, index);
}

/* The record's index, made when it is not there yet. */
guint hr_box_table_frame (HrBoxTable *table, guint32 id);
guint hr_box_table_chip (HrBoxTable *table, guint32 frame, const char *name);
guint hr_box_table_object (HrBoxTable *table, guint32 id, gboolean atom);
/* HR_NO_PLACE when there is none. */
guint hr_box_table_find_arrow (const HrBoxTable *table, guint from, guint slot, guint to, HrArrowKind kind);
guint hr_box_table_arrow_index (HrBoxTable *table, guint from, guint slot, guint to, HrArrowKind kind);

/* Slots that are no rows. */
#define HR_SLOT_OF_TYPE 1000000u
#define HR_SLOT_OF_BASE 1000001u /* and on, base by base */

/* Gives every box a place (boxes whose lives do not meet may share one) and makes the graph of places and arrows. */
void hr_box_table_fill_graph (HrBoxTable *table, HrLayoutGraph *graph);

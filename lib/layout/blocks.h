/* Items that stand in one row because their arrow is to be straight, and what keeps such rows apart. Private to the
 * layout. */
#pragma once

#include "layout/sheet.h"

/* One block stands above another: item by item in some column. */
typedef struct {
  guint above, below;           /* blocks */
  guint above_item, below_item; /* in that column */
  double distance;              /* from block to block, at least */
} HrBound;

typedef struct {
  HrSheet *sheet;
  guint *rank;                              /* item → in its column */
  guint *block;                             /* item → block, named by its leftmost item */
  double *offset;                           /* item → its y in the block's */
  guint *left, *right;                      /* item → its neighbours in the block */
  guint8 *joint;                            /* item → how much its joint to the right one is worth */
  GArray *bounds;                           /* HrBound */
  guint *up_first, *up, *down_first, *down; /* block → bounds to those above it, and below it; one more at the end */
  GArray *order;                            /* blocks, each after all above it */
  double *first, *last; /* block → the least y it can have, and the greatest without making the whole higher */
} HrBlocks;

/* Blocks that do not make the whole much higher than its highest column is. */
HrBlocks *hr_blocks_new (HrSheet *sheet);
void hr_blocks_free (HrBlocks *blocks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrBlocks, hr_blocks_free)

static inline const HrBound *hr_blocks_bound (const HrBlocks *blocks, guint index)
{
  return &g_array_index (blocks->bounds, HrBound, index);
}

/* The item that moves with @item: itself, or the shelf it is in. */
static inline guint hr_sheet_owner (const HrSheet *sheet, guint item)
{
  guint inside = hr_sheet_item (sheet, item)->inside;
  return inside == HR_NO_ITEM ? item : inside;
}

static inline gboolean hr_sheet_is_movable (const HrSheet *sheet, guint item)
{
  return !hr_sheet_item (sheet, hr_sheet_owner (sheet, item))->fixed;
}

static inline gboolean hr_sheet_is_level (const HrSheetLink *link)
{
  return link->a_y >= link->low_y && link->a_y <= link->high_y;
}

#include "layout/matrix.h"

#define FEWEST_ROWS 2
#define BETWEEN_PT 8.0 /* from one inner container to the next */
#define MOST_ROW_PT 132.0

static gboolean is_container (HrObjectKind kind)
{
  return kind == HR_KIND_LIST || kind == HR_KIND_TUPLE || kind == HR_KIND_DICT || kind == HR_KIND_DEQUE;
}

static void survey_box (HrBoxTable *table, const HrMomentBox *item)
{
  HrBoxRecord *box = hr_box_table_box (table, item->record);
  const HrContent *content = item->content;
  box->inner.in_cells = content->fluid && content->box == HR_BOX_OBJECT;
  box->inner.is_container = content->box == HR_BOX_OBJECT && is_container (content->object);
  for (guint i = 0; i < content->entries->len; i++) {
    const HrEntry *entry = hr_content_entry (content, i);
    gboolean empty = content->entries->len == 1 && entry->kind == HR_ENTRY_NOTE;
    box->inner.mixed |= entry->target == 0 && !empty;
    box->inner.bears |= entry->target > 0;
  }
  box->inner.cells_pt = MAX (box->inner.cells_pt, hr_card_cells_height (content, &box->shape));
}

static void survey_arrow (HrBoxTable *table, const HrMoment *moment, const HrMomentArrow *arrow)
{
  guint from = g_array_index (moment->boxes, HrMomentBox, arrow->from).record;
  guint to = g_array_index (moment->boxes, HrMomentBox, arrow->to).record;
  HrBoxRecord *inner = hr_box_table_box (table, to);
  if (!arrow->entry || hr_box_table_box (table, from)->kind != HR_BOX_OBJECT)
    return;
  if (inner->inner.outer == HR_NO_PLACE) {
    inner->inner.outer = from;
    inner->inner.outer_slot = arrow->slot;
  } else if (inner->inner.outer != from || inner->inner.outer_slot != arrow->slot) {
    inner->inner.shared = TRUE;
  }
}

void hr_matrix_survey (HrBoxTable *table, const HrMoment *moment)
{
  for (guint i = 0; i < moment->boxes->len; i++)
    survey_box (table, &g_array_index (moment->boxes, HrMomentBox, i));
  for (guint i = 0; i < moment->arrows->len; i++)
    survey_arrow (table, moment, &g_array_index (moment->arrows, HrMomentArrow, i));
}

/* Of each outer container: how many rows it has, how high the highest inner one is, and which row is its last. */
typedef struct {
  guint n, last_slot;
  double highest_pt;
  gboolean unfit;
} Outer;

static void settle_outer (HrBoxRecord *box, const Outer *outer)
{
  double row_pt = outer->highest_pt + BETWEEN_PT;
  if (box->inner.is_container && !box->inner.mixed && !outer->unfit && outer->n >= FEWEST_ROWS && row_pt <= MOST_ROW_PT)
    box->shape.row_pt = row_pt;
}

void hr_matrix_settle (HrBoxTable *table)
{
  guint n = table->boxes->len;
  g_autofree Outer *outers = g_new0 (Outer, n + 1);
  for (guint i = 0; i < n; i++) {
    const HrBoxRecord *box = hr_box_table_box (table, i);
    if (box->inner.outer == HR_NO_PLACE)
      continue;
    Outer *outer = &outers[box->inner.outer];
    outer->n++;
    outer->last_slot = MAX (outer->last_slot, box->inner.outer_slot);
    outer->highest_pt = MAX (outer->highest_pt, box->inner.cells_pt);
    outer->unfit |= box->inner.shared || box->inner.bears || !box->inner.in_cells;
  }
  for (guint i = 0; i < n; i++)
    settle_outer (hr_box_table_box (table, i), &outers[i]);
  for (guint i = 0; i < n; i++) {
    HrBoxRecord *box = hr_box_table_box (table, i);
    guint outer = box->inner.outer;
    box->tight = outer != HR_NO_PLACE && hr_box_table_box (table, outer)->shape.row_pt > 0 &&
                 box->inner.outer_slot != outers[outer].last_slot;
  }
}

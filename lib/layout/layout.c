#include "layout/layout.h"

#include <math.h>

#include "layout/matrix.h"
#include "layout/metrics.h"

#define LANE_PAD_PT 16.0
#define LANE_GAP_PT 16.0
#define LANE_TITLE_PT 40.0 /* from a lane's top to its first box */
#define LANE_BELOW_PT 24.0
#define HEAP_LEAST_PT 220.0
#define STACK_GAP_PT 16.0
#define CHIP_GAP_PT 10.0
#define SHELF_TITLE_PT 26.0 /* an atom in the first row is level with a frame's first name */
#define SHELF_PAD_PT 16.0

/* Names that hold atoms, and questions of identity. */
static gboolean survey_names (HrLayout *layout, GError **error)
{
  for (guint i = 0; i < layout->n_moments; i++) {
    gint64 steps[] = { layout->moments[i].since, layout->moments[i].step };
    for (guint k = 0; k < G_N_ELEMENTS (steps); k++) {
      if (steps[k] < 0 || (k == 0 && i > 0 && steps[k] == layout->moments[i - 1].step))
        continue;
      g_autoptr (HrTimelineState) state = hr_timeline_state_new (layout->timeline, (guint32)steps[k], error);
      if (!state)
        return FALSE;
      hr_layout_plan_survey (&layout->plan, layout->timeline, state);
    }
  }
  return TRUE;
}

/* A sequence stands upright as soon as any cell but its last points somewhere: from the last, an arrow leaves without
 * running over others. */
static gboolean needs_rows (const HrContent *content)
{
  guint last = 0, first_pointing = G_MAXUINT;
  for (guint i = 0; i < content->entries->len; i++) {
    const HrEntry *entry = hr_content_entry (content, i);
    if (entry->kind != HR_ENTRY_CELL && !(entry->kind == HR_ENTRY_NOTE && content->fluid))
      continue;
    last = MAX (last, entry->position);
    if (entry->target > 0)
      first_pointing = MIN (first_pointing, entry->position);
  }
  return first_pointing < last;
}

static void survey_box (HrLayout *layout, const HrMomentBox *item, guint moment)
{
  HrBoxRecord *box = hr_box_table_box (&layout->table, item->record);
  hr_layout_life_add (&box->life, moment);
  box->shape.cell_width_pt =
      MAX (box->shape.cell_width_pt, hr_card_cell_width (item->content, layout->measure, layout->plan.options.chips));
  if (needs_rows (item->content))
    g_hash_table_add (layout->plan.upright, GUINT_TO_POINTER (item->content->id));
}

static gboolean survey_boxes (HrLayout *layout, GError **error)
{
  for (guint i = 0; i < layout->n_moments; i++) {
    g_autoptr (HrMoment) moment = hr_moment_new (layout, i, error);
    if (!moment)
      return FALSE;
    for (guint k = 0; k < moment->boxes->len; k++)
      survey_box (layout, &g_array_index (moment->boxes, HrMomentBox, k), i);
    hr_matrix_survey (&layout->table, moment);
  }
  for (guint i = 0; i < layout->table.boxes->len; i++) {
    HrBoxRecord *box = hr_box_table_box (&layout->table, i);
    box->shape.n_named = g_hash_table_size (box->rows);
  }
  hr_matrix_settle (&layout->table);
  return TRUE;
}

static void measure_box (HrLayout *layout, const HrMomentBox *item, HrSize *size)
{
  HrBoxRecord *box = hr_box_table_box (&layout->table, item->record);
  *size = hr_card_size (item->content, &box->shape, layout->measure);
  if (!item->content->fluid)
    box->shape.width_pt = MAX (box->shape.width_pt, size->width);
  box->room.width = MAX (box->room.width, size->width);
  /* A frame returns when those it called are gone: its last row may reach into their room, and so may "frame gone". */
  double room = box->kind == HR_BOX_FRAME ? size->height - hr_card_return_height (item->content)
                                          : size->height + hr_card_label_height (item->content);
  box->room.height = MAX (box->room.height, room);
  box->height_pt = MAX (box->height_pt, size->height);
  box->label_pt = MAX (box->label_pt, hr_card_label_height (item->content));
}

static void measure_arrow (HrLayout *layout, const HrMoment *moment, const HrMomentArrow *item, const HrSize *sizes,
                           guint index)
{
  const HrMomentBox *from = &g_array_index (moment->boxes, HrMomentBox, item->from);
  const HrMomentBox *to = &g_array_index (moment->boxes, HrMomentBox, item->to);
  guint at = hr_box_table_arrow_index (&layout->table, from->record, item->slot, to->record, item->kind);
  HrArrowRecord *arrow = hr_box_table_arrow (&layout->table, at);
  hr_layout_life_add (&arrow->life, index);
  arrow->from_width_pt = MIN (arrow->from_width_pt, sizes[item->from].width);
  arrow->from_height_pt = MIN (arrow->from_height_pt, sizes[item->from].height);
  arrow->to_width_pt = MIN (arrow->to_width_pt, sizes[item->to].width);
  arrow->to_height_pt = MIN (arrow->to_height_pt, sizes[item->to].height);
  if (!item->entry)
    return;
  const HrBoxRecord *box = hr_box_table_box (&layout->table, from->record);
  arrow->dot = hr_card_dot (from->content, &box->shape, item->entry, sizes[item->from].width);
  arrow->dot_from_right = item->entry->kind == HR_ENTRY_ROW;
  if (arrow->dot_from_right)
    arrow->dot.x = sizes[item->from].width - arrow->dot.x;
  HrBoxRecord *target = hr_box_table_box (&layout->table, to->record);
  if (target->holder == HR_NO_PLACE) {
    target->holder = from->record;
    target->holder_slot = item->slot;
  }
}

static void mark_metaclasses (HrLayout *layout, const HrMoment *moment)
{
  for (guint i = 0; i < moment->arrows->len; i++) {
    const HrMomentArrow *arrow = &g_array_index (moment->arrows, HrMomentArrow, i);
    const HrMomentBox *from = &g_array_index (moment->boxes, HrMomentBox, arrow->from);
    const HrMomentBox *to = &g_array_index (moment->boxes, HrMomentBox, arrow->to);
    if (arrow->kind == HR_ARROW_TYPE && from->content->object == HR_KIND_CLASS)
      hr_box_table_box (&layout->table, to->record)->metaclass = TRUE;
  }
}

static gboolean measure_boxes (HrLayout *layout, GError **error)
{
  for (guint i = 0; i < layout->n_moments; i++) {
    g_autoptr (HrMoment) moment = hr_moment_new (layout, i, error);
    if (!moment)
      return FALSE;
    g_autofree HrSize *sizes = g_new0 (HrSize, moment->boxes->len + 1);
    for (guint k = 0; k < moment->boxes->len; k++)
      measure_box (layout, &g_array_index (moment->boxes, HrMomentBox, k), &sizes[k]);
    for (guint k = 0; k < moment->arrows->len; k++)
      measure_arrow (layout, moment, &g_array_index (moment->arrows, HrMomentArrow, k), sizes, i);
    mark_metaclasses (layout, moment);
  }
  return TRUE;
}

/* All frames are as wide as the widest, all chips too: dots and arrows then begin in one line. */
static void even_out_stack (HrLayout *layout)
{
  double width = 0;
  for (guint i = 0; i < layout->table.boxes->len; i++) {
    const HrBoxRecord *box = hr_box_table_box (&layout->table, i);
    if (box->kind == HR_BOX_FRAME || box->kind == HR_BOX_CHIP)
      width = MAX (width, box->shape.width_pt);
  }
  for (guint i = 0; i < layout->table.boxes->len; i++) {
    HrBoxRecord *box = hr_box_table_box (&layout->table, i);
    if (box->kind == HR_BOX_FRAME || box->kind == HR_BOX_CHIP)
      box->shape.width_pt = box->room.width = width;
  }
}

/* Frames may reach below their places. */
static void include_frames (HrLayout *layout)
{
  for (guint i = 0; i < layout->table.boxes->len; i++) {
    const HrBoxRecord *box = hr_box_table_box (&layout->table, i);
    if (box->kind == HR_BOX_FRAME) {
      double top = hr_layout_graph_place (layout->graph, box->place)->y;
      layout->size_pt.height = MAX (layout->size_pt.height, top + box->height_pt + box->label_pt);
    }
  }
}

static guint count_heap_columns (const HrLayoutGraph *graph)
{
  guint n = 1;
  for (guint i = 0; i < graph->places->len; i++)
    n = MAX (n, hr_layout_graph_place (graph, i)->column);
  return n;
}

/* Folds the heap into ever fewer columns until it is at most @width_pt wide, if that is more than 0. */
static void arrange_within (HrLayoutGraph *graph, double width_pt)
{
  hr_layout_graph_arrange (graph);
  for (guint n = count_heap_columns (graph);
       width_pt > 0 && graph->shapes && graph->size_pt.width > width_pt && n > 1;) {
    graph->most_columns = --n;
    hr_layout_graph_arrange (graph);
  }
}

/* Links back to the one before start on the left. */
static void mark_left_dots (HrLayout *layout)
{
  for (guint i = 0; i < layout->table.arrows->len; i++) {
    const HrArrowRecord *arrow = hr_box_table_arrow (&layout->table, i);
    HrCardShape *shape = &hr_box_table_box (&layout->table, arrow->from)->shape;
    if (!hr_layout_graph_edge (layout->graph, arrow->edge)->leftward)
      continue;
    if (!shape->left_dots)
      shape->left_dots = g_hash_table_new (NULL, NULL);
    g_hash_table_add (shape->left_dots, GUINT_TO_POINTER (arrow->slot));
  }
}

static void arrange (HrLayout *layout)
{
  gboolean chips = layout->plan.options.chips, bare = chips || layout->plan.options.bare;
  HrLayoutGraph *graph = layout->graph;
  graph->left_pt = HR_METRICS_MARGIN_PT + (bare ? 0 : LANE_PAD_PT);
  graph->top_pt = HR_METRICS_MARGIN_PT + (bare ? 0 : LANE_TITLE_PT);
  graph->channel_lead_pt = bare ? 16 : LANE_PAD_PT + 8;
  graph->channel_least_pt = bare ? 44 : 48;
  graph->stack_gap_pt = chips ? CHIP_GAP_PT : STACK_GAP_PT;
  graph->shelf_title_pt = SHELF_TITLE_PT;
  HrFont font = hr_metrics_font (HR_BOX_SHELF, HR_PART_TITLE, NULL);
  double title = hr_text_measure_width (layout->measure, &font, HR_SHELF_TITLE);
  graph->shelf_width_pt = HR_METRICS_GRID_PT * ceil ((title + 2 * SHELF_PAD_PT) / HR_METRICS_GRID_PT);
  hr_box_table_fill_graph (&layout->table, graph);
  arrange_within (graph, layout->plan.options.width_pt - HR_METRICS_MARGIN_PT - (bare ? 0 : LANE_PAD_PT));
  mark_left_dots (layout);
  layout->size_pt = graph->size_pt;
  include_frames (layout);
  layout->size_pt.width += HR_METRICS_MARGIN_PT;
  layout->size_pt.height += HR_METRICS_MARGIN_PT;
  if (bare)
    return;
  double heap_left = graph->left_pt + hr_layout_stack_width (layout) + LANE_PAD_PT + LANE_GAP_PT;
  layout->size_pt.width = MAX (layout->size_pt.width + LANE_PAD_PT, heap_left + HEAP_LEAST_PT + HR_METRICS_MARGIN_PT);
  layout->size_pt.height += LANE_BELOW_PT;
}

double hr_layout_stack_width (const HrLayout *layout)
{
  double width = 0;
  for (guint i = 0; i < layout->graph->places->len; i++)
    if (hr_layout_graph_place (layout->graph, i)->band == HR_BAND_STACK)
      width = MAX (width, hr_layout_graph_place (layout->graph, i)->size_pt.width);
  return width;
}

HrLayout *hr_layout_new (HrTimeline *timeline, const HrLayoutMoment *moments, guint n_moments,
                         const HrLayoutOptions *options, HrTextMeasure *measure, GError **error)
{
  HrLayout *layout = g_new0 (HrLayout, 1);
  layout->timeline = hr_timeline_ref (timeline);
  layout->measure = measure;
  layout->moments = g_memdup2 (moments, n_moments * sizeof *moments);
  layout->n_moments = n_moments;
  layout->graph = hr_layout_graph_new ();
  hr_layout_plan_init (&layout->plan, options);
  hr_box_table_init (&layout->table);
  if (!survey_names (layout, error) || !survey_boxes (layout, error) || !measure_boxes (layout, error)) {
    hr_layout_free (layout);
    return NULL;
  }
  even_out_stack (layout);
  arrange (layout);
  return layout;
}

void hr_layout_free (HrLayout *layout)
{
  if (!layout)
    return;
  hr_timeline_unref (layout->timeline);
  g_free (layout->moments);
  hr_layout_graph_free (layout->graph);
  hr_layout_plan_clear (&layout->plan);
  hr_box_table_clear (&layout->table);
  g_free (layout);
}

guint hr_layout_n_moments (const HrLayout *layout)
{
  return layout->n_moments;
}

HrTimeline *hr_layout_peek_timeline (const HrLayout *layout)
{
  return layout->timeline;
}

const HrLayoutMoment *hr_layout_peek_moment (const HrLayout *layout, guint moment)
{
  g_assert (moment < layout->n_moments);
  return &layout->moments[moment];
}

const HrLayoutOptions *hr_layout_peek_options (const HrLayout *layout)
{
  return &layout->plan.options;
}

HrTextMeasure *hr_layout_peek_measure (const HrLayout *layout)
{
  return layout->measure;
}

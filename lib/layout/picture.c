/* One moment, cut out of the places and routes of all. */
#include <math.h>
#include <string.h>

#include "layout/metrics.h"
#include "layout/moment.h"

#define LANE_PAD_PT 16.0
#define LABEL_OFF_PT 8.0
#define LABEL_HEIGHT_PT 14.0
#define MOST_LABEL_PT 32.0 /* width of "type" or "base", with room around it */

typedef struct {
  HrLayoutPicture picture; /* what the caller sees */
  GArray *boxes, *parts, *arrows;
  GStringChunk *strings;
} Picture;

typedef struct {
  HrLayout *layout;
  HrMoment *moment;
  Picture *out;
  guint first_box; /* of the moment's boxes in the picture's */
} Building;

static guint begin_box (Building *b, HrLayoutBox box)
{
  box.first_part = b->out->parts->len;
  g_array_append_val (b->out->boxes, box);
  return b->out->boxes->len - 1;
}

static void end_box (Building *b, guint index)
{
  HrLayoutBox *box = &g_array_index (b->out->boxes, HrLayoutBox, index);
  box->n_parts = b->out->parts->len - box->first_part;
}

/* A lane or the shelf: a ground with its name in the corner. */
static void add_ground (Building *b, HrBoxKind kind, HrRect rect, const char *title, double baseline)
{
  guint index = begin_box (b, (HrLayoutBox){ .kind = kind, .rect = rect });
  HrLayoutPart part = { .role = HR_PART_TITLE, .rect = { rect.x, rect.y, rect.width, baseline + 8 }, .text = title };
  part.anchor = (HrPoint){ rect.x + LANE_PAD_PT, rect.y + baseline };
  g_array_append_val (b->out->parts, part);
  end_box (b, index);
}

static void add_lanes (Building *b)
{
  const HrLayout *layout = b->layout;
  double top = HR_METRICS_MARGIN_PT, bottom = layout->size_pt.height - HR_METRICS_MARGIN_PT;
  double stack = hr_layout_stack_width (layout) + 2 * LANE_PAD_PT;
  double heap = HR_METRICS_MARGIN_PT + stack + LANE_PAD_PT;
  double right = layout->size_pt.width - HR_METRICS_MARGIN_PT;
  add_ground (b, HR_BOX_LANE, (HrRect){ HR_METRICS_MARGIN_PT, top, stack, bottom - top }, "STACK", 24);
  add_ground (b, HR_BOX_LANE, (HrRect){ heap, top, right - heap, bottom - top }, "HEAP", 24);
}

static gboolean uses_shelf (const Building *b)
{
  for (guint i = 0; i < b->moment->boxes->len; i++) {
    guint record = g_array_index (b->moment->boxes, HrMomentBox, i).record;
    if (hr_box_table_box (&b->layout->table, record)->shelf)
      return TRUE;
  }
  return FALSE;
}

static HrRect box_rect (const Building *b, const HrMomentBox *item)
{
  const HrBoxRecord *box = hr_box_table_box (&b->layout->table, item->record);
  const HrLayoutPlace *place = hr_layout_graph_place (b->layout->graph, box->place);
  HrSize size = hr_card_size (item->content, &box->shape, b->layout->measure);
  return (HrRect){ place->x, place->y, size.width, size.height };
}

static void add_box (Building *b, const HrMomentBox *item)
{
  const HrContent *content = item->content;
  const HrBoxRecord *record = hr_box_table_box (&b->layout->table, item->record);
  HrLayoutBox box = { .kind = content->box,
                      .state = content->state,
                      .id = content->id,
                      .object = content->object,
                      .current = content->current,
                      .immutable = content->immutable,
                      .shared = content->shared,
                      .unreachable = content->unreachable,
                      .rect = box_rect (b, item),
                      .header_pt = hr_card_header_height (content) };
  box.tooltip = g_string_chunk_insert_const (b->out->strings, content->tooltip ? content->tooltip : "");
  guint index = begin_box (b, box);
  HrCardOutput output = { b->out->parts, b->out->strings };
  if (content->state != HR_STATE_VACANT)
    hr_card_emit (content, &record->shape, b->layout->measure, box.rect, &output);
  end_box (b, index);
}

static gboolean frame_is_there (const Building *b, guint32 id)
{
  for (guint i = 0; i < b->moment->view->frames->len; i++) {
    const HrViewFrame *item = &g_array_index (b->moment->view->frames, HrViewFrame, i);
    if (item->frame->id == id)
      return TRUE;
  }
  return FALSE;
}

/* Chips of names that are not there now keep their place, empty. */
static void add_vacant_chips (Building *b)
{
  const HrBoxTable *table = &b->layout->table;
  g_autofree gboolean *there = g_new0 (gboolean, table->boxes->len + 1);
  for (guint i = 0; i < b->moment->boxes->len; i++)
    there[g_array_index (b->moment->boxes, HrMomentBox, i).record] = TRUE;
  for (guint i = 0; i < table->boxes->len; i++) {
    const HrBoxRecord *record = hr_box_table_box (table, i);
    if (record->kind != HR_BOX_CHIP || there[i] || record->place == HR_NO_PLACE || !frame_is_there (b, record->id))
      continue;
    const HrLayoutPlace *place = hr_layout_graph_place (b->layout->graph, record->place);
    HrRect rect = { place->x, place->y, place->size_pt.width, place->size_pt.height };
    HrLayoutBox box = { .kind = HR_BOX_CHIP, .state = HR_STATE_VACANT, .id = record->id, .rect = rect, .tooltip = "" };
    end_box (b, begin_box (b, box));
  }
}

static double round_inset (const HrLayoutBox *box, double y)
{
  double radius = box->rect.height / 2, off = fabs (y - box->rect.y - radius);
  return box->kind == HR_BOX_ATOM && off < radius ? radius - sqrt (radius * radius - off * off) : 0;
}

/* Draws @end, which the stretch from @before reaches, on to the border of @box as it is now. */
static void draw_on (HrPoint before, HrPoint *end, const HrLayoutBox *box)
{
  double right = box->rect.x + box->rect.width, bottom = box->rect.y + box->rect.height;
  if (before.y > end->y + 0.01 && fabs (before.x - end->x) < 0.01)
    end->y = bottom;
  else if (before.y < end->y - 0.01 && fabs (before.x - end->x) < 0.01)
    end->y = box->rect.y;
  else if (before.x > end->x)
    end->x = right - round_inset (box, end->y);
  else
    end->x = box->rect.x + round_inset (box, end->y);
}

static HrBoxState arrow_state (const HrMomentArrow *item, const HrLayoutBox *from, const HrLayoutBox *to)
{
  if (from->state == HR_STATE_GHOST || to->state == HR_STATE_GHOST)
    return HR_STATE_GHOST;
  return item->entry && item->entry->state != HR_STATE_PLAIN ? HR_STATE_NEW : HR_STATE_PLAIN;
}

static void add_arrow (Building *b, const HrMomentArrow *item)
{
  const HrMomentBox *from = &g_array_index (b->moment->boxes, HrMomentBox, item->from);
  const HrMomentBox *to = &g_array_index (b->moment->boxes, HrMomentBox, item->to);
  guint at = hr_box_table_find_arrow (&b->layout->table, from->record, item->slot, to->record, item->kind);
  g_assert (at != HR_NO_PLACE);
  const HrLayoutEdge *edge = hr_layout_graph_edge (b->layout->graph, hr_box_table_arrow (&b->layout->table, at)->edge);
  if (edge->n_points < 2)
    return;
  HrLayoutArrow arrow = { .kind = item->kind,
                          .from_box = b->first_box + item->from,
                          .to_box = b->first_box + item->to };
  const HrLayoutBox *from_box = &g_array_index (b->out->boxes, HrLayoutBox, arrow.from_box);
  const HrLayoutBox *to_box = &g_array_index (b->out->boxes, HrLayoutBox, arrow.to_box);
  arrow.state = arrow_state (item, from_box, to_box);
  HrPoint *points = g_memdup2 (edge->points, edge->n_points * sizeof (HrPoint));
  arrow.points = points;
  arrow.n_points = edge->n_points;
  if (!item->entry)
    draw_on (points[1], &points[0], from_box);
  draw_on (points[edge->n_points - 2], &points[edge->n_points - 1], to_box);
  g_array_append_val (b->out->arrows, arrow);
}

static gboolean is_free (const Picture *p, HrRect rect)
{
  for (guint i = 0; i < p->boxes->len; i++) {
    const HrLayoutBox *box = &g_array_index (p->boxes, HrLayoutBox, i);
    if (box->kind != HR_BOX_LANE && box->kind != HR_BOX_SHELF && hr_rect_overlaps (box->rect, rect))
      return FALSE;
  }
  for (guint i = 0; i < p->arrows->len; i++) {
    const HrLayoutArrow *arrow = &g_array_index (p->arrows, HrLayoutArrow, i);
    HrRect label = { arrow->label_at.x - 2, arrow->label_at.y - LABEL_HEIGHT_PT + 3, MOST_LABEL_PT, LABEL_HEIGHT_PT };
    if (arrow->label && hr_rect_overlaps (label, rect))
      return FALSE;
    for (guint k = 0; k + 1 < arrow->n_points; k++)
      if (hr_rect_crossed_by (rect, arrow->points[k], arrow->points[k + 1]))
        return FALSE;
  }
  return TRUE;
}

/* Beside an upright stretch, where nothing else is. */
static gboolean label_arrow (const Picture *p, HrLayoutArrow *arrow, const char *label, double width)
{
  for (guint k = 0; k + 1 < arrow->n_points; k++) {
    HrPoint a = arrow->points[k], c = arrow->points[k + 1];
    if (fabs (a.x - c.x) > 0.01 || fabs (a.y - c.y) < LABEL_HEIGHT_PT + 8)
      continue;
    double middle = (a.y + c.y) / 2;
    HrRect right = { a.x + LABEL_OFF_PT - 2, middle - LABEL_HEIGHT_PT / 2, width + 4, LABEL_HEIGHT_PT };
    HrRect left = right;
    left.x = a.x - LABEL_OFF_PT - 2 - width;
    gboolean to_right = is_free (p, right);
    if (!to_right && !is_free (p, left))
      continue;
    arrow->label = label;
    arrow->label_at = (HrPoint){ (to_right ? right.x : left.x) + 2, middle + 4 };
    return TRUE;
  }
  return FALSE;
}

/* The first of its kind that has room for it. */
static void label_kind (Building *b, HrArrowKind kind, const char *label)
{
  HrFont font = hr_metrics_font_arrow ();
  double width = hr_text_measure_width (b->layout->measure, &font, label);
  for (guint i = 0; i < b->out->arrows->len; i++) {
    HrLayoutArrow *arrow = &g_array_index (b->out->arrows, HrLayoutArrow, i);
    if (arrow->kind == kind && label_arrow (b->out, arrow, label, width))
      return;
  }
}

static void clear_arrow (gpointer data)
{
  g_free ((HrPoint *)((HrLayoutArrow *)data)->points);
}

static void publish (Picture *p)
{
  p->picture.boxes = (const HrLayoutBox *)(const void *)p->boxes->data;
  p->picture.n_boxes = p->boxes->len;
  p->picture.parts = (const HrLayoutPart *)(const void *)p->parts->data;
  p->picture.n_parts = p->parts->len;
  p->picture.arrows = (const HrLayoutArrow *)(const void *)p->arrows->data;
  p->picture.n_arrows = p->arrows->len;
}

HrLayoutPicture *hr_layout_picture_new (HrLayout *layout, guint index, GError **error)
{
  g_assert (index < layout->n_moments);
  g_autoptr (HrMoment) moment = hr_moment_new (layout, index, error);
  if (!moment)
    return NULL;
  Picture *out = g_new0 (Picture, 1);
  out->boxes = g_array_new (FALSE, FALSE, sizeof (HrLayoutBox));
  out->parts = g_array_new (FALSE, FALSE, sizeof (HrLayoutPart));
  out->arrows = g_array_new (FALSE, FALSE, sizeof (HrLayoutArrow));
  g_array_set_clear_func (out->arrows, clear_arrow);
  out->strings = g_string_chunk_new (1024);
  out->picture.size_pt = layout->size_pt;
  out->picture.n_left_out = hr_layout_view_n_left_out (moment->view);
  out->picture.n_frames_left_out = moment->view->n_frames_left_out;
  Building b = { layout, moment, out, 0 };
  if (!layout->plan.options.chips && !layout->plan.options.bare)
    add_lanes (&b);
  if (uses_shelf (&b))
    add_ground (&b, HR_BOX_SHELF, layout->graph->shelf, HR_SHELF_TITLE, 18);
  if (layout->plan.options.chips)
    add_vacant_chips (&b);
  b.first_box = out->boxes->len;
  for (guint i = 0; i < moment->boxes->len; i++)
    add_box (&b, &g_array_index (moment->boxes, HrMomentBox, i));
  for (guint i = 0; i < moment->arrows->len; i++)
    add_arrow (&b, &g_array_index (moment->arrows, HrMomentArrow, i));
  label_kind (&b, HR_ARROW_TYPE, "type");
  label_kind (&b, HR_ARROW_BASE, "base");
  publish (out);
  return &out->picture;
}

void hr_layout_picture_free (HrLayoutPicture *picture)
{
  if (!picture)
    return;
  Picture *p = (Picture *)(void *)picture;
  g_array_unref (p->boxes);
  g_array_unref (p->parts);
  g_array_unref (p->arrows);
  g_string_chunk_free (p->strings);
  g_free (p);
}

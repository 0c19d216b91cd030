#include <string.h>

#include "figure/draw.h"
#include "layout/metrics.h"

#define ROW_INSET_PT 2.0
#define DOUBLE_INSET_PT 3.0 /* between the two outlines of an immutable object */

typedef struct {
  HrPaint line, tint;
  const char *class_name;
} KindLook;

static KindLook kind_look (HrObjectKind kind)
{
  switch (kind) {
  case HR_KIND_OPAQUE:
  case HR_KIND_MODULE:
  case HR_KIND_CELL:
  case HR_KIND_ITERATOR:
  case HR_KIND_WEAKREF:
  case HR_KIND_TRACEBACK:
  case HR_KIND_CODE:
  case HR_KIND_STRUCTURE:
    return (KindLook){ HR_PAINT_OPAQUE, HR_PAINT_OPAQUE_TINT, "opaque" };
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_INT:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_STR:
  case HR_KIND_BYTES:
  case HR_KIND_RANGE:
  case HR_KIND_ELLIPSIS:
  case HR_KIND_BYTEARRAY:
    return (KindLook){ HR_PAINT_ATOM, HR_PAINT_ATOM_TINT, "atom" };
  case HR_KIND_LIST:
  case HR_KIND_TUPLE:
  case HR_KIND_DEQUE:
  case HR_KIND_ARRAY:
    return (KindLook){ HR_PAINT_SEQUENCE, HR_PAINT_SEQUENCE_TINT, "sequence" };
  case HR_KIND_DICT:
    return (KindLook){ HR_PAINT_MAPPING, HR_PAINT_MAPPING_TINT, "mapping" };
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
    return (KindLook){ HR_PAINT_SET, HR_PAINT_SET_TINT, "set" };
  case HR_KIND_INSTANCE:
  case HR_KIND_EXCEPTION:
    return (KindLook){ HR_PAINT_INSTANCE, HR_PAINT_INSTANCE_TINT, "instance" };
  case HR_KIND_CLASS:
    return (KindLook){ HR_PAINT_CLASS, HR_PAINT_CLASS_TINT, "class" };
  case HR_KIND_FUNCTION:
  case HR_KIND_METHOD:
  case HR_KIND_BUILTIN:
  case HR_KIND_GENERATOR:
    return (KindLook){ HR_PAINT_FUNCTION, HR_PAINT_FUNCTION_TINT, "function" };
  }
  g_assert_not_reached ();
}

static HrRect inset (HrRect rect, double by)
{
  return (HrRect){ rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by };
}

static gboolean is_marked (HrBoxState state)
{
  return state == HR_STATE_NEW || state == HR_STATE_CHANGED;
}

/* Names that are new or re-bound are both in the accent; inside objects a changed slot is amber. */
static gboolean is_name_box (const HrLayoutBox *box)
{
  return box->kind == HR_BOX_FRAME || box->kind == HR_BOX_CHIP;
}

static HrPaint mark_paint (const HrLayoutBox *box, HrBoxState state)
{
  return state == HR_STATE_NEW || is_name_box (box) ? HR_PAINT_NEW : HR_PAINT_CHANGED;
}

static HrPaint mark_tint (const HrLayoutBox *box, HrBoxState state)
{
  return state == HR_STATE_NEW || is_name_box (box) ? HR_PAINT_NEW_TINT : HR_PAINT_CHANGED_TINT;
}

/* A ghost is the box without its colours, in a dashed red outline: faded, yet its text keeps its contrast. */
static gboolean is_ghost (const HrLayoutBox *box, const HrLayoutPart *part)
{
  return box->state == HR_STATE_GHOST || part->state == HR_STATE_GHOST;
}

static HrPaint title_paint (const HrLayoutBox *box)
{
  switch (box->kind) {
  case HR_BOX_LANE:
  case HR_BOX_SHELF:
    return HR_PAINT_SOFT;
  case HR_BOX_FRAME:
    return box->current ? HR_PAINT_FRAME : HR_PAINT_SOFT;
  case HR_BOX_CHIP:
  case HR_BOX_ATOM:
    return HR_PAINT_TEXT;
  case HR_BOX_OBJECT:
    return kind_look (box->object).line;
  }
  g_assert_not_reached ();
}

/* Labels of rows inside objects are softer than the names in frames, which are the subject of the picture. */
static HrPaint name_paint (const HrLayoutBox *box, const HrLayoutPart *part)
{
  if (is_name_box (box))
    return is_marked (part->state) || (box->kind == HR_BOX_CHIP && is_marked (box->state)) ? HR_PAINT_NEW
                                                                                           : HR_PAINT_TEXT;
  return part->state == HR_STATE_NEW ? HR_PAINT_NEW : HR_PAINT_SOFT;
}

/* What a ghost's label says loudly ("freed", "frame gone") is the red one; the metrics make it bold. */
static HrPaint label_paint (const HrLayoutBox *box, const HrLayoutPart *part)
{
  if (!is_ghost (box, part))
    return HR_PAINT_SOFT;
  return hr_metrics_font (box->kind, part->role, part->text).weight >= 700 ? HR_PAINT_FREED : HR_PAINT_FAINT;
}

static HrPaint part_paint (const HrLayoutBox *box, const HrLayoutPart *part)
{
  if (part->role == HR_PART_LABEL)
    return label_paint (box, part);
  if (is_ghost (box, part))
    return HR_PAINT_FAINT;
  switch (part->role) {
  case HR_PART_TITLE:
    return title_paint (box);
  case HR_PART_REFS:
    return part->state == HR_STATE_NEW || box->state == HR_STATE_NEW ? HR_PAINT_NEW : HR_PAINT_SOFT;
  case HR_PART_NAME:
    return name_paint (box, part);
  case HR_PART_CELL:
  case HR_PART_VALUE:
  case HR_PART_BOXED:
  case HR_PART_TEXT:
    return is_marked (part->state) && box->kind != HR_BOX_ATOM ? mark_paint (box, part->state) : HR_PAINT_TEXT;
  case HR_PART_DOT:
    return is_marked (part->state) ? mark_paint (box, HR_STATE_NEW) : HR_PAINT_SOFT;
  case HR_PART_INDEX:
  case HR_PART_NOTE:
    return HR_PAINT_FAINT;
  case HR_PART_RULE:
  case HR_PART_ROW:
  case HR_PART_LABEL:
    return HR_PAINT_RULE;
  }
  g_assert_not_reached ();
}

static HrFont part_font (const HrLayoutBox *box, const HrLayoutPart *part)
{
  HrFont font = hr_metrics_font (box->kind, part->role, part->text);

  /* Without colours, too, what changed stands out; the code font is as wide at every weight. */
  if ((part->role == HR_PART_VALUE || part->role == HR_PART_CELL || part->role == HR_PART_NAME) &&
      is_marked (part->state) && font.family == HR_FONT_CODE)
    font.weight = 700;
  return font;
}

/* A deleted name is crossed out, so that it does not depend on a colour. */
static void draw_strike (const HrFigurePen *pen, const HrLayoutPart *part, const HrFont *font)
{
  double width = hr_text_measure_width (pen->measure, font, part->text);
  double x = part->anchor.x - width * part->align / 2, y = part->anchor.y - font->size_pt * 0.3;
  const HrPoint line[] = { { x - 2, y }, { x + width + 2, y } };

  hr_scene_add_polyline (pen->scene, line, 2, 0, &(HrStyle){ .stroke = HR_PAINT_FREED, .stroke_width_pt = 1.3 });
}

static void draw_part_text (const HrFigurePen *pen, const HrLayoutBox *box, const HrLayoutPart *part)
{
  HrFont font = part_font (box, part);

  if (part->text == NULL || *part->text == '\0')
    return;
  hr_figure_draw_text (pen, part->anchor, (HrAnchor)part->align, &font, part_paint (box, part), part->text);
  if (part->role == HR_PART_NAME && part->state == HR_STATE_GHOST && box->state != HR_STATE_GHOST)
    draw_strike (pen, part, &font);
}

static void draw_row (const HrFigurePen *pen, const HrLayoutBox *box, const HrLayoutPart *part)
{
  HrRect rect = part->rect;

  if (!is_marked (part->state) || is_ghost (box, part) || box->kind == HR_BOX_CHIP)
    return;
  if (rect.width > box->rect.width - 2 * ROW_INSET_PT) {
    rect.x = box->rect.x + ROW_INSET_PT;
    rect.width = box->rect.width - 2 * ROW_INSET_PT;
  }
  hr_scene_add_rect (pen->scene, rect, 4, &(HrStyle){ .fill = mark_tint (box, part->state) });
}

static void draw_rule (const HrFigurePen *pen, const HrLayoutPart *part)
{
  const HrPoint line[] = { { part->rect.x, part->rect.y }, { part->rect.x + part->rect.width, part->rect.y } };

  hr_scene_add_polyline (pen->scene, line, 2, 0, &(HrStyle){ .stroke = HR_PAINT_RULE, .stroke_width_pt = 1 });
}

static void draw_cell (const HrFigurePen *pen, const HrLayoutBox *box, const HrLayoutPart *part)
{
  HrStyle style = { .fill = HR_PAINT_CARD, .stroke = HR_PAINT_RULE, .stroke_width_pt = 1.2 };

  if (is_ghost (box, part)) {
    style.fill = HR_PAINT_NONE;
    style.dash = part->state == HR_STATE_GHOST && box->state != HR_STATE_GHOST ? HR_DASH_DASHED : HR_DASH_SOLID;
  } else if (is_marked (part->state)) {
    style = (HrStyle){ .fill = mark_tint (box, part->state),
                       .stroke = mark_paint (box, part->state),
                       .stroke_width_pt = 1.8 };
  }
  hr_scene_add_rect (pen->scene, part->rect, 0, &style);
}

/* A value put beside its name on request: a box of its own, so that it is not taken for the name's content. */
static void draw_boxed (const HrFigurePen *pen, const HrLayoutBox *box, const HrLayoutPart *part)
{
  HrStyle style = { .fill = HR_PAINT_ATOM_TINT, .stroke = HR_PAINT_ATOM, .stroke_width_pt = 1 };

  if (is_ghost (box, part))
    style = (HrStyle){ .stroke = HR_PAINT_RULE, .stroke_width_pt = 1 };
  else if (is_marked (part->state))
    style = (HrStyle){ .fill = HR_PAINT_CARD, .stroke = mark_paint (box, part->state), .stroke_width_pt = 1.3 };
  hr_scene_add_rect (pen->scene, part->rect, 4, &style);
}

static void draw_refs (const HrFigurePen *pen, const HrLayoutBox *box, const HrLayoutPart *part)
{
  gboolean faded = is_ghost (box, part);
  HrStyle style = { .fill = faded ? HR_PAINT_NONE : HR_PAINT_CARD,
                    .stroke = faded ? HR_PAINT_RULE : part_paint (box, part),
                    .stroke_width_pt = 1 };

  hr_scene_add_rect (pen->scene, part->rect, part->rect.height / 2, &style);
}

static void draw_dot (const HrFigurePen *pen, const HrLayoutBox *box, const HrLayoutPart *part)
{
  HrStyle style = { .fill = part_paint (box, part) };

  hr_scene_add_circle (pen->scene, (HrPoint){ part->rect.x, part->rect.y }, HR_METRICS_DOT_RADIUS_PT, &style);
}

static void draw_part (const HrFigurePen *pen, const HrLayoutBox *box, const HrLayoutPart *part)
{
  switch (part->role) {
  case HR_PART_ROW:
    draw_row (pen, box, part);
    return;
  case HR_PART_RULE:
    draw_rule (pen, part);
    return;
  case HR_PART_CELL:
    draw_cell (pen, box, part);
    break;
  case HR_PART_BOXED:
    draw_boxed (pen, box, part);
    break;
  case HR_PART_REFS:
    draw_refs (pen, box, part);
    break;
  case HR_PART_DOT:
    draw_dot (pen, box, part);
    return;
  case HR_PART_TITLE:
  case HR_PART_NAME:
  case HR_PART_INDEX:
  case HR_PART_VALUE:
  case HR_PART_TEXT:
  case HR_PART_NOTE:
  case HR_PART_LABEL:
    break;
  }
  draw_part_text (pen, box, part);
}

/* Grounds first, then what stands on them; a marked cell's border lies over its neighbours'. */
static int part_depth (const HrLayoutPart *part)
{
  if (part->role == HR_PART_ROW)
    return 0;
  if (part->role == HR_PART_RULE)
    return 1;
  if (part->role == HR_PART_CELL)
    return is_marked (part->state) ? 3 : 2;
  return 4;
}

static void draw_parts (const HrFigurePen *pen, const HrLayoutPicture *picture, const HrLayoutBox *box)
{
  for (int depth = 0; depth <= 4; depth++)
    for (guint i = box->first_part; i < box->first_part + box->n_parts; i++)
      if (part_depth (&picture->parts[i]) == depth)
        draw_part (pen, box, &picture->parts[i]);
}

/* The header's ground: round above where the card is round, straight below. */
static void draw_header (const HrFigurePen *pen, HrRect rect, double bottom, double corner, HrPaint tint)
{
  double left = rect.x, right = rect.x + rect.width, top = rect.y;
  const HrPathSegment path[] = {
    { .op = HR_PATH_MOVE, .to = { left, bottom } },
    { .op = HR_PATH_LINE, .to = { left, top + corner } },
    { .op = HR_PATH_QUAD, .control = { left, top }, .to = { left + corner, top } },
    { .op = HR_PATH_LINE, .to = { right - corner, top } },
    { .op = HR_PATH_QUAD, .control = { right, top }, .to = { right, top + corner } },
    { .op = HR_PATH_LINE, .to = { right, bottom } },
    { .op = HR_PATH_CLOSE },
  };

  hr_scene_add_path (pen->scene, path, G_N_ELEMENTS (path), &(HrStyle){ .fill = tint });
}

/* A ghost that ended says so under it. Another only left the picture with what referred to it: it fades, no more. */
static gboolean has_ended (const HrLayoutPicture *picture, const HrLayoutBox *box)
{
  for (guint i = box->first_part; i < box->first_part + box->n_parts; i++)
    if (picture->parts[i].role == HR_PART_LABEL && label_paint (box, &picture->parts[i]) == HR_PAINT_FREED)
      return TRUE;
  return FALSE;
}

static HrStyle outline (const HrLayoutPicture *picture, const HrLayoutBox *box, HrPaint plain)
{
  if (box->state == HR_STATE_GHOST && has_ended (picture, box))
    return (HrStyle){ .stroke = HR_PAINT_FREED, .stroke_width_pt = 1.6, .dash = HR_DASH_DASHED };
  if (box->state == HR_STATE_GHOST)
    return (HrStyle){ .stroke = HR_PAINT_RULE, .stroke_width_pt = 1.3 };
  if (box->state == HR_STATE_NEW)
    return (HrStyle){ .stroke = HR_PAINT_NEW, .stroke_width_pt = 2.2 };
  return (
      HrStyle){ .stroke = plain, .stroke_width_pt = 1.3, .dash = box->unreachable ? HR_DASH_DASHED : HR_DASH_SOLID };
}

static void draw_object (const HrFigurePen *pen, const HrLayoutPicture *picture, const HrLayoutBox *box)
{
  KindLook look = kind_look (box->object);
  gboolean is_all_header = box->header_pt >= box->rect.height;
  HrStyle line = outline (picture, box, look.line);

  if (box->state != HR_STATE_GHOST) {
    HrStyle fill = { .fill = is_all_header ? look.tint : HR_PAINT_CARD };

    hr_scene_add_rect (pen->scene, box->rect, HR_METRICS_CORNER_PT, &fill);
    if (box->header_pt > 0 && !is_all_header)
      draw_header (pen, box->rect, box->rect.y + box->header_pt, HR_METRICS_CORNER_PT, look.tint);
  }
  draw_parts (pen, picture, box);
  hr_scene_add_rect (pen->scene, box->rect, HR_METRICS_CORNER_PT, &line);
  if (box->immutable && box->state != HR_STATE_GHOST) {
    line.stroke_width_pt = 0.9;
    hr_scene_add_rect (pen->scene, inset (box->rect, DOUBLE_INSET_PT), HR_METRICS_CORNER_PT - DOUBLE_INSET_PT, &line);
  }
}

/* A pill: atoms cannot change, and their shape says so. */
static void draw_atom (const HrFigurePen *pen, const HrLayoutPicture *picture, const HrLayoutBox *box)
{
  HrStyle style = outline (picture, box, HR_PAINT_ATOM);

  style.fill = box->state == HR_STATE_GHOST ? HR_PAINT_NONE : HR_PAINT_ATOM_TINT;
  hr_scene_add_rect (pen->scene, box->rect, box->rect.height / 2, &style);
  draw_parts (pen, picture, box);
}

static void draw_frame (const HrFigurePen *pen, const HrLayoutPicture *picture, const HrLayoutBox *box)
{
  HrStyle line = { .stroke = HR_PAINT_RULE, .stroke_width_pt = 1.3 };

  if (box->state == HR_STATE_GHOST)
    line = outline (picture, box, HR_PAINT_RULE);
  else if (box->current)
    line = (HrStyle){ .stroke = HR_PAINT_FRAME, .stroke_width_pt = 1.8 };
  if (box->state != HR_STATE_GHOST)
    hr_scene_add_rect (pen->scene, box->rect, HR_METRICS_CORNER_PT, &(HrStyle){ .fill = HR_PAINT_CARD });
  draw_parts (pen, picture, box);
  hr_scene_add_rect (pen->scene, box->rect, HR_METRICS_CORNER_PT, &line);
}

static HrStyle chip_style (HrBoxState state)
{
  switch (state) {
  case HR_STATE_PLAIN:
    return (HrStyle){ .fill = HR_PAINT_CARD, .stroke = HR_PAINT_RULE, .stroke_width_pt = 1.3 };
  case HR_STATE_NEW:
  case HR_STATE_CHANGED:
    return (HrStyle){ .fill = HR_PAINT_NEW_TINT, .stroke = HR_PAINT_NEW, .stroke_width_pt = 1.3 };
  case HR_STATE_GHOST:
    return (HrStyle){ .stroke = HR_PAINT_FREED, .stroke_width_pt = 1.3, .dash = HR_DASH_DASHED };
  case HR_STATE_VACANT:
    return (HrStyle){ .stroke = HR_PAINT_RULE, .stroke_width_pt = 1, .dash = HR_DASH_DASHED };
  }
  g_assert_not_reached ();
}

void hr_figure_draw_box (const HrFigurePen *pen, const HrLayoutPicture *picture, const HrLayoutBox *box)
{
  HrStyle style;

  switch (box->kind) {
  case HR_BOX_LANE:
    hr_scene_add_rect (pen->scene, box->rect, HR_METRICS_LANE_CORNER_PT, &(HrStyle){ .fill = HR_PAINT_LANE });
    draw_parts (pen, picture, box);
    return;
  case HR_BOX_SHELF:
    style = (HrStyle){ .stroke = HR_PAINT_FAINT, .stroke_width_pt = 1.2, .dash = HR_DASH_DASHED };
    hr_scene_add_rect (pen->scene, box->rect, HR_METRICS_LANE_CORNER_PT - 2, &style);
    draw_parts (pen, picture, box);
    return;
  case HR_BOX_CHIP:
    style = chip_style (box->state);
    hr_scene_add_rect (pen->scene, box->rect, HR_METRICS_CORNER_PT - 2, &style);
    draw_parts (pen, picture, box);
    return;
  case HR_BOX_FRAME:
    draw_frame (pen, picture, box);
    return;
  case HR_BOX_OBJECT:
    draw_object (pen, picture, box);
    return;
  case HR_BOX_ATOM:
    draw_atom (pen, picture, box);
    return;
  }
}

const char *hr_figure_kind_class (HrObjectKind kind)
{
  return kind_look (kind).class_name;
}

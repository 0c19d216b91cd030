#include "layout/card.h"

#include <math.h>
#include <string.h>

#include "layout/metrics.h"

#define ROW_PT 28.0
#define HEADER_PT 28.0
#define PAD_PT 12.0 /* left and right of text */
#define FRAME_PAD_PT 14.0
#define BELOW_PT 4.0    /* under the last row */
#define BETWEEN_PT 24.0 /* from a name to its value */
#define DOT_PT 14.0     /* from the right border to the dot */
#define REFS_PAD_PT 16.0
#define REFS_HEIGHT_PT 17.0
#define CELL_HEIGHT_PT 28.0
#define CELL_PAD_PT 16.0
#define CELL_LEAST_PT 44.0
#define CELL_SMALL_PT 36.0
#define CELL_MOST_PT 140.0
#define CELLS_LEFT_PT 10.0
#define CELLS_BELOW_PT 8.0
#define INDEX_PT 20.0
#define NO_INDEX_PT 10.0
#define LINE_PT 620.0 /* cells in one line take at most this: a dozen and "… 94 more" */
#define PILL_HEIGHT_PT 32.0
#define PILL_LEAST_PT 72.0
#define LEAST_WIDTH_PT 112.0
#define FRAME_LEAST_PT 140.0
#define NAME_MOST_PT 220.0
#define TITLE_MOST_PT 280.0
#define VALUE_MOST_PT 200.0

static double round_up (double value)
{
  return HR_METRICS_GRID_PT * ceil (value / HR_METRICS_GRID_PT - 1e-6);
}

static double text_width (HrTextMeasure *measure, HrBoxKind box, HrPartRole role, const char *text)
{
  HrFont font = hr_metrics_font (box, role, text);
  return text ? hr_text_measure_width (measure, &font, text) : 0;
}

static double limited_width (HrTextMeasure *measure, HrBoxKind box, HrPartRole role, const char *text, double most)
{
  return MIN (most, text_width (measure, box, role, text));
}

double hr_card_cell_width (const HrContent *content, HrTextMeasure *measure, gboolean small)
{
  double width = small ? CELL_SMALL_PT : CELL_LEAST_PT;
  for (guint i = 0; content->fluid && i < content->entries->len; i++) {
    const HrEntry *entry = hr_content_entry (content, i);
    if (entry->kind == HR_ENTRY_CELL)
      width = MAX (width, text_width (measure, content->box, HR_PART_CELL, entry->value) + CELL_PAD_PT +
                              (entry->boxed ? CELL_PAD_PT : 0));
  }
  return MIN (CELL_MOST_PT, round_up (width));
}

static guint cells_per_line (const HrCardShape *shape)
{
  return MAX (4, (guint)(LINE_PT / shape->cell_width_pt));
}

static double index_height (const HrContent *content)
{
  return content->indexed ? INDEX_PT : NO_INDEX_PT;
}

static gboolean is_in_cells (const HrContent *content, const HrEntry *entry)
{
  return entry->kind == HR_ENTRY_CELL || (entry->kind == HR_ENTRY_NOTE && content->fluid && content->entries->len > 1);
}

/* Left top corner of a cell, relative to the box. */
static HrPoint cell_at (const HrContent *content, const HrCardShape *shape, guint position)
{
  guint line = position / cells_per_line (shape), column = position % cells_per_line (shape);
  return (HrPoint){ CELLS_LEFT_PT + column * shape->cell_width_pt,
                    HEADER_PT + index_height (content) + line * (CELL_HEIGHT_PT + index_height (content)) };
}

/* Where rows begin: under the header, the signature and the cells. */
static double rows_top (const HrContent *content, const HrCardShape *shape)
{
  double top = HEADER_PT;
  for (guint i = 0; i < content->entries->len; i++) {
    const HrEntry *entry = hr_content_entry (content, i);
    if (entry->kind == HR_ENTRY_TEXT)
      top += ROW_PT;
    if (is_in_cells (content, entry))
      top = MAX (top, cell_at (content, shape, entry->position).y + CELL_HEIGHT_PT + CELLS_BELOW_PT);
  }
  return top;
}

static double row_height (const HrCardShape *shape)
{
  return shape->row_pt > 0 ? shape->row_pt : ROW_PT;
}

double hr_card_cells_height (const HrContent *content, const HrCardShape *shape)
{
  if (!content->fluid)
    return 0;
  gboolean cells = content->entries->len > 0 && is_in_cells (content, hr_content_entry (content, 0));
  return cells ? rows_top (content, shape) : HEADER_PT + ROW_PT + BELOW_PT;
}

static double row_y (const HrContent *content, const HrCardShape *shape, const HrEntry *entry)
{
  if (entry->kind == HR_ENTRY_TEXT)
    return HEADER_PT;
  if (entry->kind == HR_ENTRY_NOTE && content->entries->len == 1)
    return HEADER_PT; /* "no attributes": where the first will be */
  guint row = entry->named ? entry->position : shape->n_named + entry->position;
  return rows_top (content, shape) + row * row_height (shape);
}

static double row_width (const HrContent *content, const HrEntry *entry, HrTextMeasure *measure)
{
  if (entry->remark)
    return 2 * PAD_PT + limited_width (measure, content->box, HR_PART_NOTE, entry->name, TITLE_MOST_PT);
  double pad = content->box == HR_BOX_FRAME ? FRAME_PAD_PT : PAD_PT;
  double name = limited_width (measure, content->box, HR_PART_NAME, entry->name, NAME_MOST_PT);
  double value = limited_width (measure, content->box, HR_PART_VALUE, entry->value, VALUE_MOST_PT);
  if (entry->boxed)
    value += CELL_PAD_PT;
  return pad + name + BETWEEN_PT + (entry->value ? value + pad : DOT_PT + 6);
}

static double entry_right (const HrContent *content, const HrCardShape *shape, const HrEntry *entry,
                           HrTextMeasure *measure)
{
  if (is_in_cells (content, entry)) {
    guint span = entry->kind == HR_ENTRY_NOTE ? 2 : 1;
    return cell_at (content, shape, entry->position).x + span * shape->cell_width_pt + CELLS_LEFT_PT;
  }
  switch (entry->kind) {
  case HR_ENTRY_NOTE:
    return 2 * PAD_PT + text_width (measure, content->box, HR_PART_NOTE, entry->name);
  case HR_ENTRY_TEXT:
    return 2 * PAD_PT + limited_width (measure, content->box, HR_PART_TEXT, entry->name, TITLE_MOST_PT);
  case HR_ENTRY_ROW:
  case HR_ENTRY_CELL:
    return row_width (content, entry, measure);
  }
  return 0;
}

static double refs_width (const HrContent *content, HrTextMeasure *measure)
{
  return content->refs ? text_width (measure, content->box, HR_PART_REFS, content->refs) + REFS_PAD_PT : 0;
}

static HrSize pill_size (const HrContent *content, const HrCardShape *shape, HrTextMeasure *measure)
{
  double text = limited_width (measure, HR_BOX_ATOM, HR_PART_TEXT, content->title, TITLE_MOST_PT);
  double label = text_width (measure, HR_BOX_ATOM, HR_PART_LABEL, content->label);
  double width = MAX (MAX (PILL_LEAST_PT, text + 2 * PAD_PT + 8), label + 4);
  return (HrSize){ MAX (shape->width_pt, round_up (width)), PILL_HEIGHT_PT };
}

static HrSize chip_size (const HrContent *content, const HrCardShape *shape, HrTextMeasure *measure)
{
  const HrEntry *entry = hr_content_entry (content, 0);
  double width = PAD_PT + limited_width (measure, HR_BOX_CHIP, HR_PART_NAME, entry->name, NAME_MOST_PT);
  if (entry->value)
    width +=
        BETWEEN_PT + CELL_PAD_PT + limited_width (measure, HR_BOX_CHIP, HR_PART_BOXED, entry->value, VALUE_MOST_PT);
  return (HrSize){ MAX (shape->width_pt, round_up (MAX (width + 34, 56))), ROW_PT };
}

static double least_width (const HrContent *content, HrTextMeasure *measure)
{
  double title = limited_width (measure, content->box, HR_PART_TITLE, content->title, TITLE_MOST_PT);
  if (content->box == HR_BOX_FRAME)
    return MAX (FRAME_LEAST_PT, title + 2 * FRAME_PAD_PT);
  double refs = refs_width (content, measure);
  double header = PAD_PT + title + (refs > 0 ? 16 + refs + 6 : PAD_PT);
  return content->entries->len == 0 ? MAX (80, header) : MAX (LEAST_WIDTH_PT, header);
}

HrSize hr_card_size (const HrContent *content, const HrCardShape *shape, HrTextMeasure *measure)
{
  if (content->box == HR_BOX_ATOM)
    return pill_size (content, shape, measure);
  if (content->box == HR_BOX_CHIP)
    return chip_size (content, shape, measure);
  double width = least_width (content, measure), bottom = HEADER_PT, below = 0;
  for (guint i = 0; i < content->entries->len; i++) {
    const HrEntry *entry = hr_content_entry (content, i);
    width = MAX (width, entry_right (content, shape, entry, measure));
    if (!is_in_cells (content, entry)) {
      gboolean row = entry->kind == HR_ENTRY_ROW;
      bottom = MAX (bottom, row_y (content, shape, entry) + (row ? row_height (shape) : ROW_PT));
      below = BELOW_PT;
    }
  }
  bottom = MAX (bottom, rows_top (content, shape));
  if (content->box == HR_BOX_FRAME)
    below = BELOW_PT;
  width = round_up (width);
  return (HrSize){ content->fluid ? width : MAX (width, shape->width_pt), bottom + below };
}

double hr_card_label_height (const HrContent *content)
{
  if (!content->label)
    return 0;
  return content->box == HR_BOX_ATOM ? 20 : 24;
}

double hr_card_return_height (const HrContent *content)
{
  for (guint i = 0; i < content->entries->len; i++)
    if (hr_content_entry (content, i)->returned)
      return ROW_PT;
  return 0;
}

double hr_card_header_height (const HrContent *content)
{
  return content->box == HR_BOX_OBJECT || content->box == HR_BOX_FRAME ? HEADER_PT : 0;
}

HrPoint hr_card_dot (const HrContent *content, const HrCardShape *shape, const HrEntry *entry, double width_pt)
{
  if (content->box == HR_BOX_CHIP)
    return (HrPoint){ width_pt - DOT_PT + 2, ROW_PT / 2 };
  if (is_in_cells (content, entry)) {
    HrPoint cell = cell_at (content, shape, entry->position);
    return (HrPoint){ cell.x + shape->cell_width_pt / 2, cell.y + CELL_HEIGHT_PT / 2 };
  }
  if (shape->left_dots && g_hash_table_contains (shape->left_dots, GUINT_TO_POINTER (hr_entry_slot (entry))))
    return (HrPoint){ HR_METRICS_LEFT_DOT_PT, row_y (content, shape, entry) + ROW_PT / 2 };
  double inset = content->box == HR_BOX_FRAME ? DOT_PT + 2 : DOT_PT;
  return (HrPoint){ width_pt - inset, row_y (content, shape, entry) + row_height (shape) / 2 };
}

typedef struct {
  const HrContent *content;
  const HrCardShape *shape;
  HrTextMeasure *measure;
  HrRect rect;
  HrCardOutput *output;
} Emit;

static HrLayoutPart *add_part (const Emit *e, HrPartRole role, HrBoxState state, HrRect rect)
{
  HrLayoutPart part = { .role = role, .state = state, .rect = rect };
  g_array_append_val (e->output->parts, part);
  return &g_array_index (e->output->parts, HrLayoutPart, e->output->parts->len - 1);
}

/* @text cut to @most; a literal keeps its closing quote, so that "…" is not taken for a part of it. */
static char *dup_cut (const Emit *e, const HrFont *font, const char *text, double most)
{
  gsize n = strlen (text);
  gboolean quoted = n > 1 && (text[n - 1] == '\'' || text[n - 1] == '"');
  if (!quoted || hr_text_measure_width (e->measure, font, text) <= most)
    return hr_text_measure_dup_elided (e->measure, font, text, most);
  const char *quote = text + n - 1;
  g_autofree char *inside = g_strndup (text, n - 1);
  g_autofree char *cut =
      hr_text_measure_dup_elided (e->measure, font, inside, most - hr_text_measure_width (e->measure, font, quote));
  return g_strconcat (cut, g_str_has_suffix (cut, "…") ? "" : "…", quote, NULL);
}

/* Text of a part, cut to @most and standing at @x on the baseline @y. */
static void set_text (const Emit *e, HrLayoutPart *part, const char *text, double most, double x, double y, int align)
{
  HrFont font = hr_metrics_font (e->content->box, part->role, text);
  g_autofree char *elided = dup_cut (e, &font, text, most + 0.01);
  part->text = g_string_chunk_insert_const (e->output->strings, elided);
  part->anchor = (HrPoint){ x, y };
  part->align = align;
}

static void emit_header (const Emit *e)
{
  HrRect header = { e->rect.x, e->rect.y, e->rect.width, HEADER_PT };
  double pad = e->content->box == HR_BOX_FRAME ? FRAME_PAD_PT : PAD_PT;
  HrLayoutPart *title = add_part (e, HR_PART_TITLE, HR_STATE_PLAIN, header);
  set_text (e, title, e->content->title, TITLE_MOST_PT, header.x + pad, header.y + 18.5, 0);
  if (!e->content->refs)
    return;
  double width = refs_width (e->content, e->measure);
  HrRect pill = { header.x + header.width - 6 - width, header.y + (HEADER_PT - REFS_HEIGHT_PT) / 2, width,
                  REFS_HEIGHT_PT };
  HrLayoutPart *refs = add_part (e, HR_PART_REFS, HR_STATE_PLAIN, pill);
  set_text (e, refs, e->content->refs, width, pill.x + width / 2, pill.y + 12.3, 1);
}

static void emit_value (const Emit *e, const HrEntry *entry, HrRect row, double pad)
{
  if (!entry->boxed) {
    HrLayoutPart *value = add_part (e, HR_PART_VALUE, entry->state, row);
    set_text (e, value, entry->value, VALUE_MOST_PT, row.x + row.width - pad, row.y + 18.5, 2);
    return;
  }
  double width = limited_width (e->measure, e->content->box, HR_PART_BOXED, entry->value, VALUE_MOST_PT);
  HrRect box = { row.x + row.width - 8 - width - CELL_PAD_PT, row.y + 4, width + CELL_PAD_PT, ROW_PT - 8 };
  HrLayoutPart *value = add_part (e, HR_PART_BOXED, entry->state, box);
  set_text (e, value, entry->value, VALUE_MOST_PT, box.x + box.width / 2, row.y + 18.5, 1);
}

static void emit_dot (const Emit *e, const HrEntry *entry)
{
  HrPoint dot = hr_card_dot (e->content, e->shape, entry, e->rect.width);
  add_part (e, HR_PART_DOT, entry->state, (HrRect){ e->rect.x + dot.x, e->rect.y + dot.y, 0, 0 });
}

static gboolean is_first_remark (const HrContent *content, const HrEntry *entry)
{
  guint i = 0;
  while (!hr_content_entry (content, i)->remark)
    i++;
  return hr_content_entry (content, i) == entry;
}

static void emit_remark (const Emit *e, const HrEntry *entry, HrRect row)
{
  if (is_first_remark (e->content, entry))
    add_part (e, HR_PART_RULE, HR_STATE_PLAIN, (HrRect){ row.x + 8, row.y, row.width - 16, 0 });
  HrLayoutPart *note = add_part (e, HR_PART_NOTE, entry->state, row);
  set_text (e, note, entry->name, TITLE_MOST_PT, row.x + PAD_PT, row.y + row.height / 2 + 4.5, 0);
}

static void emit_row (const Emit *e, const HrEntry *entry)
{
  gboolean frame = e->content->box == HR_BOX_FRAME;
  double pad = frame ? FRAME_PAD_PT : PAD_PT;
  HrRect row = { e->rect.x, e->rect.y + row_y (e->content, e->shape, entry), e->rect.width, row_height (e->shape) };
  double baseline = row.y + row.height / 2 + 4.5;
  if (entry->remark) {
    emit_remark (e, entry, row);
    return;
  }
  if (entry->state != HR_STATE_PLAIN)
    add_part (e, HR_PART_ROW, entry->state, (HrRect){ row.x + 2, row.y + 1, row.width - 4, row.height - 2 });
  gboolean first = row.y < e->rect.y + rows_top (e->content, e->shape) + 0.5;
  if (!first && !frame)
    add_part (e, HR_PART_RULE, HR_STATE_PLAIN, (HrRect){ row.x + 8, row.y, row.width - 16, 0 });
  if (entry->name) {
    HrLayoutPart *name = add_part (e, HR_PART_NAME, entry->state, row);
    set_text (e, name, entry->name, NAME_MOST_PT, row.x + pad, baseline, 0);
  }
  if (entry->value)
    emit_value (e, entry, row, pad);
  else
    emit_dot (e, entry);
}

static void emit_cell (const Emit *e, const HrEntry *entry)
{
  HrPoint at = cell_at (e->content, e->shape, entry->position);
  HrRect cell = { e->rect.x + at.x, e->rect.y + at.y, e->shape->cell_width_pt, CELL_HEIGHT_PT };
  double middle = cell.x + cell.width / 2;
  if (entry->name) {
    HrRect above = { cell.x, cell.y - 16, cell.width, 16 };
    set_text (e, add_part (e, HR_PART_INDEX, HR_STATE_PLAIN, above), entry->name, cell.width, middle, cell.y - 5, 1);
  }
  HrLayoutPart *part = add_part (e, HR_PART_CELL, entry->state, cell);
  if (entry->boxed) {
    HrRect box = { cell.x + 5, cell.y + 4, cell.width - 10, cell.height - 8 };
    part = add_part (e, HR_PART_BOXED, entry->state, box);
    set_text (e, part, entry->value, box.width - 8, middle, cell.y + 18.5, 1);
  } else if (entry->value)
    set_text (e, part, entry->value, cell.width - CELL_PAD_PT + 4, middle, cell.y + 18.5, 1);
  else
    emit_dot (e, entry);
}

static void emit_note (const Emit *e, const HrEntry *entry)
{
  if (is_in_cells (e->content, entry)) {
    HrPoint at = cell_at (e->content, e->shape, entry->position);
    HrRect rect = { e->rect.x + at.x, e->rect.y + at.y, 2 * e->shape->cell_width_pt, CELL_HEIGHT_PT };
    HrLayoutPart *note = add_part (e, HR_PART_NOTE, entry->state, rect);
    set_text (e, note, entry->name, rect.width, rect.x + rect.width / 2, rect.y + 18.5, 1);
    return;
  }
  HrRect row = { e->rect.x, e->rect.y + row_y (e->content, e->shape, entry), e->rect.width, ROW_PT };
  HrLayoutPart *note = add_part (e, HR_PART_NOTE, entry->state, row);
  set_text (e, note, entry->name, row.width, row.x + PAD_PT, row.y + 18.5, 0);
}

static void emit_entry (const Emit *e, const HrEntry *entry)
{
  switch (entry->kind) {
  case HR_ENTRY_ROW:
    emit_row (e, entry);
    break;
  case HR_ENTRY_CELL:
    emit_cell (e, entry);
    break;
  case HR_ENTRY_NOTE:
    emit_note (e, entry);
    break;
  case HR_ENTRY_TEXT: {
    HrRect row = { e->rect.x, e->rect.y + HEADER_PT, e->rect.width, ROW_PT };
    if (entry->state != HR_STATE_PLAIN)
      add_part (e, HR_PART_ROW, entry->state, (HrRect){ row.x + 2, row.y + 1, row.width - 4, row.height - 2 });
    HrLayoutPart *text = add_part (e, HR_PART_TEXT, entry->state, row);
    set_text (e, text, entry->name, TITLE_MOST_PT, row.x + PAD_PT, row.y + 18.5, 0);
    break;
  }
  }
}

static void emit_chip (const Emit *e)
{
  const HrEntry *entry = hr_content_entry (e->content, 0);
  HrLayoutPart *name = add_part (e, HR_PART_NAME, entry->state, e->rect);
  set_text (e, name, entry->name, NAME_MOST_PT, e->rect.x + PAD_PT, e->rect.y + 18.5, 0);
  if (entry->value)
    emit_value (e, entry, e->rect, PAD_PT);
  else
    emit_dot (e, entry);
}

static void emit_label (const Emit *e)
{
  gboolean atom = e->content->box == HR_BOX_ATOM;
  double top = e->rect.y + e->rect.height, height = hr_card_label_height (e->content);
  double width = text_width (e->measure, e->content->box, HR_PART_LABEL, e->content->label);
  double middle = e->rect.x + e->rect.width / 2;
  HrLayoutPart *label =
      add_part (e, HR_PART_LABEL, HR_STATE_PLAIN, (HrRect){ middle - width / 2, top + 3, width, height - 4 });
  set_text (e, label, e->content->label, width, middle, top + (atom ? 14 : 18), 1);
}

void hr_card_emit (const HrContent *content, const HrCardShape *shape, HrTextMeasure *measure, HrRect rect,
                   HrCardOutput *output)
{
  Emit e = { content, shape, measure, rect, output };
  if (content->box == HR_BOX_ATOM) {
    HrLayoutPart *text = add_part (&e, HR_PART_TEXT, HR_STATE_PLAIN, rect);
    set_text (&e, text, content->title, rect.width - 2 * PAD_PT, rect.x + rect.width / 2, rect.y + 20.5, 1);
  } else if (content->box == HR_BOX_CHIP) {
    emit_chip (&e);
  } else {
    emit_header (&e);
    if (content->box == HR_BOX_FRAME && content->entries->len > 0)
      add_part (&e, HR_PART_RULE, HR_STATE_PLAIN, (HrRect){ rect.x + 1, rect.y + HEADER_PT, rect.width - 2, 0 });
    for (guint i = 0; i < content->entries->len; i++)
      emit_entry (&e, hr_content_entry (content, i));
  }
  if (content->label)
    emit_label (&e);
}

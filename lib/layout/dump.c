#include "base/escape.h"
#include "layout/layout.h"

static const char *const box_names[] = { "lane", "frame", "chip", "object", "atom", "shelf" };
static const char *const state_names[] = { "plain", "new", "changed", "ghost", "vacant" };
static const char *const part_names[] = { "title", "refs",  "rule", "row",  "name", "cell", "index",
                                          "value", "boxed", "dot",  "text", "note", "label" };
static const char *const arrow_names[] = { "reference", "type", "base", "weak" };

static void append_number (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append_c (out, ' ');
  g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.2f", value == 0 ? 0 : value));
}

static void append_rect (GString *out, HrRect rect)
{
  append_number (out, rect.x);
  append_number (out, rect.y);
  append_number (out, rect.width);
  append_number (out, rect.height);
}

static void append_text (GString *out, const char *text)
{
  g_string_append_c (out, ' ');
  hr_escape_json (out, text);
}

static void dump_part (const HrLayoutPart *part, GString *out)
{
  g_string_append_printf (out, "  %s %s", part_names[part->role], state_names[part->state]);
  append_rect (out, part->rect);
  if (part->text) {
    append_text (out, part->text);
    g_string_append (out, " at");
    append_number (out, part->anchor.x);
    append_number (out, part->anchor.y);
    g_string_append (out, part->align == 0 ? " start" : part->align == 1 ? " middle" : " end");
  }
  g_string_append_c (out, '\n');
}

static void dump_box (const HrLayoutPicture *picture, guint index, GString *out)
{
  const HrLayoutBox *box = &picture->boxes[index];
  g_string_append_printf (out, "box %u %s %s id %u", index, box_names[box->kind], state_names[box->state], box->id);
  append_rect (out, box->rect);
  g_string_append (out, box->current ? " current" : "");
  g_string_append (out, box->immutable ? " immutable" : "");
  g_string_append (out, box->shared ? " shared" : "");
  g_string_append (out, box->unreachable ? " unreachable" : "");
  if (box->tooltip && *box->tooltip)
    append_text (out, box->tooltip);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < box->n_parts; i++)
    dump_part (&picture->parts[box->first_part + i], out);
}

static void dump_arrow (const HrLayoutArrow *arrow, GString *out)
{
  g_string_append_printf (out, "arrow %s %s %u -> %u", arrow_names[arrow->kind], state_names[arrow->state],
                          arrow->from_box, arrow->to_box);
  for (guint i = 0; i < arrow->n_points; i++) {
    g_string_append (out, i > 0 ? "," : "");
    append_number (out, arrow->points[i].x);
    append_number (out, arrow->points[i].y);
  }
  if (arrow->label) {
    append_text (out, arrow->label);
    g_string_append (out, " at");
    append_number (out, arrow->label_at.x);
    append_number (out, arrow->label_at.y);
  }
  g_string_append_c (out, '\n');
}

void hr_layout_picture_dump (const HrLayoutPicture *picture, GString *out)
{
  g_string_append (out, "picture");
  append_number (out, picture->size_pt.width);
  append_number (out, picture->size_pt.height);
  g_string_append_printf (out, " left-out %u\n", picture->n_left_out);
  for (guint i = 0; i < picture->n_boxes; i++)
    dump_box (picture, i, out);
  for (guint i = 0; i < picture->n_arrows; i++)
    dump_arrow (&picture->arrows[i], out);
}

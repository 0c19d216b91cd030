#include "pictures.h"

/* Grows a picture box by box; parts belong to the box begun last. */
typedef struct {
  GArray *boxes, *parts, *arrows, *points;
} Builder;

static Builder builder_new (void)
{
  return (Builder){ g_array_new (FALSE, TRUE, sizeof (HrLayoutBox)), g_array_new (FALSE, TRUE, sizeof (HrLayoutPart)),
                    g_array_new (FALSE, TRUE, sizeof (HrLayoutArrow)), g_array_new (FALSE, TRUE, sizeof (HrPoint)) };
}

static HrLayoutBox *add_box (Builder *b, HrLayoutBox box)
{
  box.first_part = b->parts->len;
  g_array_append_val (b->boxes, box);
  return &g_array_index (b->boxes, HrLayoutBox, b->boxes->len - 1);
}

static void add_part (Builder *b, HrLayoutPart part)
{
  g_array_append_val (b->parts, part);
  g_array_index (b->boxes, HrLayoutBox, b->boxes->len - 1).n_parts++;
}

static void add_label (Builder *b, HrPartRole role, HrBoxState state, double x, double y, int align, const char *text)
{
  add_part (b, (HrLayoutPart){ .role = role,
                               .state = state,
                               .rect = { x, y - 12, 10, 16 },
                               .text = text,
                               .anchor = { x, y },
                               .align = align });
}

static void add_refs (Builder *b, HrBoxState state, double right, double top, const char *text)
{
  add_part (b, (HrLayoutPart){ .role = HR_PART_REFS,
                               .state = state,
                               .rect = { right - 57, top + 5, 50, 17 },
                               .text = text,
                               .anchor = { right - 32, top + 17.3 },
                               .align = 1 });
}

static void add_dot (Builder *b, HrBoxState state, double x, double y)
{
  add_part (b, (HrLayoutPart){ .role = HR_PART_DOT, .state = state, .rect = { x, y, 0, 0 } });
}

static void add_rule (Builder *b, double x, double y, double width)
{
  add_part (b, (HrLayoutPart){ .role = HR_PART_RULE, .rect = { x, y, width, 0 } });
}

static void add_row (Builder *b, HrBoxState state, double x, double y, double width)
{
  add_part (b, (HrLayoutPart){ .role = HR_PART_ROW, .state = state, .rect = { x, y, width, 27 } });
}

static void add_cells (Builder *b, double x, double y, const char *const *texts, HrBoxState last_state)
{
  static const char *const numbers[] = { "0", "1", "2", "3", "4", "5" };

  for (guint i = 0; texts[i] != NULL; i++) {
    HrBoxState state = texts[i + 1] == NULL ? last_state : HR_STATE_PLAIN;
    double left = x + 44 * i;

    add_part (b, (HrLayoutPart){ .role = HR_PART_CELL,
                                 .state = state,
                                 .rect = { left, y, 44, 28 },
                                 .text = texts[i],
                                 .anchor = { left + 22, y + 18.5 },
                                 .align = 1 });
    add_label (b, HR_PART_INDEX, HR_STATE_PLAIN, left + 22, y - 5, 1, numbers[i]);
  }
}

static void add_lane (Builder *b, HrRect rect, const char *title)
{
  add_box (b, (HrLayoutBox){ .kind = HR_BOX_LANE, .rect = rect });
  add_label (b, HR_PART_TITLE, HR_STATE_PLAIN, rect.x + 16, rect.y + 24, 0, title);
}

static void begin_card (Builder *b, HrLayoutBox box, const char *title, const char *refs)
{
  box.kind = HR_BOX_OBJECT;
  box.header_pt = box.rect.height < 30 ? box.rect.height : 26;
  box.tooltip = title;
  add_box (b, box);
  add_label (b, HR_PART_TITLE, box.state, box.rect.x + 12, box.rect.y + 18, 0, title);
  if (refs != NULL)
    add_refs (b, box.state, box.rect.x + box.rect.width, box.rect.y, refs);
}

static void add_arrow (Builder *b, HrArrowKind kind, HrBoxState state, guint from, guint to, const HrPoint *points,
                       guint n_points, const char *label)
{
  HrLayoutArrow arrow = { .kind = kind,
                          .state = state,
                          .from_box = from,
                          .to_box = to,
                          .n_points = n_points,
                          .points = (const HrPoint *)g_memdup2 (points, n_points * sizeof *points),
                          .label = label,
                          .label_at = { points[0].x + 8, points[0].y - 20 } };

  g_array_append_val (b->arrows, arrow);
}

static HrLayoutPicture *finish (Builder *b, HrSize size)
{
  HrLayoutPicture *picture = g_new0 (HrLayoutPicture, 1);

  picture->size_pt = size;
  picture->n_boxes = b->boxes->len;
  picture->n_parts = b->parts->len;
  picture->n_arrows = b->arrows->len;
  picture->boxes = (const HrLayoutBox *)(void *)g_array_free (b->boxes, FALSE);
  picture->parts = (const HrLayoutPart *)(void *)g_array_free (b->parts, FALSE);
  picture->arrows = (const HrLayoutArrow *)(void *)g_array_free (b->arrows, FALSE);
  g_array_free (b->points, TRUE);
  return picture;
}

void hr_test_picture_free (HrLayoutPicture *picture)
{
  for (guint i = 0; i < picture->n_arrows; i++)
    g_free ((gpointer)picture->arrows[i].points);
  g_free ((gpointer)picture->boxes);
  g_free ((gpointer)picture->parts);
  g_free ((gpointer)picture->arrows);
  g_free (picture);
}

static void add_frame (Builder *b, HrRect rect, guint32 id, gboolean current, HrBoxState state, const char *title)
{
  add_box (b, (HrLayoutBox){ .kind = HR_BOX_FRAME,
                             .id = id,
                             .current = current,
                             .state = state,
                             .rect = rect,
                             .header_pt = 28,
                             .tooltip = title });
  add_label (b, HR_PART_TITLE, HR_STATE_PLAIN, rect.x + 14, rect.y + 19, 0, title);
  add_rule (b, rect.x + 1, rect.y + 28, rect.width - 2);
}

static void add_name (Builder *b, HrRect frame, int index, HrBoxState state, const char *name)
{
  double y = frame.y + 30 + 30 * index;

  add_row (b, state, frame.x + 2, y, frame.width - 4);
  add_label (b, HR_PART_NAME, state, frame.x + 14, y + 18, 0, name);
  add_dot (b, state, frame.x + frame.width - 16, y + 13.5);
}

HrLayoutPicture *hr_test_picture_alias (void)
{
  static const char *const cells[] = { "1", "2", "3", "4", NULL };
  Builder b = builder_new ();
  HrRect frame = { 32, 50, 158, 92 };

  add_lane (&b, (HrRect){ 16, 14, 190, 176 }, "STACK");
  add_lane (&b, (HrRect){ 222, 14, 402, 176 }, "HEAP");
  add_frame (&b, frame, 1, TRUE, HR_STATE_PLAIN, "<module>");
  add_name (&b, frame, 0, HR_STATE_PLAIN, "a");
  add_name (&b, frame, 1, HR_STATE_PLAIN, "b");
  begin_card (&b, (HrLayoutBox){ .id = 3, .object = HR_KIND_LIST, .rect = { 340, 64, 196, 84 } }, "list", "refs 2");
  add_cells (&b, 350, 109, cells, HR_STATE_NEW);
  add_arrow (&b, HR_ARROW_REFERENCE, HR_STATE_PLAIN, 2, 3, (const HrPoint[]){ { 174, 93.5 }, { 340, 93.5 } }, 2, NULL);
  add_arrow (&b, HR_ARROW_REFERENCE, HR_STATE_PLAIN, 2, 3, (const HrPoint[]){ { 174, 123.5 }, { 340, 123.5 } }, 2,
             NULL);
  return finish (&b, (HrSize){ 640, 206 });
}

static void add_zoo_frames (Builder *b)
{
  HrRect module = { 32, 50, 190, 152 }, gone = { 32, 240, 190, 62 };

  add_frame (b, module, 1, TRUE, HR_STATE_PLAIN, "<module>");
  add_name (b, module, 0, HR_STATE_PLAIN, "numbers");
  add_name (b, module, 1, HR_STATE_NEW, "fresh");
  add_name (b, module, 2, HR_STATE_CHANGED, "rebound");
  add_name (b, module, 3, HR_STATE_GHOST, "deleted");
  add_frame (b, gone, 2, FALSE, HR_STATE_GHOST, "helper");
  add_name (b, gone, 0, HR_STATE_PLAIN, "local");
  add_label (b, HR_PART_LABEL, HR_STATE_GHOST, 127, 324, 1, "frame gone");
  add_frame (b, (HrRect){ 32, 350, 190, 92 }, 3, FALSE, HR_STATE_PLAIN, "caller");
  add_name (b, (HrRect){ 32, 350, 190, 92 }, 0, HR_STATE_PLAIN, "waiting");
  add_row (b, HR_STATE_PLAIN, 34, 410, 186);
  add_label (b, HR_PART_NAME, HR_STATE_PLAIN, 46, 428, 0, "inlined");
  add_part (
      b, (HrLayoutPart){
             .role = HR_PART_BOXED, .rect = { 170, 412, 40, 22 }, .text = "42", .anchor = { 190, 427.5 }, .align = 1 });
}

static void add_zoo_cards (Builder *b)
{
  static const char *const three[] = { "1", "2", "3", NULL };

  begin_card (b, (HrLayoutBox){ .id = 1, .object = HR_KIND_LIST, .rect = { 340, 50, 152, 84 } }, "list", "refs 2");
  add_cells (b, 350, 95, three, HR_STATE_CHANGED);
  begin_card (b, (HrLayoutBox){ .id = 2, .object = HR_KIND_TUPLE, .immutable = TRUE, .rect = { 340, 150, 152, 88 } },
              "tuple", "refs 1");
  add_cells (b, 350, 197, three, HR_STATE_PLAIN);
  begin_card (b,
              (HrLayoutBox){ .id = 3, .object = HR_KIND_LIST, .state = HR_STATE_GHOST, .rect = { 340, 256, 152, 84 } },
              "list", "refs 0");
  add_cells (b, 350, 301, three, HR_STATE_PLAIN);
  add_label (b, HR_PART_LABEL, HR_STATE_GHOST, 416, 358, 1, "freed");
  begin_card (b, (HrLayoutBox){ .id = 4, .object = HR_KIND_CLASS, .rect = { 560, 50, 230, 86 } }, "class Counter",
              "refs 6");
  add_row (b, HR_STATE_CHANGED, 562, 79, 226);
  add_label (b, HR_PART_NAME, HR_STATE_CHANGED, 572, 96, 0, "num_instances");
  add_label (b, HR_PART_VALUE, HR_STATE_CHANGED, 778, 96, 2, "2");
  add_rule (b, 568, 107, 214);
  add_label (b, HR_PART_NAME, HR_STATE_PLAIN, 572, 123, 0, "__init__");
  add_dot (b, HR_STATE_PLAIN, 776, 119);
  begin_card (
      b, (HrLayoutBox){ .id = 5, .object = HR_KIND_INSTANCE, .state = HR_STATE_NEW, .rect = { 560, 200, 200, 56 } },
      "Counter", "refs 1");
  add_label (b, HR_PART_NOTE, HR_STATE_PLAIN, 572, 245, 0, "no attributes");
  begin_card (b, (HrLayoutBox){ .id = 6, .object = HR_KIND_DICT, .rect = { 560, 290, 200, 86 } }, "dict", "refs 1");
  add_row (b, HR_STATE_NEW, 562, 319, 196);
  add_label (b, HR_PART_NAME, HR_STATE_NEW, 572, 336, 0, "'key'");
  add_label (b, HR_PART_VALUE, HR_STATE_NEW, 748, 336, 2, "1.5");
  add_label (b, HR_PART_NAME, HR_STATE_PLAIN, 572, 363, 0, "'other'");
  add_label (b, HR_PART_VALUE, HR_STATE_PLAIN, 748, 363, 2, "'x'");
}

static void add_zoo_small (Builder *b)
{
  static const HrObjectKind kinds[] = { HR_KIND_SET, HR_KIND_FUNCTION, HR_KIND_OPAQUE, HR_KIND_FROZENSET };
  static const char *const titles[] = { "set", "function", "module math", "frozenset" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    begin_card (b,
                (HrLayoutBox){ .id = 7 + i,
                               .object = kinds[i],
                               .immutable = kinds[i] == HR_KIND_FROZENSET,
                               .rect = { 840, 50 + 44 * i, 180, 28 } },
                titles[i], "refs 1");
  add_box (b, (HrLayoutBox){ .kind = HR_BOX_SHELF, .rect = { 340, 400, 420, 90 } });
  add_label (b, HR_PART_TITLE, HR_STATE_PLAIN, 356, 420, 0, "shared by the whole interpreter");
  add_box (b, (HrLayoutBox){ .kind = HR_BOX_ATOM,
                             .id = 20,
                             .object = HR_KIND_INT,
                             .immutable = TRUE,
                             .shared = TRUE,
                             .rect = { 376, 430, 74, 34 } });
  add_label (b, HR_PART_TEXT, HR_STATE_PLAIN, 413, 452, 1, "5");
  add_label (b, HR_PART_LABEL, HR_STATE_PLAIN, 413, 478, 1, "int · shared");
  add_box (b, (HrLayoutBox){ .kind = HR_BOX_ATOM,
                             .id = 21,
                             .object = HR_KIND_STR,
                             .immutable = TRUE,
                             .state = HR_STATE_NEW,
                             .rect = { 840, 240, 100, 34 } });
  add_label (b, HR_PART_TEXT, HR_STATE_NEW, 890, 262, 1, "'hello'");
  add_label (b, HR_PART_LABEL, HR_STATE_PLAIN, 890, 288, 1, "str · refs 1");
  for (int state = HR_STATE_PLAIN; state <= HR_STATE_VACANT; state++) {
    add_box (
        b, (HrLayoutBox){
               .kind = HR_BOX_CHIP, .id = 1, .state = (HrBoxState)state, .rect = { 840, 320 + 36.0 * state, 60, 28 } });
    if (state == HR_STATE_VACANT)
      continue;
    add_label (b, HR_PART_NAME, (HrBoxState)state, 852, 339 + 36 * state, 0, "x");
    add_dot (b, (HrBoxState)state, 888, 334 + 36 * state);
  }
}

HrLayoutPicture *hr_test_picture_zoo (void)
{
  Builder b = builder_new ();

  add_lane (&b, (HrRect){ 16, 14, 222, 492 }, "STACK");
  add_lane (&b, (HrRect){ 254, 14, 790, 492 }, "HEAP");
  add_zoo_frames (&b);
  add_zoo_cards (&b);
  add_zoo_small (&b);
  add_arrow (&b, HR_ARROW_REFERENCE, HR_STATE_PLAIN, 2, 5, (const HrPoint[]){ { 206, 93.5 }, { 340, 93.5 } }, 2, NULL);
  add_arrow (
      &b, HR_ARROW_REFERENCE, HR_STATE_NEW, 2, 9,
      (const HrPoint[]){ { 206, 123.5 }, { 280, 123.5 }, { 280, 248 }, { 520, 248 }, { 520, 228 }, { 560, 228 } }, 6,
      NULL);
  add_arrow (&b, HR_ARROW_REFERENCE, HR_STATE_GHOST, 3, 7,
             (const HrPoint[]){ { 206, 283.5 }, { 300, 283.5 }, { 300, 286 }, { 340, 286 } }, 4, NULL);
  add_arrow (&b, HR_ARROW_TYPE, HR_STATE_PLAIN, 9, 8, (const HrPoint[]){ { 660, 200 }, { 660, 136 } }, 2, "type");
  add_arrow (&b, HR_ARROW_BASE, HR_STATE_PLAIN, 8, 11, (const HrPoint[]){ { 790, 64 }, { 840, 64 } }, 2, "base");
  add_arrow (&b, HR_ARROW_WEAK, HR_STATE_PLAIN, 10, 13,
             (const HrPoint[]){ { 760, 336 }, { 800, 336 }, { 800, 152 }, { 840, 152 } }, 4, NULL);
  return finish (&b, (HrSize){ 1060, 522 });
}

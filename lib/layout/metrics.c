#include "layout/metrics.h"

#include <string.h>

static HrFont label_font (double size_pt, int weight)
{
  return (HrFont){ .family = HR_FONT_LABEL, .size_pt = size_pt, .weight = weight };
}

static HrFont code_font (double size_pt, int weight)
{
  return (HrFont){ .family = HR_FONT_CODE, .size_pt = size_pt, .weight = weight };
}

static HrFont title_font (HrBoxKind box)
{
  switch (box) {
  case HR_BOX_LANE:
    return (HrFont){ .family = HR_FONT_LABEL, .size_pt = 11, .weight = 600, .letter_spacing_pt = 1.4 };
  case HR_BOX_SHELF:
    return label_font (10.5, 600);
  case HR_BOX_FRAME:
    return code_font (12.5, 600);
  case HR_BOX_CHIP:
  case HR_BOX_OBJECT:
  case HR_BOX_ATOM:
    return code_font (12, 600);
  }
  g_assert_not_reached ();
}

static HrFont name_font (HrBoxKind box)
{
  if (box == HR_BOX_FRAME)
    return code_font (13, 500);
  return box == HR_BOX_CHIP ? code_font (13, 600) : code_font (12.5, 500);
}

/* A ghost's label says that something ended, so it is louder than an atom's. */
static HrFont outside_label_font (const char *text)
{
  gboolean ended = text && (strcmp (text, "freed") == 0 || strcmp (text, "frame gone") == 0);
  return ended ? label_font (12.5, 700) : label_font (10, 500);
}

HrFont hr_metrics_font (HrBoxKind box, HrPartRole role, const char *text)
{
  switch (role) {
  case HR_PART_TITLE:
    return title_font (box);
  case HR_PART_NAME:
    return name_font (box);
  case HR_PART_REFS:
    return label_font (10.5, 600);
  case HR_PART_INDEX:
    return label_font (9.5, 500);
  case HR_PART_TEXT:
    return box == HR_BOX_ATOM ? code_font (13.5, 600) : code_font (13, 500);
  case HR_PART_NOTE:
    return (HrFont){ .family = HR_FONT_LABEL, .size_pt = 12, .weight = 400, .italic = TRUE };
  case HR_PART_LABEL:
    return outside_label_font (text);
  case HR_PART_RULE:
  case HR_PART_ROW:
  case HR_PART_CELL:
  case HR_PART_VALUE:
  case HR_PART_BOXED:
  case HR_PART_DOT:
    return code_font (13, 500);
  }
  g_assert_not_reached ();
}

HrFont hr_metrics_font_code (void)
{
  return code_font (13, 500);
}

HrFont hr_metrics_font_caption (void)
{
  return label_font (12.5, 500);
}

HrFont hr_metrics_font_arrow (void)
{
  return label_font (10.5, 500);
}

#include "report/prose.h"

#include "base/caption.h"

/* What one font is set in: part of a word, or a word. */
typedef struct {
  HrScene *scene;
  HrTextMeasure *measure;
  HrFont label, code;
  HrPoint at; /* where the next piece begins */
  double left_pt, right_pt, line_pt;
  guint line, max_lines;
} Setting;

/* Words and parts of words, each of one font. */
typedef struct {
  char *text;
  gboolean is_code, space_before;
} Part;

static void part_clear (gpointer part)
{
  g_free (((Part *)part)->text);
}

static GArray *split (const char *caption)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));
  gboolean is_code = FALSE;
  char *piece;
  g_array_set_clear_func (parts, part_clear);
  while ((piece = hr_caption_next (&caption, &is_code)) != NULL) {
    g_auto (GStrv) words = g_strsplit (piece, " ", -1);
    for (guint i = 0; words[i] != NULL; i++) {
      Part part = { g_strdup (words[i]), is_code, i > 0 };
      g_array_append_val (parts, part);
    }
    g_free (piece);
  }
  return parts;
}

static const HrFont *font_of (const Setting *setting, const Part *part)
{
  return part->is_code ? &setting->code : &setting->label;
}

/* Width up to the next space: "`b`," changes its font on the way. */
static double word_width (const Setting *setting, const GArray *parts, guint from)
{
  double width = 0;
  for (guint i = from; i < parts->len; i++) {
    const Part *part = &g_array_index (parts, Part, i);
    if (i > from && part->space_before)
      break;
    width += hr_text_measure_width (setting->measure, font_of (setting, part), part->text);
  }
  return width;
}

static void draw_part (Setting *setting, const Part *part)
{
  const HrFont *font = font_of (setting, part);
  double width = hr_text_measure_width (setting->measure, font, part->text);
  if (*part->text == '\0')
    return;
  hr_scene_add_text (setting->scene, setting->at, HR_ANCHOR_START, font, HR_PAINT_TEXT, width, part->text);
  setting->at.x += width;
}

/* FALSE when the last line is full. */
static gboolean break_line (Setting *setting)
{
  if (setting->line + 1 >= setting->max_lines) {
    draw_part (setting, &(Part){ .text = (char *)" …" });
    return FALSE;
  }
  setting->line++;
  setting->at = (HrPoint){ setting->left_pt, setting->at.y + setting->line_pt };
  return TRUE;
}

guint hr_report_prose_draw (HrScene *scene, HrTextMeasure *measure, const char *caption, HrPoint at, double width_pt,
                            double size_pt, double line_pt, guint max_lines)
{
  Setting setting = { .scene = scene, .measure = measure, .at = at, .left_pt = at.x, .line_pt = line_pt };
  setting.label = (HrFont){ .family = HR_FONT_LABEL, .size_pt = size_pt, .weight = 400 };
  setting.code = (HrFont){ .family = HR_FONT_CODE, .size_pt = size_pt * 0.95, .weight = 500 };
  setting.right_pt = at.x + width_pt - hr_text_measure_width (measure, &setting.label, " …");
  setting.max_lines = max_lines;
  double space_pt = hr_text_measure_width (measure, &setting.label, " ");
  g_autoptr (GArray) parts = split (caption);
  for (guint i = 0; i < parts->len; i++) {
    const Part *part = &g_array_index (parts, Part, i);
    gboolean first = setting.at.x <= setting.left_pt;
    double gap = first || !part->space_before ? 0 : space_pt;
    if (part->space_before && !first && setting.at.x + gap + word_width (&setting, parts, i) > setting.right_pt) {
      if (!break_line (&setting))
        break;
      gap = 0;
    }
    setting.at.x += gap;
    draw_part (&setting, part);
  }
  return setting.line + 1;
}

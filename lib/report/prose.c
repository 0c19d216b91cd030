#include "report/prose.h"

#include <string.h>

/* What one font is set in: part of a word, or a word. */
typedef struct {
  HrScene *scene;
  HrTextMeasure *measure;
  HrFont label, code;
  HrPoint at; /* where the next piece begins */
  double left_pt, right_pt, line_pt;
  guint line, max_lines;
  gboolean in_code;
} Setting;

static const HrFont *current_font (const Setting *setting, gboolean in_code)
{
  return in_code ? &setting->code : &setting->label;
}

/* Width of a word: "`b`," changes its font on the way. */
static double word_width (const Setting *setting, const char *word)
{
  gboolean in_code = setting->in_code;
  g_auto (GStrv) pieces = g_strsplit (word, "`", -1);
  double width = 0;
  for (guint i = 0; pieces[i] != NULL; i++) {
    in_code = i > 0 ? !in_code : in_code;
    width += hr_text_measure_width (setting->measure, current_font (setting, in_code), pieces[i]);
  }
  return width;
}

static void draw_piece (Setting *setting, const char *text)
{
  const HrFont *font = current_font (setting, setting->in_code);
  double width = hr_text_measure_width (setting->measure, font, text);
  if (*text == '\0')
    return;
  hr_scene_add_text (setting->scene, setting->at, HR_ANCHOR_START, font, HR_PAINT_TEXT, width, text);
  setting->at.x += width;
}

static void draw_word (Setting *setting, const char *word)
{
  g_auto (GStrv) pieces = g_strsplit (word, "`", -1);
  for (guint i = 0; pieces[i] != NULL; i++) {
    if (i > 0)
      setting->in_code = !setting->in_code;
    draw_piece (setting, pieces[i]);
  }
}

/* FALSE when the last line is full. */
static gboolean break_line (Setting *setting)
{
  if (setting->line + 1 >= setting->max_lines) {
    setting->in_code = FALSE;
    draw_piece (setting, " …");
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
  g_auto (GStrv) words = g_strsplit (caption, " ", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    gboolean first = setting.at.x <= setting.left_pt;
    double gap = first ? 0 : space_pt;
    if (!first && setting.at.x + gap + word_width (&setting, words[i]) > setting.right_pt) {
      if (!break_line (&setting))
        break;
      gap = 0;
    }
    setting.at.x += gap;
    draw_word (&setting, words[i]);
  }
  return setting.line + 1;
}

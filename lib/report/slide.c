#include "report/slide.h"

#include <math.h>
#include <string.h>

#include "report/prose.h"

#define MARGIN_PT 32.0
#define TITLE_BASELINE_PT 46.0
#define TOP_PT 66.0
#define CAPTION_TOP_PT 458.0
#define CAPTION_LINE_PT 24.0
#define CAPTION_LINES 3
#define GAP_PT 20.0
#define NARROWEST_CODE_PT 220.0 /* where it stands left of the picture */
#define WIDEST_CODE_PT 400.0
#define CODE_NUMBER_PT 44.0
#define CODE_MARK_PT 60.0
#define CODE_ROW_PT 20.0
#define CODE_ROWS_ABOVE 3
#define CODE_PAD_PT 10.0
#define LARGEST_SCALE 1.5

/* Where things are, in pt of the page as shown. */
typedef struct {
  HrRect code, picture;
  guint n_rows;
  double scale; /* of the picture */
} Places;

/* A slide being drawn: everything is given in pt of the page as shown, and drawn @unit times as large. */
typedef struct {
  const HrReportSlide *slide;
  HrTextMeasure *measure;
  HrScene *scene;
  double unit;
} Drawing;

static const HrFont code_font = { .family = HR_FONT_CODE, .size_pt = 12, .weight = 400 };

double hr_report_slide_code_width (HrTimeline *timeline, guint32 file, HrTextMeasure *measure)
{
  const HrTimelineSource *source = hr_timeline_peek_source (timeline, file);
  double widest = 0;
  for (guint line = 1; source != NULL && line <= source->n_lines; line++) {
    g_autofree char *text = hr_timeline_dup_line (timeline, file, line);
    widest = fmax (widest, hr_text_measure_width (measure, &code_font, text));
  }
  return fmax (NARROWEST_CODE_PT, fmin (CODE_NUMBER_PT + widest + CODE_MARK_PT, WIDEST_CODE_PT));
}

static double fit_scale (HrSize picture, HrRect room)
{
  return fmin (LARGEST_SCALE, fmin (room.width / picture.width, room.height / picture.height));
}

/* Code left of the picture or above it, whichever leaves the picture larger. */
static Places find_places (HrSize picture, double code_pt)
{
  double width = HR_REPORT_SLIDE_WIDTH_PT - 2 * MARGIN_PT, height = CAPTION_TOP_PT - TOP_PT - GAP_PT;
  double above_pt = CODE_ROWS_ABOVE * CODE_ROW_PT + 2 * CODE_PAD_PT;
  Places left = { { MARGIN_PT, TOP_PT, code_pt, height },
                  { MARGIN_PT + code_pt + GAP_PT, TOP_PT, width - code_pt - GAP_PT, height },
                  (guint)((height - 2 * CODE_PAD_PT) / CODE_ROW_PT),
                  0 };
  Places above = { { MARGIN_PT, TOP_PT, width, above_pt },
                   { MARGIN_PT, TOP_PT + above_pt + GAP_PT, width, height - above_pt - GAP_PT },
                   CODE_ROWS_ABOVE,
                   0 };
  left.scale = fit_scale (picture, left.picture);
  above.scale = fit_scale (picture, above.picture);
  return left.scale >= above.scale ? left : above;
}

static void add_text (const Drawing *drawing, HrPoint at, HrAnchor anchor, HrFont font, HrPaint paint, const char *text)
{
  font.size_pt *= drawing->unit;
  HrPoint drawn_at = { at.x * drawing->unit, at.y * drawing->unit };
  if (*text != '\0')
    hr_scene_add_text (drawing->scene, drawn_at, anchor, &font, paint,
                       hr_text_measure_width (drawing->measure, &font, text), text);
}

static void add_elided (const Drawing *drawing, HrPoint at, HrFont font, HrPaint paint, const char *text,
                        double width_pt)
{
  g_autofree char *elided = hr_text_measure_dup_elided (drawing->measure, &font, text, width_pt);
  add_text (drawing, at, HR_ANCHOR_START, font, paint, elided);
}

static void add_rect (const Drawing *drawing, HrRect rect, double corner_pt, HrPaint paint)
{
  double unit = drawing->unit;
  HrRect drawn = { rect.x * unit, rect.y * unit, rect.width * unit, rect.height * unit };
  hr_scene_add_rect (drawing->scene, drawn, corner_pt * unit, &(HrStyle){ .fill = paint });
}

static void draw_heading (const Drawing *drawing)
{
  static const HrFont title = { .family = HR_FONT_LABEL, .size_pt = 22, .weight = 600 };
  static const HrFont number = { .family = HR_FONT_LABEL, .size_pt = 12, .weight = 400 };
  g_autofree char *page = g_strdup_printf ("%u / %u", drawing->slide->page, drawing->slide->n_pages);
  double right = HR_REPORT_SLIDE_WIDTH_PT - MARGIN_PT;
  add_elided (drawing, (HrPoint){ MARGIN_PT, TITLE_BASELINE_PT }, title, HR_PAINT_TEXT, drawing->slide->title,
              right - MARGIN_PT - 80);
  add_text (drawing, (HrPoint){ right, TITLE_BASELINE_PT }, HR_ANCHOR_END, number, HR_PAINT_FAINT, page);
}

static void draw_row (const Drawing *drawing, HrRect row, guint32 file, guint32 line, const HrTimelineStep *step)
{
  static const HrFont label = { .family = HR_FONT_LABEL, .size_pt = 9.5, .weight = 600 };
  gboolean ran = file == step->ran_file && line >= step->ran_line && line <= step->ran_end_line;
  gboolean next = file == step->next_file && line == step->next_line;
  double baseline = row.y + 14, text_x = row.x + CODE_NUMBER_PT, right = row.x + row.width - 8;
  if (ran) {
    add_rect (drawing, row, 0, HR_PAINT_FRAME_TINT);
    add_rect (drawing, (HrRect){ row.x, row.y, 3, row.height }, 0, HR_PAINT_FRAME);
  }
  const char *mark = ran && line == step->ran_end_line ? (step->event == HR_EVENT_EXCEPTION ? "raised" : "just ran")
                     : next                            ? "next"
                                                       : "";
  g_autofree char *number = g_strdup_printf ("%u", line);
  g_autofree char *text = hr_timeline_dup_line (drawing->slide->timeline, file, line);
  g_strdelimit (text, "\t", ' ');
  add_text (drawing, (HrPoint){ text_x - 12, baseline }, HR_ANCHOR_END, code_font, HR_PAINT_FAINT, number);
  add_elided (drawing, (HrPoint){ text_x, baseline }, code_font, ran ? HR_PAINT_TEXT : HR_PAINT_SOFT, text,
              right - text_x - (*mark != '\0' ? CODE_MARK_PT - 8 : 0));
  add_text (drawing, (HrPoint){ right, baseline }, HR_ANCHOR_END, label, ran ? HR_PAINT_FRAME : HR_PAINT_SOFT, mark);
}

/* The lines around the one that ran, or at the start is next; as many as there is room for. */
static void draw_code (const Drawing *drawing, HrRect room, guint n_rows)
{
  const HrTimelineStep *step = hr_timeline_peek_step (drawing->slide->timeline, drawing->slide->step);
  guint32 file = step->ran_line > 0 ? step->ran_file : step->next_file;
  guint32 line = step->ran_line > 0 ? step->ran_line : step->next_line;
  const HrTimelineSource *source = file > 0 ? hr_timeline_peek_source (drawing->slide->timeline, file) : NULL;
  guint n_lines = source != NULL && source->text != NULL ? source->n_lines : 0;
  if (n_lines == 0)
    return;
  n_rows = MIN (n_rows, n_lines);
  guint32 first = line > n_rows / 2 ? line - n_rows / 2 : 1;
  first = MIN (first, n_lines - n_rows + 1);
  room.height = n_rows * CODE_ROW_PT + 2 * CODE_PAD_PT;
  add_rect (drawing, room, 8, HR_PAINT_LANE);
  for (guint i = 0; i < n_rows; i++)
    draw_row (drawing, (HrRect){ room.x, room.y + CODE_PAD_PT + i * CODE_ROW_PT, room.width, CODE_ROW_PT }, file,
              first + i, step);
}

static void draw_picture (const Drawing *drawing, const Places *places)
{
  const HrReportSlide *slide = drawing->slide;
  HrRect room = places->picture;
  double x = room.x + (room.width - slide->picture_pt.width * places->scale) / 2;
  double y = room.y; /* beside the code's first line: pictures grow downwards */
  hr_scene_add_scene (drawing->scene, slide->picture, (HrPoint){ x * drawing->unit, y * drawing->unit }, "");
}

HrScene *hr_report_slide_new (const HrReportSlide *slide, HrTextMeasure *measure)
{
  Places places = find_places (slide->picture_pt, slide->code_pt);
  double unit = 1 / places.scale;
  HrScene *scene = hr_scene_new ((HrSize){ HR_REPORT_SLIDE_WIDTH_PT * unit, HR_REPORT_SLIDE_HEIGHT_PT * unit });
  Drawing drawing = { slide, measure, scene, unit };
  hr_scene_set_title (scene, slide->title);
  hr_scene_set_description (scene, slide->caption);
  draw_heading (&drawing);
  draw_code (&drawing, places.code, places.n_rows);
  draw_picture (&drawing, &places);
  hr_report_prose_draw (scene, measure, slide->caption, (HrPoint){ MARGIN_PT * unit, (CAPTION_TOP_PT + 18) * unit },
                        (HR_REPORT_SLIDE_WIDTH_PT - 2 * MARGIN_PT) * unit, 16 * unit, CAPTION_LINE_PT * unit,
                        CAPTION_LINES);
  return scene;
}

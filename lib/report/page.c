#include "report/page.h"

#include <string.h>

#include "base/error.h"
#include "base/escape.h"
#include "figure/figure.h"
#include "output/fonts.h"
#include "report/data.h"
#include "report/listing.h"
#include "report/plain.h"
#include "report/template.h"

/* Ids in the page's pictures; one picture is shown at a time. */
#define ID_PREFIX "p"
/* What pictures and captions of a page may weigh where the user does not say how many steps it is to have; but these
 * steps, at the least. */
#define MAX_BYTES ((gsize)16 * 1024 * 1024)
#define FEWEST_STEPS 100
#define PRINTABLE_ASCII                                                                                                \
  " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"

/* In the order in which they run; one a line, so that who adds one changes one. */
/* clang-format off */
static const char *const scripts[] = {
  "walkthrough/data.js",
  "walkthrough/player.js",
  "walkthrough/keys.js",
  "walkthrough/files.js",
  "walkthrough/output.js",
  "walkthrough/code.js",
  "walkthrough/caption.js",
  "walkthrough/slider.js",
  "walkthrough/controls.js",
  "walkthrough/lines.js",
  "walkthrough/dialogs.js",
  "walkthrough/address.js",
  "walkthrough/split.js",
  "walkthrough/words.js",
  "walkthrough/theme.js",
  "walkthrough/help.js",
  "walkthrough/print.js",
  "walkthrough/embed.js",
  "walkthrough/picture.js",
  "walkthrough/motion.js",
  "walkthrough/tools.js",
  "walkthrough/zoom.js",
  "walkthrough/map.js",
  "walkthrough/highlight.js",
  "walkthrough/axis.js",
  "walkthrough/history.js",
  "walkthrough/life.js",
  "walkthrough/plots.js",
  "walkthrough/search.js",
  "walkthrough/filters.js",
  "walkthrough/save.js",
  "walkthrough/start.js",
  NULL,
};
/* clang-format on */
static const char *const styles[] = { "walkthrough.css", "walkthrough/view.css", NULL };

/* Everything gathered while the steps are walked through once. */
typedef struct {
  HrTimeline *timeline;
  const HrReportThinned *thinned;
  const guint32 *steps; /* what is left of them */
  guint n_steps;
  gsize max_bytes; /* of pictures and captions; 0 no limit */
  guint n_fitting; /* steps after which that was reached; 0: it was not */
  const HrReportPageOptions *options;
  HrReportOutputs *outputs;
  HrReportSteps *told;
  HrReportLives *lives;
  HrReportLines *lines;
  HrReportPlain *plain;
  HrOutputFonts *fonts;
  GString *caption_characters;
  HrSize size_pt;
} Page;

/* What stands between the <svg> tags: the page puts its own around, and names the picture by its caption. */
static char *dup_inner_lines (const char *svg)
{
  GString *out = g_string_new (NULL);
  for (const char *p = svg; *p != '\0';) {
    gsize length = strcspn (p, "\n");
    if (!g_str_has_prefix (p, "<svg ") && !g_str_has_prefix (p, "</svg>") && !g_str_has_prefix (p, "<title ") &&
        !g_str_has_prefix (p, "<desc ")) {
      g_string_append_len (out, p, (gssize)length);
      g_string_append_c (out, '\n');
    }
    p += length + (p[length] == '\n');
  }
  return g_string_free (out, FALSE);
}

static char *dup_picture_markup (Page *page, HrScene *scene, GError **error)
{
  const HrScene *const scenes[] = { scene };
  HrOutputOptions options = { .theme = page->options->theme, .fragment = TRUE, .id_prefix = ID_PREFIX };
  g_autoptr (GBytes) svg = hr_output_render (HR_OUTPUT_SVG, scenes, 1, &options, error);
  if (svg == NULL)
    return NULL;
  g_autofree char *text = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  return dup_inner_lines (text);
}

static gboolean tell_step (Page *page, guint index, const HrScene *scene, const char *caption, GError **error)
{
  unsigned flags = 0;
  if (!hr_report_lives_add_step (page->lives, page->steps[index], scene, &flags, error))
    return FALSE;
  guint n_output = g_array_index (page->outputs->n_by_step, guint, index);
  guint n_before = index > 0 ? g_array_index (page->outputs->n_by_step, guint, index - 1) : 0;
  flags |= n_output > n_before ? HR_REPORT_PRINTED : 0;
  hr_report_steps_add (page->told, hr_timeline_peek_step (page->timeline, page->steps[index]), n_output, caption,
                       flags);
  return TRUE;
}

static gboolean add_step (Page *page, HrLayout *layout, guint index, GError **error)
{
  HrFigureOptions options = { .transparent = TRUE, .description = "" }; /* the page has its own */
  g_autoptr (HrScene) scene = hr_figure_new_step (layout, index, &options, error);
  g_autofree char *caption = scene != NULL ? hr_figure_dup_caption (layout, index, error) : NULL;
  g_autofree char *markup = caption != NULL ? dup_picture_markup (page, scene, error) : NULL;
  if (markup == NULL)
    return FALSE;
  HrSize size = hr_scene_size (scene); /* one for all pictures of a layout, but for notes below them */
  page->size_pt = (HrSize){ MAX (page->size_pt.width, size.width), MAX (page->size_pt.height, size.height) };
  hr_output_fonts_add_scene (page->fonts, scene);
  g_string_append (page->caption_characters, caption);
  hr_report_lines_add_picture (page->lines, markup);
  if (!tell_step (page, index, scene, caption, error))
    return FALSE;
  g_autofree char *title = hr_figure_dup_title (page->timeline, page->steps[index]);
  g_autofree char *fresh = hr_report_outputs_dup_fresh (page->outputs, index);
  hr_report_plain_add_step (page->plain, title, caption, markup, size, fresh);
  return TRUE;
}

/* The texts of a page beside its pictures. */
typedef struct {
  const char *title, *facts;
  const char *code;           /* characters of the listing */
  const char *html, *scripts; /* the templates: what they say themselves is in them */
} Texts;

/* In the fonts of walkthrough.css. */
static void add_page_fonts (Page *page, const Texts *texts)
{
  HrFont label = { .family = HR_FONT_LABEL, .size_pt = 14, .weight = 400 }, strong = label;
  HrFont code = { .family = HR_FONT_CODE, .size_pt = 13, .weight = 400 }, name = code;
  strong.weight = 600;
  name.weight = 500;
  const char *const of_label[] = { PRINTABLE_ASCII, texts->html, texts->scripts, texts->facts,
                                   page->caption_characters->str };
  for (gsize i = 0; i < G_N_ELEMENTS (of_label); i++)
    hr_output_fonts_add_text (page->fonts, &label, of_label[i]);
  hr_output_fonts_add_text (page->fonts, &strong, PRINTABLE_ASCII "→");
  hr_output_fonts_add_text (page->fonts, &strong, texts->title);
  hr_output_fonts_add_text (page->fonts, &code, PRINTABLE_ASCII);
  hr_output_fonts_add_text (page->fonts, &code, texts->code);
  for (guint i = 0; i < page->outputs->pieces->len; i++)
    hr_output_fonts_add_text (page->fonts, &code, g_array_index (page->outputs->pieces, HrReportOutput, i).text);
  hr_output_fonts_add_text (page->fonts, &name, page->caption_characters->str);
}

static char *dup_style (Page *page, GError **error)
{
  g_autofree char *own = hr_report_template_load_all (page->options->templates_dir, styles, error);
  if (own == NULL)
    return NULL;
  HrOutputOptions options = { .theme = page->options->theme };
  g_autofree char *pictures = hr_output_fonts_dup_fragment_css (page->fonts, &options, error);
  return pictures != NULL ? g_strconcat ("\n", pictures, own, NULL) : NULL;
}

/* What would end the element that @text is to stand in. */
static gboolean check_inside (const char *file, const char *text, const char *end_tag, GError **error)
{
  g_autofree char *folded = g_ascii_strdown (text, -1);
  if (strstr (folded, end_tag) == NULL && strstr (folded, "<!--") == NULL)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: must not contain \"%s\" or \"<!--\": it stands inside the page",
               file, end_tag);
  return FALSE;
}

/* A source expression of Content Security Policy, level 2: what the style or script must hash to. */
static void append_hash (GString *out, const char *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize n = sizeof digest;
  g_checksum_update (checksum, (const guchar *)text, (gssize)strlen (text));
  g_checksum_get_digest (checksum, digest, &n);
  g_autofree char *encoded = g_base64_encode (digest, n);
  g_string_append_printf (out, "'sha256-%s'", encoded);
}

/* Nothing runs, is styled or fetched but what the page itself holds. */
static char *dup_policy (const char *style, const char *script)
{
  GString *out = g_string_new ("default-src 'none'; font-src data:; img-src data:; style-src ");
  append_hash (out, style);
  g_string_append (out, "; script-src ");
  append_hash (out, script);
  g_string_append (out, "; base-uri 'none'; form-action 'none'");
  return g_string_free (out, FALSE);
}

static const char *theme_name (const HrTheme *theme)
{
  if (theme == NULL || hr_theme_follows_reader (theme))
    return "auto";
  return hr_theme_is_dark (theme, FALSE) ? "dark" : "light";
}

static char *dup_data (const Page *page)
{
  return hr_report_data_dup_json (&(HrReportData){
      .timeline = page->timeline,
      .size_pt = page->size_pt,
      .theme = theme_name (page->options->theme),
      .embed = page->options->embed,
      .thinned_of = page->thinned->rule != NULL ? page->thinned->of : 0,
      .thinned_rule = page->thinned->rule,
      .outputs = page->outputs,
      .steps = page->told,
      .lives = page->lives,
      .lines = page->lines,
  });
}

static char *dup_document (Page *page, GError **error)
{
  const char *folder = page->options->templates_dir;
  g_autofree char *program = hr_report_dup_program (page->timeline);
  const char *title = page->options->title != NULL ? page->options->title : program;
  g_autofree char *facts = hr_report_dup_facts (page->timeline, title, page->n_steps, page->thinned->of);
  g_autoptr (GString) code = g_string_new (NULL);
  g_autoptr (GString) code_characters = g_string_new (NULL);
  hr_report_listing_append (code, page->timeline, page->steps, page->n_steps, code_characters);
  g_autofree char *script = hr_report_template_load_all (folder, scripts, error);
  g_autofree char *html = script != NULL ? hr_report_template_load (folder, "walkthrough.html", error) : NULL;
  if (html == NULL)
    return NULL;
  add_page_fonts (page, &(Texts){ title, facts, code_characters->str, html, script });
  g_autofree char *style = dup_style (page, error);
  if (style == NULL || !check_inside ("walkthrough.css, walkthrough/*.css", style, "</style", error) ||
      !check_inside ("walkthrough/*.js", script, "</script", error))
    return NULL;
  g_autofree char *policy = dup_policy (style, script);
  g_autofree char *plain = hr_report_plain_dup_markup (page->plain);
  g_autofree char *data = dup_data (page);
  g_autoptr (GString) lines = g_string_new (NULL);
  hr_report_lines_append_table (page->lines, lines);
  const HrReportValue values[] = {
    { "title", title, FALSE },
    { "facts", facts, FALSE },
    { "generator", "heapreel", FALSE },
    { "policy", policy, FALSE },
    { "style", style, TRUE },
    { "script", script, TRUE },
    { "code", code->str, TRUE },
    { "plain", plain, TRUE },
    { "data", data, TRUE },
    { "lines", lines->str, TRUE },
    { "mode", page->options->embed ? "embed" : "", FALSE },
  };
  g_autofree char *name =
      folder != NULL ? g_build_filename (folder, "walkthrough.html", NULL) : g_strdup ("walkthrough.html");
  return hr_report_template_fill (name, html, values, G_N_ELEMENTS (values), error);
}

static void page_clear (Page *page)
{
  hr_report_outputs_free (page->outputs);
  hr_report_lives_free (page->lives);
  hr_report_steps_free (page->told);
  hr_report_lines_free (page->lines);
  hr_report_plain_free (page->plain);
  hr_output_fonts_free (page->fonts);
  g_string_free (page->caption_characters, TRUE);
}

static gboolean is_too_large (const Page *page)
{
  return page->max_bytes > 0 &&
         hr_report_lines_count_bytes (page->lines) + page->caption_characters->len > page->max_bytes;
}

/* NULL without an error: it would be too large. */
static char *dup_page (Page *page, HrTextMeasure *measure, GError **error)
{
  g_autoptr (HrLayout) layout =
      hr_report_layout_new (page->timeline, page->steps, page->n_steps, &page->options->layout, measure, error);
  if (layout == NULL)
    return NULL;
  for (guint i = 0; i < page->n_steps; i++) {
    hr_progress_tell (&page->options->progress, i + 1, page->n_steps);
    if (!add_step (page, layout, i, error))
      return NULL;
    if (i >= FEWEST_STEPS && is_too_large (page)) {
      page->n_fitting = i;
      return NULL;
    }
  }
  return dup_document (page, error);
}

/* NULL without an error: only the first *n_fitting steps would be small enough. */
static char *dup_page_of (HrTimeline *timeline, const HrReportThinned *thinned, const HrReportPageOptions *options,
                          HrTextMeasure *measure, guint *n_fitting, GError **error)
{
  Page page = { .timeline = timeline,
                .thinned = thinned,
                .steps = (const guint32 *)(void *)thinned->steps->data,
                .n_steps = thinned->steps->len,
                .max_bytes = options->max_steps == 0 ? MAX_BYTES : 0,
                .options = options };
  page.outputs = hr_report_outputs_new (timeline, page.steps, page.n_steps);
  page.told = hr_report_steps_new ();
  page.lives = hr_report_lives_new (timeline, hr_report_steps_peek_names (page.told));
  page.lines = hr_report_lines_new ();
  page.plain = hr_report_plain_new (page.n_steps);
  page.fonts = hr_output_fonts_new ();
  page.caption_characters = g_string_new (NULL);
  char *document = dup_page (&page, measure, error);
  *n_fitting = page.n_fitting;
  page_clear (&page);
  return document;
}

static guint32 *new_all_steps (guint n_steps)
{
  guint32 *all = g_new (guint32, n_steps);
  for (guint32 i = 0; i < n_steps; i++)
    all[i] = i;
  return all;
}

GBytes *hr_report_page_new (HrTimeline *timeline, const guint32 *steps, guint n_steps,
                            const HrReportPageOptions *options, HrTextMeasure *measure, HrReportThinned **thinned,
                            GError **error)
{
  g_autofree guint32 *all = NULL;
  guint max_steps = options->max_steps > 0 ? MAX (options->max_steps, 2) : HR_REPORT_PAGE_MAX_STEPS, n_fitting = 0;
  char *document = NULL;
  if (steps == NULL) {
    n_steps = hr_timeline_n_steps (timeline);
    all = new_all_steps (n_steps);
    steps = all;
  }
  g_assert (n_steps > 0);
  do {
    g_autoptr (HrReportThinned) some = hr_report_thinned_new (timeline, steps, n_steps, max_steps);
    document = dup_page_of (timeline, some, options, measure, &n_fitting, error);
    max_steps = MAX (n_fitting / 4 * 3, FEWEST_STEPS);
    if (document != NULL && thinned != NULL)
      *thinned = g_steal_pointer (&some);
  } while (document == NULL && n_fitting > 0);
  return document != NULL ? g_bytes_new_take (document, strlen (document)) : NULL;
}

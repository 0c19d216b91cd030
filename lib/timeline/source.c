#include "timeline/source.h"

#include <string.h>

#include "base/error.h"
#include "timeline/select.h"

HrSource *hr_source_new (char *name, char *text)
{
  HrSource *source = g_new0 (HrSource, 1);
  source->source.name = name;
  source->source.text = text;
  source->line_starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  for (gsize at = 0; text != NULL && text[at] != '\0';) {
    g_array_append_val (source->line_starts, at);
    at += strcspn (text + at, "\n");
    at += text[at] == '\n';
  }
  source->source.n_lines = source->line_starts->len;
  source->reels = hr_timeline_find_reel_comments (text != NULL ? text : "");
  return source;
}

void hr_source_free (HrSource *source)
{
  g_free ((char *)source->source.name);
  g_free ((char *)source->source.text);
  g_array_unref (source->line_starts);
  g_array_unref (source->reels);
  g_clear_pointer (&source->tokens, g_array_unref);
  g_free (source);
}

const HrSource *hr_timeline_peek_source_lines (HrTimeline *timeline, guint32 file)
{
  return (const HrSource *)hr_timeline_peek_source (timeline, file);
}

/* Where @line's "# reel:" comment begins, or @end. */
static gsize reel_start (const HrSource *source, guint32 line, gsize end)
{
  for (guint i = 0; i < source->reels->len; i++) {
    const HrReelComment *comment = &g_array_index (source->reels, HrReelComment, i);
    if (comment->line == line)
      return comment->start;
  }
  return end;
}

char *hr_source_dup_line (const HrSource *source, guint32 line, gboolean stripped)
{
  if (line == 0 || line > source->line_starts->len)
    return g_strdup ("");
  gsize start = g_array_index (source->line_starts, gsize, line - 1);
  const char *text = source->source.text;
  gsize whole = start + strcspn (text + start, "\n"), end = stripped ? reel_start (source, line, whole) : whole;
  while (end < whole && end > start && (text[end - 1] == ' ' || text[end - 1] == '\t'))
    end--;
  return g_strndup (text + start, end - start);
}

char *hr_timeline_dup_line (HrTimeline *timeline, guint32 file, guint32 line)
{
  const HrSource *source = hr_timeline_peek_source_lines (timeline, file);
  return source == NULL ? g_strdup ("") : hr_source_dup_line (source, line, TRUE);
}

static gboolean holds_code (const HrSource *source, guint32 line)
{
  g_autofree char *text = g_strstrip (hr_source_dup_line (source, line, TRUE));
  return *text != '\0' && *text != '#';
}

guint32 hr_source_line_of (const HrSource *source, const HrReelComment *mark)
{
  if (!mark->alone)
    return mark->line;
  for (guint32 line = mark->line + 1; line <= source->line_starts->len; line++)
    if (holds_code (source, line))
      return line;
  return mark->line;
}

gboolean hr_reel_comment_is_mark (const HrReelComment *comment)
{
  return *comment->text != '\0' && *comment->text != '-';
}

guint32 hr_timeline_main_file (HrTimeline *timeline)
{
  guint32 file = hr_timeline_peek_step (timeline, 0)->next_file;
  return hr_timeline_peek_source (timeline, file) != NULL ? file : MIN (1, hr_timeline_n_sources (timeline));
}

/* The first line that is more than a comment or blanks; options are looked for above it only. */
static guint32 first_line_of_code (const HrSource *source)
{
  guint32 line = 1;
  while (line <= source->line_starts->len && !holds_code (source, line))
    line++;
  return line;
}

static void clear_options (gpointer data)
{
  g_strfreev (((HrReelOptions *)data)->words);
}

static GArray *options_of (const HrSource *source, GError **error)
{
  g_autoptr (GArray) options = g_array_new (FALSE, FALSE, sizeof (HrReelOptions));
  guint32 end = source == NULL ? 0 : first_line_of_code (source);
  g_array_set_clear_func (options, clear_options);
  for (guint i = 0; source != NULL && i < source->reels->len; i++) {
    const HrReelComment *comment = &g_array_index (source->reels, HrReelComment, i);
    HrReelOptions found = { .line = comment->line };
    if (comment->line >= end || *comment->text != '-')
      continue;
    /* it begins with "-": a quote is all that can miss */
    if (!g_shell_parse_argv (comment->text, NULL, &found.words, NULL)) {
      g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s:%u: in \"# reel: %s\": a quote is not closed",
                   source->source.name, comment->line, comment->text);
      return NULL;
    }
    g_array_append_val (options, found);
  }
  return g_steal_pointer (&options);
}

GArray *hr_timeline_reel_options (HrTimeline *timeline, GError **error)
{
  return options_of (hr_timeline_peek_source_lines (timeline, hr_timeline_main_file (timeline)), error);
}

GArray *hr_timeline_reel_options_of (const char *name, const char *text, GError **error)
{
  HrSource *source = hr_source_new (g_strdup (name), g_strdup (text));
  GArray *options = options_of (source, error);
  hr_source_free (source);
  return options;
}

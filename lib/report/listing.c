#include "report/listing.h"

#include <string.h>

#include "base/escape.h"
#include "report/story.h"

static const char *token_class (HrTokenKind kind)
{
  switch (kind) {
  case HR_TOKEN_KEYWORD:
    return "k";
  case HR_TOKEN_STRING:
    return "s";
  case HR_TOKEN_NUMBER:
    return "n";
  case HR_TOKEN_COMMENT:
    return "c";
  case HR_TOKEN_DEFINED:
    return "d";
  case HR_TOKEN_DECORATOR:
    return "a";
  case HR_TOKEN_BUILTIN:
    return "b";
  }
  g_assert_not_reached ();
}

static void append_piece (GString *out, const char *text, gsize from, gsize to)
{
  g_autofree char *piece = g_strndup (text + from, to - from);
  hr_escape_xml_text (out, piece);
}

/* @text may end before its tokens do: marks of ours are not shown. */
static void append_line (GString *out, const char *text, const HrTimelineToken *tokens, guint n_tokens)
{
  gsize n_bytes = strlen (text), at = 0;
  for (guint i = 0; i < n_tokens && tokens[i].start < n_bytes; i++) {
    gsize end = MIN (tokens[i].end, n_bytes);
    append_piece (out, text, at, tokens[i].start);
    g_string_append_printf (out, "<span class=\"%s\">", token_class (tokens[i].kind));
    append_piece (out, text, tokens[i].start, end);
    g_string_append (out, "</span>");
    at = end;
  }
  append_piece (out, text, at, n_bytes);
}

static void append_file (GString *out, HrTimeline *timeline, guint32 file, gboolean named, GString *characters)
{
  const HrTimelineSource *source = hr_timeline_peek_source (timeline, file);
  guint n_tokens = 0;
  const HrTimelineToken *tokens = hr_timeline_peek_tokens (timeline, file, &n_tokens);
  g_string_append_printf (out, "<div class=\"file\" data-file=\"%u\">\n", file);
  if (named) {
    g_autofree char *name = hr_report_dup_file (timeline, file);
    g_string_append (out, "<h2>");
    hr_escape_xml_text (out, name);
    g_string_append (out, "</h2>\n");
  }
  g_string_append (out, "<ol class=\"lines\">\n");
  for (guint line = 1; line <= source->n_lines; line++) {
    g_autofree char *text = hr_timeline_dup_line (timeline, file, line);
    guint n_of_line = 0;
    while (n_of_line < n_tokens && tokens[n_of_line].line == line)
      n_of_line++;
    g_string_append (out, "<li><code>");
    append_line (out, text, tokens, n_of_line);
    g_string_append (out, "</code></li>\n");
    g_string_append (characters, text);
    tokens += n_of_line;
    n_tokens -= n_of_line;
  }
  g_string_append (out, "</ol>\n</div>\n");
}

static gboolean is_listed (HrTimeline *timeline, guint32 file, const guint32 *steps, guint n_steps)
{
  const HrTimelineSource *source = hr_timeline_peek_source (timeline, file);
  if (source == NULL || source->text == NULL)
    return FALSE;
  for (guint i = 0; i < n_steps; i++) {
    const HrTimelineStep *step = hr_timeline_peek_step (timeline, steps[i]);
    if (step->ran_file == file || step->next_file == file)
      return TRUE;
  }
  return FALSE;
}

void hr_report_listing_append (GString *out, HrTimeline *timeline, const guint32 *steps, guint n_steps,
                               GString *characters)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 file = 1; file <= hr_timeline_n_sources (timeline); file++)
    if (is_listed (timeline, file, steps, n_steps))
      g_array_append_val (files, file);
  for (guint i = 0; i < files->len; i++)
    append_file (out, timeline, g_array_index (files, guint32, i), files->len > 1, characters);
}

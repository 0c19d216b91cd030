#include "timeline/tokens.h"

#include <string.h>

#include "timeline/source.h"
#include "timeline/wire.h"

void hr_timeline_tokens_write (guint32 file, const GArray *tokens, HrTimelineBuffer *payload)
{
  guint32 line = 0, end = 0;
  hr_timeline_buffer_number (payload, file);
  hr_timeline_buffer_number (payload, tokens->len);
  for (guint i = 0; i < tokens->len; i++) {
    const HrTimelineToken *token = &g_array_index (tokens, HrTimelineToken, i);
    if (token->line != line)
      end = 0;
    hr_timeline_buffer_byte (payload, (guint8)token->kind);
    hr_timeline_buffer_number (payload, token->line - line);
    hr_timeline_buffer_number (payload, token->start - end);
    hr_timeline_buffer_number (payload, token->end - token->start);
    line = token->line;
    end = token->end;
  }
}

static gboolean is_character_start (const char *text, gsize at)
{
  return ((guchar)text[at] & 0xC0) != 0x80;
}

static gsize count_line_bytes (const HrSource *source, guint32 line)
{
  gsize start = g_array_index (source->line_starts, gsize, line - 1);
  return strcspn (source->source.text + start, "\n");
}

/* The next token; FALSE when it is not inside its line, or cuts a character. */
static gboolean read_token (HrTimelineSpan *span, const HrSource *source, HrTimelineToken *last)
{
  HrTimelineToken token;
  token.kind = (HrTokenKind)hr_timeline_span_choice (span, HR_TOKEN_LAST, "no token is of this kind");
  guint32 down = hr_timeline_span_number32 (span);
  guint64 start = hr_timeline_span_number32 (span), n_bytes = hr_timeline_span_number32 (span);
  if (span->problem != NULL || token.kind == 0 || down > source->source.n_lines - last->line || n_bytes == 0)
    return FALSE;
  token.line = last->line + down;
  start += down == 0 ? last->end : 0;
  if (token.line == 0 || start + n_bytes > count_line_bytes (source, token.line))
    return FALSE;
  const char *text = source->source.text + g_array_index (source->line_starts, gsize, token.line - 1);
  token.start = (guint32)start;
  token.end = (guint32)(start + n_bytes);
  *last = token;
  return is_character_start (text, token.start) && is_character_start (text, token.end);
}

void hr_timeline_take_tokens (HrTimeline *timeline, HrTimelineRecord *record)
{
  enum { TOKEN_BYTES = 4 };
  HrTimelineSpan *span = &record->payload;
  HrSource *source = (HrSource *)hr_timeline_peek_source_lines (timeline, hr_timeline_span_number32 (span));
  gsize n = hr_timeline_span_count (span, TOKEN_BYTES);
  if (span->problem != NULL || source == NULL || source->source.text == NULL)
    return;
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (HrTimelineToken));
  HrTimelineToken token = { .line = 0 };
  for (gsize i = 0; i < n; i++) {
    if (!read_token (span, source, &token))
      return;
    g_array_append_val (tokens, token);
  }
  g_clear_pointer (&source->tokens, g_array_unref);
  source->tokens = g_steal_pointer (&tokens);
}

void hr_timeline_find_tokens (HrTimeline *timeline, guint64 start, guint64 limit)
{
  g_autoptr (GBytes) bytes =
      start < limit ? hr_timeline_storage_read (timeline->storage, start, (gsize)(limit - start), NULL) : NULL;
  HrTimelineSpan stream = { .offset = start };
  HrTimelineRecord record;
  if (bytes == NULL)
    return;
  stream.bytes = g_bytes_get_data (bytes, &stream.n_bytes);
  while (hr_timeline_record_next (&timeline->crc, &stream, &record))
    if (record.type == HR_RECORD_TOKENS)
      hr_timeline_take_tokens (timeline, &record);
}

const HrTimelineToken *hr_timeline_peek_tokens (HrTimeline *timeline, guint32 file, guint *n_tokens)
{
  const HrSource *source = hr_timeline_peek_source_lines (timeline, file);
  *n_tokens = source != NULL && source->tokens != NULL ? source->tokens->len : 0;
  return *n_tokens > 0 ? (const HrTimelineToken *)(gconstpointer)source->tokens->data : NULL;
}

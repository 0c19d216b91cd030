#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "timeline/index.h"
#include "timeline/source.h"
#include "timeline/tokens.h"
#include "timeline/wire.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrTimelineBuffer, hr_timeline_buffer_clear)

static gboolean fail (const char *path, guint32 n_steps, int reason, GError **error)
{
  gboolean full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
  g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT,
               "%s: cannot write how the program ended: %s; its %u steps can be drawn%s", path, g_strerror (reason),
               n_steps, full ? "; to have all, make room there or record elsewhere (-o, TMPDIR)" : "");
  return FALSE;
}

static void end_payload (HrTimelineBuffer *payload, HrEnding ending, int status, const char *text)
{
  hr_timeline_buffer_byte (payload, (guint8)ending);
  hr_timeline_buffer_signed (payload, status);
  hr_timeline_buffer_byte (payload, text != NULL);
  if (text != NULL)
    hr_timeline_buffer_text (payload, text, strlen (text));
}

static void footer (HrTimelineBuffer *tail, const HrTimelineCrc *crc, guint64 index_offset)
{
  gsize start = tail->n_bytes;
  hr_timeline_buffer_fixed (tail, index_offset, 8);
  hr_timeline_buffer_bytes (tail, HR_WIRE_FOOTER_MAGIC, HR_WIRE_MAGIC_BYTES);
  if (!tail->failed)
    hr_timeline_buffer_fixed (tail, hr_timeline_crc_of (crc, tail->bytes + start, tail->n_bytes - start),
                              HR_WIRE_CRC_BYTES);
}

static gboolean write_at (int fd, guint64 offset, const HrTimelineBuffer *tail)
{
  gsize done = 0;
  while (done < tail->n_bytes) {
    gssize n = pwrite (fd, tail->bytes + done, tail->n_bytes - done, (off_t)(offset + done));
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    done += (gsize)n;
  }
  return TRUE;
}

/* Puts @tail where the last whole record ends. 0 or an errno: a disk that is full takes the tail back off, and the
 * steps open without. */
static int put_tail (const char *path, guint64 offset, const HrTimelineBuffer *tail)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  if (fd < 0)
    return errno;
  gboolean ok = ftruncate (fd, (off_t)offset) == 0 && write_at (fd, offset, tail);
  int reason = errno;
  if (!ok && ftruncate (fd, (off_t)offset) != 0)
    reason = reason != 0 ? reason : errno;
  if (close (fd) != 0 && ok) {
    ok = FALSE;
    reason = errno;
  }
  return ok ? 0 : reason;
}

/* Those that @timeline has already, from an end that is to be replaced; NULL where there are none. */
static GPtrArray *tokens_of (HrTimeline *timeline)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  gboolean any = FALSE;
  for (guint32 file = 1; file <= hr_timeline_n_sources (timeline); file++) {
    GArray *of_file = hr_timeline_peek_source_lines (timeline, file)->tokens;
    g_ptr_array_add (tokens, of_file);
    any |= of_file != NULL;
  }
  return any ? g_steal_pointer (&tokens) : NULL;
}

/* All that comes behind the steps: tokens, index, end, footer. */
static void make_tail (HrTimeline *timeline, const GPtrArray *tokens, const HrTimelineBuffer *end,
                       HrTimelineBuffer *tail)
{
  g_auto (HrTimelineBuffer) payload = { .bytes = NULL };
  for (guint i = 0; tokens != NULL && i < tokens->len && i < hr_timeline_n_sources (timeline); i++) {
    const GArray *of_file = g_ptr_array_index (tokens, i);
    if (of_file == NULL || of_file->len == 0)
      continue;
    hr_timeline_buffer_clear (&payload);
    hr_timeline_tokens_write (i + 1, of_file, &payload);
    hr_timeline_buffer_record (tail, &timeline->crc, HR_RECORD_TOKENS, &payload);
  }
  guint64 index_offset = timeline->steps_end + tail->n_bytes;
  hr_timeline_buffer_clear (&payload);
  hr_timeline_index_write (timeline, &payload);
  hr_timeline_buffer_record (tail, &timeline->crc, HR_RECORD_INDEX, &payload);
  hr_timeline_buffer_record (tail, &timeline->crc, HR_RECORD_END, end);
  footer (tail, &timeline->crc, index_offset);
}

static int put_made_tail (const char *path, HrTimeline *timeline, const GPtrArray *tokens, const HrTimelineBuffer *end)
{
  g_auto (HrTimelineBuffer) tail = { .bytes = NULL };
  make_tail (timeline, tokens, end, &tail);
  return tail.failed ? ENOMEM : put_tail (path, timeline->steps_end, &tail);
}

gboolean hr_timeline_finish_tokenized (const char *path, HrEnding ending, int status, const char *text,
                                       HrTimelineTokenize *tokenize, gpointer data, GError **error)
{
  g_autoptr (HrTimeline) timeline = hr_timeline_open_to_finish (path, error);
  if (timeline == NULL)
    return FALSE;
  g_autoptr (GPtrArray) tokens = tokenize != NULL ? tokenize (timeline, data) : NULL;
  if (tokens == NULL)
    tokens = tokens_of (timeline);
  g_auto (HrTimelineBuffer) end = { .bytes = NULL };
  end_payload (&end, ending, status, text);
  int reason = put_made_tail (path, timeline, tokens, &end);
  if (reason != 0 && tokens != NULL) /* which are the least */
    reason = put_made_tail (path, timeline, NULL, &end);
  return reason == 0 || fail (path, hr_timeline_n_steps (timeline), reason, error);
}

gboolean hr_timeline_finish (const char *path, HrEnding ending, int status, const char *text, GError **error)
{
  return hr_timeline_finish_tokenized (path, ending, status, text, NULL, NULL, error);
}

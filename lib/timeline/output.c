#include <string.h>

#include "timeline/handle.h"
#include "timeline/wire.h"

/* Pieces of output on their way from bytes to text. A character may be torn between two writes: what there is of it
 * waits for the next piece of its stream. */
typedef struct {
  GArray *pieces; /* HrTimelineOutput */
  GString *bytes; /* of the piece being put together */
  GString *torn[HR_STREAM_STDERR + 1];
  int stream; /* of the piece; 0 none yet */
  guint32 step;
} Output;

static void clear_piece (gpointer data)
{
  HrTimelineOutput *piece = data;
  g_free ((char *)piece->text);
}

/* How many bytes at the end are the beginning of a character. */
static gsize torn_bytes (const GString *bytes)
{
  for (gsize n = 1; n <= 3 && n <= bytes->len; n++) {
    const char *at = bytes->str + bytes->len - n;
    if (((guint8)*at & 0xC0) == 0x80)
      continue;
    return g_utf8_get_char_validated (at, (gssize)n) == (gunichar)-2 ? n : 0;
  }
  return 0;
}

static void end_piece (Output *output, gboolean last)
{
  if (output->bytes->len == 0)
    return;
  gsize n_torn = last ? 0 : torn_bytes (output->bytes), n = output->bytes->len - n_torn;
  g_string_append_len (output->torn[output->stream], output->bytes->str + n, (gssize)n_torn);
  HrTimelineOutput piece = { .stream = output->stream, .step = output->step };
  piece.text = n == 0 ? NULL : g_utf8_make_valid (output->bytes->str, (gssize)n);
  if (n > 0)
    g_array_append_val (output->pieces, piece);
  g_string_truncate (output->bytes, 0);
}

static void add (Output *output, int stream, guint32 step, const guint8 *bytes, gsize n_bytes)
{
  if (stream != output->stream || step != output->step) {
    end_piece (output, FALSE);
    output->stream = stream;
    output->step = step;
    g_string_append_len (output->bytes, output->torn[stream]->str, (gssize)output->torn[stream]->len);
    g_string_truncate (output->torn[stream], 0);
  }
  g_string_append_len (output->bytes, (const char *)bytes, (gssize)n_bytes);
}

static void add_step (Output *output, HrTimelineRecord *record, const HrTimelineHead *head, guint32 step)
{
  HrTimelineSpan span = record->payload;
  span.at = head->outputs_at;
  for (gsize i = 0; i < head->n_outputs; i++) {
    int stream = hr_timeline_span_byte (&span);
    gsize n_bytes = hr_timeline_span_count (&span, 1);
    add (output, stream, step, hr_timeline_span_bytes (&span, n_bytes), n_bytes);
  }
}

/* Takes the output of one chunk's steps; what cannot be read has none. */
static void add_chunk (HrTimeline *timeline, Output *output, const HrTimelineChunk *chunk, HrTimelineSaid *said)
{
  g_autoptr (GBytes) bytes =
      hr_timeline_storage_read (timeline->storage, chunk->offset, (gsize)(chunk->end - chunk->offset), NULL);
  if (bytes == NULL)
    return;
  HrTimelineSpan stream = { .offset = chunk->offset };
  stream.bytes = g_bytes_get_data (bytes, &stream.n_bytes);
  HrTimelineRecord record;
  for (guint32 i = 0; i < chunk->n_steps && hr_timeline_record_next (&timeline->crc, &stream, &record);) {
    if (record.type != HR_RECORD_STEP && record.type != HR_RECORD_KEYFRAME)
      continue;
    HrTimelineHead head;
    hr_timeline_head_read (timeline, &record, said, &head);
    if (record.payload.problem != NULL)
      return;
    add_step (output, &record, &head, chunk->first_step + i++);
  }
}

static GArray *read_all (HrTimeline *timeline)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (HrTimelineOutput));
  g_array_set_clear_func (pieces, clear_piece);
  HrTimelineSaid said;
  Output output = { .pieces = pieces, .bytes = g_string_new (NULL) };
  for (guint i = 0; i < G_N_ELEMENTS (output.torn); i++)
    output.torn[i] = g_string_new (NULL);
  hr_timeline_said_init (&said);
  for (guint i = 0; i < timeline->chunks->len; i++)
    add_chunk (timeline, &output, &g_array_index (timeline->chunks, HrTimelineChunk, i), &said);
  hr_timeline_said_clear (&said);
  end_piece (&output, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (output.torn); i++) { /* whatever waits has waited in vain */
    output.stream = (int)i;
    g_string_append_len (output.bytes, output.torn[i]->str, (gssize)output.torn[i]->len);
    end_piece (&output, TRUE);
    g_string_free (output.torn[i], TRUE);
  }
  g_string_free (output.bytes, TRUE);
  return pieces;
}

const HrTimelineOutput *hr_timeline_peek_output (HrTimeline *timeline, guint *n_pieces)
{
  g_mutex_lock (&timeline->output_lock);
  if (timeline->output == NULL)
    timeline->output = read_all (timeline);
  g_mutex_unlock (&timeline->output_lock);
  *n_pieces = timeline->output->len;
  return (const HrTimelineOutput *)(gpointer)timeline->output->data;
}

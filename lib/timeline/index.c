#include "timeline/index.h"

#include <string.h>

#include "timeline/tokens.h"
#include "timeline/wire.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrTimelineBuffer, hr_timeline_buffer_clear)

/* Steps with the same event and lines come again and again in a loop; each such shape is written once. */
static guint shape_hash (gconstpointer data)
{
  const HrTimelineStep *step = data;
  guint hash = g_direct_hash (step->frame_name);
  const guint32 parts[] = { step->event,        step->thread,    step->ran_file, step->ran_line,
                            step->ran_end_line, step->next_file, step->next_line };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    hash = (hash ^ parts[i]) * 16777619u;
  return hash;
}

static gboolean shape_equal (gconstpointer a, gconstpointer b)
{
  const HrTimelineStep *left = a, *right = b;
  return left->event == right->event && left->thread == right->thread && left->frame_name == right->frame_name &&
         left->ran_file == right->ran_file && left->ran_line == right->ran_line &&
         left->ran_end_line == right->ran_end_line && left->next_file == right->next_file &&
         left->next_line == right->next_line;
}

static void write_shape (const HrTimelineStep *step, HrTimelineBuffer *payload)
{
  hr_timeline_buffer_byte (payload, (guint8)step->event);
  hr_timeline_buffer_number (payload, step->thread);
  hr_timeline_buffer_text (payload, step->frame_name, strlen (step->frame_name));
  hr_timeline_buffer_number (payload, step->ran_file);
  hr_timeline_buffer_number (payload, step->ran_line);
  hr_timeline_buffer_number (payload, step->ran_end_line - step->ran_line);
  hr_timeline_buffer_number (payload, step->next_file);
  hr_timeline_buffer_number (payload, step->next_line);
}

static void write_steps (HrTimeline *timeline, HrTimelineBuffer *payload)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (shape_hash, shape_equal);
  g_auto (HrTimelineBuffer) shapes = { .bytes = NULL };
  g_auto (HrTimelineBuffer) steps = { .bytes = NULL };
  g_autoptr (GArray) positions = g_array_new (FALSE, TRUE, sizeof (HrWirePosition));
  HrWirePosition last = { 0, 0 };
  for (guint32 i = 0; i < timeline->steps->len; i++) {
    const HrTimelineStep *step = hr_timeline_peek_step (timeline, i);
    gpointer number = NULL;
    if (!g_hash_table_lookup_extended (numbers, step, NULL, &number)) {
      number = GUINT_TO_POINTER (g_hash_table_size (numbers));
      g_hash_table_insert (numbers, (gpointer)step, number);
      write_shape (step, &shapes);
    }
    if (positions->len < g_hash_table_size (numbers))
      g_array_set_size (positions, g_hash_table_size (numbers));
    HrWirePosition now = { step->frame, step->depth };
    HrWirePosition *of_shape = &g_array_index (positions, HrWirePosition, GPOINTER_TO_UINT (number));
    gboolean moved = now.frame != last.frame || now.depth != last.depth;
    hr_timeline_buffer_number (&steps, (guint64)GPOINTER_TO_UINT (number) << 1 | moved);
    if (moved)
      hr_timeline_buffer_position (&steps, now, last, *of_shape);
    last = *of_shape = now;
  }
  hr_timeline_buffer_number (payload, g_hash_table_size (numbers));
  hr_timeline_buffer_bytes (payload, shapes.bytes, shapes.n_bytes);
  hr_timeline_buffer_number (payload, timeline->steps->len);
  hr_timeline_buffer_bytes (payload, steps.bytes, steps.n_bytes);
  payload->failed |= shapes.failed || steps.failed;
}

void hr_timeline_index_write (HrTimeline *timeline, HrTimelineBuffer *payload)
{
  guint64 last = 0;
  hr_timeline_buffer_number (payload, timeline->sources->len);
  for (guint i = 0; i < timeline->sources->len; i++) {
    guint64 offset = g_array_index (timeline->source_offsets, guint64, i);
    hr_timeline_buffer_number (payload, offset - last);
    last = offset;
  }
  hr_timeline_buffer_number (payload, timeline->chunks->len);
  last = 0;
  for (guint i = 0; i < timeline->chunks->len; i++) {
    const HrTimelineChunk *chunk = &g_array_index (timeline->chunks, HrTimelineChunk, i);
    hr_timeline_buffer_number (payload, chunk->offset - last);
    hr_timeline_buffer_number (payload, chunk->end - chunk->offset);
    hr_timeline_buffer_number (payload, chunk->n_steps);
    last = chunk->offset;
  }
  write_steps (timeline, payload);
}

static void read_shape (HrTimeline *timeline, HrTimelineSpan *span, HrTimelineStep *shape)
{
  gsize n_bytes;
  shape->event = (HrEvent)hr_timeline_span_choice (span, HR_EVENT_LAST, "no event has this number");
  shape->thread = hr_timeline_span_number32 (span);
  const char *name = hr_timeline_span_text (span, &n_bytes);
  shape->frame_name = hr_timeline_intern (timeline, name, n_bytes);
  shape->ran_file = hr_timeline_span_number32 (span);
  shape->ran_line = hr_timeline_span_number32 (span);
  guint32 more = hr_timeline_span_number32 (span);
  shape->ran_end_line = shape->ran_line + MIN (more, G_MAXUINT32 - shape->ran_line);
  shape->next_file = hr_timeline_span_number32 (span);
  shape->next_line = hr_timeline_span_number32 (span);
}

static void read_steps (HrTimeline *timeline, HrTimelineSpan *span, GArray *steps)
{
  enum { SHAPE_BYTES = 8, STEP_BYTES = 1 };
  gsize n_shapes = hr_timeline_span_count (span, SHAPE_BYTES);
  g_autofree HrTimelineStep *shapes = g_new0 (HrTimelineStep, n_shapes + 1);
  for (gsize i = 0; i < n_shapes; i++)
    read_shape (timeline, span, &shapes[i]);
  gsize n_steps = hr_timeline_span_count (span, STEP_BYTES);
  if (n_steps > G_MAXINT32 || span->problem != NULL)
    return;
  g_array_set_size (steps, (guint)n_steps);
  HrWirePosition last = { 0, 0 };
  for (guint i = 0; i < n_steps; i++) {
    guint64 front = hr_timeline_span_number (span), shape = front >> 1;
    if (shape >= n_shapes) {
      hr_timeline_span_fail (span, "a step of no known shape");
      return;
    }
    if ((front & 1) != 0)
      last = hr_timeline_span_position (span, last, (HrWirePosition){ shapes[shape].frame, shapes[shape].depth });
    shapes[shape].frame = last.frame;
    shapes[shape].depth = last.depth;
    HrTimelineStep *step = &g_array_index (steps, HrTimelineStep, i);
    *step = shapes[shape];
    step->index = i;
  }
}

/* Chunks lie one after the other between the header and the index, and hold all the steps. */
static void read_chunks (HrTimelineSpan *span, guint64 start, guint64 limit, GArray *chunks)
{
  gsize n_chunks = hr_timeline_span_count (span, 3);
  guint64 last = 0, end = start;
  guint32 n_steps = 0;
  for (gsize i = 0; i < n_chunks && span->problem == NULL; i++) {
    guint64 offset = last + hr_timeline_span_number (span), n_bytes = hr_timeline_span_number (span);
    guint32 more = hr_timeline_span_number32 (span);
    if (offset < end || offset > limit || n_bytes > limit - offset || more == 0 || more > G_MAXUINT32 - n_steps) {
      hr_timeline_span_fail (span, "a chunk lies outside the file");
      return;
    }
    HrTimelineChunk chunk = { .offset = offset, .end = offset + n_bytes, .first_step = n_steps, .n_steps = more };
    g_array_append_val (chunks, chunk);
    n_steps += more;
    last = offset;
    end = chunk.end;
  }
}

/* The record at @offset, wherever it ends before @limit. Its bytes go to *@bytes. */
static gboolean record_at (HrTimeline *timeline, guint64 offset, guint64 limit, GBytes **bytes,
                           HrTimelineRecord *record)
{
  enum { HEAD_BYTES = 1 + HR_WIRE_VARINT_BYTES };
  if (offset >= limit)
    return FALSE;
  gsize n_head = (gsize)MIN (HEAD_BYTES, limit - offset);
  g_autoptr (GBytes) head = hr_timeline_storage_read (timeline->storage, offset, n_head, NULL);
  if (head == NULL)
    return FALSE;
  HrTimelineSpan span = { .bytes = g_bytes_get_data (head, NULL), .n_bytes = n_head };
  hr_timeline_span_byte (&span);
  guint64 n_payload = hr_timeline_span_number (&span), left = limit - offset;
  if (span.problem != NULL || left < span.at + HR_WIRE_CRC_BYTES || n_payload > left - span.at - HR_WIRE_CRC_BYTES)
    return FALSE;
  gsize n_bytes = (gsize)(span.at + n_payload + HR_WIRE_CRC_BYTES);
  *bytes = hr_timeline_storage_read (timeline->storage, offset, n_bytes, NULL);
  if (*bytes == NULL)
    return FALSE;
  HrTimelineSpan whole = { .bytes = g_bytes_get_data (*bytes, NULL), .n_bytes = n_bytes, .offset = offset };
  return hr_timeline_record_next (&timeline->crc, &whole, record);
}

/* The offset of the index, from the footer; 0 where there is none. */
static guint64 footer_offset (HrTimeline *timeline)
{
  guint64 n_bytes = hr_timeline_storage_n_bytes (timeline->storage);
  if (n_bytes < timeline->steps_end + HR_WIRE_FOOTER_BYTES)
    return 0;
  g_autoptr (GBytes) bytes =
      hr_timeline_storage_read (timeline->storage, n_bytes - HR_WIRE_FOOTER_BYTES, HR_WIRE_FOOTER_BYTES, NULL);
  if (bytes == NULL)
    return 0;
  HrTimelineSpan span = { .bytes = g_bytes_get_data (bytes, NULL), .n_bytes = HR_WIRE_FOOTER_BYTES };
  guint64 offset = hr_timeline_span_fixed (&span, 8);
  const guint8 *magic = hr_timeline_span_bytes (&span, HR_WIRE_MAGIC_BYTES);
  guint32 check = hr_timeline_crc_of (&timeline->crc, span.bytes, span.at);
  gboolean ours = memcmp (magic, HR_WIRE_FOOTER_MAGIC, HR_WIRE_MAGIC_BYTES) == 0 &&
                  check == hr_timeline_span_fixed (&span, HR_WIRE_CRC_BYTES);
  return ours && offset >= timeline->steps_end ? offset : 0;
}

/* Sources first, as they stand in the file; each is read from its own record. */
static gboolean load_sources (HrTimeline *timeline, HrTimelineSpan *span, guint64 limit)
{
  gsize n_sources = hr_timeline_span_count (span, 1);
  guint64 offset = 0;
  for (gsize i = 0; i < n_sources; i++) {
    g_autoptr (GBytes) bytes = NULL;
    HrTimelineRecord record;
    offset += hr_timeline_span_number (span);
    if (!record_at (timeline, offset, limit, &bytes, &record) || record.type != HR_RECORD_SOURCE)
      return FALSE;
    hr_timeline_take_source (timeline, &record);
    if (record.payload.problem != NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean load (HrTimeline *timeline, HrTimelineRecord *index, guint64 limit)
{
  HrTimelineSpan *span = &index->payload;
  guint64 start = timeline->steps_end;
  if (index->type != HR_RECORD_INDEX || !load_sources (timeline, span, limit))
    return FALSE;
  read_chunks (span, start, limit, timeline->chunks);
  read_steps (timeline, span, timeline->steps);
  if (span->problem != NULL || timeline->chunks->len == 0)
    return FALSE;
  const HrTimelineChunk *last = &g_array_index (timeline->chunks, HrTimelineChunk, timeline->chunks->len - 1);
  return (guint64)last->first_step + last->n_steps == timeline->steps->len;
}

static guint64 last_end (const HrTimeline *timeline)
{
  return g_array_index (timeline->chunks, HrTimelineChunk, timeline->chunks->len - 1).end;
}

gboolean hr_timeline_load_index (HrTimeline *timeline)
{
  guint64 limit = footer_offset (timeline), n_bytes = hr_timeline_storage_n_bytes (timeline->storage);
  g_autoptr (GBytes) index_bytes = NULL, end_bytes = NULL;
  HrTimelineRecord index, end;
  if (limit != 0 && record_at (timeline, limit, n_bytes, &index_bytes, &index) && load (timeline, &index, limit) &&
      record_at (timeline, index.end, n_bytes, &end_bytes, &end) && end.type == HR_RECORD_END) {
    hr_timeline_take_end (timeline, &end);
    hr_timeline_find_tokens (timeline, last_end (timeline), limit);
    timeline->steps_end = limit;
    if (end.payload.problem == NULL)
      return TRUE;
  }
  g_array_set_size (timeline->steps, 0);
  g_array_set_size (timeline->chunks, 0);
  g_array_set_size (timeline->source_offsets, 0);
  g_ptr_array_set_size (timeline->sources, 0);
  return FALSE;
}

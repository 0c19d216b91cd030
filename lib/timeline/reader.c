#include "timeline/reader.h"

#include <string.h>

#include "base/error.h"
#include "timeline/handle.h"
#include "timeline/source.h"
#include "timeline/wire.h"

HrTimeline *hr_timeline_ref (HrTimeline *timeline)
{
  g_atomic_ref_count_inc (&timeline->refs);
  return timeline;
}

void hr_timeline_unref (HrTimeline *timeline)
{
  if (timeline == NULL || !g_atomic_ref_count_dec (&timeline->refs))
    return;
  hr_timeline_forget_recent (timeline);
  hr_timeline_forget_deaths (timeline);
  hr_timeline_storage_free (timeline->storage);
  g_array_unref (timeline->steps);
  g_array_unref (timeline->chunks);
  g_array_unref (timeline->source_offsets);
  g_ptr_array_unref (timeline->sources);
  g_string_chunk_free (timeline->strings);
  g_clear_pointer (&timeline->output, g_array_unref);
  g_mutex_clear (&timeline->strings_lock);
  g_mutex_clear (&timeline->output_lock);
  g_mutex_clear (&timeline->recent_lock);
  g_mutex_clear (&timeline->deaths_lock);
  g_free (timeline);
}

const char *hr_timeline_intern (HrTimeline *timeline, const char *text, gsize n_bytes)
{
  g_autofree char *copy = g_strndup (text, n_bytes);
  g_mutex_lock (&timeline->strings_lock);
  const char *interned = g_string_chunk_insert_const (timeline->strings, copy);
  g_mutex_unlock (&timeline->strings_lock);
  return interned;
}

const char *hr_timeline_peek_name (const HrTimeline *timeline)
{
  return hr_timeline_storage_peek_name (timeline->storage);
}

void hr_timeline_add_source (HrTimeline *timeline, char *name, char *text, guint64 offset)
{
  g_ptr_array_add (timeline->sources, hr_source_new (name, text));
  g_array_append_val (timeline->source_offsets, offset);
}

static gboolean wrong (HrTimeline *timeline, const char *what, GError **error)
{
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: %s", hr_timeline_peek_name (timeline), what);
  return FALSE;
}

static gboolean check_version (HrTimeline *timeline, HrTimelineSpan *span, GError **error)
{
  guint64 version = hr_timeline_span_fixed (span, 2), min_reader = hr_timeline_span_fixed (span, 2);
  guint64 features = hr_timeline_span_fixed (span, 4);
  hr_timeline_span_fixed (span, 4); /* features that may be ignored */
  guint32 check = hr_timeline_crc_of (&timeline->crc, span->bytes, span->at);
  if (check != hr_timeline_span_fixed (span, HR_WIRE_CRC_BYTES))
    return wrong (timeline, "damaged at offset 0: the header does not match its check", error);
  if (min_reader <= HR_WIRE_VERSION && (features & ~(guint64)HR_WIRE_KNOWN_FEATURES) == 0)
    return TRUE;
  if (min_reader <= HR_WIRE_VERSION)
    return wrong (timeline, "was made with features that this heapreel does not know; use a newer heapreel", error);
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
               "%s: was made by a newer heapreel (format %u, this one reads up to %d); use that one, or record again",
               hr_timeline_peek_name (timeline), (guint)version, HR_WIRE_VERSION);
  return FALSE;
}

static const char *read_interned (HrTimeline *timeline, HrTimelineSpan *span)
{
  gsize n_bytes;
  const char *text = hr_timeline_span_text (span, &n_bytes);
  return hr_timeline_intern (timeline, text, n_bytes);
}

static void read_run (HrTimeline *timeline, HrTimelineSpan *span)
{
  HrTimelineInfo *info = &timeline->info;
  info->implementation = read_interned (timeline, span);
  info->version = read_interned (timeline, span);
  info->program = read_interned (timeline, span);
  info->options = read_interned (timeline, span);
  info->hash_seed = hr_timeline_span_signed (span);
  guint flags = hr_timeline_span_byte (span);
  info->address_randomisation = (flags & HR_RUN_ADDRESS_RANDOMISATION) != 0;
  info->prompt = (flags & HR_RUN_PROMPT) != 0;
}

/* Fills in @timeline what its header says. */
static gboolean load_header (HrTimeline *timeline, GError **error)
{
  enum { RUN_BYTES = 1 << 20 }; /* more than any: it is read before its length is known */
  gsize n_bytes = (gsize)MIN (hr_timeline_storage_n_bytes (timeline->storage), HR_WIRE_HEADER_BYTES + RUN_BYTES);
  g_autoptr (GBytes) bytes = hr_timeline_storage_read (timeline->storage, 0, n_bytes, error);
  if (bytes == NULL)
    return FALSE;
  HrTimelineSpan span = { .bytes = g_bytes_get_data (bytes, NULL), .n_bytes = n_bytes };
  if (n_bytes == 0)
    return wrong (timeline, "is empty; record the program again", error);
  if (memcmp (span.bytes, HR_WIRE_MAGIC, MIN (n_bytes, HR_WIRE_MAGIC_BYTES)) != 0)
    return wrong (timeline, "is not a timeline; give a Python program or a .reel file made by heapreel", error);
  if (n_bytes < HR_WIRE_HEADER_BYTES)
    return wrong (timeline, "was cut off before its first step; record the program again", error);
  span.at = HR_WIRE_MAGIC_BYTES;
  if (!check_version (timeline, &span, error))
    return FALSE;
  HrTimelineRecord record;
  if (!hr_timeline_record_next (&timeline->crc, &span, &record) || record.type != HR_RECORD_RUN)
    return wrong (timeline, "was cut off or damaged before its first step; record the program again", error);
  read_run (timeline, &record.payload);
  timeline->steps_end = record.end;
  return hr_timeline_span_check (&record.payload, hr_timeline_peek_name (timeline), error);
}

static HrTimeline *new_timeline (HrTimelineStorage *storage)
{
  HrTimeline *timeline = g_new0 (HrTimeline, 1);
  g_atomic_ref_count_init (&timeline->refs);
  g_mutex_init (&timeline->strings_lock);
  g_mutex_init (&timeline->output_lock);
  g_mutex_init (&timeline->recent_lock);
  g_mutex_init (&timeline->deaths_lock);
  timeline->storage = storage;
  timeline->steps = g_array_new (FALSE, FALSE, sizeof (HrTimelineStep));
  timeline->chunks = g_array_new (FALSE, FALSE, sizeof (HrTimelineChunk));
  timeline->source_offsets = g_array_new (FALSE, FALSE, sizeof (guint64));
  timeline->sources = g_ptr_array_new_with_free_func ((GDestroyNotify)hr_source_free);
  timeline->strings = g_string_chunk_new (4096);
  hr_timeline_crc_init (&timeline->crc);
  return timeline;
}

static gboolean has_steps (HrTimeline *timeline, GError **error)
{
  if (timeline->steps->len > 0)
    return TRUE;
  if (timeline->damage == NULL)
    return wrong (timeline, "holds no step: the recording ended before any line of the program's own files ran", error);
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
               "%s: damaged at offset %" G_GUINT64_FORMAT " before its first step: %s; record the program again",
               hr_timeline_peek_name (timeline), timeline->damage_offset, timeline->damage);
  return FALSE;
}

static HrTimeline *open_storage (HrTimelineStorage *storage, GError **error)
{
  g_autoptr (HrTimeline) timeline = new_timeline (storage);
  if (!load_header (timeline, error))
    return NULL;
  if (!hr_timeline_load_index (timeline) && !hr_timeline_scan (timeline, error))
    return NULL;
  return has_steps (timeline, error) ? g_steal_pointer (&timeline) : NULL;
}

HrTimeline *hr_timeline_open (const char *path, GError **error)
{
  HrTimelineStorage *storage = hr_timeline_storage_new (path, error);
  return storage == NULL ? NULL : open_storage (storage, error);
}

HrTimeline *hr_timeline_open_bytes (GBytes *bytes, GError **error)
{
  return open_storage (hr_timeline_storage_new_bytes (bytes), error);
}

HrTimeline *hr_timeline_open_to_finish (const char *path, GError **error)
{
  HrTimelineStorage *storage = hr_timeline_storage_new (path, error);
  if (storage == NULL)
    return NULL;
  g_autoptr (HrTimeline) timeline = new_timeline (storage);
  if (!load_header (timeline, error) || !hr_timeline_scan (timeline, error))
    return NULL;
  return g_steal_pointer (&timeline);
}

gboolean hr_timeline_is_one (const void *data, gsize n_bytes)
{
  return n_bytes >= HR_WIRE_MAGIC_BYTES && memcmp (data, HR_WIRE_MAGIC, HR_WIRE_MAGIC_BYTES) == 0;
}

const HrTimelineInfo *hr_timeline_peek_info (HrTimeline *timeline)
{
  return &timeline->info;
}

guint32 hr_timeline_n_steps (HrTimeline *timeline)
{
  return timeline->steps->len;
}

const HrTimelineStep *hr_timeline_peek_step (HrTimeline *timeline, guint32 index)
{
  g_assert (index < timeline->steps->len);
  return &g_array_index (timeline->steps, HrTimelineStep, index);
}

guint32 hr_timeline_n_sources (HrTimeline *timeline)
{
  return timeline->sources->len;
}

const HrTimelineSource *hr_timeline_peek_source (HrTimeline *timeline, guint32 file)
{
  return file == 0 || file > timeline->sources->len ? NULL : g_ptr_array_index (timeline->sources, file - 1);
}

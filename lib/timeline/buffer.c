#include "timeline/buffer.h"

#include <stdlib.h>
#include <string.h>

#define KEEP_BYTES ((size_t)4 << 20)

void hr_timeline_buffer_reset (HrTimelineBuffer *buffer)
{
  if (buffer->capacity > KEEP_BYTES)
    hr_timeline_buffer_clear (buffer);
  buffer->n_bytes = 0;
}

void hr_timeline_buffer_clear (HrTimelineBuffer *buffer)
{
  free (buffer->bytes);
  *buffer = (HrTimelineBuffer){ .bytes = NULL };
}

/* Room for @n_bytes more, or NULL. */
static uint8_t *reserve (HrTimelineBuffer *buffer, size_t n_bytes)
{
  if (buffer->failed)
    return NULL;
  if (n_bytes > buffer->capacity - buffer->n_bytes) {
    size_t wanted = buffer->n_bytes + n_bytes;
    size_t capacity = buffer->capacity < 128 ? 256 : buffer->capacity * 2;
    if (capacity < wanted)
      capacity = wanted;
    uint8_t *bytes = wanted < n_bytes ? NULL : realloc (buffer->bytes, capacity);
    if (bytes == NULL) {
      buffer->failed = true;
      return NULL;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
  }
  return buffer->bytes + buffer->n_bytes;
}

void hr_timeline_buffer_byte (HrTimelineBuffer *buffer, uint8_t byte)
{
  uint8_t *at = reserve (buffer, 1);
  if (at == NULL)
    return;
  *at = byte;
  buffer->n_bytes++;
}

void hr_timeline_buffer_bytes (HrTimelineBuffer *buffer, const void *bytes, size_t n_bytes)
{
  uint8_t *at = reserve (buffer, n_bytes);
  if (at == NULL || n_bytes == 0)
    return;
  memcpy (at, bytes, n_bytes);
  buffer->n_bytes += n_bytes;
}

void hr_timeline_buffer_fixed (HrTimelineBuffer *buffer, uint64_t value, int n_bytes)
{
  for (int i = 0; i < n_bytes; i++)
    hr_timeline_buffer_byte (buffer, (uint8_t)(value >> (8 * i)));
}

void hr_timeline_buffer_number (HrTimelineBuffer *buffer, uint64_t value)
{
  uint8_t *at = reserve (buffer, HR_WIRE_VARINT_BYTES);
  if (at == NULL)
    return;
  size_t n = 0;
  for (; value >= 128; value >>= 7)
    at[n++] = (uint8_t)(value | 128);
  at[n++] = (uint8_t)value;
  buffer->n_bytes += n;
}

void hr_timeline_buffer_signed (HrTimelineBuffer *buffer, int64_t value)
{
  uint64_t doubled = (uint64_t)value << 1;
  hr_timeline_buffer_number (buffer, value < 0 ? ~doubled : doubled);
}

void hr_timeline_buffer_position (HrTimelineBuffer *buffer, HrWirePosition now, HrWirePosition before,
                                  HrWirePosition of_shape)
{
  int64_t away = (int64_t)now.frame - (int64_t)before.frame;
  bool level = now.depth == of_shape.depth;
  if (level && now.frame == of_shape.frame)
    hr_timeline_buffer_number (buffer, HR_POSITION_SAME);
  else if (level && now.frame == of_shape.frame + 1)
    hr_timeline_buffer_number (buffer, HR_POSITION_NEXT);
  else {
    hr_timeline_buffer_number (buffer,
                               HR_POSITION_DISTANCE + (away < 0 ? (uint64_t)(-away) * 2 - 1 : (uint64_t)away * 2));
    hr_timeline_buffer_signed (buffer, (int64_t)now.depth - (int64_t)before.depth);
  }
}

/* How many bytes the character at @text takes, or 0 where there is no valid one (RFC 3629). */
static size_t character_bytes (const uint8_t *text, size_t n_bytes)
{
  uint8_t first = text[0];
  if (first < 0x80)
    return first == 0 ? 0 : 1;
  size_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || n > n_bytes)
    return 0;
  for (size_t i = 1; i < n; i++)
    if ((text[i] & 0xC0) != 0x80)
      return 0;
  bool overlong = (first == 0xE0 && text[1] < 0xA0) || (first == 0xF0 && text[1] < 0x90);
  bool surrogate = first == 0xED && text[1] >= 0xA0;
  bool beyond = first == 0xF4 && text[1] >= 0x90;
  return overlong || surrogate || beyond ? 0 : n;
}

void hr_timeline_buffer_text (HrTimelineBuffer *buffer, const char *text, size_t n_bytes)
{
  const uint8_t *bytes = (const uint8_t *)text;
  size_t n_bad = 0;
  for (size_t i = 0, n; i<n_bytes; i += n> 0 ? n : 1) {
    n = character_bytes (bytes + i, n_bytes - i);
    n_bad += n == 0;
  }
  hr_timeline_buffer_number (buffer, n_bytes + 2 * n_bad); /* both replacements take three bytes */
  if (n_bad == 0) {
    hr_timeline_buffer_bytes (buffer, text, n_bytes);
    return;
  }
  for (size_t i = 0, n; i<n_bytes; i += n> 0 ? n : 1) {
    n = character_bytes (bytes + i, n_bytes - i);
    if (n > 0)
      hr_timeline_buffer_bytes (buffer, bytes + i, n);
    else
      hr_timeline_buffer_bytes (buffer, bytes[i] == 0 ? "\xE2\x90\x80" : "\xEF\xBF\xBD", 3);
  }
}

void hr_timeline_buffer_record (HrTimelineBuffer *buffer, const HrTimelineCrc *crc, uint8_t type,
                                const HrTimelineBuffer *payload)
{
  size_t start = buffer->n_bytes;
  buffer->failed |= payload->failed;
  hr_timeline_buffer_byte (buffer, type);
  hr_timeline_buffer_number (buffer, payload->n_bytes);
  hr_timeline_buffer_bytes (buffer, payload->bytes, payload->n_bytes);
  if (!buffer->failed)
    hr_timeline_buffer_fixed (buffer, hr_timeline_crc_of (crc, buffer->bytes + start, buffer->n_bytes - start),
                              (int)hr_wire_check_bytes (type));
}

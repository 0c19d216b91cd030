/* Bytes being put together for the file: numbers, strings, records.
 *
 * Plain C. Failure to allocate is remembered, so that only the end need be checked. Inside the timeline module only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "timeline/crc.h"
#include "timeline/wire.h"

typedef struct {
  uint8_t *bytes;
  size_t n_bytes, capacity;
  bool failed; /* out of memory: content is incomplete */
} HrTimelineBuffer;

/* Forgets the content and keeps the memory, unless it has grown out of proportion. */
void hr_timeline_buffer_reset (HrTimelineBuffer *buffer);
void hr_timeline_buffer_clear (HrTimelineBuffer *buffer);

void hr_timeline_buffer_byte (HrTimelineBuffer *buffer, uint8_t byte);
void hr_timeline_buffer_bytes (HrTimelineBuffer *buffer, const void *bytes, size_t n_bytes);
/* Little-endian, @n_bytes wide. */
void hr_timeline_buffer_fixed (HrTimelineBuffer *buffer, uint64_t value, int n_bytes);
/* LEB128: seven bits a byte, low ones first, the high bit says that more follow. */
void hr_timeline_buffer_number (HrTimelineBuffer *buffer, uint64_t value);
/* Signed numbers alternate around zero: 0, -1, 1, -2, 2 … are 0, 1, 2, 3, 4 … */
void hr_timeline_buffer_signed (HrTimelineBuffer *buffer, int64_t value);
/* @now, which is not @before; @of_shape is that of the last step of the same shape. */
void hr_timeline_buffer_position (HrTimelineBuffer *buffer, HrWirePosition now, HrWirePosition before,
                                  HrWirePosition of_shape);
/* Its number of bytes, then the text as valid UTF-8 without NUL: what is neither becomes U+FFFD or U+2400. */
void hr_timeline_buffer_text (HrTimelineBuffer *buffer, const char *text, size_t n_bytes);

/* A whole record: type, length, @payload, check. */
void hr_timeline_buffer_record (HrTimelineBuffer *buffer, const HrTimelineCrc *crc, uint8_t type,
                                const HrTimelineBuffer *payload);

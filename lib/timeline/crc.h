/* CRC-32C (Castagnoli; RFC 3720, appendix B.4), the check on every record. Plain C. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Tables belong to whoever computes checks, so that there is no global to initialise. */
typedef struct {
  uint32_t table[4][256];
} HrTimelineCrc;

void hr_timeline_crc_init (HrTimelineCrc *crc);

/* The check of @n_bytes at @bytes. */
uint32_t hr_timeline_crc_of (const HrTimelineCrc *crc, const uint8_t *bytes, size_t n_bytes);

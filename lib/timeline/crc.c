#include "timeline/crc.h"

#define POLYNOMIAL 0x82F63B78u /* Castagnoli's, bits reversed */

void hr_timeline_crc_init (HrTimelineCrc *crc)
{
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; bit++)
      value = (value >> 1) ^ ((value & 1) != 0 ? POLYNOMIAL : 0);
    crc->table[0][i] = value;
  }
  for (int k = 1; k < 4; k++)
    for (uint32_t i = 0; i < 256; i++)
      crc->table[k][i] = (crc->table[k - 1][i] >> 8) ^ crc->table[0][crc->table[k - 1][i] & 255];
}

uint32_t hr_timeline_crc_of (const HrTimelineCrc *crc, const uint8_t *bytes, size_t n_bytes)
{
  uint32_t value = 0xFFFFFFFFu;
  for (; n_bytes >= 4; n_bytes -= 4, bytes += 4) {
    value ^= (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    value = crc->table[3][value & 255] ^ crc->table[2][value >> 8 & 255] ^ crc->table[1][value >> 16 & 255] ^
            crc->table[0][value >> 24];
  }
  for (; n_bytes > 0; n_bytes--, bytes++)
    value = (value >> 8) ^ crc->table[0][(value ^ *bytes) & 255];
  return value ^ 0xFFFFFFFFu;
}

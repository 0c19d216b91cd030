/* libFuzzer's entry for the timeline reader. The first byte says whether the checks of records are put right before the
 * reader sees them, as no fuzzer finds a CRC by itself. See README.md. */
#include "drive.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n_bytes);

int LLVMFuzzerTestOneInput (const guint8 *data, gsize n_bytes)
{
  if (n_bytes == 0)
    return 0;
  guint8 *copy = g_memdup2 (data + 1, n_bytes - 1);
  if ((data[0] & 1) != 0)
    hr_fuzz_reseal_timeline (copy, n_bytes - 1);
  hr_fuzz_drive_timeline (copy, n_bytes - 1);
  g_free (copy);
  return 0;
}

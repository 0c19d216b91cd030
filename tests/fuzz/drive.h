/* Everything that can be asked of a timeline, asked of bytes that may be anything. */
#pragma once

#include <glib.h>

/* Returns whether they opened. Crashes, hangs and broken promises are what it is for. */
gboolean hr_fuzz_drive_timeline (const guint8 *data, gsize n_bytes);

/* Makes the checks of all records in @data right again, so that a change gets past them to what they guard. */
void hr_fuzz_reseal_timeline (guint8 *data, gsize n_bytes);

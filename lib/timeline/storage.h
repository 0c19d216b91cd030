/* Where a timeline's bytes come from: a file read piece by piece, or memory.
 *
 * Knows nothing of the format. Inside the timeline module only. */
#pragma once

#include <glib.h>

typedef struct HrTimelineStorage HrTimelineStorage;

/* "-" is stdin, which is read whole, as is everything else that is no regular file. Error: HR_ERROR_INPUT. */
HrTimelineStorage *hr_timeline_storage_new (const char *path, GError **error);
HrTimelineStorage *hr_timeline_storage_new_bytes (GBytes *bytes);
void hr_timeline_storage_free (HrTimelineStorage *storage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTimelineStorage, hr_timeline_storage_free)

guint64 hr_timeline_storage_n_bytes (const HrTimelineStorage *storage);
/* "counter.reel", for messages. */
const char *hr_timeline_storage_peek_name (const HrTimelineStorage *storage);
/* Error: HR_ERROR_INPUT when the file cannot be read, or has become shorter. */
GBytes *hr_timeline_storage_read (HrTimelineStorage *storage, guint64 offset, gsize n_bytes, GError **error);

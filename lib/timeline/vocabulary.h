/* The words for what stands as numbers in a file, for dumps and messages. */
#pragma once

#include <glib.h>

#include "timeline/model.h"

const char *hr_timeline_kind_name (HrObjectKind kind);   /* "list" */
const char *hr_timeline_role_name (HrSlotRole role);     /* "element" */
const char *hr_timeline_event_name (HrEvent event);      /* "line" */
const char *hr_timeline_gone_name (HrGone why);          /* "freed" */
const char *hr_timeline_holder_name (HrHolderKind kind); /* "constant" */
const char *hr_timeline_note_name (HrNoteKind kind);     /* "collection" */
const char *hr_timeline_ending_name (HrEnding ending);   /* "exit" */
const char *hr_timeline_token_name (HrTokenKind kind);   /* "keyword" */
const char *hr_timeline_stream_name (int stream);        /* "stdout" */

/* The names of @flags' bits in order, NULL-terminated; of bits without a name, "bit N". g_strfreev. */
char **hr_timeline_dup_object_flags (guint32 flags);
char **hr_timeline_dup_name_flags (guint32 flags);

/* Whether the whole of such an object is one literal that can stand inside a cell or a row: numbers, strings, None … */
gboolean hr_timeline_kind_is_atom (HrObjectKind kind);

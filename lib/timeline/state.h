/* What memory held at one step: frames, objects, output.
 *
 * A state is a value: arrays and ids, no pointers from object to object, freed in one call. Strings and slot arrays
 * are borrowed from the state (objects that do not change are shared between neighbouring states inside). An id may
 * name an object that the state does not hold (a limit left it out, or the file is no honest one): peek_object says
 * NULL then, and whoever draws copes. */
#pragma once

#include "timeline/reader.h"

typedef struct {
  const char *name; /* NULL for a HR_NAME_RETURN */
  guint32 flags;    /* HR_NAME_* */
  guint32 value;    /* object id; for cell and free variables the cell's; 0 when unset */
} HrTimelineName;

typedef struct {
  guint32 id;
  guint32 thread;
  const char *name;
  guint32 file, first_line, line;
  const HrTimelineName *names; /* in source order, the return value last */
  guint n_names;
} HrTimelineFrame;

typedef struct {
  HrSlotRole role;
  guint32 flags;    /* HR_NAME_* */
  const char *name; /* ATTRIBUTE, MEMBER, DEFAULT, CLOSURE, FIELD, LOCAL; else NULL */
  guint32 key;      /* ENTRY: object id */
  guint64 index;
  guint32 value;    /* object id, 0 when unset or when @text says it all */
  const char *text; /* what the slot holds where that is no object of its own; else NULL */
} HrTimelineSlot;

/* References from a holder that is no name and no slot of the picture. */
typedef struct {
  HrHolderKind kind;
  guint32 object, frame; /* ids of the holder where it is in the picture itself, else 0 */
  const char *text;      /* says which, or NULL */
  guint32 count;
} HrTimelineHolder;

typedef struct {
  guint32 id;
  HrObjectKind kind;
  guint32 type; /* object id of the class, 0 unknown */
  const char *type_name;
  guint32 flags;   /* HR_OBJECT_* */
  gint64 refcount; /* 0 when flags say HR_OBJECT_SHARED: the interpreter's number would mean nothing */
  guint64 length, size_bytes;
  const char *text; /* NULL where the kind has none */
  const HrTimelineSlot *slots;
  guint n_slots;
  const HrTimelineHolder *holders; /* those beyond names and slots, as far as they were asked for and found */
  guint n_holders;
  guint32 born; /* index of the step that first showed it */
} HrTimelineObject;

/* An object that went in exactly this step. */
typedef struct {
  guint32 id;
  HrGone why;
  guint32 generation; /* of the collection, with HR_GONE_COLLECTED */
  guint32 file, line; /* during which line; 0 unknown */
} HrTimelineDeath;

/* Something else that happened in exactly this step. */
typedef struct {
  HrNoteKind kind;
  guint32 object; /* id, 0 none */
  guint64 number;
  const char *text; /* or NULL */
} HrTimelineNote;

typedef struct {
  HrTimelineStep step;
  const HrTimelineFrame *frames; /* oldest first, thread by thread */
  guint n_frames;
  const HrTimelineObject *const *objects; /* by ascending id */
  guint n_objects;
  const HrTimelineDeath *deaths;
  guint n_deaths;
  const HrTimelineNote *notes; /* in the order in which they happened */
  guint n_notes;
  gsize output_bytes; /* written by the program until now, as it wrote them; the text is hr_timeline_peek_output's */
  guint32 exception;  /* object id or 0 */
  const char *exception_text; /* or NULL */
} HrTimelineState;

/* The state after step @index; time does not grow with @index. Error: HR_ERROR_INPUT for a damaged record. */
HrTimelineState *hr_timeline_state_new (HrTimeline *timeline, guint32 index, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_timeline_state_free (HrTimelineState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTimelineState, hr_timeline_state_free)
/* One that stays as it is while the cursor goes on. Content is shared: it costs a pointer for each object. */
HrTimelineState *hr_timeline_state_copy (const HrTimelineState *state) G_GNUC_WARN_UNUSED_RESULT;

/* The object with @id, or NULL when it is not in the picture at this step. */
const HrTimelineObject *hr_timeline_state_peek_object (const HrTimelineState *state, guint32 id);
/* The frame that runs (or ran last) in the step's thread, or NULL. */
const HrTimelineFrame *hr_timeline_state_peek_current_frame (const HrTimelineState *state);

/* Walks steps in order without decoding any twice: *state is advanced in place and stays valid until the next call.
 * FALSE at the end (no error) or on a damaged record (error set). */
typedef struct HrTimelineCursor HrTimelineCursor;
HrTimelineCursor *hr_timeline_cursor_new (HrTimeline *timeline, guint32 first, guint32 last);
gboolean hr_timeline_cursor_next (HrTimelineCursor *cursor, const HrTimelineState **state,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_timeline_cursor_free (HrTimelineCursor *cursor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrTimelineCursor, hr_timeline_cursor_free)

/* The run's output as pieces in the order written; text is valid UTF-8 (bytes that are not are shown as U+FFFD). */
typedef struct {
  int stream;   /* HR_STREAM_* */
  guint32 step; /* that wrote it */
  const char *text;
} HrTimelineOutput;
const HrTimelineOutput *hr_timeline_peek_output (HrTimeline *timeline, guint *n_pieces);

/* "list-3": type and id, the name an object goes by in texts. Newly allocated. */
char *hr_timeline_object_dup_name (const HrTimelineObject *object);

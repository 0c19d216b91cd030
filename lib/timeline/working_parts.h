/* What the files that apply operations to a state share. Inside the timeline module only. */
#pragma once

#include "timeline/working.h"

/* @inserted new items in place of @removed after @prefix. */
typedef struct {
  guint prefix, removed, inserted;
} HrWorkingSplice;

/* A splice of a sequence of @n items, of which new ones take at least @item_bytes each. Zeros after a problem. */
HrWorkingSplice hr_working_read_splice (HrTimelineSpan *span, guint n, gsize item_bytes);
/* An id that is said as its distance from the one said before; 0 for none. */
guint32 hr_working_read_near (HrWorking *working, HrTimelineSpan *span);
/* At a step's end: remembers which ids were said, for the next step of its place. */
void hr_working_leave_place (HrWorking *working);
/* What objects or frames of one kind have in common: said now, or before in this chunk. To be read once, then left. */
HrTimelineSpan hr_working_read_form (HrWorking *working, HrTimelineSpan *span);
/* What was wrong in a form is wrong where it was used. */
void hr_working_leave_form (HrTimelineSpan *span, const HrTimelineSpan *form);

/* Frames and their names (working_frames.c). */
void hr_working_apply_stack (HrWorking *working, HrTimelineSpan *span);
void hr_working_apply_push (HrWorking *working, HrTimelineSpan *span);
void hr_working_apply_pop (HrWorking *working, HrTimelineSpan *span);
void hr_working_apply_frame (HrWorking *working, HrTimelineSpan *span);
void hr_working_apply_bind (HrWorking *working, HrTimelineSpan *span);
/* One more name at the end of the step's frame: one that the author wrote, or the value to return. */
void hr_working_apply_last_name (HrWorking *working, HrTimelineSpan *span, gboolean is_return);
/* The frame that a step is about stands at the line that runs next, unless an operation says otherwise. */
void hr_working_move_step_frame (HrWorking *working);

/* HrWorkingNames as items of a GPtrArray. */
void hr_working_names_unref (gpointer data);
gpointer hr_working_names_copy (gconstpointer data, gpointer unused);

/* Programs given as text, recorded under every interpreter that a recorder was built for, and looked into. */
#pragma once

#include "launch/launch.h"
#include "timeline/state.h"

typedef struct {
  const char *python; /* NULL: the first */
  const char *const *arguments;
  gboolean prompt;
  guint64 max_steps;
  guint timeout_s;
  const char *opens_path;
} RecordingOptions;

typedef struct {
  char *folder; /* holds program.py and program.reel; the working directory while it runs */
  HrLaunchResult result;
  HrTimeline *timeline;
} Recording;

/* Records @program; the test fails when that is not possible. Its stdout goes to stderr. */
Recording *recording_new (const char *program, const RecordingOptions *options);
/* The same for a program in raw bytes, and with what is expected to go wrong in @error (then NULL). */
Recording *recording_new_bytes (const char *program, gsize n_bytes, const RecordingOptions *options, GError **error);
void recording_free (Recording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recording, recording_free)

/* Adds "@path/3.11", … running @function with the interpreter's path as data. */
void recording_add (const char *path, GTestDataFunc function);

/* The state after the @nth step (from 1) of kind LINE or RETURN in which @line ran. */
HrTimelineState *recording_after (const Recording *recording, guint line, guint nth);
/* The state after the last step of kind @event, and how many there are. */
HrTimelineState *recording_last (const Recording *recording, HrEvent event);
guint recording_count (const Recording *recording, HrEvent event);

/* What @name stands for in the newest frame that has it (cells looked through), or NULL. */
const HrTimelineObject *recording_name (const HrTimelineState *state, const char *name);
/* What @object holds under @name; by position as an element; NULL when there is no such slot. */
const HrTimelineObject *recording_attribute (const HrTimelineState *state, const HrTimelineObject *object,
                                             const char *name);
const HrTimelineObject *recording_element (const HrTimelineState *state, const HrTimelineObject *object, guint64 index);
const HrTimelineObject *recording_type (const HrTimelineState *state, const HrTimelineObject *object);
const HrTimelineFrame *recording_frame (const HrTimelineState *state, const char *name);
/* The death of @id in this very step, or NULL. */
const HrTimelineDeath *recording_death (const HrTimelineState *state, guint32 id);
/* All output to @stream. Newly allocated. */
char *recording_dup_output (const Recording *recording, int stream);

/* Everything in a timeline, in order, for whoever writes it down. Inside the timeline module only. */
#pragma once

#include "timeline/state.h"

typedef struct {
  const HrTimelineState *state;
  const HrTimelineState *before; /* NULL at the first step */
  GPtrArray *objects;            /* const HrTimelineObject *: those that differ from before in anything, by id */
  const HrTimelineOutput *output;
  guint n_output;        /* pieces written in this step */
  GHashTable *causes;    /* id → why it was freed, of those whose last reference the picture showed; NULL as before */
  GHashTable *explained; /* id → references that are explained; NULL: the recorder was not asked for accounts */
} HrDumpStep;

typedef struct {
  void (*header) (HrTimeline *timeline, GString *out);
  void (*source) (const HrTimelineSource *source, guint32 number, GString *out);
  void (*step) (HrTimeline *timeline, const HrDumpStep *step, GString *out);
  void (*end) (HrTimeline *timeline, GString *out);
} HrDumpFormat;

gboolean hr_dump_walk (HrTimeline *timeline, const HrDumpFormat *format, GString *out,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

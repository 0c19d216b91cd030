/* One moment's boxes with what they say, each with its record. Private to the layout. */
#pragma once

#include "layout/boxes.h"

struct HrLayout {
  HrTimeline *timeline;
  HrTextMeasure *measure; /* borrowed */
  HrLayoutMoment *moments;
  guint n_moments;
  HrLayoutPlan plan;
  HrBoxTable table;
  HrLayoutGraph *graph;
  HrSize size_pt; /* of every picture */
};

#define HR_SHELF_TITLE "shared by the whole interpreter"
double hr_layout_stack_width (const HrLayout *layout);

typedef struct {
  HrContent *content;
  guint record;
} HrMomentBox;

typedef struct {
  guint from, to; /* positions in boxes */
  HrArrowKind kind;
  guint slot;
  const HrEntry *entry; /* NULL for type and base */
} HrMomentArrow;

typedef struct {
  HrLayoutView *view;
  GArray *boxes;  /* HrMomentBox: frames or chips, then objects */
  GArray *arrows; /* HrMomentArrow */
} HrMoment;

/* Records of boxes that are new to the layout are made. */
HrMoment *hr_moment_new (HrLayout *layout, guint index, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_moment_free (HrMoment *moment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrMoment, hr_moment_free)

/* The shapes of set text, for pictures that need no font at all. */
#pragma once

#include "base/geometry.h"
#include "text/shape.h"

typedef enum {
  HR_OUTLINE_MOVE,
  HR_OUTLINE_LINE,
  HR_OUTLINE_QUADRATIC, /* control[0] */
  HR_OUTLINE_CUBIC,     /* control[0], control[1] */
  HR_OUTLINE_CLOSE,
} HrTextOutlineOp;

typedef struct {
  HrTextOutlineOp op;
  HrPoint control[2];
  HrPoint to;
} HrTextOutlineSegment;

/* @text in @font as paths, to be filled: pt, y down, the origin at the start of the baseline. The advance width goes to
 * *@width_pt. A GArray of HrTextOutlineSegment; glyphs that are pictures (colour emoji) have no outline and leave their
 * place empty. */
GArray *hr_text_outline_new (HrTextContext *context, const HrFont *font, const char *text, double *width_pt);

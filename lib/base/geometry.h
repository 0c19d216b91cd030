/* Points, sizes and rectangles, in pt (1/72 inch; one SVG user unit). x grows right, y grows down. */
#pragma once

#include <stdbool.h>

typedef struct {
  double x, y;
} HrPoint;

typedef struct {
  double width, height;
} HrSize;

typedef struct {
  double x, y, width, height;
} HrRect;

/* The smallest rectangle that holds both; an empty one (width or height 0) is ignored. */
HrRect hr_rect_union (HrRect a, HrRect b);

/* Whether the interiors meet; rectangles that only touch do not. */
bool hr_rect_overlaps (HrRect a, HrRect b);

/* Whether the segment @a–@b (horizontal or vertical) passes through the interior of @rect. */
bool hr_rect_crossed_by (HrRect rect, HrPoint a, HrPoint b);

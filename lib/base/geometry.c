#include "base/geometry.h"

#include <math.h>

HrRect hr_rect_union (HrRect a, HrRect b)
{
  if (a.width <= 0 || a.height <= 0)
    return b;
  if (b.width <= 0 || b.height <= 0)
    return a;
  double left = fmin (a.x, b.x), top = fmin (a.y, b.y);
  double right = fmax (a.x + a.width, b.x + b.width), bottom = fmax (a.y + a.height, b.y + b.height);
  return (HrRect){ left, top, right - left, bottom - top };
}

bool hr_rect_overlaps (HrRect a, HrRect b)
{
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

bool hr_rect_crossed_by (HrRect rect, HrPoint a, HrPoint b)
{
  double left = fmin (a.x, b.x), right = fmax (a.x, b.x), top = fmin (a.y, b.y), bottom = fmax (a.y, b.y);
  return left < rect.x + rect.width && right > rect.x && top < rect.y + rect.height && bottom > rect.y;
}

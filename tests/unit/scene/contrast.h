/* How far a text stands out from its ground: the contrast ratio of WCAG 2.1. */
#pragma once

#include <math.h>

#include <glib.h>

/* Relative luminance, WCAG 2.1. */
static inline double hr_test_luminance (guint32 rgb)
{
  double sum = 0;
  const double weights[] = { 0.2126, 0.7152, 0.0722 };

  for (int i = 0; i < 3; i++) {
    double c = (double)((rgb >> (16 - 8 * i)) & 0xff) / 255;

    sum += weights[i] * (c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4));
  }
  return sum;
}

static inline double hr_test_contrast (guint32 a, guint32 b)
{
  double la = hr_test_luminance (a), lb = hr_test_luminance (b);

  return (fmax (la, lb) + 0.05) / (fmin (la, lb) + 0.05);
}

/* A picture in words. Internal to the figure. */
#pragma once

#include "figure/figure.h"

/* Of moment @moment of @layout, whose picture is @picture. */
char *hr_figure_describe (HrLayout *layout, guint moment, const HrLayoutPicture *picture, GError **error);

/* Pictures put together by hand, for testing the drawing without a layout. */
#pragma once

#include "layout/layout.h"

/* Two names and one list whose last cell is new. */
HrLayoutPicture *hr_test_picture_alias (void);
/* One of everything: every box kind, state, part role and arrow kind. */
HrLayoutPicture *hr_test_picture_zoo (void);
void hr_test_picture_free (HrLayoutPicture *picture);

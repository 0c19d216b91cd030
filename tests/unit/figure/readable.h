/* What every figure must hold to: text that can be read, and that is inside the picture. */
#pragma once

#include "scene/scene.h"

/* Every text has 4.5:1 on what is really under it, in all themes; nothing is faded by opacity. */
void hr_test_assert_readable (const HrScene *scene);
/* Every text lies inside the scene. */
void hr_test_assert_inside (const HrScene *scene);

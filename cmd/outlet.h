/* Where the bytes that a verb made go, when not to their path: what --check and weave put in their way.
 *
 * A verb writes by hr_cmd_write_bytes and hr_cmd_write_scene (target.h), and these look whether there is an outlet. */
#pragma once

#include <glib.h>

#include "scene/scene.h"

typedef struct HrCmdOutlet HrCmdOutlet;

/* Takes what would be written at @path. @scene is the picture; NULL for what is none. Both are borrowed. */
typedef gboolean HrCmdTake (HrCmdOutlet *outlet, const char *path, GBytes *bytes, const HrScene *scene, GError **error);

/* First in the struct of whoever takes. */
struct HrCmdOutlet {
  HrCmdTake *take;
};

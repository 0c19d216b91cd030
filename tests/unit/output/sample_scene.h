/* A small scene with every kind of node, every anchor and dash, and hostile strings. */
#pragma once

#include "scene/scene.h"

HrScene *sample_scene_new (void);

/* How the slots of one object differ between two states. Inside the timeline module only. */
#pragma once

#include "timeline/changes.h"

/* Appends HrSlotChange to @changes. */
void hr_timeline_compare_slots (GArray *changes, const HrTimelineObject *before, const HrTimelineObject *after);

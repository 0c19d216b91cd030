/* When recording ends before the program does. */
#pragma once

#include "recorder/settings.h"
#include "recorder/text.h"

#include "timeline/writer.h"

/* Begins the clock. @settings are kept. */
void hr_bounds_init (const HrSettings *settings);

/* Whether the step that @writer is in is the last: then @text gets why, for the reader ("stopped after 1,000 steps
 * (--max-steps)"). */
bool hr_bounds_reached (const HrTimelineWriter *writer, HrText *text);

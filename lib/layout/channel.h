/* The strips between the columns, where arrows turn. Private to the layout. */
#pragma once

#include "layout/graph.h"

/* Width of the channel after column @channel of @n_columns when @tracks arrows turn in it. */
double hr_layout_channel_width (const HrLayoutGraph *graph, guint channel, guint n_columns, guint tracks);
/* The least width of any channel between two columns of the heap. */
double hr_layout_channel_least (void);
/* x of track @track of @tracks, from the channel's left border; tracks stand in the middle of what is free. */
double hr_layout_channel_track (const HrLayoutGraph *graph, guint channel, guint n_columns, guint tracks, guint track);

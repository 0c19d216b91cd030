/* Linked structures that are drawn as what they are: lists, doubly linked lists and rings stand in rows that wrap like
 * lines of text. Private to the layout. */
#pragma once

#include "layout/graph.h"

/* Sets the block of every place on the heap. A block's places follow one another in the order of the list, and are
 * handed out in @members: GArray of guint places by the block's first place, NULL for all others. Places that stand
 * alone are blocks of their own, without members. */
GPtrArray *hr_layout_find_chains (HrLayoutGraph *graph);

/* Sets the rows of all blocks, and the layers of their members but the first, whose layers are given. No row goes on
 * beyond the last column in which it may stand. */
void hr_layout_wrap_chains (HrLayoutGraph *graph, const GPtrArray *blocks);

/* Whether next to all of the graph is lists and trees, of which no arrow gets in another's way, so that even many of
 * them need no more than a few detours. */
gboolean hr_layout_is_shaped (const HrLayoutGraph *graph);

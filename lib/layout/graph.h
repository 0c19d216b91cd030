/* The layout's problem without Python: places with sizes and lives, arrows between them.
 *
 * A place is room for one or several boxes whose lives do not meet. Columns stand left to right: column 0 is the stack
 * (or the chips), the heap's columns follow; between any two columns runs a channel, where arrows turn. Private to the
 * layout. */
#pragma once

#include "base/geometry.h"
#include "layout/layout.h"
#include "layout/life.h"

typedef enum {
  HR_BAND_STACK, /* column 0, from the top, in the order given */
  HR_BAND_TYPES, /* the interpreter's classes, in rows above the heap; row says which */
  HR_BAND_HEAP,
  HR_BAND_SHELF, /* below the heap, in the first columns */
} HrLayoutBand;

typedef struct {
  HrLayoutBand band;
  HrSize size_pt;        /* room for all its boxes */
  guint row;             /* TYPES: row from the top. STACK: order. HEAP: row in its block, found */
  guint like;            /* places of one number hold objects of one type, 0 of any */
  guint block;           /* found: the place whose rows it is part of; itself when it stands alone */
  guint turn;            /* found: its place among those that hang on one card, or among all that hang on none */
  gboolean pill;         /* round ends: arrows reach it in the middle of its left side */
  gboolean tight;        /* what hangs on the same card may stand close below it: no arrow passes between them */
  double port_height_pt; /* of its boxes without their labels, at most */
  guint column;          /* given for STACK (0), otherwise found */
  guint layer;           /* found: the column it would stand in if the heap were not folded */
  gboolean centred;      /* found: it stands in the middle before what hangs on it, not level with the first */
  guint reach;           /* found: last column that it stands in, when it is wider than its own may be */
  guint32 age;           /* the smaller, the earlier was its first object seen */
  double x, y;           /* found */
} HrLayoutPlace;

typedef struct {
  guint from, to; /* places */
  HrArrowKind kind;
  guint slot;                           /* arrows of one slot are never in the picture together */
  guint row;                            /* which row or cell of its card */
  gboolean in_row;                      /* its dot may stand on the other side, */
  gboolean leftward;                    /* found: and does: the arrow leaves to the left */
  HrPoint dot;                          /* REFERENCE, WEAK: where it starts, relative to the place */
  double from_width_pt, from_height_pt; /* the least size of its ends while it lives: arrows stay within that, */
  double to_width_pt, to_height_pt;     /* and the picture draws them on to the borders of that moment */
  HrLayoutLife life;
  HrPoint *points; /* found */
  guint n_points;
} HrLayoutEdge;

typedef struct {
  GArray *places;          /* HrLayoutPlace */
  GArray *edges;           /* HrLayoutEdge, in the order of first appearance */
  guint most_columns;      /* of the heap, which is folded into bands below one another when it has more; 0 no limit */
  gboolean shapes;         /* whether lists stand in rows, */
  gboolean reaches;        /* and wide cards reach into the next columns */
  double top_pt;           /* where boxes may begin */
  double left_pt;          /* left border of column 0 */
  double channel_lead_pt;  /* of the first channel: what the lanes' borders take before arrows may turn */
  double channel_least_pt; /* of the first channel */
  double stack_gap_pt;
  double shelf_title_pt, shelf_width_pt; /* room above the shelf's first row and its least width */
  double types_title_pt;
  HrRect types, shelf; /* found; empty when there is none */
  guint shelf_turn;    /* found: how many of the heap's trees stand before the shelf */
  guint shelf_reach;   /* found: last column in which the shelf stands, when it is among the first column's; 0 none */
  HrSize size_pt;      /* found: right and bottom border of all places and arrows */
} HrLayoutGraph;

#define HR_LAYOUT_SHELF_ROWS 6

HrLayoutGraph *hr_layout_graph_new (void);
void hr_layout_graph_free (HrLayoutGraph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrLayoutGraph, hr_layout_graph_free)

static inline HrLayoutPlace *hr_layout_graph_place (const HrLayoutGraph *graph, guint index)
{
  return &g_array_index (graph->places, HrLayoutPlace, index);
}

static inline HrLayoutEdge *hr_layout_graph_edge (const HrLayoutGraph *graph, guint index)
{
  return &g_array_index (graph->edges, HrLayoutEdge, index);
}

/* Whether the arrow starts at a dot, rather than at a border. */
static inline gboolean hr_layout_edge_has_dot (const HrLayoutEdge *edge)
{
  return edge->kind == HR_ARROW_REFERENCE || edge->kind == HR_ARROW_WEAK;
}

/* Columns, coordinates and routes. Every place and every arrow gets one for good; arrows never run through a place
 * that is not theirs, and two whose lives meet share a stretch only on the way to the same place. */
void hr_layout_graph_arrange (HrLayoutGraph *graph);

/* Two ways to route, see layout/sheet.h: the grid finds the best way of each of a few arrows, the layers draw any
 * number of them. */
typedef enum {
  HR_ENGINE_GRID,
  HR_ENGINE_SHAPES, /* places as for the grid: lists in rows, trees; routes as for the layers */
  HR_ENGINE_LAYERS,
} HrLayoutEngine;

/* The one that hr_layout_graph_arrange takes, by the number of places and arrows. */
HrLayoutEngine hr_layout_graph_engine (const HrLayoutGraph *graph);
void hr_layout_graph_arrange_by (HrLayoutGraph *graph, HrLayoutEngine engine);

/* The steps of it, in order. Columns come with each place's block, row and turn. */
void hr_layout_assign_columns (HrLayoutGraph *graph);

/* Room for arrows, grown until all of them fit. */
typedef struct {
  GArray *channels; /* guint tracks, for the channel after each column */
  GArray *gaps;     /* double, more room below each place */
  guint outer;      /* lines below everything */
} HrLayoutRoom;

/* x of every column's left border and its width. */
typedef struct {
  double x, width;
} HrLayoutColumn;

void hr_layout_place_all (HrLayoutGraph *graph, const HrLayoutRoom *room, GArray *columns /* HrLayoutColumn, out */);
/* FALSE when some arrows had to share a stretch; @room has then grown where they did. */
gboolean hr_layout_route_all (HrLayoutGraph *graph, GArray *columns, HrLayoutRoom *room);
/* What is to be said against places and routes as they stand: crossings, bends, and the logarithm of the area. For
 * graphs of a few dozen arrows. */
double hr_layout_mark_routes (const HrLayoutGraph *graph);

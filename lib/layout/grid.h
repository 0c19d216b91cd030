/* The lines on which arrows may run, and who runs where.
 *
 * Vertical lines are the channels' tracks and, for type and base arrows, lines through the columns; horizontal lines
 * are those of dots, ports and gaps. A node is a crossing of two lines. Private to the layout. */
#pragma once

#include "layout/graph.h"

#define HR_GRID_FREE 0
#define HR_GRID_BLOCKED G_MAXUINT32     /* inside a place */
#define HR_GRID_SHELF (G_MAXUINT32 - 1) /* on the shelf's ground: for arrows from and to what stands on it */

/* Directions an arrow moves in; a use's mask has 1 << direction for each side of the node on which it runs. */
typedef enum { HR_EAST, HR_SOUTH, HR_WEST, HR_NORTH } HrDirection;

static inline HrDirection hr_direction_back (HrDirection direction)
{
  return (HrDirection)((direction + 2) % 4);
}

typedef struct {
  double at;
  gint channel; /* the channel whose track it is, -1 for a line through a column */
  guint track;  /* of the channel */
  guint column; /* of a line through a column; */
} HrGridLine;

/* An arrow at a node. */
typedef struct {
  guint edge;
  guint mask;
  guint next; /* index + 1 of the node's next use, 0 none */
} HrGridUse;

typedef struct {
  HrLayoutGraph *graph;
  GArray *columns; /* borrowed, HrLayoutColumn */
  HrGridLine *xs;
  double *ys;
  gboolean *open; /* y line → any arrow may run on it; on others only those whose dot or port it is */
  guint nx, ny;
  guint32 *owner; /* node → HR_GRID_FREE, _BLOCKED or _SHELF, or 1 + the place whose margin it is in */
  guint *uses;    /* node → index + 1 of its first use */
  float *history; /* node → what it costs because arrows met there in earlier rounds */
  GArray *pool;   /* HrGridUse */
  guint8 *meets;  /* edge × edge → HrMeet */
  guint free_use; /* index + 1 of the first unused entry of the pool */
} HrGrid;

HrGrid *hr_grid_new (HrLayoutGraph *graph, GArray *columns, const HrLayoutRoom *room);
void hr_grid_free (HrGrid *grid);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrGrid, hr_grid_free)

static inline guint hr_grid_node (const HrGrid *grid, guint i, guint j)
{
  return j * grid->nx + i;
}

/* First line at or after @at; n when there is none. */
guint hr_grid_find_x (const HrGrid *grid, double at);
guint hr_grid_find_y (const HrGrid *grid, double at);

void hr_grid_add_use (HrGrid *grid, guint node, guint edge, guint mask);
void hr_grid_remove_use (HrGrid *grid, guint node, guint edge);

/* How two arrows may meet. */
typedef enum {
  HR_MEET_FREELY, /* never in the picture together, or one and the same slot */
  HR_MEET_JOIN,   /* they go to the same place */
  HR_MEET_NEVER,  /* may cross, may not share */
} HrMeet;

static inline HrMeet hr_grid_meet (const HrGrid *grid, guint edge, guint other)
{
  return (HrMeet)grid->meets[edge * grid->graph->edges->len + other];
}

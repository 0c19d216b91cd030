/* The engine for many arrows: a layered drawing in the manner of Sugiyama, orthogonal and with ports.
 *
 * The grid of layout/grid.h finds the best way of every arrow among all crossings of all lines, which is worth its cost
 * for a few dozen arrows and out of reach for thousands: hr_layout_graph_is_small says where the one ends and the other
 * begins. Here nothing is searched for. Arrows that are to arrive at one port are a net; where a net crosses a column
 * it gets an item of that column, a pass, which is ordered and placed as the cards are. So every net runs level through
 * columns, between cards, and turns in channels only:
 *
 *   nets.c    which arrows are one net, at which side of its target it arrives, which columns it passes
 *   order.c   the order of cards and passes in each column, by sweeps that reduce crossings
 *   passes.c  or, where lists and trees stand already as layout/shapes.h and layout/forest.h place them, where between
 *             the cards there is room for passes
 *   blocks.c  which of them stand in one row because their arrow is to be straight
 *   align.c   their y
 *   ports.c   where arrows arrive
 *   wires.c   the upright stretches in the channels, from what to what
 *   slots.c   their x, so that no two arrows share a stretch
 *   layers.c  the steps in order, and the points of every arrow
 *
 * Every step takes time proportional to its items and links, or to those times their logarithm. Private to the layout.
 */
#pragma once

#include "layout/graph.h"

#define HR_NO_ITEM G_MAXUINT
#define HR_SHEET_PASS_PT 12.0 /* from pass to pass, */
#define HR_SHEET_CARD_PT 14.0 /* and from a card to a pass */

/* What stands in a column: a card (or the shelf with all it holds, where that stands among the cards), or a pass. Items
 * have the numbers of their places; then comes the shelf, then the passes. */
typedef struct {
  guint column;
  guint net;     /* of a pass; HR_NO_ITEM for others */
  double height; /* 0 for a pass */
  double gap;    /* to a card below it */
  double y;      /* found by align.c */
  gboolean
      fixed;    /* stands where it stands and takes no part in its column's order: stack, rows of classes, low shelf */
  guint inside; /* the shelf, for a place in it that moves with it; HR_NO_ITEM otherwise */
  double inside_y; /* from the shelf's top */
} HrSheetItem;

typedef struct {
  guint to;
  HrArrowKind kind;
  gboolean at_right;        /* it arrives at the right side of its target, not at the left, */
  gboolean back;            /* and comes from channels to the right of the one it arrives in */
  guint channel;            /* in which it arrives */
  gboolean outer;           /* some of its arrows come from so far that they take a line below everything */
  double port_y;            /* in the target; at the left side found by align.c, at the right side by nets.c */
  double low_y, high_y;     /* where the port may be */
  guint first_pass;         /* item of the pass in the column low_column; the others follow */
  guint low_column, n_pass; /* columns it passes */
  GArray *edges;            /* guint */
  HrLayoutLife life;        /* of all its arrows */
  double outer_y;           /* of its line below everything */
} HrSheetNet;

/* One arrow of a net. */
typedef struct {
  guint net;
  double start_y; /* in its place: where it leaves */
  guint channel;  /* into which it leaves, to the left of its place's column or to the right */
  gboolean outer;
} HrSheetStart;

/* Two items whose arrow runs through one channel: from @a's right side, at @a_y, to @b's left side, anywhere from
 * @low_y to @high_y. Where both are in one column, it reaches @b's right side. */
typedef struct {
  guint a, b;
  double a_y, low_y, high_y;
  double weight;
  guint net;
} HrSheetLink;

typedef struct {
  HrLayoutGraph *graph;
  GArray *items;        /* HrSheetItem */
  GArray *nets;         /* HrSheetNet */
  HrSheetStart *starts; /* by edge */
  gboolean pinned;      /* places stand already: passes go where there is room */
  GArray **left_used;   /* place → double, y at its left side where arrows leave; NULL none */
  GArray **right_used;  /* place → double, y at its right side where arrows leave or arrive; NULL none */
  GPtrArray *columns;   /* GArray of guint items from top to bottom; those that are fixed are in none */
  GArray *links;        /* HrSheetLink, by channel */
  guint *first_link;    /* channel → its first link; one more at the end */
  guint shelf;          /* item, HR_NO_ITEM when there is none or it stands below everything */
  double heap_top;      /* where cards and passes may begin */
  gboolean one_moment;  /* all arrows are in the picture together */
} HrSheet;

static inline HrSheetItem *hr_sheet_item (const HrSheet *sheet, guint index)
{
  return &g_array_index (sheet->items, HrSheetItem, index);
}

static inline HrSheetNet *hr_sheet_net (const HrSheet *sheet, guint index)
{
  return &g_array_index (sheet->nets, HrSheetNet, index);
}

static inline GArray *hr_sheet_column (const HrSheet *sheet, guint column)
{
  return g_ptr_array_index (sheet->columns, column);
}

/* The item of @net's pass in @column; its target when it does not pass there. */
static inline guint hr_sheet_pass (const HrSheetNet *net, guint column)
{
  gboolean passes = column >= net->low_column && column < net->low_column + net->n_pass;
  return passes ? net->first_pass + column - net->low_column : net->to;
}

/* y of @y in the item: inside the shelf, from the shelf's top. */
static inline double hr_sheet_y (const HrSheet *sheet, guint item, double y)
{
  const HrSheetItem *at = hr_sheet_item (sheet, item);
  return at->inside == HR_NO_ITEM ? at->y + y : hr_sheet_item (sheet, at->inside)->y + at->inside_y + y;
}

/* y at which @net arrives. */
static inline double hr_sheet_end_y (const HrSheet *sheet, const HrSheetNet *net)
{
  return hr_sheet_y (sheet, net->to, net->port_y);
}

/* Items, nets and links of a graph whose places have columns and a first y, or their y for good (@pinned), in
 * @n_columns. */
HrSheet *hr_sheet_new (HrLayoutGraph *graph, guint n_columns, gboolean pinned);
void hr_sheet_free (HrSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrSheet, hr_sheet_free)

/* nets.c: fills nets, passes and links. */
void hr_sheet_make_nets (HrSheet *sheet);
/* A y for an arrow at a side of a card of @height_pt, as far from those in @used as can be, the header's middle first;
 * it is then one of them. */
double hr_sheet_take_port (GArray *used, double height_pt, gboolean pill);
/* Whether @y is far enough from all in @used for an arrow of its own. */
gboolean hr_sheet_port_is_free (const GArray *used, double y);
/* passes.c, for places that are pinned: y of the passes. FALSE when some have to go far; @room (double, by place) then
 * has what should be free below each. */
gboolean hr_sheet_place_passes (HrSheet *sheet, GArray *room);
/* order.c */
void hr_sheet_order (HrSheet *sheet);
/* align.c */
void hr_sheet_align (HrSheet *sheet);
/* ports.c */
void hr_sheet_place_ports (HrSheet *sheet);
/* layers.c: x of columns and upright stretches, then every arrow's points. @columns gets their x and must have their
 * widths. FALSE when a card that reaches into further columns is in the way. */
gboolean hr_sheet_route (HrSheet *sheet, GArray *columns /* HrLayoutColumn */);

/* layers.c: places have columns and a first y; everything else is found. */
void hr_layout_arrange_layers (HrLayoutGraph *graph, GArray *columns /* HrLayoutColumn, with their widths */);
/* The same for places that keep their y. FALSE when a card that reaches into further columns is in the way (they have
 * to be placed without), or when arrows would have to go far; @room has then grown where they would go. */
gboolean hr_layout_arrange_pinned (HrLayoutGraph *graph, GArray *columns, HrLayoutRoom *room, gboolean may_grow);

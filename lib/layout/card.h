/* How large a box is and where its parts stand. Private to the layout. */
#pragma once

#include "layout/content.h"

/* What holds for a box at all moments. */
typedef struct {
  double cell_width_pt;  /* the widest cell there ever is */
  double width_pt;       /* of a card of rows, a frame, a pill: the widest it ever is */
  guint n_named;         /* named rows there ever are */
  double row_pt;         /* height of its rows when they are higher than others; 0 they are not */
  GHashTable *left_dots; /* rows (as hr_entry_slot() numbers them) whose dot stands on the left; NULL none */
} HrCardShape;

/* Where parts go. Texts live in @strings. */
typedef struct {
  GArray *parts; /* HrLayoutPart */
  GStringChunk *strings;
} HrCardOutput;

/* Cells of @content, as wide as the widest needs. */
double hr_card_cell_width (const HrContent *content, HrTextMeasure *measure, gboolean small);
/* The box itself, without labels under it. Its width is at least @shape's where the content is not fluid. */
HrSize hr_card_size (const HrContent *content, const HrCardShape *shape, HrTextMeasure *measure);
/* The same of a box whose cells alone make its height; 0 for others. */
double hr_card_cells_height (const HrContent *content, const HrCardShape *shape);
/* What the label under the box takes: 0 without one. */
double hr_card_label_height (const HrContent *content);
/* Of a frame, what the row of the return value takes at the bottom. */
double hr_card_return_height (const HrContent *content);
double hr_card_header_height (const HrContent *content);
/* The dot of @entry, relative to the box. */
HrPoint hr_card_dot (const HrContent *content, const HrCardShape *shape, const HrEntry *entry, double width_pt);
void hr_card_emit (const HrContent *content, const HrCardShape *shape, HrTextMeasure *measure, HrRect rect,
                   HrCardOutput *output);

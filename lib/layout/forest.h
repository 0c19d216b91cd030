/* The heap as trees: each block hangs on the card that first leads to it from a column before its own. Trees are tidy:
 * what hangs on a card stands in the order of its rows, the card in the middle before it, and whole trees move as near
 * to one another as the columns allow (Reingold, Tilford: Tidier drawings of trees, 1981, with a contour for each
 * column). Private to the layout. */
#pragma once

#include "layout/graph.h"

typedef struct HrForest HrForest;

/* Takes columns, blocks, rows and turns as they stand. */
HrForest *hr_forest_new (HrLayoutGraph *graph);
void hr_forest_free (HrForest *forest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrForest, hr_forest_free)

/* The shelf as a tree of its own in the first @columns, @height high. It wants to be at @wanted. It comes
 * after @turn trees. */
typedef struct {
  guint columns, turn;
  double height, wanted, y; /* y: found */
} HrForestShelf;

/* Gives every place on the heap its y, nothing above @top. @gaps (double, by place; NULL none): more room below a
 * place. @shelf may be NULL. */
void hr_forest_pack (HrForest *forest, double top, const GArray *gaps, HrForestShelf *shelf);

/* What has to stay free below @place (G_MAXUINT: the shelf). */
double hr_forest_gap (const HrForest *forest, guint place);

/* How many trees there are. */
guint hr_forest_n_trees (const HrForest *forest);

/* Gives turns: what hangs on one card by the heights from which it hangs, the trees by where names point to them. Cards
 * on which others of their type hang are centred, others not. */
void hr_forest_order (HrForest *forest);

/* The card on which the first of @family hangs; G_MAXUINT for the trees. */
guint hr_forest_parent (const HrForest *forest, const GArray *family);

/* Whether @family may not change turns: a tree's children stand in the order of its fields. */
gboolean hr_forest_is_kept (const HrForest *forest, const GArray *family);

/* Lists of places (GArray of guint, in order of their turns) whose neighbours may change turns; the last is the trees'.
 */
GPtrArray *hr_forest_peek_families (const HrForest *forest);

/* Containers whose every element is a container of its own, shown in cells: a matrix, a dict of lists. Their rows are
 * as high as what they point to, so that each arrow runs straight into its inner container. Private to the layout. */
#pragma once

#include "layout/moment.h"

/* Notes what the moment's boxes hold. To be called for every moment, in order. */
void hr_matrix_survey (HrBoxTable *table, const HrMoment *moment);
/* Decides, and sets the boxes' row heights. Cells must have their final width. */
void hr_matrix_settle (HrBoxTable *table);

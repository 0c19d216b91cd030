#include "layout/sheet.h"

#include <math.h>

#define GAP_PT 28.0
#define PILL_GAP_PT 16.0
#define BAND_GAP_PT 36.0

static void clear_net (gpointer data)
{
  HrSheetNet *net = data;
  g_array_unref (net->edges);
  hr_layout_life_clear (&net->life);
}

static void add_place_items (HrSheet *sheet)
{
  const HrLayoutGraph *graph = sheet->graph;
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    HrSheetItem item = { .column = place->column,
                         .net = HR_NO_ITEM,
                         .height = place->size_pt.height,
                         .gap = place->pill ? PILL_GAP_PT : GAP_PT,
                         .y = place->y,
                         .fixed = sheet->pinned || place->band != HR_BAND_HEAP,
                         .inside = HR_NO_ITEM };
    g_array_append_val (sheet->items, item);
  }
}

/* The shelf stands among the cards of the first column as long as that holds all of it. */
static void add_shelf_item (HrSheet *sheet)
{
  const HrLayoutGraph *graph = sheet->graph;
  guint last = 0;
  for (guint i = 0; i < graph->places->len; i++)
    if (hr_layout_graph_place (graph, i)->band == HR_BAND_SHELF)
      last = MAX (last, hr_layout_graph_place (graph, i)->column);
  if (last != 1)
    return;
  HrSheetItem shelf = { .column = 1,
                        .net = HR_NO_ITEM,
                        .height = graph->shelf.height,
                        .gap = BAND_GAP_PT,
                        .y = graph->shelf.y,
                        .inside = HR_NO_ITEM };
  sheet->shelf = sheet->items->len;
  g_array_append_val (sheet->items, shelf);
  for (guint i = 0; i < graph->places->len; i++)
    if (hr_layout_graph_place (graph, i)->band == HR_BAND_SHELF) {
      hr_sheet_item (sheet, i)->inside = sheet->shelf;
      hr_sheet_item (sheet, i)->inside_y = hr_layout_graph_place (graph, i)->y - graph->shelf.y;
    }
}

static double find_heap_top (const HrLayoutGraph *graph)
{
  double top = graph->top_pt;
  for (guint i = 0; i < graph->places->len; i++) {
    const HrLayoutPlace *place = hr_layout_graph_place (graph, i);
    if (place->band == HR_BAND_TYPES)
      top = MAX (top, place->y + place->size_pt.height + BAND_GAP_PT);
  }
  return top;
}

static gboolean have_one_moment (const HrLayoutGraph *graph)
{
  const HrLayoutSpan *first = NULL;
  for (guint i = 0; i < graph->edges->len; i++) {
    const HrLayoutLife *life = &hr_layout_graph_edge (graph, i)->life;
    if (life->spans->len != 1)
      return FALSE;
    const HrLayoutSpan *span = &g_array_index (life->spans, HrLayoutSpan, 0);
    if (first && (span->first != first->first || span->last != first->last))
      return FALSE;
    first = span;
  }
  return TRUE;
}

static gint compare_y (gconstpointer a, gconstpointer b, gpointer data)
{
  const HrSheet *sheet = data;
  guint x = *(const guint *)a, y = *(const guint *)b;
  double at_x = hr_sheet_item (sheet, x)->y, at_y = hr_sheet_item (sheet, y)->y;
  if (at_x < at_y || at_x > at_y)
    return at_x < at_y ? -1 : 1;
  return x < y ? -1 : x > y;
}

static void fill_columns (HrSheet *sheet)
{
  for (guint i = 0; i < sheet->items->len; i++)
    if (!hr_sheet_item (sheet, i)->fixed)
      g_array_append_val (hr_sheet_column (sheet, hr_sheet_item (sheet, i)->column), i);
  for (guint c = 0; c < sheet->columns->len; c++)
    g_array_sort_with_data (hr_sheet_column (sheet, c), compare_y, sheet);
}

HrSheet *hr_sheet_new (HrLayoutGraph *graph, guint n_columns, gboolean pinned)
{
  HrSheet *sheet = g_new0 (HrSheet, 1);
  sheet->graph = graph;
  sheet->pinned = pinned;
  sheet->shelf = HR_NO_ITEM;
  sheet->items = g_array_new (FALSE, FALSE, sizeof (HrSheetItem));
  sheet->nets = g_array_new (FALSE, FALSE, sizeof (HrSheetNet));
  g_array_set_clear_func (sheet->nets, clear_net);
  sheet->links = g_array_new (FALSE, FALSE, sizeof (HrSheetLink));
  sheet->starts = g_new0 (HrSheetStart, graph->edges->len + 1);
  sheet->first_link = g_new0 (guint, n_columns + 1);
  sheet->columns = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint c = 0; c < n_columns; c++)
    g_ptr_array_add (sheet->columns, g_array_new (FALSE, FALSE, sizeof (guint)));
  sheet->heap_top = find_heap_top (graph);
  sheet->one_moment = have_one_moment (graph);
  add_place_items (sheet);
  if (!pinned)
    add_shelf_item (sheet);
  fill_columns (sheet);
  hr_sheet_make_nets (sheet);
  return sheet;
}

void hr_sheet_free (HrSheet *sheet)
{
  if (!sheet)
    return;
  for (guint i = 0; i < sheet->graph->places->len; i++)
    for (guint side = 0; side < 2; side++)
      g_clear_pointer (&(side == 0 ? sheet->left_used : sheet->right_used)[i], g_array_unref);
  g_free (sheet->left_used);
  g_free (sheet->right_used);
  g_array_unref (sheet->items);
  g_array_unref (sheet->nets);
  g_array_unref (sheet->links);
  g_ptr_array_unref (sheet->columns);
  g_free (sheet->starts);
  g_free (sheet->first_link);
  g_free (sheet);
}

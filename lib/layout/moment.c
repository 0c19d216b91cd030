#include "layout/moment.h"

static void clear_box (gpointer data)
{
  hr_content_free (((HrMomentBox *)data)->content);
}

static void add_box (HrMoment *moment, HrContent *content, guint record)
{
  HrMomentBox box = { content, record };
  g_array_append_val (moment->boxes, box);
}

static void add_chips (HrLayout *layout, HrMoment *moment, const HrViewFrame *item)
{
  for (guint i = 0; i < item->frame->n_names; i++) {
    HrContent *content = hr_content_new_chip (&layout->plan, moment->view, item, &item->frame->names[i]);
    if (!content)
      continue;
    guint record = hr_box_table_chip (&layout->table, item->frame->id, content->name);
    HrBoxRecord *box = hr_box_table_box (&layout->table, record);
    box->thread = item->frame->thread;
    box->depth = item->depth;
    add_box (moment, content, record);
  }
}

static void add_frame (HrLayout *layout, HrMoment *moment, const HrViewFrame *item)
{
  guint record = hr_box_table_frame (&layout->table, item->frame->id);
  HrBoxRecord *box = hr_box_table_box (&layout->table, record);
  box->thread = item->frame->thread;
  box->depth = item->depth;
  add_box (moment, hr_content_new_frame (&layout->plan, moment->view, item, box->rows), record);
}

static void add_object (HrLayout *layout, HrMoment *moment, const HrViewObject *item)
{
  const HrTimelineObject *object = item->object;
  gboolean atom = hr_timeline_kind_is_atom (object->kind);
  guint record = hr_box_table_object (&layout->table, object->id, atom);
  HrBoxRecord *box = hr_box_table_box (&layout->table, record);
  box->like = hr_row_table_position (layout->table.types, object->type_name ? object->type_name : "") + 1;
  box->shelf |= atom && object->flags & HR_OBJECT_SHARED;
  box->types |=
      layout->plan.options.show & HR_SHOW_TYPES && object->kind == HR_KIND_CLASS && object->flags & HR_OBJECT_STATIC;
  add_box (moment, hr_content_new_object (&layout->plan, moment->view, layout->timeline, item, box->rows), record);
}

static void add_arrow (HrMoment *moment, guint from, guint to, HrArrowKind kind, guint slot, const HrEntry *entry)
{
  HrMomentArrow arrow = { from, to, kind, slot, entry };
  g_array_append_val (moment->arrows, arrow);
}

static void add_class_arrows (HrLayout *layout, HrMoment *moment, guint from, guint first_object,
                              const HrTimelineObject *object)
{
  if (hr_layout_view_shows_type (&layout->plan, moment->view, object)) {
    guint to = GPOINTER_TO_UINT (g_hash_table_lookup (moment->view->index, GUINT_TO_POINTER (object->type))) - 1;
    add_arrow (moment, from, first_object + to, HR_ARROW_TYPE, HR_SLOT_OF_TYPE, NULL);
  }
  guint base = 0;
  for (guint i = 0; object->kind == HR_KIND_CLASS && i < object->n_slots; i++) {
    const HrTimelineSlot *slot = &object->slots[i];
    if (slot->role != HR_SLOT_BASE)
      continue;
    guint to = GPOINTER_TO_UINT (g_hash_table_lookup (moment->view->index, GUINT_TO_POINTER (slot->value)));
    if (to > 0)
      add_arrow (moment, from, first_object + to - 1, HR_ARROW_BASE, HR_SLOT_OF_BASE + base, NULL);
    base++;
  }
}

static void add_arrows (HrLayout *layout, HrMoment *moment, guint first_object)
{
  for (guint i = 0; i < moment->boxes->len; i++) {
    const HrContent *content = g_array_index (moment->boxes, HrMomentBox, i).content;
    for (guint k = 0; k < content->entries->len; k++) {
      const HrEntry *entry = hr_content_entry (content, k);
      guint to = GPOINTER_TO_UINT (g_hash_table_lookup (moment->view->index, GUINT_TO_POINTER (entry->target)));
      if (entry->target > 0 && to > 0 && content->state != HR_STATE_VACANT)
        add_arrow (moment, i, first_object + to - 1, entry->weak ? HR_ARROW_WEAK : HR_ARROW_REFERENCE,
                   hr_entry_slot (entry), entry);
    }
  }
  for (guint i = 0; i < moment->view->objects->len; i++)
    add_class_arrows (layout, moment, first_object + i, first_object,
                      g_array_index (moment->view->objects, HrViewObject, i).object);
}

HrMoment *hr_moment_new (HrLayout *layout, guint index, GError **error)
{
  HrLayoutView *view = hr_layout_view_new (&layout->plan, layout->timeline, &layout->moments[index], error);
  if (!view)
    return NULL;
  HrMoment *moment = g_new0 (HrMoment, 1);
  moment->view = view;
  moment->boxes = g_array_new (FALSE, FALSE, sizeof (HrMomentBox));
  g_array_set_clear_func (moment->boxes, clear_box);
  moment->arrows = g_array_new (FALSE, FALSE, sizeof (HrMomentArrow));
  for (guint i = 0; i < view->frames->len; i++) {
    const HrViewFrame *item = &g_array_index (view->frames, HrViewFrame, i);
    if (layout->plan.options.chips)
      add_chips (layout, moment, item);
    else
      add_frame (layout, moment, item);
  }
  guint first_object = moment->boxes->len;
  for (guint i = 0; i < view->objects->len; i++)
    add_object (layout, moment, &g_array_index (view->objects, HrViewObject, i));
  add_arrows (layout, moment, first_object);
  return moment;
}

void hr_moment_free (HrMoment *moment)
{
  if (!moment)
    return;
  g_array_unref (moment->boxes);
  g_array_unref (moment->arrows);
  hr_layout_view_free (moment->view);
  g_free (moment);
}

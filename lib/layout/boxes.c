#include "layout/boxes.h"

static void clear_box (gpointer data)
{
  HrBoxRecord *box = data;
  g_free (box->name);
  g_hash_table_unref (box->rows);
  g_clear_pointer (&box->shape.left_dots, g_hash_table_unref);
  hr_layout_life_clear (&box->life);
}

static void clear_arrow (gpointer data)
{
  hr_layout_life_clear (&((HrArrowRecord *)data)->life);
}

void hr_box_table_init (HrBoxTable *table)
{
  table->boxes = g_array_new (FALSE, TRUE, sizeof (HrBoxRecord));
  table->arrows = g_array_new (FALSE, TRUE, sizeof (HrArrowRecord));
  g_array_set_clear_func (table->boxes, clear_box);
  g_array_set_clear_func (table->arrows, clear_arrow);
  table->frames = g_hash_table_new (NULL, NULL);
  table->objects = g_hash_table_new (NULL, NULL);
  table->types = hr_row_table_new ();
  table->chips = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  table->arrow_index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void hr_box_table_clear (HrBoxTable *table)
{
  g_array_unref (table->boxes);
  g_array_unref (table->arrows);
  g_hash_table_unref (table->frames);
  g_hash_table_unref (table->objects);
  g_hash_table_unref (table->chips);
  g_hash_table_unref (table->types);
  g_hash_table_unref (table->arrow_index);
}

static guint add_box (HrBoxTable *table, HrBoxKind kind, guint32 id)
{
  HrBoxRecord box = { .kind = kind, .id = id, .holder = HR_NO_PLACE, .place = HR_NO_PLACE };
  box.inner.outer = HR_NO_PLACE;
  box.rows = hr_row_table_new ();
  hr_layout_life_init (&box.life);
  g_array_append_val (table->boxes, box);
  return table->boxes->len - 1;
}

static guint find (GHashTable *index, gconstpointer key)
{
  gpointer value = g_hash_table_lookup (index, key);
  return value ? GPOINTER_TO_UINT (value) - 1 : HR_NO_PLACE;
}

guint hr_box_table_frame (HrBoxTable *table, guint32 id)
{
  guint index = find (table->frames, GUINT_TO_POINTER (id));
  if (index == HR_NO_PLACE) {
    index = add_box (table, HR_BOX_FRAME, id);
    g_hash_table_insert (table->frames, GUINT_TO_POINTER (id), GUINT_TO_POINTER (index + 1));
  }
  return index;
}

guint hr_box_table_chip (HrBoxTable *table, guint32 frame, const char *name)
{
  g_autofree char *key = g_strdup_printf ("%u:%s", frame, name);
  guint index = find (table->chips, key);
  if (index == HR_NO_PLACE) {
    index = add_box (table, HR_BOX_CHIP, frame);
    hr_box_table_box (table, index)->name = g_strdup (name);
    g_hash_table_insert (table->chips, g_steal_pointer (&key), GUINT_TO_POINTER (index + 1));
  }
  return index;
}

guint hr_box_table_object (HrBoxTable *table, guint32 id, gboolean atom)
{
  guint index = find (table->objects, GUINT_TO_POINTER (id));
  if (index == HR_NO_PLACE) {
    index = add_box (table, atom ? HR_BOX_ATOM : HR_BOX_OBJECT, id);
    g_hash_table_insert (table->objects, GUINT_TO_POINTER (id), GUINT_TO_POINTER (index + 1));
  }
  return index;
}

static char *arrow_key (guint from, guint slot, guint to, HrArrowKind kind)
{
  return g_strdup_printf ("%u:%u:%u:%d", from, slot, to, (int)kind);
}

guint hr_box_table_find_arrow (const HrBoxTable *table, guint from, guint slot, guint to, HrArrowKind kind)
{
  g_autofree char *key = arrow_key (from, slot, to, kind);
  return find (table->arrow_index, key);
}

guint hr_box_table_arrow_index (HrBoxTable *table, guint from, guint slot, guint to, HrArrowKind kind)
{
  g_autofree char *key = arrow_key (from, slot, to, kind);
  guint index = find (table->arrow_index, key);
  if (index != HR_NO_PLACE)
    return index;
  HrArrowRecord arrow = { .from = from, .to = to, .kind = kind, .slot = slot };
  arrow.from_width_pt = arrow.from_height_pt = arrow.to_width_pt = arrow.to_height_pt = G_MAXDOUBLE;
  hr_layout_life_init (&arrow.life);
  g_array_append_val (table->arrows, arrow);
  g_hash_table_insert (table->arrow_index, g_steal_pointer (&key), GUINT_TO_POINTER (table->arrows->len));
  return table->arrows->len - 1;
}

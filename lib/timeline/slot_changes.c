#include "timeline/slot_changes.h"

#include <stdlib.h>
#include <string.h>

/* Part of an object's slots. */
typedef struct {
  const HrTimelineSlot **slots;
  guint n;
} Run;

/* What it holds, an object or a text, to be compared; 0 nothing. */
static guintptr value_of (const HrTimelineSlot *slot)
{
  if ((slot->flags & HR_NAME_UNSET) != 0)
    return 0;
  return slot->text != NULL ? (guintptr)slot->text : slot->value;
}

static gboolean same_slot (const HrTimelineSlot *a, const HrTimelineSlot *b)
{
  return a->role == b->role && a->key == b->key && a->name == b->name && value_of (a) == value_of (b);
}

static gboolean positional (const HrTimelineObject *object, const HrTimelineSlot *slot)
{
  if (slot->role == HR_SLOT_ELEMENT)
    return object->kind != HR_KIND_SET && object->kind != HR_KIND_FROZENSET;
  return slot->role == HR_SLOT_BASE;
}

static void add (GArray *changes, guint32 object, const HrTimelineSlot *before, const HrTimelineSlot *after)
{
  guintptr old = before == NULL ? 0 : value_of (before), now = after == NULL ? 0 : value_of (after);
  if (old == now)
    return;
  HrSlotChange change = { .object = object };
  change.kind = old == 0 ? HR_CHANGE_NEW : now == 0 ? HR_CHANGE_GONE : HR_CHANGE_REBOUND;
  if (old != 0)
    change.before = *before;
  if (now != 0)
    change.after = *after;
  g_array_append_val (changes, change);
}

/* What makes a slot that is not positional this one: its key, name, or, in a set, its value. */
static guint identity_hash (gconstpointer data)
{
  const HrTimelineSlot *slot = data;
  guint value = slot->role == HR_SLOT_ELEMENT ? slot->value : 0;
  return ((guint)slot->role * 31 + slot->key) * 31 + value + g_direct_hash (slot->name);
}

static gboolean identity_equal (gconstpointer a, gconstpointer b)
{
  const HrTimelineSlot *left = a, *right = b;
  return left->role == right->role && left->key == right->key && left->name == right->name &&
         (left->role != HR_SLOT_ELEMENT || left->value == right->value);
}

/* The slots of @object between @from and @to that are positional with @role, or that are not positional. */
static Run collect (const HrTimelineObject *object, guint from, guint to, gboolean wanted, HrSlotRole role)
{
  Run run = { .slots = g_new (const HrTimelineSlot *, to - from + 1) };
  for (guint i = from; i < to; i++) {
    const HrTimelineSlot *slot = &object->slots[i];
    if (positional (object, slot) == wanted && (!wanted || slot->role == role))
      run.slots[run.n++] = slot;
  }
  return run;
}

/* A part of two sequences that is to be compared. */
typedef struct {
  GArray *changes, *gone;
  guint32 object;
  const HrTimelineSlot **old, **new;
  guint n_old, n_new;
} Part;

/* Position by position; what one has more is new or gone. */
static void compare_in_place (const Part *part)
{
  for (guint i = 0; i < part->n_new; i++)
    add (part->changes, part->object, i < part->n_old ? part->old[i] : NULL, part->new[i]);
  for (guint i = part->n_new; i < part->n_old; i++)
    add (part->gone, part->object, part->old[i], NULL);
}

static int compare_values (gconstpointer a, gconstpointer b)
{
  guintptr x = *(const guintptr *)a, y = *(const guintptr *)b;
  return (x > y) - (x < y);
}

static guintptr *sorted_values (const HrTimelineSlot **slots, guint n)
{
  guintptr *values = g_new (guintptr, n + 1);
  for (guint i = 0; i < n; i++)
    values[i] = value_of (slots[i]);
  qsort (values, n, sizeof *values, compare_values);
  return values;
}

/* The same values in another order: each place holds another one now, and nothing has come or gone. */
static gboolean is_reordered (const Part *part)
{
  if (part->n_old != part->n_new)
    return FALSE;
  g_autofree guintptr *old = sorted_values (part->old, part->n_old);
  g_autofree guintptr *new = sorted_values (part->new, part->n_new);
  return memcmp (old, new, part->n_old * sizeof *old) == 0;
}

enum { MOST_PAIRS = 1 << 16 }; /* beyond which looking for what moved costs more than it is worth */

/* By place in both, how many values the two sequences have in common from there on, in order. Newly allocated. */
static guint16 *count_common (const Part *part)
{
  guint width = part->n_new + 1;
  guint16 *common = g_new0 (guint16, (gsize)(part->n_old + 1) * width);
  for (guint i = part->n_old; i-- > 0;)
    for (guint j = part->n_new; j-- > 0;)
      common[i * width + j] = same_slot (part->old[i], part->new[j])
                                  ? (guint16)(common[(i + 1) * width + j + 1] + 1)
                                  : MAX (common[(i + 1) * width + j], common[i * width + j + 1]);
  return common;
}

/* What stays is matched wherever it stands now, so that a shift is one value gone and one new; between what stays,
 * place by place. */
static void compare_part (const Part *part)
{
  if (part->n_old == 0 || part->n_new == 0 || part->n_old > MOST_PAIRS / part->n_new || is_reordered (part)) {
    compare_in_place (part);
    return;
  }
  g_autofree guint16 *common = count_common (part);
  guint width = part->n_new + 1, i = 0, j = 0, first_old = 0, first_new = 0;
  while (i < part->n_old || j < part->n_new) {
    gboolean both = i < part->n_old && j < part->n_new;
    if (both && same_slot (part->old[i], part->new[j])) {
      compare_in_place (&(Part){ part->changes, part->gone, part->object, part->old + first_old, part->new + first_new,
                                 i - first_old, j - first_new });
      first_old = ++i;
      first_new = ++j;
    } else if (j >= part->n_new || (both && common[(i + 1) * width + j] >= common[i * width + j + 1]))
      i++;
    else
      j++;
  }
  compare_in_place (&(Part){ part->changes, part->gone, part->object, part->old + first_old, part->new + first_new,
                             i - first_old, j - first_new });
}

static void compare_positions (GArray *changes, GArray *gone, guint32 object, Run before, Run after)
{
  guint most = MIN (before.n, after.n), prefix = 0, suffix = 0;
  while (prefix < most && same_slot (before.slots[prefix], after.slots[prefix]))
    prefix++;
  while (suffix < most - prefix && same_slot (before.slots[before.n - 1 - suffix], after.slots[after.n - 1 - suffix]))
    suffix++;
  compare_part (&(Part){ changes, gone, object, before.slots + prefix, after.slots + prefix, before.n - suffix - prefix,
                         after.n - suffix - prefix });
}

static void compare_identities (GArray *changes, GArray *gone, guint32 object, Run before, Run after)
{
  g_autoptr (GHashTable) old = g_hash_table_new (identity_hash, identity_equal);
  for (guint i = 0; i < before.n; i++)
    g_hash_table_insert (old, (gpointer)before.slots[i], (gpointer)before.slots[i]);
  for (guint i = 0; i < after.n; i++) {
    const HrTimelineSlot *same = g_hash_table_lookup (old, after.slots[i]);
    add (value_of (after.slots[i]) == 0 ? gone : changes, object, same, after.slots[i]);
    if (same != NULL)
      g_hash_table_remove (old, same);
  }
  for (guint i = 0; i < before.n; i++)
    if (g_hash_table_lookup (old, before.slots[i]) == before.slots[i])
      add (gone, object, before.slots[i], NULL);
}

static void compare_runs (GArray *changes, GArray *gone, Run before, Run after, gboolean by_position, guint32 object)
{
  if (before.n > 0 || after.n > 0)
    (by_position ? compare_positions : compare_identities) (changes, gone, object, before, after);
  g_free (before.slots);
  g_free (after.slots);
}

void hr_timeline_compare_slots (GArray *changes, const HrTimelineObject *before, const HrTimelineObject *after)
{
  guint n_before = before->n_slots, n_after = after->n_slots, most = MIN (n_before, n_after), prefix = 0, suffix = 0;
  while (prefix < most && same_slot (&before->slots[prefix], &after->slots[prefix]))
    prefix++;
  while (suffix < most - prefix &&
         same_slot (&before->slots[n_before - 1 - suffix], &after->slots[n_after - 1 - suffix]))
    suffix++;
  if (prefix + suffix == n_before && n_before == n_after)
    return;
  static const HrSlotRole by_position[] = { HR_SLOT_ELEMENT, HR_SLOT_BASE };
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (HrSlotChange));
  for (guint i = 0; i < G_N_ELEMENTS (by_position); i++)
    compare_runs (changes, gone, collect (before, prefix, n_before - suffix, TRUE, by_position[i]),
                  collect (after, prefix, n_after - suffix, TRUE, by_position[i]), TRUE, after->id);
  compare_runs (changes, gone, collect (before, prefix, n_before - suffix, FALSE, HR_SLOT_ELEMENT),
                collect (after, prefix, n_after - suffix, FALSE, HR_SLOT_ELEMENT), FALSE, after->id);
  g_array_append_vals (changes, gone->data, gone->len);
}

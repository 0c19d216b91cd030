#include "recorder/account.h"

#include <stdlib.h>
#include <string.h>

void hr_account_begin (HrAccount *account)
{
  account->n_frames = account->n_names = 0;
}

void hr_account_frame (HrAccount *account, const HrTimelineWriteFrame *told, HrPyFrame *frame, PyObject *dict)
{
  if (account->n_frames == account->frames_capacity) {
    account->frames_capacity = account->frames_capacity > 0 ? account->frames_capacity * 2 : 16;
    account->frames = hr_text_realloc (account->frames, account->frames_capacity * sizeof *account->frames);
  }
  if (account->n_names + told->n_names > account->names_capacity) {
    account->names_capacity = (account->n_names + (uint32_t)told->n_names) * 2 + 64;
    account->names = hr_text_realloc (account->names, account->names_capacity * sizeof *account->names);
  }
  account->frames[account->n_frames++] = (HrAccountFrame){
    .id = told->id, .first = account->n_names, .n = (uint32_t)told->n_names, .frame = frame, .dict = dict
  };
  for (size_t i = 0; i < told->n_names; i++)
    account->names[account->n_names++] = (HrAccountName){ told->names[i].value, told->names[i].flags };
}

static uint32_t record_of (const HrAccount *account, PyObject *object)
{
  return hr_identity_find (&account->walk->identity, hr_identity_key (object));
}

uint32_t hr_account_shown (const HrAccount *account, PyObject *object)
{
  uint32_t record = record_of (account, object);

  return record != HR_IDENTITY_NONE && account->walk->identity.records[record].visit == account->walk->number
             ? record
             : HR_IDENTITY_NONE;
}

/* Stands in for numbers while contents are read for the account: the record, from 1. */
static uint32_t record_as_number (void *data, PyObject *object)
{
  return record_of (data, object) + 1;
}

static void each_slot (const HrContents *contents, HrAccountFunc func, void *data)
{
  for (size_t i = 0; i < contents->n_elements; i++)
    if (contents->elements[i] != 0)
      func (data, contents->elements[i] - 1);
  for (size_t i = 0; i < contents->n_slots; i++) {
    const HrTimelineWriteSlot *slot = &contents->slots[i];

    if ((slot->flags & HR_NAME_WEAK) != 0)
      continue;
    if (slot->value != 0)
      func (data, slot->value - 1);
    if (slot->key != 0 && slot->role == HR_SLOT_ENTRY)
      func (data, slot->key - 1);
  }
}

void hr_account_each_visible (HrAccount *account, uint32_t record, HrAccountFunc func, void *data)
{
  const HrSeen *seen = &account->walk->identity.records[record];

  if (PyType_HasFeature (Py_TYPE (seen->object), Py_TPFLAGS_HEAPTYPE)) {
    uint32_t type = record_of (account, (PyObject *)Py_TYPE (seen->object));

    if (type != HR_IDENTITY_NONE)
      func (data, type);
  }
  if (!seen->entered)
    return;
  account->contents.max_items = account->walk->contents.max_items;
  account->contents.visit = account->contents.peek = record_as_number;
  account->contents.visit_data = account;
  hr_contents_fill (&account->contents, seen->object, seen->kind, seen->own);
  each_slot (&account->contents, func, data);
}

/* Fresh for the object that is at @record now. */
static HrAccountEntry *entry_of (HrAccount *account, uint32_t record)
{
  HrAccountEntry *entry = &account->entries[record];
  uint32_t id = account->walk->identity.records[record].id;

  if (entry->id != id) {
    hr_holders_clear (&entry->stored);
    *entry = (HrAccountEntry){ .id = id };
  }
  return entry;
}

static void count_visible (void *data, uint32_t record)
{
  HrAccount *account = data;
  HrAccountEntry *entry = entry_of (account, record);

  if (entry->number != account->number) {
    entry->number = account->number;
    entry->visible = 0;
  }
  entry->visible++;
}

static void make_entries (HrAccount *account)
{
  uint32_t n = account->walk->identity.capacity;

  if (n <= account->n_entries)
    return;
  account->entries = hr_text_realloc (account->entries, n * sizeof *account->entries);
  memset (account->entries + account->n_entries, 0, (n - account->n_entries) * sizeof *account->entries);
  account->n_entries = n;
}

static int compare_numbers (const void *a, const void *b)
{
  uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

  return left < right ? -1 : left > right;
}

/* Turns the names' object numbers into records. */
static void find_names (HrAccount *account)
{
  const HrWalk *walk = account->walk;
  uint32_t n = walk->n_queue, (*by_number)[2] = hr_text_alloc ((n + 1) * sizeof *by_number);

  for (uint32_t i = 0; i < n; i++) {
    by_number[i][0] = walk->identity.records[walk->queue[i]].id;
    by_number[i][1] = walk->queue[i];
  }
  qsort (by_number, n, sizeof *by_number, compare_numbers);
  for (uint32_t i = 0; i < account->n_names; i++) {
    uint32_t (*found)[2] = bsearch (&account->names[i].value, by_number, n, sizeof *by_number, compare_numbers);

    account->names[i].value = found != NULL ? (*found)[1] : HR_IDENTITY_NONE;
  }
  free (by_number);
}

static void count_all_visible (HrAccount *account)
{
  const HrWalk *walk = account->walk;

  find_names (account);
  for (uint32_t i = 0; i < account->n_names; i++)
    if (account->names[i].value != HR_IDENTITY_NONE && (account->names[i].flags & HR_NAME_WEAK) == 0)
      count_visible (account, account->names[i].value);
  for (uint32_t i = 0; i < walk->n_queue; i++)
    hr_account_each_visible (account, walk->queue[i], count_visible, account);
}

static uint32_t home_of (const HrAccount *account, const PyObject *object)
{
  return (uint32_t)(((uint64_t)(uintptr_t)object * 0x9E3779B97F4A7C15u) >> 32) & (account->table_size - 1);
}

HrCandidate *hr_account_find (const HrAccount *account, const PyObject *object)
{
  for (uint32_t i = home_of (account, object); account->table[i] != 0; i = (i + 1) & (account->table_size - 1))
    if (account->candidates[account->table[i] - 1].object == object)
      return &account->candidates[account->table[i] - 1];
  return NULL;
}

static void make_table (HrAccount *account)
{
  uint32_t size = 256;

  while (size < account->n_candidates * 4)
    size *= 2;
  if (size > account->table_size) {
    account->table_size = size;
    account->table = hr_text_realloc (account->table, size * sizeof *account->table);
  }
  memset (account->table, 0, account->table_size * sizeof *account->table);
  for (uint32_t i = 0; i < account->n_candidates; i++) {
    uint32_t at = home_of (account, account->candidates[i].object);

    while (account->table[at] != 0)
      at = (at + 1) & (account->table_size - 1);
    account->table[at] = i + 1;
  }
}

static void add_candidate (HrAccount *account, uint32_t record, int64_t hidden)
{
  if (account->n_candidates == account->candidates_capacity) {
    account->candidates_capacity = account->candidates_capacity > 0 ? account->candidates_capacity * 2 : 64;
    account->candidates =
        hr_text_realloc (account->candidates, account->candidates_capacity * sizeof *account->candidates);
  }
  account->candidates[account->n_candidates++] =
      (HrCandidate){ .record = record, .object = account->walk->identity.records[record].object, .hidden = hidden };
}

/* Every object of the picture whose count means something and is not the number of references shown. */
static void find_candidates (HrAccount *account)
{
  const HrWalk *walk = account->walk;

  account->n_candidates = 0;
  for (uint32_t i = 0; i < walk->n_queue; i++) {
    const HrSeen *seen = &walk->identity.records[walk->queue[i]];
    HrAccountEntry *entry = entry_of (account, walk->queue[i]);
    int64_t visible = entry->number == account->number ? entry->visible : 0;

    if ((seen->flags & HR_OBJECT_SHARED) != 0)
      continue;
    if (seen->refcount != visible || entry->told)
      add_candidate (account, walk->queue[i], seen->refcount - visible);
  }
  make_table (account);
}

/* How many of the candidate's hidden references are not accounted for. */
static int64_t left_of (const HrAccount *account, const HrCandidate *candidate)
{
  int64_t left = candidate->hidden - hr_holders_sum (&candidate->passing) -
                 hr_holders_sum (&account->entries[candidate->record].stored);
  int64_t likely = hr_holders_sum (&candidate->likely);

  return left <= 0 ? left : left < likely ? 0 : left - likely;
}

/* Whether the holders known make the sum, or a search has left over just as much before. */
static bool is_settled (HrAccount *account, HrCandidate *candidate)
{
  const HrAccountEntry *entry = entry_of (account, candidate->record);
  int64_t left = left_of (account, candidate);

  return left == 0 || (entry->searched && left == entry->unexplained);
}

static bool needs_search (HrAccount *account)
{
  for (uint32_t i = 0; i < account->n_candidates; i++)
    if (!is_settled (account, &account->candidates[i]))
      return true;
  return false;
}

static void settle (HrAccount *account)
{
  hr_account_search (account);
  account->n_searches++;
  for (uint32_t i = 0; i < account->n_candidates; i++) {
    HrAccountEntry *entry = entry_of (account, account->candidates[i].record);

    entry->searched = true;
    entry->unexplained = left_of (account, &account->candidates[i]);
  }
}

static void tell (HrAccount *account, HrCandidate *candidate)
{
  HrAccountEntry *entry = entry_of (account, candidate->record);
  HrHolders all = { 0 };
  HrTimelineWriteHolder *written;
  int64_t room;

  for (uint32_t i = 0; i < entry->stored.n; i++)
    hr_holders_add (&all, &entry->stored.items[i]);
  for (uint32_t i = 0; i < candidate->passing.n; i++)
    hr_holders_add (&all, &candidate->passing.items[i]);
  room = candidate->hidden - hr_holders_sum (&all);
  hr_holders_drop (&candidate->likely, hr_holders_sum (&candidate->likely) - (room > 0 ? room : 0));
  for (uint32_t i = 0; i < candidate->likely.n; i++)
    hr_holders_add (&all, &candidate->likely.items[i]);
  hr_holders_sort (&all);
  written = hr_text_alloc ((all.n + 1) * sizeof *written);
  for (uint32_t i = 0; i < all.n; i++) {
    const HrHolder *holder = &all.items[i];

    written[i] = (HrTimelineWriteHolder){ .kind = holder->kind,
                                          .object = holder->object,
                                          .frame = holder->frame,
                                          .text = holder->text,
                                          .text_bytes = holder->text != NULL ? (uint32_t)strlen (holder->text) : 0,
                                          .count = (uint32_t)holder->count };
  }
  hr_timeline_writer_holders (account->walk->writer, entry->id, written, all.n);
  entry->told = all.n > 0;
  free (written);
  hr_holders_clear (&all);
}

static void find_and_tell (HrAccount *account)
{
  hr_account_look_at_frames (account);
  if (needs_search (account))
    settle (account);
  for (uint32_t i = 0; i < account->n_candidates; i++) {
    tell (account, &account->candidates[i]);
    hr_holders_clear (&account->candidates[i].passing);
    hr_holders_clear (&account->candidates[i].likely);
  }
}

void hr_account_step (HrAccount *account, HrWalk *walk, PyObject *raised)
{
  account->walk = walk;
  account->raised = raised;
  account->number++;
  make_entries (account);
  count_all_visible (account);
  find_candidates (account);
  if (account->n_candidates > 0)
    find_and_tell (account);
  account->returned = NULL;
}

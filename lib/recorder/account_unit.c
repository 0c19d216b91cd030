#include "recorder/account.h"

#include <stdlib.h>
#include <string.h>

static uint32_t index_of (const HrAccount *account, const HrCandidate *candidate)
{
  return (uint32_t)(candidate - account->candidates);
}

void hr_unit_found (HrAccount *account, const PyObject *object)
{
  HrCandidate *candidate = hr_account_find (account, object);
  HrUnit *unit = &account->unit;

  if (candidate == NULL)
    return;
  if (candidate->found++ > 0)
    return;
  if (unit->n_touched == unit->touched_capacity) {
    unit->touched_capacity = unit->touched_capacity > 0 ? unit->touched_capacity * 2 : 64;
    unit->touched = hr_text_realloc (unit->touched, unit->touched_capacity * sizeof *unit->touched);
  }
  unit->touched[unit->n_touched++] = index_of (account, candidate);
}

void hr_unit_found_in (HrAccount *account, const PyObject *object, HrHolderKind kind, const char *text, bool likely)
{
  const HrCandidate *candidate = hr_account_find (account, object);
  HrUnit *unit = &account->unit;

  if (candidate == NULL)
    return;
  if (unit->n_finds == unit->finds_capacity) {
    unit->finds_capacity = unit->finds_capacity > 0 ? unit->finds_capacity * 2 : 16;
    unit->finds = hr_text_realloc (unit->finds, unit->finds_capacity * sizeof *unit->finds);
  }
  unit->finds[unit->n_finds++] =
      (HrFind){ .candidate = index_of (account, candidate),
                .holder = { .kind = kind, .count = 1, .text = text != NULL ? strdup (text) : NULL },
                .likely = likely };
}

static bool take_find (HrUnit *unit, uint32_t candidate)
{
  for (uint32_t i = 0; i < unit->n_finds; i++)
    if (unit->finds[i].candidate == candidate && unit->finds[i].holder.count > 0) {
      unit->finds[i].holder.count = 0;
      return true;
    }
  return false;
}

bool hr_unit_take (HrAccount *account, uint32_t record)
{
  HrCandidate *candidate = hr_account_find (account, account->walk->identity.records[record].object);

  if (candidate == NULL)
    return true;
  if (candidate->found > 0) {
    candidate->found--;
    return true;
  }
  return take_find (&account->unit, index_of (account, candidate));
}

static void file_find (HrAccount *account, const HrFind *find, const HrHolder *whole, bool stored)
{
  HrCandidate *candidate = &account->candidates[find->candidate];
  HrHolder holder = find->holder;

  if (holder.count == 0)
    return;
  if (holder.object == 0)
    holder.object = whole->object;
  holder.frame = whole->frame;
  hr_holders_add (stored         ? &account->entries[candidate->record].stored
                  : find->likely ? &candidate->likely
                                 : &candidate->passing,
                  &holder);
}

void hr_unit_file (HrAccount *account, const HrHolder *whole, bool stored)
{
  HrUnit *unit = &account->unit;

  for (uint32_t i = 0; i < unit->n_finds; i++) {
    file_find (account, &unit->finds[i], whole, stored);
    free (unit->finds[i].holder.text);
  }
  for (uint32_t i = 0; i < unit->n_touched; i++) {
    HrCandidate *candidate = &account->candidates[unit->touched[i]];
    HrHolder holder = *whole;

    holder.count = (int32_t)candidate->found;
    candidate->found = 0;
    if (holder.count > 0)
      hr_holders_add (stored ? &account->entries[candidate->record].stored : &candidate->passing, &holder);
  }
  unit->n_finds = unit->n_touched = 0;
}

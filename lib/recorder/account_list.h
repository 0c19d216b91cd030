/* Lists of holders, equal ones counted together, in an order of their own. */
#pragma once

#include "recorder/text.h"

#include "timeline/model.h"

typedef struct {
  HrHolderKind kind;
  uint32_t object, frame; /* ids, 0 none */
  int32_t count;
  char *text; /* owned; NULL none */
} HrHolder;

typedef struct {
  HrHolder *items;
  uint32_t n, capacity;
} HrHolders;

/* @text is copied. */
void hr_holders_add (HrHolders *holders, const HrHolder *holder);
int64_t hr_holders_sum (const HrHolders *holders);
/* By kind, then id, then text: nothing in it follows addresses. */
void hr_holders_sort (HrHolders *holders);
/* Takes @count references away again, from the last on. */
void hr_holders_drop (HrHolders *holders, int64_t count);
void hr_holders_clear (HrHolders *holders);

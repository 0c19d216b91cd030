/* What a hidden holder is called. Inside the account only. */
#pragma once

#include "recorder/account.h"

/* As whose references those of @holder count, and those of a part of it that has a name. */
HrHolderKind hr_account_kind_of_holder (PyObject *holder);
HrHolderKind hr_account_kind_of_part (PyObject *holder);

/* Files what was gathered from @holder, which is not in the picture, under its name. @referrer: found on its behalf, or
 * NULL. */
void hr_account_file_under_label (HrAccount *account, PyObject *holder, PyObject *referrer);

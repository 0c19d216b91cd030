/* References that C code holds while it calls back into Python, where the call can be located: a frame that was entered
 * from C, the instruction of the frame before it, and what that instruction is known to call. Inside the account only.
 *
 * What is named here follows from how the interpreter's own functions are written; a call that is not recognised is
 * not explained. */
#pragma once

#include "recorder/account.h"

/* @callee began to run from C, which the instruction that @caller (NULL: none) stands at had called. */
void hr_account_look_at_call (HrAccount *account, HrPyFrame *callee, HrPyFrame *caller);

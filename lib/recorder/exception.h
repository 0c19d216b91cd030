/* An exception in words: "ValueError: bad", as the last line of a traceback says it where that takes no user code. */
#pragma once

#include "recorder/text.h"

/* Appends the text of @exception, an exception instance. Arguments that are no plain atoms are left out. */
void hr_exception_append (HrText *text, PyObject *exception);

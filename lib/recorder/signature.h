/* How a function is called: "f(a, b=…, *rest)", read from its code. */
#pragma once

#include "recorder/text.h"

void hr_signature_append (HrText *text, PyFunctionObject *function);

/* Memory an object takes, as sys.getsizeof() says, without calling __sizeof__. */
#pragma once

#include "recorder/python.h"

#include "timeline/model.h"

/* In bytes, header included; for kinds whose extra memory is not known, of the object proper. */
uint64_t hr_size_of (PyObject *object, HrObjectKind kind);

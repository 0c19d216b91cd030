#include "recorder/prompt.h"

PyObject *hr_prompt_run (PyObject *namespace, PyObject *file_name)
{
  (void)namespace;
  (void)file_name;
  PyErr_SetString (PyExc_NotImplementedError, "prompt");
  return NULL;
}

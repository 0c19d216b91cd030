#include "recorder/code.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/text.h"

static Py_ssize_t extra_index = -1;

static void free_code (void *data)
{
  HrCode *code = data;

  free (code->inlined);
  free (code);
}

bool hr_code_init (void)
{
  extra_index = _PyEval_RequestCodeExtraIndex (free_code);
  return extra_index >= 0;
}

#if HR_PY_311

static bool is_comprehension (PyCodeObject *code)
{
  static const char *const names[] = { "<listcomp>", "<setcomp>", "<dictcomp>" };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (PyUnicode_CompareWithASCIIString (code->co_name, names[i]) == 0)
      return (code->co_flags & (CO_COROUTINE | CO_ASYNC_GENERATOR)) == 0;
  return false;
}

static void find_inlined (HrCode *known, PyCodeObject *code)
{
  (void)known;
  (void)code;
}

#else

static bool is_comprehension (PyCodeObject *code)
{
  (void)code;
  return false;
}

static void add_inlined (HrCode *known, int first, int end)
{
  if (known->n_inlined > 0 && first < known->inlined[known->n_inlined - 1][1])
    return; /* inside the one before */
  known->inlined = hr_text_realloc (known->inlined, (known->n_inlined + 1) * sizeof *known->inlined);
  known->inlined[known->n_inlined][0] = first;
  known->inlined[known->n_inlined][1] = end;
  known->n_inlined++;
}

/* A comprehension saves the names it binds with LOAD_FAST_AND_CLEAR, which nothing else does; its loop is the next
 * FOR_ITER, up to where that jumps when exhausted. */
static void find_inlined (HrCode *known, PyCodeObject *code)
{
  const PyObject *bytes = PyCode_GetCode (code); /* without the interpreter's specialisations */
  const unsigned char *units;
  Py_ssize_t n_units;
  unsigned argument = 0;
  bool saved = false;

  if (bytes == NULL) {
    PyErr_Clear ();
    return;
  }
  units = (const unsigned char *)PyBytes_AS_STRING (bytes);
  n_units = PyBytes_GET_SIZE (bytes) / 2;
  for (Py_ssize_t i = 0; i < n_units; i++) {
    unsigned opcode = units[2 * i];

    argument = argument << 8 | units[2 * i + 1];
    if (opcode == EXTENDED_ARG)
      continue;
    if (opcode == LOAD_FAST_AND_CLEAR)
      saved = true;
    else if (opcode == FOR_ITER && saved) {
      add_inlined (known, (int)i, (int)i + 2 + (int)argument);
      saved = false;
    }
    argument = 0;
  }
  Py_DECREF (bytes);
}

#endif

const HrCode *hr_code_get (PyCodeObject *code)
{
  static const HrCode of_the_interpreter;
  void *extra = NULL;
  HrCode *known;

  /* the one that cleans up after a specialised call of __init__: in memory that cannot be written */
  if (code->co_filename == code->co_name)
    return &of_the_interpreter;
  if (_PyCode_GetExtra ((PyObject *)code, extra_index, &extra) == 0 && extra != NULL)
    return extra;
  known = hr_text_alloc (sizeof *known);
  *known = (HrCode){ .source = hr_program_source (code->co_filename) };
  known->own = known->source != NULL;
  known->comprehension = known->own && is_comprehension (code);
  if (known->own)
    find_inlined (known, code);
  _PyCode_SetExtra ((PyObject *)code, extra_index, known);
  return known;
}

bool hr_code_in_comprehension (const HrCode *code, int offset)
{
  for (size_t i = 0; i < code->n_inlined; i++)
    if (offset >= code->inlined[i][0] && offset < code->inlined[i][1])
      return true;
  return false;
}

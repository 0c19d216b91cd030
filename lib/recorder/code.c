#include "recorder/code.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/builtin.h"
#include "recorder/life.h"
#include "recorder/private.h"
#include "recorder/text.h"
#include "recorder/tool.h"

static Py_ssize_t extra_index = -1;

/* @data is NULL where only another's extra was set. */
static void free_code (void *data)
{
  HrCode *code = data;

  if (code == NULL)
    return;
  hr_tool_forget (code);
  free (code->inlined);
  hr_bytecode_clear (&code->bytecode);
  free (code);
}

static PyCFunction sizeof_original;

/* sys.getsizeof() of a code object counts what we keep in it. */
static PyObject *code_sizeof (PyObject *object, PyObject *unused)
{
  PyCodeObject *code = (PyCodeObject *)object;
  void *extra = code->co_extra;
  PyObject *result;

  if (extra != NULL && *(Py_ssize_t *)extra == extra_index + 1)
    code->co_extra = NULL;
  result = sizeof_original (object, unused);
  code->co_extra = extra;
  return result;
}

bool hr_code_init (void)
{
  extra_index = _PyEval_RequestCodeExtraIndex (free_code);
  sizeof_original =
      hr_builtin_replace (hr_builtin_find ((PyObject *)&PyCode_Type, "__sizeof__"), METH_NOARGS, code_sizeof);
  return extra_index >= 0;
}

#if HR_PY_311

static bool is_comprehension (PyCodeObject *code)
{
  static const char *const names[] = { "<listcomp>", "<setcomp>", "<dictcomp>" };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (PyUnicode_CompareWithASCIIString (code->co_name, names[i]) == 0)
      return true;
  return false;
}

static void find_inlined (HrCode *known)
{
  (void)known;
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

/* Behind the last jump back to @start. */
static int end_of_loop (const HrBytecode *bytecode, int start)
{
  int end = start;

  for (int i = start; i < bytecode->n_units; i = hr_bytecode_next (bytecode, i))
    if (hr_bytecode_opcode (bytecode, i) == JUMP_BACKWARD && hr_bytecode_target (bytecode, i) == start)
      end = i + 1;
  return end;
}

/* A comprehension saves the names it binds with LOAD_FAST_AND_CLEAR, which nothing else does; its loop is the next
 * FOR_ITER, up to where that jumps when exhausted, or an asynchronous one. */
static void find_inlined (HrCode *known)
{
  const HrBytecode *bytecode = &known->bytecode;
  bool saved = false;

  for (int i = 0; i < bytecode->n_units; i = hr_bytecode_next (bytecode, i)) {
    int opcode = hr_bytecode_opcode (bytecode, i);

    if (opcode == LOAD_FAST_AND_CLEAR)
      saved = true;
    else if ((opcode == FOR_ITER || opcode == GET_ANEXT) && saved) {
      add_inlined (known, i, opcode == FOR_ITER ? hr_bytecode_target (bytecode, i) : end_of_loop (bytecode, i));
      saved = false;
    }
  }
}

#endif

/* Ours becomes the last extra that there is, though the program may have asked for more: the function by which it frees
 * its own is called for all that there are. */
static bool set_extra (PyCodeObject *code, HrCode *known)
{
  bool is_first = code->co_extra == NULL, done;

  hr_life_stay_in_front ();
  hr_private_begin ();
  done = _PyCode_SetExtra ((PyObject *)code, extra_index, known) == 0;
  hr_private_end ();
  if (!done)
    PyErr_Clear ();
  else if (is_first)
    *(Py_ssize_t *)code->co_extra = extra_index + 1;
  return done;
}

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
  known->own = known->source != NULL && known->source->steps;
  known->comprehension = known->own && is_comprehension (code);
  known->generator = (code->co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) != 0;
  known->first_offset = code->_co_firsttraceable;
  if (known->own && hr_bytecode_init (&known->bytecode, code))
    find_inlined (known);
  if (set_extra (code, known))
    return known;
  free_code (known);
  return &of_the_interpreter;
}

bool hr_code_in_comprehension (const HrCode *code, int offset)
{
  for (size_t i = 0; i < code->n_inlined; i++)
    if (offset >= code->inlined[i][0] && offset < code->inlined[i][1])
      return true;
  return false;
}

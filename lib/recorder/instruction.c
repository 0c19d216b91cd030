#include "recorder/instruction.h"

#include <stdio.h>

#include "recorder/atoms.h"
#include "recorder/kinds.h"
#include "recorder/stack_depth.h"

/* What opnames.py says. */
typedef struct {
  const char *name;
  char argument; /* a letter */
} Instruction;

static const Instruction instructions[256] = {
#include "opnames.h"
};

static void append_name (HrText *text, PyObject *names, int index)
{
  if (index < 0 || index >= PyTuple_GET_SIZE (names))
    return;
  hr_text_append_char (text, ' ');
  hr_text_append_str (text, PyTuple_GET_ITEM (names, index));
}

static void append_constant (HrText *text, PyObject *constants, int index)
{
  PyObject *value = index >= 0 && index < PyTuple_GET_SIZE (constants) ? PyTuple_GET_ITEM (constants, index) : NULL;

  if (value == NULL)
    return;
  hr_text_append_char (text, ' ');
  if (value == Py_None || PyBool_Check (value) || PyLong_CheckExact (value) || PyFloat_CheckExact (value) ||
      PyUnicode_CheckExact (value) || PyBytes_CheckExact (value) || value == Py_Ellipsis)
    hr_atom_append (text, value, hr_kind_of (value, false));
  else
    hr_text_append_z (text, Py_TYPE (value)->tp_name);
}

static void append_number (HrText *text, int number)
{
  char digits[16];

  snprintf (digits, sizeof digits, " %d", number);
  hr_text_append_z (text, digits);
}

static void append_argument (HrText *text, PyCodeObject *code, char letter, int argument)
{
  if (letter == 'n')
    append_name (text, code->co_names, argument);
  else if (letter == 's')
    append_name (text, code->co_names, argument >> 1);
  else if (letter == 't')
    append_name (text, code->co_names, argument >> 2);
  else if (letter == 'l')
    append_name (text, code->co_localsplusnames, argument);
  else if (letter == 'c')
    append_constant (text, code->co_consts, argument);
  else if (letter == 'i')
    append_number (text, argument);
  if (letter == 'd') {
    append_name (text, code->co_localsplusnames, argument >> 4);
    append_name (text, code->co_localsplusnames, argument & 15);
  }
}

void hr_instruction_append (HrText *text, PyCodeObject *code, int offset)
{
  int argument = 0, opcode = hr_stack_opcode (code, offset, &argument);
  const Instruction *instruction = opcode >= 0 && opcode < 256 ? &instructions[opcode] : NULL;

  if (instruction == NULL || instruction->name == NULL) {
    hr_text_append_z (text, "an instruction");
    return;
  }
  hr_text_append_z (text, instruction->name);
  append_argument (text, code, instruction->argument, argument);
}

bool hr_instruction_counts (PyCodeObject *code, int offset)
{
  int argument = 0, opcode = hr_stack_opcode (code, offset, &argument);

#if HR_PY_311
  if (opcode == PRECALL)
    return false;
#endif
  return opcode != CACHE && opcode != EXTENDED_ARG && opcode != NOP && opcode != RESUME;
}

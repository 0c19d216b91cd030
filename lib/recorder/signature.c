#include "recorder/signature.h"

static bool has_keyword_default (PyFunctionObject *function, PyObject *name)
{
  Py_ssize_t position = 0;
  PyObject *key, *value;

  while (function->func_kwdefaults != NULL && PyDict_Next (function->func_kwdefaults, &position, &key, &value))
    if (key == name)
      return true;
  return false;
}

typedef struct {
  HrText *text;
  PyFunctionObject *function;
  PyCodeObject *code;
  bool any;
} Signature;

static void comma (Signature *signature)
{
  if (signature->any)
    hr_text_append_z (signature->text, ", ");
  signature->any = true;
}

static void append_parameter (Signature *signature, const char *stars, Py_ssize_t index, bool has_default)
{
  comma (signature);
  hr_text_append_z (signature->text, stars);
  hr_text_append_str (signature->text, PyTuple_GET_ITEM (signature->code->co_localsplusnames, index));
  if (has_default)
    hr_text_append_z (signature->text, "=…");
}

static void append_positional (Signature *signature)
{
  PyCodeObject *code = signature->code;
  PyObject *defaults = signature->function->func_defaults;
  Py_ssize_t n_defaults = defaults != NULL ? PyTuple_GET_SIZE (defaults) : 0;

  for (Py_ssize_t i = 0; i < code->co_argcount; i++) {
    append_parameter (signature, "", i, i >= code->co_argcount - n_defaults);
    if (i + 1 == code->co_posonlyargcount) {
      comma (signature);
      hr_text_append_char (signature->text, '/');
    }
  }
}

static void append_keyword_only (Signature *signature)
{
  PyCodeObject *code = signature->code;
  Py_ssize_t end = code->co_argcount + code->co_kwonlyargcount;

  for (Py_ssize_t i = code->co_argcount; i < end; i++)
    append_parameter (signature, "", i,
                      has_keyword_default (signature->function, PyTuple_GET_ITEM (code->co_localsplusnames, i)));
}

void hr_signature_append (HrText *text, PyFunctionObject *function)
{
  PyCodeObject *code = (PyCodeObject *)function->func_code;
  Signature signature = { .text = text, .function = function, .code = code };
  Py_ssize_t end = code->co_argcount + code->co_kwonlyargcount;
  bool varargs = (code->co_flags & CO_VARARGS) != 0;

  if (PyUnicode_Check (function->func_name))
    hr_text_append_str (text, function->func_name);
  hr_text_append_char (text, '(');
  append_positional (&signature);
  if (varargs)
    append_parameter (&signature, "*", end, false);
  else if (code->co_kwonlyargcount > 0) {
    comma (&signature);
    hr_text_append_char (text, '*');
  }
  append_keyword_only (&signature);
  if ((code->co_flags & CO_VARKEYWORDS) != 0)
    append_parameter (&signature, "**", end + varargs, false);
  hr_text_append_char (text, ')');
}

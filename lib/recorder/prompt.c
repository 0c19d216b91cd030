#include "recorder/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/source_text.h"
#include "recorder/steps.h"

/* What is typed at one prompt: whole lines, from 1. */
typedef struct {
  long first_line, last_line;
} Chunk;

typedef struct {
  PyObject *name; /* of the file */
  HrText text;
  Chunk *chunks;
  size_t n_chunks;
} Session;

/* compile (source, name, "exec", flags, dont_inherit=True) */
static PyObject *compile_source (PyObject *source, PyObject *name, int flags)
{
  PyObject *builtins = PyImport_ImportModule ("builtins");
  PyObject *result =
      builtins != NULL ? PyObject_CallMethod (builtins, "compile", "OOsii", source, name, "exec", flags, 1) : NULL;

  Py_XDECREF (builtins);
  return result;
}

static long number_attribute (PyObject *node, const char *name)
{
  PyObject *value = PyObject_GetAttrString (node, name);
  long number = value != NULL ? PyLong_AsLong (value) : -1;

  Py_XDECREF (value);
  return number;
}

static bool is_named (PyObject *node, const char *type_name)
{
  return strcmp (Py_TYPE (node)->tp_name, type_name) == 0;
}

/* Whether the compiler would take @statement for a docstring, of which the prompt knows none. */
static bool is_docstring (PyObject *statement)
{
  PyObject *value = is_named (statement, "Expr") ? PyObject_GetAttrString (statement, "value") : NULL;
  PyObject *constant = value != NULL && is_named (value, "Constant") ? PyObject_GetAttrString (value, "value") : NULL;
  bool result = constant != NULL && PyUnicode_Check (constant);

  Py_XDECREF (value);
  Py_XDECREF (constant);
  return result;
}

/* A new "pass". Its class is found beside that of @statement, because the module that has both stays loaded once it is
 * asked for. */
static PyObject *new_pass (PyObject *statement)
{
  PyObject *kinds = PyObject_CallMethod ((PyObject *)Py_TYPE (statement)->tp_base, "__subclasses__", NULL);
  PyObject *result = NULL;

  for (Py_ssize_t i = 0; kinds != NULL && result == NULL && i < PyList_GET_SIZE (kinds); i++)
    if (strcmp (((PyTypeObject *)PyList_GET_ITEM (kinds, i))->tp_name, "Pass") == 0)
      result = PyObject_CallNoArgs (PyList_GET_ITEM (kinds, i));
  Py_XDECREF (kinds);
  return result;
}

/* A statement that does nothing, where the docstring is. */
static bool put_pass_before (PyObject *statements)
{
  static const char *const places[] = { "lineno", "col_offset", "end_lineno", "end_col_offset" };
  PyObject *pass = new_pass (PyList_GET_ITEM (statements, 0));
  bool ok = pass != NULL;

  for (size_t i = 0; ok && i < sizeof places / sizeof *places; i++) {
    PyObject *value = PyObject_GetAttrString (PyList_GET_ITEM (statements, 0), places[i]);

    ok = value != NULL && PyObject_SetAttrString (pass, places[i], value) == 0;
    Py_XDECREF (value);
  }
  ok = ok && PyList_Insert (statements, 0, pass) == 0;
  Py_XDECREF (pass);
  return ok;
}

/* Where @statement begins, decorators included. */
static long first_line_of (PyObject *statement)
{
  PyObject *decorators = PyObject_GetAttrString (statement, "decorator_list");
  long line = number_attribute (statement, "lineno");

  PyErr_Clear (); /* most kinds of statement have none */
  if (decorators != NULL && PyList_Check (decorators) && PyList_GET_SIZE (decorators) > 0)
    line = number_attribute (PyList_GET_ITEM (decorators, 0), "lineno");
  Py_XDECREF (decorators);
  return line;
}

/* Statements that share a line are typed together. The tree is let go at once, because it holds the constants. */
static bool find_chunks (Session *session, PyObject *source)
{
  PyObject *tree = compile_source (source, session->name, PyCF_ONLY_AST);
  PyObject *body = tree != NULL ? PyObject_GetAttrString (tree, "body") : NULL;
  bool ok = body != NULL && PyList_Check (body);

  session->chunks = hr_text_alloc ((ok ? (size_t)PyList_GET_SIZE (body) : 0) * sizeof (Chunk));
  for (Py_ssize_t i = 0; ok && i < PyList_GET_SIZE (body); i++) {
    PyObject *statement = PyList_GET_ITEM (body, i);
    long first = first_line_of (statement), last = number_attribute (statement, "end_lineno");

    if (session->n_chunks > 0 && session->chunks[session->n_chunks - 1].last_line == first)
      session->chunks[session->n_chunks - 1].last_line = last;
    else
      session->chunks[session->n_chunks++] = (Chunk){ first, last };
  }
  Py_XDECREF (tree);
  Py_XDECREF (body);
  return ok;
}

/* The chunk's lines where they stand in the file, so that line numbers are right. */
static PyObject *dup_source (const Session *session, Chunk chunk)
{
  const char *line = session->text.bytes, *end = session->text.bytes + session->text.n_bytes;
  HrText source = { 0 };
  PyObject *result;

  for (long number = 1; number <= chunk.last_line && line < end; number++) {
    const char *newline = memchr (line, '\n', (size_t)(end - line));
    const char *next = newline != NULL ? newline + 1 : end;

    if (number >= chunk.first_line)
      hr_text_append (&source, line, (size_t)(next - line));
    else
      hr_text_append_char (&source, '\n');
    line = next;
  }
  result = PyUnicode_DecodeUTF8 (source.bytes, (Py_ssize_t)source.n_bytes, "strict");
  hr_text_clear (&source);
  return result;
}

static PyObject *compile_chunk (const Session *session, Chunk chunk, int flags)
{
  PyObject *source = dup_source (session, chunk);
  PyObject *tree = source != NULL ? compile_source (source, session->name, flags | PyCF_ONLY_AST) : NULL;
  PyObject *body = tree != NULL ? PyObject_GetAttrString (tree, "body") : NULL, *code = NULL;

  if (body != NULL && (!is_docstring (PyList_GET_ITEM (body, 0)) || put_pass_before (body)))
    code = compile_source (tree, session->name, flags);
  Py_XDECREF (source);
  Py_XDECREF (tree);
  Py_XDECREF (body);
  return code;
}

static bool run_chunks (const Session *session, PyObject *namespace)
{
  int flags = 0;

  for (size_t i = 0; i < session->n_chunks; i++) {
    PyObject *code = compile_chunk (session, session->chunks[i], flags), *result;

    if (code == NULL)
      return false;
    flags |= ((PyCodeObject *)code)->co_flags & PyCF_MASK; /* from __future__ import … holds from then on */
    result = PyEval_EvalCode (code, namespace, namespace);
    Py_DECREF (code);
    if (result == NULL)
      return false;
    Py_DECREF (result);
  }
  return true;
}

static bool read_file (HrText *text, PyObject *name)
{
  PyObject *path = PyUnicode_EncodeFSDefault (name);
  bool ok = path != NULL && hr_source_text_read (text, PyBytes_AS_STRING (path));

  if (!ok && !PyErr_Occurred ())
    PyErr_SetString (PyExc_OSError, "the program's file has gone");
  Py_XDECREF (path);
  return ok;
}

static bool run_program (PyObject *namespace, PyObject *name, const char *command)
{
  Session session = { .name = name };
  PyObject *source = NULL;
  bool ok = true;

  if (command != NULL)
    hr_text_append_z (&session.text, command);
  else
    ok = read_file (&session.text, name);
  if (ok)
    source = PyUnicode_DecodeUTF8 (session.text.bytes, (Py_ssize_t)session.text.n_bytes, "strict");
  ok = source != NULL && find_chunks (&session, source) && run_chunks (&session, namespace);
  Py_XDECREF (source);
  free (session.chunks);
  hr_text_clear (&session.text);
  return ok;
}

#if HR_PY_311

/* Whoever made the frame clears it. */
static void end_frame (PyThreadState *state, HrPyFrame *frame)
{
  (void)state;
  (void)frame;
}

#else

/* A frame clears itself by returning. We let it do only that: every module's code ends by returning None. */
static void end_frame (PyThreadState *state, HrPyFrame *frame)
{
  PyCodeObject *code = hr_py_frame_code (frame);
  PyObject *bytes = PyCode_GetCode (code), *type, *value, *traceback, *result;
  const unsigned char *units = (const unsigned char *)PyBytes_AS_STRING (bytes);
  Py_ssize_t at = 0;

  PyErr_Fetch (&type, &value, &traceback);
  while (units[2 * at] != RETURN_CONST)
    at++;
#if HR_PY_313
  frame->instr_ptr = _PyCode_CODE (code) + at;
#else
  frame->prev_instr = _PyCode_CODE (code) + at - 1;
#endif
  Py_DECREF (bytes);
  result = _PyEval_EvalFrameDefault (state, frame, 0);
  Py_XDECREF (result);
  PyErr_Restore (type, value, traceback);
}

#endif

PyObject *hr_prompt_run (PyThreadState *state, HrPyFrame *frame, const char *command)
{
  PyObject *namespace = Py_NewRef (frame->f_globals), *name = Py_NewRef (hr_py_frame_code (frame)->co_filename);
  bool ok;

  hr_steps_prompt (namespace);
  ok = run_program (namespace, name, command);
  if (ok)
    hr_steps_prompt_done ();
  end_frame (state, frame);
  Py_DECREF (namespace);
  Py_DECREF (name);
  return ok ? Py_NewRef (Py_None) : NULL;
}

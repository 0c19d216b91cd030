#include "recorder/output.h"

#include <string.h>

#include "recorder/builtin.h"
#include "recorder/steps.h"
#include "recorder/text.h"

typedef PyObject *(*FastFunction) (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments);

/* One of the two standard streams, layer by layer. Pointers only: which object it was, not what it is. */
typedef struct {
  int stream;
  PyObject *text, *buffer, *raw; /* NULL where there is no such layer */
} Stream;

static struct {
  Stream streams[2];
  int depth; /* inside a method of ours: what the layers below do is a flush, not the program's writing */
  PyCFunction text_write, buffer_write, raw_write;
  PyCFunction text_flush, text_close, text_detach, buffer_flush, buffer_close, buffer_detach;
  FastFunction os_write;
  PyCMethod raw_write_of_class;
} output;

static int stream_of (PyObject *object, size_t layer)
{
  for (size_t i = 0; i < 2; i++)
    if (object != NULL && *(PyObject **)((char *)&output.streams[i] + layer) == object)
      return output.streams[i].stream;
  return 0;
}

static void note_text (int stream, PyObject *text)
{
  HrText utf8 = { 0 };

  if (!PyUnicode_Check (text))
    return;
  hr_text_append_str (&utf8, text);
  hr_steps_note_output (stream, utf8.bytes, utf8.n_bytes);
  hr_text_clear (&utf8);
}

static void note_bytes (int stream, PyObject *bytes)
{
  Py_buffer view;

  if (!PyBytes_CheckExact (bytes) && !PyByteArray_CheckExact (bytes) && !PyMemoryView_Check (bytes))
    return;
  if (PyObject_GetBuffer (bytes, &view, PyBUF_SIMPLE) != 0) {
    PyErr_Clear ();
    return;
  }
  hr_steps_note_output (stream, view.buf, (size_t)view.len);
  PyBuffer_Release (&view);
}

static PyObject *text_write (PyObject *self, PyObject *text)
{
  int stream = output.depth == 0 ? stream_of (self, offsetof (Stream, text)) : 0;
  PyObject *result;

  /* noted before: what the write sets off, such as a KeyboardInterrupt, comes after it */
  if (stream != 0)
    note_text (stream, text);
  output.depth++;
  result = output.text_write (self, text);
  output.depth--;
  return result;
}

static PyObject *buffer_write (PyObject *self, PyObject *bytes)
{
  int stream = output.depth == 0 ? stream_of (self, offsetof (Stream, buffer)) : 0;
  PyObject *result;

  if (stream != 0)
    note_bytes (stream, bytes);
  output.depth++;
  result = output.buffer_write (self, bytes);
  output.depth--;
  return result;
}

static void note_raw (PyObject *self, PyObject *bytes)
{
  int stream = output.depth == 0 ? stream_of (self, offsetof (Stream, raw)) : 0;

  if (stream == 0 && output.depth == 0) /* with python -u there is no buffer, and the layer of that name is this one */
    stream = stream_of (self, offsetof (Stream, buffer));
  if (stream != 0)
    note_bytes (stream, bytes);
}

static PyObject *raw_write (PyObject *self, PyObject *bytes)
{
  note_raw (self, bytes);
  return output.raw_write (self, bytes);
}

/* The same from 3.12, where it is told its class. */
static PyObject *raw_write_of_class (PyObject *self, PyTypeObject *class, PyObject *const *arguments,
                                     size_t n_arguments, PyObject *names)
{
  if (PyVectorcall_NARGS (n_arguments) == 1 && names == NULL)
    note_raw (self, arguments[0]);
  return output.raw_write_of_class (self, class, arguments, n_arguments, names);
}

/* Methods that flush and write nothing of their own. */
#define DEFINE_FLUSHING(name)                                                                                          \
  static PyObject *name (PyObject *self, PyObject *unused)                                                             \
  {                                                                                                                    \
    PyObject *result;                                                                                                  \
                                                                                                                       \
    output.depth++;                                                                                                    \
    result = output.name (self, unused);                                                                               \
    output.depth--;                                                                                                    \
    return result;                                                                                                     \
  }

DEFINE_FLUSHING (text_flush)
DEFINE_FLUSHING (text_close)
DEFINE_FLUSHING (text_detach)
DEFINE_FLUSHING (buffer_flush)
DEFINE_FLUSHING (buffer_close)
DEFINE_FLUSHING (buffer_detach)

static PyObject *os_write (PyObject *self, PyObject *const *arguments, Py_ssize_t n_arguments)
{
  PyObject *result = output.os_write (self, arguments, n_arguments);
  long fd;

  if (result == NULL || n_arguments != 2 || !PyLong_CheckExact (arguments[0]))
    return result;
  fd = PyLong_AsLong (arguments[0]);
  PyErr_Clear ();
  if (fd == HR_STREAM_STDOUT || fd == HR_STREAM_STDERR)
    note_bytes ((int)fd, arguments[1]);
  return result;
}

static void replace_method (PyObject *type, const char *name, int flags, PyCFunction replacement, PyCFunction *original)
{
  PyCFunction found = hr_builtin_replace (hr_builtin_find (type, name), flags, replacement);

  if (found != NULL)
    *original = found;
}

static PyObject *io_type (PyObject *io, const char *name)
{
  PyObject *type = hr_builtin_find (io, name);

  return type != NULL && PyType_Check (type) ? type : NULL;
}

static void replace_stream_methods (PyObject *io)
{
  PyObject *text = io_type (io, "TextIOWrapper"), *buffer = io_type (io, "BufferedWriter"),
           *raw = io_type (io, "FileIO");

  if (text != NULL) {
    replace_method (text, "write", METH_O, text_write, &output.text_write);
    replace_method (text, "flush", METH_NOARGS, text_flush, &output.text_flush);
    replace_method (text, "close", METH_NOARGS, text_close, &output.text_close);
    replace_method (text, "detach", METH_NOARGS, text_detach, &output.text_detach);
  }
  if (buffer != NULL) {
    replace_method (buffer, "write", METH_O, buffer_write, &output.buffer_write);
    replace_method (buffer, "flush", METH_NOARGS, buffer_flush, &output.buffer_flush);
    replace_method (buffer, "close", METH_NOARGS, buffer_close, &output.buffer_close);
    replace_method (buffer, "detach", METH_NOARGS, buffer_detach, &output.buffer_detach);
  }
  if (raw != NULL) {
    PyCFunction of_class = NULL;

    replace_method (raw, "write", METH_O, raw_write, &output.raw_write);
    replace_method (raw, "write", METH_METHOD | METH_FASTCALL | METH_KEYWORDS,
                    (PyCFunction)(void (*) (void))raw_write_of_class, &of_class);
    output.raw_write_of_class = (PyCMethod)(void (*) (void))of_class;
  }
}

/* What @object keeps under a name that its class has for a pointer in it; borrowed. */
static PyObject *peek_member (PyObject *object, const char *name)
{
  PyObject *member = object != NULL ? hr_builtin_find ((PyObject *)Py_TYPE (object), name) : NULL;
  const PyMemberDef *definition;

  if (member == NULL || !Py_IS_TYPE (member, &PyMemberDescr_Type))
    return NULL;
  definition = ((PyMemberDescrObject *)member)->d_member;
  if (definition->type != T_OBJECT && definition->type != T_OBJECT_EX)
    return NULL;
  return *(PyObject **)((char *)object + definition->offset);
}

static void find_stream (Stream *stream, int number, const char *name)
{
  stream->stream = number;
  stream->text = PySys_GetObject (name);
  if (stream->text == Py_None)
    stream->text = NULL;
  stream->buffer = peek_member (stream->text, "buffer");
  stream->raw = peek_member (stream->buffer, "raw");
}

void hr_output_init (void)
{
  PyObject *io = hr_builtin_module ("_io");

  find_stream (&output.streams[0], HR_STREAM_STDOUT, "__stdout__");
  find_stream (&output.streams[1], HR_STREAM_STDERR, "__stderr__");
  if (io != NULL)
    replace_stream_methods (io);
  output.os_write = (FastFunction)(void (*) (void))hr_builtin_replace (
      hr_builtin_find (hr_builtin_module ("posix"), "write"), METH_FASTCALL, (PyCFunction)(void (*) (void))os_write);
}

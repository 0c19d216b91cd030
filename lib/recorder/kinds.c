#include "recorder/kinds.h"

#include <string.h>

/* The interpreter's shared objects by address; asked for through its own calls, so that no layout is presumed. */
static struct {
  PyObject *ints[262]; /* -5 … 256 */
  PyObject *characters[256];
  PyObject *bytes[256];
  PyObject *empty_str, *empty_bytes, *empty_tuple;
} cached;

/* Cached objects live as long as the interpreter: what is asked for here can be given back at once. */
static PyObject *peek (PyObject *object)
{
  Py_XDECREF (object);
  return object;
}

void hr_kind_init (void)
{
  for (int i = 0; i < 262; i++)
    cached.ints[i] = peek (PyLong_FromLong (i - 5));
  for (int i = 0; i < 256; i++) {
    char byte = (char)i;

    cached.characters[i] = peek (PyUnicode_FromOrdinal (i));
    cached.bytes[i] = peek (PyBytes_FromStringAndSize (&byte, 1));
  }
  cached.empty_str = peek (PyUnicode_FromStringAndSize ("", 0));
  cached.empty_bytes = peek (PyBytes_FromStringAndSize ("", 0));
  cached.empty_tuple = peek (PyTuple_New (0));
}

static bool is_cached_int (PyObject *object)
{
  int overflow;
  long value;

  if (!PyLong_CheckExact (object))
    return false;
  value = PyLong_AsLongAndOverflow (object, &overflow);
  return overflow == 0 && value >= -5 && value <= 256 && cached.ints[value + 5] == object;
}

static bool is_cached_str (PyObject *object)
{
  Py_UCS4 c;

  if (!PyUnicode_CheckExact (object) || PyUnicode_GET_LENGTH (object) > 1)
    return false;
  if (PyUnicode_GET_LENGTH (object) == 0)
    return object == cached.empty_str;
  c = PyUnicode_READ_CHAR (object, 0);
  return c < 256 && cached.characters[c] == object;
}

static bool is_cached_bytes (PyObject *object)
{
  if (!PyBytes_CheckExact (object) || PyBytes_GET_SIZE (object) > 1)
    return false;
  if (PyBytes_GET_SIZE (object) == 0)
    return object == cached.empty_bytes;
  return cached.bytes[(unsigned char)PyBytes_AS_STRING (object)[0]] == object;
}

static bool is_cached (PyObject *object, HrObjectKind kind)
{
  switch (kind) {
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_ELLIPSIS:
    return true;
  case HR_KIND_INT:
    return is_cached_int (object);
  case HR_KIND_STR:
    return is_cached_str (object);
  case HR_KIND_BYTES:
    return is_cached_bytes (object);
  case HR_KIND_TUPLE:
    return object == cached.empty_tuple;
  case HR_KIND_OPAQUE:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_RANGE:
  case HR_KIND_LIST:
  case HR_KIND_DICT:
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
  case HR_KIND_INSTANCE:
  case HR_KIND_CLASS:
  case HR_KIND_FUNCTION:
  case HR_KIND_METHOD:
  case HR_KIND_CELL:
  case HR_KIND_MODULE:
  case HR_KIND_BUILTIN:
  case HR_KIND_EXCEPTION:
  case HR_KIND_BYTEARRAY:
  case HR_KIND_DEQUE:
  case HR_KIND_ARRAY:
  case HR_KIND_GENERATOR:
  case HR_KIND_ITERATOR:
  case HR_KIND_WEAKREF:
  case HR_KIND_TRACEBACK:
  case HR_KIND_CODE:
  case HR_KIND_STRUCTURE:
    return false;
  }
  return false;
}

static bool is_immutable (HrObjectKind kind)
{
  return (kind >= HR_KIND_NONE && kind <= HR_KIND_ELLIPSIS) || kind == HR_KIND_TUPLE || kind == HR_KIND_FROZENSET ||
         kind == HR_KIND_METHOD || kind == HR_KIND_BUILTIN;
}

uint32_t hr_kind_flags (PyObject *object, HrObjectKind kind, bool own)
{
  uint32_t flags = 0;

  if (hr_py_is_immortal (object))
    flags |= HR_OBJECT_IMMORTAL;
  if (kind == HR_KIND_STR && PyUnicode_CHECK_INTERNED (object) != 0)
    flags |= HR_OBJECT_INTERNED;
  if (is_cached (object, kind))
    flags |= HR_OBJECT_CACHED;
  if ((kind == HR_KIND_CLASS || kind == HR_KIND_MODULE) && !own)
    flags |= HR_OBJECT_STATIC;
  if (kind == HR_KIND_CLASS && !PyType_HasFeature ((PyTypeObject *)object, Py_TPFLAGS_HEAPTYPE))
    flags |= HR_OBJECT_IMMUTABLE;
  if (is_immutable (kind))
    flags |= HR_OBJECT_IMMUTABLE;
  return flags;
}

bool hr_kind_is_entered (HrObjectKind kind)
{
  return kind >= HR_KIND_LIST && kind != HR_KIND_MODULE && kind != HR_KIND_BUILTIN && kind != HR_KIND_CODE;
}

/* By the type's subclass bits: one load instead of a walk along its bases. */
static HrObjectKind kind_by_flags (PyTypeObject *type)
{
  unsigned long flags = type->tp_flags;

  if ((flags & Py_TPFLAGS_LONG_SUBCLASS) != 0)
    return HR_KIND_INT;
  if ((flags & Py_TPFLAGS_UNICODE_SUBCLASS) != 0)
    return HR_KIND_STR;
  if ((flags & Py_TPFLAGS_LIST_SUBCLASS) != 0)
    return HR_KIND_LIST;
  if ((flags & Py_TPFLAGS_TUPLE_SUBCLASS) != 0)
    return HR_KIND_TUPLE;
  if ((flags & Py_TPFLAGS_DICT_SUBCLASS) != 0)
    return HR_KIND_DICT;
  if ((flags & Py_TPFLAGS_BYTES_SUBCLASS) != 0)
    return HR_KIND_BYTES;
  if ((flags & Py_TPFLAGS_TYPE_SUBCLASS) != 0)
    return HR_KIND_CLASS;
  if ((flags & Py_TPFLAGS_BASE_EXC_SUBCLASS) != 0)
    return HR_KIND_EXCEPTION;
  return HR_KIND_OPAQUE;
}

static HrObjectKind kind_by_exact_type (PyTypeObject *type)
{
  static const struct {
    PyTypeObject *type;
    HrObjectKind kind;
  } exact[] = {
    { &PyBool_Type, HR_KIND_BOOL },         { &PyFunction_Type, HR_KIND_FUNCTION },
    { &PyMethod_Type, HR_KIND_METHOD },     { &PyCell_Type, HR_KIND_CELL },
    { &PyRange_Type, HR_KIND_RANGE },       { &PyCFunction_Type, HR_KIND_BUILTIN },
    { &PyCMethod_Type, HR_KIND_BUILTIN },   { &PyMethodDescr_Type, HR_KIND_BUILTIN },
    { &PyEllipsis_Type, HR_KIND_ELLIPSIS }, { &PyWrapperDescr_Type, HR_KIND_BUILTIN },
  };

  for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
    if (exact[i].type == type)
      return exact[i].kind;
  return HR_KIND_OPAQUE;
}

static HrObjectKind kind_by_base (PyTypeObject *type)
{
  static const struct {
    PyTypeObject *type;
    HrObjectKind kind;
  } bases[] = {
    { &PyFloat_Type, HR_KIND_FLOAT },     { &PySet_Type, HR_KIND_SET },       { &PyFrozenSet_Type, HR_KIND_FROZENSET },
    { &PyComplex_Type, HR_KIND_COMPLEX }, { &PyModule_Type, HR_KIND_MODULE },
  };

  for (PyTypeObject *base = type; base != NULL; base = base->tp_base)
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
      if (bases[i].type == base)
        return bases[i].kind;
  return HR_KIND_OPAQUE;
}

HrObjectKind hr_kind_of (PyObject *object, bool own_class)
{
  PyTypeObject *type = Py_TYPE (object);
  HrObjectKind kind;

  if (object == Py_None)
    return HR_KIND_NONE;
  if (object == Py_NotImplemented)
    return HR_KIND_ELLIPSIS;
  kind = kind_by_exact_type (type);
  if (kind == HR_KIND_OPAQUE)
    kind = kind_by_flags (type);
  if (kind == HR_KIND_OPAQUE)
    kind = kind_by_base (type);
  if (kind == HR_KIND_OPAQUE && own_class)
    kind = HR_KIND_INSTANCE;
  return kind;
}

PyObject *hr_kind_dict_find (PyObject *dict, const char *name)
{
  size_t n_bytes = strlen (name);
  Py_ssize_t position = 0;
  PyObject *key, *value;

  while (PyDict_Next (dict, &position, &key, &value))
    if (PyUnicode_Check (key) && PyUnicode_IS_ASCII (key) && (size_t)PyUnicode_GET_LENGTH (key) == n_bytes &&
        memcmp (PyUnicode_DATA (key), name, n_bytes) == 0)
      return value;
  return NULL;
}

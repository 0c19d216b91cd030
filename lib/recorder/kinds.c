#include "recorder/kinds.h"

#include <string.h>

#include "recorder/layouts.h"
#include "recorder/life.h"

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

/* What frees the objects of classes made in Python: asked of one that every interpreter starts with. */
static destructor python_dealloc;

static void find_python_dealloc (void)
{
  PyObject *modules = PySys_GetObject ("modules");
  PyObject *module =
      modules != NULL && PyDict_Check (modules) ? hr_kind_dict_find (modules, "_frozen_importlib") : NULL;
  PyObject *dict = module != NULL && PyModule_Check (module) ? PyModule_GetDict (module) : NULL;
  PyObject *class = dict != NULL ? hr_kind_dict_find (dict, "ModuleSpec") : NULL;

  if (class != NULL && PyType_Check (class))
    python_dealloc = ((PyTypeObject *)class)->tp_dealloc;
}

void hr_kind_init (void)
{
  find_python_dealloc ();
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
         kind == HR_KIND_METHOD || kind == HR_KIND_BUILTIN || kind == HR_KIND_CODE;
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

bool hr_kind_is_entered (PyObject *object, HrObjectKind kind, bool own)
{
  if (kind < HR_KIND_LIST || kind == HR_KIND_CODE)
    return PyType_HasFeature (Py_TYPE (object), Py_TPFLAGS_HEAPTYPE) && kind != HR_KIND_OPAQUE;
  if (kind == HR_KIND_MODULE)
    return own;
  if (kind == HR_KIND_BUILTIN)
    return hr_kind_builtin_self (object) != NULL;
  return true;
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

bool hr_kind_made_in_python (PyTypeObject *type)
{
  return PyType_HasFeature (type, Py_TPFLAGS_HEAPTYPE) &&
         (python_dealloc == NULL || type->tp_dealloc == python_dealloc);
}

/* What the program's classes say about sizes is their opinion. */
static bool has_own_sizeof (PyTypeObject *type)
{
  for (; type != NULL && type != &PyBaseObject_Type; type = type->tp_base) {
    PyObject *dict = hr_kind_made_in_python (type) ? NULL : hr_py_type_dict (type);

    if (dict != NULL && hr_kind_dict_find (dict, "__sizeof__") != NULL)
      return true;
  }
  return false;
}

/* collections.namedtuple() makes classes with a table of fields, each of which is got by an object made for that. */
static bool is_namedtuple (PyTypeObject *type)
{
  PyObject *fields = NULL, *getter;

  for (; type != NULL && hr_kind_made_in_python (type); type = type->tp_base) {
    fields = type->tp_dict != NULL ? hr_kind_dict_find (type->tp_dict, "_fields") : NULL;
    if (fields != NULL)
      break;
  }
  if (fields == NULL || !PyTuple_CheckExact (fields))
    return false;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (fields); i++) {
    PyObject *name = PyTuple_GET_ITEM (fields, i);

    if (!PyUnicode_CheckExact (name) || !PyUnicode_IS_ASCII (name))
      return PyUnicode_CheckExact (name);
    getter = hr_kind_dict_find (type->tp_dict, PyUnicode_DATA (name));
    if (getter == NULL || strstr (Py_TYPE (getter)->tp_name, "_tuplegetter") == NULL)
      return false;
  }
  return true;
}

static HrTupleShape tuple_shape (PyTypeObject *type, PyTypeObject *native)
{
  if (native == &PyTuple_Type)
    return type != native && is_namedtuple (type) ? HR_TUPLE_NAMED : HR_TUPLE_PLAIN;
  return hr_py_type_dict (native) != NULL && hr_kind_dict_find (hr_py_type_dict (native), "n_sequence_fields") != NULL
             ? HR_TUPLE_STRUCTSEQ
             : HR_TUPLE_PLAIN;
}

static HrTypeFacts find_facts (PyTypeObject *type)
{
  HrTypeFacts facts = { .type = type, .base = type->tp_base, .deallocate = type->tp_dealloc, .native = type };

  facts.made_in_python = hr_kind_made_in_python (type);
  while (hr_kind_made_in_python (facts.native) && facts.native->tp_base != NULL)
    facts.native = facts.native->tp_base;
  facts.form = hr_form_find (facts.made_in_python ? type : facts.native, facts.made_in_python);
  if (facts.form == NULL)
    facts.form = hr_form_find (facts.native, false);
  if (facts.form != NULL)
    facts.kind = facts.form->kind;
  if (facts.kind == HR_KIND_OPAQUE)
    facts.kind = kind_by_flags (type);
  if (facts.kind == HR_KIND_OPAQUE)
    facts.kind = kind_by_base (type);
  facts.sized = !has_own_sizeof (type);
  if (!facts.made_in_python)
    hr_life_note_type (type);
  return facts;
}

enum { N_FACTS = 512 };
static HrTypeFacts known_facts[N_FACTS]; /* each type has one place, which it may lose to another */

static HrTypeFacts *place_of (PyTypeObject *type)
{
  return &known_facts[(uint32_t)(((uint64_t)(uintptr_t)type * 0x9E3779B97F4A7C15u) >> 32) % N_FACTS];
}

const HrTypeFacts *hr_kind_facts (PyTypeObject *type)
{
  HrTypeFacts *facts = place_of (type);

  if (facts->type != type || facts->base != type->tp_base || facts->deallocate != type->tp_dealloc)
    *facts = find_facts (type);
  if (facts->kind == HR_KIND_TUPLE && (facts->version == 0 || facts->version != type->tp_version_tag)) {
    facts->tuple = tuple_shape (type, facts->native);
    facts->version = type->tp_version_tag;
  }
  return facts;
}

void hr_kind_forget_type (PyTypeObject *type)
{
  HrTypeFacts *facts = place_of (type);

  if (facts->type == type)
    *facts = (HrTypeFacts){ 0 };
}

HrObjectKind hr_kind_of (PyObject *object, bool own_class)
{
  HrObjectKind kind;

  if (object == Py_None)
    return HR_KIND_NONE;
  if (object == Py_NotImplemented)
    return HR_KIND_ELLIPSIS;
  kind = hr_kind_facts (Py_TYPE (object))->kind;
  return kind == HR_KIND_OPAQUE && own_class ? HR_KIND_INSTANCE : kind;
}

/* Descriptor and object of a method-wrapper; NULL: @builtin is none. */
static const HrLayoutTwo *as_method_wrapper (PyObject *builtin)
{
  HrTypeFacts facts = *hr_kind_facts (Py_TYPE (builtin));

  return facts.form != NULL && facts.form->basic_bytes == sizeof (HrLayoutTwo) &&
                 hr_form_holds (facts.form, facts.native, builtin)
             ? (const HrLayoutTwo *)builtin
             : NULL;
}

PyObject *hr_kind_builtin_self (PyObject *builtin)
{
  const HrLayoutTwo *wrapper;
  PyObject *self;

  if (!PyCFunction_Check (builtin)) {
    wrapper = as_method_wrapper (builtin);
    return wrapper != NULL ? wrapper->other : NULL;
  }
  self = ((PyCFunctionObject *)builtin)->m_self;
  return self != NULL && !PyModule_Check (self) ? self : NULL;
}

PyObject *hr_kind_descriptor_name (PyObject *descriptor)
{
  const HrLayoutTwo *wrapper = as_method_wrapper (descriptor);

  if (wrapper != NULL)
    return wrapper->one != NULL ? ((PyDescrObject *)wrapper->one)->d_name : NULL;
  return strcmp (Py_TYPE (descriptor)->tp_name, "method-wrapper") != 0 ? ((PyDescrObject *)descriptor)->d_name : NULL;
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

#include "recorder/account_native.h"

#include <string.h>

#include "recorder/calls.h"
#include "recorder/stack_depth.h"

/* What the instruction calls and with what: the values on the stack. */
typedef struct {
  int opcode;
  PyObject *callable;   /* NULL: not a call, or not known */
  PyObject **arguments; /* self first, of a method */
  int n_arguments;
  bool keywords;       /* some of them have names */
  PyObject *attribute; /* name of the attribute that is looked up, set or deleted; NULL */
  PyObject *top;       /* of the stack: what a loop iterates over */
} Call;

static void found (HrAccount *account, const PyObject *object, const char *text)
{
  if (object != NULL)
    hr_unit_found_in (account, object, HR_HOLDER_NATIVE, text, true);
}

/* Special methods that C reaches through a slot of the type, which holds the function while it runs. */
static bool is_slot_name (PyObject *name)
{
  static const char *const others[] = {
    "__get__",           "__class_getitem__", "__init_subclass__", "__set_name__",    "__enter__",       "__exit__",
    "__instancecheck__", "__subclasscheck__", "__prepare__",       "__missing__",     "__format__",      "__round__",
    "__reversed__",      "__sizeof__",        "__getattribute__",  "__length_hint__", "__mro_entries__", "__dir__",
    "__copy__",          "__deepcopy__",      "__reduce__",        "__reduce_ex__",   "__getstate__",    "__setstate__"
  };
  Py_ssize_t n = PyUnicode_GET_LENGTH (name);

  if (n < 5 || !PyUnicode_IS_ASCII (name) || memcmp (PyUnicode_DATA (name), "__", 2) != 0)
    return false;
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (PyUnicode_CompareWithASCIIString (name, others[i]) == 0)
      return false;
  return true;
}

/* While it runs, what made it and initialises it holds the object, and what it was given. */
static void look_at_initialiser (HrAccount *account, HrPyFrame *callee, PyObject *self)
{
  if (hr_call_is_named (callee, "__init__")) {
    found (account, self, "type.__call__");
    if (PyExceptionInstance_Check (self)) /* keeps the very tuple of the call */
      found (account, ((PyBaseExceptionObject *)self)->args, "type.__call__");
  } else if (hr_call_is_named (callee, "__del__")) {
    found (account, self, "the finalizer");
  } else if (hr_call_is_named (callee, "__init_subclass__")) {
    found (account, self, "type.__new__");
  } else if (hr_call_is_named (callee, "__set_name__")) {
    found (account, hr_call_argument (callee, 1), "type.__new__");
  }
}

/* Special methods that are not looked up through a slot, or are held in another way. */
static void look_at_slot (HrAccount *account, HrPyFrame *callee)
{
  PyObject *name = hr_py_frame_code (callee)->co_name, *function = hr_call_function (callee),
           *self = hr_call_argument (callee, 0);

  if (self == NULL)
    return;
  look_at_initialiser (account, callee, self);
  if (is_slot_name (name) && (hr_call_has_method (Py_TYPE (self), name, function) ||
                              (PyType_Check (self) && hr_call_has_method ((PyTypeObject *)self, name, function))))
    found (account, function, "the slot of a special method");
}

static PyObject *attribute_of (PyCodeObject *code, int opcode, int argument)
{
  int index = argument;

  switch (opcode) {
  case LOAD_ATTR:
#if !HR_PY_311
    index = argument >> 1;
#endif
    break;
#if HR_PY_311
  case LOAD_METHOD:
#else
  case LOAD_SUPER_ATTR:
    index = opcode == LOAD_SUPER_ATTR ? argument >> 2 : argument;
    break;
#endif
  case STORE_ATTR:
  case DELETE_ATTR:
    break;
  default:
    return NULL;
  }
  return index < PyTuple_GET_SIZE (code->co_names) ? PyTuple_GET_ITEM (code->co_names, index) : NULL;
}

#if !HR_PY_313
/* Whether the call at @offset was told names for its last arguments. */
static bool names_keywords (PyCodeObject *code, int offset)
{
  for (int at = offset - 1, argument; at >= 0 && at >= offset - 4; at--) {
    int opcode = hr_stack_opcode (code, at, &argument);

    if (opcode == KW_NAMES)
      return true;
  }
  return false;
}
#endif

static Call call_of (HrPyFrame *caller)
{
  PyCodeObject *code = hr_py_frame_code (caller);
  int offset = hr_py_frame_offset (caller), depth = hr_stack_depth (code, offset), n = 0;
  Call call = { .opcode = hr_stack_opcode (code, offset, &n) };
  PyObject **stack = caller->localsplus + code->co_nlocalsplus;
  bool saved = caller->stacktop >= code->co_nlocalsplus; /* then nothing is being called from C */

  if (saved || depth == 0)
    return call;
  call.top = stack[depth - 1];
  call.attribute = attribute_of (code, call.opcode, n);
  if (call.opcode == CALL_FUNCTION_EX)
    call.keywords = (n & 1) != 0;
#if HR_PY_313
  if (call.opcode == CALL_KW) { /* a call whose keywords' names lie on top */
    call.opcode = CALL;
    call.keywords = true;
    depth--;
  }
#else
  call.keywords |= names_keywords (code, offset);
#endif
  if (call.opcode != CALL || depth < n + 2)
    return call;
#if HR_PY_313
  call.callable = stack[depth - n - 2];
  call.arguments = stack + depth - n - (stack[depth - n - 1] != NULL);
  call.n_arguments = n + (stack[depth - n - 1] != NULL);
#else
  call.callable = stack[depth - n - 2] != NULL ? stack[depth - n - 2] : stack[depth - n - 1];
  call.arguments = stack + depth - n - (stack[depth - n - 2] != NULL);
  call.n_arguments = n + (stack[depth - n - 2] != NULL);
#endif
  return call;
}

/* Whether @callable, which a built-in calls, runs @function. */
static bool runs (PyObject *callable, PyObject *function)
{
  return callable == function ||
         (callable != NULL && PyMethod_Check (callable) && PyMethod_GET_FUNCTION (callable) == function);
}

/* Their own structs are private to the interpreter, and alike in all versions. */
typedef struct {
  PyObject ob_base;
  PyObject *first, *second;
} TwoFields;

static bool is_iterated_by (PyObject *iterator, PyTypeObject *type, bool function_first, PyObject *function)
{
  const TwoFields *fields = (const TwoFields *)iterator;

  return iterator != NULL && Py_IS_TYPE (iterator, type) &&
         runs (function_first ? fields->first : fields->second, function);
}

/* map() and filter() hold what they took from their iterators while the function runs. */
static bool look_at_iterator (HrAccount *account, HrPyFrame *callee, PyObject *iterator)
{
  if (is_iterated_by (iterator, &PyMap_Type, false, hr_call_function (callee))) {
    for (int i = 0; i < hr_py_frame_code (callee)->co_argcount; i++)
      found (account, hr_call_argument (callee, i), "map");
    return true;
  }
  if (is_iterated_by (iterator, &PyFilter_Type, true, hr_call_function (callee))) {
    found (account, hr_call_argument (callee, 0), "filter");
    return true;
  }
  return false;
}

static const char *name_of_builtin (PyObject *callable)
{
  if (PyCFunction_Check (callable))
    return ((PyCFunctionObject *)callable)->m_ml->ml_name;
  if (PyObject_TypeCheck (callable, &PyMethodDescr_Type))
    return ((PyMethodDescrObject *)callable)->d_method->ml_name;
  return PyType_Check (callable) ? ((PyTypeObject *)callable)->tp_name : NULL;
}

/* sorted() works on a list of its own, whose items it keeps aside while functions are called. */
static void look_at_sorting (HrAccount *account, HrPyFrame *callee, const Call *call, const char *name)
{
  PyObject *list = call->n_arguments > 0 ? call->arguments[0] : NULL;

  if (list != NULL && PyList_CheckExact (list) && strcmp (name, "sorted") == 0) {
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE (list); i++)
      found (account, PyList_GET_ITEM (list, i), name);
    return;
  }
  for (int i = 0; i < hr_py_frame_code (callee)->co_argcount; i++)
    found (account, hr_call_argument (callee, i), name);
}

/* The generator that @frame runs for. */
static PyObject *generator_of (HrPyFrame *frame)
{
  if (frame->owner != FRAME_OWNED_BY_GENERATOR)
    return NULL;
  return (PyObject *)((char *)frame - offsetof (PyGenObject, gi_iframe));
}

static void look_at_builtin (HrAccount *account, HrPyFrame *callee, const Call *call)
{
  static const char *const taking[] = { "max",         "min",         "sum",      "any",      "all",     "index",
                                        "count",       "remove",      "reduce",   "heappush", "heappop", "heapify",
                                        "heapreplace", "heappushpop", "nlargest", "nsmallest" };
  const char *name = name_of_builtin (call->callable);

  if (name == NULL)
    return;
  if (generator_of (callee) != NULL && strcmp (name, "next") != 0 && strcmp (name, "send") != 0 &&
      strcmp (name, "throw") != 0 && strcmp (name, "close") != 0)
    found (account, generator_of (callee), name); /* asked for its iterator, which is itself */
  if (strcmp (name, "sorted") == 0 || strcmp (name, "sort") == 0)
    look_at_sorting (account, callee, call, name);
  for (size_t i = 0; i < sizeof taking / sizeof *taking; i++)
    if (strcmp (name, taking[i]) == 0)
      for (int k = 0; k < hr_py_frame_code (callee)->co_argcount; k++)
        found (account, hr_call_argument (callee, k), name);
}

/* A container that compares its items holds the one that it is at. */
static void look_at_comparison (HrAccount *account, HrPyFrame *callee, const Call *call)
{
  if (!hr_call_is_named (callee, "__eq__") ||
      (call->opcode != CONTAINS_OP && call->opcode != BINARY_SUBSCR && call->opcode != STORE_SUBSCR &&
       call->opcode != DELETE_SUBSCR && call->opcode != COMPARE_OP && call->callable == NULL))
    return;
  found (account, hr_call_argument (callee, 0), "comparing items");
  found (account, hr_call_argument (callee, 1), "comparing items");
}

/* Keyword arguments of a call of a class are unpacked once more, and the others with them. */
static void look_at_keywords (HrAccount *account, HrPyFrame *callee, const Call *call)
{
  PyCodeObject *code = hr_py_frame_code (callee);

  if (!call->keywords || (!hr_call_is_named (callee, "__init__") && !hr_call_is_named (callee, "__new__") &&
                          !hr_call_is_named (callee, "__call__")))
    return;
  for (int i = 0; i < code->co_argcount + code->co_kwonlyargcount; i++)
    found (account, hr_call_local (callee, i), "the arguments of the call");
}

/* The class statement holds what it gives to the metaclass. */
static void look_at_class_statement (HrAccount *account, HrPyFrame *callee, const Call *call)
{
  const char *name =
      call->callable != NULL && PyCFunction_Check (call->callable) ? name_of_builtin (call->callable) : NULL;

  if (name == NULL || strcmp (name, "__build_class__") != 0 || hr_call_is_named (callee, "__init__"))
    return;
  for (int i = 0; i < hr_py_frame_code (callee)->co_argcount; i++)
    found (account, hr_call_argument (callee, i), name);
}

/* What is looked up in a class is held while its __get__, or a function in its stead, runs. */
static void look_at_descriptor (HrAccount *account, HrPyFrame *callee, const Call *call)
{
  PyObject *self = hr_call_argument (callee, 0), *function = hr_call_function (callee), *descriptor;

  if (self == NULL || call->attribute == NULL)
    return;
  if (hr_call_is_named (callee, "__get__") || hr_call_is_named (callee, "__set__") ||
      hr_call_is_named (callee, "__delete__")) {
    found (account, self, "looking up an attribute");
    return;
  }
  if (hr_call_is_named (callee, "__getattr__")) {
    found (account, function, "looking up an attribute");
    return;
  }
  descriptor = hr_call_in_class (Py_TYPE (self), call->attribute);
  if (descriptor != NULL && Py_IS_TYPE (descriptor, &PyProperty_Type))
    found (account, descriptor, "looking up an attribute");
}

void hr_account_look_at_call (HrAccount *account, HrPyFrame *callee, HrPyFrame *caller)
{
  Call call;

  look_at_slot (account, callee);
  if (caller == NULL)
    found (account, hr_call_function (callee), "the end of the interpreter");
  if (caller != NULL) {
    call = call_of (caller);
    if (!look_at_iterator (account, callee, call.top))
      for (int i = 0; i < call.n_arguments; i++)
        if (look_at_iterator (account, callee, call.arguments[i]))
          break;
    look_at_keywords (account, callee, &call);
    look_at_class_statement (account, callee, &call);
    look_at_descriptor (account, callee, &call);
    if (call.callable != NULL)
      look_at_builtin (account, callee, &call);
    look_at_comparison (account, callee, &call);
  }
  hr_unit_file (account, &(HrHolder){ .kind = HR_HOLDER_NATIVE }, false);
}

#include "recorder/method_calls.h"

#include <stdlib.h>

#include "recorder/stack_depth.h"

#if HR_PY_311

/* Stands in for what is bound. The caller's stack keeps method and instance for as long as it lasts. */
typedef struct Binding {
  PyObject ob_base;
  vectorcallfunc vectorcall;
  PyObject *method, *instance;
  const HrPyFrame *caller;
  struct Binding *next;
} Binding;

static Binding *in_use, *spare;
static descrgetfunc bind_original;

static PyObject *call (PyObject *object, PyObject *const *arguments, size_t n_flags, PyObject *names)
{
  const Binding *binding = (const Binding *)object;

  /* the instance lies in front of the arguments: they are the traced call's own, less the first */
  return PyObject_Vectorcall (binding->method, arguments - 1, (size_t)PyVectorcall_NARGS (n_flags) + 1, names);
}

static void dealloc (PyObject *object)
{
  Binding *binding = (Binding *)object, **link = &in_use;

  while (*link != binding)
    link = &(*link)->next;
  *link = binding->next;
  binding->next = spare;
  spare = binding;
}

static PyTypeObject binding_type = { PyVarObject_HEAD_INIT (&PyType_Type, 0) /* as the macro wants it */
                                         .tp_name = "builtin_function_or_method",
                                     .tp_basicsize = sizeof (Binding), .tp_dealloc = dealloc,
                                     .tp_vectorcall_offset = offsetof (Binding, vectorcall),
                                     .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL };

static PyObject *new_binding (PyObject *method, PyObject *instance, const HrPyFrame *caller)
{
  Binding *binding = spare;

  if (binding != NULL)
    spare = binding->next;
  else
    binding = malloc (sizeof *binding);
  if (binding == NULL)
    return PyErr_NoMemory ();
  *binding = (Binding){ .vectorcall = call, .method = method, .instance = instance, .caller = caller, .next = in_use };
  in_use = binding;
  Py_SET_TYPE (&binding->ob_base, &binding_type);
  Py_SET_REFCNT (&binding->ob_base, 1);
  return &binding->ob_base;
}

static bool is_bound_already (const PyObject *method, const PyObject *instance, const HrPyFrame *caller)
{
  const Binding *binding = in_use;

  while (binding != NULL && (binding->caller != caller || binding->method != method || binding->instance != instance))
    binding = binding->next;
  return binding != NULL;
}

/* On the stack lie a method, the instance and the other arguments; with a NULL below when it was not looked up as a
 * method. */
PyObject *hr_method_calls_callee (HrPyFrame *caller, PyObject *const **arguments, int *n_arguments)
{
  int n, at = hr_py_frame_offset (caller), below;
  PyObject **stack = caller->localsplus + caller->f_code->co_nlocalsplus;

  if (hr_stack_opcode (caller->f_code, at, &n) != CALL)
    return NULL;
  below = hr_stack_depth (caller->f_code, at) - n - 2;
  if (below < 0)
    return NULL;
  if (stack[below] == NULL)
    below++;
  else
    n++;
  *arguments = stack + below + 1;
  *n_arguments = n;
  return stack[below];
}

static bool is_at_call (HrPyFrame *caller, const PyObject *method, const PyObject *instance)
{
  PyObject *const *arguments = NULL;
  int n_arguments = 0;

  return hr_method_calls_callee (caller, &arguments, &n_arguments) == method && n_arguments > 0 &&
         arguments[0] == instance;
}

/* Of the type of methods: what looking one up on an instance makes, and a traced call too. */
static PyObject *bind (PyObject *method, PyObject *instance, PyObject *type)
{
  const PyThreadState *state = _PyThreadState_UncheckedGet ();
  HrPyFrame *caller = state->cframe->current_frame;

  if (state->cframe->use_tracing == 0 || state->tracing != 0 || state->c_profilefunc != NULL || instance == NULL ||
      caller == NULL || !is_at_call (caller, method, instance) || is_bound_already (method, instance, caller))
    return bind_original (method, instance, type);
  return new_binding (method, instance, caller);
}

void hr_method_calls_init (void)
{
  bind_original = PyMethodDescr_Type.tp_descr_get;
  PyMethodDescr_Type.tp_descr_get = bind;
}

#endif

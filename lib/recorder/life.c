#include "recorder/life.h"

#include <stdint.h>

#include "recorder/identity.h"
#include "recorder/steps.h"

/* What was there before us: pymalloc, or whatever tracemalloc or a debug build had put in its place. */
static PyMemAllocatorEx below;

static void *hooked_malloc (void *context, size_t n_bytes)
{
  (void)context;
  return below.malloc (below.ctx, n_bytes);
}

static void *hooked_calloc (void *context, size_t n_items, size_t item_bytes)
{
  (void)context;
  return below.calloc (below.ctx, n_items, item_bytes);
}

/* A str that grows in place, a tuple that is cut: what was there is no longer what it was. */
static void *hooked_realloc (void *context, void *memory, size_t n_bytes)
{
  (void)context;
  if (memory != NULL)
    hr_steps_note_death ((uintptr_t)memory);
  return below.realloc (below.ctx, memory, n_bytes);
}

static void hooked_free (void *context, void *memory)
{
  (void)context;
  if (memory != NULL)
    hr_steps_note_death ((uintptr_t)memory);
  below.free (below.ctx, memory);
}

/* Types whose freed objects wait in a free list. Each has its original deallocator at the same index. */
enum { WRAP_LIST, WRAP_TUPLE, WRAP_DICT, WRAP_CONTEXT, WRAP_FLOAT, WRAP_SLICE, N_WRAPS };
static destructor originals[N_WRAPS];

/* Repeats the trashcan, because the original, which compares tp_dealloc with itself, no longer takes part. */
#define DEFINE_CONTAINER_WRAP(name, index)                                                                             \
  static void name (PyObject *object)                                                                                  \
  {                                                                                                                    \
    PyObject_GC_UnTrack (object);                                                                                      \
    Py_TRASHCAN_BEGIN (object, name) hr_steps_note_death (hr_identity_key (object));                                   \
    originals[index](object);                                                                                          \
    Py_TRASHCAN_END                                                                                                    \
  }

DEFINE_CONTAINER_WRAP (dealloc_list, WRAP_LIST)
DEFINE_CONTAINER_WRAP (dealloc_tuple, WRAP_TUPLE)
DEFINE_CONTAINER_WRAP (dealloc_dict, WRAP_DICT)

static void dealloc_context (PyObject *object)
{
  hr_steps_note_death (hr_identity_key (object));
  originals[WRAP_CONTEXT](object);
}

static void dealloc_float (PyObject *object)
{
  hr_steps_note_death (hr_identity_key (object));
  originals[WRAP_FLOAT](object);
}

static void dealloc_slice (PyObject *object)
{
  hr_steps_note_death (hr_identity_key (object));
  originals[WRAP_SLICE](object);
}

static void wrap (PyTypeObject *type, int index, destructor wrapper)
{
  originals[index] = type->tp_dealloc;
  type->tp_dealloc = wrapper;
}

void hr_life_init (void)
{
  PyMemAllocatorEx hook = {
    .malloc = hooked_malloc, .calloc = hooked_calloc, .realloc = hooked_realloc, .free = hooked_free
  };

  PyMem_GetAllocator (PYMEM_DOMAIN_OBJ, &below);
  PyMem_SetAllocator (PYMEM_DOMAIN_OBJ, &hook);
  wrap (&PyList_Type, WRAP_LIST, dealloc_list);
  wrap (&PyTuple_Type, WRAP_TUPLE, dealloc_tuple);
  wrap (&PyDict_Type, WRAP_DICT, dealloc_dict);
  wrap (&PyContext_Type, WRAP_CONTEXT, dealloc_context);
  wrap (&PyFloat_Type, WRAP_FLOAT, dealloc_float);
  wrap (&PySlice_Type, WRAP_SLICE, dealloc_slice);
}

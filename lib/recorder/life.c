#include "recorder/life.h"

#include <stdint.h>
#include <string.h>

#include "recorder/events.h"
#include "recorder/identity.h"
#include "recorder/private.h"
#include "recorder/steps.h"

/* What was there before us, in each of the two domains that share small blocks: pymalloc, or whatever tracemalloc or a
 * debug build had put in its place. */
static PyMemAllocatorEx below_objects, below_memory;
/* What the program has put in front of that since: tracemalloc, which would tell of what is ours. */
static PyMemAllocatorEx above_objects, above_memory;
static bool is_above;

static bool is_private (size_t n_bytes)
{
  return n_bytes <= HR_PRIVATE_MOST_BYTES && (hr_private_is_on () || hr_events_want_private (n_bytes));
}

static void *hooked_malloc (void *context, size_t n_bytes)
{
  const PyMemAllocatorEx *below = context;
  void *memory = is_private (n_bytes) ? hr_private_malloc (n_bytes) : NULL;

  if (memory == NULL) {
    memory = below->malloc (below->ctx, n_bytes);
    hr_events_made (memory, n_bytes);
  } else {
    hr_events_made_private (memory, n_bytes);
  }
  return memory;
}

static void *hooked_calloc (void *context, size_t n_items, size_t item_bytes)
{
  const PyMemAllocatorEx *below = context;
  bool ours =
      n_items <= HR_PRIVATE_MOST_BYTES && item_bytes <= HR_PRIVATE_MOST_BYTES && is_private (n_items * item_bytes);
  void *memory = ours ? hr_private_malloc (n_items * item_bytes) : NULL;

  if (memory == NULL)
    return below->calloc (below->ctx, n_items, item_bytes);
  return memset (memory, 0, n_items * item_bytes);
}

static void free_below (const PyMemAllocatorEx *below, void *memory)
{
  if (hr_private_owns (memory)) {
    hr_events_freed_private (memory);
    hr_private_free (memory);
  } else {
    below->free (below->ctx, memory);
  }
}

static void *realloc_below (const PyMemAllocatorEx *below, void *memory, size_t n_bytes)
{
  size_t had_bytes;
  void *moved;

  if (memory == NULL)
    return hooked_malloc ((void *)below, n_bytes);
  if (!hr_private_owns (memory))
    return below->realloc (below->ctx, memory, n_bytes);
  had_bytes = hr_private_bytes (memory);
  if (n_bytes <= had_bytes)
    return memory;
  moved = hooked_malloc ((void *)below, n_bytes);
  if (moved != NULL) {
    memcpy (moved, memory, had_bytes);
    hr_private_free (memory);
  }
  return moved;
}

/* A str that grows in place, a tuple that is cut: what was there is no longer what it was. */
static void *realloc_object (void *context, void *memory, size_t n_bytes)
{
  if (memory != NULL)
    hr_steps_note_death ((uintptr_t)memory);
  return realloc_below (context, memory, n_bytes);
}

static void free_object (void *context, void *memory)
{
  if (memory != NULL)
    hr_steps_note_death ((uintptr_t)memory);
  free_below (context, memory);
}

static void *realloc_memory (void *context, void *memory, size_t n_bytes)
{
  return realloc_below (context, memory, n_bytes);
}

static void free_memory (void *context, void *memory)
{
  free_below (context, memory);
}

/* Types whose freed objects wait in a free list. Each has its original deallocator at the same index. */
enum {
  WRAP_LIST,
  WRAP_TUPLE,
  WRAP_DICT,
  WRAP_CONTEXT,
  WRAP_FLOAT,
  WRAP_SLICE,
  WRAP_MEMORY_ERROR,
  WRAP_ASYNC_SEND,
  WRAP_ASYNC_VALUE,
  WRAP_FUTURE_ITERATOR,
  N_WRAPS
};
static destructor originals[N_WRAPS];

/* Repeats the trashcan, because the original, which compares tp_dealloc with itself, no longer takes part. */
#define DEFINE_CONTAINER_WRAP(name, index)                                                                             \
  static void name (PyObject *object)                                                                                  \
  {                                                                                                                    \
    if (hr_events_drop (object))                                                                                       \
      return;                                                                                                          \
    PyObject_GC_UnTrack (object);                                                                                      \
    Py_TRASHCAN_BEGIN (object, name) hr_steps_note_death (hr_identity_key (object));                                   \
    originals[index](object);                                                                                          \
    Py_TRASHCAN_END                                                                                                    \
  }

DEFINE_CONTAINER_WRAP (dealloc_list, WRAP_LIST)
DEFINE_CONTAINER_WRAP (dealloc_tuple, WRAP_TUPLE)
DEFINE_CONTAINER_WRAP (dealloc_dict, WRAP_DICT)

#define DEFINE_WRAP(name, index)                                                                                       \
  static void name (PyObject *object)                                                                                  \
  {                                                                                                                    \
    hr_steps_note_death (hr_identity_key (object));                                                                    \
    originals[index](object);                                                                                          \
  }

DEFINE_WRAP (dealloc_context, WRAP_CONTEXT)
DEFINE_WRAP (dealloc_float, WRAP_FLOAT)
DEFINE_WRAP (dealloc_slice, WRAP_SLICE)
DEFINE_WRAP (dealloc_memory_error, WRAP_MEMORY_ERROR)
DEFINE_WRAP (dealloc_async_send, WRAP_ASYNC_SEND)
DEFINE_WRAP (dealloc_async_value, WRAP_ASYNC_VALUE)
DEFINE_WRAP (dealloc_future_iterator, WRAP_FUTURE_ITERATOR)

static void wrap (PyTypeObject *type, int index, destructor wrapper)
{
  originals[index] = type->tp_dealloc;
  type->tp_dealloc = wrapper;
}

/* Types of which the interpreter gives no address but that of an object. */
static void wrap_once (PyTypeObject *type, int index, destructor wrapper)
{
  if (originals[index] == NULL)
    wrap (type, index, wrapper);
}

void hr_life_note_type (PyTypeObject *type)
{
  if (strcmp (type->tp_name, "async_generator_wrapped_value") == 0)
    wrap_once (type, WRAP_ASYNC_VALUE, dealloc_async_value);
  else if (strcmp (type->tp_name, "_asyncio.FutureIter") == 0)
    wrap_once (type, WRAP_FUTURE_ITERATOR, dealloc_future_iterator);
}

static PyMemAllocatorEx objects_hook (PyMemAllocatorEx *below)
{
  return (PyMemAllocatorEx){ below, hooked_malloc, hooked_calloc, realloc_object, free_object };
}

static PyMemAllocatorEx memory_hook (PyMemAllocatorEx *below)
{
  return (PyMemAllocatorEx){ below, hooked_malloc, hooked_calloc, realloc_memory, free_memory };
}

/* Never twice in front of the same: another that had put itself in front of us would be given what it asks for by
 * itself. */
void hr_life_stay_in_front (void)
{
  PyMemAllocatorEx current, hook;

  PyMem_GetAllocator (PYMEM_DOMAIN_OBJ, &current);
  if (current.malloc == hooked_malloc) {
    is_above = current.ctx == &above_objects;
    return;
  }
  if (is_above && (current.malloc != above_objects.malloc || current.ctx != above_objects.ctx))
    return;
  is_above = true;
  above_objects = current;
  PyMem_GetAllocator (PYMEM_DOMAIN_MEM, &above_memory);
  hook = objects_hook (&above_objects);
  PyMem_SetAllocator (PYMEM_DOMAIN_OBJ, &hook);
  hook = memory_hook (&above_memory);
  PyMem_SetAllocator (PYMEM_DOMAIN_MEM, &hook);
}

void hr_life_init (void)
{
  PyMemAllocatorEx objects = objects_hook (&below_objects), memory = memory_hook (&below_memory);

  PyMem_GetAllocator (PYMEM_DOMAIN_OBJ, &below_objects);
  PyMem_GetAllocator (PYMEM_DOMAIN_MEM, &below_memory);
  PyMem_SetAllocator (PYMEM_DOMAIN_OBJ, &objects);
  PyMem_SetAllocator (PYMEM_DOMAIN_MEM, &memory);
  wrap (&PyList_Type, WRAP_LIST, dealloc_list);
  wrap (&PyTuple_Type, WRAP_TUPLE, dealloc_tuple);
  wrap (&PyDict_Type, WRAP_DICT, dealloc_dict);
  wrap (&PyContext_Type, WRAP_CONTEXT, dealloc_context);
  wrap (&PyFloat_Type, WRAP_FLOAT, dealloc_float);
  wrap (&PySlice_Type, WRAP_SLICE, dealloc_slice);
  wrap ((PyTypeObject *)PyExc_MemoryError, WRAP_MEMORY_ERROR, dealloc_memory_error);
  wrap (&_PyAsyncGenASend_Type, WRAP_ASYNC_SEND, dealloc_async_send);
}

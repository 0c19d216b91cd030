#include "recorder/unreachable.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/collector.h"

/* One object of the closed set. */
typedef struct {
  PyObject *object;
  Py_ssize_t outside; /* references from outside the set, as far as is known */
  bool live;          /* reached from outside */
} Node;

typedef struct {
  HrWalk *walk;
  Node *nodes;
  uint32_t n_nodes, nodes_capacity;
  uint32_t *table; /* by address: index + 1 */
  uint32_t table_size;
  PyObject *skipped[2]; /* not followed from the object at hand */
  bool too_many;
  uint32_t *live; /* nodes that are reached from outside and still to be followed */
  uint32_t n_live, live_capacity;
} Closure;

static void push (uint32_t **array, uint32_t *n, uint32_t *capacity, uint32_t value)
{
  if (*n == *capacity) {
    *capacity = *capacity > 0 ? *capacity * 2 : 64;
    *array = hr_text_realloc (*array, *capacity * sizeof **array);
  }
  (*array)[(*n)++] = value;
}

static uint32_t *place_of (const Closure *closure, const PyObject *object)
{
  uint32_t mask = closure->table_size - 1;
  uint32_t at = (uint32_t)(((uint64_t)(uintptr_t)object * 0x9E3779B97F4A7C15u) >> 32) & mask;

  while (closure->table[at] != 0 && closure->nodes[closure->table[at] - 1].object != object)
    at = (at + 1) & mask;
  return &closure->table[at];
}

static void grow_table (Closure *closure)
{
  closure->table_size = closure->table_size > 0 ? closure->table_size * 2 : 256;
  free (closure->table);
  closure->table = hr_text_alloc (closure->table_size * sizeof *closure->table);
  memset (closure->table, 0, closure->table_size * sizeof *closure->table);
  for (uint32_t i = 0; i < closure->n_nodes; i++)
    *place_of (closure, closure->nodes[i].object) = i + 1;
}

/* Whether the frames lead to @object in this walk. */
static bool is_in_picture (const Closure *closure, PyObject *object)
{
  const HrIdentity *identity = &closure->walk->identity;
  uint32_t record = hr_identity_find (identity, hr_identity_key (object));

  return record != HR_IDENTITY_NONE && identity->records[record].visit == closure->walk->number;
}

/* Modules live as long as the program, and lead to everything: they are not gone into. */
static bool may_be_garbage (const Closure *closure, PyObject *object)
{
  return PyObject_IS_GC (object) && Py_TYPE (object)->tp_traverse != NULL && !PyModule_Check (object) &&
         !hr_py_is_immortal (object) && !is_in_picture (closure, object);
}

/* The node of @object, new if it may be garbage; NULL if not. */
static Node *node_of (Closure *closure, PyObject *object)
{
  uint32_t *place;

  if (closure->n_nodes * 2 >= closure->table_size)
    grow_table (closure);
  place = place_of (closure, object);
  if (*place != 0)
    return &closure->nodes[*place - 1];
  if (!may_be_garbage (closure, object))
    return NULL;
  if (closure->n_nodes == HR_UNREACHABLE_MAX_OBJECTS) {
    closure->too_many = true;
    return NULL;
  }
  if (closure->n_nodes == closure->nodes_capacity) {
    closure->nodes_capacity = closure->nodes_capacity > 0 ? closure->nodes_capacity * 2 : 128;
    closure->nodes = hr_text_realloc (closure->nodes, closure->nodes_capacity * sizeof *closure->nodes);
  }
  closure->nodes[closure->n_nodes] = (Node){ .object = object, .outside = Py_REFCNT (object) };
  *place = ++closure->n_nodes;
  return &closure->nodes[closure->n_nodes - 1];
}

static int subtract (PyObject *object, void *data)
{
  Closure *closure = data;
  Node *node = object != closure->skipped[0] && object != closure->skipped[1] ? node_of (closure, object) : NULL;

  if (node != NULL)
    node->outside--;
  return closure->too_many;
}

/* A function leads to its module's namespace, and so to everything. */
static void traverse (Closure *closure, PyObject *object, visitproc visit)
{
  closure->skipped[0] = closure->skipped[1] = NULL;
  if (PyFunction_Check (object)) {
    closure->skipped[0] = ((PyFunctionObject *)object)->func_globals;
    closure->skipped[1] = ((PyFunctionObject *)object)->func_builtins;
  }
  Py_TYPE (object)->tp_traverse (object, visit, closure);
}

static void find_closure (Closure *closure)
{
  for (uint32_t i = 0; i < closure->n_nodes && !closure->too_many; i++)
    traverse (closure, closure->nodes[i].object, subtract);
}

static int revive (PyObject *object, void *data)
{
  Closure *closure = data;
  uint32_t node = object != closure->skipped[0] && object != closure->skipped[1] ? *place_of (closure, object) : 0;

  if (node != 0 && !closure->nodes[node - 1].live) {
    closure->nodes[node - 1].live = true;
    push (&closure->live, &closure->n_live, &closure->live_capacity, node - 1);
  }
  return 0;
}

static void find_live (Closure *closure)
{
  for (uint32_t i = 0; i < closure->n_nodes; i++)
    if (closure->nodes[i].outside > 0 || closure->too_many) {
      closure->nodes[i].live = true;
      push (&closure->live, &closure->n_live, &closure->live_capacity, i);
    }
  while (closure->n_live > 0 && !closure->too_many)
    traverse (closure, closure->nodes[closure->live[--closure->n_live]].object, revive);
}

/* Takes the mark off an object that is reachable after all, or is about to be hidden. */
static void unmark (HrWalk *walk, uint32_t record)
{
  HrSeen *seen = &walk->identity.records[record];
  unsigned generation;

  seen->doomed = hr_collector_is_running (&generation) && (seen->flags & HR_OBJECT_UNREACHABLE) != 0;
  seen->flags &= ~(uint32_t)HR_OBJECT_UNREACHABLE;
  if (seen->visit == walk->number)
    hr_walk_retell (walk, record);
}

/* Roots that died are dropped, and those that the frames lead to again. True: one of the others has changed hands. */
static bool check_roots (HrUnreachable *unreachable, HrWalk *walk)
{
  uint32_t n = 0;
  bool changed = false;

  for (uint32_t i = 0; i < unreachable->n_roots; i++) {
    HrUnreachableRoot root = unreachable->roots[i];
    const HrSeen *seen = &walk->identity.records[root.record];

    if (seen->key == 0 || seen->id != root.id) {
      changed = true;
      continue;
    }
    if (seen->visit == walk->number) {
      unmark (walk, root.record);
      changed = true;
      continue;
    }
    changed |= Py_REFCNT (seen->object) != root.refcount;
    unreachable->roots[n++] = root;
  }
  unreachable->n_roots = n;
  return changed;
}

/* Objects that were in the picture after the last walk and are not now, though they are alive. */
static void add_leaving (Closure *closure)
{
  const HrWalk *walk = closure->walk;

  for (uint32_t i = 0; i < walk->n_shown; i++) {
    const HrSeen *seen = &walk->identity.records[walk->shown[i]];

    if (seen->key != 0 && seen->id == walk->shown_ids[i] && seen->visit != walk->number &&
        (seen->flags & HR_OBJECT_SHARED) == 0 && Py_REFCNT (seen->object) > 0)
      node_of (closure, seen->object);
  }
}

static int compare_ids (const void *a, const void *b)
{
  const HrUnreachableRoot *left = a, *right = b;

  return left->id < right->id ? -1 : left->id > right->id;
}

static void add_root (HrUnreachable *unreachable, HrUnreachableRoot root)
{
  if (unreachable->n_roots == unreachable->capacity) {
    unreachable->capacity = unreachable->capacity > 0 ? unreachable->capacity * 2 : 16;
    unreachable->roots = hr_text_realloc (unreachable->roots, unreachable->capacity * sizeof *unreachable->roots);
  }
  unreachable->roots[unreachable->n_roots++] = root;
}

/* What is garbage and was seen before becomes the roots; what was a root and is not garbage loses its mark. */
static void take_roots (HrUnreachable *unreachable, const Closure *closure)
{
  const HrIdentity *identity = &closure->walk->identity;

  unreachable->n_roots = 0;
  for (uint32_t i = 0; i < closure->n_nodes; i++) {
    PyObject *object = closure->nodes[i].object;
    uint32_t record = hr_identity_find (identity, hr_identity_key (object));

    if (record == HR_IDENTITY_NONE)
      continue;
    if (closure->nodes[i].live)
      unmark (closure->walk, record);
    else
      add_root (unreachable, (HrUnreachableRoot){ record, identity->records[record].id, Py_REFCNT (object) });
  }
  if (unreachable->n_roots > 1)
    qsort (unreachable->roots, unreachable->n_roots, sizeof *unreachable->roots, compare_ids);
}

static void find_roots (HrUnreachable *unreachable, HrWalk *walk, bool changed)
{
  Closure closure = { .walk = walk };
  uint32_t n_leaving;

  add_leaving (&closure);
  n_leaving = closure.n_nodes;
  if (!changed && n_leaving == unreachable->n_roots)
    closure.n_nodes = 0; /* the roots that there were, and nothing more */
  else if (n_leaving > 0) {
    find_closure (&closure);
    find_live (&closure);
    take_roots (unreachable, &closure);
  }
  free (closure.nodes);
  free (closure.table);
  free (closure.live);
}

void hr_unreachable_visit (HrUnreachable *unreachable, HrWalk *walk)
{
  bool changed = check_roots (unreachable, walk);

  find_roots (unreachable, walk, changed);
  for (uint32_t i = 0; i < unreachable->n_roots; i++) {
    HrSeen *seen = &walk->identity.records[unreachable->roots[i].record];

    if ((seen->flags & HR_OBJECT_UNREACHABLE) == 0) {
      seen->flags |= HR_OBJECT_UNREACHABLE;
      seen->told = false;
    }
    hr_walk_visit (walk, seen->object);
  }
}

#include "recorder/private.h"

#include <string.h>
#include <sys/mman.h>

/* A chunk holds items of one size. It starts with its header and lies at a multiple of its size, so that an item leads
 * to it; an item starts with a unit for its mark. */
enum { CHUNK_BYTES = 64 << 10, UNIT_BYTES = 16, N_CLASSES = HR_PRIVATE_MOST_BYTES / UNIT_BYTES, N_SLOTS = 1024 };

typedef struct Chunk {
  size_t item_bytes;
  size_t n_fresh; /* bytes never given out yet, at the end */
  struct Chunk *next;
  void *free; /* items given back, linked through their first bytes */
} Chunk;

static struct {
  int depth;
  Chunk *classes[N_CLASSES + 1]; /* by units, the mark's not counted */
  Chunk *slots[N_SLOTS];         /* hash table of all chunks */
  size_t n_chunks;
} private;

void hr_private_begin (void)
{
  private.depth++;
}

void hr_private_end (void)
{
  private.depth--;
}

bool hr_private_is_on (void)
{
  return private.depth > 0;
}

static size_t home_slot (uintptr_t chunk)
{
  return (chunk / CHUNK_BYTES) % N_SLOTS;
}

static Chunk *chunk_of (const void *memory)
{
  uintptr_t start = (uintptr_t)memory & ~(uintptr_t)(CHUNK_BYTES - 1);

  for (size_t slot = home_slot (start); private.slots[slot] != NULL; slot = (slot + 1) % N_SLOTS)
    if ((uintptr_t) private.slots[slot] == start)
      return private.slots[slot];
  return NULL;
}

/* Maps twice as much and gives back what is not wanted. */
static char *map_aligned (void)
{
  /* cppcheck-suppress invalidFunctionArg; no file goes with anonymous memory */
  char *start = mmap (NULL, (size_t)2 * CHUNK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  size_t before;

  if (start == MAP_FAILED)
    return NULL;
  before = (CHUNK_BYTES - (uintptr_t)start % CHUNK_BYTES) % CHUNK_BYTES;
  if (before > 0)
    (void)munmap (start, before);
  (void)munmap (start + before + CHUNK_BYTES, CHUNK_BYTES - before);
  /* cppcheck-suppress deallocret; what is returned was not given back */
  return start + before;
}

static Chunk *new_chunk (size_t n_units)
{
  Chunk *chunk = private.n_chunks < N_SLOTS / 2 ? (Chunk *)(void *)map_aligned () : NULL;
  size_t slot;

  if (chunk == NULL)
    return NULL;
  chunk->item_bytes = (n_units + 1) * UNIT_BYTES;
  chunk->n_fresh = (CHUNK_BYTES - sizeof *chunk) / chunk->item_bytes * chunk->item_bytes;
  chunk->next = private.classes[n_units];
  private.classes[n_units] = chunk;
  for (slot = home_slot ((uintptr_t)chunk); private.slots[slot] != NULL;)
    slot = (slot + 1) % N_SLOTS;
  private.slots[slot] = chunk;
  private.n_chunks++;
  return chunk;
}

static char *take_item (Chunk *chunk)
{
  char *item = chunk->free;

  if (item != NULL) {
    memcpy (&chunk->free, item + UNIT_BYTES, sizeof chunk->free);
  } else if (chunk->n_fresh > 0) {
    item = (char *)chunk + (CHUNK_BYTES - chunk->n_fresh);
    chunk->n_fresh -= chunk->item_bytes;
  }
  return item;
}

void *hr_private_malloc (size_t n_bytes)
{
  size_t n_units = n_bytes > 0 ? (n_bytes + UNIT_BYTES - 1) / UNIT_BYTES : 1;
  char *item = NULL;
  Chunk *chunk;

  if (n_units > N_CLASSES)
    return NULL;
  for (chunk = private.classes[n_units]; chunk != NULL && item == NULL; chunk = chunk->next)
    item = take_item (chunk);
  if (item == NULL) {
    chunk = new_chunk (n_units);
    item = chunk != NULL ? take_item (chunk) : NULL;
  }
  if (item == NULL)
    return NULL;
  memset (item, 0, UNIT_BYTES);
  return item + UNIT_BYTES;
}

bool hr_private_owns (const void *memory)
{
  return private.n_chunks > 0 && chunk_of (memory) != NULL;
}

/* Of memory that is known to lie in one. */
static Chunk *chunk_around (const void *memory)
{
  return (Chunk *)((uintptr_t)memory & ~(uintptr_t)(CHUNK_BYTES - 1));
}

void hr_private_free (void *memory)
{
  Chunk *chunk = chunk_around (memory);

  memcpy (memory, &chunk->free, sizeof chunk->free);
  chunk->free = (char *)memory - UNIT_BYTES;
}

size_t hr_private_bytes (const void *memory)
{
  return chunk_around (memory)->item_bytes - UNIT_BYTES;
}

bool *hr_private_mark (void *memory)
{
  return (bool *)((char *)memory - UNIT_BYTES);
}

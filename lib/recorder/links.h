/* What a container was found to hold at the last look: which objects, in which order, and the memory that said so.
 *
 * The next look finds the same objects without searching for them, and where the memory is the same without reading the
 * container. A link is to a record of identity.h; it holds as long as that record has the same number. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "recorder/raw.h"

typedef struct {
  uint32_t record, id;
} HrLink;

typedef struct {
  uint64_t shape; /* of the memory, see raw.h */
  uint32_t n_links, n_raw;
  bool has_raw;
  HrLink links[]; /* and the memory's bytes behind them */
} HrLinks;

/* Links that are being collected during a look. */
typedef struct {
  HrLink *links;
  uint32_t n_links, capacity;
} HrLinkList;

void hr_link_list_add (HrLinkList *list, HrLink link);

/* Replaces *@links by @list and what @raw describes; NULL for @raw: the memory cannot tell. */
void hr_links_set (HrLinks **links, const HrLinkList *list, const HrRaw *raw);
/* Whether the memory that @raw describes is what it was. */
bool hr_links_hold (const HrLinks *links, const HrRaw *raw);

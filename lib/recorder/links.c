#include "recorder/links.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/text.h"

void hr_link_list_add (HrLinkList *list, HrLink link)
{
  if (list->n_links == list->capacity) {
    list->capacity = list->capacity > 0 ? list->capacity * 2 : 64;
    list->links = hr_text_realloc (list->links, list->capacity * sizeof *list->links);
  }
  list->links[list->n_links++] = link;
}

static uint8_t *raw_bytes (HrLinks *links)
{
  return (uint8_t *)(links->links + links->n_links);
}

void hr_links_set (HrLinks **links, const HrLinkList *list, const HrRaw *raw)
{
  size_t n_raw = raw != NULL ? raw->n_bytes : 0;
  HrLinks *old = *links;
  bool fits = old != NULL && old->n_links == list->n_links && old->n_raw == n_raw;

  if (!fits) {
    *links = hr_text_realloc (old, sizeof **links + list->n_links * sizeof (HrLink) + n_raw);
    **links = (HrLinks){ .n_links = list->n_links, .n_raw = (uint32_t)n_raw };
  }
  (*links)->has_raw = raw != NULL;
  (*links)->shape = raw != NULL ? raw->shape : 0;
  if (list->n_links > 0)
    memcpy ((*links)->links, list->links, list->n_links * sizeof (HrLink));
  if (raw != NULL)
    hr_raw_copy (raw, raw_bytes (*links));
}

bool hr_links_hold (const HrLinks *links, const HrRaw *raw)
{
  return links->shape == raw->shape && links->n_raw == raw->n_bytes &&
         hr_raw_equal (raw, (const uint8_t *)(links->links + links->n_links));
}

/* The upright stretches in the channels: what of one net turns in one channel is a wire. Private to the layout. */
#pragma once

#include "layout/sheet.h"

typedef enum { HR_END_LEFT, HR_END_RIGHT, HR_END_OUTER } HrWireSide;

/* Where a wire is reached: by a stretch from the channel's left or right border, or from the line below everything. */
typedef struct {
  guint wire;
  HrWireSide side;
  double y;
} HrWireEnd;

/* One upright stretch at x; two, joined by a level one at split_y, where one could not be without lying on others. */
typedef struct {
  guint net, channel;
  gboolean flat; /* all its ends are at one y: nothing upright */
  gboolean split;
  double split_y;
  double x[2]; /* of what the left ends reach, and of what the right ends reach; the same unless split */
  guint first_end, n_ends;
} HrWire;

typedef struct {
  HrSheet *sheet;
  GArray *wires;       /* HrWire */
  GArray *ends;        /* HrWireEnd, by wire and then y */
  guint *first_wire;   /* net → wire of its first channel; the others follow */
  guint *start_wire;   /* edge → wire of the channel it leaves into */
  GPtrArray *channels; /* GArray of guint wires */
} HrWires;

HrWires *hr_wires_new (HrSheet *sheet);
void hr_wires_free (HrWires *wires);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrWires, hr_wires_free)

static inline HrWire *hr_wires_wire (const HrWires *wires, guint index)
{
  return &g_array_index (wires->wires, HrWire, index);
}

/* The net's wire in @channel, which is one of those between its passes, or the one it arrives in. */
guint hr_wires_find (const HrWires *wires, const HrSheetNet *net, guint net_index, guint channel);

/* slots.c: gives every wire of @channel its slots, counted from the channel's left, in x; splits wires where it has to.
 * Returns the number of slots. */
guint hr_wires_assign_slots (HrWires *wires, guint channel);

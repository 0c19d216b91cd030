#include "layout/channel.h"

#define LEAD_PT 16.0  /* before the first track */
#define TRAIL_PT 24.0 /* after the last one: a rounded corner and the head */
#define TRACK_PT 10.0 /* from track to track */
#define LEAST_PT 36.0

static double lead (const HrLayoutGraph *graph, guint channel)
{
  return channel == 0 ? graph->channel_lead_pt : LEAD_PT;
}

double hr_layout_channel_least (void)
{
  return LEAST_PT;
}

double hr_layout_channel_width (const HrLayoutGraph *graph, guint channel, guint n_columns, guint tracks)
{
  double least = channel == 0 ? graph->channel_least_pt : LEAST_PT;
  if (channel + 1 == n_columns && channel > 0)
    return tracks == 0 ? 0 : LEAD_PT + (tracks - 1) * TRACK_PT;
  return MAX (least, lead (graph, channel) + (tracks > 0 ? tracks - 1 : 0) * TRACK_PT + TRAIL_PT);
}

double hr_layout_channel_track (const HrLayoutGraph *graph, guint channel, guint n_columns, guint tracks, guint track)
{
  double first = lead (graph, channel);
  if (channel + 1 < n_columns) {
    double free_pt = hr_layout_channel_width (graph, channel, n_columns, tracks) - first - TRAIL_PT;
    double spare_pt = free_pt - (MAX (tracks, 1) - 1) * TRACK_PT;
    first += 2.0 * (int)(spare_pt / 4.0);
  }
  return first + track * TRACK_PT;
}

/* A picture as a display list: what every backend draws, and nothing about any format.
 *
 * Coordinates in pt, y down, origin top left. Colours are roles, not values: a theme turns them into colour. Groups
 * nest and carry identity (id, class, description) for the backends that can keep it. Knows nothing of Python. */
#pragma once

#include <glib.h>

#include "base/geometry.h"
#include "text/measure.h"

/* Colour roles. Each has a value in every theme (scene/theme.h). */
typedef enum {
  HR_PAINT_NONE = 0,
  HR_PAINT_GROUND,     /* behind everything */
  HR_PAINT_LANE,       /* faint ground of a lane or panel */
  HR_PAINT_CARD,       /* inside of a card */
  HR_PAINT_RULE,       /* hairlines, cell borders */
  HR_PAINT_TEXT,       /* names and values */
  HR_PAINT_SOFT,       /* labels, arrows */
  HR_PAINT_FAINT,      /* indices, notes, line numbers */
  HR_PAINT_FRAME,      /* running frame, code cursor */
  HR_PAINT_FRAME_TINT, /* ground of the line that ran */
  HR_PAINT_NEW,        /* accent: what is new or re-bound */
  HR_PAINT_NEW_TINT,
  HR_PAINT_CHANGED,      /* text on a changed cell */
  HR_PAINT_CHANGED_TINT, /* amber ground of a changed cell */
  HR_PAINT_FREED,        /* ghosts */
  HR_PAINT_SEQUENCE,
  HR_PAINT_SEQUENCE_TINT,
  HR_PAINT_MAPPING,
  HR_PAINT_MAPPING_TINT,
  HR_PAINT_SET,
  HR_PAINT_SET_TINT,
  HR_PAINT_INSTANCE,
  HR_PAINT_INSTANCE_TINT,
  HR_PAINT_CLASS,
  HR_PAINT_CLASS_TINT,
  HR_PAINT_FUNCTION,
  HR_PAINT_FUNCTION_TINT,
  HR_PAINT_ATOM,
  HR_PAINT_ATOM_TINT,
  HR_PAINT_OPAQUE,
  HR_PAINT_OPAQUE_TINT,
  HR_PAINT_GOOD, /* "True: one cached object" */
} HrPaint;
#define HR_PAINT_LAST HR_PAINT_GOOD

typedef enum { HR_ANCHOR_START, HR_ANCHOR_MIDDLE, HR_ANCHOR_END } HrAnchor;
typedef enum { HR_DASH_SOLID, HR_DASH_DASHED, HR_DASH_DOTTED } HrDash;

typedef struct {
  HrPaint fill, stroke;
  double stroke_width_pt; /* joins are round, caps butt */
  HrDash dash;
} HrStyle;

typedef enum {
  HR_NODE_GROUP_BEGIN,
  HR_NODE_GROUP_END,
  HR_NODE_RECT,
  HR_NODE_CIRCLE,
  HR_NODE_PATH,
  HR_NODE_TEXT
} HrNodeKind;

typedef enum { HR_PATH_MOVE, HR_PATH_LINE, HR_PATH_QUAD, HR_PATH_CLOSE } HrPathOp;

typedef struct {
  HrPathOp op;
  HrPoint control; /* QUAD only */
  HrPoint to;      /* not for CLOSE */
} HrPathSegment;

typedef struct {
  HrNodeKind kind;
  HrStyle style;           /* RECT, CIRCLE, PATH */
  HrRect rect;             /* RECT */
  double radius_pt;        /* RECT: corners; CIRCLE */
  HrPoint at;              /* CIRCLE: centre; TEXT: the anchor on the baseline */
  HrPathSegment *segments; /* PATH; owned by the scene */
  guint n_segments;
  HrFont font;     /* TEXT */
  HrPaint paint;   /* TEXT */
  HrAnchor anchor; /* TEXT */
  double width_pt; /* TEXT: as measured, for textLength and for tests */
  char *text;      /* TEXT: one line, UTF-8, no control characters; GROUP: tooltip or NULL */
  char *id;        /* GROUP: stable within the scene ("object-3"), or NULL */
  char *classes;   /* GROUP: kind and state, "object list new", or NULL */
  double opacity;  /* GROUP: 1 opaque; applies to everything inside */
} HrNode;

typedef struct HrScene HrScene;

HrScene *hr_scene_new (HrSize size_pt);
void hr_scene_free (HrScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrScene, hr_scene_free)

HrSize hr_scene_size (const HrScene *scene);
void hr_scene_set_size (HrScene *scene, HrSize size_pt);
/* <title> and <desc>, PDF outline and alt text. Copied. */
void hr_scene_set_title (HrScene *scene, const char *title);
void hr_scene_set_description (HrScene *scene, const char *description);
const char *hr_scene_peek_title (const HrScene *scene);
const char *hr_scene_peek_description (const HrScene *scene);
/* FALSE: no ground is drawn behind the picture. Default TRUE. */
void hr_scene_set_ground (HrScene *scene, gboolean ground);
gboolean hr_scene_has_ground (const HrScene *scene);

/* Begin and end must nest; ids must be unique within the scene (asserted). Strings are copied. */
void hr_scene_begin_group (HrScene *scene, const char *id, const char *classes, const char *tooltip, double opacity);
void hr_scene_end_group (HrScene *scene);
void hr_scene_add_rect (HrScene *scene, HrRect rect, double corner_pt, const HrStyle *style);
void hr_scene_add_circle (HrScene *scene, HrPoint centre, double radius_pt, const HrStyle *style);
void hr_scene_add_path (HrScene *scene, const HrPathSegment *segments, guint n_segments, const HrStyle *style);
/* An open polyline whose corners are rounded with @corner_pt (less where a stretch is short). */
void hr_scene_add_polyline (HrScene *scene, const HrPoint *points, guint n_points, double corner_pt,
                            const HrStyle *style);
void hr_scene_add_text (HrScene *scene, HrPoint at, HrAnchor anchor, const HrFont *font, HrPaint paint, double width_pt,
                        const char *text);

/* Lengths on and off of a dashed or dotted line, for every backend alike; returns how many were set: 2, or 0 for a
 * solid line. */
guint hr_scene_dash_pattern (HrDash dash, double pattern_pt[2]);

/* Draws @other into @scene moved by @by, ids prefixed with @id_prefix. Title and description are not taken over. */
void hr_scene_add_scene (HrScene *scene, const HrScene *other, HrPoint by, const char *id_prefix);

/* A copy whose size is that of what is drawn, strokes included, and nothing around it. */
HrScene *hr_scene_new_cropped (const HrScene *scene);

guint hr_scene_n_nodes (const HrScene *scene);
const HrNode *hr_scene_peek_node (const HrScene *scene, guint index);

/* One node a line, numbers with two decimals: the third golden stage. */
void hr_scene_dump (const HrScene *scene, GString *out);

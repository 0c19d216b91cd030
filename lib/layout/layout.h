/* Where everything stands, over all the steps that a command shows at once.
 *
 * A layout is foresighted: it takes the union of all its moments, gives every object one place for life, and then any
 * moment's picture is cut out of it. So an object that lives on does not move. Knows sizes and places, no colours and
 * no formats; its only fonts are those of layout/metrics.h. All lengths in pt. */
#pragma once

#include "base/geometry.h"
#include "text/measure.h"
#include "timeline/changes.h"
#include "timeline/state.h"

typedef enum { HR_ATOMS_AUTO, HR_ATOMS_HEAP, HR_ATOMS_INLINE } HrAtoms;
typedef enum { HR_REFS_NONE, HR_REFS_COUNT, HR_REFS_ACCOUNT } HrRefs;

enum {
  HR_SHOW_TYPES = 1 << 0, /* built-in classes, metaclasses, and every type and base arrow */
  HR_SHOW_IDS = 1 << 1,   /* "list-3" in headers */
  HR_SHOW_CODE = 1 << 2,  /* the figure's code strip; no effect on places */
  HR_SHOW_SIZES = 1 << 3,
  HR_SHOW_DUNDER = 1 << 4, /* names made by the interpreter itself */
  HR_SHOW_LEGEND = 1 << 5,
};

typedef struct {
  HrAtoms atoms;
  HrRefs refs;
  unsigned show;            /* HR_SHOW_* */
  const char *const *hide;  /* names (variables, attributes, classes) left out; NULL-terminated or NULL */
  const char *const *focus; /* only these names and what they reach; NULL: all */
  gboolean chips;           /* names as chips of their own instead of frame cards and lanes (strips, small panels) */
  gboolean bare;            /* no lanes: for panels that bring a ground of their own. Chips have none either */
  gboolean nest;            /* small containers stand inside the cell that alone holds them */
  const guint32 *only;      /* only these objects, and of names and slots those that refer to them; NULL: all */
  guint n_only;
  guint32 subject;   /* the object of @only that the picture is about: all its slots are shown. 0 none */
  guint depth;       /* references followed from a name; 0 no limit */
  guint max_items;   /* cells, rows shown of one object; 0 is 12 */
  guint max_objects; /* shown in one picture; 0 is 200 */
  double width_pt;   /* strips and comparisons wrap their panels to it, a picture its heap, as far as it goes. 0 free */
} HrLayoutOptions;

/* A step to draw, and the one it is compared to for new, changed and freed (-1: none, nothing is marked new). */
typedef struct {
  guint32 step;
  gint64 since;
} HrLayoutMoment;

typedef enum {
  HR_BOX_LANE, /* ground of the stack or the heap; part TITLE */
  HR_BOX_FRAME,
  HR_BOX_CHIP,   /* a name by itself */
  HR_BOX_OBJECT, /* a card: header and body */
  HR_BOX_ATOM,   /* a pill */
  HR_BOX_SHELF,  /* dashed ground of the shared atoms; part TITLE */
} HrBoxKind;

typedef enum {
  HR_STATE_PLAIN,
  HR_STATE_NEW,     /* object, name or frame is new */
  HR_STATE_CHANGED, /* mutated object; changed cell or row; re-bound name */
  HR_STATE_GHOST,   /* freed, deleted, returned: drawn faded for one step */
  HR_STATE_VACANT,  /* chips only: the place of a name that is not there now */
} HrBoxState;

typedef enum {
  HR_PART_TITLE, /* header: type or frame name, lane name */
  HR_PART_REFS,  /* pill: rect is its outline; "refs 2", "shared" */
  HR_PART_RULE,  /* line under the header or between rows; rect of height 0 */
  HR_PART_ROW,   /* ground of one row: marks state; no text */
  HR_PART_NAME,  /* row label: variable, attribute; keys */
  HR_PART_CELL,  /* bordered cell of a sequence; text when the value stands inside */
  HR_PART_INDEX, /* small number over a cell */
  HR_PART_VALUE, /* atom written inside a row */
  HR_PART_BOXED, /* atom inlined beside a name, in its own visible box (--atoms inline) */
  HR_PART_DOT,   /* where a reference starts: rect of size 0 at its centre */
  HR_PART_TEXT,  /* main text of an atom or a function's signature */
  HR_PART_NOTE,  /* italics: "no attributes", "… 94 more" */
  HR_PART_LABEL, /* outside the box's rect, under it. An atom's: "int · refs 1"; a ghost's: "freed", "frame gone" */
} HrPartRole;

typedef struct {
  HrPartRole role;
  HrBoxState state;
  HrRect rect;      /* absolute */
  const char *text; /* already elided to fit, control characters shown escaped; NULL where the role has none; borrowed
                       from the picture */
  HrPoint anchor;   /* where the text stands: baseline, by align */
  int align;        /* 0 start, 1 middle, 2 end */
} HrLayoutPart;

typedef struct {
  HrBoxKind kind;
  HrBoxState state;
  guint32 id;          /* frame id or object id; 0 for lanes and shelf */
  HrObjectKind object; /* OBJECT and ATOM */
  gboolean current;    /* FRAME: the one that runs */
  gboolean immutable;  /* OBJECT, ATOM */
  gboolean shared;
  gboolean unreachable; /* OBJECT: waits for the collector, nothing leads to it */
  HrRect rect;          /* absolute */
  double header_pt;     /* height of the header inside rect; 0 none */
  guint first_part, n_parts;
  const char *tooltip; /* plain words: "list-3, refs 2, made in line 4"; borrowed */
} HrLayoutBox;

typedef enum { HR_ARROW_REFERENCE, HR_ARROW_TYPE, HR_ARROW_BASE, HR_ARROW_WEAK } HrArrowKind;

typedef struct {
  HrArrowKind kind;
  HrBoxState state;       /* NEW when its slot is new or re-bound; GHOST when its end is */
  guint from_box, to_box; /* indices into boxes */
  const HrPoint
      *points; /* first at the dot, last at the tip on the target's border; every stretch horizontal or vertical */
  guint n_points;
  const char *label; /* "type", "base" on the first of its kind, or NULL */
  HrPoint label_at;  /* baseline start */
} HrLayoutArrow;

/* One moment's picture. Boxes stand back to front (lanes first). */
typedef struct {
  HrSize size_pt;
  const HrLayoutBox *boxes;
  guint n_boxes;
  const HrLayoutPart *parts;
  guint n_parts;
  const HrLayoutArrow *arrows;
  guint n_arrows;
  guint n_left_out;        /* objects reachable but not drawn (depth, hide, limits) */
  guint n_frames_left_out; /* from the middle of a deep stack */
} HrLayoutPicture;

/* The eight measures of one moment, by the definitions in PICTURES' "Stability and quality". */
typedef struct {
  guint32 step;
  guint objects, arrows, overlaps, arrows_through_cards, shared_stretches, crossings, bends;
  double area_pt2, fill, moved_pt; /* moved_pt: largest distance of a surviving object since the moment before */
} HrLayoutQuality;

typedef struct HrLayout HrLayout;

/* Lays out @moments of @timeline (kept referenced). @measure must outlive the layout. Error: a damaged record. */
HrLayout *hr_layout_new (HrTimeline *timeline, const HrLayoutMoment *moments, guint n_moments,
                         const HrLayoutOptions *options, HrTextMeasure *measure,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_layout_free (HrLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrLayout, hr_layout_free)

guint hr_layout_n_moments (const HrLayout *layout);
HrTimeline *hr_layout_peek_timeline (const HrLayout *layout);
const HrLayoutMoment *hr_layout_peek_moment (const HrLayout *layout, guint moment);
const HrLayoutOptions *hr_layout_peek_options (const HrLayout *layout);
HrTextMeasure *hr_layout_peek_measure (const HrLayout *layout);

/* The picture of moment @moment; costs what is in the picture. All pictures of a layout share its places; each is
 * cropped to the layout's whole extent, so that neighbours lie on one another. Error: a damaged record. */
HrLayoutPicture *hr_layout_picture_new (HrLayout *layout, guint moment, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_layout_picture_free (HrLayoutPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrLayoutPicture, hr_layout_picture_free)

/* @previous is the picture of the moment before, or NULL. A picture does not know its step: that field is left 0. */
void hr_layout_measure_quality (const HrLayoutPicture *picture, const HrLayoutPicture *previous,
                                HrLayoutQuality *quality);

/* Where an upright stretch of one arrow crosses a level one of another: stretches by their first points. */
typedef struct {
  guint upright, upright_k, level, level_k;
  HrPoint at;
} HrLayoutCrossing;

/* HrLayoutCrossing, by the x of the upright stretch; NULL when there are more than @most. */
GArray *hr_layout_picture_find_crossings (const HrLayoutPicture *picture, guint most);

/* One box, part or arrow a line, numbers with two decimals: the second golden stage. */
void hr_layout_picture_dump (const HrLayoutPicture *picture, GString *out);

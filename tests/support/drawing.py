"""A picture as `heapreel dump --layout` prints it, and what Graphviz's dot makes of the same graph."""
import json
import math
import re
import subprocess

NUMBER = re.compile(r"-?\d+\.\d\d")
CARDS = {"frame", "chip", "object", "atom"}
NEAR_PT = 3.0  # closer than this, two curves are one line to the eye
SAMPLE_PT = 4.0


class Drawing:
    """Cards by number: (left, top, right, bottom). Arrows: (from, to, points of a polyline)."""

    def __init__(self, cards, arrows, names):
        self.cards, self.arrows, self.names = cards, arrows, names
        xs = [x for card in cards.values() for x in card[0::2]] + [p[0] for _, _, way in arrows for p in way]
        ys = [y for card in cards.values() for y in card[1::2]] + [p[1] for _, _, way in arrows for p in way]
        self.width, self.height = (max(xs) - min(xs), max(ys) - min(ys)) if xs else (0, 0)

    @property
    def area(self):
        return self.width * self.height

    @property
    def fill(self):
        ink = sum((right - left) * (bottom - top) for left, top, right, bottom in self.cards.values())
        return ink / self.area if self.area else 0


def numbers(text):
    return [float(number) for number in NUMBER.findall(text)]


def read(text):
    """The drawing of one step. A label under a card belongs to it."""
    cards, arrows, names, card = {}, [], {}, None
    for line in text.splitlines():
        words = line.split(None, 5)
        if line.startswith("box"):
            card = int(words[1]) if words[2] in CARDS else None
            if card is not None:
                left, top, width, height = numbers(line)[:4]
                cards[card] = (left, top, left + width, top + height)
                names[card] = (words[2], line.split(" id ")[1].split()[0], left)
        elif line.startswith("  label") and card is not None:
            left, top, width, height = numbers(line)[:4]
            old = cards[card]
            cards[card] = (min(old[0], left), old[1], max(old[2], left + width), max(old[3], top + height))
        elif line.startswith("arrow"):
            ends, points = line.split(" -> ")
            at = numbers(points.split('"')[0])
            arrows.append((int(ends.split()[-1]), int(points.split()[0]), list(zip(at[0::2], at[1::2]))))
    return Drawing(cards, arrows, names)


def table(number, height, width, ports):
    """A node as large as the card, with a port at each height from which an arrow starts."""
    rows, top = [], 0
    for port in sorted(ports):
        reach = min(port, height - port, port - top)
        if reach < 1:
            continue
        if port - reach > top:
            rows.append((port - reach - top, ""))
        rows.append((2 * reach, f' PORT="p{port}"'))
        top = port + reach
    if top < height:
        rows.append((height - top, ""))
    cells = "".join(f'<TR><TD{port} FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{size}"></TD></TR>' for size, port in rows)
    return (f'n{number} [shape=plain label=<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{cells}'
            f'</TABLE>>];')


def dot_source(drawing):
    """The same graph: nodes of the same sizes, arrows from the same heights."""
    lines = ["digraph {", "rankdir=LR; splines=true; node [shape=plain]; edge [arrowsize=0.7];"]
    ports = {number: set() for number in drawing.cards}
    edges = []
    for start, end, way in drawing.arrows:
        left, top, right, bottom = drawing.cards[start]
        inside = left <= way[0][0] <= right and top < way[0][1] < bottom and way[0][1] == way[1][1]
        port = round(way[0][1] - top)
        if inside:
            ports[start].add(port)
        edges.append(f"n{start}{f':p{port}:e' if inside else ''} -> n{end};")
    for number, (left, top, right, bottom) in drawing.cards.items():
        lines.append(table(number, round(bottom - top), round(right - left), ports[number]))
    return "\n".join(lines + edges + ["}"])


def curve_points(text):
    """A spline's way as points: dot's `pos`, cubic pieces, the end of the arrowhead last."""
    end, points = None, []
    for word in text.split():
        if word[0] in "es":
            x, y = word[2:].split(",")[:2]
            end = (float(x), float(y)) if word[0] == "e" else end
        else:
            points.append(tuple(float(number) for number in word.split(",")))
    way = points[:1]
    for i in range(0, len(points) - 3, 3):
        a, b, c, d = points[i:i + 4]
        for k in range(1, 13):
            t = k / 12
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3)
            way.append(tuple(sum(w * p[axis] for w, p in zip(weights, (a, b, c, d))) for axis in (0, 1)))
    return way + ([end] if end else [])


def run_dot(drawing, timeout):
    """dot's drawing of the same graph; None when it does not finish."""
    try:
        done = subprocess.run(["dot", "-Tjson"], input=dot_source(drawing), capture_output=True, text=True, check=True,
                              timeout=timeout)
    except subprocess.TimeoutExpired:
        return None
    graph = json.loads(done.stdout)
    cards, order = {}, []
    for node in graph["objects"]:
        number = int(node["name"][1:])
        order.append(number)
        x, y = (float(word) for word in node["pos"].split(","))
        width, height = 72 * float(node["width"]), 72 * float(node["height"])
        cards[number] = (x - width / 2, -y - height / 2, x + width / 2, -y + height / 2)
    arrows = [(order[edge["tail"]], order[edge["head"]], [(x, -y) for x, y in curve_points(edge["pos"])])
              for edge in graph.get("edges", [])]
    return Drawing(cards, arrows, drawing.names)


def side(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def stretches(way):
    return list(zip(way, way[1:]))


def box_of(way):
    xs, ys = [p[0] for p in way], [p[1] for p in way]
    return min(xs), min(ys), max(xs), max(ys)


def boxes_meet(a, b):
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def meeting_point(a, b, c, d):
    t = side(c, d, a) / (side(c, d, a) - side(c, d, b))
    return a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])


def cross_points(one, two, end):
    """Where two polylines cross; not where both arrive at their common end."""
    points = []
    for a, b in stretches(one):
        box = box_of((a, b))
        for c, d in stretches(two):
            if not boxes_meet(box, box_of((c, d))):
                continue
            if side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0:
                near = end and min(abs(p[0] - end[0]) + abs(p[1] - end[1]) for p in (a, b, c, d)) < 3 * NEAR_PT
                points += [] if near else [meeting_point(a, b, c, d)]
    return points


def crossings(drawing):
    """Where arrows to one object run together, what crosses them crosses one line: it counts once."""
    ways = [(box_of(way), start, end, way) for start, end, way in drawing.arrows]
    found = {}
    for i, (box, _, end, way) in enumerate(ways):
        for other_box, _, other_end, other in ways[:i]:
            if not boxes_meet(box, other_box):
                continue
            known = found.setdefault((min(end, other_end), max(end, other_end)), [])
            for x, y in cross_points(way, other, way[-1] if end == other_end else None):
                if all(math.dist((x, y), point) >= NEAR_PT for point in known):
                    known.append((x, y))
    return sum(len(points) for points in found.values())


def overlaps(drawing):
    cards = list(drawing.cards.values())
    return sum(a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1
               for i, a in enumerate(cards) for b in cards[:i])


def through(drawing):
    """Arrows with a point well inside a card that is not theirs."""
    n = 0
    for start, end, way in drawing.arrows:
        box, points = box_of(way), sample(way)
        near = [card for number, card in drawing.cards.items() if number not in (start, end) and boxes_meet(box, card)]
        n += any(card[0] + 1 < x < card[2] - 1 and card[1] + 1 < y < card[3] - 1 for card in near for x, y in points)
    return n


def sample(way):
    """Points of the polyline, some pt from one another."""
    points = []
    for a, b in stretches(way):
        length = max(abs(b[0] - a[0]), abs(b[1] - a[1]))
        steps = max(1, int(length / SAMPLE_PT))
        points += [(a[0] + (b[0] - a[0]) * k / steps, a[1] + (b[1] - a[1]) * k / steps) for k in range(steps)]
    return points


def shared(drawing):
    """Pairs of arrows to different cards that run as one line for three samples or more, their starts left out."""
    ways = [(box_of(way), end, sample(way)) for _, end, way in drawing.arrows]
    cells = []
    for _, _, points in ways:
        cells.append({(int(x // NEAR_PT), int(y // NEAR_PT)) for x, y in points[3:]})
    n = 0
    for i, (box, end, _) in enumerate(ways):
        for j in range(i):
            if end != ways[j][1] and boxes_meet(box, ways[j][0]):
                n += len(cells[i] & cells[j]) >= 3
    return n


def moved(drawing, before):
    """How far the survivor that moved most has moved, pt; places relative to the left top corner."""
    def places(picture):
        left = min(card[0] for card in picture.cards.values())
        top = min(card[1] for card in picture.cards.values())
        return {picture.names[n][:2]: (c[0] - left, c[1] - top) for n, c in picture.cards.items()
                if picture.names[n][0] in ("object", "atom")}
    old, new = places(before), places(drawing)
    return max((math.dist(new[n], old[n]) for n in new if n in old), default=0)

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Point:
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    start: Point
    end: Point


origin = Point(0, 0)
line = Line(origin, Point(3, 4))
longer = replace(line, end=Point(6, 8))
shifted = replace(line, start=longer.end)

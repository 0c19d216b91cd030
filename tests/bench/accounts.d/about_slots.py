class Point:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class More(Point):
    __slots__ = ("__dict__", "w")


p = Point([1], [2])
q = More(p, p)
q.w = q
q.other = p.x
member = Point.x
del p.y

class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def kind(thing):
    match thing:
        case Point(x, y) if x is y:
            return [x]
        case [first, *rest]:
            return first, rest
        case {"key": value, **others}:
            return value, others
        case _:
            return None


s = [1]
a = kind(Point(s, s))
b = kind([s, s, s])
c = kind({"key": s, "more": [2]})
d = kind(2.5)

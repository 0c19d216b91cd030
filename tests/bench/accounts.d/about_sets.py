class Point:
    def __init__(self, x):
        self.x = x

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return self.x == other.x


p, q = Point(1), Point(2)
s = {p, q}
t = frozenset([p, "some text", 2.5])
u = s | t
found = Point(1) in s
s.discard(p)
for each in s:
    last = each

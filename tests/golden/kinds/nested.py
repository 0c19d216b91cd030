# reel: --nest
class Shape:
    def __init__(self, origin, tags):
        self.origin = origin
        self.tags = tags

points = [[0, 1], [2, 3], [4, 5]]
pairs = {"a": [1], "b": ("x", 2), "c": {"k": 1}}
s = Shape((0, 0), {"red"})
shared = [7]
both = [shared, shared, []]
points[1].append(9)

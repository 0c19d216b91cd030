import functools


class Circle:
    def __init__(self, r):
        self._r = r

    @property
    def r(self):
        return self._r

    @r.setter
    def r(self, r):
        self._r = r

    @functools.cached_property
    def area(self):
        return [self._r]


c = Circle([1])
a = c.r
c.r = [2]
b = c.area
d = c.area
p = Circle.r

from collections import namedtuple
from typing import NamedTuple
import time

Point = namedtuple("Point", "x y")
p = Point([1], [2])
q = p._replace(x=[3])


class Row(NamedTuple):
    name: str
    size: list = [9]


r = Row("row one")
x, y = q
t = time.gmtime(10**9)
s = t.tm_year

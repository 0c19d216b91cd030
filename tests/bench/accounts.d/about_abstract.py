import abc
import collections.abc


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self):
        ...


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return [self.side, self.side]


class Bag(collections.abc.Sequence):
    def __init__(self, items):
        self.items = items

    def __getitem__(self, i):
        return self.items[i]

    def __len__(self):
        return len(self.items)


s = Square([2])
a = s.area()
b = Bag([a, a])
c = a in b
d = list(reversed(b))
ok = isinstance(s, Shape)

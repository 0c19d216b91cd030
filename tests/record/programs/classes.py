import abc, collections, dataclasses, enum, functools, typing


@dataclasses.dataclass(order=True)
class Point:
    x: int
    y: float = 2.0
    tags: list = dataclasses.field(default_factory=list)


class Colour(enum.Enum):
    RED = 1
    GREEN = "g"


class Flags(enum.IntFlag):
    A = 1
    B = 2


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...


class Square(Shape):
    __slots__ = ("side",)

    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2

    @property
    def double(self):
        return self.side * 2

    @staticmethod
    def make():
        return Square(2)

    @classmethod
    def unit(cls):
        return cls(1)


Pair = collections.namedtuple("Pair", "a b")
p, q = Point(1), Point(2, tags=["t"])
pair = Pair(1, [2])
counter = collections.Counter("hello")
ordered = collections.OrderedDict(b=1, a=2)
queue = collections.deque([1, 2], maxlen=3)
default = collections.defaultdict(list)
default["k"].append(1)


@functools.lru_cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return collections.OrderedDict()

    def __call__(cls, *args):
        print("made by", cls.__name__)
        return super().__call__(*args)


class Made(metaclass=Meta):
    a = 1

    def __init__(self):
        super().__init__()
        self.b = self.a


made = Made()
print(p < q, pair, counter, ordered, queue, dict(default), fib(10), Colour.RED, Flags.A | Flags.B, Square.unit().double)
print(vars(made), Made.__mro__, type(made) is Made)
made.__class__ = type("Other", (), {})
print(type(made).__name__)

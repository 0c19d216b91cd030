"""Objects that are not finished, or not what they say, while steps are taken."""
import array
import collections
import enum
import functools
import gc
import itertools
import sys
import time
import types
import weakref


def look(*things):
    kept = things
    return len(kept)


# made, but never initialised
raw = [
    property.__new__(property), super.__new__(super), staticmethod.__new__(staticmethod),
    classmethod.__new__(classmethod), Exception.__new__(Exception), OSError.__new__(OSError),
    StopIteration.__new__(StopIteration), SyntaxError.__new__(SyntaxError), UnicodeDecodeError.__new__(UnicodeDecodeError),
    collections.deque.__new__(collections.deque), collections.defaultdict.__new__(collections.defaultdict),
    collections.OrderedDict.__new__(collections.OrderedDict), bytearray.__new__(bytearray),
    types.ModuleType.__new__(types.ModuleType), types.SimpleNamespace.__new__(types.SimpleNamespace),
    list.__new__(list), dict.__new__(dict), set.__new__(set), object.__new__(object),
]
raw_array = array.array.__new__(array.array, "d")
look(raw, raw_array)


class Slots:
    __slots__ = ("a", "__b", "__dict__", "__weakref__")

    def __new__(cls):
        self = super().__new__(cls)
        early = self
        look(early)
        return self

    def __init__(self):
        halfway = self
        self.a = 1
        look(halfway)


slotted = Slots()


class Late(type):
    def __new__(mcs, name, bases, namespace):
        made = super().__new__(mcs, name, bases, namespace)
        seen = made
        return seen

    def mro(cls):
        unready = cls
        look(unready)
        return super().mro()


class Named:
    def __set_name__(self, owner, name):
        self.owner = owner
        look(owner, self)


class Made(metaclass=Late):
    field = Named()
    odd = {}
    odd[1] = 2

    def __init_subclass__(cls):
        look(cls)


class Under(Made):
    pass


Weird = type("Weird", (), {1: 2, "ä": 3, "\udcff": 4})
weird = Weird()
weird.__dict__[1] = "not a name"
setattr(weird, "\udcff", 1)
setattr(weird, "", 2)
nameless = type("", (), {})()
look(weird, nameless)


# containers that are at work
class Key:
    def __init__(self, n, container):
        self.n, self.container = n, container

    def __hash__(self):
        busy = self.container
        return self.n % 2

    def __eq__(self, other):
        busy = self.container
        return self.n == other.n

    def __lt__(self, other):
        busy = self.container
        return self.n < other.n

    def __del__(self):
        busy = self.container
        self.container = None


table, ordered, group = {}, collections.OrderedDict(), set()
for n in range(12):
    table[Key(n, table)] = n
    ordered[Key(n, ordered)] = n
    group.add(Key(n, group))
ordered.move_to_end(next(iter(ordered)))
del ordered[list(ordered)[3]]
ordered.popitem(last=False)
ordered.clear()
table.clear()
group.clear()
sorting = []
sorting.extend(Key(n, sorting) for n in (3, 1, 2))
sorting.sort()
print([key.n for key in sorting])
print(sorted(range(3), key=lambda n: look(sorting) and -n))


def feed(what):
    for n in range(3):
        found = [thing for thing in gc.get_objects() if type(thing) is what and len(thing) < 50][-40:]
        yield n
    del found


for what in (list, tuple, collections.deque, set, frozenset):
    print(what.__name__, len(what(feed(what))))
print(len(array.array("i", (look() or n for n in range(3)))), bytearray(n for n in range(3)))

queue = collections.deque(maxlen=0)
queue.append(1)
queue = collections.deque(range(200), 100)
queue.rotate(7)
del queue[50]
walker = iter(queue)
next(walker)
queue.append(1)
try:
    next(walker)
except RuntimeError as error:
    print(error)
look(queue, walker)
held = collections.deque()
held.extend(Key(n, held) for n in range(70))
held.clear()


# what changes its shape behind one's back
Point = collections.namedtuple("Point", "x y")
point = Point(1, 2)
for fields in ((1, 2), 5, ("x",), ("a", "b"), (), "xy"):
    Point._fields = fields
    look(point)
del Point._fields
look(point, Point)
moment = time.struct_time(range(11))
moment9 = time.struct_time(range(9))
look(moment, moment9, sys.flags, sys.float_info)


class One:
    pass


class Other:
    pass


changing = One()
changing.x = 1
changing.__class__ = Other
changing.__dict__ = {"y": changing}
look(changing)


def shape(a, b=1, *, c=2):
    return a


shape.__defaults__ = (1, 2, 3, 4, 5)
look(shape)
shape.__kwdefaults__ = {"q": 1, 2: 3}
look(shape)
shape.__code__ = (lambda *args: None).__code__
shape.__defaults__ = None
look(shape)


def cells():
    value = 1

    def inner():
        return value
    del value
    look(inner)
    return inner


emptied = cells()
look(emptied.__closure__[0])

# references that go nowhere, or round
gone = weakref.ref(One())
proxy = weakref.proxy(changing)
looped = ValueError()
looped.__cause__ = looped
looped.__context__ = None
looped.args = ()
partial = functools.partial(print)
partial.__setstate__((partial, (), {}, {}))
circle = slice(None)
round_list = []
round_list.append(slice(round_list, iter(round_list), reversed(round_list)))
view = memoryview(bytearray(24))
cast = view.cast("i", (2, 3))
scalar = memoryview(array.array("d", [1.0]))[0:1]
look(gone, proxy, looped, partial, round_list, view, cast, scalar)
cast.release()
view.release()
look(view, cast)
partial.__setstate__((print, (), {}, {}))
del round_list[0]


# code in all its states
def generator():
    me = yield
    state = me.gi_running
    look(me)
    yield from me_too(me)


def me_too(outer):
    yield outer


running = generator()
look(running)
next(running)
running.send(running)
look(running)
running.close()
look(running)


def thrower():
    try:
        yield 1
    finally:
        look(thrown)


thrown = thrower()
next(thrown)
try:
    thrown.throw(KeyError("k"))
except KeyError as error:
    caught = error
    look(error.__traceback__, error.__traceback__.tb_next)
caught.__traceback__ = None


def frame_of():
    local = [1]
    return sys._getframe()


kept = frame_of()
look(kept, kept.f_back)
kept.clear()
look(kept)


async def asynchronous():
    try:
        yield 1
    finally:
        look(steps)


steps = asynchronous()
ask = steps.asend(None)
look(ask)
try:
    ask.send(None)
except StopIteration as stop:
    print("yielded", stop.value)
look(steps, ask)
closing = steps.aclose()
look(closing)
try:
    closing.send(None)
except StopIteration:
    print("closed")
look(steps, ask, closing)


class Colour(enum.Flag):
    RED = enum.auto()
    BLUE = enum.auto()


both = Colour.RED | Colour.BLUE
copies = itertools.tee(iter("abc"))
next(copies[0])
grouped = itertools.groupby("aab")
key, group = next(grouped)
zipped = zip(range(3), itertools.count())
chained = itertools.chain.from_iterable([[1], [2]])
look(both, copies, grouped, group, zipped, chained, next(zipped), next(chained))
for exhausted in (iter([]), iter(()), iter(""), iter({}), iter(set()), iter(range(0)), iter(int, 0), zip(), map(str, []),
                  itertools.islice([], 0), itertools.chain(), reversed([]), iter(b""), iter(collections.deque())):
    try:
        next(exhausted)
    except StopIteration:
        look(exhausted)

if sys.version_info >= (3, 12):
    names = {}
    exec("type Broken[T: 1 / 0] = nowhere\ndef typed[T: (int, str)](x: T) -> T: return x\nclass Typed[T]: pass", names)
    look(names["Broken"], names["Broken"].__type_params__, names["typed"], names["Typed"])
    try:
        names["Broken"].__value__
    except NameError as error:
        look(names["Broken"])
print("done")

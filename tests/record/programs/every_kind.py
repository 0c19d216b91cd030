"""Something of every kind, and a step after each."""
import array
import asyncio
import collections
import contextvars
import dataclasses
import enum
import functools
import io
import itertools
import sys
import types
import typing
import weakref

dq = collections.deque([1, 2, 3], maxlen=5)
dqi = iter(dq)
next(dqi)
od = collections.OrderedDict(a=1, b=2, c=3)
od.move_to_end('a')
odi = iter(od)
dd = collections.defaultdict(list)
dd['x'].append(1)
ct = collections.Counter("hello")
P = collections.namedtuple('P', 'x y')
p = P(1, 2)
class Q(P):
    def f(self): pass
q = Q(3, 4)
class NT(typing.NamedTuple):
    a: int
    b: str = 'z'
nt = NT(1)
vi = sys.version_info
arr = array.array('d', [1.5, 2.5])
arrh = array.array('H', range(5))
ai = iter(arr)
ba = bytearray(b'abc')
mv = memoryview(ba)
mv2 = memoryview(ba)[1:]
mv2.release()
mp = types.MappingProxyType({'k': 1})
dk, dv, di = {}.keys(), {1: 2}.values(), {1: 2}.items()
lst = [1, 2, 3]
li = iter(lst)
next(li)
lx = iter(lst)
list(lx)
lr = reversed(lst)
ti = iter((1, 2))
si = iter('abc')
su = iter('ab\u1234')
bi = iter(b'ab')
seti = iter({1, 2})
ri = iter(range(3, 10, 2))
next(ri)
rl = iter(range(2**70))
next(rl)
dki = iter({1: 2})
dii = iter({1: 2}.items())
dri = reversed({1: 2})
en = enumerate(lst)
next(en)
z = zip(lst, 'abc')
m = map(len, ['a'])
fi = filter(None, lst)
rv = reversed((1, 2))
ci = iter(int, 3)
ic = itertools.count(5)
icf = itertools.count(1.5, .5)
ir = itertools.repeat(1, 3)
icy = itertools.cycle(lst)
ich = itertools.chain(lst, 'a')
isl = itertools.islice(lst, 2)
iw = itertools.takewhile(bool, lst)
idw = itertools.dropwhile(bool, lst)
iff = itertools.filterfalse(bool, lst)
ism = itertools.starmap(pow, [(1, 2)])
iac = itertools.accumulate(lst)
ipw = itertools.pairwise(lst)
izl = itertools.zip_longest(lst, 'a')
ip = itertools.product(lst, 'ab')
icb = itertools.combinations(lst, 2)
ipm = itertools.permutations(lst, 2)
icm = itertools.compress(lst, [1, 0])
igb = itertools.groupby(lst)
gk, gr = next(igb)
te, tf = itertools.tee(lst)
sl = slice(1, 2)
class Color(enum.Enum):
    RED = 1
    GREEN = 2
red = Color.RED
class IE(enum.IntEnum):
    A = 1
ie = IE.A
@dataclasses.dataclass
class D:
    x: int = 3
    y: list = dataclasses.field(default_factory=list)
d = D()
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise KeyError('k') from e
except KeyError as e:
    exc = e
    exc.add_note('note')
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise KeyError('k') from None
except KeyError as e:
    exc2 = e
try:
    open('/nonexistent')
except OSError as e:
    oserr = e
eg = ExceptionGroup('g', [ValueError(1), TypeError(2)])
ex0 = Exception.__new__(Exception)
def gen(n):
    loc = [n]
    for i in range(n):
        yield i
    yield from inner()
def inner():
    yield 'in'
g0 = gen(1)
g1 = gen(1)
next(g1)
g2 = gen(0)
next(g2)
g3 = gen(0)
g3.close()
async def co(): await co2()
async def co2(): await aw()
@types.coroutine
def aw(): yield 1
c = co()
c.send(None)
async def ag():
    yield 1
a = ag()
asend = a.asend(None)
athrow = a.athrow(ValueError)
cw = co2()
cww = cw.__await__()
class C:
    def meth(self): pass
    @property
    def prop(self): return 1
    @staticmethod
    def sm(): pass
    @classmethod
    def cm(cls): pass
    @functools.cached_property
    def cp(self): return 5
    @functools.lru_cache
    def lru(self): return 1
    def sup(self):
        return super()
o = C()
bm = o.meth
o.cp
pr = C.__dict__['prop']
sm = C.__dict__['sm']
cm = C.__dict__['cm']
lru = C.__dict__['lru']
cp = C.__dict__['cp']
sp = o.sup()
app = lst.append
mw = (5).__add__
ln = len
join = str.join
fk = dict.fromkeys
fkd = dict.__dict__['fromkeys']
pa = functools.partial(pow, 2, mod=5)
wr = weakref.ref(o)
wr2 = weakref.ref(C())
wp = weakref.proxy(o, print)
temp = C()
wrc = weakref.ref(temp, print)
keep = [temp]
del temp
wr3 = weakref.ref(keep[0])
hold = {1: C()}
wvd = weakref.WeakValueDictionary()
wvd['o'] = o
ws = weakref.WeakSet([o])
class S:
    __slots__ = ('a', 'b')
s = S()
s.a = 1
slot = S.__dict__['a']
gs = C.__dict__['__dict__']
ga = list[int]
un = int | str
tv = typing.TypeVar('tv', bound=int)
tl = typing.List[int]
op = typing.Optional[int]
gai = iter(ga)
code = gen.__code__
fr = sys._getframe()
def ff():
    lo = [1]
    return sys._getframe()
frd = ff()
tb = exc.__traceback__
ni = NotImplemented
el = ...
cv = contextvars.ContextVar('cv', default=3)
ctx = contextvars.copy_context()
ns = types.SimpleNamespace(a=1, b=[2])
class L(list): pass
class I(int): pass
class F(float): pass
class St(str): pass
class Se(set): pass
class DD(collections.deque): pass
class Od(collections.OrderedDict): pass
L1 = L([1])
L1.extra = 5
I1 = I(5)
I1.extra = 6
F1 = F(1.5)
F1.e = 1
St1 = St('x')
St1.e = 2
Se1 = Se([1])
Se1.e = 3
DD1 = DD([1, 2])
DD1.e = 4
Od1 = Od(a=1)
Od1.e = 5
it_g = itertools.islice(gen(2), 1)
rng = range(3)
class Meta(type):
    x = 1
class MC(metaclass=Meta): pass
sio = io.StringIO('abc')


async def waiter(future):
    return await future


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    task = loop.create_task(waiter(future))
    await asyncio.sleep(0)
    waiting = task.get_coro()
    future.set_result(5)
    return await task


print(asyncio.run(main()))
a_closed = cw.close(), c.close(), asend.close(), athrow.close()
print(len(globals()) > 100)

#: depth_reached
import sys
def f(n):
    global deepest
    deepest = n
    f(n + 1)
try:
    f(1)
except RecursionError as e:
    print(deepest, e)
#: depth_reached_low_limit
import sys
sys.setrecursionlimit(80)
def f(n):
    try:
        return f(n + 1)
    except RecursionError:
        return n
print(f(1))
sys.setrecursionlimit(1000)
#: depth_in_methods
class A:
    def __getattr__(self, name):
        global n
        n += 1
        return getattr(self, name + "x")
n = 0
try:
    A().a
except RecursionError:
    print(n)
#: depth_in_c
import functools
n = 0
def key(x):
    global n
    n += 1
    return sorted([x], key=key)
try:
    key(1)
except RecursionError:
    print(n)
n = 0
class R:
    def __repr__(self):
        global n
        n += 1
        return repr(self) + "."
try:
    repr(R())
except RecursionError:
    print(n)
#: depth_by_generators
def g(n):
    global deepest
    deepest = n
    yield from g(n + 1)
try:
    list(g(1))
except RecursionError:
    print(deepest)
#: limit_too_low
import sys
def f(n):
    if n:
        return f(n - 1)
    try:
        sys.setrecursionlimit(5)
    except RecursionError as e:
        return str(e)
print(f(10), sys.getrecursionlimit())
#: getframe
import sys
def names():
    f, out = sys._getframe(), []
    while f:
        out.append((f.f_code.co_name, f.f_lineno, sorted(f.f_locals)[:2], f.f_trace, f.f_trace_lines, f.f_trace_opcodes, f.f_lasti))
        f = f.f_back
    return out
def caller():
    return names()
print(caller())
#: inspect_stack
import inspect
def f():
    return [(i.function, i.lineno, i.code_context[0].strip(), i.index) for i in inspect.stack()]
class A:
    def m(self):
        return f()
print(A().m())
print(inspect.currentframe().f_back, inspect.getframeinfo(inspect.currentframe()).lineno)
#: traceback_texts
import traceback
def f(x):
    return 1 / x
def g():
    try:
        f(0)
    except ZeroDivisionError as e:
        raise ValueError("bad") from e
try:
    g()
except ValueError:
    print(traceback.format_exc())
print("".join(traceback.format_stack()))
#: traceback_of_frames
import traceback, sys
def f():
    raise KeyError("k")
try:
    f()
except KeyError as e:
    tb = e.__traceback__
    print([(x.tb_lineno, x.tb_lasti, x.tb_frame.f_code.co_name, x.tb_frame.f_lineno) for x in (tb, tb.tb_next)])
    for frame, line in traceback.walk_tb(tb):
        print(frame.f_locals.keys() <= {"e"} or len(frame.f_locals), line)
    tb.tb_next.tb_frame.clear()
#: frame_clear
import sys
class D:
    def __del__(self):
        print("died")
def f():
    d = D()
    raise ValueError
try:
    f()
except ValueError as e:
    e.__traceback__.tb_next.tb_frame.clear()
    print("cleared")
try:
    sys._getframe().clear()
except RuntimeError as e:
    print(e)
#: frame_locals_writes
import sys
def f():
    x = 1
    sys._getframe().f_locals["x"] = 2
    locals()["y"] = 3
    z = 4
    return x, sorted(sys._getframe().f_locals)
print(f(), f())
#: current_frames
import sys, threading
def frames():
    return [(f.f_code.co_name, f.f_lineno) for f in sys._current_frames().values()]
print(frames())
go, done = threading.Event(), threading.Event()
def work():
    done.set()
    go.wait()
t = threading.Thread(target=work)
t.start()
done.wait()
print(len(sys._current_frames()), len(sys._current_exceptions()))
go.set()
t.join()
print(len(sys._current_frames()))
#: generator_frames
def g():
    x = 1
    yield x
    try:
        yield 2
    finally:
        y = 3
i = g()
print(i.gi_frame.f_lineno, i.gi_frame.f_lasti, i.gi_running, i.gi_suspended, i.gi_yieldfrom)
next(i)
print(i.gi_frame.f_locals, i.gi_frame.f_lineno, i.gi_frame.f_back, i.gi_frame.f_trace, i.gi_code is g.__code__)
next(i)
f = i.gi_frame
i.close()
print(i.gi_frame, f.f_locals, f.f_lineno)
#: generator_order
log = []
class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        log.append(self.n)
def g():
    d = D("in generator")
    try:
        yield 1
    finally:
        log.append("finally")
i = g()
next(i)
del i
d = D("plain")
d = None
print(log)
#: deletion_order
class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
def f(a, b):
    c = D("c")
    return a
x = f(D("a"), D("b"))
print("returned")
x = [D(1), D(2)]
x = None
d = {"k": D("value")}
d["k"] = 0
a, b = D("a2"), D("b2")
a = b
print("end")
#: deletion_at_exit
import atexit, weakref
class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
one, two, three = D(1), D(2), D(3)
_underscore = D("_")
weakref.finalize(two, print, "finalize two")
ref = weakref.ref(three, lambda r: print("ref three"))
atexit.register(print, "atexit 1")
atexit.register(print, "atexit 2")
class Cycle(D):
    pass
c = Cycle("cycle")
c.me = c
#: weakrefs
import weakref, gc
class A:
    pass
log = []
a = A()
r = weakref.ref(a, lambda _: log.append("ref"))
p = weakref.proxy(a, lambda _: log.append("proxy"))
w = weakref.WeakValueDictionary(k=a)
print(weakref.getweakrefcount(a), len(w))
del a
print(log, r(), len(w))
b = A()
b.b = b
r2 = weakref.ref(b, lambda _: log.append("cycle"))
del b
print(r2() is not None, gc.collect() > 0, r2(), log)
#: resurrection
kept = []
class R:
    def __del__(self):
        kept.append(self)
r = R()
i = id(r)
del r
print(len(kept), id(kept[0]) == i)
kept.clear()
print(len(kept))
#: exception_cleanup
class D:
    def __del__(self):
        print("del")
def f():
    d = D()
    raise ValueError
try:
    f()
except ValueError:
    print("caught")
print("after")
try:
    f()
except ValueError as e:
    kept = e
print("kept")
del kept
print("gone")
#: temporaries
class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
    def m(self):
        return D(self.n + 1)
print(D(1).m().m().n)
[D(10), D(11)][0].m()
D(20) if D(21) else 0
for d in (D(30), D(31)):
    pass
print("end")
#: comprehension_scopes
import sys
print([sys._getframe().f_code.co_name for _ in range(2)], {sys._getframe(0).f_lineno for x in (1, 2)})
print(list(sys._getframe().f_code.co_name for _ in range(2)))
x = 5
print([x for x in range(3)], x, [y for z in [[1], [2]] for y in z])
#: class_bodies
import sys
class Meta(type):
    def __prepare__(name, bases):
        print("prepare", sys._getframe(1).f_code.co_name)
        return {}
class A(metaclass=Meta):
    where = sys._getframe().f_code.co_name, sys._getframe().f_lineno
    def __init_subclass__(cls, **kw):
        print("init", cls.__name__, sys.getrefcount(cls))
    def __set_name__(self, owner, name):
        print(name)
class B(A):
    a = 1
print(A.where, A.__dict__.keys() - object.__dict__.keys())
#: with_blocks
class C:
    def __enter__(self):
        print("enter")
        return self
    def __exit__(self, *what):
        print("exit", [w.__class__.__name__ for w in what])
        return True
with C() as c, C():
    raise ValueError
print("on")
#: match_statements
def f(x):
    match x:
        case [1, *rest]:
            return rest
        case {"k": v, **more}:
            return v, more
        case int() | str() as s:
            return s
        case _:
            return None
print([f(x) for x in ([1, 2], {"k": 1, "j": 2}, 5, "s", 1.5)])
#: asyncio_order
import asyncio
async def work(n):
    for i in range(3):
        print(n, i)
        await asyncio.sleep(0)
    return n
async def main():
    print(await asyncio.gather(work("a"), work("b")))
    t = asyncio.create_task(work("c"))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", len(asyncio.all_tasks()))
asyncio.run(main())
#: async_generators
import asyncio
async def g():
    try:
        for i in range(5):
            yield i
    finally:
        print("closed")
async def main():
    async for x in g():
        if x == 2:
            break
        print(x)
    print([x async for x in g()])
asyncio.run(main())
#: coroutine_never_awaited
import warnings
warnings.simplefilter("always")
async def f():
    pass
f()
print("after")
#: coroutine_origin
import sys
sys.set_coroutine_origin_tracking_depth(2)
async def f():
    pass
c = f()
print([(x[1], x[2]) for x in c.cr_origin], c.cr_frame.f_lineno, c.cr_await)
c.close()
#: asyncgen_hooks
import sys
print(sys.get_asyncgen_hooks())
async def g():
    yield 1
a = g()
print(a.ag_frame.f_lineno, a.ag_running)
try:
    a.asend(None).send(None)
except StopIteration as e:
    print(e.value)
#: descriptors_not_called
class Loud:
    def __get__(self, o, t):
        print("get")
        return 1
    def __set_name__(self, o, n):
        print("name", n)
class A:
    d = Loud()
    @property
    def p(self):
        print("property")
    def __getattr__(self, n):
        print("getattr", n)
        raise AttributeError(n)
    def __repr__(self):
        print("repr")
        return "A"
    def __eq__(self, other):
        print("eq")
        return True
    def __hash__(self):
        print("hash")
        return 1
    def __len__(self):
        print("len")
        return 0
    def __bool__(self):
        print("bool")
        return True
a = A()
b = [a, {a: a}]
print("end")
#: half_built_seen
class A:
    def __new__(cls):
        self = super().__new__(cls)
        self.early = 1
        return self
    def __init__(self):
        self.one = self
        raise ValueError
for _ in range(2):
    try:
        A()
    except ValueError:
        pass
class S:
    __slots__ = ("never", "__dict__", "__weakref__")
s = S()
print(hasattr(s, "never"))
#: class_of_instance_changes
class A:
    def __init__(self):
        self.x = 1
class B:
    pass
a = A()
a.__class__ = B
print(type(a).__name__, a.__dict__)
a.__dict__ = {"y": 2}
print(a.y)
#: mutation_during_iteration
d = {1: 1, 2: 2}
try:
    for k in d:
        d[k + 10] = 1
except RuntimeError as e:
    print(e)
l = [1, 2, 3]
for x in l:
    if len(l) < 6:
        l.append(x)
print(l)
#: string_growth
s = ""
ids = set()
for i in range(200):
    s += "x"
t = s + "y"
print(len(s), len(t))
#: default_arguments
def f(a, l=[], *, d={}):
    l.append(a)
    d[a] = l
    return len(l), len(d), f.__defaults__ is not None
print(f(1), f(2), f(3), f.__defaults__, f.__kwdefaults__)
#: interning
import sys
a, b = "hello", "hel" + "lo"
c = "".join(["hel", "lo"])
print(a is b, a is c, sys.intern(c) is a, 256 is int("256"), 257 is int("257"))
#: hash_order
s = {"alpha", "beta", "gamma", "delta", (1, 2), frozenset([3])}
print(list(s), hash("alpha"), [hash(x) % 7 for x in ("a", "b", b"c")])
#: object_hash_order
class A:
    pass
kept = [A() for _ in range(12)]
s = set(kept)
print(len(s), sorted(kept.index(x) for x in s) == list(range(12)))
#: time_and_random
import random
random.seed(4)
print([random.randrange(100) for _ in range(8)], random.getstate()[1][-1])

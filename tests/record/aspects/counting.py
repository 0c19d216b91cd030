#: refcount_literals
import sys
print([sys.getrefcount(x) for x in ([], {}, (), "s" * 3, 1.5, object(), lambda: 0)])
#: refcount_names
import sys
a = [1]
b = a
c = {"a": a}
print(sys.getrefcount(a), sys.getrefcount(b), sys.getrefcount(c))
del b
print(sys.getrefcount(a))
#: refcount_arguments
import sys
def f(x, *rest, **named):
    return sys.getrefcount(x), sys.getrefcount(rest), sys.getrefcount(named), sys.getrefcount(f)
print(f([]), f([1], 2, k=3))
value = object()
print(f(value, value, v=value))
#: refcount_classes
import sys
class A:
    x = []
    def m(self):
        return sys.getrefcount(self), sys.getrefcount(A), sys.getrefcount(A.x), sys.getrefcount(A.m)
class B(A):
    pass
print(A().m(), B().m(), sys.getrefcount(A.__mro__), sys.getrefcount(A.__dict__["m"]))
many = [A() for _ in range(10)]
print(sys.getrefcount(A))
#: refcount_in_except
import sys
def f():
    raise ValueError([1])
try:
    f()
except ValueError as e:
    print(sys.getrefcount(e), sys.getrefcount(e.args), sys.getrefcount(e.__traceback__), sys.getrefcount(ValueError) > 3)
    t = e.__traceback__
    while t:
        print(t.tb_lineno, sys.getrefcount(t.tb_frame), t.tb_lasti)
        t = t.tb_next
#: refcount_generators
import sys
def g(x):
    yield sys.getrefcount(x)
    y = [x]
    yield sys.getrefcount(y)
it = g(object())
print(next(it), sys.getrefcount(it), next(it), sys.getrefcount(it), it.gi_frame.f_lineno, sys.getrefcount(it.gi_frame))
print(list(it), it.gi_frame, sys.getrefcount(it))
#: refcount_closures
import sys
def outer():
    x = []
    def inner():
        return sys.getrefcount(x), sys.getrefcount(inner)
    return inner
i = outer()
print(i(), sys.getrefcount(i), sys.getrefcount(i.__closure__[0].cell_contents), sys.getrefcount(i.__code__))
#: refcount_code
import sys
def f():
    return 1.25, "text of f", (1, 2)
print([sys.getrefcount(c) for c in f.__code__.co_consts[1:]], sys.getrefcount(f.__code__.co_names))
f()
print(sys.getrefcount(f.__code__), sys.getrefcount(f.__globals__), sys.getrefcount(f.__code__.co_filename))
#: refcount_exception_passing
import sys
class E(Exception):
    pass
def a(o):
    raise E(o)
def b(o):
    try:
        a(o)
    finally:
        print("finally", sys.getrefcount(o), sys.getrefcount(E))
o = object()
try:
    b(o)
except E as e:
    print(sys.getrefcount(e), sys.getrefcount(o), sys.getrefcount(E))
print(sys.getrefcount(o))
#: refcount_iteration
import sys
items = [[i] for i in range(4)]
for item in items:
    print(sys.getrefcount(item), sys.getrefcount(items))
for i, item in enumerate(items):
    print(i, sys.getrefcount(item))
for a, b in zip(items, items):
    print(sys.getrefcount(a))
for k, v in {1: items}.items():
    print(sys.getrefcount(v))
#: refcount_threads
import sys, threading
shared = []
def work():
    print(sys.getrefcount(shared), sys.getrefcount(threading.current_thread()))
for _ in range(3):
    t = threading.Thread(target=work)
    t.start()
    t.join()
print(sys.getrefcount(t), sys.getrefcount(shared))
#: gc_at_start
import gc
print(gc.get_count(), len(gc.get_objects()), gc.get_stats())
#: gc_counts_in_calls
import gc
def f(n):
    if n:
        return f(n - 1)
    return gc.get_count()
print(gc.get_count())
print(f(0), f(1), f(5), f(20))
print(gc.get_count())
#: gc_counts_in_generators
import gc
def g():
    while True:
        yield gc.get_count()
its = [g() for _ in range(5)]
print([next(i) for i in its], gc.get_count())
for i in its:
    i.close()
print(gc.get_count())
#: gc_counts_after_exceptions
import gc
def f():
    raise KeyError(1)
print(gc.get_count())
for _ in range(3):
    try:
        f()
    except KeyError as e:
        print(gc.get_count())
print(gc.get_count())
#: gc_points
import gc
log = []
def note(phase, info):
    if phase == "start":
        log.append((info["generation"], len(kept)))
kept = []
gc.callbacks.append(note)
for i in range(5000):
    kept.append([i])
gc.callbacks.clear()
print(log)
#: gc_points_in_calls
import gc
log = []
def note(phase, info):
    log.append((phase, info["generation"], info["collected"], n))
def node(n):
    x = {}
    x["self"] = x
    return helper(n)
def helper(n):
    return [n]
n = 0
gc.callbacks.append(note)
while n < 3000:
    node(n)
    n += 1
gc.callbacks.clear()
print(log)
#: gc_points_recursive
import gc
log = []
depths = []
def note(phase, info):
    log.append((info["generation"], len(depths)))
def deep(n, keep):
    depths.append(n)
    if n:
        deep(n - 1, [keep])
    depths.pop()
gc.callbacks.append(note)
for _ in range(30):
    deep(60, [])
gc.callbacks.clear()
print(log)
#: gc_points_generators
import gc
log = []
def g(n):
    for i in range(n):
        yield {"i": i}
gc.callbacks.append(lambda phase, info: log.append((phase[2], info["generation"], len(out))))
out = []
its = [g(30) for _ in range(60)]
for it in its:
    out.extend(it)
gc.callbacks.clear()
print(log)
#: gc_points_classes
import gc
log = []
class Node:
    def __init__(self, other):
        self.other = other
        if other is not None:
            other.other = self
gc.callbacks.append(lambda phase, info: log.append((phase[2], info["generation"], info["collected"], i)))
for i in range(1500):
    a = Node(None)
    b = Node(a)
gc.callbacks.clear()
print(log)
#: gc_thresholds
import gc
log = []
gc.set_threshold(10, 2, 2)
gc.callbacks.append(lambda phase, info: log.append((phase[2], info["generation"], len(kept))))
kept = []
def f(x):
    kept.append([x])
for i in range(100):
    f(i)
gc.callbacks.clear()
gc.set_threshold(700, 10, 10)
print(log)
#: gc_disabled
import gc
gc.disable()
class A:
    pass
for _ in range(2000):
    a = A()
    a.a = a
print(gc.isenabled(), gc.get_count(), gc.collect(), gc.get_count())
gc.enable()
#: gc_freeze
import gc
gc.collect()
gc.freeze()
print(gc.get_freeze_count(), gc.get_count())
x = [[] for _ in range(50)]
gc.unfreeze()
print(gc.get_freeze_count(), gc.collect())
#: gc_debug_saveall
import gc
gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)
class A:
    def f(self):
        pass
for _ in range(3):
    a = A()
    a.me = a
del a
print(gc.collect(), [type(x).__name__ for x in gc.garbage])
gc.set_debug(0)
gc.garbage.clear()
#: gc_debug_stats
import gc
gc.set_debug(gc.DEBUG_COLLECTABLE)
class A:
    pass
a = A()
a.me = a
del a
import sys, io
n = gc.collect()
gc.set_debug(0)
print(n)
#: gc_referrers
import gc
target = [object()]
holders = [target, (target,), {"t": target}]
def f(local):
    inner = [local]
    return sorted(type(r).__name__ for r in gc.get_referrers(local))
print(f(target), sorted(type(r).__name__ for r in gc.get_referents(holders)), gc.is_tracked(target), gc.is_tracked(()))
#: gc_objects_delta
import gc
def kinds():
    found = {}
    for o in gc.get_objects():
        found[type(o).__name__] = found.get(type(o).__name__, 0) + 1
    return found
before = kinds()
class A:
    def method(self):
        def inner():
            return self
        return inner
a = [A().method() for _ in range(4)]
def g():
    yield
x = g()
next(x)
after = kinds()
print({k: after[k] - before.get(k, 0) for k in sorted(after) if after[k] != before.get(k, 0)})
#: gc_generations
import gc
x = [[i] for i in range(10)]
print([len(gc.get_objects(generation=g)) > 0 for g in range(3)])
gc.collect(0)
print(len(gc.get_objects(generation=0)) < 50, gc.get_count())
#: blocks
import sys
def blocks():
    return sys.getallocatedblocks()
a = blocks()
x = [object() for _ in range(100)]
b = blocks()
del x
c = blocks()
print(b - a, c - b)
#: blocks_in_calls
import sys
def f(n):
    y = [n]
    return sys.getallocatedblocks() - base if n == 0 else f(n - 1)
f(3)
base = sys.getallocatedblocks()
base = sys.getallocatedblocks()
print(f(0), f(1), f(8), f(0))
print(sys.getallocatedblocks() - base)
#: sizes
import sys
class A:
    def __init__(self):
        self.x = 1
class S:
    __slots__ = ("a",)
def f():
    pass
def g():
    yield
a = A()
print([sys.getsizeof(o) for o in (a, S(), f, f.__code__, g, g.__code__, g(), A, [], [1], (1,), {}, {1: 2}, "x", "é", b"x", 1, 1.5, set())])
f(); next(g())
print(sys.getsizeof(f.__code__), sys.getsizeof(g.__code__), sys.getsizeof(sys._getframe()), sys.getsizeof(A.__init__.__code__), sys.getsizeof(a.__dict__), sys.getsizeof(globals()))
#: dict_materialisation
import sys, gc
class A:
    def __init__(self):
        self.x = [1]
a, b = A(), A()
print(sys.getsizeof(a), len(gc.get_referents(a)), sorted(type(r).__name__ for r in gc.get_referents(a)))
b.y = 2
print(sorted(type(r).__name__ for r in gc.get_referents(b)), b.__dict__, sorted(type(r).__name__ for r in gc.get_referents(b)))
print(sys.getsizeof(a.__dict__), sys.getsizeof(b.__dict__))
#: tracemalloc_sizes
import tracemalloc
tracemalloc.start()
a = tracemalloc.get_traced_memory()[0]
x = [0] * 1000
b = tracemalloc.get_traced_memory()[0]
del x
c = tracemalloc.get_traced_memory()[0]
print(b - a > 8000, tracemalloc.is_tracing())
tracemalloc.stop()
print(tracemalloc.get_traced_memory())
#: tracemalloc_snapshot
import tracemalloc
def make():
    return [bytearray(100) for _ in range(50)]
tracemalloc.start(4)
kept = make()
snapshot = tracemalloc.take_snapshot()
tracemalloc.stop()
mine = snapshot.filter_traces([tracemalloc.Filter(True, __file__)])
for s in mine.statistics("lineno"):
    print(s.traceback[0].lineno, s.size, s.count)
print([str(f).rsplit("/", 1)[-1] for f in tracemalloc.get_object_traceback(kept) or []])
#: tracemalloc_traceback
import tracemalloc
tracemalloc.start(5)
def f():
    return object()
def g():
    return f()
x = g()
print([(t.lineno) for t in tracemalloc.get_object_traceback(x)])
size, peak = tracemalloc.get_traced_memory()
tracemalloc.reset_peak()
tracemalloc.clear_traces()
print(tracemalloc.get_traceback_limit(), tracemalloc.get_tracemalloc_memory() > 0)
tracemalloc.stop()
#: tracemalloc_delta_in_calls
import tracemalloc
def f(n):
    x = n
    return tracemalloc.get_traced_memory()[0] if n == 0 else f(n - 1)
tracemalloc.start()
f(0)
f(6)
base = f(0)
deltas = []
for n in (0, 1, 4):
    deltas.append(f(n) - base)
tracemalloc.stop()
print(deltas)
#: id_reuse_lists
def same(make):
    ids = []
    for i in range(6):
        x = make(i)
        ids.append(id(x))
        del x
    return [ids.index(i) for i in ids]
print(same(lambda i: [i]), same(lambda i: (i, i)), same(lambda i: {i: i}), same(lambda i: i * 1.5 + 0.1))
print(same(lambda i: object()), same(lambda i: "a%d" % i), same(lambda i: {i}), same(lambda i: bytes([i, i])))
print(same(lambda i: (lambda: i)), same(lambda i: type("T", (), {})), same(lambda i: slice(i, i)))
#: id_reuse_across_calls
def f():
    return 1
def g(x):
    return [x]
log = []
for make in (object, list, dict, lambda: (1, 2.5), set, lambda: bytearray(3)):
    x = make()
    a = id(x)
    del x
    f()
    g(2)
    y = make()
    log.append(id(y) == a)
    del y
print(log)
#: id_reuse_generators
def g():
    x = object()
    yield id(x)
    del x
    yield 0
def gen():
    yield 1
    yield 2
a = object()
i = id(a)
del a
it = gen()
next(it)
b = object()
print(id(b) == i)
j = id(it)
del it
it = gen()
next(it)
print(id(it) == j)
#: id_reuse_first_calls
a = [object() for _ in range(20)]
ids = [id(x) for x in a]
del a
def one():
    return 1
def two(x, y=2):
    z = x + y
    return z
class C:
    def m(self):
        return [self]
one()
two(1)
C().m()
b = [object() for _ in range(20)]
print([ids.index(id(x)) if id(x) in ids else -1 for x in b])
#: id_reuse_exceptions
class E(Exception):
    pass
ids = []
for i in range(5):
    try:
        raise E(i)
    except E as e:
        ids.append(id(e))
print([ids.index(i) for i in ids])
#: id_reuse_instances
class A:
    def __init__(self, n):
        self.n = n
class S:
    __slots__ = ("a", "b")
ids, kept = [], []
for i in range(8):
    a, s = A(i), S()
    ids += [id(a), id(s)]
    if i % 3 == 0:
        kept.append(a)
print([ids.index(i) for i in ids])
#: id_of_sizes
ids = []
for size in (8, 24, 40, 56, 72, 88, 104, 120, 136, 152, 168, 200, 248, 312, 400, 500):
    x = bytes(size)
    ids.append(id(x))
    def fresh(a, b=1):
        c = [a, b]
        return c
    del x
    fresh(1)
    y = bytes(size)
    ids.append(id(y))
    del y
print([ids[i] == ids[i + 1] for i in range(0, len(ids), 2)])
#: gc_counts_of_imports
import gc
log = []
for name in ("tokenize", "linecache", "dataclasses", "inspect", "random"):
    __import__(name)
    log.append((name, gc.get_count()))
print(log)
#: gc_counts_unpacking
import gc
log, n = [], 0
gc.set_threshold(7, 3, 3)
gc.callbacks.append(lambda phase, info: log.append((phase[2], info["generation"], n)))
def swap(pairs):
    for a, b in pairs:
        [c, d], e = [b, a], (a, b)
    return c, e
for n in range(40):
    swap([(n, 1), [n, 2]])
gc.callbacks.clear()
gc.set_threshold(700, 10, 10)
print(log, gc.get_count())
#: gc_counts_of_raises
import gc
def inner(n):
    if n == 0:
        raise KeyError("x")
    inner(n - 1)
log = []
for n in range(12):
    try:
        inner(n % 4)
    except KeyError as e:
        kept = e if n == 5 else None
    log.append(gc.get_count())
print(log)
#: refcounts_in_methods
import gc, sys
log = []
items = [3, 1, 2]
def key(x):
    log.append((sys.getrefcount(log), gc.get_count()[0]))
    log.extend([])
    return x
for _ in range(12):
    items.sort(key=key)
print(log)
#: depth_in_builtins
n = 0
class Kind(type):
    def __instancecheck__(self, other):
        global n
        n += 1
        return isinstance(other, self)
class Long:
    def __len__(self):
        global n
        n += 1
        return len(self)
class Text:
    def __str__(self):
        global n
        n += 1
        return str(self)
for make in (lambda: isinstance(1, Kind("K", (), {})), lambda: len(Long()), lambda: str(Text())):
    n = 0
    try:
        make()
    except RecursionError:
        print(n // 2)
#: frames_of_libraries
import collections, heapq, sys
def key(x):
    frame = sys._getframe(1)
    print(frame.f_code.co_name, frame.f_trace_lines, frame.f_trace_opcodes, frame.f_trace, sys.getrefcount(frame))
    return x
print(heapq.nsmallest(1, [2, 1], key=key), collections.namedtuple("P", "x y")(1, 2))

"""What each kind of object is recorded as: one program for each, under every interpreter, whose names must hold what is
written here, and whose output must be what it is without recording.

Usage: test_kinds.py BUILD_ROOT VERSION=PYTHON… [--only NAME]
"""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(sys.argv[1])

# Name of the case: program; then for each of its names the object in words (see words_of), with the version from which
# on it is so where versions differ.
CASES = {
    "deque": ("""
import collections
d = collections.deque([1, 2], maxlen=3)
d.appendleft(0); d.append(3)
free = collections.deque()
walk = iter(d); next(walk)
class Own(collections.deque): pass
own = Own([5]); own.extra = 6
for n in range(3): free.append(n)
""", {"d": "deque deque [1, 2, 3] .maxlen=3", "free": "deque deque [0, 1, 2]",
      "walk": "iterator _deque_iterator .over=<d> .left=2", "own": "deque Own [5] extra=6"}),
    "ordered": ("""
import collections
od = collections.OrderedDict(a=1, b=2, c=3)
od.move_to_end("a"); del od["b"]; od["b"] = 4
walk = iter(od)
class Own(collections.OrderedDict): pass
own = Own(x=1); own.extra = 2; own.move_to_end("x")
""", {"od": "dict OrderedDict {'c': 3, 'a': 1, 'b': 4}", "own": "dict Own {'x': 1} extra=2",
      "walk": "iterator odict_iterator .over=<od> .next key='c'"}),
    "dicts": ("""
import collections, types
dd = collections.defaultdict(list); dd[1].append(2)
one = dd[1]
counted = collections.Counter("aab")
class Own(dict): pass
own = Own(k=1); own.extra = 2
keys, values, items = own.keys(), own.values(), own.items()
proxy = types.MappingProxyType(own)
""", {"dd": "dict defaultdict {1: <one>} .default_factory=class list", "counted": "dict Counter {'a': 2, 'b': 1}",
      "own": "dict Own {'k': 1} extra=2", "keys": "structure dict_keys .mapping=<own>",
      "values": "structure dict_values .mapping=<own>", "items": "structure dict_items .mapping=<own>",
      "proxy": "structure mappingproxy .mapping=<own>"}),
    "tuples": ("""
import collections, time, typing
Point = collections.namedtuple("Point", "x y")
p = Point(1, 2)
class Named(typing.NamedTuple):
    a: int
    b: str = "z"
n = Named(5)
class Sub(Point): pass
s = Sub(3, 4); s.extra = 5
t = time.struct_time(range(9))
class Own(tuple): pass
o = Own((1,)); o.extra = 2
class Fake(tuple): _fields = ("x",)
f = Fake((1,))
Point._fields = ("only",)
""", {"p": "tuple Point [1, 2]", "n": "tuple Named (a=5, b='z')", "o": "tuple Own [1] extra=2", "f": "tuple Fake [1]",
      "s": "tuple Sub [3, 4] extra=5",
      "t": "tuple struct_time (tm_year=0, tm_mon=1, tm_mday=2, tm_hour=3, tm_min=4, tm_sec=5, tm_wday=6, tm_yday=7, "
           "tm_isdst=8) tm_zone=None tm_gmtoff=None"}),
    "named": ("""
import collections
Point = collections.namedtuple("Point", "x y")
p = Point(1, [])
y = p.y
class Sub(Point): pass
s = Sub(3, 4); s.extra = 5
""", {"p": "tuple Point (x=1, y=<y>)", "s": "tuple Sub (x=3, y=4) extra=5"}),
    "atoms": ("""
class Int(int): pass
class Float(float): pass
class Str(str): pass
i = Int(5); i.a = 1
f = Float(1.5); f.a = 2
s = Str("x"); s.a = 3
class Set(set): pass
g = Set([1]); g.a = 4
class List(list): pass
li = List([1]); li.a = 5
""", {"i": "int Int 5 a=1", "f": "float Float 1.5 a=2", "s": "str Str 'x' a=3", "g": "set Set [1] a=4",
      "li": "list List [1] a=5"}),
    "bytes": ("""
import array
b = bytearray(b"ab"); b += b"c'"
a = array.array("h", [1, -2]); a.append(3)
d = array.array("d", [0.5])
u = array.array("B")
walk = iter(a); next(walk)
m = memoryview(b)
grid = memoryview(bytes(6)).cast("B", (2, 3))
gone = memoryview(b"x"); gone.release()
""", {"b": "bytearray bytearray b\"abc'\"", "a": "array array .typecode=h [1, -2, 3]",
      "d": "array array .typecode=d [0.5]", "u": "array array .typecode=B",
      "walk": "iterator arrayiterator .over=<a> .index=1",
      "m": "structure memoryview .obj=<b> .format=B .shape=4 .readonly=False",
      "grid": "structure memoryview .obj=b'\\x00\\x00\\x00\\x00\\x00\\x00' .format=B .shape=2 × 3 .readonly=True",
      "gone": "structure memoryview .state=released"}),
    "iterators": ("""
things, pair, word, table, few = [1, 2, 3], (1,), "ab", {1: 2}, {5}
a = iter(things); next(a)
b = iter(things); list(b)
c = reversed(things); next(c)
d = iter(pair)
e = iter(word); next(e)
f = iter(table.items())
g = iter(few)
h = iter(range(3, 10, 2)); next(h)
i = iter(range(0)); list(i)
j = iter(int, 3)
k = reversed(pair)
class Sequence:
    def __getitem__(self, i): return [7, 8][i]
own = Sequence()
m = iter(own); next(m)
n = iter(b"ab")
q = reversed(table)
""", {"a": "iterator list_iterator .over=<things> .index=1", "b": "iterator list_iterator .state=exhausted",
      "c": "iterator list_reverseiterator .over=<things> .index=1", "d": "iterator tuple_iterator .over=<pair> .index=0",
      "e": "iterator str_ascii_iterator .over='ab' .index=1", "f": "iterator dict_itemiterator .over=<table> .left=1",
      "g": "iterator set_iterator .over=<few> .left=1", "h": "iterator range_iterator .next=5 .step=2 .left=3",
      "i": "iterator range_iterator .state=exhausted", "j": "iterator callable_iterator .callable=class int .sentinel=3",
      "k": "iterator reversed .over=<pair> .index=0", "m": "iterator iterator .over=<own> .index=1",
      "n": "iterator bytes_iterator .over=b'ab' .index=0", "q": "iterator dict_reversekeyiterator .over=<table> .left=1"}),
    "wrapped": ("""
a, b = iter([1, 2]), iter("xy")
n = enumerate(a, 5); next(n)
z = zip(a, b)
m = map(max, a, b)
f = filter(None, a)
done = zip(); list(done)
""", {"n": "iterator enumerate .over=<a> .index=6", "z": "iterator zip .over[0]=<a> .over[1]=<b>",
      "m": "iterator map .function=builtin max .over[0]=<a> .over[1]=<b>", "f": "iterator filter .function=None .over=<a>",
      "done": "iterator zip"}),
    "renamed": ("""
import collections
Point = collections.namedtuple("Point", "x y")
p = Point(1, 2)
Point._fields = ("a", "b")
q = Point(3, 4)
""", {"p": "tuple Point [1, 2]", "q": "tuple Point [3, 4]"}),
    "exhausted": ("""
import itertools
a, b, things = iter([1, 2]), iter("x"), iter([5, 6, 7])
z = zip(a, b); list(z)
one, other = itertools.tee(things); next(one); next(one)
""", {"z": "iterator zip .over[0]=<a> .over[1]=<b>", "a": "iterator list_iterator .over=list None .index=2",
      "b": "iterator str_ascii_iterator .state=exhausted",
      "one": "iterator _tee .over=structure None .index=2", "other": "iterator _tee .over=structure None .index=0"}),
    "itertools": ("""
import itertools
a, word = iter([1, 2, 3]), "ab"
count, half = itertools.count(5), itertools.count(1.5, 0.5); next(count)
repeat, ever = itertools.repeat(word, 2), itertools.repeat(word)
chain, cut = itertools.chain(word), itertools.islice(a, 1, 3)
take, run = itertools.takewhile(bool, a), itertools.accumulate(a)
pairs, groups = itertools.pairwise(a), itertools.groupby(a)
""", {"count": "iterator count .next=6 .step=1", "half": "iterator count .next=1.5 .step=0.5",
      "repeat": "iterator repeat .element='ab' .left=2", "ever": "iterator repeat .element='ab'",
      "cut": "iterator islice .over=<a> .index=0 .next=1 .stop=3",
      "take": "iterator takewhile .function=class bool .over=<a>", "run": "iterator accumulate .over=<a> .initial=None",
      "pairs": "iterator pairwise .over=<a>", "groups": "iterator groupby .over=<a> .function=None"}),
    "enum": ("""
import enum
class Colour(enum.Enum):
    RED = 1
red = Colour.RED
class Level(enum.IntEnum):
    LOW = 7
low = Level.LOW
""", {"red": "instance Colour _value_=1 _name_='RED'", "low": "int Level 7 _value_=7 _name_='LOW'",
      "Colour": "class EnumType Colour RED=<red>"}),
    "dataclass": ("""
import dataclasses
@dataclasses.dataclass
class Item:
    name: str
    price: float = 0.5
item = Item("pen")
@dataclasses.dataclass(slots=True, frozen=True)
class Thin:
    x: int
thin = Thin(3)
""", {"item": "instance Item name='pen' price=0.5", "thin": "instance Thin x=3"}),
    "exceptions": ("""
def fail():
    1 / 0
try:
    try:
        fail()
    except ZeroDivisionError as error:
        cause = error
        raise KeyError("k") from error
except KeyError as error:
    e = error
e.add_note("why")
args, args0, tb, notes = e.args, cause.args, e.__traceback__, e.__notes__
tb0 = cause.__traceback__; tb1 = tb0.tb_next
try:
    try:
        fail()
    except ZeroDivisionError as error:
        hidden = error
        raise ValueError from None
except ValueError as error:
    q = error
q.__traceback__ = None
qargs = q.args
new = Exception.__new__(Exception)
stop = StopIteration(5); sargs = stop.args
group = ExceptionGroup("two", [e, q]); gargs, inside = group.args, group.exceptions
""", {"e": "exception KeyError .args=<args> .__cause__=<cause> .__context__=<cause> "
           ".__traceback__=<tb> __notes__=<notes>",
      "cause": "exception ZeroDivisionError .args=<args0> .__traceback__=<tb0>",
      "q": "exception ValueError .args=<qargs> .__context__=<hidden> .__suppress_context__=True",
      "tb": "traceback traceback <module> .line=9", "tb0": "traceback traceback <module> .line=6 .tb_next=<tb1>",
      "tb1": "traceback traceback fail .line=3", "stop": "exception StopIteration .args=<sargs> .value=5",
      "group": "exception ExceptionGroup .args=<gargs> .message='two' .exceptions=<inside>"}),
    "generators": ("""
def count(n):
    kept = [n]
    yield kept
    yield from inner(n)
def inner(n):
    yield n
made, a, b, done = count(1), count(2), count(3), count(4)
kept = next(a)
first = next(b); next(b)
done.close()
inside = b.gi_yieldfrom
""", {"made": "generator generator count .state=created n=1",
      "a": "generator generator count .state=suspended .line=4 n=2 kept=<kept>",
      "b": "generator generator count .state=suspended .line=5 .awaits=<inside> n=3 kept=<first>",
      "inside": "generator generator inner .state=suspended .line=7 n=3",
      "done": "generator generator count .state=closed"}),
    "coroutines": ("""
import types
@types.coroutine
def wait(): yield 1
async def work(n):
    await wait()
async def stream():
    yield 1
c = work(5); c.send(None); inside = c.cr_await
w = c.__await__()
s = stream(); ask = s.asend(2); anext_ = anext(s, 3)
fresh = stream()
later = work(6)
print(c.cr_running)
c.close(); w.close(); later.close(); ask.close()
""", {"c": "generator coroutine work .state=closed", "w": "structure coroutine_wrapper .coroutine=<c>",
      "inside": "generator generator wait .state=closed",
      "fresh": "generator async_generator stream .state=created", "ask": "structure async_generator_asend .generator=<s> .value=2"}),
    "awaiting": ("""
import types
@types.coroutine
def wait(): yield 1
async def work(n):
    await wait()
c = work(5); c.send(None); inside = c.cr_await
""", {"c": "generator coroutine work .state=suspended .line=6 .awaits=<inside> n=5",
      "inside": "generator generator wait .state=suspended .line=4"}),
    "methods": ("""
class C:
    def m(self): pass
    @property
    def p(self): return 1
    @staticmethod
    def s(): pass
    @classmethod
    def k(cls): pass
    def up(self): return super()
o = C()
function = C.m
bound, builtin, wrapper, free, plain, maker = o.m, [].append, (5).__add__, len, str.upper, dict.fromkeys
things = builtin.__self__
p, s, k = C.__dict__["p"], C.__dict__["s"], C.__dict__["k"]
getter, static, made = p.fget, s.__func__, k.__func__
up = o.up()
""", {"bound": "method method .__self__=<o> .__func__=<function>",
      "builtin": "builtin builtin_function_or_method append .__self__=<things>",
      "wrapper": "builtin method-wrapper __add__ .__self__=5", "free": "builtin builtin_function_or_method len",
      "plain": "builtin method_descriptor upper",
      "maker": "builtin builtin_function_or_method fromkeys .__self__=class dict",
      "p": "structure property .fget=<getter>", "s": "structure staticmethod .__func__=<static>",
      "k": "structure classmethod .__func__=<made>",
      "up": "structure super .__thisclass__=<C> .__self__=<o> .__self_class__=<C>"}),
    "functools": ("""
import functools
args, words = None, None
p = functools.partial(max, 1, key=len)
args, words = p.args, p.keywords
@functools.lru_cache
def slow(): pass
wrapped = slow.__wrapped__
class C:
    @functools.cached_property
    def once(self): return 1
once = C.__dict__["once"]; func = once.func
o = C(); o.once
""", {"p": "structure partial .func=builtin max .args=<args> .keywords=<words>",
      "slow": "structure _lru_cache_wrapper .__wrapped__=<wrapped>", "once": "structure cached_property .func=<func>",
      "o": "instance C once=1"}),
    "weak": ("""
import queue, weakref
class C: pass
o = C()
seen, dead, back = weakref.ref(o), weakref.ref(C()), weakref.proxy(o, print)
box = queue.SimpleQueue(); elsewhere = C(); box.put(elsewhere); far = weakref.ref(elsewhere); del elsewhere
class Keyed(weakref.ref): pass
own = Keyed(o); own.extra = 1
table = weakref.WeakValueDictionary(o=o); data = table.data
""", {"seen": "weakref ReferenceType .referent~<o>", "dead": "weakref ReferenceType .referent~dead",
      "back": "weakref ProxyType .referent~<o> .callback=builtin print", "far": "weakref ReferenceType .referent~C",
      "own": "weakref Keyed .referent~<o> extra=1", "table": "structure WeakValueDictionary .data=<data>"}),
    "slots": ("""
class S:
    __slots__ = ("a", "b")
s = S(); s.a = 1
a = S.__dict__["a"]
class Meta(type): x = 1
class Made(metaclass=Meta): pass
import types
space = types.SimpleNamespace(n=1)
cell = (lambda: s).__closure__
def outer():
    v = 5
    return lambda: v
inner = outer().__closure__[0]
""", {"s": "instance S a=1 b=unset", "a": "structure member_descriptor a", "Made": "class Meta Made",
      "space": "instance SimpleNamespace n=1", "cell": "none NoneType None", "inner": "cell cell 5"}),
    "typing": ("""
import typing, contextvars
a, b = list[int], int | str
args, union = a.__args__, b.__args__
T = typing.TypeVar("T", bound=int)
v = contextvars.ContextVar("v", default=3)
code = (lambda: 0).__code__
s = slice(1, None)
n, e = NotImplemented, ...
""", {"a": "structure GenericAlias .__origin__=class list .__args__=<args>", "b": "structure UnionType .__args__=<union>",
      "v": "structure ContextVar v .default=3", "code": "code code <lambda>", "s": "structure slice .start=1 .stop=None "
      ".step=None", "n": "ellipsis NotImplementedType NotImplemented", "e": "ellipsis ellipsis Ellipsis"}),
    "frames": ("""
import sys
def f():
    local = [1]
    return sys._getframe(), local
frame, local = f()
here = sys._getframe()
""", {"frame": "structure frame f .state=ended .line=5 local=<local>", "here": "structure frame <module> .state=running"}),
    "opaque": ("""
import decimal, queue, random, threading
number, box, luck, lock = decimal.Decimal(1), queue.Queue(), random.Random(), threading.Lock()
""", {"number": "opaque Decimal", "box": "opaque Queue", "luck": "opaque Random", "lock": "opaque lock"}),
    "module": ("""
import helper
""", {"helper": "module module helper value=5"}),
}
HELPER = "value = 5\n"
# What sys.getsizeof() says without recording.
SIZED = """{program}
import sys
print([sys.getsizeof(globals()[name]) for name in {names}])
"""


def record(python, case, folder):
    """The dump's lines, and the sizes of the case's names; the output must be what it is without recording."""
    (folder / "prog.py").write_text(CASES[case][0])
    (folder / "helper.py").write_text(HELPER)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "HEAPREEL"))}
    env |= {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    run = dict(cwd=folder, env=env, capture_output=True, timeout=120)
    plain = subprocess.run([python, "prog.py"], **run)
    recorded = subprocess.run([BUILD / "heapreel", "record", "-q", "--exit-status", "--python", python, "-o", "r.reel",
                               "prog.py"], **run)
    dump = subprocess.run([BUILD / "heapreel", "dump", "-q", "--json", "r.reel"], **run)
    assert (plain.returncode, plain.stdout, plain.stderr) == (recorded.returncode, recorded.stdout, recorded.stderr), \
        f"plain {plain}, recorded {recorded}"
    assert plain.returncode == 0, plain.stderr.decode()
    assert dump.returncode == 0, dump.stderr
    (folder / "sized.py").write_text(SIZED.format(program=CASES[case][0], names=list(CASES[case][1])))
    sized = subprocess.run([python, "sized.py"], **run)
    return [json.loads(line) for line in dump.stdout.splitlines()], json.loads(sized.stdout.splitlines()[-1])


def last_state(lines):
    """Names of the module, and objects by number, after its last line."""
    held, names = {}, {}
    for line in lines:
        step = line.get("step")
        if not step or step["event"] == "end":
            continue
        for gone in step["gone"]:
            held.pop(gone["id"], None)
        held.update((thing["id"], thing) for thing in step["objects"])
        names = {name["name"]: name["value"] for name in step["frames"][0]["names"]}
    return names, held


def words_of(thing, names, held):
    """kind, type, text, then what it holds: [elements], (fields), {entries}, .member=, attribute=. What is known by a
    name stands as <name>; ~ is a weak reference."""
    known = {number: name for name, number in reversed(names.items())}

    def value(slot, number=None):
        if "unset" in slot["flags"]:
            return "dead" if "weak" in slot["flags"] else "unset"
        if "text" in slot:
            return slot["text"]
        other = held[number or slot["value"]]
        if other["kind"] in ("none", "bool", "int", "float", "str", "bytes") and other["type_name"] == type_of(other):
            return other["text"]
        if other["id"] in known:
            return f"<{known[other['id']]}>"
        return f"{other['kind']} {other['text']}"

    def type_of(other):
        return {"none": "NoneType"}.get(other["kind"], other["kind"])

    words, groups = [thing["kind"], thing["type_name"]], {}
    if thing["text"] is not None:
        words.append(thing["text"])
    for slot in thing["slots"]:
        if "implicit" in slot["flags"]:
            continue
        text, role = value(slot), slot["role"]
        if role == "content":
            words.append(text)
        elif role in ("element", "field", "entry"):
            if role not in groups:
                groups[role] = [len(words)]
                words.append("")
            groups[role].append({"element": text, "field": f"{slot.get('name')}={text}",
                                 "entry": f"{value(slot, slot.get('key'))}: {text}"}[role])
        elif role in ("member", "attribute", "local"):
            mark = "~" if "weak" in slot["flags"] else "="
            words.append(f"{'.' if role == 'member' else ''}{slot['name']}{mark}{text}")
    for role, (place, *texts) in groups.items():
        words[place] = {"element": "[%s]", "field": "(%s)", "entry": "{%s}"}[role] % ", ".join(texts)
    return " ".join(words)


def check(job):
    version, python, case = job
    try:
        with tempfile.TemporaryDirectory() as folder:
            lines, sizes = record(python, case, pathlib.Path(folder).resolve())
        names, held = last_state(lines)
        found = {name: words_of(held[names[name]], names, held) for name in CASES[case][1]}
    except (AssertionError, KeyError, subprocess.SubprocessError) as error:
        return [f"{type(error).__name__}: {error}"]
    problems = [f"{name} is\n  {found[name]}, not\n  {wanted}" for name, wanted in CASES[case][1].items()
                if found[name] != wanted]
    for name, size in zip(CASES[case][1], sizes):
        thing = held[names[name]]
        # the module's own frame is another's when its program asks for sizes
        if thing["size_bytes"] != size and thing["kind"] != "opaque" and thing["text"] != "<module>":
            problems.append(f"{name} has {thing['size_bytes']} bytes, not {size}")
    return problems


def main():
    pythons = [word.split("=", 1) for word in sys.argv[2:] if "=" in word]
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else None
    jobs = [(version, python, case) for version, python in pythons for case in CASES if only in (None, case)]
    print(f"TAP version 13\n1..{len(jobs)}")
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (job, problems) in enumerate(zip(jobs, pool.map(check, jobs)), 1):
            failed += bool(problems)
            print(f"{'not ' if problems else ''}ok {number} - {job[2]} on {job[0]}")
            for problem in problems:
                print("".join(f"# {line}\n" for line in problem.splitlines()), end="", flush=True)
    return failed > 0


sys.exit(main())

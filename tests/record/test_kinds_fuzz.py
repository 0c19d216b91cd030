"""Random programs that make, use, change and drop objects of every kind, one out of the other. Recording must change
nothing of what they print or how they end, what it writes must be readable, and a number must stand for one type.

Usage: test_kinds_fuzz.py BUILD_ROOT VERSION=PYTHON… [--rounds N] [--seeds N]
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

HEAD = """
import array, collections, contextvars, enum, functools, itertools, operator, sys, types, typing, warnings, weakref
warnings.simplefilter("ignore")
Point = collections.namedtuple("Point", "x y")
class Plain: pass
class Slots: __slots__ = ("a", "b", "__weakref__")
class Own(list): pass
class Deque(collections.deque): pass
class Colour(enum.Enum): RED = 1; BLUE = 2
class Loud(Exception):
    def __init__(self, *args): self.kept = args
def generate(one, other):
    local = [one]
    yield local
    yield from iter([other, local])
    return other
@types.coroutine
def wait(value): yield value
async def work(one, other):
    local = one
    await wait(other)
    return local
async def stream(one):
    yield one
def raised(one, other):
    try:
        try: raise KeyError(one)
        except KeyError as error: raise Loud(other) from (error if type(one) is list else None)
    except Loud as error: return error
def frame(one):
    kept = one
    return sys._getframe()
def slots(one):
    made = Slots(); made.a = one
    return made
def plain(one, other):
    made = Plain(); made.one = one; made.other = other
    return made
def hooked(one):
    made = Plain(); made.call = one
    return weakref.ref(made, lambda gone: print("gone", gone() is None))
def twice(*args, **more): return None
pool = [None] * 10
def used(thing):
    try: return next(thing)
    except BaseException as error: return type(error).__name__ in ("TypeError", "StopIteration", "RuntimeError")
def sent(thing):
    try: thing.send(None)
    except BaseException as error: return type(error)
def closed(thing):
    try: thing.close()
    except BaseException as error: return error.args
def referred(thing):
    try: return weakref.ref(thing)
    except TypeError: return weakref.ref(Plain)
def grown(thing, other):
    for name in ("append", "add", "push"):
        try: getattr(thing, name)(other)
        except BaseException: pass
    try: thing.attribute = other
    except BaseException: pass
    return thing
def emptied(thing):
    try: thing.clear()
    except BaseException: pass
    try: del thing.one
    except BaseException: pass
    return None
"""

MAKES = """[A, B] | (A, B) | {1: A, 2: B} | Own([A, B]) | Deque([A, B], 3) | collections.deque([A] * 70) | Point(A, B)
collections.OrderedDict(one=A, two=B) | collections.defaultdict(list, one=A) | array.array("d", [1.5, 2]) | bytearray(b"ab")
memoryview(bytearray(b"abc")) | iter([A, B]) | iter((A, B)) | reversed([A, B]) | iter({1: A}.items()) | {1: A}.values()
enumerate([A, B]) | zip([A], [B]) | map(twice, [A], [B]) | filter(None, [A, B]) | iter(lambda: 1, 1) | iter(range(3))
itertools.count(2**64) | itertools.repeat(A, 2) | itertools.cycle([A]) | itertools.chain([A], [B]) | itertools.islice([A, B], 1)
itertools.accumulate([1, 2]) | itertools.product([A], [B]) | itertools.groupby([1, 1, 2]) | itertools.tee([A, B])[0]
itertools.pairwise([A, B]) | itertools.zip_longest([A], [B]) | itertools.permutations([A, B]) | slice(A, B) | super(Plain, plain(A, B))
property(lambda self: A) | staticmethod(twice) | classmethod(twice) | functools.partial(twice, A, key=B) | plain(A, B).__init__
functools.lru_cache(twice) | generate(A, B) | work(A, B) | stream(A) | stream(A).asend(None) | work(A, B).__await__() | raised(A, B)
raised(A, B).__traceback__ | frame(A) | slots(A) | plain(A, B) | referred(A) | hooked(A) | weakref.WeakSet() | Colour.RED
ExceptionGroup("g", [raised(A, B)]) | types.SimpleNamespace(a=A) | types.MappingProxyType({1: A}) | [A].append | (5).__add__
list[int] | int | str | typing.Optional[int] | contextvars.ContextVar("v", default=A) | types.ModuleType("made") | Loud.__new__(Loud)
(lambda: A).__code__ | sys.float_info | (lambda v: lambda: v)(A).__closure__[0] | set() | frozenset([1]) | operator.itemgetter(1)
used(A) | sent(A) | closed(A) | grown(A, B) | emptied(A) | None | MemoryError(A) | Slots.a | contextvars.copy_context()"""


def program(seed, rounds):
    chooser = random.Random(seed)
    makes = [make.strip() for line in MAKES.splitlines() for make in line.split(" | ")]
    lines = []
    for _ in range(rounds):
        make = chooser.choice(makes)
        one, other = (f"pool[{chooser.randrange(10)}]" for _ in range(2))
        text = "".join({"A": one, "B": other}.get(c, c) if not (i and make[i - 1].isalpha()) and
                       not make[i + 1:i + 2].isalpha() else c for i, c in enumerate(make))
        lines.append(f"pool[{chooser.randrange(10)}] = {text}")
        if chooser.random() < 0.2:
            lines.append(f"pool[{chooser.randrange(10)}] = None")
    return HEAD + "\n".join(lines) + "\nprint([type(thing).__name__ for thing in pool])\n"


def check(build, python, seed, rounds, folder):
    (folder / "fuzz.py").write_text(program(seed, rounds))
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "HEAPREEL"))}
    env |= {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    run = dict(cwd=folder, env=env, capture_output=True, timeout=300)
    plain = subprocess.run([python, "fuzz.py"], **run)
    recorded = subprocess.run([build / "heapreel", "record", "-q", "--exit-status", "--python", python, "-o", "r.reel",
                               "fuzz.py"], **run)
    dump = subprocess.run([build / "heapreel", "dump", "-q", "--json", "r.reel"], **run)
    assert plain.returncode == 0 and plain.stdout, plain.stderr.decode()[-500:]
    assert (plain.returncode, plain.stdout, plain.stderr) == (recorded.returncode, recorded.stdout, recorded.stderr), \
        f"plain {plain.stdout[-300:]}, recorded {recorded.returncode} {recorded.stdout[-300:]} {recorded.stderr[-300:]}"
    assert dump.returncode == 0, dump.stderr
    types, kinds, steps = {}, set(), 0
    for line in dump.stdout.splitlines():
        step = json.loads(line).get("step")
        steps += step is not None
        for thing in step["objects"] if step else ():
            assert types.setdefault(thing["id"], thing["type_name"]) == thing["type_name"], \
                f"step {step['index']}: {thing['id']} was {types[thing['id']]}, is {thing['type_name']}"
            kinds.add(thing["kind"])
    assert steps > rounds and len(kinds) > 20, f"{steps} steps, {sorted(kinds)}"
    return f"{steps} steps, {len(types)} objects of {len(kinds)} kinds"


def argument(name, default):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    pythons = [word.split("=", 1) for word in sys.argv[2:] if "=" in word]
    seeds, rounds = argument("--seeds", 2), argument("--rounds", 400)
    print(f"TAP version 13\n1..{len(pythons) * seeds}")
    failed = number = 0
    for version, python in pythons:
        for seed in range(seeds):
            number += 1
            try:
                with tempfile.TemporaryDirectory() as folder:
                    said = check(build, python, seed, rounds, pathlib.Path(folder).resolve())
                print(f"ok {number} - {version}, seed {seed}: {said}", flush=True)
            except (AssertionError, subprocess.SubprocessError) as error:
                failed += 1
                print(f"not ok {number} - {version}, seed {seed}\n# {error}", flush=True)
    return failed > 0


sys.exit(main())

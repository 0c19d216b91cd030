"""Which objects are the same objects? Programs whose every object carries a serial number of its own, made by nobody but
the program, are recorded; then each number in the timeline must stand for one serial and each serial for one number, and
what the program has let go must be freed, not forgotten.

Usage: test_identity.py BUILD_ROOT VERSION=PYTHON… [--rounds N] [--seeds N]
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

PROGRAM = """
import array
import collections
import gc
import threading
import weakref
serial = 1000
saved = []
Pair = collections.namedtuple("Pair", "s r")


def fresh():
    global serial
    serial += 1
    return serial


class Slots:
    __slots__ = ("s", "r")


class Plain:
    pass


class List(list):
    pass


class Table(dict):
    pass


class Loud:
    def __init__(self, s):
        self.s = s

    def __del__(self):
        note = [self.s]


class Phoenix(Loud):
    def __del__(self):
        if len(saved) < 3:
            saved.append(self)

    def told(self):
        return [fresh(), self]


def numbers(s, r):
    got = [fresh(), r]
    while True:
        t = yield got
        got = [fresh(), t]


async def later(s, r):
    yield s


def failing(s):
    raise LookupError(s)


def in_thread(results):
    results.append([fresh()])


def made(kind, other):
    if kind == 0:
        return [fresh(), other]
    if kind == 1:
        return (fresh(), other)
    if kind == 2:
        return {"s": fresh(), "r": other}
    if kind == 3:
        thing = Slots()
        thing.s = fresh()
        thing.r = other
        return thing
    if kind == 4:
        thing = Plain()
        thing.s, thing.r = fresh(), other
        return thing
    if kind == 5:
        return fresh() + 0.25
    if kind == 6:
        return "s%d" % fresh()
    if kind == 7:
        return {fresh()}
    if kind == 8:
        return complex(fresh(), 1)
    if kind == 9:
        return List([fresh(), other])
    if kind == 10:
        return frozenset([fresh()])
    if kind == 11:
        return b"b%d" % fresh()
    if kind == 12:
        return ValueError(fresh())
    if kind == 13:
        f = fresh() + 0.5
        g = f * 1.0 + 100000.0
        f = g - 0.125
        return f
    if kind == 14:
        return next(zip([fresh()], [other]))
    if kind == 15:
        s = "t%d" % fresh()
        s += "!"
        return s
    if kind == 16:
        generator = numbers(fresh(), other)
        next(generator)
        generator.send(other)
        return generator
    return more(kind, other)


def more(kind, other):
    if kind == 17:
        return lambda s=fresh(): [s, other]
    if kind == 18:
        return type("Made", (Plain,), {"s": fresh(), "r": other})
    if kind == 19:
        return collections.deque([fresh(), other], maxlen=3)
    if kind == 20:
        return Phoenix(fresh())
    if kind == 21:
        return Phoenix(fresh()).told
    if kind == 22:
        try:
            failing(fresh())
        except LookupError as error:
            return error
    if kind == 23:
        return Pair(fresh(), other)
    if kind == 24:
        return collections.OrderedDict(s=fresh(), r=other)
    if kind == 25:
        return slice(fresh(), None)
    if kind == 26:
        return array.array("d", [fresh()])
    if kind == 27:
        results = []
        thread = threading.Thread(target=in_thread, args=(results,))
        thread.start()
        thread.join()
        return results[0]
    if kind == 28:
        return later(fresh(), other)
    return last(kind, other)


def last(kind, other):
    if kind == 29:
        loud = Loud(fresh())
        loud.me = loud
        return loud
    if kind == 30:
        table = Table(s=fresh())
        table.me = table
        return table
    if kind == 31:
        plain = Plain()
        plain.s = fresh()
        return weakref.ref(plain, lambda ref: saved.append([fresh()]) if len(saved) < 3 else None)
    if kind == 32:
        return [iter([fresh()]), enumerate([fresh()]), reversed([fresh()])]
    if kind == 33:
        return bytearray(b"b%d" % fresh())
    temporary = [fresh(), [fresh()], (fresh(),), {"s": fresh()}, fresh() + 0.75]
    del temporary[1]
    return fresh()


pool = ["a pool has no serial"] + [None] * 8
for kind, i, j in PLAN:
    if kind < 35:
        pool[i] = made(kind, None if kind % 3 == 0 else pool[j])
    elif kind < 38:
        pool[i] = pool[j]
    elif kind < 41:
        pool[i] = None
    elif kind == 41:
        saved.clear()
    elif kind == 42:
        gc.collect(j % 3)
    elif type(pool[i]) is list and len(pool[i]) == 2 and pool[j] is not pool[i]:
        pool[i][1] = None
    else:
        total = [n * 1.5 for n in (i, j)]
        for a, b in zip(total, total):
            c = a + b
        del a, b, c, total
"""


def plan(seed, rounds):
    chooser = random.Random(seed)
    return [(chooser.randrange(45), chooser.randint(1, 8), chooser.randint(1, 8)) for _ in range(rounds)]


def steps_of(build, python, program, folder):
    (folder / "fuzz.py").write_text(program)
    for command in (["record", "-q", "--python", python, "-o", "fuzz.reel", "fuzz.py"],
                    ["dump", "-q", "--json", "-o", "fuzz.json", "fuzz.reel"]):
        subprocess.run([str(build / "heapreel"), *command], cwd=folder, check=True, timeout=600)
    with open(folder / "fuzz.json", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "step" in record:
                yield record["step"]


ROLES = ("element", "attribute", "entry", "field", "local", "default", "member")


def serial_of(thing, ints):
    """What @thing says it is; None where it carries no serial."""
    if thing["kind"] == "int":
        return thing["text"] if int(thing["text"]) > 1000 else None
    if thing["kind"] in ("float", "str", "bytes", "complex"):
        text = thing["text"]
        return text if any(c.isdigit() for c in text) and thing["type_name"] in ("float", "str", "bytes", "complex") \
            and len(text) > 4 else None
    for slot in thing["slots"]:
        if slot["role"] in ROLES and slot.get("name", "s") in ("s", "start"):
            serial = ints.get(slot.get("value", 0))
            return serial if serial is not None and int(serial) > 1000 else None
    return None


class Checker:
    """Follows one recording; says what is wrong as it finds it."""

    def __init__(self):
        self.ints, self.serials, self.owners, self.freed, self.hidden = {}, {}, {}, set(), {}
        self.n_steps = 0

    def step(self, step):
        self.n_steps += 1
        for thing in step["objects"]:
            assert thing["id"] not in self.freed, f"step {step['index']}: {thing['id']} is back from the dead"
            self.hidden.pop(thing["id"], None)
            if thing["kind"] == "int":
                self.ints[thing["id"]] = thing["text"]
        for thing in step["objects"]:
            self.look(step["index"], thing)
        for gone in step["gone"]:
            if gone["why"] != "hidden":
                assert gone["id"] not in self.freed, f"step {step['index']}: {gone['id']} died twice"
                assert step["event"] == "end" or gone["during"]["line"] > 0
                self.freed.add(gone["id"])
                self.hidden.pop(gone["id"], None)
            else:
                self.hidden[gone["id"]] = step["index"]

    def look(self, index, thing):
        if thing["type_name"] in ("module", "builtin_function_or_method", "method", "traceback", "frame"):
            return
        serial = serial_of(thing, self.ints)
        if serial is None:
            return
        what = (thing["type_name"], serial)
        known = self.serials.setdefault(thing["id"], what)
        assert known == what, f"step {index}: number {thing['id']} was {known}, is {what}"
        owner = self.owners.setdefault(what, thing["id"])
        assert owner == thing["id"], f"step {index}: {what} was number {owner}, is {thing['id']}"

    def end(self):
        forgotten = {number: self.serials[number] for number in self.hidden if number in self.serials}
        assert not forgotten, f"let go by the program, not freed in the timeline: {list(forgotten.items())[:5]}"
        return f"{self.n_steps} steps, {len(self.serials)} objects with serials, {len(self.freed)} freed"


def check(build, python, seed, rounds):
    checker = Checker()
    text = f"PLAN = {plan(seed, rounds)!r}\n" + PROGRAM
    with tempfile.TemporaryDirectory() as folder:
        for step in steps_of(build, python, text, pathlib.Path(folder)):
            checker.step(step)
    return checker.end()


def argument(name, default):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


def main():
    build = pathlib.Path(sys.argv[1])
    pythons = [word.split("=", 1) for word in sys.argv[2:] if "=" in word]
    seeds, rounds = argument("--seeds", 2), argument("--rounds", 300)
    print(f"TAP version 13\n1..{len(pythons) * seeds}")
    failed = number = 0
    for version, python in pythons:
        for seed in range(seeds):
            number += 1
            try:
                said = check(build, python, seed, rounds)
                print(f"ok {number} - {version}, seed {seed}: {said}", flush=True)
            except (AssertionError, subprocess.SubprocessError) as error:
                failed += 1
                print(f"not ok {number} - {version}, seed {seed}\n# {error}", flush=True)
    return failed > 0


sys.exit(main())

"""How objects end: freed, collected, at exit; what waits for the collector, and what the notes say.

Usage: test_deaths.py BUILD_ROOT VERSION=PYTHON…
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(sys.argv[1]).resolve()
PYTHONS = [word.split("=", 1) for word in sys.argv[2:]]


def record(python, text):
    """The program's steps; each with what it left in the picture under "state"."""
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "program.py").write_text(text)
        for command in (["record", "-q", "--python", python, "-o", "r.reel", "program.py"],
                        ["dump", "-q", "--json", "-o", "r.json", "r.reel"]):
            subprocess.run([str(BUILD / "heapreel"), *command], cwd=folder, check=True, timeout=120)
        lines = (pathlib.Path(folder) / "r.json").read_text().splitlines()
    state, steps = {}, []
    for line in lines:
        step = json.loads(line).get("step")
        if step is None:
            continue
        for gone in step["gone"]:
            if gone["why"] != "exit":
                state.pop(gone["id"], None)
        state.update((thing["id"], thing) for thing in step["objects"])
        steps.append({**step, "state": dict(state)})
    return steps


def ran(steps, line):
    """The step after line @line had run in the module."""
    return next(step for step in steps if step["frame_name"] == "<module>" and step.get("ran", {}).get("line") == line)


def of_type(step, name):
    return [thing for thing in step["state"].values() if thing["type_name"] == name]


def notes(steps):
    return [(note["kind"], note["number"]) for step in steps for note in step["notes"]]


CYCLE = """import gc
gc.disable()
class Node: pass
a = Node()
a.me = a
a.tail = [["tail"]]
a = None
b = 1
n = gc.collect(1)
c = 2
"""


def check_cycle(python):
    steps = record(python, CYCLE)
    assert not of_type(ran(steps, 6), "Node")[0]["flags"]
    for line in (7, 8):
        waiting = {thing["type_name"] for thing in ran(steps, line)["state"].values() if "unreachable" in thing["flags"]}
        assert waiting == {"Node", "list"}, f"after line {line} these wait for the collector: {waiting}"
    gone = {(one["why"], one["generation"], one["during"]["line"]) for one in ran(steps, 9)["gone"]
            if one["why"] == "collected"}
    assert gone == {("collected", 1, 9)}, ran(steps, 9)["gone"]
    assert not of_type(ran(steps, 9), "Node")
    assert ("collection", 1) in notes(steps), notes(steps)


AUTOMATIC = """import gc
class Node: pass
def fill():
    for i in range(40):
        n = Node()
        n.me = n
gc.set_threshold(10, 5, 5)
fill()
"""


def check_automatic(python):
    steps = record(python, AUTOMATIC)
    collected = [one for step in steps for one in step["gone"] if one["why"] == "collected"]
    assert len(collected) >= 10, f"{len(collected)} were collected"
    assert {one["generation"] for one in collected} <= {0, 1, 2}
    runs = [number for kind, number in notes(steps) if kind == "collection"]
    assert runs and {one["generation"] for one in collected} <= set(runs), runs


RETURNS = """import gc, weakref
gc.disable()
class Node: pass
n = Node()
n.me = n
w = weakref.ref(n)
n = None
x = 1
n = w()
y = 2
"""


def check_returns(python):
    steps = record(python, RETURNS)
    assert "unreachable" in of_type(ran(steps, 8), "Node")[0]["flags"]
    assert "unreachable" not in of_type(ran(steps, 10), "Node")[0]["flags"]
    assert len({thing["id"] for step in steps for thing in of_type(step, "Node")}) == 1, "it is another object"


HELD = """import gc
gc.disable()
import string
class Node: pass
n = Node()
n.me = n
string.kept = n
n = None
x = 1
def f():
    m = Node()
    m.me = [m]
    string.also = m.me
f()
"""


def check_held(python):
    """Out of the picture, but not out of reach."""
    steps = record(python, HELD)
    assert not any("unreachable" in thing["flags"] for step in steps for thing in step["state"].values())


LOCAL_CLASS = """import gc
gc.disable()
def make():
    class Local:
        def get(self):
            return __class__
    return Local
L = make()
L = None
x = 1
n = gc.collect()
"""


def check_class(python):
    steps = record(python, LOCAL_CLASS)
    waiting = {thing["text"] or thing["type_name"] for thing in ran(steps, 10)["state"].values()
               if "unreachable" in thing["flags"]}
    assert {"Local", "get(self)"} <= waiting, waiting
    assert any(one["why"] == "collected" for one in ran(steps, 11)["gone"])


ENDS = """saved = []
class Loud:
    def __del__(self):
        note = [self]
class Phoenix:
    def __del__(self):
        saved.append(self)
loud = Loud()
loud = None
phoenix = Phoenix()
phoenix = None
saved.clear()
loud = Loud()
loud.__del__()
"""


def check_finalizers(python):
    steps = record(python, ENDS)
    named = [(note["kind"], thing["type_name"]) for step in steps for note in step["notes"] if note["object"]
             for thing in [step["state"].get(note["object"])] if thing]
    assert named == [("finalizer", "Loud"), ("finalizer", "Phoenix"), ("resurrected", "Phoenix")], named
    freed = [one for one in ran(steps, 12)["gone"] if one["why"] == "freed"]
    assert len(freed) == 1 and freed[0]["during"]["line"] == 12, "its second death is silent, and is one"
    assert any(one["why"] == "exit" for one in steps[-1]["gone"]) and of_type(steps[-1], "Loud")


COLLECTED_FINALIZERS = """import gc
gc.disable()
class Loud:
    def __del__(self):
        local = ["of the finalizer"]
        self.seen = True
a = Loud()
a.me = a
del a
x = 1
n = gc.collect()
"""


def check_collected_finalizer(python):
    """What a __del__ that the collector calls lets go itself is freed, not collected."""
    steps = record(python, COLLECTED_FINALIZERS)
    after = ran(steps, 11)
    kinds = {thing["id"]: thing["type_name"] for step in steps for thing in step["objects"]}
    gone = sorted((kinds[one["id"]], one["why"]) for one in after["gone"] if one["why"] != "hidden")
    assert ("Loud", "collected") in gone and ("list", "freed") in gone, gone
    assert [note for note in notes(steps) if note[0] == "finalizer" or note[1] == 2] == \
        [("finalizer", 0), ("collection", 2)], notes(steps)


CALLBACK = """import weakref
class Node: pass
n = Node()
def called(ref):
    seen = [ref]
w = weakref.ref(n, called)
called(w)
n = None
"""


def check_callback(python):
    steps = record(python, CALLBACK)
    found = [(step["event"], note["kind"]) for step in steps for note in step["notes"] if note["kind"] != "collection"]
    assert found == [("call", "callback")], found


CAUSES = """x = [1]
x = 0
outer = [[2.5]]
outer.clear()
def f():
    inner = [3]
f()
both = [[4]]
both = None
"""


def check_causes(python):
    steps, wanted = record(python, CAUSES), {
        2: {"`x` was its last name"}, 4: {"it was element 0 of list-N"},
        7: {"`f`, where `inner` named it, has ended"},
        9: {"`both` was its last name", "it was element 0 of list-N, which is gone too"}}
    for line, causes in wanted.items():
        said = {re.sub("list-[0-9]+", "list-N", gone["cause"]) for gone in ran(steps, line)["gone"] if "cause" in gone}
        assert said == causes, f"line {line}: {said}"


def main():
    checks = [check_causes, check_cycle, check_automatic, check_returns, check_held, check_class, check_finalizers,
              check_collected_finalizer, check_callback]
    print(f"TAP version 13\n1..{len(PYTHONS) * len(checks)}")
    failed = number = 0
    for version, python in PYTHONS:
        for check in checks:
            number += 1
            try:
                check(python)
                print(f"ok {number} - {version}: {check.__name__}", flush=True)
            except (AssertionError, KeyError, StopIteration, subprocess.SubprocessError) as error:
                failed += 1
                print(f"not ok {number} - {version}: {check.__name__}\n# {type(error).__name__} {error}", flush=True)
    return failed > 0


sys.exit(main())

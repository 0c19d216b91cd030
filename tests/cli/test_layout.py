"""What no picture may have, over all steps of a part of the benchmark's programs: cards that overlap, arrows through
cards, arrows that run as one without going to one card, objects that move."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import ROOT, good

PROGRAMS = ROOT / "tests/bench/layout.d"
ZEROS = ("overlaps", "arrows_through_cards", "shared_stretches", "moved_pt")
PART = ("aliasing-copies", "cache-lru", "classes-shapes", "closures-counters", "doubly-6", "graph-friends",
        "list-reversed", "matrix-triangle", "ring-sentinel", "table-chains", "tree-15", "trie-words")


def hold_zeros(folder, name):
    steps = [json.loads(line) for line in good(folder, "dump", "--quality", PROGRAMS / f"{name}.py").out.splitlines()]
    assert len(steps) > 3 and max(step["objects"] for step in steps) > 3, f"{name} draws next to nothing"
    for step in steps:
        wrong = {key: step[key] for key in ZEROS if step[key] != 0}
        assert not wrong, f"{name}, step {step['step']}: {wrong}"


def make_test(name):
    """One a program, so that the one that fails is named."""
    return lambda folder: hold_zeros(folder, name)


globals().update({"test_" + name.replace("-", "_"): make_test(name) for name in PART})

tap.main(globals())

"""The samples, recorded and drawn, against the files in timeline/ and svg/: byte for byte.

Usage: test_golden.py SOURCE_ROOT BUILD_ROOT
With UPDATE_GOLDENS set, shows the difference and rewrites the files instead (tests/golden/update).
"""
import difflib
import os
import pathlib
import re
import sys
import tomllib

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import ROOT, SAMPLES, good

GOLDEN = ROOT / "tests/golden"
KINDS = GOLDEN / "kinds"
FIGURES = [figure for sample in tomllib.loads((SAMPLES / "gallery.toml").read_text())["sample"]
           for figure in sample["figure"]]


def compare(path, got):
    """@got (bytes) against the golden file @path."""
    want = path.read_bytes() if path.exists() else b""
    if got == want:
        return
    for line in difflib.unified_diff(want.decode().splitlines(), got.decode().splitlines(), f"old {path.name}",
                                     f"new {path.name}", n=1, lineterm=""):
        print(line[:300])
    if os.environ.get("UPDATE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(got)
        print(f"rewrote {path}", file=sys.stderr)
    raise AssertionError(f"differs from {path.relative_to(ROOT)}; if that is right: tests/golden/update")


def only_the_program(dump):
    """Without what is the interpreter's and not the program's: the patch version, whether
    addresses could be fixed, and the refcounts of the objects that were there at step #0, which grow with what an
    installation imports at its start."""
    dump = re.sub(r"\b3\.11\.\d+\b", "3.11.x", dump)
    dump = re.sub(r"^addresses .*", "addresses …", dump, flags=re.M)
    start = dump[dump.index("\n#0 "):dump.index("\n#1 ")]
    there = set(re.findall(r"^  \+ (\S+)", start, re.M))

    def mask(found):
        return f"{found[1]} refs …" if found[1].split()[1] in there else found[0]

    return re.sub(r"^(  [+~] .*?) refs \d+( -> \d+)?", mask, dump, flags=re.M)


def add_timeline(name, sample, *options):
    def test(folder):
        dump = good(folder, "dump", "--text", *options, sample, at=SAMPLES).out.decode()
        compare(GOLDEN / "timeline" / f"{name}.txt", only_the_program(dump).encode())

    globals()[f"test_timeline_of_{name}"] = test


def add_figure(figure):
    def test(folder):
        svg = good(folder, *figure["command"], "-o", "-", "--text", "system", at=SAMPLES).out
        compare(GOLDEN / "svg" / f"{figure['name']}.svg", svg)

    globals()[f"test_svg_{figure['name']}"] = test


def add_kinds(program):
    """What the last line of @program leaves: kinds of objects that no sample has."""
    def test(folder):
        svg = good(folder, "draw", "--at", "last", program.name, "-o", "-", "--text", "system", at=KINDS).out
        compare(GOLDEN / "svg" / f"kinds-{program.stem}.svg", svg)

    globals()[f"test_svg_of_kinds_{program.stem}"] = test


def test_picture_of_the_readme(folder):
    svg = good(folder, "draw", "object_counter.py", "--at", "9", "--show", "code", "-o", "-", at=SAMPLES).out
    compare(SAMPLES / "object_counter.svg", svg)


def test_no_golden_without_a_test(folder):
    timelines = {f"{path.stem}.txt" for path in SAMPLES.glob("*.py")} | {"interning_1000_prompt.txt"}
    assert {path.name for path in (GOLDEN / "timeline").iterdir()} == timelines
    assert {path.name for path in (GOLDEN / "svg").iterdir()} == \
        {f"{figure['name']}.svg" for figure in FIGURES} | {f"kinds-{path.stem}.svg" for path in KINDS.glob("*.py")}


for path in sorted(KINDS.glob("*.py")):
    add_kinds(path)
for path in sorted(SAMPLES.glob("*.py")):
    add_timeline(path.stem, path.name)
add_timeline("interning_1000_prompt", "interning_1000.py", "--prompt")
for figure in FIGURES:
    add_figure(figure)

tap.main(globals())

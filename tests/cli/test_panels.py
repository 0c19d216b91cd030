"""Strips and comparisons: rows with headings, several interpreters, what is cut and what is left see-through."""
import pathlib
import re
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import good, program, refused

PYTHONS = dict(word.split("=", 1) for word in sys.argv[3:])
LABELS = "x = [1]\ny = x\ndel y\nz = 5\n"
CALLS = "def f():\n    inner = [0]\n    return inner\n\n\na = f()\nb = f()\n"


def svg(folder, *arguments):
    return good(folder, *arguments, "-o", "-", "--text", "system").out.decode()


def words(picture):
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def described(picture):
    return re.search(r"<desc[^>]*>([^<]*)", picture)[1]


def size(picture):
    return tuple(map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture).groups()))


def test_rows_of_a_strip(folder):
    program(folder, LABELS)
    picture = svg(folder, "strip", "prog.py", "--row", "It has a name=1", "--focus", "x", "--row", "a = two=2,3",
                  "--focus", "y")
    said = words(picture)
    assert said.index("It has a name") < said.index("x = [1]") < said.index("a = two") < said.index("y = x"), said
    assert said.count("1") >= 2, "numbers begin anew in each row"
    assert [said.count(name) for name in ("x", "y", "z")] == [1, 1, 0], said
    assert described(picture).startswith("It has a name: Panel 1, x = [1]:"), described(picture)


def test_names_before_the_first_row_are_every_rows(folder):
    program(folder, LABELS)
    said = words(svg(folder, "strip", "prog.py", "--hide", "x", "--row", "One=1", "--row", "Two=2", "--hide", "y"))
    assert "x" not in said and "y" not in said, said


def test_row_needs_heading_and_steps(folder):
    program(folder, LABELS)
    refused(folder, 2, "strip", "prog.py", "--row", "1,2", says=["--row", "HEADING=SEL"])
    refused(folder, 2, "strip", "prog.py", "--row", "Here=", says=["--row", "HEADING=SEL"])
    refused(folder, 2, "strip", "prog.py", "--row", "Here=77", says=["77"])


def test_rows_of_a_comparison(folder):
    program(folder, LABELS, "one.py")
    program(folder, LABELS.replace("[1]", "[2]"), "two.py")
    picture = svg(folder, "compare", "one.py", "two.py", "--row", "At first=1", "--row", "At last=2")
    said = words(picture)
    assert [said.count(word) for word in ("At first", "At last", "x = [1]", "x = [2]")] == [1, 1, 1, 1], said
    assert len(re.findall(r'class="panel"', picture)) == 4


def test_programs_of_the_same_line_are_told_apart(folder):
    program(folder, "a = 1\nb = 2\nc = 3\nd = 4\nx = [a]\n", "one.py")
    program(folder, "a = 9\nb = 2\nc = 3\nd = 4\nx = [a]\n", "two.py")
    said = words(svg(folder, "compare", "one.py", "two.py", "--at", "5"))
    assert "one.py: x = [a]" in said and "two.py: x = [a]" in said, said


def test_headings_of_panels(folder):
    program(folder, LABELS)
    said = words(svg(folder, "compare", "prog.py", "--at", "1,2", "--heading", "Before", "--heading", "Then"))
    assert "Before" in said and "Then" in said and "x = [1]" not in said, said


def test_focus_leaves_out_frames_without_its_names(folder):
    program(folder, CALLS)
    said = words(svg(folder, "strip", "prog.py", "--at", "2,6", "--focus", "inner"))
    assert "f" in said and "&lt;module&gt;" not in said and "STACK" not in said, said
    assert "frame gone" in said, said
    said = words(svg(folder, "draw", "prog.py", "--at", "1", "--focus", "inner"))
    assert "&lt;module&gt;" in said, "where the program is, if nothing else"


def test_identity_is_said_of_names_that_could_be_one(folder):
    program(folder, "s = 'a'\nt = [1]\nu = [1]\nv = u\n")
    picture = svg(folder, "compare", "prog.py", "--at", "2,3,4")
    assert described(picture) == "s = 'a'; t = [1]. s = 'a'; t = [1]; u = [1]: t is u  →  False: two objects. " \
                                 "v = u: u is v  →  True: one object.", described(picture)


def other(folder):
    """One of the interpreters under another name: there may be no second one."""
    path = folder / "other"
    own = subprocess.run([PYTHONS["3.11"], "-c", "import sys; print(sys.executable)"], capture_output=True, check=True)
    path.symlink_to(pathlib.Path(own.stdout.decode().strip()).resolve())
    return str(path)


def test_one_program_under_several_interpreters(folder):
    program(folder, "x = [1]\ny = x\n")
    picture = svg(folder, "compare", "prog.py", "--python", ",".join([*PYTHONS.values(), other(folder)]))
    assert [any(word.startswith(f"Python {version}.") for word in words(picture)) for version in PYTHONS] == \
        [True] * len(PYTHONS), words(picture)
    assert "No difference: the same objects, counts and references." in words(picture)
    assert described(picture).endswith("No difference: the same objects, counts and references.")


def test_interpreters_that_differ(folder):
    program(folder, "import sys\nodd = sys.executable.endswith('other')\nv = [1 + odd]\nn = 1000 * v[0]\n")
    picture = svg(folder, "compare", "prog.py", "--hide", "odd", "--python", f"{PYTHONS['3.11']},{other(folder)}")
    note = words(picture)[-1]
    assert re.match(r"3\.11\.\d+ against 3\.11\.\d+: the list that v names: 2, not 1; the int 2000: only here; "
                    r"the int 1000: only there\.$", note), note


def test_interpreters_need_a_program(folder):
    program(folder, LABELS)
    good(folder, "record", "prog.py")
    two = f"{PYTHONS['3.11']},{other(folder)}"
    refused(folder, 2, "compare", "prog.reel", "--python", two, says=["prog.reel", "recorded already"])
    refused(folder, 2, "compare", "-", "--python", two, stdin="x = 1\n", says=["stdin", "once"])


def test_code_and_caption(folder):
    program(folder, "# reel: --caption --code\n" + LABELS)
    caption, code = "y", "just ran"
    both = words(svg(folder, "draw", "prog.py", "--at", "3"))
    assert code in both and "now names the list that" in " ".join(both), both
    without = words(svg(folder, "draw", "prog.py", "--at", "3", "--no-caption"))
    assert code in without and "now names the list that" not in " ".join(without), without
    assert code not in words(svg(folder, "draw", "prog.py", "--at", "3", "--no-code"))
    refused(folder, 2, "draw", "prog.py", "--code=yes", says=["--code", "no value"])
    refused(folder, 2, "draw", "prog.py", "--no-quiet", says=["--no-quiet"])
    assert caption in both


def test_crop(folder):
    program(folder, CALLS)
    for verb in (["draw", "--at", "2"], ["strip", "--at", "2,3"], ["compare", "--at", "2,3"]):
        whole, cropped = svg(folder, *verb, "prog.py"), svg(folder, *verb, "prog.py", "--crop")
        assert words(whole) == words(cropped)
        less = [a - b for a, b in zip(size(whole), size(cropped))]
        assert less[0] == 32 and 32 <= less[1] <= 40, less
    good(folder, "draw", "prog.py", "--at", "1,7", "-o", "f-%d.svg", "--crop", "--quiet")
    assert size((folder / "f-1.svg").read_text()) < size((folder / "f-2.svg").read_text()), "each for itself"


def test_ground(folder):
    program(folder, LABELS)
    for verb in (["draw"], ["strip", "--at", "1,2"], ["compare", "--at", "1,2"]):
        filled, none = svg(folder, *verb, "prog.py"), svg(folder, *verb, "prog.py", "--ground", "none")
        assert 'hr-ground"' in filled and 'hr-ground"' not in none
        png = good(folder, *verb, "prog.py", "--ground", "none", "--format", "png", "-o", "-").out
        assert struct.unpack(">BB", png[24:26]) == (8, 6), "with an alpha channel"


tap.main(globals())

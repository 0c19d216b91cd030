"""life and why: which object a name means, what is told of it, in figures and in words."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import SAMPLES, files, good, program, refused

PYTHONS = dict(word.split("=", 1) for word in sys.argv[3:])
NODES = """class Node:
    def __init__(self, name):
        self.name = name


def link(first, second):
    first.next = second


a = Node("a")
b = Node("b")
link(a, b)
rows = [a, b]
del b
rows.clear()
a.next = None
"""


def told(folder, *arguments, **more):
    return good(folder, *arguments, "--words", **more).out.decode()


def svg(folder, *arguments):
    return good(folder, *arguments, "-o", "-", "--text", "system").out.decode()


def texts(picture):
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def numberless(text):
    return re.sub(r"\b(list|Node|type|int|dict|set|tuple|cell)-\d+", r"\1-N", text)


def test_life_in_words(folder):
    for python in PYTHONS.values():
        words = told(folder, "life", "x", "refcounts.py", "--python", python, at=SAMPLES)
        assert [re.sub(r"  +", "  ", line) for line in numberless(words).splitlines()] == [
            "list-N, a list",
            "  line 1  x = [1, 2, 3]  refs 1; + x; made: [1, 2, 3]",
            "  line 2  y = x  refs 1 → 2; + y",
            "  line 3  del y  refs 2 → 1; − y",
            "  line 4  del x  refs 1 → 0; − x; freed: x was its last name"], words


def test_life_of_what_lives_in_others(folder):
    program(folder, NODES)
    words = told(folder, "life", "b", "prog.py")
    for said in ("line 3    self.name = name", "now name='b'", "+ link.second", "+ a.next", "− link.second", "+ rows[1]",
                 "− b\n", "− rows[1]", "freed: it was attribute next of Node-"):
        assert said in words, (said, words)
    counts = re.findall(r"refs (?:\d+ → )?(\d+)", words)
    assert counts[-1] == "0" and counts[-2] == "1", counts


def test_life_as_a_figure(folder):
    program(folder, NODES)
    picture = svg(folder, "life", "b", "prog.py")
    said = texts(picture)
    for word in ("The life of b", "held by", "refs", "a.next", "rows[1]", "del b"):
        assert word in said, (word, said)
    assert "freed: it was attribute next of Node-" in re.search(r"<desc[^>]*>([^<]*)", picture)[1]
    for name, start in {"a.png": b"\x89PNG", "a.pdf": b"%PDF-"}.items():
        good(folder, "life", "b", "prog.py", "-o", name)
        assert (folder / name).read_bytes().startswith(start), name
    assert "Mine" in texts(svg(folder, "life", "b", "prog.py", "--title", "Mine"))


def test_outputs_are_named_after_program_and_verb(folder):
    program(folder, NODES)
    assert "wrote prog-life.svg" in good(folder, "life", "a", "prog.py").said
    assert "wrote prog-why.svg" in good(folder, "why", "a", "prog.py").said
    good(folder, "why", "a", "prog.py", "--words", "-o", "why.txt")
    assert files(folder) == ["prog-life.svg", "prog-why.svg", "prog.py", "why.txt"]


def test_long_life_is_cut_in_the_middle(folder):
    program(folder, "items = []\nfor n in range(60):\n    items.append(n)\n")
    words = told(folder, "life", "items", "prog.py", "--max-items", "6")
    assert "made: []" in words and "now [0, 1, 2, 3, …, 57, 58, 59]" in words, words
    assert "… 55 more changes" in words and len(words.splitlines()) == 8, words
    assert "… 55 more changes" in texts(svg(folder, "life", "items", "prog.py", "--max-items", "6"))


def test_which_object_a_name_means(folder):
    program(folder, "def f(x):\n    return [x]\n\n\nx = [1]\nx = [2]\ny = f(x)\n")
    first = good(folder, "life", "x", "prog.py", "--words")
    assert "made: [1]" in first.out.decode() and "names 2 objects in turn" in first.said
    assert "made: [2]" in told(folder, "life", "x", "prog.py", "--at", "6")
    label = re.match(r"list-\d+", told(folder, "life", "y", "prog.py"))[0]
    assert told(folder, "life", label, "prog.py") == told(folder, "life", "y", "prog.py")
    assert "made: [2]" in told(folder, "life", "f.x", "prog.py"), "f's own x"


def test_name_of_an_attribute(folder):
    program(folder, NODES)
    assert "a.next" in told(folder, "why", "a.next", "prog.py", "--at", "13")


def test_names_that_are_none(folder):
    program(folder, "counter = [1]\n")
    refused(folder, 2, "life", "conuter", "prog.py", says=["conuter", "did you mean counter?"])
    refused(folder, 2, "why", "list-999", "prog.py", says=["list-999"])
    refused(folder, 2, "life", "prog.py", says=["a name and a program"])
    refused(folder, 2, "why", "counter", "a.py", "b.py", says=["one program"])


def test_why_in_words(folder):
    program(folder, NODES)
    for python in PYTHONS.values():
        words = told(folder, "why", "b", "prog.py", "--at", "13", "--python", python)
        assert numberless(words) == "After line 13, Node-N, a Node, is alive: refs 3. It is held by:\n" \
                                    "  b\n  a.next\n  rows[1]\n", words


def test_why_names_who_has_no_arrow(folder):
    program(folder, "class C:\n    pass\n\n\nn = 1000\n")
    words = told(folder, "why", "C", "prog.py")
    for said in ("its own order of bases", "descriptor __dict__", "descriptor __weakref__", "\n  C\n"):
        assert said in words, (said, words)
    assert "constant of <module>" in told(folder, "why", "n", "prog.py")
    assert "--refs account says which" in told(folder, "why", "n", "prog.py", "--refs", "count")


def test_why_through_a_closure(folder):
    program(folder, "def make():\n    data = [1]\n    def inner():\n        return data\n    return inner\n\n\nf = make()\n")
    picture = svg(folder, "why", "make.data", "prog.py")
    said = texts(picture)
    assert [word in said for word in ("f", "inner()", "cell", "contents", "make")] == [True, True, True, True, False], said


def test_why_draws_only_the_ways(folder):
    program(folder, NODES + "other = [[], []]\n")
    said = texts(svg(folder, "why", "b", "prog.py", "--at", "13"))
    assert "other" not in said and "link" not in said and "… 1 more" in said, said


def test_why_of_what_is_gone(folder):
    program(folder, NODES)
    words = told(folder, "why", "b", "prog.py")
    assert numberless(words) == "Node-N was freed in line 16: it was attribute next of Node-N. " \
                                "Before that it was held by:\n  a.next\n", words
    said = texts(svg(folder, "why", "b", "prog.py"))
    assert "Why b went" in said and "freed" in said, said


def test_why_of_what_is_shared_or_in_a_cycle(folder):
    program(folder, "n = 5\nloop = []\nloop.append(loop)\ndel loop\n")
    assert "shared by the whole interpreter" in told(folder, "why", "n", "prog.py")
    words = told(folder, "why", "loop", "prog.py")
    assert "only a cycle of references keeps it" in words and "to which nothing leads" in words, words


tap.main(globals())

"""Display options: each changes the picture as its help says."""
import pathlib
import re
import struct
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import good, program, refused

PROGRAM = """class Box:
    size = 1

box = Box()
n = 1000
numbers = list(range(40))
inner = [[[[]]]]
"""


def svg(folder, *arguments, text="system"):
    if not (folder / "prog.py").exists():
        program(folder, PROGRAM)
    return good(folder, "draw", "-o", "-", "--text", text, *arguments, "prog.py").out.decode()


def words(picture):
    """The texts that stand in the picture."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def size(picture):
    return tuple(map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture).groups()))


def test_theme_files(folder):
    own = folder / "paper.theme"
    own.write_text("[theme]\nlike = light\n[colours]\nground = #fffbf0\ncard = #fffefa\n[dark]\nground = #101010\n")
    made = svg(folder, "--theme", "paper.theme")
    assert 'fill="#fffbf0"' in made and ".hr-ground{fill:#101010}" in made and "prefers-color-scheme" in made
    page = good(folder, "page", "-o", "-", "--theme", "paper.theme", "prog.py").out.decode()
    assert "--hr-card:#fffefa" in page and "--hr-ground:#101010" in page
    own.write_text("[colours]\nfaint = #dddddd\n")
    done = good(folder, "draw", "-o", "x.svg", "--theme", "paper.theme", "prog.py")
    assert "faint on" in done.said and "hard to read" in done.said, done.said
    assert "prefers-color-scheme" not in (folder / "x.svg").read_text()
    own.write_text("[colours]\nfiant = #dddddd\n")
    refused(folder, 3, "draw", "--theme", "paper.theme", "prog.py", says=["paper.theme", "fiant", "did you mean faint?"])
    refused(folder, 3, "draw", "--theme", "none.theme", "prog.py", says=["none.theme"])


def test_threads_have_their_own_stacks(folder):
    program(folder, "import threading\ndef work(x):\n    y = [x]\n    return y\n"
            "thread = threading.Thread(target=work, args=(1,))\nthread.start()\nthread.join()\nwork(2)\n")
    assert "thread 2" in words(svg(folder, "--at", "3"))
    assert "thread 2" not in words(svg(folder, "--at", "3#2"))


def test_themes(folder):
    light, dark = svg(folder, "--theme", "light"), svg(folder, "--theme", "dark")
    assert words(light) == words(dark) and light != dark
    assert "prefers-color-scheme" in svg(folder, "--theme", "auto")
    assert "prefers-color-scheme" not in light and "prefers-color-scheme" not in dark
    assert svg(folder) == svg(folder, "--theme", "auto")
    assert svg(folder, "--theme", "print") not in (light, dark)


def test_refs(folder):
    assert any(word.startswith("refs ") for word in words(svg(folder)))
    assert not any(word.startswith("refs ") for word in words(svg(folder, "--refs", "none")))


def test_atoms(folder):
    auto, heap, inline = (svg(folder, "--atoms", where) for where in ("auto", "heap", "inline"))
    assert auto == svg(folder)
    assert len({auto, heap, inline}) == 3
    assert all("1000" in words(picture) for picture in (auto, heap, inline))
    assert 'class="object atom' not in inline and heap.count('class="object atom') > auto.count('class="object atom')


def test_hide_and_focus(folder):
    assert "numbers" not in words(svg(folder, "--hide", "numbers"))
    assert "size" not in words(svg(folder, "--hide", "numbers,size"))
    names = words(svg(folder, "--focus", "box"))
    assert "box" in names and "n" not in names and "numbers" not in names


def test_show(folder):
    assert "code" not in svg(folder) or "inner = [[[[]]]]" not in words(svg(folder))
    assert "inner = [[[[]]]]" in words(svg(folder, "--show", "code"))
    assert not re.search(r"\blist-\d", "".join(words(svg(folder))))
    assert re.search(r"\blist-\d", " ".join(words(svg(folder, "--show", "ids"))))
    assert "type" in words(svg(folder, "--show", "types")) and "object" in words(svg(folder, "--show", "types"))
    assert "__module__" not in words(svg(folder)) and "__module__" in words(svg(folder, "--show", "dunder"))
    assert size(svg(folder, "--show", "legend"))[1] > size(svg(folder))[1]
    assert size(svg(folder, "--show", "caption"))[1] > size(svg(folder))[1]
    assert svg(folder, "--show", "sizes") != svg(folder)


LEGEND = ["refers to", "type", "base class", "weak reference", "new", "changed", "freed or gone", "waits for the collector",
          "running frame", "cannot change", "shared by the interpreter"]


def test_legend(folder):
    assert words(svg(folder, "--show", "legend"))[-len(LEGEND):] == LEGEND
    for verb in ("strip", "compare"):
        picture = good(folder, verb, "--at", "4,5", "-o", "-", "--text", "system", "--show", "legend", "prog.py").out.decode()
        assert words(picture)[-len(LEGEND):] == LEGEND


def test_account_names_holders_without_arrows(folder):
    said = words(svg(folder, "--refs", "account"))
    assert [word in said for word in ("+1: its own order of bases", "+1: descriptor __dict__", "+1: descriptor __weakref__")] \
        == [True] * 3, said
    assert any(re.fullmatch(r"int · refs \d \+ constant of &lt;module&gt;.*", word) for word in said), said
    assert not any(word.startswith("+1") for word in words(svg(folder)))


def test_marks(folder):
    program(folder, "x = [1]\ny = x\ndel x\ndel y\n")
    for verb in (["draw", "--at", "4"], ["strip", "--at", "3,4"], ["compare", "--at", "3,4"]):
        marked, plain = (good(folder, *verb, "-o", "-", "--text", "system", *option, "prog.py").out.decode()
                         for option in ([], ["--marks", "none"]))
        assert "freed" in words(marked) and "freed" not in words(plain)
        assert not re.search(r'class="[a-z ]* (new|changed|ghost)', plain), verb


def test_nest(folder):
    program(folder, "rows = [[1, 2], (3,), {'k': 4}]\nname = [5]\nboth = [name, [6]]\ntwice = [[7]]\nagain = twice[0]\n"
                    "long = [[1, 2, 3, 4, 5], [[8]]]\n")
    plain, nested = (words(good(folder, "draw", "-o", "-", "--text", "system", *option, "prog.py").out.decode())
                     for option in ([], ["--nest"]))
    for literal in ("[1, 2]", "(3,)", "{'k': 4}", "[6]", "[8]"):
        assert literal in nested and literal not in plain, (literal, nested)
    for literal in ("[5]", "[7]", "[1, 2, 3, 4, 5]", "[[8]]"):
        assert literal not in nested, (literal, "has a name, another holder, or is no small one")


def test_nest_is_for_all_steps(folder):
    program(folder, "rows = [[1], [2]]\nrows[0].append(3)\nkeep = rows[1]\n")
    picture = good(folder, "strip", "--at", "1..3", "-o", "-", "--text", "system", "--nest", "prog.py").out.decode()
    said = words(picture)
    assert "[1]" in said and "[1, 3]" in said and "[2]" not in said, said


def test_long_values_say_that_they_are_cut(folder):
    program(folder, "s = 'ab ' * 900\nt = [s]\nb = bytes(300)\nn = 10 ** 99\nw = 'twenty characters ..'\n")
    said = words(good(folder, "draw", "-o", "-", "--text", "system", "prog.py").out.decode())
    for start in ("str of 2700 characters", "300 bytes", "int of 100 digits", "str · "):
        assert any(word.startswith(start) for word in said), (start, said)
    assert [word for word in said if word.startswith("'") and not word.endswith("'")] == [], "a cut literal is closed"
    assert sum(word.endswith("…'") for word in said) == 3, said


def test_max_items(folder):
    few, many = svg(folder, "--max-items", "4"), svg(folder, "--max-items", "40")
    assert "36 more" in "".join(words(few)), words(few)
    assert "20" in words(many) and "20" not in words(few)


def test_depth(folder):
    assert svg(folder, "--depth", "1").count('class="object sequence') < svg(folder).count('class="object sequence')


def test_width_of_a_picture(folder):
    """The heap goes on below itself; names still reach it, and all of it is there."""
    program(folder, "inner = []\nfor _ in range(6):\n    inner = [inner, 1]\n")
    wide, narrow = svg(folder), svg(folder, "--width", "600")
    assert size(narrow)[0] <= 600 < size(wide)[0] and size(narrow)[1] > size(wide)[1]
    assert sorted(words(narrow)) == sorted(words(wide))
    assert size(svg(folder, "--width", "4000")) == size(wide)


def test_keys_with_identity(folder):
    """A key that is known by what it is has a card; one that is written out in full has none."""
    program(folder, "class Town:\n    pass\n\nulm = Town()\nroads = {ulm: 3, (1, 2): 4}\n")
    picture = words(svg(folder, "--hide", "ulm,Town"))
    assert {"key", "value", "Town", "(1, 2)"} <= set(picture) and "tuple" not in picture


def test_width(folder):
    program(folder, "a = [1]\nb = a\nc = a\nd = a\n")

    def strip(*arguments):
        return size(good(folder, "strip", "--at", "1..4", "-o", "-", *arguments, "prog.py").out.decode())

    assert strip("--width", "600")[0] <= 600 < strip("--width", "4000")[0]
    assert strip("--width", "600")[1] > strip("--width", "4000")[1]


def test_title(folder):
    assert "What a box is" in words(svg(folder, "--title", "What a box is"))


def test_text(folder):
    embed, system, outline = (svg(folder, text=how) for how in ("embed", "system", "outline"))
    assert "@font-face" in embed and "@font-face" not in system and "@font-face" not in outline
    assert words(embed) == words(system) and words(outline) == []


def test_scale(folder):
    svg(folder)

    def width(*arguments):
        png = good(folder, "draw", "-o", "-", "--format", "png", *arguments, "prog.py").out
        return struct.unpack(">II", png[16:24])[0]

    assert width() == width("--scale", "2")
    assert abs(width("--scale", "1") * 3 - width("--scale", "3")) <= 3


def test_templates(folder):
    program(folder, PROGRAM)
    page = good(folder, "page", "-o", "-", "--title", "Boxes & <more>", "prog.py").out.decode()
    assert "<title>Boxes &amp; &lt;more&gt;" in page


def test_templates_of_ones_own(folder):
    """A file of theirs stands in for ours; one that nobody reads is named."""
    program(folder, PROGRAM)
    own = folder / "looks" / "walkthrough"
    own.mkdir(parents=True)
    (own / "view.css").write_text("#stage{color:fuchsia}")
    (own / "veiw.css").write_text("")
    (own / "notes.txt").write_text("")
    done = good(folder, "page", "--templates", "looks", "prog.py")
    assert "#stage{color:fuchsia}" in (folder / "prog.html").read_text()
    notes = done.err.decode()
    assert "looks/walkthrough/veiw.css: no template has this name" in notes
    assert notes.count("no template has this name") == 1


def test_embedded_page(folder):
    program(folder, PROGRAM)
    good(folder, "page", "-q", "prog.py")
    assert '"embed":false' in (folder / "prog.html").read_text()
    good(folder, "page", "-q", "--embed", "prog.py")
    page = (folder / "prog.html").read_text()
    assert '"embed":true' in page and '<body class="embed">' in page


def test_pages_of_some_steps(folder):
    """Page, facts and stderr say so, by one rule."""
    program(folder, "def f(i):\n    y = i\n    return y\nfor i in range(20):\n    x = f(i)\nprint(x)\n")
    done = good(folder, "page", "--max-page-steps", "60", "prog.py")
    rule = "the first, the last, calls, returns, exceptions and prints, and every "
    assert rule in done.err.decode() and "--max-page-steps" in done.err.decode()
    page = (folder / "prog.html").read_text()
    shown = int(re.search(r"· (\d+) of \d+ steps", page)[1])
    assert 43 < shown <= 60
    assert '"rule":"' + rule in page
    good(folder, "page", "--max-page-steps", "1000", "prog.py")
    assert '"thinned":null' in (folder / "prog.html").read_text()


def test_what_pages_weigh(folder):
    """Bytes grow with what changes: 1,004 steps with 100 objects, and nearly 9,000 of a bubble sort."""
    program(folder, "class Node:\n    pass\n\nnodes = []\nwhile len(nodes) < 98:\n    nodes.append(Node())\n"
                    "for i in range(400):\n    nodes[i % 98].value = i\n", "nodes.py")
    program(folder, "numbers = [(i * 37) % 73 for i in range(73)]\nn = len(numbers)\nwhile n > 1:\n    i = 1\n"
                    "    while i < n:\n        if numbers[i - 1] > numbers[i]:\n"
                    "            numbers[i - 1], numbers[i] = numbers[i], numbers[i - 1]\n        i += 1\n    n -= 1\n",
            "bubble.py")
    for name, most in (("nodes", 1_000_000), ("bubble", 3_000_000)):
        good(folder, "page", "-q", f"{name}.py")
        weighs = (folder / f"{name}.html").stat().st_size
        assert weighs <= most, f"{name}: {weighs} bytes"


def test_what_is_awaited_has_a_name(folder):
    """Though no name in the program leads to it."""
    program(folder, "import asyncio\nasync def work():\n    await asyncio.sleep(0)\nasyncio.run(work())\n")
    good(folder, "page", "-q", "prog.py")
    assert "`work` awaits a new coroutine, `sleep`." in (folder / "prog.html").read_text()


tap.main(globals())

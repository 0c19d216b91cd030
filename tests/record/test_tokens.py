"""What stands in sources is told by the tokenizer of the interpreter that ran them: in each program below, under every
interpreter, tokens stand in ⟨k:…⟩, k being a kind's first letter (a: decorator). Of f-strings, 3.11 knows no parts.

Usage: test_tokens.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON…
"""
import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))

from heapreel import good, program, steps  # noqa: E402
from tap import main  # noqa: E402

PYTHONS = dict(word.split("=", 1) for word in sys.argv[3:])
LETTERS = {"decorator": "a"}
CASES = {
    "names": """⟨k:def⟩ ⟨d:f⟩(x, id=⟨n:0x1f⟩):
    ⟨s:'''doc⟩
⟨s:    string'''⟩
    ⟨k:return⟩ ⟨b:len⟩(x) + id ⟨c:# é⟩
⟨k:class⟩ ⟨d:A⟩(⟨b:list⟩):
    ⟨a:@⟩⟨a:property⟩
    ⟨k:def⟩ ⟨d:print⟩(self): ⟨k:return⟩ self.len
π, m = ⟨s:"ü"⟩, ⟨k:None⟩ ⟨k:if⟩ ⟨n:1e3⟩ @ A ⟨k:else⟩ max
""".replace("⟨n:1e3⟩ @ A", "⟨n:1e3⟩").replace("max", "⟨b:max⟩"),
    "soft": """match = ⟨n:1⟩
⟨k:match⟩ [match, ⟨n:2⟩]:
    ⟨k:case⟩ [⟨k:_⟩, case] ⟨k:if⟩ case:
        _ = type = case
    ⟨k:case⟩ {⟨s:"k"⟩: v}: ⟨k:pass⟩
match [⟨n:1⟩]
type(⟨n:1⟩)
""".replace("match [⟨n:1⟩]\n", "").replace("type(⟨n:1⟩)\n", ""),
    "layout": "x = ⟨n:1⟩\n\f\ny = [\n\t⟨n:2⟩, ⟨c:# two⟩\n]\n⟨k:if⟩ x:\n\ty = ⟨s:r'\\n'⟩\n",
}
SINCE_3_12 = {
    "f-strings": "x = ⟨n:3⟩\ny = ⟨s:f\"a{{b}} ⟩{⟨b:len⟩(⟨b:str⟩(x))!r:⟨s:>⟩{⟨n:10⟩}}⟨s: é⟩{⟨s:'k'⟩}⟨s:\"⟩\n",
    "aliases": "⟨k:type⟩ T = ⟨b:int⟩\ntype = ⟨n:1⟩\n",
}
BEFORE_3_12 = {"f-strings": "x = ⟨n:3⟩\ny = ⟨s:f\"a{{b}} {len(str(x))!r:>{10}} {'k'}\"⟩\n"}


def plain(marked):
    return re.sub(r"⟨.:(.*?)⟩", r"\1", marked, flags=re.S)


def marked(source):
    lines = source["text"].split("\n")
    for number, start, end, kind in reversed(source["tokens"]):
        line = lines[number - 1].encode()
        letter = LETTERS.get(kind, kind[0])
        lines[number - 1] = (line[:start] + f"⟨{letter}:".encode() + line[start:end] + "⟩".encode() + line[end:]).decode()
    return "\n".join(lines)


def recorded(folder, python, *words, **more):
    good(folder, "record", "-q", "--python", python, "-o", "x.reel", *words, **more)
    return next(record["source"] for record in steps(folder, "x.reel") if "source" in record)


def test_each_interpreter_tells_its_tokens(folder):
    for version, python in PYTHONS.items():
        of_version = BEFORE_3_12 if version == "3.11" else SINCE_3_12
        for name, expected in {**CASES, **of_version}.items():
            program(folder, plain(expected))
            assert (got := marked(recorded(folder, python, "prog.py"))) == expected, f"{version} {name}:\n{got}"


def test_how_a_source_came_makes_no_difference(folder):
    expected = "x = ⟨s:'é'⟩\ny = ⟨n:2⟩"
    for python in PYTHONS.values():
        text = plain(expected)
        for data in (text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode(),
                     b"# coding: latin-1\n" + text.encode("latin-1")):
            program(folder, data)
            assert marked(recorded(folder, python, "prog.py")).strip().endswith(expected), data
        assert marked(recorded(folder, python, "-", stdin=text)).strip() == expected
        assert marked(recorded(folder, python, "-c", text)).strip() == expected
        program(folder, text)
        assert marked(recorded(folder, python, "--prompt", "prog.py")).strip() == expected


def told(python, *texts):
    """What tokens.py says of each text."""
    script = pathlib.Path(sys.argv[1]) / "lib/launch/tokens.py"
    data = b"".join(b"%d\n%b" % (len(text.encode()), text.encode()) for text in texts)
    done = subprocess.run([python, "-I", "-S", "-B", "-W", "error", script], input=data, capture_output=True, check=True)
    assert done.stderr == b""
    kinds = [None, "keyword", "string", "number", "comment", "defined", "decorator", "builtin"]
    answers = iter(done.stdout.decode().split("\n"))
    for text in texts:
        numbers = [list(map(int, line.split())) for line in iter(lambda: next(answers), "")]
        yield marked({"text": text, "tokens": [[*place, kinds[kind]] for *place, kind in numbers]})


def test_what_is_no_python_is_told_up_to_there(folder):
    before = "x = ⟨n:1⟩\n⟨k:if⟩ x:\n    x = ⟨n:2⟩\n"
    rests = ("'''no end\n", "  y = (", "$?", "f'{", "'\\", "\\", "é" * 3)
    for python in PYTHONS.values():
        for text in told(python, *(plain(before) + rest for rest in rests)):
            assert text.startswith(before), text


def test_no_source_is_too_much(folder):
    """Nothing in it ends the answer; and what ast refuses is told by tokenize alone."""
    deep = "x = " + "-" * 20000 + "1\n"
    many = "def f():\n    match 1:\n" + "        case 1: pass\n" * 3000
    for python in PYTHONS.values():
        first, second, third, fourth = told(python, "x = 1\n", deep, many, "id = 1")
        assert first == "x = ⟨n:1⟩\n" and fourth == "id = ⟨n:1⟩"
        assert plain(second) == deep
        assert third.count("⟨k:case⟩") == 3000


def test_pages_stand_in_colours_without_scripts(folder):
    program(folder, "def f(x): # reel: here\n    return '</code>' # <b>\nf(1)\n")
    good(folder, "page", "-q", "prog.py")
    page = (folder / "prog.html").read_text()
    assert '<li><code><span class="k">def</span> <span class="d">f</span>(x):</code></li>' in page
    assert '<span class="s">\'&lt;/code&gt;\'</span> <span class="c"># &lt;b&gt;</span>' in page


def test_a_recording_without_tokens_makes_a_page(folder):
    """As of one that was killed: cut before its end."""
    program(folder, "x = 1\n")
    good(folder, "record", "-q", "prog.py")
    whole = (folder / "prog.reel").read_bytes()
    (folder / "prog.reel").write_bytes(whole[:whole.index(b"\x80")] if b"\x80" in whole else whole[:-60])
    source = next(json.loads(line)["source"] for line in good(folder, "dump", "--json", "prog.reel").out.splitlines()
                  if b'"source"' in line)
    assert source["tokens"] is None
    good(folder, "page", "-q", "prog.reel")
    assert "<li><code>x = 1</code></li>" in (folder / "prog.html").read_text()


main(globals())

"""heapreel weave: figures in a Markdown file, from outside; and --check and --diff of every verb that writes.

Usage: test_weave.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON…
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import files, good, program, refused, run

POST = """# Names

<!-- reel: at=last fig-cap="Two names, one list" -->
```python
a = [1, 2, 3]
b = a
b.append(4)
```

The end.
"""
FIGURE = re.compile(r"\n!\[([^\n]*)\]\(([^)]+)\)\n\n<!-- /reel [0-9a-f ]+ -->\n")


def post(folder, text=POST, name="post.md"):
    return program(folder, text, name)


def fence(request, code="x = 1\n", below=""):
    return f"<!-- reel: {request} -->\n```python\n{code}```\n{below}"


def made(folder):
    return [name for name in files(folder) if not name.endswith(".md")]


def text_of(folder, name="post.md"):
    return (folder / name).read_text()


def texts_in(path):
    """All words of an SVG, joined."""
    return " ".join(re.findall(r">([^<>\n]+)</(?:text|tspan|desc|title)>", path.read_text()))


def woven(folder, text, *options):
    """Weaves @text; gives the figures' alternative texts and names as the document has them."""
    post(folder, text)
    good(folder, "weave", *options, "post.md")
    return FIGURE.findall(text_of(folder))


def test_in_place(folder):
    assert woven(folder, POST) == [("Two names, one list", "post-1.svg")]
    assert made(folder) == ["post-1.svg"]
    done = text_of(folder)
    assert FIGURE.sub("", done) == POST, done
    good(folder, "draw", "-c", "a = [1, 2, 3]\nb = a\nb.append(4)\n")
    assert (folder / "post-1.svg").read_bytes() == (folder / "program.svg").read_bytes(), "the figure that draw makes"


def test_twice_is_once(folder):
    woven(folder, POST)
    before = {name: (folder / name).stat().st_mtime_ns for name in files(folder)}
    first = text_of(folder)
    assert "all is as it was" in good(folder, "weave", "post.md").said
    assert text_of(folder) == first
    assert {name: (folder / name).stat().st_mtime_ns for name in files(folder)} == before, "nothing was written"


def test_to_another_file(folder):
    (folder / "out").mkdir()
    post(folder)
    good(folder, "weave", "-o", "out/page.md", "post.md")
    assert text_of(folder) == POST
    assert files(folder) == ["out/page-1.svg", "out/page.md", "post.md"]
    assert "(page-1.svg)" in text_of(folder, "out/page.md")
    good(folder, "weave", "-o", "out/page.md", "post.md")
    by_pipe = good(folder, "weave", "-o", "-", "-", stdin=fence("at=1", "print('mine')\n"))
    assert by_pipe.out.startswith(b"<!-- reel: at=1 -->") and b"(document-1.svg)" in by_pipe.out
    assert b"mine" in by_pipe.err


def test_line_ends_stay(folder):
    post(folder, POST.replace("\n", "\r\n"))
    good(folder, "weave", "post.md")
    done = (folder / "post.md").read_bytes()
    assert done.count(b"\n") == done.count(b"\r\n") and b"![Two names, one list](post-1.svg)\r\n" in done


def test_several_figures_of_one_fence(folder):
    text = ("<!-- reel: at=1,2 -->\n<!-- reel: strip at=1..3 -->\n<!-- reel: compare at=1,3 -->\n<!-- reel: life a -->\n"
            "<!-- reel: why a label=why -->\n<!-- reel: page -->\n<!-- reel: deck fig-cap=Slides -->\n"
            "```python\na = [1]\nb = a\ndel b\n```\n")
    woven(folder, text)
    assert made(folder) == ["post-1.svg", "post-2.svg", "post-3.svg", "post-4.svg", "post-5.svg", "post-6.html",
                            "post-7.pdf", "post-why.svg"]
    done = text_of(folder)
    assert "\n[Step through it](post-6.html)\n\n[Slides](post-7.pdf)\n" in done, done


def test_one_run_for_all_figures_of_a_fence(folder):
    post(folder, "<!-- reel: at=1 -->\n<!-- reel: strip at=1,2 -->\n```python\nprint('ran')\nx = 1\n```\n")
    assert good(folder, "weave", "post.md").out == b"ran\n"


def test_forms(folder):
    woven(folder, fence("as=picture") + "\n" + fence("as=inline fig-alt='An x'") + "\n" + fence("format=png") +
          "\n" + fence("fig-align=center fig-width=3"))
    assert made(folder) == ["post-1-dark.svg", "post-1-light.svg", "post-2.png", "post-3.svg"]
    done = text_of(folder)
    assert 'srcset="post-1-dark.svg"><img src="post-1-light.svg" alt="x names the int 1.' in done, done
    assert '<div role="img" aria-label="An x">\n<svg ' in done and "</svg>\n</div>\n" in done
    assert (folder / "post-2.png").read_bytes().startswith(b"\x89PNG")
    assert "prefers-color-scheme" not in (folder / "post-1-light.svg").read_text()
    light, dark = (folder / f"post-1-{name}.svg" for name in ("light", "dark"))
    assert light.read_bytes() != dark.read_bytes()
    assert '<div align="center" markdown="1">\n\n![' in done
    html = subprocess.run(["cmark", "--unsafe", "post.md"], cwd=folder, check=True, capture_output=True, text=True).stdout
    assert html.count("<picture>") == 1 and html.count("<svg ") == 1 and "&lt;" not in re.sub("(?s)<svg.*</svg>", "", html)
    assert re.findall(r'<img src="([^"]+)"', html) == ["post-1-light.svg", "post-2.png", "post-3.svg"], html


def test_cell_options(folder):
    figures = woven(folder, '```python\n#| label: fig-one\n#| fig-cap: "A list"\n#| fig-alt: One [list]\nx = [1]\n```\n')
    assert made(folder) == ["post-fig-one.svg"] and figures == []
    assert "\n![One [list]](post-fig-one.svg)<br>\n*A list*\n" in text_of(folder)


def test_names_of_files(folder):
    figures = woven(folder, POST, "--names", "hash", "--figures", "img")
    assert re.fullmatch(r"img/post-1\.[0-9a-f]{8}\.svg", figures[0][1]), figures
    assert made(folder) == [figures[0][1]]


def test_sessions(folder):
    text = ("<!-- reel: setup\nhidden = 7\n-->\n" + fence("run session=s", "a = [hidden]\n") + "\n" +
            fence("at=1 session=s", "a.append(8)\na = None\n") + "\n" + fence("session=other", "z = 1\n") + "\n" +
            fence("continue=s", "b = 3\n") + "\n" + fence("continue", "c = b\n") + "\n<!-- reel: strip continue at=1 -->\n")
    figures = woven(folder, text)
    assert len(figures) == 5 and "put 8 at index 1" in figures[0][0], figures
    words = [texts_in(folder / name) for _, name in figures]
    assert "hidden" in words[0] and "hidden" not in words[1] and "hidden" in words[2]
    assert "c now names" in words[3] or "c names" in words[3], words[3]
    assert "c = b" in words[4]


def test_part_of_a_file(folder):
    program(folder, "def f():\n    x = 1\n    return x\n\n\nf()\n")
    text = fence("file=prog.py lines=2-3 at=2", "x = 1\nreturn x\n") + "\n<!-- reel: file=prog.py at=call:f -->\n"
    figures = woven(folder, text)
    assert [name for _, name in figures] == ["post-1.svg", "post-2.svg"]
    assert figures[0][0].startswith("x names"), figures
    program(folder, "def f():\n    x = 2\n    return x\n\n\nf()\n")
    refused(folder, 3, "weave", "post.md", says=["post.md:1: the fence differs from line 2 of prog.py: x = 2"])


def test_programs_run_in_the_documents_folder(folder):
    (folder / "docs").mkdir()
    program(folder, "value = 5\n", "docs/helper.py")
    post(folder, fence("at=last", "import helper\nx = helper.value\n"), "docs/post.md")
    program(folder, "[theme]\nlike = dark\n[colours]\nground = #123456\n", "mine.ini")
    done = good(folder, "weave", "--theme", "mine.ini", "docs/post.md")
    assert "wrote docs/post-1.svg" in done.said
    assert "#123456" in (folder / "docs/post-1.svg").read_text()


def test_comparison_of_two_fences(folder):
    program(folder, "a = 7\nb = 7\n")
    text = fence("run label=five", "a = 5\nb = 5\n") + "\n" + fence("compare with=five,prog.py at=2 prompt", "a = 1000\nb = 1000\n")
    figures = woven(folder, text)
    assert [words.count("True") for words, _ in figures] == [2] and "False" in figures[0][0], figures


def test_defaults(folder):
    woven(folder, "<!-- reel: defaults theme=dark text=outline -->\n\n" + fence("at=1") + "\n" + fence("page"))
    assert "@font-face" not in (folder / "post-1.svg").read_text()


def test_errors_name_file_and_line(folder):
    def wrong(text, *words, status=2):
        refused(folder, status, "weave", post(folder, "text\n\n" + text).name, says=words)
        assert made(folder) == [], "nothing is written"
    wrong(fence("att=1"), "post.md:3: draw has no option --att=1; did you mean --at?")
    wrong(fence("strp at=1"), 'post.md:3: "strp" is no verb', "strip?")
    wrong(fence("theme=drak"), "post.md:3: ")
    wrong(fence("output=x.svg"), "post.md:3: ")
    wrong(fence("at=9"), "post.md:3: selector \"9\": the program has 1 line")
    wrong(fence("life"), "post.md:3: life needs a name")
    wrong(fence("as=inline format=png"), "post.md:3: ")
    wrong(fence("format=pdf"), "post.md:3: ")
    wrong(fence("at=1", "x = 1\ny = = 2\n"), "post.md:6:5: invalid syntax", status=3)
    wrong(fence("file=none.py"), "post.md:3: none.py: no such file", status=3)
    wrong(fence("continue=x"), "post.md:3: continue=x: no fence", status=3)
    wrong("<!-- reel: at=1 -->\n\nText.\n", "post.md:3: no ```python fence follows", status=3)
    wrong(fence("at=1 strict", "1/0\n"), "post.md:3: ", status=1)
    wrong(fence("session=s") + "\n" + fence("session=s at=5"), "post.md:8: ", "line 1 of the fence is line 2", status=2)


def test_later_error_leaves_all_as_it_was(folder):
    text = POST + "\n" + fence("at=7")
    post(folder, text)
    refused(folder, 2, "weave", "post.md", says=["post.md:12: "])
    assert text_of(folder) == text and made(folder) == []


def test_edited_figures_are_kept(folder):
    woven(folder, POST)
    figure = folder / "post-1.svg"
    first, document = figure.read_bytes(), text_of(folder)
    figure.write_bytes(first + b"<!-- mine -->\n")
    refused(folder, 3, "weave", "post.md", says=["post-1.svg: changed by hand", "--force"])
    assert figure.read_bytes() != first
    good(folder, "weave", "--force", "post.md")
    assert figure.read_bytes() == first and text_of(folder) == document
    post(folder, document.replace("![Two", "![My two"))
    refused(folder, 3, "weave", "post.md", says=["post.md:12: the figure lines", "--force"])
    good(folder, "weave", "--force", "post.md")
    assert text_of(folder) == document


def test_another_files_figure_is_kept(folder):
    program(folder, "mine", "post-1.svg")
    post(folder)
    refused(folder, 3, "weave", "post.md", says=["post-1.svg: "])
    assert text_of(folder) == POST and (folder / "post-1.svg").read_text() == "mine"


def test_changed_program_changes_its_figure(folder):
    woven(folder, POST)
    first = (folder / "post-1.svg").read_bytes()
    post(folder, text_of(folder).replace("append(4)", "append(5)"))
    assert good(folder, "weave", "post.md").said.count("wrote") == 2
    assert (folder / "post-1.svg").read_bytes() != first


def test_check_of_a_document(folder):
    woven(folder, POST)
    assert run(folder, "weave", "--check", "post.md").returncode == 0
    document = text_of(folder)
    post(folder, document.replace("append(4)", "append(5)"))
    changed = text_of(folder)
    refused(folder, 5, "weave", "--check", "post.md", says=["out of date: post-1.svg, post.md"])
    shown = refused(folder, 5, "weave", "--diff", "post.md", says=["out of date"]).out.decode()
    assert "--- post-1.svg\n+++ post-1.svg\n@@ " in shown and "\n-<!-- /reel " in shown and "\n+<!-- /reel " in shown
    assert text_of(folder) == changed, "nothing is written"
    post(folder, document)
    (folder / "post-1.svg").unlink()
    refused(folder, 5, "weave", "--check", "post.md", says=["post-1.svg is not there"])
    assert made(folder) == []


def test_check_of_every_verb(folder):
    program(folder, "a = [1]\nb = a\n")
    for words in (["draw", "-o", "d.svg"], ["draw", "--at", "1,2", "-o", "d.png"], ["strip", "--at", "1,2"], ["deck"],
                  ["compare", "--at", "1,2", "-o", "c.pdf"], ["page"], ["life", "a"], ["why", "a", "-o", "w.svg"],
                  ["dump", "-o", "d.txt"], ["life", "a", "--words", "-o", "l.txt"], ["record"]):
        refused(folder, 5, *words, "--check", "prog.py", says=["is not there"])
        good(folder, *words, "prog.py")
        assert good(folder, *words, "--check", "prog.py").said == ""
    program(folder, "a = [1, 2]\nb = a\n")
    shown = refused(folder, 5, "draw", "-o", "d.svg", "--diff", "prog.py", says=["out of date: d.svg"]).out.decode()
    assert shown.startswith("--- d.svg\n+++ d.svg\n@@ "), shown
    assert "d-1.png: " in refused(folder, 5, "draw", "--at", "1,2", "-o", "d.png", "--diff", "prog.py").out.decode()
    refused(folder, 2, "draw", "--check", "-o", "-", "prog.py", says=["-o"])


def test_wrong_command_lines(folder):
    refused(folder, 2, "weave", says=["weave needs a Markdown file"])
    refused(folder, 2, "weave", "a.md", "b.md", says=['takes one document; "b.md"'])
    refused(folder, 3, "weave", "a.md", says=["a.md: no such file"])
    refused(folder, 3, "weave", ".", says=["directory"])
    post(folder)
    refused(folder, 2, "weave", "-o", "post.md", "post.md", says=["-o post.md would replace"])


def test_every_interpreter(folder):
    for number, python in enumerate(word.split("=", 1)[1] for word in sys.argv[3:]):
        place = folder / str(number)
        place.mkdir()
        figures = woven(place, fence("run session=s", "a = [1]\n") + "\n" + fence("session=s prompt at=1", "b = a\n"),
                        "--python", python)
        assert figures == [("b now names the list that a names: refs 1 → 2.", "post-1.svg")], (python, figures)


def test_depfile(folder):
    """Figures rest on the document and on what its programs read; the document is not made of itself."""
    program(folder, "value = 5\n", "helper.py")
    program(folder, "y = 2\n")
    post(folder, fence("at=1", "import helper\n") + "\n<!-- reel: file=prog.py -->\n")
    good(folder, "weave", "--depfile", "post.d", "post.md")
    rule = (folder / "post.d").read_text().replace("\\\n", " ").splitlines()[0]
    targets, names = (side.split() for side in rule.split(":", 1))
    assert targets == ["post-1.svg", "post-2.svg"], rule
    assert {"post.md", "helper.py", "prog.py"} <= set(names) and not any(".reel" in name for name in names), rule
    good(folder, "weave", "--depfile", "post.d", "-o", "out.md", "post.md")
    assert (folder / "post.d").read_text().split(":")[0].split() == ["out-1.svg", "out-2.svg", "out.md"]


def test_options_file(folder):
    program(folder, "--text outline\n[weave]\n--names hash\n", "heapreel.options")
    woven(folder, POST)
    assert re.fullmatch(r"post-1\.[0-9a-f]{8}\.svg", made(folder)[-1]), made(folder)
    assert "@font-face" not in (folder / made(folder)[-1]).read_text()


tap.main(globals())

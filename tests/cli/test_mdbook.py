"""heapreel mdbook: the protocol of mdBook's preprocessors, with a made-up book.

Called with SOURCE_ROOT BUILD_ROOT PYTHONS.
"""
import copy
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import files, good, refused, run

REQUEST = "# Näme 名前\n\n<!-- reel: at=last fig-cap=\"Größe\" -->\n```python\na = [1]\nb = a\n```\n\n\t\"the end\" \\\n"
IMAGE = re.compile(r"!\[([^]]*)\]\(([^)]+)\)")


def chapter(name, content, path, *inner, **more):
    return {"Chapter": {"name": name, "content": content, "number": [1, 2], "sub_items": list(inner), "path": path,
                        "source_path": path, "parent_names": [], **more}}


def book_of(folder, *items, member="sections"):
    """A book, and the folders of its chapters."""
    def make(item):
        if "Chapter" in item:
            inside = item["Chapter"]
            if inside["path"] is not None:
                (folder / "text" / inside["source_path"]).parent.mkdir(parents=True, exist_ok=True)
            for other in inside["sub_items"]:
                make(other)

    for item in items:
        if item != "Separator":
            make(item)
    context = {"root": str(folder), "config": {"book": {"src": "text", "title": "名"}, "preprocessor": {"heapreel": {}}},
               "renderer": "html", "mdbook_version": "0.4.21"}
    return [context, {member: list(items), "__non_exhaustive": None}]


def woven(folder, book, *options, **more):
    done = good(folder, "mdbook", *options, stdin=json.dumps(book, **more))
    return json.loads(done.out)


def test_every_chapter_and_nothing_else(folder):
    book = book_of(folder, chapter("One", REQUEST, "one.md", chapter("In", REQUEST, "deep/er/in.md"),
                                   chapter("Draft", "", None)),
                   "Separator", {"PartTitle": "Teil Ⅱ"},
                   chapter("Plain", "\u0001 \u2028 </script> \U0001f600 \"q\"\n", "plain.md"),
                   chapter("Index", REQUEST, "index.md", source_path="README.md"))
    before = copy.deepcopy(book)
    for spelt in (False, True):
        out = woven(folder, book, ensure_ascii=spelt)
        chapters = [out["sections"][0], out["sections"][0]["Chapter"]["sub_items"][0], out["sections"][4]]
        names = []
        for one in chapters:
            [(caption, name)] = IMAGE.findall(one["Chapter"]["content"])
            assert caption == "Größe" and one["Chapter"]["content"].startswith(REQUEST.rpartition("\n\n")[0])
            names.append(name)
            one["Chapter"]["content"] = REQUEST
        assert out == before[1], "something else changed"
        places = [f"text/{names[0]}", f"text/deep/er/{names[1]}", f"text/{names[2]}"]
        assert files(folder) == sorted(places), files(folder)
    assert re.fullmatch(r"one-1\.[0-9a-f]{8}\.svg", names[0]) and names[2].startswith("README-1."), names
    good(folder, "draw", "-c", "a = [1]\nb = a\n", "--at", "last", "-o", "same.svg")
    assert (folder / places[0]).read_bytes() == (folder / "same.svg").read_bytes()


def test_options_and_newer_books(folder):
    book = book_of(folder, chapter("One", REQUEST, "one.md"), member="items")
    out = woven(folder, book, "--figures", "img", "--format", "png")
    [(_, name)] = IMAGE.findall(out["items"][0]["Chapter"]["content"])
    assert re.fullmatch(r"img/one-1\.[0-9a-f]{8}\.png", name) and files(folder) == [f"text/{name}"], files(folder)


def test_figures_of_before_go_and_others_stay(folder):
    book = book_of(folder, chapter("One", REQUEST, "one.md"), chapter("Two", REQUEST, "one-1.md"))
    woven(folder, book)
    first = files(folder)
    (folder / "text/my-1.00000000.svg").write_text("mine")
    (folder / "text/notes-2.md").write_text("mine")
    book[1]["sections"][0]["Chapter"]["content"] = REQUEST.replace("[1]", "[2]")
    woven(folder, book)
    second = files(folder)
    assert len(second) == 4 and "text/my-1.00000000.svg" in second and "text/notes-2.md" in second, second
    assert len(set(first) & set(second)) == 1, (first, second)
    [changed] = set(second) - set(first) - {"text/my-1.00000000.svg", "text/notes-2.md"}
    (folder / changed).write_text("edited")
    refused(folder, 3, "mdbook", stdin=json.dumps(book), says=[changed.rpartition("/")[2], "changed by hand"])
    assert (folder / changed).read_text() == "edited"


def test_renderers(folder):
    assert good(folder, "mdbook", "supports", "html").out == b""
    refused(folder, 2, "mdbook", "support", "html", says=["supports RENDERER"])


def test_errors_name_chapter_and_line(folder):
    wrong = "text\n\n<!-- reel: at=99 -->\n```python\nx = 1\n```\n"
    book = book_of(folder, chapter("One", REQUEST, "one.md", chapter("Two", wrong, "deep/two.md")))
    done = refused(folder, 2, "mdbook", stdin=json.dumps(book), says=["text/deep/two.md:3: ", "99"])
    assert done.out == b"", done.out
    book[1]["sections"][0]["Chapter"]["content"] = "```python\n<!-- reel: at=1 -->\n```\n<!-- reel: drwa -->\n"
    refused(folder, 2, "mdbook", stdin=json.dumps(book), says=["text/one.md:4: ", "drwa"])


def test_what_is_no_book(folder):
    for text in ("", "# A chapter\n", "[]", "[1, 2]", "{}", "[{}]", "[{}, []]", "[{}, {}, {}]", "nul", '[{}, {"sections": '):
        done = run(folder, "mdbook", stdin=text)
        assert done.returncode == 3 and "stdin: not what mdBook hands" in done.said and done.out == b"", (text, done)
    for odd in ({"sections": 3}, {"sections": [None, 1, {"Chapter": None}, {"Chapter": {"content": 1, "path": "x"}}, []]}):
        assert json.loads(good(folder, "mdbook", stdin=json.dumps([{"root": 1, "config": []}, odd])).out) == odd


tap.main(globals())

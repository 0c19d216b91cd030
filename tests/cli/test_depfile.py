"""--depfile: ninja and make rebuild exactly when something changed on which an output rests.

Called with SOURCE_ROOT BUILD_ROOT PYTHONS.
"""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import BUILD, environment, good, program, refused, run

PROGRAM = """\
import os
import pathlib
import my_module
from package import inner
with open("written.txt", "w") as f:
    f.write(pathlib.Path("data file.txt").read_text())
open("written.txt").close()
words = [my_module.x, inner.y, len(os.listdir("."))]
"""
RESTS_ON = ["prog.py", "my_module.py", "package/__init__.py", "package/inner.py", "data file.txt", "heapreel.options",
            "my.theme", "usr/bin/heapreel"]


def project(folder):
    """A program with all that it rests on, and a tool of its own."""
    subprocess.run(["meson", "install", "--no-rebuild", "--quiet", "-C", str(BUILD), "--destdir", str(folder / "root")],
                   check=True, capture_output=True, timeout=120)
    [tool] = (folder / "root").rglob("bin/heapreel")
    (folder / "usr").symlink_to(tool.parent.parent)
    (folder / "package").mkdir()
    program(folder, PROGRAM)
    for name, text in {"my_module.py": "x = 1\n", "package/__init__.py": "", "package/inner.py": "y = 2\n",
                       "data file.txt": "some\n", "my.theme": "[theme]\nlike = dark\n", "other.txt": "",
                       "heapreel.options": "--theme my.theme\n"}.items():
        (folder / name).write_text(text)


def build(folder, *command):
    """Whether the tool was run."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, env=environment(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return "heapreel draw" in done.stdout


def check_rebuilds(folder, *command):
    assert build(folder, *command)
    assert not build(folder, *command)
    for name in RESTS_ON:
        os.utime(folder / name)
        assert build(folder, *command), f"{name} changed"
        assert not build(folder, *command), name
    for name in ("other.txt", "written.txt"):
        os.utime(folder / name)
        assert not build(folder, *command), f"{name} has no part in it"
    (folder / "prog.py").write_text("x = 1\n")
    assert build(folder, *command)
    (folder / "package/inner.py").unlink()
    assert not build(folder, *command), "what is needed no more may go"


def test_ninja(folder):
    project(folder)
    (folder / "build.ninja").write_text(
        "rule draw\n  command = usr/bin/heapreel draw $in -o $out --depfile $out.d\n  depfile = $out.d\n  deps = gcc\n"
        "build a$ figure.svg: draw prog.py\n")
    check_rebuilds(folder, "ninja", "-v")


def test_make(folder):
    project(folder)
    (folder / "Makefile").write_text(
        "figure.svg: prog.py\n\tusr/bin/heapreel draw prog.py -o figure.svg --depfile figure.d\n-include figure.d\n")
    check_rebuilds(folder, "make")


def listed(folder, *words):
    good(folder, *words, "--depfile", folder / "out.d")
    text = (folder / "out.d").read_text().replace("\\\n", " ")
    targets, _, files = text.partition("\n")[0].partition(":")
    return targets.split(), files.split()


def test_all_outputs_and_every_verb(folder):
    program(folder, "x = 1\ny = 2\n")
    assert listed(folder, "draw", "--all", "-o", "p-%d.svg", "prog.py")[0] == ["p-0.svg", "p-1.svg", "p-2.svg", "p-3.svg"]
    for verb, out in {"page": "o.html", "strip": "o.svg", "deck": "o.pdf", "record": "o.reel", "compare": "o.png"}.items():
        words = ["--at", "1,2"] if verb in ("strip", "compare") else []
        targets, files = listed(folder, verb, *words, "-o", out, "prog.py")
        assert targets == [out] and "prog.py" in files, (verb, targets, files)
    targets, files = listed(folder, "draw", "-o", "o.svg", "o.reel")
    assert "o.reel" in files and "prog.py" not in files, files


def test_templates_and_names(folder):
    program(folder, "x = 1\n", "a b#c$d.py")
    (folder / "looks/walkthrough").mkdir(parents=True)
    (folder / "looks/walkthrough.css").write_text("")
    good(folder, "page", "-o", "out.html", "--templates", "looks", "--depfile", "out.d", "a b#c$d.py")
    text = (folder / "out.d").read_text()
    assert "  looks/walkthrough.css\n" in text and "  a\\ b\\#c$$d.py \\\n" in text, text


def test_nothing_of_it_is_left_or_seen(folder):
    program(folder, "import os, sys\nprint(sorted(os.environ), os.open('prog.py', os.O_RDONLY), len(sys.modules))\n")
    plain = run(folder, "record", "prog.py")
    noted = run(folder, "record", "prog.py", "--depfile", "out.d")
    assert (plain.returncode, plain.out) == (noted.returncode, noted.out)
    assert not list((folder / ".tmp").iterdir())
    refused(folder, 4, "draw", "-o", "x.svg", "--depfile", "no/such/folder/x.d", "prog.py", says=["no/such/folder/x.d"])


tap.main(globals())

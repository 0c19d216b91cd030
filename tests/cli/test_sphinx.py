"""The Sphinx directive "heapreel", by real builds of a small manual.

Called with SOURCE_ROOT BUILD_ROOT PYTHONS.
"""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import ROOT, TOOL, environment, good, program

CONF = "extensions = ['heapreel_sphinx']\nproject = 'A manual'\nhtml_theme = 'basic'\nheapreel_command = {tool!r}\n"
INDEX = """\
A page
======

.. heapreel::
   :at: 2
   :alt: One list
   :caption: Two *names*
   :align: right
   :name: two-names
   :class: wide
   :theme: auto
   :width: 50%
   :listing:

   a = [1, 2]
   b = a

See :ref:`two-names`.

.. heapreel:: programs/prog.py
   :verb: life x
   :options: --max-items 3 --title "Its life"
"""


def manual(folder, index=INDEX):
    (folder / "programs").mkdir()
    program(folder, "x = [1]\ny = x\n", "programs/prog.py")
    (folder / "conf.py").write_text(CONF.format(tool=str(TOOL)))
    (folder / "index.rst").write_text(index)


def sphinx(folder, *options, builder="html"):
    """What it says: stdout, stderr, and its status."""
    done = subprocess.run(["/usr/bin/python3", "-m", "sphinx", "-b", builder, *options, ".", f"out/{builder}"], cwd=folder,
                          capture_output=True, text=True, timeout=120,
                          env=environment(folder, PYTHONPATH=str(ROOT / "cmd/sphinx"), PYTHONDONTWRITEBYTECODE="1"))
    assert "Traceback" not in done.stderr, done.stderr
    return done


def built(folder, *options, builder="html"):
    done = sphinx(folder, "-W", "-d", "out/doctrees", *options, builder=builder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_builds_and_when_it_is_built_again(folder):
    manual(folder)
    built(folder)
    page = (folder / "out/html/index.html").read_text()
    first, second = sorted((folder / "out/html/_images").iterdir())
    for part in ['alt="One list"', 'Two <em>names</em>', 'class="heapreel wide', 'id="two-names"', 'href="#two-names"', 'width="50%"',
                 'align-right', '<span class="n">a</span>', f'src="_images/{first.name}"', f'src="_images/{second.name}"',
                 'alt="list-16, a list.']:
        assert part in page, f"{part} is not in {page}"
    good(folder, "draw", "-c", "a = [1, 2]\nb = a\n", "--at", "2", "--theme", "auto", "-o", "same.svg")
    good(folder, "life", "x", "--max-items", "3", "--title", "Its life", "-o", "life.svg", "programs/prog.py")
    assert first.read_bytes() == (folder / "same.svg").read_bytes()
    assert second.read_bytes() == (folder / "life.svg").read_bytes()
    assert "no targets are out of date" in built(folder)
    os.utime(folder / "programs/prog.py")
    assert "0 added, 1 changed" in built(folder)
    program(folder, "x = {}\n", "programs/prog.py")
    built(folder)
    assert second.read_bytes() != (folder / "life.svg").read_bytes()


    other_builders_get_what_they_take(folder)


def other_builders_get_what_they_take(folder):
    said = built(folder, builder="latex")
    assert "0 added, 0 changed" in said, said
    figures = sorted(path.name for path in (folder / "out/latex").glob("index*"))
    assert figures == ["index-1.pdf", "index-2.pdf"], figures
    assert (folder / "out/latex/index-1.pdf").read_bytes().startswith(b"%PDF")
    built(folder, builder="text")
    assert "One list" in (folder / "out/text/index.txt").read_text()


def test_pages_read_in_parallel_are_the_same(folder):
    pages = [f"page{number}" for number in range(7)]
    manual(folder, "All\n===\n\n.. toctree::\n\n   " + "\n   ".join(pages) + "\n")
    for page in pages:
        (folder / f"{page}.rst").write_text(f"{page}\n=====\n\n.. heapreel::\n\n   x = '{page}'\n")
    built(folder)
    once = {path.name: path.read_bytes() for path in (folder / "out/html/_images").iterdir()}
    assert len(once) == 7
    built(folder, "-E", "-j", "2")
    assert {path.name: path.read_bytes() for path in (folder / "out/html/_images").iterdir()} == once


def test_what_is_wrong_is_told_at_its_line(folder):
    manual(folder, """\
Wrong
=====

.. heapreel::

   x = 1
   y = (

.. heapreel:: gone.py

.. heapreel:: programs/prog.py
   :at: 99

.. heapreel:: programs/prog.py
   :verb: darw

.. heapreel::
""")
    done = sphinx(folder)
    assert done.returncode == 0, done.stderr
    for line, words in {7: "'(' was never closed", 9: "gone.py", 11: "99", 14: '"darw" is no verb', 17: "a program"}.items():
        place = f"{folder}/index.rst:{line}: WARNING: heapreel: "
        assert any(said.startswith(place) and words in said for said in done.stderr.splitlines()), (line, done.stderr)
    program(folder, "x = 1\n", "gone.py")
    assert "gone.py" not in sphinx(folder).stderr
    (folder / "conf.py").write_text(CONF.format(tool="/no/such/tool"))
    assert "cannot run /no/such/tool" in sphinx(folder).stderr


tap.main(globals())

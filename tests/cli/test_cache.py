"""--cache: a program runs again only when something changed on which its recording rests.

Called with SOURCE_ROOT BUILD_ROOT PYTHONS.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import good, program, refused, run

PROGRAM = "import part\nx = [part.y, open('data.txt').read()]\nprint('it runs')\n"


def project(folder):
    program(folder, PROGRAM)
    program(folder, "y = 1\n", "part.py")
    (folder / "data.txt").write_text("some")


def ran(folder, *words, at=None):
    """Whether the program was run."""
    done = good(folder, *words, "--cache", "kept", **({"at": at} if at else {}))
    assert (b"it runs" in done.out) != ("from the cache" in done.said), (done.out, done.said)
    return b"it runs" in done.out


def test_runs_again_only_when_needed(folder):
    project(folder)
    draw = ["draw", "-o", "out.svg", "prog.py"]
    assert ran(folder, *draw)
    first = (folder / "out.svg").read_bytes()
    assert not ran(folder, *draw)
    assert (folder / "out.svg").read_bytes() == first
    assert not ran(folder, *draw, "--theme", "dark", "--at", "1")
    assert not ran(folder, "page", "prog.py")
    (folder / "other.txt").write_text("has no part in it")
    assert not ran(folder, *draw)
    for name, text in {"part.py": "y = 2\n", "data.txt": "more", "prog.py": PROGRAM + "\n"}.items():
        (folder / name).write_text(text)
        assert ran(folder, *draw), name
        assert not ran(folder, *draw), name
    good(folder, "draw", "-o", "plain.svg", "prog.py")
    assert (folder / "plain.svg").read_bytes() == (folder / "out.svg").read_bytes()


def test_what_is_asked_for_counts(folder):
    project(folder)
    for more in ([], ["--steps", "calls"], ["--refs", "account"], ["--max-items", "2000"], ["--prompt"]):
        assert ran(folder, "record", *more, "prog.py"), more
        assert not ran(folder, "record", *more, "prog.py"), more
    assert ran(folder, "record", "prog.py", "--", "argument")
    done = good(folder, "record", "prog.py", "--cache", "kept", env={"PYTHONOPTIMIZE": "1"})
    assert b"it runs" in done.out


def test_moves_with_the_project(folder):
    (folder / "a").mkdir()
    project(folder / "a")
    assert ran(folder, "draw", "-o", "out.svg", "prog.py", at=folder / "a")
    (folder / "a").rename(folder / "b")
    assert not ran(folder, "draw", "-o", "out.svg", "prog.py", at=folder / "b")


def test_a_program_that_writes_is_run(folder):
    program(folder, "open('made.txt', 'w').write('x')\nprint('it runs')\n")
    assert ran(folder, "record", "prog.py")
    assert ran(folder, "record", "prog.py")


def test_failures_are_kept_as_they_were(folder):
    program(folder, "import sys\nprint('it runs')\nsys.exit(3)\n")
    first = run(folder, "record", "--exit-status", "--cache", "kept", "prog.py")
    second = run(folder, "record", "--exit-status", "--cache", "kept", "prog.py")
    assert (first.returncode, second.returncode) == (3, 3) and second.out == b"", (first, second)
    assert "ended with status 3" in second.said
    refused(folder, 1, "draw", "--strict", "--cache", "kept", "prog.py", says=["status 3"])


def test_a_damaged_one_is_made_again(folder):
    program(folder, "print('it runs')\n")
    assert ran(folder, "record", "prog.py")
    [reel] = (folder / "kept").glob("*.reel")
    whole = reel.read_bytes()
    reel.write_bytes(whole[:-5])
    assert ran(folder, "record", "prog.py")
    assert reel.read_bytes() == whole
    [files] = (folder / "kept").glob("*.files")
    files.write_text("nonsense\n")
    assert ran(folder, "record", "prog.py")
    assert not ran(folder, "record", "prog.py")


def test_weave_keeps_too(folder):
    (folder / "post.md").write_text("<!-- reel: draw -->\n```python\nx = 1\nprint('it runs')\n```\n")
    assert ran(folder, "weave", "post.md")
    assert not ran(folder, "weave", "-o", "again.md", "post.md")


def test_a_folder_that_cannot_be(folder):
    project(folder)
    (folder / "kept").write_text("a file")
    refused(folder, 4, "record", "--cache", "kept", "prog.py", says=["kept"])
    assert not (folder / "prog.reel").exists()


tap.main(globals())

"""Inputs that are not as they should be: each gets a status, a message that says what to do, and no half output."""
import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import TOOL, files, good, program, refused, run, steps


def svg_of(folder, *arguments, **more):
    return good(folder, "draw", "-o", "-", "--text", "system", *arguments, **more).out.decode()


def test_missing_file(folder):
    for verb in ("record", "page", "draw", "deck", "dump"):
        refused(folder, 3, verb, "nowhere.py", says=["nowhere.py"])
    refused(folder, 3, "nowhere.py", says=["nowhere.py"])
    refused(folder, 3, "dump", "nowhere.reel", says=["nowhere.reel"])
    refused(folder, 3, "compare", "nowhere.py", "nowhere2.py", says=["nowhere.py"])
    assert files(folder) == []


def test_module_that_cannot_be_run(folder):
    for module in ("nowhere", "no/where", "..nowhere", "no where"):
        for verb in ("record", "page"):
            refused(folder, 3, verb, "-m", module, says=[f"-m {module}", "could not run"])
    assert files(folder) == []


def test_module_of_the_library(folder):
    done = good(folder, "record", "-m", "json.tool", "--", "--help")
    assert "json.tool: none of its lines made a step" in done.said, done.said


def test_directory(folder):
    (folder / "box").mkdir()
    (folder / "box.reel").mkdir()
    refused(folder, 3, "record", "box", says=["box", "directory"])
    refused(folder, 3, "draw", "box", says=["box", "directory"])
    refused(folder, 3, "dump", "box.reel", says=["box.reel", "directory"])
    assert files(folder) == []


def test_syntax_error(folder):
    program(folder, "x = 1\nclass\n")
    for verb in ("record", "page", "draw"):
        refused(folder, 3, verb, "prog.py", says=["prog.py", "2"])
    assert files(folder) == ["prog.py"]


def test_program_that_raises(folder):
    program(folder, "x = [1]\nraise ValueError('no good')\n")
    done = good(folder, "draw", "prog.py")
    assert "ValueError: no good" in done.said and "ended with status 1" in done.said, done.said
    assert files(folder) == ["prog.py", "prog.svg"]


def test_program_that_raises_when_strict(folder):
    program(folder, "x = [1]\nraise ValueError('no good')\n")
    refused(folder, 1, "draw", "--strict", "prog.py", says=["--strict"])
    assert files(folder) == ["prog.py"]
    refused(folder, 1, "record", "--strict", "prog.py")
    assert files(folder) == ["prog.py", "prog.reel"], "the recording is kept"


def test_program_that_exits_with_a_status(folder):
    program(folder, "import sys\nx = [1]\nsys.exit(7)\n")
    assert "ended with status 7" in good(folder, "draw", "prog.py").said
    good(folder, "record", "prog.py")
    assert run(folder, "record", "--exit-status", "prog.py").returncode == 7
    assert good(folder, "dump", "prog.reel").out


def test_program_ended_by_a_signal(folder):
    program(folder, "import os\nx = [1]\nos.kill(os.getpid(), 9)\n")
    assert "signal 9" in good(folder, "draw", "prog.py").said
    assert run(folder, "record", "--exit-status", "prog.py").returncode == 128 + 9
    assert "x" in svg_of(folder, "prog.reel")


def test_program_without_an_end(folder):
    program(folder, "i = 0\nwhile True:\n    i += 1\n")
    assert "stopped after 20 steps" in good(folder, "draw", "--strict", "--max-steps", "20", "prog.py").said
    assert len([record for record in steps(folder, "--max-steps", "20", "prog.py") if "step" in record]) == 20
    assert "stopped after 1 s" in good(folder, "draw", "--timeout", "1", "prog.py").said
    refused(folder, 1, "draw", "--strict", "--timeout", "1", "prog.py", says=["--strict"])


def test_recursion_without_an_end(folder):
    program(folder, "def f(n):\n    return f(n + 1)\n\nf(0)\n")
    assert "RecursionError" in good(folder, "draw", "--at", "last", "prog.py").said


def test_unreadable_timeline(folder):
    """As somebody who is not root, for whom modes count."""
    good(folder, "record", "-o", "x.reel", "-c", "x = 1")
    tool = shutil.copy(TOOL, folder / "heapreel")
    folder.chmod(0o755)
    (folder / "x.reel").chmod(0)
    somebody = {"user": 65534, "group": 65534} if os.getuid() == 0 else {}
    refused(folder, 3, "dump", "x.reel", says=["x.reel", "ermission"], tool=tool, **somebody)


def test_foreign_timeline(folder):
    program(folder, "hello\n", "text.reel")
    program(folder, b"\x89PNG\r\n\x1a\n" + bytes(100), "picture.reel")
    program(folder, b"", "empty.reel")
    for name in ("text.reel", "picture.reel", "empty.reel"):
        for verb in ("dump", "draw", "page"):
            refused(folder, 3, verb, name, says=[name])
    assert files(folder) == ["empty.reel", "picture.reel", "text.reel"]


def test_cut_timeline(folder):
    program(folder, "x = [1]\ny = x\nz = y\n")
    good(folder, "record", "prog.py")
    whole = (folder / "prog.reel").read_bytes()
    program(folder, whole[: len(whole) * 4 // 5], "cut.reel")
    assert good(folder, "dump", "cut.reel").out
    program(folder, whole[:20], "stump.reel")
    refused(folder, 3, "dump", "stump.reel", says=["stump.reel"])


def test_unknown_selector(folder):
    program(folder, "x = 1\ny = 2\n")
    refused(folder, 2, "draw", "--at", "99", "prog.py", says=["99"])
    refused(folder, 2, "draw", "--at", "call:nobody", "prog.py", says=["nobody"])
    refused(folder, 2, "draw", "--at", "banana", "prog.py", says=["banana"])
    refused(folder, 2, "draw", "--at", "", "prog.py")
    assert files(folder) == ["prog.py"]


def test_unwritable_output(folder):
    program(folder, "x = 1\n")
    (folder / "box.svg").mkdir()
    refused(folder, 4, "draw", "-o", "nowhere/x.svg", "prog.py", says=["nowhere/x.svg"])
    refused(folder, 4, "draw", "-o", "box.svg", "prog.py", says=["box.svg"])
    refused(folder, 4, "record", "-o", "nowhere/x.reel", "prog.py", says=["nowhere/x.reel"])
    refused(folder, 4, "page", "-o", "nowhere/x.html", "prog.py", says=["nowhere/x.html"])
    refused(folder, 4, "deck", "-o", "nowhere/x.pdf", "prog.py", says=["nowhere/x.pdf"])
    assert files(folder) == ["prog.py"]


def test_full_stdout(folder):
    good(folder, "record", "-o", "x.reel", "-c", "x = 1")
    shell = 'exec "$0" "$@" >/dev/full'
    refused(folder, 4, "-c", shell, TOOL, "dump", "x.reel", tool="/bin/sh")
    refused(folder, 4, "-c", shell, TOOL, "--help", tool="/bin/sh")


def test_empty_program(folder):
    program(folder, "")
    good(folder, "draw", "prog.py")
    good(folder, "page", "prog.py")
    good(folder, "deck", "prog.py")
    assert files(folder) == ["prog.html", "prog.pdf", "prog.py", "prog.svg"]
    program(folder, "# nothing but a comment\n")
    good(folder, "draw", "prog.py")


def test_program_that_reads_stdin(folder):
    program(folder, "name = input()\nprint('hello', name)\n")
    done = good(folder, "record", "prog.py", stdin="Ada\n")
    assert done.out == b"hello Ada\n"
    assert "Ada" in svg_of(folder, "prog.reel")
    done = good(folder, "draw", "prog.py", stdin="")  # nothing there: EOFError is part of the story
    assert "EOFError" in done.said


def test_program_without_a_last_newline(folder):
    program(folder, "x = [1]\ny = x")
    assert ">y<" in svg_of(folder, "prog.py")
    assert ">y<" in svg_of(folder, "--at", "2", "prog.py")


def test_coding_cookie(folder):
    program(folder, "# -*- coding: latin-1 -*-\nname = 'Zo\xeb'\n".encode("latin-1"))
    assert "Zo\xeb" in svg_of(folder, "--show", "code", "prog.py")
    assert any("Zo\xeb" in str(record) for record in steps(folder, "prog.py"))


def test_other_encoding_without_a_cookie(folder):
    program(folder, "name = 'Zo\xeb'\n".encode("latin-1"))
    refused(folder, 3, "draw", "prog.py", says=["prog.py"])


def test_file_names_of_any_bytes(folder):
    for name in (b"\xff.py", b'a"b<c>\n&.py', b"-x.py", b"% d.py"):
        path = os.path.join(os.fsencode(folder), name)
        with open(path, "w") as file:
            file.write("x = [1]\n")
        for verb in ("draw", "page", "deck", "record"):
            good(folder, verb, path.decode(errors="surrogateescape"))
        made = {os.path.splitext(made)[1] for made in os.listdir(os.fsencode(folder)) if made.startswith(name[:-3])}
        assert made == {b".py", b".svg", b".html", b".pdf", b".reel"}, made
    refused(folder, 2, "draw", "--title", b"\xff".decode(errors="surrogateescape"), "-c", "x = 1", says=["UTF-8"])


def test_nul_bytes(folder):
    program(folder, b"x = 1\0\n")
    refused(folder, 3, "draw", "prog.py", says=["prog.py"])
    refused(folder, 3, "draw", "-", stdin=b"x = 1\0\n", says=["NUL"])


def test_interpreter_that_is_not_there(folder):
    program(folder, "x = 1\n")
    refused(folder, 3, "draw", "--python", "/nowhere/python3", "prog.py", says=["/nowhere/python3"])
    refused(folder, 3, "draw", "--python", "/bin/true", "prog.py", says=["/bin/true"])
    assert files(folder) == ["prog.py"]


tap.main(globals())

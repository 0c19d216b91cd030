"""Messages for programs and build services: --log json, --annotations github.

Called with SOURCE_ROOT BUILD_ROOT PYTHONS.
"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import good, program, run


def objects(done):
    return [json.loads(line) for line in done.err.splitlines()]


def test_notes_and_errors_as_json(folder):
    prog = program(folder, "x = 1\n")
    assert objects(good(folder, "draw", "--log", "json", "-o", "x.svg", prog)) == [
        {"level": "note", "message": "wrote x.svg"}]
    assert objects(good(folder, "draw", "--log", "json", "-q", "-o", "x.svg", prog)) == []
    [said] = objects(run(folder, "draw", "--log", "json", "gone.py"))
    assert said["level"] == "error" and said["status"] == 3 and "gone.py" in said["message"], said


def test_json_names_the_place(folder):
    program(folder, "x = 1\ny = (\n", "bad.py")
    done = run(folder, "page", "--log=json", "bad.py")
    [said] = objects(done)
    assert done.returncode == 3
    assert (said["file"], said["line"], said["column"]) == ("bad.py", 2, 5), said
    assert said["message"].startswith("bad.py:2:5: '(' was never closed\n"), said


def test_json_of_a_slip_in_the_same_line(folder):
    for words in (["--log", "json", "--thme", "dark"], ["--log=json", "--width", "wide"]):
        [said] = objects(run(folder, "draw", *words, "x.py"))
        assert said["status"] == 2, said


def test_json_of_names_that_are_no_text(folder):
    name = b"a\xff\"\n.py"
    (pathlib.Path(folder) / name.decode(errors="surrogateescape")).write_text("x = (\n")
    done = run(folder, "draw", "--log", "json", name.decode(errors="surrogateescape"))
    [said] = objects(done)
    assert done.returncode == 3 and "\n" in said["message"] and "\ufffd" in said["message"], said


def test_annotations(folder):
    program(folder, "x = 1\ny = (\n", "a,b:100%.py")
    done = run(folder, "draw", "--annotations", "github", "a,b:100%.py")
    [line] = done.said.splitlines()
    assert done.returncode == 3
    assert line.startswith("::error title=heapreel,file=a%2Cb%3A100%25.py,line=2,col=5::'(' was never closed%0A"), line
    [line] = run(folder, "draw", "--annotations", "github", "--at", "9", program(folder, "x = 1\n")).said.splitlines()
    assert line.startswith("::error title=heapreel::") and "has 1 line" in line, line


def test_both(folder):
    done = run(folder, "draw", "--log", "json", "--annotations", "github", "gone.py")
    first, second = done.said.splitlines()
    assert json.loads(first)["status"] == 3 and second.startswith("::error "), done.said


tap.main(globals())

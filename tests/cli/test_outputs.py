"""What the verbs write: names, numbers, formats, streams, and the same bytes every time."""
import os
import os
import pathlib
import re
import shlex
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import ROOT, SAMPLES, files, good, program, refused, run

PROGRAM = "x = [1, 2]\ny = x\ny.append(3)\nprint(x)\n"


def made(folder):
    return [name for name in files(folder) if not name.endswith((".py", ".pyc"))]


def test_names_after_the_program(folder):
    (folder / "src").mkdir()
    program(folder, PROGRAM, "src/demo.py")
    for verb in (["record"], ["page"], ["draw"], ["deck"], ["draw", "--format", "png"]):
        good(folder, *verb, "src/demo.py")
    assert made(folder) == ["demo.html", "demo.pdf", "demo.png", "demo.reel", "demo.svg"]


def test_odd_names(folder):
    """Any name that a file can have; what is recorded on the way has a name made of it, and is gone afterwards."""
    for name in ("XXXXXX", "two words", "per%cent", "line\nbreak", "back\\slash", "'quotes\"", "-dash", ".hidden", "n" * 240,
                 "é" * 120, os.fsdecode(b"\xff\xfe")):
        program(folder, "x = [1]\n", name + ".py")
        good(folder, "page", "-q", f"./{name}.py")
        good(folder, "record", "-q", f"./{name}.py")
        good(folder, "draw", "-q", f"./{name}.reel")
        assert files(folder) == sorted(name + ending for ending in (".html", ".py", ".reel", ".svg")), files(folder)
        for ending in (".html", ".py", ".reel", ".svg"):
            (folder / (name + ending)).unlink()


def test_modules_by_name(folder):
    (folder / "pkg").mkdir()
    program(folder, "x = [1]\n", "pkg/mod.py")
    program(folder, "y = [1]\n", "pkg/__main__.py")
    for module in ("pkg.mod", "pkg"):
        good(folder, "page", "-q", "-m", module)
        good(folder, "record", "-q", "-m", module)
        assert {f"{module}.html", f"{module}.reel"} <= set(files(folder)), files(folder)


def test_no_verb_is_page(folder):
    program(folder, PROGRAM)
    done = good(folder, "prog.py")
    assert "wrote prog.html" in done.said and made(folder) == ["prog.html"]
    by_verb = good(folder, "page", "-o", "-", "prog.py").out
    assert (folder / "prog.html").read_bytes() == by_verb


def test_several_figures_are_numbered(folder):
    program(folder, PROGRAM)
    good(folder, "draw", "--at", "1..3", "prog.py")
    assert made(folder) == ["prog-1.svg", "prog-2.svg", "prog-3.svg"]
    good(folder, "draw", "--at", "1,2", "-o", "f-%03d.png", "prog.py")
    good(folder, "draw", "--at", "1", "-o", "g-%d.pdf", "prog.py")
    assert made(folder)[:3] == ["f-001.png", "f-002.png", "g-1.pdf"]


def test_all_steps_are_numbered_by_step(folder):
    program(folder, "for i in range(5):\n    x = i\n")
    good(folder, "draw", "--all", "--text", "system", "prog.py")
    names = made(folder)
    assert len(names) > 10 and names[0] == "prog-00.svg", names
    assert names == [f"prog-{number:02d}.svg" for number in range(len(names))]


def test_formats(folder):
    program(folder, PROGRAM)
    for name, start in {"a.svg": b"<", "a.png": b"\x89PNG", "a.pdf": b"%PDF-"}.items():
        good(folder, "draw", "-o", name, "prog.py")
        assert (folder / name).read_bytes().startswith(start), name
        good(folder, "strip", "--at", "1..3", "-o", name, "prog.py")
        assert (folder / name).read_bytes().startswith(start), name
    assert good(folder, "draw", "--format", "png", "-o", "-", "prog.py").out.startswith(b"\x89PNG")


def test_program_output_gives_way_to_ours(folder):
    program(folder, PROGRAM)
    done = good(folder, "dump", "prog.py")
    assert done.err.startswith(b"[1, 2, 3]\n") and not done.out.startswith(b"[1, 2, 3]")
    done = good(folder, "draw", "-o", "-", "prog.py")
    assert done.out.startswith(b"<") and b"[1, 2, 3]\n" in done.err
    done = good(folder, "record", "-o", "-", "prog.py")
    assert b"[1, 2, 3]\n" in done.err and done.out[1:5] == b"REEL"
    assert good(folder, "draw", "prog.py").out == b"[1, 2, 3]\n"


def test_pipes(folder):
    program(folder, PROGRAM)
    reel = good(folder, "record", "-o", "-", "prog.py").out
    from_pipe = good(folder, "draw", "-o", "-", "-", stdin=reel).out
    assert from_pipe == good(folder, "draw", "-o", "-", "prog.py").out
    assert b"<svg" in good(folder, "draw", "-o", "-", "-", stdin=PROGRAM).out
    assert made(folder) == []


def test_code_and_module(folder):
    program(folder, PROGRAM, "pack.py")
    good(folder, "draw", "-c", "x = 1")
    good(folder, "record", "-m", "pack")
    assert made(folder) == ["pack.reel", "program.svg"]


def test_arguments(folder):
    program(folder, "import sys\nprint(sys.argv)\n")
    done = good(folder, "record", "prog.py", "--", "--at", "-x", "a b")
    assert done.out == b"['prog.py', '--at', '-x', 'a b']\n", done.out


def test_older_output_is_replaced_whole(folder):
    program(folder, PROGRAM)
    program(folder, "old", "prog.svg")
    program(folder, "import sys\nsys.exit(3)\n", "bad.py")
    assert run(folder, "draw", "--strict", "-o", "prog.svg", "bad.py").returncode == 1
    assert (folder / "prog.svg").read_text() == "old"
    good(folder, "draw", "prog.py")
    assert (folder / "prog.svg").read_bytes().startswith(b"<")


def outputs_of(folder, reel):
    """Every kind of output, by name, from a run in @folder."""
    source = "prog.reel" if reel else "prog.py"
    good(folder, "record", "-o", "prog.reel", "prog.py")
    for verb, name in (("draw", "d.svg"), ("draw", "d.png"), ("draw", "d.pdf"), ("deck", "k.pdf"), ("page", "p.html")):
        good(folder, verb, "-o", name, source)
    good(folder, "strip", "--at", "call:make_two,return:make_two", "-o", "s.svg", source)
    good(folder, "compare", "--at", "first,last", "-o", "c.svg", source)
    return {name: (folder / name).read_bytes() for name in files(folder) if not name.endswith(".py")}


def test_same_bytes_in_two_folders(folder):
    text = (SAMPLES / "stack_and_heap.py").read_text()
    first, second = folder / "a", folder / "another folder"
    for place in (first, second):
        place.mkdir()
        program(place, text)
    one, two = outputs_of(first, False), outputs_of(second, False)
    assert len(one) == 8 and one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []
    again = outputs_of(second, True)
    assert [name for name in one if one[name] != again[name]] == [], "a recording draws as its program does"


def test_same_bytes_at_another_time_and_place(folder):
    program(folder, "x = {'b', 'a', 'c'}\ny = [object(), object()]\n")
    plain = good(folder, "draw", "-o", "-", "prog.py").out
    other = good(folder, "draw", "-o", "-", "prog.py",
                 env={"TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8", "COLUMNS": "40"}).out
    assert plain == other


def test_no_path_of_this_machine_in_outputs(folder):
    program(folder, PROGRAM)
    good(folder, "record", "prog.py")
    for verb, name in (("draw", "d.svg"), ("deck", "k.pdf"), ("page", "p.html"), ("dump", "d.txt")):
        good(folder, verb, "-o", name, "prog.py")
    for name in made(folder):
        found = re.search(re.escape(str(folder)).encode(), (folder / name).read_bytes())
        assert not found, name


def test_commands_of_the_readme(folder):
    readme = (ROOT / "README.md").read_text()
    blocks = "".join(re.findall(r"^```sh\n(.*?)^```", readme, re.M | re.S))
    commands = re.findall(r"^heapreel (.*?)(?: +#.*)?$", blocks, re.M)
    assert len(commands) == 7, commands
    shutil.copytree(SAMPLES, folder, dirs_exist_ok=True)
    for command in commands:
        done = good(folder, *shlex.split(command))
        written = done.said.splitlines()[-1].removeprefix("heapreel: wrote ")
        assert (folder / written).stat().st_size > 1000, command
    for picture in re.findall(r'<img src="([^"]+)"', readme):
        assert (ROOT / picture).exists(), picture


def test_nothing_of_the_place_is_inside(folder):
    """No version, no path, no address: the same program makes the same bytes wherever, whenever, by whichever release."""
    version = good(folder, "--version").out.decode().split()[1]
    program(folder, "x = [1, object()]\n")
    for verb, out in [("draw", "a.svg"), ("draw", "a.png"), ("draw", "a.pdf"), ("page", "a.html"), ("deck", "b.pdf"),
                      ("compare", "c.svg"), ("record", "a.reel")]:
        good(folder, verb, *(["--at", "first,last"] if verb == "compare" else []), "-o", out, "prog.py")
        made = (folder / out).read_bytes()
        for word in (f"heapreel {version}", str(folder), str(ROOT), "0x7f"):
            assert word.encode() not in made, (out, word)


def test_jobs_make_the_same(folder):
    prog = program(folder, "x = [1]\nfor i in range(4):\n    x.append(i)\n")
    one = good(folder, "draw", "--all", "-o", "a-%02d.svg", prog)
    four = good(folder, "draw", "--all", "--jobs", "4", "--depfile", "out.d", "-o", "b-%02d.svg", prog)
    made = sorted(folder.glob("a-*.svg"))
    assert len(made) > 8
    for path in made:
        assert path.read_bytes() == path.with_name(path.name.replace("a-", "b-")).read_bytes(), path
    assert four.said == one.said.replace("a-", "b-")
    assert all(f"b-{i:02}.svg" in (folder / "out.d").read_text() for i in range(len(made)))


def test_jobs_tell_what_went_wrong(folder):
    prog = program(folder, "x = 1\ny = 2\nz = 3\n")
    (folder / "out-1.svg").mkdir()
    refused(folder, 4, "draw", "--all", "--jobs", "3", "-o", "out-%d.svg", prog, says=["out-1.svg"])
    assert not any(path.name.startswith(".") and path.name != ".tmp" for path in folder.iterdir())


tap.main(globals())

"""The options file of a project: heapreel.options.

Called with SOURCE_ROOT BUILD_ROOT PYTHONS.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import good, program, refused

PROGRAM = "x = [1]\ny = x\n"
THEME = "[theme]\nlike = light\n[colours]\nground = #fedcba\n"


def drawn(folder, *arguments, name="prog.py"):
    good(folder, "draw", *arguments, "-o", folder / "out.svg", folder / name)
    return (folder / "out.svg").read_text()


def test_holds_for_the_folder_and_those_below(folder):
    (folder / "below/far").mkdir(parents=True)
    program(folder, PROGRAM)
    program(folder / "below/far", PROGRAM)
    plain = drawn(folder, "--theme", "dark")
    (folder / "heapreel.options").write_text("# ours\n\n  --theme dark   # as the site\n")
    assert drawn(folder) == plain
    assert drawn(folder, name="below/far/prog.py") == plain
    (folder / "below/heapreel.options").write_text("--theme light\n")
    assert drawn(folder, name="below/far/prog.py") == drawn(folder, "--theme", "light")  # the nearest alone
    assert drawn(folder, "--options", folder / "heapreel.options", name="below/far/prog.py") == plain
    assert drawn(folder, "--options", "none", name="below/far/prog.py") == drawn(folder, "--theme", "auto")


def test_the_program_and_the_command_line_have_the_last_word(folder):
    (folder / "heapreel.options").write_text("--theme dark --atoms heap\n")
    program(folder, PROGRAM)
    program(folder, "# reel: --theme print\n" + PROGRAM, "own.py")
    light = drawn(folder, "--theme", "light")
    assert light == drawn(folder, "--options", "none", "--theme", "light", "--atoms", "heap")
    print_theme = drawn(folder, name="own.py")
    assert print_theme == drawn(folder, "--options", "none", "--atoms", "heap", name="own.py")
    assert print_theme != drawn(folder, "--options", "none", "--theme", "dark", "--atoms", "heap", name="own.py")


def test_verbs_take_what_they_know(folder):
    program(folder, PROGRAM)
    expected = drawn(folder, "--scale", "3", "--caption")
    (folder / "heapreel.options").write_text("--scale 3\n[deck]\n--theme dark\n[draw strip]\n--caption\n")
    assert drawn(folder) == expected
    good(folder, "page", "prog.py")  # which knows no --scale
    good(folder, "record", "prog.py")


def test_files_are_seen_from_its_folder(folder):
    (folder / "docs/code").mkdir(parents=True)
    (folder / "docs/my.theme").write_text(THEME)
    (folder / "docs/heapreel.options").write_text("--theme my.theme\n")
    program(folder / "docs/code", PROGRAM)
    assert "#fedcba" in drawn(folder, name="docs/code/prog.py")


def test_slips_name_the_line(folder):
    program(folder, PROGRAM)
    for text, words in {
        "--theme dark\n--atms heap\n": ["heapreel.options:2: ", "--atoms"],
        "[page]\n--theme drak\n": ["heapreel.options:2: ", "drak"],
        "--caption\n[drwa]\n": ["heapreel.options:2: ", "drwa"],
        "[draw\n": ["heapreel.options:1: ", "]"],
        "--hide 'x\n": ["heapreel.options:1: ", "quote"],
        "theme dark\n": ["heapreel.options:1: ", "\"theme\" is not an option"],
        "-o x.svg\n": ["heapreel.options:1: ", "-o"],
        "-c x\n": ["heapreel.options:1: ", "-c"],
        "-cx=1\n": ["heapreel.options:1: ", "command line"],
        "-m this\n": ["heapreel.options:1: ", "command line"],
        "--depfile x\n": ["heapreel.options:1: ", "command line"],
        "--help\n": ["heapreel.options:1: ", "command line"],
        "--theme\n": ["heapreel.options:1: ", "needs a value"],
    }.items():
        (folder / "heapreel.options").write_text(text)
        refused(folder, 2, "draw", "prog.py", says=words)
    (folder / "heapreel.options").write_bytes(b"--hide \xff\n")
    refused(folder, 3, "draw", "prog.py", says=["heapreel.options", "UTF-8"])
    refused(folder, 3, "draw", "--options", "gone", "prog.py", says=["gone"])
    assert not (folder / "prog.svg").exists()


tap.main(globals())

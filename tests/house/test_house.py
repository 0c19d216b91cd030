"""The house check finds what it is there for.

Usage: test_house.py SOURCE_ROOT BUILD_ROOT
"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
sys.path.insert(0, str(ROOT / "tests/support"))
import tap


def house(tree):
    return subprocess.run([sys.executable, ROOT / "tests/house/house", tree], capture_output=True, text=True)


def refuses(tree, word):
    got = house(tree)
    assert got.returncode == 1 and word in got.stderr, got.stderr


def file_in(folder, path, text):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def test_the_tree_keeps_house(folder):
    got = house(ROOT)
    assert got.returncode == 0, got.stderr


def test_stranger_at_the_top(folder):
    file_in(folder, "notes.txt", "hello\n")
    refuses(folder, "notes.txt: does not belong")


def test_long_function(folder):
    file_in(folder, "lib/base/a.c", "static int *long_one (void)\n{\n" + "  x ();\n" * 80 + "}\n")
    refuses(folder, "lib/base/a.c:2: long_one has 82 lines")


def test_long_functions_on_the_whole(folder):
    file_in(folder, "lib/base/a.c", "void f (void)\n{\n" + "  x ();\n" * 30 + "}\n")
    refuses(folder, "the median function has 32 lines")


def test_long_file(folder):
    file_in(folder, "cmd/a.c", "int a;\n" * 601)
    refuses(folder, "cmd/a.c: 601 lines")


def test_leftover(folder):
    file_in(folder, "cmd/a.c", "/* TO" + "DO: later */\n")
    refuses(folder, "cmd/a.c:1: a leftover")


def test_path_of_a_machine(folder):
    file_in(folder, "cmd/a.c", 'const char *p = "/ho' + 'me/somebody/x";\n')
    refuses(folder, "cmd/a.c:1: a path of somebody")


def test_name_that_says_nothing(folder):
    file_in(folder, "lib/base/util.c", "int a;\n")
    refuses(folder, "lib/base/util.c: name the file")


tap.main(globals())

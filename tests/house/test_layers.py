"""The layer check, and Meson's include folders, refuse a wrong include planted in a copy of the tree.

Usage: test_layers.py SOURCE_ROOT BUILD_ROOT
"""
import pathlib
import shutil
import subprocess
import sys

ROOT, BUILD = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
sys.path.insert(0, str(ROOT / "tests/support"))
import tap

LAYERS = ROOT / "tests/house/layers"


def copy_of_the_tree(folder):
    tree = folder / "tree"
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns("build", "build-*", ".git", "node_modules"))
    return tree


def plant(tree, path, line):
    target = tree / path
    target.write_text(line + "\n" + target.read_text())


def layers(*arguments):
    return subprocess.run([sys.executable, LAYERS, *arguments], capture_output=True, text=True)


def refuses(tree, *words):
    got = layers(tree)
    assert got.returncode == 1, "the check passed"
    for word in words:
        assert word in got.stderr, got.stderr


def compiles(tree, build):
    """Whether lib/base of @tree builds with the flags that Meson gives it."""
    if not build.exists():
        subprocess.run(["meson", "setup", build, tree], check=True, stdout=subprocess.DEVNULL)
    got = subprocess.run(["ninja", "-C", build, "lib/base/libbase.a"], capture_output=True, text=True)
    return got.returncode == 0, got.stdout


def test_the_tree_keeps_its_layers(folder):
    got = layers(ROOT, BUILD)
    assert got.returncode == 0, got.stderr


def test_planted_include_is_refused_and_does_not_compile(folder):
    tree = copy_of_the_tree(folder)
    good, log = compiles(tree, folder / "b")
    assert good, log
    plant(tree, "lib/base/error.c", '#include "timeline/model.h"')
    refuses(tree, 'lib/base/error.c: includes "timeline/model.h"', "does not declare timeline_dep")
    good, log = compiles(tree, folder / "b")
    assert not good and "timeline/model.h: No such file" in log, log


def test_upward_dependency_is_refused(folder):
    tree = copy_of_the_tree(folder)
    build = tree / "lib/base/meson.build"
    build.write_text(build.read_text().replace("dependencies: [", "dependencies: [figure_dep, ", 1))
    refuses(tree, "lib/base/meson.build: declares figure_dep, which stands above it")


def test_foreign_libraries_are_refused(folder):
    tree = copy_of_the_tree(folder)
    plant(tree, "lib/base/escape.c", "#include <Python.h>\n#include <pango/pango.h>\n#include <cairo.h>")
    refuses(tree, "<Python.h>", "<pango/pango.h>", "<cairo.h>")


def test_glib_in_the_users_interpreter_is_refused(folder):
    tree = copy_of_the_tree(folder)
    plant(tree, "lib/timeline/writer.c", "#include <glib.h>")
    plant(tree, "lib/timeline/model.h", "#include <glib.h>")
    refuses(tree, "lib/timeline/writer.c: includes <glib.h>", "lib/timeline/model.h: includes <glib.h>")


def test_include_by_a_relative_path_is_refused(folder):
    tree = copy_of_the_tree(folder)
    plant(tree, "lib/base/escape.c", '#include "../timeline/model.h"')
    refuses(tree, 'includes "../timeline/model.h"')


def test_call_without_an_include_is_refused(folder):
    """An extern declaration gets past the include check; the library's symbols do not."""
    for module, source in {"base": "void hr_planted_high (void);\nvoid hr_low (void);\nvoid hr_low (void) { hr_planted_high (); }",
                           "timeline": "void hr_planted_high (void);\nvoid hr_planted_high (void) {}"}.items():
        place = folder / "b/lib" / module
        place.mkdir(parents=True)
        (place / "x.c").write_text(source + "\n")
        subprocess.run(["cc", "-c", "x.c"], cwd=place, check=True)
        subprocess.run(["ar", "rc", f"lib{module}.a", "x.o"], cwd=place, check=True)
    got = layers(ROOT, folder / "b")
    assert got.returncode == 1 and "lib/base: calls hr_planted_high of timeline" in got.stderr, got.stderr


def test_printing_and_exiting_are_refused(folder):
    place = folder / "b/lib/base"
    place.mkdir(parents=True)
    (place / "x.c").write_text('#include <stdio.h>\n#include <stdlib.h>\nvoid hr_x (int n);\n'
                               'void hr_x (int n) { printf ("%d", n); exit (n); }\n')
    subprocess.run(["cc", "-c", "x.c"], cwd=place, check=True)
    subprocess.run(["ar", "rc", "libbase.a", "x.o"], cwd=place, check=True)
    got = layers(ROOT, folder / "b")
    assert got.returncode == 1 and "uses printf" in got.stderr and "uses exit" in got.stderr, got.stderr


tap.main(globals())

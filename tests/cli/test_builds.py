"""The fragments for builds: each is taken from the help, as a reader would, and makes the figure when it is due.

Called with SOURCE_ROOT BUILD_ROOT PYTHONS.
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
import yaml
from heapreel import BUILD, environment, good

FILES = ["meson.build", "CMakeLists.txt", "Makefile", ".github/workflows/figures.yml"]


def fragments(folder):
    """The text for each file."""
    text = good(folder, "help", "builds").out.decode()
    found = re.findall(r"^\S.*, in (\S+)\. .*\n\n((?:    .*\n)+)", text, re.M)
    return {file: re.sub(r"^    ", "", lines, flags=re.M) for file, lines in found}


def put(folder, name):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(fragments(folder)[name])
    (folder / "labels.py").write_text("import other\na = [other.x]\n")
    (folder / "other.py").write_text("x = 1\n")


def call(folder, *command, status=0):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120,
                          env=environment(folder, PATH=f"{BUILD}:/usr/bin:/bin"))
    assert done.returncode == status, f"status {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def check_builds(folder, figure, *command):
    """The figure is made, not made again, and made again when the module changed."""
    path = folder / figure
    call(folder, *command)
    first, made = path.read_bytes(), path.stat().st_mtime_ns
    call(folder, *command)
    assert path.stat().st_mtime_ns == made, "made again for nothing"
    (folder / "other.py").write_text("x = 22\n")  # of another size: Python's cache goes by that and by the second
    call(folder, *command)
    assert path.read_bytes() != first, "not made again"


def test_there_is_one_for_each(folder):
    assert list(fragments(folder)) == FILES


def test_meson(folder):
    put(folder, "meson.build")
    call(folder, "meson", "setup", "b")
    check_builds(folder, "b/labels.svg", "ninja", "-C", "b")


def test_cmake(folder):
    put(folder, "CMakeLists.txt")
    for generator, place in {"Ninja": "n", "Unix Makefiles": "m"}.items():
        call(folder, "cmake", "-G", generator, "-S", ".", "-B", place)
        (folder / "other.py").write_text("x = 1\n")
        check_builds(folder, f"{place}/labels.svg", "cmake", "--build", place)


def test_make(folder):
    put(folder, "Makefile")
    check_builds(folder, "labels.svg", "make")


def test_github_actions(folder):
    put(folder, ".github/workflows/figures.yml")
    workflow = yaml.safe_load((folder / ".github/workflows/figures.yml").read_text())
    assert workflow[True] == ["push", "pull_request"], workflow  # YAML 1.1 reads "on" so
    [job] = workflow["jobs"].values()
    assert {"runs-on", "container", "steps"} == set(job), job
    [checkout, check] = job["steps"]
    assert checkout["uses"].startswith("actions/checkout@"), checkout
    for name in ("posts/a b.md", "posts/plain.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("text\n")
    post = folder / "posts/a b.md"
    post.write_text("<!-- reel: at=1 -->\n```python\nx = 1\n```\n")
    good(folder, "weave", post)
    call(folder, "sh", "-e", "-c", check["run"])
    post.write_text(post.read_text().replace("x = 1", "x = 2"))
    said = call(folder, "sh", "-e", "-c", check["run"], status=123)
    assert "::error title=heapreel" in said and "a b-1.svg" in said, said


tap.main(globals())

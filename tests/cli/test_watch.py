"""--watch: makes things again when they change, and not otherwise.

Called with SOURCE_ROOT BUILD_ROOT PYTHONS.
"""
import contextlib
import pathlib
import queue
import signal
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import TOOL, environment, program, refused

PATIENCE_S = 60


class Watch:
    """A heapreel that watches; its messages are waited for."""

    def __init__(self, folder, *words):
        self.process = subprocess.Popen([TOOL, *map(str, words), "--watch"], cwd=folder, stdin=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, text=True, env=environment(folder))
        self.lines = queue.Queue()
        self.thread = threading.Thread(target=lambda: [self.lines.put(line) for line in self.process.stderr])
        self.thread.start()

    def until(self, words):
        """The messages up to the one with @words."""
        said = []
        while True:
            try:
                said.append(self.lines.get(timeout=PATIENCE_S))
            except queue.Empty:
                raise AssertionError(f"no {words!r} after {said}") from None
            if words in said[-1]:
                return "".join(said)

    def end(self):
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(PATIENCE_S)
        self.thread.join()
        self.process.stderr.close()
        return status


@contextlib.contextmanager
def watching(folder, *words):
    watch = Watch(folder, *words)
    try:
        yield watch
    finally:
        assert watch.end() == -signal.SIGINT


def test_draws_again(folder):
    program(folder, "import part\nx = part.y\n")
    program(folder, "y = 'one'\n", "part.py")
    with watching(folder, "draw", "prog.py", "-o", "out.svg") as watch:
        watch.until("watching")
        assert "one" in (folder / "out.svg").read_text()
        program(folder, "y = 'another'\n", "part.py")
        said = watch.until("watching")
        assert "part.py changed" in said and "wrote out.svg" in said, said
        assert "another" in (folder / "out.svg").read_text()


def test_goes_on_after_a_slip(folder):
    program(folder, "x = 1\n")
    with watching(folder, "draw", "prog.py", "-o", "out.svg") as watch:
        watch.until("watching")
        before = (folder / "out.svg").read_bytes()
        program(folder, "x = (\n")
        assert "prog.py:1:5: '(' was never closed" in watch.until("watching")
        assert (folder / "out.svg").read_bytes() == before
        program(folder, "x = 'mended'\n")
        watch.until("wrote")
        watch.until("watching")
        assert "mended" in (folder / "out.svg").read_text()


def test_begins_with_a_slip_and_heeds_the_options_file(folder):
    program(folder, "x = (\n")
    (folder / "heapreel.options").write_text("--theme drak\n")
    with watching(folder, "draw", "prog.py", "-o", "out.svg") as watch:
        assert "heapreel.options:1: " in watch.until("watching")
        (folder / "heapreel.options").write_text("--theme dark\n")
        assert "never closed" in watch.until("watching")
        program(folder, "x = 1\n")
        assert "wrote out.svg" in watch.until("watching")


def test_weaving_in_place_comes_to_rest(folder):
    (folder / "post.md").write_text("# A post\n\n<!-- reel: draw -->\n```python\nx = 'one'\n```\n")
    with watching(folder, "weave", "post.md") as watch:
        watch.until("watching")
        text = (folder / "post.md").read_text()
        assert "![" in text
        (folder / "post.md").write_text(text.replace("x = 'one'", "x = 'two'"))
        said = watch.until("watching")
        assert "post.md changed" in said, said
        assert watch.lines.empty()
        assert "two" in (folder / "post-1.svg").read_text()


def test_needs_files(folder):
    prog = program(folder, "x = 1\n")
    refused(folder, 2, "draw", "--watch", "-o", "-", prog, says=["--watch", "-o FILE"])
    refused(folder, 2, "draw", "--watch", "-", stdin="x = 1\n", says=["--watch"])


tap.main(globals())

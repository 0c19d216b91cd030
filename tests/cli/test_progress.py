"""The line that says how far a long command is: on a terminal only, and gone at the end.

The programs sleep for more than the second from which on it is shown, so that it is due however fast the machine is.

Called with SOURCE_ROOT BUILD_ROOT PYTHONS.
"""
import os
import pathlib
import pty
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import TOOL, environment, good, program

ERASE = "\r\x1b[K"
PUSH, POP, TITLE = "\x1b[22;2t", "\x1b[23;2t", re.compile("\x1b\\]2;([^\x1b]*)\x1b\\\\")
BLANK = " " * 79  # a terminal without a size has the usual one
LONG = "import time\ntime.sleep(1.2)\na = 1\nb = 2\n"


def on_terminal(folder, *words, **more):
    """What the tool writes to a terminal that is its stderr."""
    ours, its = pty.openpty()
    process = subprocess.Popen([TOOL, *words], cwd=folder, stderr=its, stdout=subprocess.DEVNULL,
                               stdin=subprocess.DEVNULL, env=environment(folder, **{"TERM": "xterm", **more}))
    os.close(its)
    written = b""
    try:
        while piece := os.read(ours, 4096):
            written += piece
    except OSError:  # how a terminal ends
        pass
    os.close(ours)
    assert process.wait(60) == 0, written
    return written.decode()


def without_titles(text):
    """What stands on the screen."""
    return TITLE.sub("", text.replace(PUSH, "").replace(POP, ""))


def shown(text):
    """The lines, one after another; nothing else stands on any of them, and none is left."""
    *before, last = text.replace(BLANK, "").split(ERASE)
    assert ERASE not in text or last == "" or last.startswith("heapreel: "), repr(text)
    return [part for part in before if part and not part.startswith("heapreel: ")]


def test_each_verb_on_a_terminal(folder):
    program(folder, LONG)
    (folder / "post.md").write_text(f"<!-- reel: at=last -->\n```python\n{LONG}```\n")
    verbs = {"drawing figure 1 of ": ["draw", "--all", "prog.py"], "drawing slide 1 of ": ["deck", "prog.py"],
             "drawing step 1 of ": ["page", "prog.py"], "weaving figure 1": ["weave", "post.md"]}
    for line, words in verbs.items():
        text = without_titles(on_terminal(folder, *words))
        assert shown(text) and shown(text)[0].startswith(line), (words, text)
        assert text.endswith("\n") and "heapreel: wrote " in text.split(ERASE)[-1], repr(text)


def test_nothing_where_it_does_not_belong(folder):
    program(folder, LONG)
    for words, more in {(): {"TERM": "dumb"}, ("--quiet",): {}, ("--log", "json"): {}}.items():
        assert "\x1b" not in on_terminal(folder, "deck", *words, "prog.py", **more), words
    said = good(folder, "deck", "prog.py", env={"TERM": "xterm"}).said
    assert said == "heapreel: wrote prog.pdf\n", said


def test_the_terminal_is_the_programs_while_it_runs(folder):
    fence = "<!-- reel: at=last -->\n```python\n{}```\n"
    slow = "import time\ntime.sleep(1.2)\n"
    loud = "import sys, time\nprint('mine', end='', file=sys.stderr, flush=True)\ntime.sleep(0.3)\n"  # the line is due again
    (folder / "post.md").write_text(fence.format(slow) + "\n" + fence.format(loud))
    text = without_titles(on_terminal(folder, "weave", "post.md"))
    assert "weaving figure 1" + ERASE + "mine" + BLANK in text, repr(text)  # which goes to a line of its own


def test_the_title_says_it_while_a_program_runs(folder):
    program(folder, "import time\ntime.sleep(2.5)\n")
    text = on_terminal(folder, "record", "prog.py")
    titles = TITLE.findall(text)
    assert titles[:2] == ["heapreel: recording, 1 s", "heapreel: recording, 2 s"], repr(text)
    assert text.count(PUSH) == text.count(POP) == 1 and text.index(PUSH) < text.index(POP), repr(text)
    assert not TITLE.search(text.partition(POP)[2]), repr(text)
    assert without_titles(text) == "heapreel: wrote prog.reel\r\n", repr(text)
    program(folder, "x = 1\n")
    assert PUSH not in on_terminal(folder, "record", "prog.py")


def test_no_title_where_there_is_none(folder):
    program(folder, LONG)
    for words, more in {(): {"TERM": "linux"}, ("--quiet",): {}, ("--log", "json"): {}}.items():
        text = on_terminal(folder, "record", *words, "prog.py", **more)
        assert PUSH not in text and not TITLE.search(text), (words, repr(text))


tap.main(globals())

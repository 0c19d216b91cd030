"""The command line itself: help, slips, contradictions."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import files, good, program, refused, run

VERBS = ["record", "page", "draw", "strip", "compare", "deck", "life", "why", "dump"]


def test_help_lists_every_verb_on_one_screen(folder):
    text = good(folder, "--help").out.decode()
    assert len(text.splitlines()) <= 24, text
    for verb in VERBS:
        assert f"heapreel {verb} " in text, verb
    assert good(folder, "help").out.decode() == text


def test_every_verb_has_help_on_one_screen(folder):
    for verb in VERBS:
        text = good(folder, verb, "--help").out.decode()
        assert text.startswith(f"heapreel {verb} "), text
        assert len(text.splitlines()) <= 40, f"{verb}: {len(text.splitlines())} lines"
        assert all(len(line) <= 110 for line in text.splitlines()), text
        assert good(folder, "help", verb).out.decode() == text


def test_help_says_what_a_program_can_notice(folder):
    text = good(folder, "record", "--help").out.decode()
    for word in ("It can notice", "slower", "3.11", "3.12", "sys.monitoring", "recursion"):
        assert word in text, word


def test_version(folder):
    assert good(folder, "--version").out == b"heapreel 0.1.0\n"


def test_nothing_given(folder):
    refused(folder, 2, says=["heapreel PROGRAM.py", "--help"])
    for verb in VERBS:
        refused(folder, 2, verb, says=[verb, "needs"])


def test_mistyped_verb(folder):
    refused(folder, 2, "darw", "prog.py", says=["darw", "did you mean draw?"])
    refused(folder, 2, "elephant", says=["elephant", "--help"])


def test_mistyped_option(folder):
    prog = program(folder, "x = 1\n")
    refused(folder, 2, "draw", "--tehme", "dark", prog, says=["--tehme", "did you mean --theme?"])
    refused(folder, 2, "draw", "--elephant", prog, says=["--elephant", "heapreel draw --help"])
    refused(folder, 2, "draw", "-z", prog, says=["-z"])
    refused(folder, 2, "record", "--theme", "dark", prog, says=["record", "--theme"])
    assert files(folder) == ["prog.py"]


def test_mistyped_value(folder):
    prog = program(folder, "x = 1\n")
    refused(folder, 2, "draw", "--theme", "drak", prog, says=["drak", "light, dark, auto or print", "did you mean dark?"])
    refused(folder, 2, "draw", "--show", "types,coed", prog, says=["coed", "did you mean code?"])
    refused(folder, 2, "draw", "--depth", "0", prog, says=["--depth", "whole number"])
    refused(folder, 2, "strip", "--width", "wide", prog, says=["--width", "wide"])
    refused(folder, 2, "draw", "--scale=nan", prog, says=["--scale"])
    refused(folder, 2, "draw", prog, "--theme", says=["--theme", "needs a value"])
    refused(folder, 2, "draw", "--all=yes", prog, says=["--all", "no value"])


def test_too_many_inputs(folder):
    refused(folder, 2, "draw", "a.py", "b.py", says=["one program", "b.py", "--"])
    refused(folder, 2, "record", "a.py", "-c", "x = 1", says=["-c CODE"])


def test_output_that_would_replace_the_program(folder):
    prog = program(folder, "x = 1\n")
    for verb in ("record", "page", "dump"):
        refused(folder, 2, verb, "-o", "./prog.py", "prog.py", says=["prog.py", "input"])
    assert prog.read_text() == "x = 1\n"


def test_output_names_that_cannot_be(folder):
    program(folder, "x = 1\n")
    refused(folder, 2, "draw", "-o", "x.gif", "prog.py", says=["x.gif", ".svg", ".png", ".pdf"])
    refused(folder, 2, "draw", "-o", "x-%s.svg", "prog.py", says=["x-%s.svg", "%d"])
    refused(folder, 2, "draw", "-o", "x-%d-%d.svg", "prog.py", says=["%d"])
    refused(folder, 2, "draw", "--format", "png", "-o", "x.svg", "prog.py", says=["contradict"])
    refused(folder, 2, "deck", "-o", "x.svg", "prog.py", says=["x.svg", ".pdf"])
    refused(folder, 2, "draw", "--all", "-o", "-", "prog.py", says=["-o -", "%d"])
    assert files(folder) == ["prog.py"]


def test_wrong_output_name_is_said_before_the_program_runs(folder):
    program(folder, "open('ran', 'w')\n")
    refused(folder, 2, "draw", "-o", "x.gif", "prog.py")
    refused(folder, 2, "strip", "-o", "x.gif", "--at", "1", "prog.py")
    refused(folder, 2, "compare", "-o", "x.gif", "prog.py", "prog.py")
    refused(folder, 2, "deck", "-o", "x.gif", "prog.py")
    assert files(folder) == ["prog.py"]


def test_strip_and_compare_say_what_they_lack(folder):
    program(folder, "x = 1\n")
    refused(folder, 2, "strip", "prog.py", says=["--at"])
    refused(folder, 2, "compare", "prog.py", says=["two", "--at"])


def test_dump_writes_one_thing(folder):
    program(folder, "x = 1\n")
    refused(folder, 2, "dump", "--json", "--quality", "prog.py", says=["one thing"])


def test_options_in_the_program(folder):
    program(folder, "# reel: --hide y\nx = [1]\ny = [2]\n")
    hidden = good(folder, "draw", "-o", "-", "--text", "system", "prog.py").out.decode()
    assert ">x<" in hidden and ">y<" not in hidden
    program(folder, "# reel: --hdie y\nx = 1\n")
    refused(folder, 2, "draw", "prog.py", says=["prog.py", "# reel:", "did you mean --hide?"])


def test_accounts_asked_for_in_the_program(folder):
    """They must be recorded to be shown."""
    text = "x = [1]\ny = (x,)\nz = 1\n"
    for first, explained in (("# reel: --refs account\n", True), ("", False)):
        program(folder, first + text)
        good(folder, "record", "-q", "prog.py")
        assert (" explained" in good(folder, "dump", "prog.reel").out.decode()) == explained
    program(folder, "# reel: --refs account\n" + text)
    good(folder, "record", "-q", "--refs", "count", "prog.py")
    assert " explained" not in good(folder, "dump", "prog.reel").out.decode()


def test_quiet(folder):
    program(folder, "x = 1\n")
    assert "wrote prog.svg" in good(folder, "draw", "prog.py").said
    assert good(folder, "draw", "--quiet", "prog.py").said == ""
    assert run(folder, "draw", "-q", "missing.py").said != ""


tap.main(globals())

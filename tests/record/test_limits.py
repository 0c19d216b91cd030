"""Programs without bounds are recorded and drawn within bounds, and what was left out is said.

Usage: test_limits.py SOURCE_ROOT BUILD_ROOT
"""
import pathlib
import resource
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))

from heapreel import files, good, program, refused, run, steps  # noqa: E402
from tap import main  # noqa: E402

MOST_BYTES = 1500 << 20  # the largest program takes 300 MB by itself
FOREVER = "n = 0\nwhile True:\n    n += 1\n"
GROWING = "kept = []\nwhile True:\n    kept.append([len(kept)])\n"
UNBOUNDED = {
    "recursion": ("def f(n):\n    return f(n + 1)\nf(0)\n", []),
    "loop": (FOREVER, ["--max-steps", "300"]),
    "list": ("a = list(range(1000000))\nb = 1\na.append(2)\n", []),
    "itself": ("a = []\na.append(a)\nd = {}\nd['d'] = d\n", []),
    "nested": ("import pickle\na = pickle.loads(b']' * 100000 + b'a' * 99999 + b'.')\nb = 1\n", []),
    "string": ("s = 'x' * 100_000_000\nt = s + 'y'\n", []),
    "dict": ("d = {i: i for i in range(1000000)}\nd[-1] = 0\n", []),
    "threads": ("import threading\ngo = threading.Event()\ndef work(n):\n    go.wait()\n    m = n\n"
                "all = [threading.Thread(target=work, args=(i,)) for i in range(50)]\nfor t in all:\n    t.start()\n"
                "go.set()\nfor t in all:\n    t.join()\n", []),
}


def check_bounded(folder, name):
    text, options = UNBOUNDED[name]
    program(folder, text)
    run(folder, "record", "-q", *options, "prog.py")
    good(folder, "draw", "-q", "--at", "last", "prog.reel")
    run(folder, "page", "-q", *(options or ["--max-steps", "120"]), "prog.py")
    assert {"prog.svg", "prog.html", "prog.reel"} <= set(files(folder)), files(folder)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert used < MOST_BYTES, f"{used >> 20} MB"


def test_recursion_without_end(folder):
    check_bounded(folder, "recursion")
    assert "more frames are not drawn" in good(folder, "draw", "-q", "--at", "raise", "-o", "-", "--format", "svg",
                                               "--text", "system", "prog.reel").out.decode()


def test_loop_without_end(folder):
    check_bounded(folder, "loop")


def test_a_million_elements(folder):
    check_bounded(folder, "list")


def test_what_contains_itself(folder):
    check_bounded(folder, "itself")


def test_nested_a_hundred_thousand_deep(folder):
    check_bounded(folder, "nested")


def test_a_hundred_megabytes_of_text(folder):
    check_bounded(folder, "string")


def test_a_million_entries(folder):
    check_bounded(folder, "dict")


def test_fifty_threads(folder):
    check_bounded(folder, "threads")


def ending(folder, *options, text=FOREVER):
    program(folder, text)
    run(folder, "record", "-q", *options, "prog.py")
    records = steps(folder, "prog.reel")
    return records[-1]["end"], [record["step"] for record in records if "step" in record]


def test_limits_that_end_the_recording(folder):
    for options, text, words in ((["--max-steps", "1000"], FOREVER, "stopped after 1,000 steps (--max-steps)"),
                                 (["--max-file", "40k"], FOREVER, "stopped when the recording had 40 kB (--max-file)"),
                                 (["--memory", "1M"], GROWING,
                                  "stopped when recording took 1 MB of memory (--memory)")):
        end, taken = ending(folder, *options, text=text)
        assert (end["ending"], end["text"], end["status"]) == ("limit", words, 0), end
        assert taken[-1]["notes"] == [{"kind": "stopped", "object": 0, "number": 0, "text": words}], taken[-1]["notes"]
    assert len(ending(folder, "--max-steps", "1000")[1]) == 1000


def test_the_program_may_run_on(folder):
    text = "for i in range(100):\n    pass\nprint('done')\nraise SystemExit(3)\n"
    program(folder, text)
    done = run(folder, "record", "--exit-status", "--max-steps", "10", "--after-limit", "run", "prog.py")
    assert done.out == b"done\n" and done.returncode == 3, (done.out, done.returncode, done.said)
    assert "recorded for its first 10 steps (--max-steps)" in done.said, done.said
    end = steps(folder, "prog.reel")[-1]["end"]
    assert (end["ending"], end["status"]) == ("limit", 3), end


def test_output_before_a_limit_is_not_lost(folder):
    program(folder, "print('first', end='')\n" + FOREVER)
    assert good(folder, "record", "-q", "--max-steps", "20", "prog.py").out == b"first"


def test_the_picture_says_why_it_ends(folder):
    program(folder, FOREVER)
    drawn = good(folder, "draw", "-q", "--max-steps", "10", "--text", "system", "-o", "-", "prog.py").out.decode()
    assert "stopped after 10 steps (--max-steps)" in drawn


def test_objects_left_out_are_counted(folder):
    text = "a = [[i] for i in range(300)]\nb = 1\n"
    _, taken = ending(folder, "--max-objects", "100", text=text)
    notes = [note for note in taken[-2]["notes"] if note["kind"] == "left out"]
    held = {}
    for step in taken[:-1]:
        for gone in step["gone"]:
            held.pop(gone["id"], None)
        held.update((thing["id"], thing) for thing in step["objects"])
    assert len(held) == 100, len(held)
    assert len(notes) == 1 and notes[0]["text"] == "--max-objects" and notes[0]["number"] > 200, notes
    drawn = good(folder, "draw", "-q", "--text", "system", "-o", "-", "prog.reel").out.decode()
    assert "more objects are not shown (--max-objects)" in drawn


def test_depth_and_items(folder):
    text = "a = [[[['deep']]]]\nb = list(range(5000))\nc = 1\n"
    _, taken = ending(folder, "--depth", "2", "--max-items", "16", text=text)
    kinds = [thing for step in taken for thing in step["objects"] if thing["kind"] == "list"]
    assert len({thing["id"] for thing in kinds}) == 3, kinds
    long = [thing for thing in kinds if thing["length"] == 5000]
    assert long and len(long[0]["slots"]) <= 16 and "cut" in long[0]["flags"], long
    assert any(note["text"] == "--depth" for step in taken for note in step["notes"])


def test_memory_held_for_an_object(folder):
    """The recorder keeps at most 700 bytes for an object with a reference to another."""
    text = "kept = [(object(),) for i in range(20000)]\nlast = 1\n"
    end, _ = ending(folder, "--max-items", "40000", "--memory", str(40000 * 700), text=text)
    assert end["ending"] == "exit", end


def test_what_makes_a_step(folder):
    program(folder, "def g():\n    q = 1\n    return q\n", "helper.py")
    text = "import helper\nx = [1]\nx.append(helper.g())\n"
    _, calls = ending(folder, "--steps", "calls", text=text)
    assert {step["event"] for step in calls} == {"start", "call", "return", "end"}, calls
    _, opcodes = ending(folder, "--steps", "opcodes", text=text)
    said = [(step["notes"][0]["text"], sum("stack" in name["flags"] for name in step["frames"][-1]["names"]))
            for step in opcodes if step["event"] == "opcode" and step["frame_name"] == "g"]
    assert said == [("LOAD_CONST 1", 1), ("LOAD_FAST q", 1)], said
    for options, frames in ((["--skip", "helper.py"], {"<module>"}), (["--only", "hel*"], {"<module>", "g"})):
        _, taken = ending(folder, *options, text=text)
        assert {step["frame_name"] for step in taken if step["event"] == "call"} <= frames - {"<module>"} | {"<module>"}
        assert ("g" in {step["frame_name"] for step in taken}) == ("g" in frames), options
    program(folder, text)
    assert "--only nix.py: the program ran no such file" in run(folder, "record", "--only", "nix.py", "prog.py").said


def test_functions_of_skipped_files_are_the_programs(folder):
    """They make no steps, and are drawn as its own all the same."""
    program(folder, "def g(a=[1]):\n    return a\n", "helper.py")
    text = "import helper\nf = helper.g\nx = 1\n"
    for options in ([], ["--skip", "helper.py"]):
        _, taken = ending(folder, *options, text=text)
        found = {thing["id"]: thing for step in taken for thing in step["objects"] if thing["kind"] == "function"}
        assert [(thing["text"], "cut" in thing["flags"], [slot["role"] for slot in thing["slots"]])
                for thing in found.values()] == [("g(a=…)", False, ["default"])], (options, found)



def test_specialised_code_reads_alike(folder):
    text = "def f(a):\n    b = a + 1\n    return b\nfor i in range(40):\n    f(i)\n"
    _, taken = ending(folder, "--steps", "opcodes", text=text)
    rounds, current = [], None
    for step in taken:
        if step["frame_name"] == "f":
            if step["event"] == "call":
                rounds.append([])
            rounds[-1].append((step["event"], [note["text"] for note in step["notes"]]))
    assert len(rounds) == 40 and all(one == rounds[0] for one in rounds), rounds[0]


def test_options_in_the_program(folder):
    _, taken = ending(folder, text="# reel: --max-steps 5\n# reel: --steps calls\ndef f():\n    pass\nwhile True:\n    f()\n")
    assert [step["event"] for step in taken] == ["start", "call", "return", "call", "return"], taken
    program(folder, "# a program\n# reel: --max-stps 5\nx = 1\n")
    refused(folder, 2, "record", "prog.py", says=["prog.py:2:", "--max-steps"])


def test_bad_limits(folder):
    program(folder, "x = 1\n")
    for option, word in (("--memory", "x"), ("--max-file", "0"), ("--timeout", "5x"), ("--after-limit", "go"),
                         ("--max-objects", "-1"), ("--steps", "lines,calls")):
        refused(folder, 2, "record", f"{option}={word}", "prog.py", says=[option, word])


main(globals())

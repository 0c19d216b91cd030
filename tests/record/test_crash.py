"""What is recorded survives: kills at any moment, crashes, no memory, a full disk, Ctrl-C; and the last picture says how
the program ended.

Usage: test_crash.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON…
"""
import concurrent.futures
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import kills
import tap
from heapreel import TOOL, environment, files, good, program, refused, run, steps

PYTHONS = [argument.split("=", 1)[1] for argument in sys.argv[3:]]
CLOCK = "import time\nready = open('ready', 'w')\nready.close()\nn = 0\nwhile True:\n    n += 1\n    time.sleep(0.01)\n"


def ending_of(folder, reel):
    """The last step's lines in the dump, and the dump's last record."""
    records = steps(folder, reel)
    return [r["step"] for r in records if "step" in r], records[-1]["end"]


def ends(folder, text, python, ending, status, says, *options, lines=None, **more):
    """Runs @text, which ends so, and looks for @says below its last picture, on its page and in the dump."""
    program(folder, text)
    run(folder, "record", "-q", "--python", python, *options, "prog.py", **more)
    taken, end = ending_of(folder, "prog.reel")
    assert (end["ending"], end["status"]) == (ending, status), end
    assert end["complete"], end
    if lines is not None:
        ran = [step["ran"]["line"] for step in taken if "ran" in step and step["event"] == "line"]
        assert ran == lines, ran
    good(folder, "draw", "-q", "--at", "last", "--text", "system", "-o", "last.svg", "prog.reel")
    assert says in plain_text((folder / "last.svg").read_text()), says
    good(folder, "page", "-q", "-o", "page.html", "prog.reel")
    assert says in (folder / "page.html").read_text()
    return taken


def plain_text(svg):
    """What an SVG's text elements say, lines joined."""
    return " ".join(" ".join(re.sub(r"<[^>]*>", "", part).split())
                    for part in re.findall(r"<text\b.*?</text>", svg, re.DOTALL))


def test_kills_at_random_moments(folder):
    def one(number):
        place = folder / str(number)
        place.mkdir()
        return kills.one(place, TOOL, PYTHONS[number % len(PYTHONS)], kills.WAYS[number % len(kills.WAYS)], number)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        assert [problem for problem in pool.map(one, range(42)) if problem] == []


def test_exit_at_once(folder):
    for python in PYTHONS:
        ends(folder, "import os\na = [1]\nos._exit(3)\n", python, "exit", 3, "left at once with status 3 in line 3.",
             lines=[1, 2])


def test_exit_status(folder):
    ends(folder, "import sys\na = [1]\nsys.exit(3)\n", PYTHONS[0], "exit", 3, "ended with exit status 3.")


def test_segfault_and_abort(folder):
    for python in PYTHONS:
        ends(folder, "import ctypes\na = [1]\nb = a\nctypes.string_at(0)\n", python, "signal", 11,
             "killed by SIGSEGV in line 4.", lines=[1, 2, 3])
    ends(folder, "import os\na = [1]\nos.abort()\n", PYTHONS[0], "signal", 6, "killed by SIGABRT in line 3.", lines=[1, 2])


def small_stack():
    resource.setrlimit(resource.RLIMIT_STACK, (300 << 10, 300 << 10))


def test_stack_overflow_in_c(folder):
    text = ("import sys\nsys.setrecursionlimit(10**6)\nclass Deep:\n    def __repr__(self):\n"
            "        return repr([self, depth.append(1)][0])\ndepth = []\nrepr(Deep())\n")
    program(folder, text)
    python = next(p for p in PYTHONS if "3.11" in interpreter_version(p))
    run(folder, "record", "-q", "--python", python, "prog.py", preexec_fn=small_stack)
    taken, end = ending_of(folder, "prog.reel")
    assert (end["ending"], end["status"]) == ("signal", 11), end
    assert sum(step["event"] == "call" for step in taken) > 50


def interpreter_version(python):
    return subprocess.run([python, "-V"], capture_output=True, text=True, check=True).stdout


def test_recursion_error(folder):
    for python in PYTHONS:
        ends(folder, "import sys\nsys.setrecursionlimit(60)\ndef f(n):\n    return f(n + 1)\nf(0)\n", python, "exit", 1,
             "ended with exit status 1")


def test_memory_error(folder):
    text = ("import resource\nresource.setrlimit(resource.RLIMIT_AS, (150 << 20, resource.RLIM_INFINITY))\nkept = []\n"
            "try:\n    while True:\n        kept.append([0] * 1000000)\nexcept MemoryError:\n    kept = None\n"
            "print('went on')\n")
    program(folder, text)
    for python in PYTHONS:
        done = good(folder, "record", "-q", "--exit-status", "--python", python, "prog.py")
        assert done.out == b"went on\n", done.out
        taken, end = ending_of(folder, "prog.reel")
        assert (end["ending"], end["status"]) == ("exit", 0) and len(taken) > 8, (len(taken), end)


def test_no_memory_for_the_recorder(folder):
    """The program needs none, and goes on without being recorded."""
    text = ("import resource, sys\nsys.hidden = [[[0.5 + a] * 50 for a in range(100)] for b in range(300)]\n"
            "size = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
            "resource.setrlimit(resource.RLIMIT_AS, (size + 2**20, resource.RLIM_INFINITY))\n"
            "seen = sys.hidden\nprint(len(seen))\n")
    program(folder, text)
    for python in PYTHONS:
        done = good(folder, "record", "--exit-status", "--python", python, "prog.py")
        assert done.out == b"300\n" and "recording stopped: no memory left" in done.said, (done.out, done.said)
        taken, end = ending_of(folder, "prog.reel")
        assert (end["ending"], end["status"], len(taken)) == ("exit", 0, 5), (len(taken), end)


def small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000))


def test_file_too_large(folder):
    program(folder, "items = []\nfor i in range(3000):\n    items.append([i])\nprint(len(items))\n")
    done = run(folder, "record", "--exit-status", "prog.py", preexec_fn=small_files)
    assert done.out == b"3000\n" and "recording stopped" in done.said, done.said
    taken, end = ending_of(folder, "prog.reel")
    assert len(taken) > 300, (len(taken), end)


def test_program_limits_its_files(folder):
    text = ("import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\nitems = []\nfor i in range(3000):\n"
            "    items.append([i])\nprint(len(items))\n")
    program(folder, text)
    done = run(folder, "record", "--exit-status", "prog.py")
    assert done.returncode == 0 and done.out == b"3000\n", (done.returncode, done.said)
    assert len(ending_of(folder, "prog.reel")[0]) > 100


def test_no_regular_file(folder):
    """A device or a pipe is refused, and left as it is."""
    program(folder, "x = 1\n")
    os.mkfifo(folder / "pipe")
    for path in ("pipe", "/dev/null", "/dev/full"):
        refused(folder, 4, "record", "-o", path, "prog.py", says=[path])
        assert not (folder / path).is_file() and (folder / path).exists()


def test_timeout(folder):
    for python in PYTHONS[:1]:
        ends(folder, "import time\na = [1]\nwhile True:\n    a[0] += 1\n    time.sleep(0.02)\n", python, "timeout", 15, "stopped after 1 s (--timeout)",
             "--timeout", "1")


def start(folder, text, *arguments):
    """The tool, with its program at work in a process group of their own."""
    program(folder, text)
    tool = subprocess.Popen([TOOL, *arguments, "prog.py"], cwd=folder, env=environment(folder), start_new_session=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    kills.wait_for(folder / "ready")
    time.sleep(0.2)
    return tool


def test_first_interrupt_stops_the_program(folder):
    """As the terminal sends it: to both. heapreel goes on to draw."""
    tool = start(folder, CLOCK, "page")
    os.killpg(tool.pid, signal.SIGINT)
    said = tool.communicate(timeout=30)[1]
    assert tool.returncode == 0 and "KeyboardInterrupt" in said, said
    assert "interrupted (Ctrl-C)" in (folder / "prog.html").read_text()
    assert not any(name.endswith(".reel") for name in files(folder)), files(folder)


def test_interrupt_to_the_tool_alone(folder):
    tool = start(folder, CLOCK, "record")
    tool.send_signal(signal.SIGINT)
    said = tool.communicate(timeout=30)[1]
    assert tool.returncode == 0 and "KeyboardInterrupt" in said, said
    assert ending_of(folder, "prog.reel")[1]["status"] == signal.SIGINT


def test_second_interrupt_stops_the_tool(folder):
    tool = start(folder, "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + CLOCK, "page")
    os.killpg(tool.pid, signal.SIGINT)
    time.sleep(0.2)
    assert tool.poll() is None
    os.killpg(tool.pid, signal.SIGINT)
    said = tool.communicate(timeout=30)[1]
    assert tool.returncode == -signal.SIGINT, (tool.returncode, said)
    kept = said.strip().split(" is kept in ")[1]
    taken, end = ending_of(folder, kept)
    assert len(taken) > 10 and end["status"] == signal.SIGKILL, end
    assert "prog" in pathlib.Path(kept).name


def test_ignored_signals_stay_ignored(folder):
    """As nohup starts a program, and the shell one in the background."""
    def ignore():
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)

    program(folder, "import signal\nprint([signal.getsignal(n) is signal.SIG_IGN for n in (2, 3, 1, 15)])\n")
    done = subprocess.run([TOOL, "record", "-q", "prog.py"], cwd=folder, env=environment(folder), preexec_fn=ignore,
                          capture_output=True, text=True, timeout=60)
    assert done.stdout == "[True, True, True, False]\n", (done.stdout, done.stderr)


def test_tool_killed_alone(folder):
    """The program ends as it would, and says where its recording is."""
    text = CLOCK.replace("while True", "while n < 60") + "print('done', file=open('done', 'w'))\n"
    tool = start(folder, text, "page")
    tool.kill()
    said = tool.stderr.read()  # until the program, which has it too, has ended
    tool.wait()
    tool.stderr.close()
    kept = said.strip().split(" is kept in ")[1]
    assert (folder / "done").read_text() == "done\n"
    taken, end = ending_of(folder, kept)
    assert taken[-1]["event"] == "end" and not end["complete"], end


def test_children_stay_out(folder):
    program(folder, """\
import multiprocessing, os, subprocess, sys
def in_child(n):
    secret = n
    return secret * 2
def main():
    pid = os.fork()
    if pid == 0:
        in_child(1)
        os._exit(0)
    os.waitpid(pid, 0)
    for method in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        child = context.Process(target=in_child, args=(2,))
        child.start()
        child.join()
        print(method, child.exitcode)
    print(subprocess.run([sys.executable, "-c", "x = 1; print(x)"], capture_output=True).stdout)
    print(os.posix_spawn(sys.executable, [sys.executable, "-c", "pass"], os.environ) == os.wait()[0])
if __name__ == "__main__":
    main()
""")
    for python in PYTHONS:
        done = good(folder, "record", "-q", "--exit-status", "--python", python, "prog.py")
        assert done.out == b"fork 0\nspawn 0\nforkserver 0\nb'1\\n'\nTrue\n", done.out
        taken, end = ending_of(folder, "prog.reel")
        assert end["complete"] and taken[-1]["event"] == "end"
        assert not any(step.get("frame_name") == "in_child" for step in taken)
        assert sum(step.get("frame_name") == "main" for step in taken) > 20


tap.main(globals())

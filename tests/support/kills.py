"""Kills recordings at random moments and counts what is left of them.

The program writes a byte to a file of its own before each round's second line, with the system call and not through a
buffer: as many bytes as there are, so often had the line before it run, and been recorded, when it was killed.
"""
import os
import pathlib
import random
import re
import signal
import subprocess
import time

PROGRAM = """\
import os
rounds = os.open("rounds", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
with open("pid.new", "w") as f:
    f.write(str(os.getpid()))
os.rename("pid.new", "pid")
n, items, table = 0, [], {}
while True:
    n += 1
    os.write(rounds, b".")
    items.append([n])
    table[n % 50] = items[-1]
    if n % 40 == 0:
        items.clear()
"""
COUNTED_LINE = 8
WAYS = ("program", "segfault", "abort", "tool, then program", "both at once", "group")


def wait_for(path, seconds=30):
    end = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} did not come"
        time.sleep(0.002)


def kill(way, tool, pid, chance):
    """Ends the recording by @way; the program has ended when this returns."""
    if way == "program":
        os.kill(pid, signal.SIGKILL)
    elif way == "segfault":
        os.kill(pid, signal.SIGSEGV)
    elif way == "abort":
        os.kill(pid, signal.SIGABRT)
    elif way == "tool, then program":
        tool.kill()
        tool.wait()
        time.sleep(chance.uniform(0, 0.05))
        os.kill(pid, signal.SIGKILL)
    elif way == "both at once":
        os.kill(pid, signal.SIGKILL)
        tool.kill()
    else:
        os.killpg(tool.pid, signal.SIGKILL)
    tool.wait()
    while pathlib.Path(f"/proc/{pid}").exists() and state_of(pid) != "Z":
        time.sleep(0.002)


def state_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


def one(folder, tool_path, python, way, seed):
    """What was lost, in words, or None. @folder is empty."""
    chance = random.Random(f"{way} {seed}")
    (folder / "prog.py").write_text(PROGRAM)
    command = [str(tool_path), "record", "-q", "--python", python, "-o", "prog.reel", "prog.py"]
    tool = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, start_new_session=True)
    wait_for(folder / "pid")
    time.sleep(chance.uniform(0, 0.12))
    kill(way, tool, int((folder / "pid").read_text()), chance)
    rounds = (folder / "rounds").stat().st_size
    dump = subprocess.run([str(tool_path), "dump", "prog.reel"], cwd=folder, capture_output=True, text=True)
    if dump.returncode != 0:
        return f"does not open: {dump.stderr}"
    recorded = len(re.findall(rf"^#\d+ line .*, ran prog\.py:{COUNTED_LINE}\b", dump.stdout, re.MULTILINE))
    if recorded not in (rounds, rounds + 1):
        return f"{rounds} rounds had begun, {recorded} are recorded"
    ending = dump.stdout.rstrip().splitlines()[-1]
    expected = {"program": "end: signal 9", "segfault": "end: signal 11", "abort": "end: signal 6"}.get(way, "")
    return None if ending.startswith(expected) else f"{ending!r}, not {expected!r}"

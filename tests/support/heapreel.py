"""Runs the built tool in a test's folder, under Debian's interpreter, and looks at what it left.

Test scripts are called with SOURCE_ROOT BUILD_ROOT.
"""
import json
import os
import pathlib
import subprocess
import sys

ROOT, BUILD = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
TOOL = BUILD / "heapreel"
SAMPLES = ROOT / "samples"


def environment(folder, **more):
    """A quiet place: Debian's python3, no settings of the user's, temporary files where the test can see them."""
    temporary = folder / ".tmp"
    temporary.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}
    return {**kept, "PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(temporary), **more}


def run(folder, *arguments, stdin="", env=None, tool=TOOL, at=None, **more):
    """Runs the tool in @folder, or in the folder @at where it must leave nothing. Gives the
    finished process: stdout and stderr as bytes in .out and .err, stderr as text in .said."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run([tool, *map(str, arguments)], cwd=at or folder, input=data, capture_output=True, timeout=120,
                          env=environment(folder, **(env or {})), **more)
    done.out, done.err, done.said = done.stdout, done.stderr, done.stderr.decode(errors="replace")
    assert done.returncode >= 0, f"the tool died of signal {-done.returncode}: {done.said}"
    assert "Sanitizer" not in done.said and "runtime error:" not in done.said, done.said
    return done


def good(folder, *arguments, **more):
    done = run(folder, *arguments, **more)
    assert done.returncode == 0, f"status {done.returncode}: {done.said}"
    return done


def refused(folder, status, *arguments, says=(), **more):
    """The tool ends with @status and one line of its own that holds every word of @says."""
    done = run(folder, *arguments, **more)
    own = [line for line in done.said.splitlines() if line.startswith("heapreel: ")]
    assert done.returncode == status, f"status {done.returncode}, not {status}: {done.said}"
    assert own, f"no message: {done.said!r}"
    for word in says:
        assert word in own[-1], f"{word!r} is not in: {own[-1]}"
    return done


def program(folder, text, name="prog.py"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def files(folder):
    """Names of what is in the test's folder, the tool's temporary files included, which should be gone."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def steps(folder, *arguments, **more):
    """The JSON records of a dump, in order."""
    return [json.loads(line) for line in good(folder, "dump", "--json", *arguments, **more).out.splitlines()]

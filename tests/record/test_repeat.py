"""The same program makes the same recording wherever its objects lie: the interpreter is started with address
randomisation on, as where it cannot be switched off, and must still write the same bytes every time.

Usage: test_repeat.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON…
"""
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE, BUILD = map(pathlib.Path, sys.argv[1:3])
PROGRAMS = SOURCE / "tests/record/programs"
# Without those whose own doings differ from run to run: process numbers, clocks, addresses that they print or compare.
NAMES = """chained classes close_stdout containers decorators deep_nesting every_kind exec_eval exit_status finalisers frames generators
groups half_built hostile imports latin output pickles self_reference stdin strings uncaught
with_and_finally""".split()
TIMES = 3


def record(python, version, name, folder):
    """The bytes of one recording, made as the launcher makes it but for the addresses."""
    recorder = BUILD / f"lib/recorder/python-{version}"
    reel = folder / "r.reel"
    settings = {"reel": reel, "folder": recorder, "program": f"{name}.py", "what": "f", "seed": 0, "randomised": 1}
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "HEAPREEL"))}
    env |= {"LD_PRELOAD": str(recorder.parent / "preload.so"), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1",
            "HEAPREEL_RECORD": "\x1f".join(f"{key}={value}" for key, value in settings.items())}
    subprocess.run([python, f"{name}.py"], cwd=PROGRAMS, env=env, input=b"Ada\nmore\n", stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, timeout=120, check=False)
    return reel.read_bytes()


def differences(python, version):
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            made = {record(python, version, name, pathlib.Path(folder)) for _ in range(TIMES)}
            if len(made) > 1:
                yield f"{name}: {len(made)} recordings of {TIMES} differ"
            elif len(next(iter(made))) < 200:
                yield f"{name}: nothing was recorded"


def executable(python):
    return subprocess.run([python, "-c", "import sys; print(sys.executable)"], capture_output=True, text=True,
                          check=True).stdout.strip()


def main():
    pythons = [word.split("=", 1) for word in sys.argv[3:]]
    print(f"TAP version 13\n1..{len(pythons)}")
    failed = 0
    for number, (version, python) in enumerate(pythons, 1):
        found = list(differences(executable(python), version))
        failed += bool(found)
        print("not ok" if found else "ok", number, f"- {version}", flush=True)
        print("".join(f"# {line}\n" for line in found), end="", flush=True)
    return failed > 0


sys.exit(main())

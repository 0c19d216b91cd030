"""Runs programs plain and recorded, and finds no difference: stdout, stderr, exit status or signal, files written.

Usage: test_pairs.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON… [--only NAME]
"""
import concurrent.futures
import ctypes
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE, BUILD = map(pathlib.Path, sys.argv[1:3])
PROGRAMS = SOURCE / "tests/record/programs"
ADDR_NO_RANDOMIZE = 0x0040000
STDIN = b"Ada\nand the rest\n"
libc = ctypes.CDLL(None)


def own_name(python):
    """What the interpreter calls itself: scripts that choose one are left out of the comparison."""
    return subprocess.run([python, "-c", "import sys; print(sys.executable)"], capture_output=True, text=True,
                          check=True).stdout.strip()


def run(command, folder):
    """Ends of @command in a copy of the programs' folder, and the files that were not there before."""
    shutil.copytree(PROGRAMS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "HEAPREEL"))}
    before = set(folder.iterdir())
    done = subprocess.run(command, cwd=folder, input=STDIN, capture_output=True, timeout=120,
                          env=env | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
                          preexec_fn=lambda: libc.personality(ADDR_NO_RANDOMIZE))
    return done, sorted(path.name for path in set(folder.iterdir()) - before)


def compare(python, name, folder):
    """What differs, in words; empty when nothing does. Both run in a folder of the same path."""
    place, reel = folder / "run", folder / "run.reel"
    plain, plain_files = run([python, name], place)
    shutil.rmtree(place)
    recorded, recorded_files = run([str(BUILD / "heapreel"), "record", "-q", "--exit-status", "--python", python, "-o",
                                    str(reel), name], place)
    expected = plain.returncode if plain.returncode >= 0 else 128 - plain.returncode
    found = []
    if recorded.returncode != expected:
        found.append(f"status {plain.returncode} became {recorded.returncode}")
    for stream in ("stdout", "stderr"):
        before, after = getattr(plain, stream), getattr(recorded, stream)
        if before != after:
            found.append(f"{stream}\n  plain    {before[-1500:]}\n  recorded {after[-1500:]}")
    if plain_files != recorded_files:
        found.append(f"files {plain_files} became {recorded_files}")
    dump = subprocess.run([str(BUILD / "heapreel"), "dump", "-o", "/dev/null", str(reel)], capture_output=True, text=True)
    if dump.returncode != 0:
        found.append(f"unreadable: {dump.stderr}")
    return found


def one(job):
    version, python, name = job
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        return compare(python, name, folder.resolve())
    except (subprocess.SubprocessError, OSError) as error:
        return [str(error)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    pythons = [argument.split("=", 1) for argument in sys.argv[3:] if "=" in argument]
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else None
    names = sorted(path.name for path in PROGRAMS.glob("*.py") if path.name != "helper_module.py")
    jobs = [(version, own_name(python), name) for version, python in pythons for name in names
            if only in (None, name.removesuffix(".py"))]
    print("TAP version 13")
    print(f"1..{len(jobs)}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = 0
        for number, (job, found) in enumerate(zip(jobs, pool.map(one, jobs)), 1):
            print("not ok" if found else "ok", number, f"- {job[2]} on {job[0]}", flush=True)
            failed += bool(found)
            for text in found:
                print("\n".join("# " + line for line in text.splitlines()))
    return failed > 0


sys.exit(main())

"""Runs programs plain and recorded, and finds no difference (tests/support/pairs.py says in what).

All of them but the known (tests/record/aspects/known.txt) under the first interpreter with fixed addresses, a third under each
further one, in turn, and one in FEW where addresses cannot be fixed; tests/bench/pairs runs all under all.

Usage: test_pairs.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON…
"""
import concurrent.futures
import os
import pathlib
import sys

SOURCE, BUILD = map(pathlib.Path, sys.argv[1:3])
sys.path.insert(0, str(SOURCE / "tests/support"))
import pairs

FEW = 8
MODES = {"": pairs.fix_addresses, ", personality denied": pairs.deny_personality}


def one(job):
    python, name, text, mode = job
    return pairs.compare(SOURCE, BUILD / "heapreel", python, name, text, MODES[mode])


def jobs_of(place, version, python):
    """Interpreter, name, text and mode of each comparison under @python, which is the one at @place in the list."""
    programs = {n: t for n, t in sorted(pairs.programs(SOURCE).items()) if n not in pairs.known(SOURCE, version)}
    own_name = pairs.own_name(python)
    return [(own_name, name, text, mode) for mode in MODES
            for number, (name, text) in enumerate(programs.items())
            if (number % FEW == 0 if mode else place == 0 or (number + place) % 3 == 0)]


def main():
    pythons = [argument.split("=", 1) for argument in sys.argv[3:]]
    jobs = [(version, job) for place, (version, python) in enumerate(pythons)
            for job in jobs_of(place, version, python)]
    print(f"TAP version 13\n1..{len(jobs)}")
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (job, found) in enumerate(zip(jobs, pool.map(one, [job for _, job in jobs])), 1):
            print("not ok" if found else "ok", number, f"- {job[1][1]} on {job[0]}{job[1][3]}", flush=True)
            failed += bool(found)
            for text in found:
                print("\n".join("# " + line for line in text.splitlines()))
    return failed > 0


sys.exit(main())

"""Runs programs plain and recorded, and finds no difference (tests/support/pairs.py says in what).

All of them but the known (tests/record/aspects/known.txt) under the first interpreter, a few under the others;
tests/bench/pairs runs all under all. Usage: test_pairs.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON…
"""
import concurrent.futures
import os
import pathlib
import sys

SOURCE, BUILD = map(pathlib.Path, sys.argv[1:3])
sys.path.insert(0, str(SOURCE / "tests/support"))
import pairs

OTHERS = {"gc_at_start", "gc_counts_in_calls", "monitoring_tools"}


def one(job):
    python, name, text = job
    return pairs.compare(SOURCE, BUILD / "heapreel", python, name, text)


def main():
    pythons = [argument.split("=", 1) for argument in sys.argv[3:]]
    programs = pairs.programs(SOURCE)
    jobs = [(version, (pairs.own_name(python), name, text)) for number, (version, python) in enumerate(pythons)
            for name, text in sorted(programs.items())
            if (number == 0 or name in OTHERS or (SOURCE / f"tests/record/programs/{name}.py").exists()) and name not in pairs.known(SOURCE, version)]
    print(f"TAP version 13\n1..{len(jobs)}")
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (job, found) in enumerate(zip(jobs, pool.map(one, [job for _, job in jobs])), 1):
            print("not ok" if found else "ok", number, f"- {job[1][1]} on {job[0]}", flush=True)
            failed += bool(found)
            for text in found:
                print("\n".join("# " + line for line in text.splitlines()))
    return failed > 0


sys.exit(main())

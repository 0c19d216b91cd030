"""Records small programs under every interpreter: the steps are the same, and they are the ones written down.

Usage: test_stories.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON… [--write] [--only NAME]

The files in stories/ hold programs, each with its steps: "EVENT FRAME RAN >NEXT" and what the step is about, with
semicolons between. --write puts in what the first interpreter gives, to be read before it is kept; let that be 3.12 or
later, which say more.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

SOURCE, BUILD = map(pathlib.Path, sys.argv[1:3])
STORIES = SOURCE / "tests/record/stories"


def read_stories(path):
    """Name, program and expected steps of each."""
    stories = []
    for part in re.split("^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = part.partition("\n")
        program, steps = (re.split("^--\n", rest, flags=re.MULTILINE) + [""])[:2]
        stories.append((name, program, " ".join(steps.split("\n")).strip().split("; ")))
    return stories


def write_stories(path, stories):
    path.write_text("".join(f"== {name}\n{program}--\n{wrapped('; '.join(steps))}\n" for name, program, steps in stories),
                    encoding="utf-8")


def wrapped(text):
    return textwrap.fill(text, 118, break_long_words=False, break_on_hyphens=False)


def value_of(step, texts):
    """What the frame hands out."""
    for frame in step["frames"]:
        for name in frame["names"]:
            if frame["id"] == step["frame"] and "return" in name["flags"]:
                return texts.get(name["value"], "?")
    return None


def words_of(step, texts):
    """A step in a line."""
    words = [step["event"]]
    if step["frame_name"] != "<module>":
        words.append(step["frame_name"])
    if step["thread"]:
        words.append(f"thread {step['thread']}")
    ran, following = step.get("ran"), step.get("next")
    if ran:
        words.append(str(ran["line"]) + (f"-{ran['end_line']}" if ran["end_line"] > ran["line"] else ""))
    if following:
        words.append(f">{following['line']}")
    if step["event"] in ("yield", "return") and value_of(step, texts):
        words.append(value_of(step, texts))
    if step.get("exception"):
        words.append(step["exception"]["text"] or "?")
    words += [note["text"] for note in step["notes"] if note["kind"] == "waits"]
    return " ".join(words)


def record(python, program):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "prog.py")
        path.write_text(program, encoding="utf-8")
        command = [BUILD / "heapreel", "dump", "-q", "--json", "--python", python, "-o", "dump", "prog.py"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
        texts, story = {}, []
        for line in pathlib.Path(folder, "dump").read_text(encoding="utf-8").splitlines():
            step = json.loads(line).get("step")
            if step is not None:
                texts |= {thing["id"]: thing["text"] if thing["kind"] in ("int", "str", "none") else thing["type_name"]
                          for thing in step["objects"]}
                story.append(words_of(step, texts))
        return story


def one(job):
    try:
        return record(*job)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        return [f"{error} {getattr(error, 'stderr', '')}"]


def same(expected, found):
    """3.11 does not say by which exception a frame ends that an unnamed one leaves."""
    return found == expected or (found.startswith("exception") and expected.startswith(found + " "))


def difference(expected, found):
    for number, (a, b) in enumerate(zip(expected + ["nothing"], found + ["nothing"])):
        if not same(a, b):
            return f"step {number}: expected {a!r}, found {b!r}"
    return None if len(expected) == len(found) else f"{len(expected)} steps expected, {len(found)} found"


def main():
    pythons = [argument.split("=", 1) for argument in sys.argv[3:] if "=" in argument]
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
    files = {path: read_stories(path) for path in sorted(STORIES.glob("*.txt"))}
    stories = [story for several in files.values() for story in several if only in story[0]]
    jobs = [(path, program) for _, program, _ in stories for _, path in pythons]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(one, jobs))
    if "--write" in sys.argv:
        written = {name: found[i * len(pythons)] for i, (name, _, _) in enumerate(stories)}
        for path, several in files.items():
            write_stories(path, [(name, program, written.get(name, steps)) for name, program, steps in several])
        stories = [(name, program, written[name]) for name, program, _ in stories]
    print("TAP version 13")
    print(f"1..{len(jobs)}")
    failed = 0
    for number, story in enumerate(found):
        name, _, expected = stories[number // len(pythons)]
        wrong = difference(expected, story)
        failed += wrong is not None
        print(f"{'not ok' if wrong else 'ok'} {number + 1} - {name} on {pythons[number % len(pythons)][0]}")
        if wrong:
            print(f"# {wrong}\n# found: {'; '.join(story)}")
    return failed > 0


sys.exit(main())

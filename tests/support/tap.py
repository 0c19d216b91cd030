"""Runs the test_* functions of a script and reports them as TAP, one line each, for Meson.

A test takes one argument, an empty folder of its own (pathlib.Path), and fails by raising. What it printed and its
traceback follow a failure as TAP comments.
"""
import contextlib
import io
import pathlib
import sys
import tempfile
import traceback


def comment(text):
    return "".join(f"# {line}\n" for line in text.splitlines())


def run_one(number, name, function):
    printed = io.StringIO()
    with tempfile.TemporaryDirectory(prefix="heapreel-test-") as folder:
        try:
            with contextlib.redirect_stdout(printed):
                function(pathlib.Path(folder).resolve())
        except BaseException:  # an exit within a test is a failure too
            print(f"not ok {number} - {name}")
            print(comment(printed.getvalue() + traceback.format_exc()), end="", flush=True)
            return False
    print(f"ok {number} - {name}", flush=True)
    return True


def main(namespace):
    """Called at the end of a test script with its globals(); exits with the verdict."""
    tests = [(name, value) for name, value in namespace.items() if name.startswith("test_") and callable(value)]
    print("TAP version 13")
    print(f"1..{len(tests)}", flush=True)
    passed = [run_one(number, name.removeprefix("test_").replace("_", " "), function)
              for number, (name, function) in enumerate(tests, 1)]
    sys.exit(0 if tests and all(passed) else 1)

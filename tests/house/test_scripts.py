"""The scripts that install and count, with stand-ins for what they call.

Usage: test_scripts.py SOURCE_ROOT BUILD_ROOT
"""
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
sys.path.insert(0, str(ROOT / "tests/support"))
import tap

# Stand-ins: "installed" holds the packages of a pretended system, "calls" what was asked of it.
STANDINS = {
    "dpkg-query": 'for last; do :; done\ncase $last in\n'
                  '-f=*) while read -r name; do echo "installed, $name-data (= 1), $name-also,"; done <"$SYSTEM/installed";;\n'
                  '*) grep -qx "$last" "$SYSTEM/installed" && printf installed;;\nesac',
    "apt-get": 'echo "$*" >>"$SYSTEM/calls"\n[ "$DEBIAN_FRONTEND" = noninteractive ] || exit 9\n'
               '[ ! -e "$SYSTEM/broken" ] || { echo "E: no such thing"; exit 100; }\n'
               'case " $* " in *" install "*) for word; do echo "$word"; done >>"$SYSTEM/installed";; esac',
    "id": 'cat "$SYSTEM/id"',
    "sudo": '[ -e "$SYSTEM/sudo" ] && shift && exec "$@"',
}


def system(folder, installed, root=True, sudo=False):
    for name, body in STANDINS.items():
        path = folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
    (folder / "installed").write_text("".join(f"{name}\n" for name in installed))
    (folder / "id").write_text("0" if root else "1000")
    (folder / "calls").write_text("")
    if sudo:
        (folder / "sudo").touch()
    (folder / "list").write_text("# why\none  # first\ntwo\n")


def install(folder):
    environment = {**os.environ, "PATH": f"{folder / 'bin'}:/usr/bin:/bin", "SYSTEM": str(folder)}
    return subprocess.run([ROOT / "samples/install-packages", "list"], cwd=folder, env=environment, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True)


def test_packages_that_are_missing_are_installed_and_named(folder):
    system(folder, ["one"])
    got = install(folder)
    assert got.returncode == 0 and "installing two" in got.stdout, got
    calls = (folder / "calls").read_text()
    assert re.search(r"-y .*install --no-install-recommends two$", calls, re.M) and " one" not in calls, calls


def test_second_run_installs_nothing_and_says_so(folder):
    system(folder, ["one"])
    install(folder)
    (folder / "calls").write_text("")
    got = install(folder)
    assert got.returncode == 0 and "all 2 are installed, nothing to install" in got.stdout, got
    assert (folder / "calls").read_text() == ""


def test_package_that_another_provides_is_not_installed(folder):
    system(folder, ["one"])
    for provided in ("one-data", "one-also"):
        (folder / "list").write_text(f"one\n{provided}\n")
        got = install(folder)
        assert got.returncode == 0 and "all 2 are installed" in got.stdout, got
    (folder / "list").write_text("one\nalso\n")
    assert "installing also" in install(folder).stdout


def test_user_with_sudo(folder):
    system(folder, [], root=False, sudo=True)
    got = install(folder)
    assert got.returncode == 0 and "installed one two" in got.stdout, got


def test_user_without_sudo_is_told_what_to_run(folder):
    system(folder, [], root=False)
    got = install(folder)
    assert got.returncode == 1 and "apt-get install one two" in got.stderr, got
    assert (folder / "calls").read_text() == ""


def test_failing_apt_is_shown(folder):
    system(folder, [])
    (folder / "broken").touch()
    got = install(folder)
    assert got.returncode == 1 and "E: no such thing" in got.stderr and "could not install one two" in got.stderr, got


def count(folder, *tests):
    """@tests are (what it printed, Meson's verdict)."""
    log = folder / "log.json"
    log.write_text("".join(json.dumps({"name": "t", "stdout": out, "result": result}) + "\n" for out, result in tests))
    got = subprocess.run([ROOT / "tests/house/count", log], capture_output=True, text=True)
    return got.stdout.strip()


def test_count_of_subtests(folder):
    assert count(folder, ("1..2\nok 1 - a\nok 2 /b\n", "OK"), ("", "OK")) == "3 0"


def test_skips_failures_and_crashes_count_as_failed(folder):
    assert count(folder, ("ok 1 # SKIP no reason\nok 2\n", "OK")) == "1 1"
    assert count(folder, ("ok 1\nnot ok 2 - b\n", "FAIL")) == "1 1"
    assert count(folder, ("1..2\nok 1\n", "ERROR")) == "1 1"
    assert count(folder, ("1..0 # SKIP all\n", "SKIP")) == "0 1"
    assert count(folder, ("", "TIMEOUT"), (None, "ERROR")) == "0 2"


def test_count_of_what_meson_reports(folder):
    """The same against a real Meson: good, failing, skipped, crashed after good subtests, timed out."""
    tests = {"good": "echo 1..2; echo ok 1; echo ok 2", "bad": "echo 1..2; echo ok 1; echo not ok 2",
             "skip": "echo '1..1'; echo 'ok 1 # SKIP no'", "short": "echo 1..3; echo ok 1",
             "crash": "echo 1..1; echo ok 1; exit 3", "late": "echo 1..2; echo ok 1; sleep 30"}
    lines = ["project('x', meson_version: '>=1.0')", "sh = find_program('sh')"]
    for name, body in tests.items():
        (folder / name).write_text(body + "\n")
        lines.append(f"test('{name}', sh, args: files('{name}'), protocol: 'tap', timeout: 1)")
    (folder / "meson.build").write_text("\n".join(lines) + "\n")
    subprocess.run(["meson", "setup", "b"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["meson", "test", "-C", "b", "--timeout-multiplier", "1"], cwd=folder, stdout=subprocess.DEVNULL)
    got = subprocess.run([ROOT / "tests/house/count", folder / "b/meson-logs/testlog.json"], capture_output=True, text=True)
    passed, failed = map(int, got.stdout.split())
    blamed = {line.split(":")[1].strip() for line in got.stderr.splitlines()}
    assert passed == 6, got  # good 2, and one each of bad, short, crash, late
    assert blamed == {"bad", "skip", "short", "crash", "late"} and failed == 5, got


def test_every_script_parses(folder):
    for path in ["tests/run", ".ci/run", "samples/build", "samples/install-packages", "tests/golden/update",
                 "tests/browser/install", "tests/browser/run"]:
        text = (ROOT / path).read_text()
        shell = "bash" if text.startswith("#!/bin/bash") else "sh"
        subprocess.run([shell, "-n", ROOT / path], check=True)
        assert os.access(ROOT / path, os.X_OK), path


tap.main(globals())

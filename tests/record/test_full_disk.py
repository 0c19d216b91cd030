"""On a disk that is full the program goes on, every completed step that fitted can be drawn, nothing stays half written,
and the message says what to do.

The disk is a small tmpfs in a namespace of the test's own. Where none may be made, files get a limit of that size.

Usage: test_full_disk.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON…
"""
import os
import pathlib
import resource
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import ROOT, TOOL, environment, files, good, program, run, steps

PYTHONS = [argument.split("=", 1)[1] for argument in sys.argv[3:]]
PAIRS = "import sys\nitems = []\nfor i in range(3000):\n    items.append([i])\nprint(len(items))\nsys.exit(5)\n"

# What is left on the disk is copied to where it outlives the namespace.
INSIDE = """
size=$1 disk=$2 kept=$3
shift 3
mount -t tmpfs -o "size=$size" none "$disk" || exit 99
cd "$disk" || exit 99
"$@"
status=$?
cp -a "$disk/." "$kept"
exit $status
"""
NAMESPACES = (["unshare", "-Urm"], ["unshare", "-m"])


def find_namespace():
    for command in NAMESPACES:
        if subprocess.run([*command, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode == 0:
            return command
    return None


NAMESPACE = find_namespace()


def on_small_disk(folder, n_bytes, *command, **more):
    """Ends of @command, run on a disk of @n_bytes; what it left there is in folder/kept."""
    disk, kept = folder / "disk", folder / "kept"
    for place in (disk, kept):
        place.mkdir(exist_ok=True)
    env = environment(folder, **{name: value.format(disk=disk if NAMESPACE is not None else kept) for name, value in more.items()})
    command = [str(word) for word in command]
    if NAMESPACE is not None:
        done = subprocess.run([*NAMESPACE, "sh", "-c", INSIDE, "sh", str(n_bytes), disk, kept, *command], env=env,
                              capture_output=True, timeout=300)
        assert done.returncode != 99, done.stderr
    else:
        done = subprocess.run(command, cwd=kept, env=env, capture_output=True, timeout=300,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes)))
    done.said = done.stderr.decode(errors="replace")
    assert "Sanitizer" not in done.said and "runtime error:" not in done.said, done.said
    return done


def own_lines(done):
    return [line for line in done.said.splitlines() if line.startswith("heapreel: ")]


def n_appended(taken):
    return sum(step["event"] == "line" and step.get("ran", {}).get("line") == 4 for step in taken)


def test_recording(folder):
    """The program prints and ends as it would; each round that is recorded is there with its own contents."""
    for python in PYTHONS:
        done = on_small_disk(folder, 32768, TOOL, "record", "--exit-status", "--python", python, "-o", "run.reel",
                             program(folder, PAIRS))
        assert done.stdout == b"3000\n" and done.returncode == 4, (done.returncode, done.said)
        stopped, last = own_lines(done)
        assert stopped.startswith("heapreel: recording stopped: cannot write after "), stopped
        n_steps = int(stopped.split("after ")[1].split()[0])
        assert f"its {n_steps} steps can be drawn" in last and "make room" in last and "-o" in last, last
        assert files(folder / "kept") == ["run.reel"], files(folder / "kept")
        taken = [record["step"] for record in steps(folder, folder / "kept/run.reel") if "step" in record]
        assert len(taken) == n_steps > 300, (len(taken), n_steps)
        assert abs(2 * n_appended(taken) - n_steps) < 8, (n_appended(taken), n_steps)
        good(folder, "page", "-q", "--at", "last", "-o", "last.html", "kept/run.reel")
        assert "he recording was cut off in line" in (folder / "last.html").read_text()


def test_no_room_at_all(folder):
    """Found out before the program runs."""
    source = program(folder, "print('ran')\n")
    script = "head -c 1000000 /dev/zero > other; exec \"$@\""
    for arguments, more in ((["record", "-o", "run.reel"], {}), (["page", "-o", folder / "a.html"], {"TMPDIR": "{disk}"})):
        done = on_small_disk(folder, 8192, "sh", "-c", script, "sh", TOOL, *arguments, source, **more)
        assert done.returncode == 4 and b"ran" not in done.stdout, (done.returncode, done.stdout, done.said)
        assert "no space left" in own_lines(done)[-1] and "TMPDIR" in own_lines(done)[-1], done.said
        assert files(folder / "kept") == ["other"] and not (folder / "a.html").exists(), files(folder / "kept")


def test_pictures_and_page(folder):
    """A figure that does not fit leaves nothing, and an older one as it was."""
    source = program(folder, "a = [1, 2]\nb = a\nb.append(3)\n")
    good(folder, "record", "-q", "-o", "run.reel", source)
    for verb, name in (("draw", "a.svg"), ("draw", "a.png"), ("draw", "a.pdf"), ("page", "a.html"), ("deck", "d.pdf"),
                       ("dump", "dump.txt")):
        script = f"printf older > {name}; exec \"$@\""
        done = on_small_disk(folder, 4096, "sh", "-c", script, "sh", TOOL, verb, "-o", name, folder / "run.reel")
        assert done.returncode == 4, (verb, done.returncode, done.said)
        assert f"{name}: cannot write" in own_lines(done)[-1], done.said
        assert files(folder / "kept") == [name] and (folder / "kept" / name).read_text() == "older", (
            verb, files(folder / "kept"))
        (folder / "kept" / name).unlink()


def test_figures_that_fitted_stay(folder):
    source = program(folder, "a = 1\n" * 200)
    good(folder, "record", "-q", "-o", "run.reel", source)
    done = on_small_disk(folder, 100000, TOOL, "draw", "-q", "--all", "--text", "system", "-o", "f-%03d.svg",
                         folder / "run.reel")
    if NAMESPACE is None:
        assert done.returncode == 0, done.said
        return
    made = files(folder / "kept")
    assert done.returncode == 4 and 3 < len(made) < 100, (done.returncode, made)
    assert all(name.startswith("f-") and name.endswith(".svg") for name in made), made
    assert all((folder / "kept" / name).read_text().endswith("</svg>\n") for name in made), made


def test_page_of_a_program(folder):
    """What did not fit into the folder for temporary files is kept there, and said to be."""
    done = on_small_disk(folder, 65536, TOOL, "page", "-o", folder / "a.html", program(folder, PAIRS), TMPDIR="{disk}")
    assert done.stdout == b"3000\n" and done.returncode == 4, (done.returncode, done.said)
    kept, = files(folder / "kept")
    assert any("is kept in" in line and kept in line for line in own_lines(done)), done.said
    assert "TMPDIR" in own_lines(done)[-1], done.said
    good(folder, "page", "-q", "-o", "b.html", folder / "kept" / kept)


tap.main(globals())

"""Runs programs plain and recorded, and says what differs: stdout, stderr, exit status or signal, files written.

Programs are the files of tests/record/programs, and the sections of those of tests/record/aspects: a section begins with
"#: name" and is a program of its own. The epilogue is run after each, and prints what the interpreter says of itself;
after "#: name bare" it is left out, for programs that are run by several processes; after "#: name uncounted" only what the
collector has counted, for programs whose threads come in any order.
"""
import ctypes
import os
import pathlib
import re
import shutil
import struct
import subprocess
import tempfile

ADDR_NO_RANDOMIZE = 0x0040000
STDIN = b"Ada\nand the rest\n"
libc = ctypes.CDLL(None)


def programs(source):
    """Name to text of all programs."""
    found = {path.stem: path.read_text(encoding="latin-1") for path in (source / "tests/record/programs").glob("*.py")
             if path.name != "helper_module.py"}
    folder = source / "tests/record/aspects"
    epilogue = (folder / "epilogue.txt").read_text()
    uncounted = re.sub('(?m)^print\\("counts".*\n', "", epilogue)
    for path in sorted(folder.glob("*.py")):
        for section in path.read_text().split("#: ")[1:]:
            head, text = section.split("\n", 1)
            name, *words = head.split()
            assert name not in found, f"two programs are called {name}"
            found[name] = text + {"": epilogue, "uncounted": uncounted, "bare": ""}[" ".join(words)]
    return found


def known(source, version):
    """Names of the programs that are known to differ under @version."""
    lines = (source / "tests/record/aspects/known.txt").read_text().splitlines()
    return {name for line in lines if line.split()[0] in (version, "any") for name in line.split()[1:]}


def own_name(python):
    """What the interpreter calls itself: scripts that choose one are left out of the comparison."""
    return subprocess.run([python, "-c", "import sys; print(sys.executable)"], capture_output=True, text=True,
                          check=True).stdout.strip()


def fix_addresses():
    libc.personality(ADDR_NO_RANDOMIZE)


def deny_personality():
    """As containers do by default: a filter that answers this one system call of x86-64 with EPERM."""
    instructions = [(0x20, 0, 0, 0), (0x15, 0, 1, 135), (0x06, 0, 0, 0x00050001), (0x06, 0, 0, 0x7FFF0000)]
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxP", len(instructions), ctypes.addressof(buffer))
    libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    if libc.prctl(22, 2, ctypes.c_char_p(program), 0, 0) != 0:  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
        os._exit(99)


def run(command, folder, source, name, text, set_up):
    """Ends of @command in a folder with the program and its helper, and what files were not there before."""
    folder.mkdir()
    shutil.copy(source / "tests/record/programs/helper_module.py", folder)
    (folder / f"{name}.py").write_text(text, encoding="latin-1" if name == "latin" else "utf-8")
    if name in ("latin", "crlf", "no_newline"):  # what they are about is their bytes
        shutil.copy(source / f"tests/record/programs/{name}.py", folder)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "HEAPREEL"))}
    before = set(folder.rglob("*"))
    done = subprocess.run(command, cwd=folder, input=STDIN, capture_output=True, timeout=120, preexec_fn=set_up,
                          env=env | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"})
    files = {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
             for path in set(folder.rglob("*")) - before if "__pycache__" not in str(path) and path.suffix != ".zip"}
    shutil.rmtree(folder)
    return done, files


def differing_lines(before, after):
    """The lines that only one of two outputs has, both shortened."""
    old, new = before.splitlines(), after.splitlines()
    lines = [f"  plain    {line[:600]}" for line in old if line not in new]
    lines += [f"  recorded {line[:600]}" for line in new if line not in old]
    return "\n".join(lines[:12]) or "  the same lines in another order"


def compare(source, tool, python, name, text, set_up=fix_addresses):
    """What differs, in words; empty when nothing does."""
    try:
        return compare_ends(source, tool, python, name, text, set_up)
    except (subprocess.SubprocessError, OSError) as error:
        return [str(error)]


def compare_ends(source, tool, python, name, text, set_up):
    """Both run in a folder of the same path."""
    with tempfile.TemporaryDirectory(prefix="heapreel-pair-") as place:
        folder = pathlib.Path(place).resolve()
        reel = folder / "run.reel"
        plain, plain_files = run([python, f"{name}.py"], folder / "run", source, name, text, set_up)
        recorded, recorded_files = run([str(tool), "record", "-q", "--exit-status", "--python", python, "-o", str(reel),
                                        f"{name}.py"], folder / "run", source, name, text, set_up)
        found = []
        expected = plain.returncode if plain.returncode >= 0 else 128 - plain.returncode
        if recorded.returncode != expected:
            found.append(f"status {plain.returncode} became {recorded.returncode}")
        for stream in ("stdout", "stderr"):
            before, after = getattr(plain, stream), getattr(recorded, stream)
            before, after = (re.sub(rb"\b0x[0-9a-f]{6,16}\b", b"0x", text) for text in (before, after))
            if before != after:
                found.append(f"{stream}\n{differing_lines(before.decode('utf-8', 'replace'), after.decode('utf-8', 'replace'))}")
        if plain_files != recorded_files:
            found.append(f"files {sorted(plain_files)} became {sorted(recorded_files)}, or differ")
        # the recording of a program that looks at all objects there are is long: other tests read such
        if reel.exists() and reel.stat().st_size < 256 * 1024:
            dump = subprocess.run([str(tool), "dump", "-o", "/dev/null", str(reel)], capture_output=True, text=True)
            if dump.returncode != 0:
                found.append(f"unreadable: {dump.stderr}")
        return found

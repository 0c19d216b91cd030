"""The manual pages and the completions: made of the tables that --help is made of, and what they promise works.

Called with SOURCE_ROOT BUILD_ROOT PYTHONS.
"""
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import BUILD, SAMPLES, TOOL, environment, good, refused

# Each line, with where the cursor stands at its end, and what must be among what the shell offers.
LINES = {
    "heapreel dr": "draw",
    "heapreel draw --them": "--theme",
    "heapreel draw --theme da": "dark",
    "heapreel dump --qual": "--quality",
    "heapreel labels.py --templ": "--templates",
    "heapreel draw --no-cap": "--no-caption",
    "heapreel draw lab": "labels.py",
    "heapreel draw my": "my prog.py",
    "heapreel completion fi": "fish",
    "heapreel help lif": "life",
}


def verbs(folder):
    return re.findall(r"^  heapreel ([a-z]+) {2,}", good(folder, "--help").out.decode(), re.M)


def page(folder, *verb):
    return good(folder, "help", "--man", *verb).out.decode()


def plain(text):
    """A manual page's text without its markup."""
    text = re.sub(r"\\f[BRI]", "", text).replace("\\-", "-").replace("\\(aq", "'").replace("\\e", "\\")
    return text.replace("\\(ti", "~").replace("\\(ha", "^").replace("\\&", "")


def test_pages_are_well_formed(folder):
    names = verbs(folder)
    assert len(names) >= 9, names
    for verb in [[], ["builds"], *([name] for name in names)]:
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-Kutf8", "-P-cbou"], input=page(folder, *verb).encode(),
                              capture_output=True, check=True)
        assert done.stderr == b"", (verb, done.stderr)
        assert b"NAME" in done.stdout and (b"EXIT STATUS" in done.stdout or verb == ["builds"])


def test_pages_have_every_option_of_the_help(folder):
    for verb in verbs(folder):
        text, help_text = plain(page(folder, verb)), good(folder, verb, "--help").out.decode()
        options = re.findall(r"^  (?:-\w,|   ) (--[a-z-]+)", help_text, re.M)
        assert "--quiet" in options, help_text
        for option in options:
            assert re.search(rf"^(-\w, )?{option}( |$)", text, re.M), (verb, option)


def test_examples_work(folder):
    """Every command line under EXAMPLES, in a folder with the samples."""
    for sample in SAMPLES.glob("*.py"):
        shutil.copy(sample, folder)
    (folder / "post.md").write_text("<!-- reel: at=1 -->\n```python\nx = 1\n```\n")
    n = 0
    for verb in verbs(folder):
        examples = plain(page(folder, verb)).partition(".SH EXAMPLES\n")[2].partition(".SH")[0]
        for line in re.findall(r"^\.TP\n(heapreel .*)$", examples, re.M):
            words = shlex.split(line)
            assert words[1] == verb, line
            good(folder, *words[1:])
            n += 1
    assert n >= 14, n


def test_statuses_and_selectors(folder):
    text = plain(page(folder))
    for status in range(6):
        assert re.search(rf"^\.TP\n{status}$", text, re.M), status
    for selector in ("9#2", "3..7", "call:f", "return:f", "raise", "first", "last", "mark:NAME", "#12"):
        assert selector in text, selector


def test_unknown_words(folder):
    refused(folder, 2, "help", "drwa", says=["draw"])
    refused(folder, 2, "help", "--man", "elephant", says=["elephant"])
    refused(folder, 2, "completion", says=["bash, zsh or fish"])
    refused(folder, 2, "completion", "tcsh", says=["tcsh", "bash, zsh or fish"])


def completed(folder, shell):
    """What the shell offers for each of LINES, by a script of its own."""
    script = folder / f"heapreel.{shell}"
    script.write_bytes(good(folder, "completion", shell).out)
    for name in ("labels.py", "run.reel", "my prog.py", "note.txt"):
        (folder / name).touch()
    done = subprocess.run([shell, *ASK[shell], str(script), *LINES], cwd=folder, capture_output=True, text=True,
                          timeout=60, env=environment(folder, XDG_CONFIG_HOME=str(folder), TERM="dumb"))
    offered = done.stdout.split("\x1e")[:-1]
    assert len(offered) == len(LINES), (done.stdout, done.stderr)
    return dict(zip(LINES, offered))


ASK = {
    "bash": ["--norc", "-c", r'''
        compopt () { :; }
        source "$0"
        for line; do
            read -ra COMP_WORDS <<<"$line"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _heapreel
            printf '%s\n' "${COMPREPLY[@]}"; printf '\x1e'
        done'''],
    "fish": ["--no-config", "-c", r'''
        source $argv[1]
        for line in $argv[2..-1]
            complete -C "$line" | string replace -r '\t.*' ''
            printf '\x1e'
        end'''],
    # a terminal of its own, in which TAB is pressed and the line shown
    "zsh": ["-f", "-c", r'''
        zmodload zsh/zpty
        zpty shell zsh -f -i
        ask () {
            local out all=
            zpty -w -n shell "$1"
            repeat 400; do
                while zpty -r -t shell out; do all+=$out; done
                [[ $all == *$2* ]] && break
                sleep 0.05
            done
            REPLY=$all
        }
        ask "PROMPT=; autoload -U compinit; compinit -u -D; unsetopt zle_bracketed_paste; source $1"$'\n' ''
        ask $'show () { zle -M "<$BUFFER>" }; zle -N show; bindkey "^X" show; print REA""DY\n' READY
        for line in "${@:2}"; do
            ask "$line"$'\t\x18' '>'
            print -rn -- "${${REPLY##*<}%%>*}"; printf '\x1e'
            ask $'\x15' ''
        done
        zpty -d shell''', "ask"],
}


def check_shell(folder, shell):
    for line, offered in completed(folder, shell).items():
        wanted = LINES[line]
        assert wanted in offered.replace("\\", ""), f"{shell}: {line!r} offers {offered!r}, without {wanted!r}"
        assert "note.txt" not in offered or shell == "fish", (shell, line, offered)


def test_bash_completes(folder):
    check_shell(folder, "bash")


def test_fish_completes(folder):
    check_shell(folder, "fish")


def test_zsh_completes(folder):
    check_shell(folder, "zsh")


def test_install_puts_all_in_place(folder):
    subprocess.run(["meson", "install", "--no-rebuild", "--quiet", "-C", str(BUILD), "--destdir", str(folder / "root")],
                   check=True, capture_output=True, timeout=120)
    placed = {path.name: path for path in (folder / "root").rglob("*") if path.is_file()}
    for name in ("heapreel", "heapreel.1", "heapreel-builds.7", "heapreel.bash", "_heapreel", "heapreel.fish", "preload.so", "recorder.so",
                 *(f"heapreel-{verb}.1" for verb in verbs(folder))):
        assert name in placed, (name, sorted(placed))
    assert placed["heapreel-draw.1"].read_text() == page(folder, "draw")
    (folder / "moved").mkdir()
    (folder / "root").rename(folder / "moved/root")
    tool = folder / "moved/root" / placed["heapreel"].relative_to(folder / "root")
    good(folder, "draw", "-o", "labels.svg", SAMPLES / "labels.py", tool=tool)
    good(folder, "draw", "-o", "built.svg", SAMPLES / "labels.py", tool=TOOL)
    assert (folder / "labels.svg").read_bytes() == (folder / "built.svg").read_bytes()


tap.main(globals())

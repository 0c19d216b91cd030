"""The gallery is made whole, by the tool alone, and knows nothing of the machine it was made on."""
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import ROOT, SAMPLES, TOOL, environment


def make(folder):
    done = subprocess.run([SAMPLES / "gallery", TOOL, folder / "out"], cwd=folder, env=environment(folder), text=True,
                          capture_output=True)
    assert done.returncode == 0, done.stderr
    return (folder / "out/index.html").read_text()


def test_gallery(folder):
    page = make(folder)
    named = set(re.findall(r'(?:src|href)="([^"#]+)"', page))
    made = {path.name for path in (folder / "out").iterdir()}
    assert named <= made, named - made
    extra = {name for name in made - named if not name.endswith(".py")}
    assert extra == {"index.html"}, extra
    assert {path.name for path in SAMPLES.glob("*.py")} <= made
    assert page.index("The line that runs once") < page.index('<section id="object_counter">'), "the article stands first"
    assert page.count('src="counter-') >= 11 and "<!-- " not in page
    assert not re.search(r"https?://", page), "it fetches nothing"
    for path in (folder / "out").iterdir():
        assert path.stat().st_size > 20, path
        for known in (str(folder), str(ROOT), os.path.expanduser("~")):
            assert len(known) < 4 or known.encode() not in path.read_bytes(), f"{path.name} knows {known}"


tap.main(globals())

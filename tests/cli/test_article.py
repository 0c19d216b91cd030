"""The article in samples/article: its figures are what the tool makes now, and what builds pages from Markdown takes it as
it is.

Usage: test_article.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON…
"""
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import SAMPLES, environment, files, good, run

ARTICLE = SAMPLES / "article"
TEXT = (ARTICLE / "counter.md").read_text()
IMAGES = re.findall(r"^!\[(.+)\]\((.+\.svg)\)$", TEXT, re.M)


def copy(folder):
    """The article in a folder of its own."""
    shutil.copytree(ARTICLE, folder)
    return folder


def build(folder, *command):
    """Runs a program of Debian's."""
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr


def check_page(page, images, folder):
    """Every figure stands in @page, and is there, in its order; nothing of a request shows."""
    html = page.read_text()
    found = re.findall(r'<img\b[^>]*?\bsrc="([^"]+)"', html, re.S)
    assert [pathlib.Path(name).name for name in found] == images, found
    for name in found:
        assert (folder / name).read_bytes().startswith(b"<?xml"), name
    shown = re.sub(r"<!--.*?-->|<[^>]+>", "", html, flags=re.S)
    assert "/reel" not in shown and "fig-cap" not in shown
    assert html.count("num_instances") > 10 and "The line that runs once" in shown


def test_figures_are_up_to_date(folder):
    place = copy(folder / "article")
    done = run(folder, "weave", "--check", "article/counter.md")
    assert done.returncode == 0, done.said + "look at what changed, then: heapreel weave samples/article/counter.md"
    assert [name for _, name in IMAGES] == re.findall(r"\((counter-[^)]+)\)", TEXT) and len(IMAGES) >= 11
    assert {path.name for path in place.iterdir()} == {"counter.md", *(name for _, name in IMAGES)}, "no other file"
    assert all(len(alt) > 40 for alt, _ in IMAGES)


def test_woven_anew_it_is_the_same(folder):
    """From nothing but the text."""
    bare = re.sub(r"\n(!\[[^\n]*\n\n)+<!-- /reel[^\n]*\n", "", TEXT)
    assert "![" not in bare
    (folder / "counter.md").write_text(bare)
    good(folder, "weave", "counter.md")
    assert (folder / "counter.md").read_text() == TEXT
    for _, name in IMAGES:
        assert (folder / name).read_bytes() == (ARTICLE / name).read_bytes(), name
    assert len(files(folder)) == len(IMAGES) + 1


def test_pandoc(folder):
    place = copy(folder / "article")
    for reader in ("markdown", "gfm"):
        build(place, "pandoc", "-f", reader, "-s", "-M", "title=x", "counter.md", "-o", f"{reader}.html")
        check_page(place / f"{reader}.html", [name for _, name in IMAGES], place)


def test_mkdocs(folder):
    copy(folder / "docs")
    (folder / "mkdocs.yml").write_text("site_name: x\nuse_directory_urls: false\nplugins: []\n")
    build(folder, "mkdocs", "build", "--quiet", "--strict")
    check_page(folder / "site/counter.html", [name for _, name in IMAGES], folder / "site")


def test_sphinx_with_myst(folder):
    place = copy(folder / "docs")
    (place / "conf.py").write_text('extensions = ["myst_parser"]\nproject = "x"\nroot_doc = "counter"\nhtml_theme = "basic"\n')
    build(folder, "/usr/bin/python3", "-m", "sphinx", "-q", "-W", "-b", "html", "docs", "out")
    check_page(folder / "out/counter.html", [name for _, name in IMAGES], folder / "out")


tap.main(globals())

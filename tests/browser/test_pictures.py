"""Our SVG as Chromium and librsvg draw it, our PNG and our PDF: one picture; and several in one page are still themselves.

Called with SOURCE_ROOT BUILD_ROOT.
"""
import atexit
import base64
import functools
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
import heapreel
import tap
from browser import Browser, Page

SAMPLE = heapreel.SAMPLES / "object_counter.py"
SCRIPTS = """chinese, japanese, korean = '面向对象', 'オブジェクト', '객체'
hebrew, arabic, mixed = 'שלום עולם', 'مرحبا بالعالم', 'abc שלום 123'
emoji = '🐍 ❤ 💻'
marks = ['e\\u0301', 'n\\u0303', 'o\\u0308\\u0304']
named = {'ключ': '値', 'Ωμέγα': '≤ ∑ ∞'}
escaped = 'a\\tb\\x00\\x1b\\u202e'
"""

# The share of pixels that differ by more than a third of the way from black to white. Pictures are compared at half
# their size, so that the edges of letters, which every rasteriser smooths in its own way, weigh little.
COMPARE = """(async (sources) => {
  const pixels = await Promise.all(sources.map(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = %d;
    canvas.height = %d;
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height).data;
  }));
  const far = (a, b, at) => Math.max(...[0, 1, 2, 3].map((k) => Math.abs(a[at + k] - b[at + k]))) > 85;
  const count = (a, b) => { let n = 0; for (let at = 0; at < a.length; at += 4) n += far(a, b, at); return n * 4 / a.length; };
  const blank = new Uint8ClampedArray(pixels[0].length);
  for (let at = 0; at < blank.length; at++) blank[at] = pixels[0][at %% 4];
  return [count(pixels[0], blank), ...pixels.slice(1).map((other) => count(pixels[0], other))];
})"""


@functools.cache
def browser():
    started = Browser()
    atexit.register(started.close)
    return started


@functools.cache
def page():
    return Page(browser(), 1600, 1200)


def source_of(path):
    kind = {".svg": "image/svg+xml", ".png": "image/png"}[path.suffix]
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def size_of(svg):
    _, _, width, height = svg.read_text().split('viewBox="', 1)[1].split('"', 1)[0].split()
    return float(width), float(height)


def compare(*paths):
    """How much of the first picture is drawn at all, then how much each other differs from it."""
    width, height = size_of(paths[0])
    script = COMPARE % (round(width / 2), round(height / 2))
    return page().run(f"{script}({[source_of(path) for path in paths]!r})")


def drawn(folder, name, program, verb, *options):
    heapreel.good(folder, verb, "-o", folder / name, *options, program)
    return folder / name


def as_others_draw(folder, program, verb, *options):
    """The SVG; then librsvg's drawing of it, our PNG, and poppler's drawing of our PDF, as PNG."""
    svg, png, pdf = (drawn(folder, f"x.{ending}", program, verb, *options) for ending in ("svg", "png", "pdf"))
    subprocess.run(["rsvg-convert", "--zoom", "2", "-o", folder / "librsvg.png", svg], check=True)
    subprocess.run(["pdftoppm", "-r", "144", "-png", "-singlefile", pdf, folder / "poppler"], check=True)
    return svg, folder / "librsvg.png", png, folder / "poppler.png"


def assert_alike(folder, program, verb, *options, most=0.004):
    ink, *differences = compare(*as_others_draw(folder, program, verb, *options))
    assert ink > 0.01, f"{verb} {options}: nothing is drawn"
    for name, difference in zip(("librsvg", "PNG", "PDF"), differences, strict=True):
        assert difference < most, f"{verb} {options}: {name} differs in {difference:.2%}"


def test_figures_are_one_picture(folder):
    for theme in ("light", "dark", "print"):
        assert_alike(folder, SAMPLE, "draw", "--at", "9", "--theme", theme)
    assert_alike(folder, SAMPLE, "draw", "--at", "9", "--theme", "light", "--text", "outline")
    assert_alike(folder, SAMPLE, "strip", "--at", "8,9,10", "--theme", "light")


def test_other_scripts_are_one_picture(folder):
    program = heapreel.program(folder, SCRIPTS)
    assert_alike(folder, program, "draw", "--theme", "light", "--text", "outline")
    # browsers and pango take the blanks between words of another script from different fonts
    assert_alike(folder, program, "draw", "--theme", "light", most=0.015)


def test_other_scripts_are_embedded(folder):
    svg = drawn(folder, "x.svg", heapreel.program(folder, SCRIPTS), "draw").read_text()
    faces = set(re.findall(r"@font-face\{font-family:hr\w+-c([\w-]*);", svg))
    assert faces == {"", "-dejavu-sans", "-symbola", "-wenquanyi-zen-hei"}, faces


def test_missing_characters_are_named(folder):
    done = heapreel.good(folder, "draw", "-o", folder / "x.svg", heapreel.program(folder, "rare = '\U00010A00\U000104B5'\n"))
    assert "U+10A00" in done.said and "1 more" in done.said and "apt install" in done.said, done.said
    done = heapreel.good(folder, "draw", "-o", folder / "x.svg", heapreel.program(folder, SCRIPTS))
    assert "no font" not in done.said, done.said


def screenshot(folder, name, body):
    """What a page of its own shows."""
    path = folder / f"{name}.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><style>body{{margin:0}}svg,img{{display:block}}</style>{body}")
    Page(browser(), 1600, 1200).open(path).screenshot(folder / f"{name}.png")
    return folder / f"{name}.png"


def test_pictures_inlined_in_one_page(folder):
    program = heapreel.program(folder, SCRIPTS.split("emoji")[0])
    made = [drawn(folder, "a.svg", SAMPLE, "draw", "--at", "9", "--theme", "light"),
            drawn(folder, "b.svg", SAMPLE, "draw", "--at", "9", "--theme", "dark"),
            drawn(folder, "c.svg", program, "draw", "--theme", "auto")]
    alone = screenshot(folder, "alone", "".join(f"<img src={path.name}>" for path in made))
    inlined = screenshot(folder, "inlined", "".join(path.read_text().split("?>", 1)[1] for path in made))
    script = COMPARE % (800, 600)
    ink, difference = page().run(f"{script}({[source_of(alone), source_of(inlined)]!r})")
    assert ink > 0.01 and difference < 0.0001, (ink, difference)
    ids = re.findall(r' id="([^"]*)"', "".join(path.read_text() for path in made))
    assert len(ids) == len(set(ids)), "ids of two pictures meet"


tap.main(globals())

"""The walkthrough in a real browser: it steps, marks, fits and shows, and nothing of the program gets out of its strings.

Called with SOURCE_ROOT BUILD_ROOT.
"""
import atexit
import functools
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
import heapreel
import tap
from browser import Browser, Page

# What a page must not do with a program's strings, in every place where a page shows one.
HOSTILE = r'''
class Evil_script: pass
a = "</script><script>window.hit = 1</script><!-- <img src=x onerror='window.hit = 2'> ]]> \u202e \x1b[31m"
b = {"<svg onload=window.hit=3>": ["</text><script>window.hit = 4</script>"], "`": "{{text:title}}"}
c = "&lt;b&gt; &#60; \\u003c"
setattr(Evil_script, "</title><script>window.hit = 5</script>", 1)
Evil_script.__name__ = "<b onmouseover=window.hit=6>"
d = Evil_script()
print("</pre><script>window.hit = 7</script>")
raise ValueError("</p><script>window.hit = 8</script>")
'''


@functools.cache
def browser():
    started = Browser()
    atexit.register(started.close)
    return started


def made(folder, source, *options):
    """The page that the tool makes from a program's text or a sample's name."""
    if source.endswith(".py"):
        path = heapreel.SAMPLES / source
    else:
        path = heapreel.program(folder, source, "prog<script>\"'.py")
    out = folder / "page.html"
    heapreel.good(folder, "page", "-o", out, *options, path)
    return out


def shown(page):
    """Step number, caption and picture as they stand."""
    return page.run("""[document.getElementById('where').textContent, document.getElementById('caption').textContent,
        document.querySelector('#stage svg').innerHTML]""")


def count(page):
    return int(page.run("document.getElementById('slider').max"))


def test_opens_from_disk_and_fetches_nothing(folder):
    path = made(folder, "object_counter.py")
    page = Page(browser()).open(path)
    assert shown(page)[0].startswith("Step 1 of "), shown(page)
    outside = [url for url in page.requests() if not url.startswith("data:font/woff;base64,")]
    assert outside == [f"file://{path}"], outside
    assert page.complaints() == [], page.complaints()
    # The policy is in force, not only written: what it forbids does not happen.
    page.run("""new Promise(done => { const image = new Image(); image.onerror = image.onload = done;
                                      image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='; }).then(() => 1)""")
    assert any("Content Security Policy" in str(event) for event in page.complaints())


def test_steps_by_keys_buttons_and_slider(folder):
    page = Page(browser()).open(made(folder, "object_counter.py"))
    n = count(page)
    assert n > 8
    page.press("ArrowRight")
    assert shown(page)[0].startswith(f"Step 2 of {n}"), shown(page)[0]
    page.press("End")
    assert shown(page)[0].startswith(f"Step {n} of {n}"), shown(page)[0]
    page.press("ArrowRight")
    assert shown(page)[0].startswith(f"Step {n} of {n}"), "past the end"
    page.press("ArrowLeft")
    assert shown(page)[0].startswith(f"Step {n - 1} of {n}"), shown(page)[0]
    page.press("Home")
    assert shown(page)[0].startswith(f"Step 1 of {n}"), shown(page)[0]
    page.run("document.getElementById('next').click()")
    assert shown(page)[0].startswith(f"Step 2 of {n}"), shown(page)[0]
    page.run("document.getElementById('last').click()")
    assert page.run("document.getElementById('next').disabled") is True
    page.run("""{ const slider = document.getElementById('slider'); slider.value = 4;
                  slider.dispatchEvent(new Event('input')); }""")
    assert shown(page)[0].startswith(f"Step 4 of {n}"), shown(page)[0]
    assert page.run("location.hash") == "#4"
    assert page.complaints() == [], page.complaints()


def test_opens_at_the_step_in_its_address(folder):
    page = Page(browser()).open(made(folder, "object_counter.py"), "#5")
    assert shown(page)[0].startswith("Step 5 of "), shown(page)[0]


def test_pictures_do_not_depend_on_the_way(folder):
    path = made(folder, "once.py")
    page = Page(browser()).open(path)
    forth = []
    for _ in range(count(page)):
        forth.append(shown(page))
        page.press("ArrowRight")
    back = []
    for _ in forth:
        back.append(shown(page))
        page.press("ArrowLeft")
    assert forth == back[::-1]
    assert len({picture for _, _, picture in forth}) > len(forth) // 2
    for number in (3, len(forth)):
        assert shown(Page(browser()).open(path, f"#{number}")) == forth[number - 1]


def test_marks_the_line_that_ran_and_the_next(folder):
    source = "a = 1\nb = 2\nc = [a,\n     b]\n"
    page = Page(browser()).open(made(folder, source, "--at", "1,2,3"))
    lines = "[...document.querySelectorAll('#code li')].map(line => line.className)"
    assert page.run(lines) == ["ran", "next", "", ""], page.run(lines)
    page.press("End")
    assert page.run(lines)[2:] == ["ran", "ran"], page.run(lines)
    text = page.run("[...document.querySelectorAll('#code li')].map(line => line.textContent).join('\\n')")
    assert text == source.rstrip("\n"), text


def test_follows_a_long_listing(folder):
    source = "".join(f"x{number} = {number} # {'long ' * 60}\n" for number in range(1, 121))
    page = Page(browser()).open(made(folder, source, "--at", "1,60,120"))
    for _ in range(3):
        seen = page.run("""(() => { const pane = document.getElementById('code').getBoundingClientRect();
            const line = document.querySelector('#code .ran').getBoundingClientRect();
            return [line.top >= pane.top && line.bottom <= pane.bottom, document.getElementById('code').scrollLeft,
                    document.scrollingElement.scrollTop]; })()""")
        assert seen == [True, 0, 0], (shown(page)[0], seen)
        page.press("ArrowRight")


def test_shows_the_output_so_far(folder):
    page = Page(browser()).open(made(folder, "import sys\nprint('one')\nprint('two')\nprint('three', file=sys.stderr)\n"))
    written = "document.getElementById('written').textContent"
    assert page.run(written) == ""
    seen = []
    for _ in range(count(page)):
        if page.run(written) not in seen:
            seen.append(page.run(written))
        page.press("ArrowRight")
    assert seen == ["", "one\n", "one\ntwo\n", "one\ntwo\nthree\n"], seen
    assert page.run("document.querySelector('#written .err').textContent") == "three\n"


def test_strings_of_the_program_stay_strings(folder):
    path = made(folder, HOSTILE, "--title", "</title><script>window.hit = 9</script>")
    for dark in (False, True):
        page = Page(browser(), dark=dark).open(path)
        for _ in range(count(page)):
            page.press("ArrowRight")
        assert page.run("window.hit === undefined"), page.run("window.hit")
        assert page.complaints() == [], page.complaints()
        assert page.run("document.scripts.length") == 3
        assert page.run("document.images.length + document.querySelectorAll('iframe, object, a, link').length") == 0
        assert page.run("""[...document.querySelectorAll('*')].every(element =>
            [...element.attributes].every(one => !/^on/i.test(one.name) && one.value.indexOf('javascript:') < 0))""")
        assert page.run("document.title").startswith("</title>")
    data = path.read_text()
    assert len(re.findall(r"</script", data, re.I)) == 3, "a string of the program ends an element"


def test_reads_without_scripts(folder):
    path = made(folder, "object_counter.py")
    page = Page(browser(), scripts=False).open(path)
    # Runtime.evaluate works where the page's scripts are off.
    assert page.run("document.querySelectorAll('#plain article').length") == count_of(path)
    assert page.run("""[...document.querySelectorAll('#plain use')].every(use =>
        document.querySelector(use.getAttribute('href')) !== null)""")
    assert page.run("[...document.querySelectorAll('#plain article svg')].every(one => one.getBBox().width > 100)")
    assert page.run("[...document.querySelectorAll('#plain article p')].every(one => one.textContent.length > 5)")
    assert "num_instances = 0" in page.run("document.body.innerText")
    assert page.run("getComputedStyle(document.getElementById('bar')).display") == "none"


def count_of(path):
    return int(re.search(r"(\d+) steps", path.read_text()).group(1))


def test_follows_the_system_and_the_button(folder):
    path = made(folder, "refcounts.py")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    card = "getComputedStyle(document.querySelector('#stage .hr-card')).fill"
    light, dark = Page(browser()).open(path), Page(browser(), dark=True).open(path)
    for page in (light, dark):
        page.press("ArrowRight")
    assert (light.run(ground), dark.run(ground)) == ("rgb(255, 255, 255)", "rgb(15, 23, 42)")
    assert light.run(card) != dark.run(card)
    for wanted in ("light", "dark"):
        light.run("document.getElementById('theme').click()")
        assert light.run("document.documentElement.dataset.theme") == wanted
    assert light.run(ground) == dark.run(ground)
    assert light.run(card) == dark.run(card)


# Every text of the page with its contrast to the ground that it stands on, by WCAG 2's formula.
CONTRASTS = """(() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => channels(colour).slice(0, 3).map(value => value / 255)
    .map(value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = element => {
    const colour = getComputedStyle(element).backgroundColor;
    return channels(colour)[3] === 0 && element.parentElement ? ground(element.parentElement) : colour;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.getClientRects().length || element.closest('svg')) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
    found.push([walker.currentNode.data.trim().slice(0, 40), (a + 0.05) / (b + 0.05)]);
  }
  return found;
})()"""


def test_text_stands_out_from_its_ground(folder):
    source = """import sys
def f(x):  # a comment
    "a string"
    return 12 + x
print(f(1))
print('oh', file=sys.stderr)
class C: pass
"""
    path = made(folder, source)
    for dark in (False, True):
        page, kinds = Page(browser(), dark=dark).open(path), set()
        for _ in range(count(page)):
            for text, contrast in page.run(CONTRASTS):
                assert contrast >= 4.5, (dark, shown(page)[0], text, contrast)
                kinds.add(text)
            page.press("ArrowRight")
        assert {"def", "# a comment", '"a string"', "12", "oh", "Output"} <= kinds, kinds


def test_fits_a_narrow_screen(folder):
    page = Page(browser(), width=360, height=640).open(made(folder, "object_counter.py"), "#9")
    assert page.run("document.scrollingElement.scrollWidth") <= 360
    boxes = page.run("""['first', 'previous', 'play', 'next', 'last', 'slider', 'caption', 'stage', 'code'].map(id => {
        const box = document.getElementById(id).getBoundingClientRect();
        return [id, box.left, box.right, box.top, box.bottom, box.height]; })""")
    for name, left, right, top, bottom, height in boxes:
        assert left >= 0 and right <= 360 and top >= 0 and bottom <= 640 and height > 10, (name, boxes)


def test_text_is_as_wide_as_measured(folder):
    """With the embedded fonts a browser sets every text of a figure as wide as the layout measured it."""
    sample = heapreel.SAMPLES / "object_counter.py"
    for name, mode in (("embedded.svg", "embed"), ("system.svg", "system")):
        heapreel.good(folder, "draw", "--at", "9", "--text", mode, "-o", folder / name, sample)
    measured = [float(width) for width in re.findall(r'textLength="([\d.]+)"', (folder / "system.svg").read_text())]
    page = Page(browser()).open(folder / "embedded.svg")
    page.run("document.fonts.ready.then(() => 1)")
    drawn = page.run("""[...document.querySelectorAll('text')].map(text => {
        const spacing = parseFloat(getComputedStyle(text).letterSpacing) || 0;
        return text.getComputedTextLength() - spacing; })""")
    assert len(measured) == len(drawn) > 20
    for expected, got in zip(measured, drawn):
        assert abs(got - expected) <= max(0.01 * expected, 0.2), (expected, got)


tap.main(globals())

"""What other programs make of our files: xmllint, librsvg and poppler.

Called with SOURCE_ROOT BUILD_ROOT.
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
import heapreel
import tap

SAMPLE = heapreel.SAMPLES / "object_counter.py"
TEXTS = "a = '<&>\"\\x00\\x1b'\nb = {'ключ': '値', 'e\\u0301': '\\u202e', '  two  spaces ': ''}\n"


def output(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, (command, done.stderr.decode())
    return done.stdout.decode()


def drawn(folder, name, *options, program=SAMPLE, verb="draw"):
    heapreel.good(folder, verb, "-o", folder / name, *options, program)
    return folder / name


def pixels(folder, pdf):
    """The first page at 96 dots an inch: width, height, bytes of red, green, blue."""
    subprocess.run(["pdftoppm", "-r", "96", "-f", "1", "-l", "1", "-singlefile", pdf, folder / "page"], check=True)
    kind, size, _, data = (folder / "page.ppm").read_bytes().split(b"\n", 3)
    assert kind == b"P6"
    return *map(int, size.split()), data


def test_svg_is_well_formed(folder):
    texts = heapreel.program(folder, TEXTS)
    for theme in ("light", "dark", "auto", "print"):
        for text in ("embed", "system", "outline"):
            for program in (SAMPLE, texts):
                output("xmllint", "--noout", "--nonet",
                       drawn(folder, "x.svg", "--theme", theme, "--text", text, program=program))


def test_svg_and_pdf_are_one_picture(folder):
    """librsvg's reading of the SVG and cairo's PDF, through one rasteriser."""
    for theme in ("light", "dark"):
        svg = drawn(folder, "one.svg", "--at", "9", "--theme", theme)
        pdf = drawn(folder, "one.pdf", "--at", "9", "--theme", theme)
        # librsvg takes a user unit for a pixel of 1/96 inch, the PDF for a point
        output("rsvg-convert", "-f", "pdf", "--dpi-x", "72", "--dpi-y", "72", "-o", folder / "two.pdf", svg)
        width, height, ours = pixels(folder, pdf)
        also_width, also_height, theirs = pixels(folder, folder / "two.pdf")
        assert (width, height) == (also_width, also_height), (width, height, also_width, also_height)
        differing = sum(abs(a - b) > 48 for a, b in zip(ours, theirs))
        assert differing < 0.004 * len(ours), f"{theme}: {differing} of {len(ours)} samples differ"
        inked = sum(abs(a - b) > 48 for a, b in zip(ours, ours[:3] * (len(ours) // 3)))
        assert inked > 0.01 * len(ours), "nothing is drawn"


def test_pdf_text_can_be_searched(folder):
    text = output("pdftotext", drawn(folder, "figure.pdf", "--at", "9"), "-")
    for word in ("<module>", "obj2", "num_instances", "class ObjectCounter", "no attributes"):
        assert word in text, (word, text)


def test_deck_has_a_page_a_step(folder):
    deck = drawn(folder, "deck.pdf", "--title", "Once <and> for all", verb="deck")
    facts = dict(re.findall(r"^([\w ]+):\s*(.*)$", output("pdfinfo", deck), re.M))
    assert facts["Title"] == "Once <and> for all", facts
    assert facts["Page size"].startswith("960 x 540 pts"), facts
    n = int(facts["Pages"])
    assert n > 8
    titles = [line.strip() for line in output("pdftotext", "-layout", deck, "-").split("\f")]
    for number in range(1, n + 1):
        assert re.search(rf"\b{number} / {n}\b", titles[number - 1]), titles[number - 1]
    outline = re.findall(r"<item page=\"(\d+)\">(.*?)</item>", output("pdftohtml", "-xml", "-i", "-stdout", deck))
    assert [int(page) for page, _ in outline] == list(range(1, n + 1)), outline
    assert any("obj2 = ObjectCounter()" in title for _, title in outline), outline


def test_deck_date_is_the_epoch(folder):
    dates = []
    for epoch in ("0", "1700000000"):
        heapreel.good(folder, "deck", "-o", folder / f"{epoch}.pdf", SAMPLE, env={"SOURCE_DATE_EPOCH": epoch})
        dates.append(re.search(r"CreationDate:\s*(.*)", output("pdfinfo", "-isodates", folder / f"{epoch}.pdf")).group(1))
    assert dates[0].startswith("1970-01-01") and dates[1].startswith("2023-11-14"), dates
    heapreel.refused(folder, 2, "deck", "-o", folder / "no.pdf", SAMPLE, env={"SOURCE_DATE_EPOCH": "soon"},
                     says=("SOURCE_DATE_EPOCH", "soon"))
    assert not (folder / "no.pdf").exists()


tap.main(globals())

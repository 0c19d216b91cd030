"""Sphinx's directive "heapreel": a figure of what a Python program's memory looks like, made by the tool heapreel.

    .. heapreel::                       or   .. heapreel:: counter.py
       :at: last
       :caption: Two names, one list

       a = [1, 2, 3]
       b = a

The figure is SVG; a builder that takes no SVG, as LaTeX's, gets PDF or PNG. Programs run in the document's folder, and
what they rest on is known to Sphinx, so that a page is read again when any of it changed. What goes wrong is a warning
at the program's line.

In conf.py: extensions = ["heapreel_sphinx"]; heapreel_command names the tool if it is not on PATH, and heapreel_options
lists options for all figures, as on the command line.
"""
import html
import os
import pathlib
import re
import shlex
import subprocess

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.images import Figure, Image
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

VERBS = ("draw", "strip", "compare", "life", "why")
ENDINGS = {"image/svg+xml": "svg", "application/pdf": "pdf", "image/png": "png"}
COMMAND = "heapreel"  # an image's attribute: how it is made, without -o

logger = logging.getLogger(__name__)


class Refused(Exception):
    """What the tool says when it makes no figure."""


def run(command, folder):
    """What the tool says of its own, without "heapreel: "."""
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              errors="replace")
    except OSError as error:
        raise Refused(f"cannot run {command[0]}: {error.strerror}; heapreel_command in conf.py says where it is") from error
    said = [line.removeprefix("heapreel: ") for line in done.stderr.splitlines() if line.startswith("heapreel: ")]
    if done.returncode != 0:
        raise Refused("; ".join(said) or f"{command[0]} ended with status {done.returncode}: {done.stderr.strip()}")
    return said


def rests_on(depfile, folder):
    """The files that a makefile's rule names after its target."""
    rule = depfile.read_text(errors="surrogateescape").replace("\\\n", " ").splitlines()[0]
    names = re.findall(r"(?:\\[ #\t]|[^ \t])+", re.split(r"(?<!\\):(?:\s|$)", rule, maxsplit=1)[1])
    for name in names:
        plain = re.sub(r"\\([ #\t])", r"\1", name).replace("$$", "$")
        yield os.path.normpath(os.path.join(folder, plain))


def words(picture):
    """What an SVG of ours says about itself; what stands where is left out, as it is in the picture."""
    found = re.search(r"<desc[^>]*>(.*?)</desc>", picture.read_text(), re.S)
    return html.unescape(found.group(1)).split(" Stack: ")[0] if found else ""


def folder_of(env):
    return os.path.dirname(env.doc2path(env.docname))


class Heapreel(SphinxDirective):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {
        "verb": directives.unchanged_required, "at": directives.unchanged_required,
        "theme": directives.unchanged_required, "options": directives.unchanged_required, "listing": directives.flag,
        "alt": directives.unchanged, "caption": directives.unchanged, "align": Figure.align, "name": directives.unchanged,
        "class": directives.class_option, "width": Image.option_spec["width"],
    }

    def run(self):
        try:
            return self.make()
        except Refused as refusal:
            self.warn(str(refusal))
            self.env.note_reread()  # what it rests on is not known
            return []

    def warn(self, text):
        source, line = self.get_source_info()
        place = re.match(r"-c:(\d+)", text)  # a line of the directive's own program
        if place and int(place.group(1)) <= len(self.content):
            source, line = self.content.info(int(place.group(1)) - 1)
            text, line = text.removeprefix("-c:"), line + 1
            text = text.partition(": ")[2]
        logger.warning("heapreel: %s", text, location=f"{source}:{line}", type="heapreel")

    def command(self, folder):
        verb, *subject = shlex.split(self.options.get("verb", "draw")) or [""]
        if verb not in VERBS:
            raise Refused(f'"{verb}" is no verb for a figure: {", ".join(VERBS)}')
        command = self.config.heapreel_command
        command = [command] if isinstance(command, str) else list(command)
        command += [verb, *self.config.heapreel_options]
        command += [f"--{name}={self.options[name]}" for name in ("at", "theme") if name in self.options]
        command += shlex.split(self.options.get("options", ""))
        if bool(self.arguments) == bool(self.content):
            raise Refused("a program belongs below the directive, or a file's name behind it: one of them")
        if self.content:
            return [*command, *subject, "-c", "\n".join(self.content) + "\n"]
        for file in self.files():
            self.env.note_dependency(str(file))  # also while it is not there
        return [*command, *subject, *(os.path.relpath(file, folder) for file in self.files())]

    def files(self):
        names = shlex.split(self.arguments[0]) if self.arguments else []
        return [pathlib.Path(self.env.relfn2path(name)[1]) for name in names]

    def make(self):
        folder = folder_of(self.env)
        command = self.command(folder)
        number = self.env.new_serialno("heapreel") + 1
        picture = pathlib.Path(self.env.doctreedir, "heapreel", f"{self.env.docname}-{number}.svg")
        depfile = picture.with_suffix(".d")
        picture.parent.mkdir(parents=True, exist_ok=True)
        for said in run([*command, "-o", str(picture), "--depfile", str(depfile)], folder):
            logger.info("heapreel: %s", said, location=self.get_location())
        for file in rests_on(depfile, folder):
            self.env.note_dependency(file)
        image = nodes.image(uri="/" + os.path.relpath(picture, self.env.srcdir),
                            alt=self.options.get("alt") or self.options.get("caption") or words(picture))
        image[COMMAND] = command
        if "width" in self.options:
            image["width"] = self.options["width"]
        return self.listing() + [self.figure(image)]

    def listing(self):
        """The programs, above the figure."""
        if "listing" not in self.options:
            return []
        texts = [file.read_text() for file in self.files()] or ["\n".join(self.content)]
        blocks = [nodes.literal_block(text, text, language="python") for text in texts]
        for block in blocks:
            self.set_source_info(block)
        return blocks

    def figure(self, image):
        """@image with its caption, as docutils' own directives "figure" and "image" have it."""
        self.set_source_info(image)
        outer = image
        if "caption" in self.options:
            inline, messages = self.state.inline_text(self.options["caption"], self.lineno)
            caption = nodes.caption(self.options["caption"], "", *inline)
            self.set_source_info(caption)
            outer = nodes.figure("", image, caption, *messages)
            self.set_source_info(outer)
        outer["classes"] += ["heapreel", *self.options.get("class", [])]
        if "align" in self.options:
            outer["align"] = self.options["align"]
        self.add_name(outer)
        return outer


class OtherFormats(SphinxPostTransform):
    """Makes a figure anew for a builder that takes no SVG."""
    default_priority = 150  # before Sphinx looks for a converter

    def run(self):
        taken = self.app.builder.supported_image_types
        format = next((ENDINGS[kind] for kind in taken if kind in ENDINGS), None)
        if format is None or "image/svg+xml" in taken:
            return
        for image in self.document.findall(nodes.image):
            if COMMAND not in image:
                continue
            picture = pathlib.Path(self.env.srcdir, image["uri"]).with_suffix("." + format)
            try:
                run([*image[COMMAND], "-o", os.path.normpath(picture)], folder_of(self.env))
            except Refused as refusal:
                logger.warning("heapreel: %s", refusal, location=image, type="heapreel")
                continue
            image["uri"] = os.path.relpath(picture, self.env.srcdir)
            image["candidates"] = {"*": image["uri"]}
            self.env.images.add_file(self.env.docname, image["uri"])


def setup(app):
    app.add_config_value("heapreel_command", "heapreel", "env", (str, list))
    app.add_config_value("heapreel_options", [], "env", (list,))
    app.add_directive("heapreel", Heapreel)
    app.add_post_transform(OtherFormats)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

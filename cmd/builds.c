#include "builds.h"

#include <stdio.h>

#include "verb.h"

static const HrCmdFragment fragments[] = {
  { "Meson", "meson.build", "labels.svg is made in the build folder.",
    "project('manual')\n"
    "heapreel = find_program('heapreel')\n"
    "custom_target('labels.svg', input: 'labels.py', output: 'labels.svg', depfile: 'labels.svg.d',\n"
    "  command: [heapreel, 'draw', '@INPUT@', '-o', '@OUTPUT@', '--depfile', '@DEPFILE@'],\n"
    "  build_by_default: true)\n" },
  { "CMake", "CMakeLists.txt", "From 3.20 on dependency files work with makefiles and with ninja.",
    "cmake_minimum_required(VERSION 3.20)\n"
    "project(manual LANGUAGES NONE)\n"
    "find_program(HEAPREEL heapreel REQUIRED)\n"
    "add_custom_command(OUTPUT labels.svg DEPENDS labels.py DEPFILE labels.svg.d VERBATIM\n"
    "  COMMAND ${HEAPREEL} draw ${CMAKE_CURRENT_SOURCE_DIR}/labels.py -o labels.svg --depfile labels.svg.d)\n"
    "add_custom_target(figures ALL DEPENDS labels.svg)\n" },
  { "Make", "Makefile", "A figure for every program that is listed.",
    "FIGURES = labels.svg\n"
    "all: $(FIGURES)\n"
    "%.svg: %.py\n"
    "\theapreel draw $< -o $@ --depfile $@.d\n"
    "-include $(FIGURES:=.d)\n" },
  { "GitHub Actions", ".github/workflows/figures.yml",
    "The check fails, and says so in the change, when a figure in a Markdown file is out of date. The container's "
    "image "
    "is your own, with heapreel in it.",
    "name: figures\n"
    "on: [push, pull_request]\n"
    "jobs:\n"
    "  figures:\n"
    "    runs-on: ubuntu-latest\n"
    "    container: YOUR/IMAGE\n"
    "    steps:\n"
    "      - uses: actions/checkout@v4\n"
    "      - run: >-\n"
    "          find . -name '*.md' -print0 |\n"
    "          xargs -0 -n 1 heapreel weave --check --diff --annotations github\n" },
  { .tool = NULL },
};

const HrCmdFragment *hr_cmd_peek_fragments (void)
{
  return fragments;
}

void hr_cmd_help_builds (void)
{
  for (const HrCmdFragment *fragment = fragments; fragment->tool != NULL; fragment++) {
    printf ("%s%s, in %s. %s\n\n", fragment > fragments ? "\n" : "", fragment->tool, fragment->file, fragment->words);
    g_auto (GStrv) lines = g_strsplit (fragment->text, "\n", -1);
    for (guint i = 0; lines[i + 1] != NULL; i++)
      printf ("    %s\n", lines[i]);
  }
}

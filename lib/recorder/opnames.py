"""Prints the interpreter's instructions as rows of a C table: number, name, and what the argument says.

Letters: n a name, l a local variable, c a constant, s a name with the argument's lowest bit apart, t with the lowest two, i a
number, d two locals in one, - nothing.
"""
import opcode
import sys

NEW = sys.version_info >= (3, 12)
TWO = {"LOAD_FAST_LOAD_FAST", "STORE_FAST_STORE_FAST", "STORE_FAST_LOAD_FAST"}


def letter(number, name):
    if name in TWO:
        return "d"
    if name == "LOAD_SUPER_ATTR":
        return "t"
    if name == "LOAD_GLOBAL" or (NEW and name == "LOAD_ATTR"):
        return "s"
    if number in opcode.hasname:
        return "n"
    if number in opcode.haslocal or number in opcode.hasfree:
        return "l"
    if number in opcode.hasconst:
        return "c"
    return "i" if number >= opcode.HAVE_ARGUMENT else "-"


for number, name in enumerate(opcode.opname[:256]):
    if not name.startswith("<") and not name.startswith("INSTRUMENTED_"):
        print(f'[{number}] = {{ "{name}", \'{letter(number, name)}\' }},')

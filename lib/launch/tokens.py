"""Tells what the tokens of Python sources are, by the interpreter's own tokenize and ast. Runs with -I -S -B after a
recorded program has ended, never inside it.

stdin: for each source its length in bytes and a newline, then its text in UTF-8. stdout: for each source a line for each
token, "LINE START END KIND": columns are bytes of UTF-8 from 0, no token spans lines, and they stand in order; then an
empty line. A source that cannot be tokenized to its end is told as far as it can be.
"""
import ast
import bisect
import builtins
import io
import keyword
import sys
import tokenize

KEYWORD, STRING, NUMBER, COMMENT, DEFINED, DECORATOR, BUILTIN = range(1, 8)
FSTRING = tuple(getattr(tokenize, name, None) for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END"))
BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_") or name == "__import__")


class Parsed(ast.NodeVisitor):
    """What only the grammar tells: where soft keywords stand that are used as such, and which names are built in. Places
    are (line, byte)."""

    def __init__(self, tree):
        self.soft, self.loads, self.bound, self.patterns = set(), {}, set(), []
        self.visit(tree)

    def visit_Match(self, node):
        self.soft.add((node.lineno, node.col_offset))
        self.patterns += [(case.pattern.lineno, case.pattern.col_offset) for case in node.cases]
        self.generic_visit(node)

    def visit_TypeAlias(self, node):
        self.soft.add((node.lineno, node.col_offset))
        self.generic_visit(node)

    def visit_MatchAs(self, node):
        if node.name is None and node.pattern is None:
            self.soft.add((node.lineno, node.col_offset))
        elif node.name is not None:
            self.bound.add(node.name)
        self.generic_visit(node)

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load):
            self.loads[node.lineno, node.col_offset] = node.id
        else:
            self.bound.add(node.id)

    def visit_arg(self, node):
        self.bound.add(node.arg)
        self.generic_visit(node)

    def visit_alias(self, node):
        self.bound.add(node.asname or node.name.split(".")[0])

    def visit_FunctionDef(self, node):
        self.bound.add(node.name)
        self.generic_visit(node)

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef


def parsed(text):
    try:
        return Parsed(ast.parse(text))
    except Exception:  # not a whole program, or one too deep
        return None


def tokens_of(text):
    """What tokenize tells of @text, as far as it gets."""
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text, newline="\n").readline):
            found.append(token)
    except Exception:  # the rest is no Python
        pass
    return found


def find_cases(tokens, tree):
    """Where the "case" before each pattern stands: the nearest one in front of it."""
    cases = [token.start for token in tokens if token.type == tokenize.NAME and token.string == "case"]
    for pattern in tree.patterns:
        at = bisect.bisect_left(cases, pattern)
        if at > 0:
            yield cases[at - 1]


def kind_of_name(token, before, decorates, soft, builtin):
    """@before: the text of the token in front; @soft and @builtin: places; @builtin None where the grammar tells nothing."""
    if keyword.iskeyword(token.string) or token.start in soft:
        return KEYWORD
    if before in ("def", "class"):
        return DEFINED
    if decorates:
        return DECORATOR
    if builtin is None:
        return BUILTIN if token.string in BUILTINS and before != "." else 0
    return BUILTIN if token.start in builtin else 0


def kinds(text):
    """(start, end, kind) of each token worth telling; places are (line, character)."""
    lines = text.split("\n")
    tokens, tree = tokens_of(text), parsed(text)
    soft, builtin = set(), None

    def place(at):
        """ast counts bytes."""
        line, column = at
        return line, len(lines[line - 1].encode()[:column].decode(errors="ignore"))

    if tree is not None:
        soft = {place(at) for at in tree.soft}
        tree.patterns = [place(at) for at in tree.patterns]
        soft.update(find_cases(tokens, tree))
        builtin = {place(at) for at, name in tree.loads.items() if name in BUILTINS and name not in tree.bound}
    before, first, decorator = "", True, False
    for i, token in enumerate(tokens):
        kind = 0
        if token.type == tokenize.COMMENT:
            kind = COMMENT
        elif token.type == tokenize.NUMBER:
            kind = NUMBER
        elif token.type == tokenize.STRING or token.type in FSTRING:
            kind = STRING
        elif token.type == tokenize.NAME:
            kind = kind_of_name(token, before, decorator, soft, builtin)
        elif token.type == tokenize.OP and token.string == "@" and first:
            decorator, kind = True, DECORATOR
        elif token.string != ".":
            decorator = False
        end = token.end
        if kind == STRING and token.type == FSTRING[1] and i + 1 < len(tokens):
            end = max(end, tokens[i + 1].start)  # a doubled brace belongs to it, too
        if kind != 0 and end > token.start:
            yield token.start, end, kind
        if token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            first, decorator = True, False
        elif token.type not in (tokenize.COMMENT, tokenize.NL):
            first = False
        before = token.string


def joined(text):
    """The same with strings that touch one another as one: where the parts of an f-string end differs by version."""
    last = None
    for start, end, kind in kinds(text):
        if last is not None and last[1:] == (start, STRING) and kind == STRING:
            last = last[0], end, kind
            continue
        if last is not None:
            yield last
        last = start, end, kind
    if last is not None:
        yield last


def spans(text):
    """The same line by line, in bytes: (line, start, end, kind)."""
    lines = text.split("\n")
    for (first, start), (last, end), kind in joined(text):
        for number in range(first, min(last, len(lines)) + 1):
            line = lines[number - 1]
            left = start if number == first else 0
            right = end if number == last else len(line)
            if left < right:
                yield number, len(line[:left].encode()), len(line[:right].encode()), kind


def main():
    source, out = sys.stdin.buffer, sys.stdout
    while length := source.readline():
        text = source.read(int(length)).decode()
        for span in spans(text):
            out.write("%d %d %d %d\n" % span)
        out.write("\n")


if __name__ == "__main__":
    main()

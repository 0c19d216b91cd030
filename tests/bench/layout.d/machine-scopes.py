class Scope:
    def __init__(self, outer=None):
        self.names = {}
        self.outer = outer

    def find(self, name):
        if name in self.names:
            return self
        return self.outer.find(name)


def run(tree, scope):
    if isinstance(tree, int):
        return tree
    if isinstance(tree, str):
        return scope.find(tree).names[tree]
    head, *rest = tree
    if head == "let":
        inner = Scope(scope)
        inner.names[rest[0]] = run(rest[1], scope)
        return run(rest[2], inner)
    return run(rest[0], scope) + run(rest[1], scope)


print(run(["let", "a", 3, ["let", "b", ["+", "a", 4], ["+", "a", "b"]]], Scope()))

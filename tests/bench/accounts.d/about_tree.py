class Tree:
    def __init__(self, value):
        self.value = value
        self.left = self.right = self.parent = None

    def insert(self, value):
        side = "left" if value < self.value else "right"
        child = getattr(self, side)
        if child:
            child.insert(value)
        else:
            made = Tree(value)
            made.parent = self
            setattr(self, side, made)

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


t = Tree(5000)
for n in (3000, 8000, 1000):
    t.insert(n)
found = list(t)

class Link:
    def __init__(self, load, rest):
        self.load = load
        self.rest = rest


chain = None
for load in "edcba":
    chain = Link(load, chain)

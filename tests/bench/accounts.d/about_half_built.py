seen = []


class Base:
    def __new__(cls, *args):
        made = super().__new__(cls)
        seen.append(made)
        return made

    def __init__(self, x):
        seen.append([self])
        self.x = x


class Other(Base):
    def __init__(self, x):
        super().__init__([x])
        self.y = x


b = Base([1])
o = Other([2])

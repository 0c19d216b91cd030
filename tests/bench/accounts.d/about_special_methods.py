class Vector:
    def __init__(self, *parts):
        self.parts = list(parts)

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.parts, other.parts)))

    def __radd__(self, other):
        return self

    def __iadd__(self, other):
        self.parts = self.parts + other.parts
        return self

    def __getitem__(self, index):
        return self.parts[index]

    def __setitem__(self, index, value):
        self.parts[index] = value

    def __len__(self):
        return len(self.parts)

    def __contains__(self, x):
        return x in self.parts

    def __bool__(self):
        return bool(self.parts)

    def __repr__(self):
        return "V" + repr(self.parts)

    def __call__(self, x):
        return [x]

    def __eq__(self, other):
        return self.parts == other.parts


a, b = Vector([1], [2]), Vector([3], [4])
c = a + b
a += b
x = c[0]
c[1] = x
n = len(c)
yes = x in c
text = repr(b)
said = f"{a}"
t = sum([a, b])
called = c(x)
same = a == b
ok = bool(a) and not not b
there = Vector([1]) in [a, b]

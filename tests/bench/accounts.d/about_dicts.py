class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        return self.n == other.n


k = Key(1000)
d = {k: [1], "two": [2], (3, 4.5): [3], "not a name": k}
d[Key(1000)] = [4]
v = d[Key(1000)]
e = dict(d)
d.update(five=[5])
f = {**d, "six": d}
keys = d.keys()
items = list(d.items())
for name, value in d.items():
    last = name, value
d.pop(k)
del d["two"]

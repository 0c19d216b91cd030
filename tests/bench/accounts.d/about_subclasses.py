class Numbers(list):
    def total(self):
        return sum(self)


class Name(str):
    pass


class Count(int):
    pass


class Table(dict):
    def __missing__(self, key):
        made = [key]
        self[key] = made
        return made


class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))


n = Numbers([[1], [2]])
n.label = [3]
s = Name("some name")
s.tag = n
c = Count(1000)
t = Table()
v = t["a missing key"]
p = Pair([4], n)
w = t["a missing key"]

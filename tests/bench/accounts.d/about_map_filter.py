from functools import reduce


def double(x):
    y = [x, x]
    return y


def keep(x):
    return x[0] != 2


def join(a, b):
    c = a + b
    return c


data = [[1], [2], [3]]
a = list(map(double, data))
b = list(filter(keep, data))
c = reduce(join, data)
for each in map(double, filter(keep, data)):
    last = each
d = any(keep(x) for x in data)
e = tuple(double(x) for x in data)

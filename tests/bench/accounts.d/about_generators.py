def count(limit):
    n = [0]
    while n[0] < limit[0]:
        got = yield n
        n = [n[0] + 1]
    return n


def outer(limit):
    result = yield from count(limit)
    yield result


g = count([3])
a = next(g)
b = g.send([9])
for each in outer([2]):
    last = each
rest = list(g)
h = outer([2])
c = next(h)
h.close()
total = [x for x in (y for y in [[1], [2]])]

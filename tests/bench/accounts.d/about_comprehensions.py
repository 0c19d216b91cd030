data = [[1], [2], [3]]
a = [x for x in data if x[0] > 1]
b = {x[0]: x for x in data}
c = {tuple(x) for x in data}
d = [[y for y in x] for x in data]
e = list((x, y) for x in data for y in x)


def f(rows):
    found = [row for row in rows if row]
    return [found[0] for _ in rows]


g = f(data)

import itertools

data = [[1], [2], [3]]
i = iter(data)
first = next(i)
z = zip(data, data)
pair = next(z)
e = enumerate(data)
numbered = next(e)
m = map(len, data)
one = next(m)
r = reversed(data)
c = itertools.chain(data, data)
x = next(c)
k = itertools.count(10**20)
y = next(k)
s = itertools.islice(data, 2)
w = list(s)
cyc = itertools.cycle(data)
q = [next(cyc), next(cyc)]

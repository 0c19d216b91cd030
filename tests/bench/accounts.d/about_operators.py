import operator

a, b = [1], [2.5]
f = operator.itemgetter(0)
g = operator.attrgetter("real")
h = operator.methodcaller("count", 1)
x = f(a)
y = g(2.5)
z = h(a)
s = sorted([a, b], key=f)
t = operator.add(a, b)
cmp = (a < b) and (a is not b)

p = print
n = len
items = [[1], [2]]
a = items.append
a([3])
t = type(items)
i = isinstance(items, t)
g = getattr(items, "count")
v = vars
o = object()
e = ...
h = hash
u = str.upper
w = "some text".upper

import types

d = {"a": [1], "b": [2]}
k, v, i = d.keys(), d.values(), d.items()
p = types.MappingProxyType(d)
x = p["a"]
n = types.SimpleNamespace(x=x, d=d)
n.self = n
ki = iter(k)
one = next(ki)


class C:
    y = [3]


view = vars(C)
inside = C.__dict__["y"]
z = vars(n)

add = lambda a, b=[1]: [a, b]
x = add([2])
fs = [lambda n=n: [n] for n in (1000, 2000)]
ys = [f() for f in fs]
compose = lambda f, g: lambda v: f(g(v))
h = compose(lambda v: [v], lambda v: (v,))
z = h([3])

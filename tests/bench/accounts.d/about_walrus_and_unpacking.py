data = [[1], [2]]
if (n := data[0]) and (m := [n]):
    k = n, m
first, (second, *others), *rest = [1.5], [[2], [3], [4]], [5], [6]
a = b = c = [first]
a, b = b, [a]
x = [*a, *b]
y = {**{"p": a}, "q": b}

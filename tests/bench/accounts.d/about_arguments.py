def f(first, *rest, key=[1.5], **more):
    kept = [first, rest, key, more]
    return kept


x = ["x"]
y = f(x, x, [2], key=x, other=x)
z = f(*[x, x], **{"k": x})

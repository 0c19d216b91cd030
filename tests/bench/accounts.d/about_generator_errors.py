def careful(x):
    try:
        while True:
            try:
                yield x
            except ValueError as error:
                x = [error]
    finally:
        x = None


g = careful([1])
a = next(g)
b = g.throw(ValueError("oops", a))
del g

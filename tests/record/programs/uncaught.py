def f(n):
    return g(n - 1) if n else {}["missing"]


def g(n):
    try:
        return f(n)
    finally:
        print("leaving", n)


f(3)

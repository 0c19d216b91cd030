def counter(start):
    n = [start]

    def step():
        nonlocal n
        n = [n[0] + 1000]
        return n

    def peek(default=[7]):
        return n, default

    return step, peek


s, p = counter(1.5)
s()
q = s()
r = p()

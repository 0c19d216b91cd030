def count(n):
    step = [1]
    while n > 0:
        yield n
        n -= step[0]


words = ["to", "be", "or"]
it = iter(words)
pairs = enumerate(words)
part = slice(1, None)
fresh = count(9)
gen = count(3)
next(gen)
got = next(it), next(gen)

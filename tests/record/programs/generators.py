def countdown(n):
    try:
        while n:
            got = yield n
            if got:
                n = got
            n -= 1
    finally:
        print("closed at", n)


g = countdown(5)
print(next(g), g.send(3), next(g))
g.close()
for i in countdown(2):
    print(i)
h = countdown(9)
next(h)
try:
    h.throw(KeyError("thrown"))
except KeyError as e:
    print(repr(e))


def delegate():
    result = yield from countdown(2)
    return result


print(list(delegate()), [x for x in (y * y for y in range(4))])
abandoned = countdown(4)
next(abandoned)
abandoned = countdown(6)
print(next(abandoned))

import contextlib


class Guard:
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, *exc):
        print("exit", exc[0] and exc[0].__name__)
        return True


with Guard() as g, \
        Guard() as h:
    raise KeyError(1)


@contextlib.contextmanager
def manage():
    try:
        yield "managed"
    finally:
        print("released")


def early():
    try:
        with manage() as m:
            return m
    finally:
        print("finally")


print(early())
for i in range(3):
    try:
        if i == 1:
            continue
        if i == 2:
            break
    finally:
        print("loop", i)
else:
    print("not here")
match {"kind": [1, 2]}:
    case {"kind": [a, *rest]}:
        print(a, rest)
if (n := 10) > 5: print("walrus", n)

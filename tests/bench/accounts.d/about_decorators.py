import functools


def logged(function):
    calls = []

    @functools.wraps(function)
    def wrapper(*args, **more):
        calls.append(args)
        return function(*args, **more)

    wrapper.calls = calls
    return wrapper


@logged
def add(a, b):
    return [a, b]


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


x = add([1], b=[2])
y = fib(4)
p = functools.partial(add, [3])
z = p([4])

import functools


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("->", function.__name__, args, kwargs)
        try:
            return function(*args, **kwargs)
        finally:
            print("<-", function.__name__)

    wrapper.calls = 0
    return wrapper


@logged
def add(a, b=2, /, c=3, *rest, d, e=5, **more):
    return a + b + c + d


def counter():
    count = 0

    def increment(by=1):
        nonlocal count
        count += by
        return count

    return increment


tick = counter()
tick()
tick(by=4)
print(add(1, d=4), tick(), (lambda x, *y: (x, y))(1, 2), add.__wrapped__.__name__)

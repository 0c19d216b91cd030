def logged(log):
    def wrap(function):
        def inner(*args):
            log.append(args)
            return function(*args)
        return inner
    return wrap


calls = []


@logged(calls)
def area(width, height):
    return width * height


@logged(calls)
def double(value):
    return 2 * value


area(2, 3)
double(area(1, 5))
